"""Levels of school as they are said and as texts write them: ม.3, ม 3, มัธยม 3 and มัธยมศึกษาปีที่ 3."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.query import Alternative, Group
from search.relevance.weights import FORM_AS_TYPED, SAID_OTHERWISE
from search.thai.numerals import spelt_number
from search.ways import in_words, mark

_LEVELS = {"ป": "ประถมศึกษาปีที่", "ม": "มัธยมศึกษาปีที่", "อ": "อนุบาล"}
_LONGEST = 6
"""Years that primary and secondary school have."""
_SPELT = "หนึ่ง|สอง|สาม|สี่|ห้า|หก"
_SAID = re.compile(
    rf"(?:ชั้น ?)?(?P<level>ประถม(?:ศึกษา)?|มัธยม(?:ศึกษา)?) ?(?:ปี ?(?:ที่ ?)?)?"
    rf"(?:(?P<n>[1-6])(?![\d/]|[.,]\d)|(?P<spelt>{_SPELT})(?![ก-๎]))"
)
_SHORT = re.compile(r"(?P<letter>[ปมอ])\.? ?(?P<n>[1-6])")


def levels_as_ways(short: str) -> list[Alternative]:
    """What a short level (ม.3) is in words; nothing for what is none. It may be a form or a section, too."""
    match = _SHORT.fullmatch(short)
    return [in_words(f"{_LEVELS[match['letter']]} {match['n']}", FORM_AS_TYPED, "form")] if match else []


def find_levels(text: str) -> Iterator[tuple[int, int, Group]]:
    """Levels in words, each with its short forms and its figure or word: `text[start:end]`."""
    for match in _SAID.finditer(text):
        letter = match["level"][0]
        number = match["n"] or str(spelt_number(match["spelt"]))
        token = f"#o{letter}{number}"
        words = dict(zip("123456", _SPELT.split("|"), strict=True))
        ways = (
            in_words(match.group(), 1.0, "typed"),
            Alternative((token,), (mark(token),), SAID_OTHERWISE, "form"),
            in_words(f"{_LEVELS[letter]} {number}", SAID_OTHERWISE, "form"),
            in_words(f"{_LEVELS[letter]}{words[number]}", SAID_OTHERWISE, "form"),
        )
        yield *match.span(), Group(match.group(), "word", ways)
