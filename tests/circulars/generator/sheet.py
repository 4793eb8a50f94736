"""A letter being written: its lines, and the record that a careful registrar would make of it.

A line is a list of pieces, so that noise can spoil a number or a date and the record be put right with it.
Nothing here or beside it imports the parser or the search library: it follows the regulation on documentation
(ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ พ.ศ. 2526), not what a program would read.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any, Final

from tests.circulars.generator.digits import Day, Number

ANY: Final = "\x00any"
"""Value of a record's key that the regulation does not settle: it is not scored."""


@dataclass
class Piece:
    """A run of text. `role` says what noise may do to it: number, date, body, furniture, class or text."""

    text: str
    role: str = "text"


Line = list[Piece]


def line(*parts: str | Piece) -> Line:
    """A line of pieces; strings become plain text."""
    return [part if isinstance(part, Piece) else Piece(part) for part in parts]


@dataclass
class Written:
    """What was on the paper before any noise: the values that must never be wrong and unflagged."""

    number: str | None = None
    date: str | None = None
    secrecy: str | None = None


@dataclass
class Letter:
    """One generated letter: lines, expected record, flags that must and flags that may be raised.

    A required flag is (code, field), or several codes of which one must be raised, joined by "|".
    `number` and `day` are what the record's number and date were made from. `foot` is the secrecy word
    still to be written at the end of every page.
    """

    rng: random.Random
    kind: str
    lines: list[Line] = field(default_factory=list)
    record: dict[str, Any] = field(default_factory=dict)
    number: Number | None = None
    day: Day | None = None
    required: set[tuple[str, str]] = field(default_factory=set)
    tolerated: set[str] = field(default_factory=set)
    written: Written = field(default_factory=Written)
    foot: str | None = None

    def add(self, *parts: str | Piece) -> None:
        """One more line."""
        self.lines.append(line(*parts))

    def gap(self) -> None:
        """An empty line."""
        self.lines.append([])

    def chance(self, probability: float) -> bool:
        """True with `probability`, by the letter's own dice."""
        return self.rng.random() < probability

    def flag(self, code: str, place: str) -> None:
        """A flag of severity error or warn that the record must carry."""
        self.required.add((code, place))

    @property
    def text(self) -> str:
        """The letter as it stands on the page."""
        return "\n".join("".join(piece.text for piece in parts) for parts in self.lines).rstrip() + "\n"

    def pieces(self, role: str) -> list[Piece]:
        """Every piece of one role, in order."""
        return [piece for parts in self.lines for piece in parts if piece.role == role]


def empty_record(kind: str) -> dict[str, Any]:
    """The record with every key, as it is for a letter in which nothing stands."""
    return {
        "kind": kind,
        "is_circular": False,
        "number": {
            "raw": None,
            "prefix": None,
            "subagency": None,
            "unit_code": None,
            "circular": False,
            "running": None,
            "canonical": None,
            "status": "missing",
        },
        "speed": None,
        "secrecy": None,
        "issuer": None,
        "issuer_address": [],
        "owner_unit": None,
        "phones": [],
        "fax": [],
        "date": {"raw": None, "be": None, "iso": None, "precision": None, "status": "missing"},
        "subject": None,
        "salutation": None,
        "purpose_line": None,
        "closing": None,
        "addressees": [],
        "references": [],
        "enclosures": [],
        "signatory": None,
        "publishable": True,
    }


BREAK: Final = "|"
"""Marks, in the texts of the bank, where a typist may end a line."""


def whole(text: str) -> str:
    """The text in one line."""
    return text.replace(BREAK, "")


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of about `width` characters, broken at spaces and at the marked places only."""
    lines, current = [], ""
    for token in _tokens(text):
        if current and len(current) + len(token) > width:
            lines.append(current.rstrip())
            current = token.lstrip()
        else:
            current += token
    return [*lines, current.rstrip()]


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    for run in text.split(BREAK):
        for index, word in enumerate(run.split(" ")):
            tokens.append(" " + word if index else word)
    return tokens
