"""The generator of letters: the same by the same seed, true to its record, a stranger to the parser."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.circulars.generator.compare import normal
from tests.circulars.generator.kinds import KINDS
from tests.circulars.generator.letters import make_letter
from tests.circulars.generator.noise import CLASSES
from tests.circulars.generator.sheet import Letter

GENERATOR = Path(__file__).parent / "generator"
kinds = st.sampled_from(sorted(KINDS))
seeds = st.integers(0, 10_000)


@given(kinds, seeds, st.floats(0, 1))
@settings(deadline=None, max_examples=60)
def test_the_same_seed_gives_the_same_letter(kind: str, seed: int, noise: float) -> None:
    first, second = make_letter(kind, seed, noise), make_letter(kind, seed, noise)
    assert first.text == second.text
    assert first.record == second.record
    assert first.required == second.required


@given(kinds, seeds)
@settings(deadline=None, max_examples=60)
def test_noise_leaves_what_stood_on_the_paper(kind: str, seed: int) -> None:
    assert make_letter(kind, seed, 1.0).written == make_letter(kind, seed).written


def strings_of(letter: Letter) -> list[str]:
    """Every string that the record says is written in the letter."""
    record = letter.record
    items = [item["raw"] for name in ("addressees", "references", "enclosures") for item in record[name]]
    signatory = record["signatory"] if isinstance(record["signatory"], dict) else {}
    values = [
        record["number"]["raw"],
        record["date"]["raw"],
        signatory.get("name"),
        signatory.get("position"),
    ]
    values += [record[name] for name in ("issuer", "subject", "purpose_line", "closing", "salutation")]
    return [value for value in [*items, *values, *record["issuer_address"]] if value and "\x00" not in value]


@given(kinds, seeds, st.sampled_from((0.0, 0.5, 1.0)))
@settings(deadline=None, max_examples=150)
def test_what_the_record_says_stands_in_the_text(kind: str, seed: int, noise: float) -> None:
    letter = make_letter(kind, seed, noise)
    text = normal(letter.text)
    assert [value for value in strings_of(letter) if normal(value) not in text] == []


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_each_class_of_noise_changes_letters(name: str) -> None:
    clean = [make_letter("external", seed).text for seed in range(40)]
    spoilt = [make_letter("external", seed, 1.0, frozenset({name})).text for seed in range(40)]
    assert clean != spoilt


def test_no_noise_changes_nothing() -> None:
    assert make_letter("external", 7, 0.0).text == make_letter("external", 7, 1.0, frozenset()).text


def test_the_generator_shares_no_code_with_the_parser() -> None:
    """Only the table, which measures the parser, names it, and only when it runs."""
    allowed = {"table.py"}
    for path in GENERATOR.glob("*.py"):
        names = set()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            if isinstance(node, ast.ImportFrom):
                names.add(node.module or "")
        roots = {name.split(".")[0] for name in names}
        assert not roots & {"search", "django"}, path.name
        assert path.name in allowed or "circulars" not in roots, path.name
