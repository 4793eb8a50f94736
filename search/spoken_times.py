"""Times of day as they are spoken: บ่ายสองโมงครึ่ง is 14.30 น., 2 ทุ่ม is 20.00 น., เที่ยง is 12.00 น."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from search.query import Group
from search.thai.numerals import spelt_number
from search.ways import in_figures, in_words_or_token

_HOUR = r"(?P<hour>1[0-2]|[1-9]|สิบ(?:เอ็ด|สอง)?|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า)"
_HALF = "(?: ?(?P<half>ครึ่ง))?"
_BEFORE, _AFTER = r"(?<![\d.,:/-])", "(?![ะ-ฺ็-๎])"
_APART, _END = "(?<![ก-๎])", r"(?![ก-๎\d.,:/])"
_PATTERNS = tuple(
    (part, re.compile(pattern))
    for part, pattern in (
        ("afternoon", rf"{_APART}บ่าย ?(?:{_HOUR} ?โมง|โมง){_HALF}{_AFTER}"),
        ("afternoon", rf"{_APART}บ่าย ?{_HOUR}{_HALF}{_END}"),
        ("morning", rf"{_BEFORE}{_HOUR} ?โมง ?เช้า{_HALF}{_AFTER}"),
        ("evening", rf"{_BEFORE}{_HOUR} ?โมง ?เย็น{_HALF}{_AFTER}"),
        ("day", rf"{_BEFORE}{_HOUR} ?โมง{_HALF}{_AFTER}"),
        ("night", rf"{_BEFORE}{_HOUR} ?ทุ่ม{_HALF}{_AFTER}"),
        ("small", rf"{_APART}ตี ?{_HOUR}{_HALF}{_END}"),
        ("noon", rf"{_APART}เที่ยง(?:วัน|ตรง)?{_HALF}{_END}"),
        ("midnight", rf"{_APART}เที่ยงคืน{_HALF}{_END}"),
    )
)


def find_spoken_times(text: str) -> Iterator[tuple[int, int, Group]]:
    """Spoken times, each with its canonical token, none overlapping: `text[start:end]`."""
    if not any(word in text for word in ("โมง", "ทุ่ม", "บ่าย", "ตี", "เที่ยง")):
        return
    taken: list[tuple[int, int]] = []
    for part, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            hour = _hour(part, match.groupdict().get("hour"))
            if hour is not None and not any(start < e and s < end for s, e in taken):
                taken.append((start, end))
                token = f"#h{hour:02}:{'30' if match['half'] else '00'}"
                group = in_words_or_token(match.group(), token)
                yield start, end, replace(group, alternatives=(*group.alternatives, *in_figures(token)))


def _hour(part: str, said: str | None) -> int | None:
    """The hour from 0 to 23; None where the words give none: 12 ทุ่ม."""
    number = (int(said) if said.isdecimal() else spelt_number(said)) if said else None
    if part in ("noon", "midnight"):
        return 12 if part == "noon" else 0
    if number is None:
        return 13 if part == "afternoon" else None
    first, last, add = {
        "afternoon": (1, 5, 12),
        "morning": (1, 11, 0 if number >= 6 else 6),  # 1 โมงเช้า was seven, and still is to some
        "evening": (3, 7, 12),
        "day": (1, 11, 0 if number >= 6 else 12),
        "night": (1, 6, 18),
        "small": (1, 5, 0),
    }[part]
    return (number + add) % 24 if first <= number <= last else None
