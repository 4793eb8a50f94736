"""Whether the digits of a text look like those of a healthy one.

A scanner that takes ๔, ๘ and ๙ for ๕ leaves a text full of ๕ in which its sisters never occur. The digits of
years say little (nearly all begin with ๒๕), so the first two of a year are left out.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass

from search.thai.numerals import THAI_DIGITS

LOOKALIKES = "๔๕๘๙"
"""Digits that scanners take for one another."""

_YEAR = re.compile("๒๕(?=[๐-๙]{2}(?![๐-๙]))")
_ROW_OF_ONE = re.compile(r"([๐-๙])\1{2,}")
"""A telephone number that is easily kept in mind says nothing of the scanner: ๐ ๒๐๐๐ ๔๔๔๔."""
_FEWEST = 24
_RARE = 0.01
_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Anomaly:
    """`digit` occurs `count` times among `total` Thai digits while `absent` never do."""

    digit: str
    count: int
    total: int
    absent: tuple[str, ...]


def anomaly(text: str) -> Anomaly | None:
    """The digit that has swallowed its lookalikes, or None.

    Two or more of the four lookalikes are absent though by chance that has a probability under 1 %, and
    one of the others makes up a fifth or more of the digits.
    """
    counts = Counter(sign for sign in _YEAR.sub("", _ROW_OF_ONE.sub(r"\1", text)) if sign in THAI_DIGITS)
    total = sum(counts.values())
    absent = tuple(digit for digit in LOOKALIKES if not counts[digit])
    if total < _FEWEST or len(absent) < 2:
        return None
    chance = math.comb(len(LOOKALIKES), len(absent)) * (1 - len(absent) / 10) ** total
    digit, count = max(((digit, counts[digit]) for digit in LOOKALIKES), key=lambda pair: pair[1])
    if chance > _RARE or count < _SHARE * total:
        return None
    everything = Counter(sign for sign in text if sign in THAI_DIGITS)
    return Anomaly(digit, everything[digit], sum(everything.values()), absent)
