"""A letter's number as a person types it: read by the same grammar, and written in one way."""

from __future__ import annotations

import re
from dataclasses import replace

from circulars.letters.head import as_number
from circulars.letters.types import Number
from search.thai.letter_numbers import parse_number
from search.thai.numerals import to_arabic

_YEARLY = re.compile(r"(?:เลขที่|ที่)?\s*(?P<n>[1-9]\d{0,5})\s*/\s*(?P<year>2[45]\d\d)")
YEARLY_KINDS = frozenset({"order", "publicity", "record"})
"""Kinds that are numbered anew each year without the letters of an office: N/YYYY."""


def typed_number(kind: str, typed: str) -> Number | None:
    """The number that the whole of `typed` writes for a letter of `kind`, in `spelling`; None if none.

    A letter needs the letters of its office (มท 0201/ว 15); orders and the like may be N/YYYY.
    """
    words = " ".join(typed.split())
    match = _YEARLY.fullmatch(to_arabic(words)) if kind in YEARLY_KINDS else None
    if match is not None:
        running, canonical = int(match["n"]), f"{int(match['n'])}/{match['year']}"
        return Number(raw=canonical, running=running, canonical=canonical, status="ok")
    found = parse_number(words)
    if found is None or found.prefix is None or not found.code:
        return None
    number = as_number(found, words)
    spelled = spelling(number)
    return replace(number, raw=spelled, canonical=spelled) if number.canonical else None


def spelling(number: Number) -> str:
    """The number in Arabic digits, its series too: "มท 0201/ว 15", "อว (ก) 64.9/ว(ท) 22"."""
    sub = f"({number.subagency}) " if number.subagency else ""
    mark = f"{number.mark} " if number.mark else ""
    return f"{number.prefix} {sub}{number.unit_code}/{mark}{number.running}"
