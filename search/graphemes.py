"""Where a text may be cut: never inside a grapheme cluster, nor after a leading vowel."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_LEADING = "เแโใไ"
_FOLLOWING = "ะาำๅๆฯ"
_JOINERS = "\u200c\u200d"


def is_boundary(text: str, at: int) -> bool:
    """Whether `text` may be cut before index `at`."""
    if at <= 0 or at >= len(text):
        return True
    return _parts(text[at - 1], text[at])


@lru_cache(maxsize=16384)
def _parts(before: str, after: str) -> bool:
    """Whether these two characters may be parted."""
    if after in _FOLLOWING or before in _LEADING or before in _JOINERS or after in _JOINERS:
        return False
    if before == "\r" and after == "\n":
        return False
    if unicodedata.category(after) in ("Mn", "Mc", "Me") or "\uf700" <= after <= "\uf71a":
        return False
    if 0x1F3FB <= ord(after) <= 0x1F3FF or (_is_flag(before) and _is_flag(after)):
        return False
    return not ("\u1160" <= after <= "\u11ff")  # Hangul vowels and finals


def _is_flag(char: str) -> bool:
    return 0x1F1E6 <= ord(char) <= 0x1F1FF


def cut_before(text: str, at: int) -> int:
    """The nearest boundary at or before `at`."""
    while not is_boundary(text, at):
        at -= 1
    return max(0, at)


def cut_after(text: str, at: int) -> int:
    """The nearest boundary at or after `at`."""
    while not is_boundary(text, at):
        at += 1
    return min(len(text), at)
