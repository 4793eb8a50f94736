"""Telephone numbers as people remember them: without the area code of Bangkok, or the zero in front."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.query import Alternative, Group
from search.relevance.weights import LOCAL_NUMBER
from search.ways import in_words, mark

_WAYS = (
    (re.compile(r"[2-9]\d{6}"), "02"),  # seven figures are a number of Bangkok
    (re.compile(r"[2-7]\d{7}|[689]\d{8}"), "0"),
)

_PARTED = re.compile(r"[2-9]\d\d[- ]\d{4}")


def whole_numbers(figures: str) -> list[Alternative]:
    """The telephone numbers that figures without any sign may be the end of, as their tokens."""
    tokens = [f"#t{front}{figures}" for pattern, front in _WAYS if pattern.fullmatch(figures)]
    return [Alternative((token,), (mark(token),), LOCAL_NUMBER, "telephone") for token in tokens]


def find_parted(text: str) -> Iterator[tuple[int, int, Group]]:
    """A query that is seven figures in two parts and nothing else, with the whole number."""
    if _PARTED.fullmatch(text):
        ways = (in_words(text, 1.0, "typed"), *whole_numbers(re.sub("[- ]", "", text)))
        yield 0, len(text), Group(text, "word", ways)
