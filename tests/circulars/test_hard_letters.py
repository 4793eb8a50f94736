"""Hard letters written by hand, each beside the record that a careful registrar made of it.

The records say what the import prints. Here the pure parser is asked: what only the registry knows (target,
match, mismatches, best readings) is left to the import's own tests. A key that a record lacks is not scored.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from circulars.letters import parse_letters
from tests.circulars.generator.compare import fields_of, place, same
from tests.circulars.generator.sheet import ANY, empty_record

LETTERS = Path(__file__).parent / "letters"
OF_THE_REGISTRY = ("target", "match", "mismatches", "best_reading", "best_reading_be")


def own(value: Any) -> Any:
    """The record without what only the registry knows."""
    if isinstance(value, dict):
        return {key: own(each) for key, each in value.items() if key not in OF_THE_REGISTRY}
    return [own(each) for each in value] if isinstance(value, list) else value


def scored(record: dict[str, Any]) -> dict[str, Any]:
    """The record with every key; those it lacks accept anything."""
    full = dict.fromkeys(empty_record(record["kind"]), ANY) | own(record)
    for group in ("number", "date"):
        full[group] = dict.fromkeys(empty_record("external")[group], ANY) | full[group]
    return full


def differences(record: dict[str, Any], parsed: Any) -> list[str]:
    """Each field and each flag of severity error or warn that is not as recorded."""
    found = [
        f"{name}: {actual!r} for {expected!r}"
        for name, expected, actual in fields_of(scored(record), parsed)
        if not same(expected, actual)
    ]
    due = {(flag["code"], place(flag["field"])) for flag in record["flags"] if flag["severity"] != "info"}
    raised = {(flag.code, place(flag.field)) for flag in parsed.flags if flag.severity != "info"}
    return found + [f"missed {flag}" for flag in due - raised] + [f"false {flag}" for flag in raised - due]


@pytest.mark.parametrize("name", sorted(path.stem for path in LETTERS.glob("hard-*.txt")))
def test_hard_letter(name: str) -> None:
    loaded = json.loads((LETTERS / f"{name}.json").read_text("utf-8"))
    records = loaded if isinstance(loaded, list) else [loaded]
    parsed = parse_letters((LETTERS / f"{name}.txt").read_text("utf-8"))
    assert len(parsed) == len(records)
    for record, letter in zip(records, parsed, strict=True):
        assert differences(record, letter) == []
