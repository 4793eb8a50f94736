"""What the parser read beside what stands in the letter: fields, flags, and what is wrong without a doubt."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.circulars.generator.digits import THAI
from tests.circulars.generator.sheet import ANY, Letter

SAFE = ("number", "date", "secrecy")
"""Fields that may be wrong only with a flag of severity error or warn."""
LABEL = re.compile(r"^(โทรศัพท์|โทรสาร|โทร)[.\s]*")
GLYPHS = {0xF70A + step: mark for step, mark in enumerate("่้๊๋์")} | {0xF710: "ั", 0xF701: "ิ", 0xF702: "ี"}


@dataclass
class Outcome:
    """One letter compared: `fields` maps a field to right or wrong."""

    fields: list[tuple[str, bool, Any, Any]] = field(default_factory=list)
    found: int = 0
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    unflagged: list[str] = field(default_factory=list)
    betrayed: list[str] = field(default_factory=list)
    """Fields that differ from the paper before noise, without a flag."""


def normal(value: Any) -> Any:
    """A string as README of the letters compares it: Thai normalised, Arabic digits, no white space."""
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value.translate(GLYPHS)).replace("เเ", "แ")
    text = re.sub("([่-๋])ํา", r"\1ำ", text).replace("ํา", "ำ")
    text = re.sub("([่-์])([ัิ-ู])", r"\2\1", text)
    text = text.translate({ord(digit): str(number) for number, digit in enumerate(THAI)})
    return re.sub("[\\s\u200b\u200c\u200d\ufeff\u00a0]", "", text)


def same(expected: Any, actual: Any) -> bool:
    """Whether the value is the expected one, or one of those allowed."""
    if expected == ANY:
        return True
    if isinstance(expected, tuple):
        return any(same(each, actual) for each in expected)
    if isinstance(expected, list):
        return len(expected) == len(actual) and all(map(same, expected, actual))
    return bool(normal(expected) == normal(actual))


def fields_of(record: dict[str, Any], parsed: Any) -> Iterator[tuple[str, Any, Any]]:
    """Each scored field with its expected and its actual value."""
    for name in ("kind", "is_circular", "speed", "secrecy", "issuer", "owner_unit"):
        yield name, record[name], getattr(parsed, name)
    for name in ("subject", "salutation", "purpose_line", "closing", "publishable"):
        yield name, record[name], getattr(parsed, name)
    for group in ("number", "date"):
        for key, expected in record[group].items():
            yield f"{group}.{key}", expected, getattr(getattr(parsed, group), key)
    yield "issuer_address", record["issuer_address"], list(parsed.issuer_address)
    for name in ("phones", "fax"):
        yield (
            name,
            record[name],
            [LABEL.sub("", text) for text in getattr(parsed, name)],
        )
    yield "addressees", [item["raw"] for item in record["addressees"]], list(parsed.addressees)
    yield from _items("references", record["references"], parsed.references)
    yield from _items("enclosures", record["enclosures"], parsed.enclosures)
    yield from _signatory(record["signatory"], parsed.signatory)


def _items(name: str, expected: list[dict[str, Any]], actual: Any) -> Iterator[tuple[str, Any, Any]]:
    yield f"{name}.count", len(expected), len(actual)
    for index, item in enumerate(expected):
        found = actual[index] if index < len(actual) else None
        for key, value in item.items():
            if key == "cites_letter":
                cited = getattr(found, key, None)
                yield f"{name}.{key}", value is None, cited is None
                if value and cited:
                    yield f"{name}.{key}", value["number_canonical"], cited.number_canonical
                    yield f"{name}.{key}", value["date_be"], cited.date_be
            else:
                yield f"{name}.{key}", value, getattr(found, key, None)


def _signatory(expected: Any, actual: Any) -> Iterator[tuple[str, Any, Any]]:
    if expected == ANY:
        return
    if expected is None or actual is None:
        yield "signatory", expected is None, actual is None
        return
    for key, value in expected.items():
        yield f"signatory.{key}", value, getattr(actual, key)


def compare(letter: Letter, parsed: Any) -> Outcome:
    """The parser's reading of one letter against the record of it. `parsed` has the shape of ParsedLetter."""
    outcome = Outcome()
    for name, expected, actual in fields_of(letter.record, parsed):
        outcome.fields.append((name, same(expected, actual), expected, actual))
    raised = {(flag.code, place(flag.field)) for flag in parsed.flags if flag.severity in ("error", "warn")}
    doubted = {where for _, where in raised}
    _flags(letter, raised, {(flag.code, place(flag.field)) for flag in parsed.flags}, outcome)
    values = {"number": parsed.number.canonical, "date": parsed.date.be, "secrecy": parsed.secrecy}
    said = {
        "number": letter.record["number"]["canonical"],
        "date": letter.record["date"]["be"],
        "secrecy": letter.record["secrecy"],
    }
    for name in SAFE:
        if name in doubted:
            continue
        if not same(said[name], values[name]):
            outcome.unflagged.append(f"{name}: {values[name]} for {said[name]}")
        paper = getattr(letter.written, name)
        if said[name] != ANY and "document" not in doubted and values[name] != paper:
            outcome.betrayed.append(f"{name}: {values[name]} for {paper}")
    return outcome


def place(name: str) -> str:
    """A flag's field without its index."""
    return re.sub(r"\[\d+\]", "", name)


def _flags(
    letter: Letter, raised: set[tuple[str, str]], all_raised: set[tuple[str, str]], outcome: Outcome
) -> None:
    answered: set[tuple[str, str]] = set()
    for codes, where in letter.required:
        places = {where} if where != "*" else {spot for _, spot in all_raised}
        wanted = {(code, spot) for code in codes.split("|") for spot in places}
        answered |= wanted
        if wanted & (raised if "|" not in codes else all_raised):
            outcome.found += 1
        else:
            outcome.missed.append(f"{codes} at {where}")
    for code, where in sorted(raised - answered):
        if code not in letter.tolerated:
            outcome.false.append(f"{code} at {where}")
