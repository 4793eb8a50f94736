"""Thai dictionary order (พจนานุกรมฉบับราชบัณฑิตยสถาน), as a key that any database or index sorts rightly."""

from __future__ import annotations

import re

_LEADING_VOWEL = re.compile("([เแโใไ])([ก-ฮ])")
_SECONDARY = re.compile("[\u0e47-\u0e4e]")
"""Maitaikhu, tone marks, thanthakhat and the like: they decide only between words otherwise equal."""
_NOT_SORTED = re.compile("[^\\w\u0e31\u0e34-\u0e3a]|_")


def sort_key(text: str) -> str:
    """The key of `text`: ASCII digits and letters only, so that its order is the same under every collation.

    A leading vowel is sorted after its consonant; spaces and punctuation do not count.

    >>> sorted(["เกษตร", "กรม", "ขนส่ง"], key=sort_key)
    ['กรม', 'เกษตร', 'ขนส่ง']
    """
    letters = _NOT_SORTED.sub("", _SECONDARY.sub("", text).casefold())
    primary = _LEADING_VOWEL.sub(r"\2\1", letters)
    secondary = "".join(_SECONDARY.findall(text))
    return f"{_hex(primary)}0000{_hex(secondary)}"


def _hex(text: str) -> str:
    return text.encode("utf-16-be").hex()
