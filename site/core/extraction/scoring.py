"""How much an extracted text looks like language."""

from __future__ import annotations

import re

from search.thai import normalise
from search.thai.segment import dictionary, segment

SAMPLE = 40_000
"""Characters that are judged; more would say the same."""

_LATIN = re.compile(r"[a-z]{2,}")
_NUMBER = re.compile(r"[\d.,/:()\-]+")


def plausibility(text: str) -> float:
    """Share of the letters that belong to known Thai words, Latin words or numbers; 0 without letters.

    Ordinary Thai text reaches 0.95 and more; text whose font has no usable table of characters stays
    under 0.4.
    """
    text = normalise(text[:SAMPLE])
    known = total = 0
    words = dictionary()
    for piece in segment(text):
        size = sum(not sign.isspace() for sign in piece)
        if not size:
            continue
        total += size
        if piece in words or _LATIN.fullmatch(piece) or _NUMBER.fullmatch(piece):
            known += size
        elif all(not (sign.isalpha() or sign in _STRAY) for sign in piece):
            total -= size
    return round(known / total, 3) if total else 0.0


_STRAY = frozenset("\ufffd") | {chr(code) for code in range(0xE000, 0xF900)}
