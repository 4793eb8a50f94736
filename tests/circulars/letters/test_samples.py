"""Every sample letter gives its expected record. A new format is two files in samples/."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from circulars.letters import parse_letters
from circulars.letters.record import as_record
from circulars.letters.resolving import resolve
from search.thai.normalise import normalise

SAMPLES = Path(__file__).with_name("samples")
FILES = sorted(SAMPLES.glob("*.txt"))


@pytest.fixture(scope="module")
def records() -> dict[str, dict[str, Any]]:
    letters = [letter for file in FILES for letter in parse_letters(file.read_text(encoding="utf-8"))]
    assert len(letters) == len(FILES)
    return {file.stem: as_record(letter) for file, letter in zip(FILES, resolve(letters), strict=True)}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_record(file: Path, records: dict[str, dict[str, Any]]) -> None:
    expected = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    record = records[file.stem]
    fields = [key for key in record if key != "flags"]
    assert {key: comparable(record[key]) for key in fields} == {
        key: comparable(expected[key]) for key in fields
    }
    assert doubts(record["flags"]) == doubts(expected["flags"])


def comparable(value: Any) -> Any:
    """As the contract compares: strings after Thai normalisation and without white space."""
    if isinstance(value, str):
        return re.sub(r"\s", "", normalise(value))
    if isinstance(value, list):
        return [comparable(item) for item in value]
    if isinstance(value, dict):
        return {key: comparable(item) for key, item in value.items()}
    return value


def doubts(flags: list[dict[str, Any]]) -> set[tuple[str, str]]:
    """Code and field without index of each error and warning."""
    return {
        (flag["code"], re.sub(r"\[\d+\]", "", flag["field"])) for flag in flags if flag["severity"] != "info"
    }
