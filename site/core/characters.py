"""Characters that a format or a typeface has not: what people paste must not keep a file from being made."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

MISSING = "\ufffd"
"""Stands where a character was that cannot be written."""

_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = {"\x0b": "\n", "\x0c": "\n"}


def writable(text: str) -> str:
    """`text` as XML 1.0 can hold it (its production 2, Char): line and page breaks of word processors become
    new lines, whatever else it has no place for becomes U+FFFD.

    >>> writable("ก\\x0bข\\x01")
    'ก\\nข\\ufffd'
    """
    return _UNWRITABLE.sub(lambda match: _BREAKS.get(match.group(), MISSING), text)


def shown(text: str, shows: Callable[[str], bool], missing: str) -> str:
    """`text` in characters for which `shows` holds: others as what they are compatible with (NFKC, ﬁ as fi),
    invisible signs of formatting not at all, the rest as `missing`."""
    return "".join([char if shows(char) else _instead(char, shows, missing) for char in text])


def _instead(char: str, shows: Callable[[str], bool], missing: str) -> str:
    if unicodedata.category(char) == "Cf":
        return ""
    plain = unicodedata.normalize("NFKC", char)
    return plain if plain != char and all(map(shows, plain)) else missing
