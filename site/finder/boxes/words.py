"""What Wagtail's search boxes index and ask for, from the analyzer of the site's search; no database.

Two kinds of search:

whole words   words, the words inside them and canonical tokens, as in `search.analysis`. A query's word may
              have been cut otherwise in the text, so the words that it is made of will do as well.
half words    while typing: every place in a text where a syllable or a foreign word begins is indexed with
              the letters that follow it, without spaces and signs. What is typed is found wherever it
              stands, also in the middle of a Thai run, and no cutting of a half-typed word can go wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from search.analysis import analyse, words_of
from search.canonical import find_canonical
from search.graphemes import is_boundary
from search.thai.normalise import normalise
from search.thai.segment import segment, sub_words

LONGEST_QUERY = 1_000
"""Characters of a query that are read; nobody types more, and a pasted letter must not cost seconds."""
MOST_PARTS = 32
"""Words of a query that are asked for."""
LONGEST_START = 24
"""Letters that are indexed from each start."""
AT_WORD = "^"
"""Marks a start where a word begins, which ranks above the middle of one."""

_SIGN = re.compile(r"[^\w\u0e00-\u0e7f]|[_ฯ]")
_THAI = re.compile(r"[\u0e00-\u0e7f]")
_LEADING_MARKS = re.compile("^[ะัาำิีึืฺุูๅ็่้๊๋์ํ๎]+")
_INTRODUCTION = re.compile(r"(?:หนังสือ ?)?ที่ ?$")
"""What a letter's number is introduced by; a title that names the letter need not have it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a query: all tokens of one of `ways` must be there. `start`: tokens that begin so."""

    ways: tuple[tuple[str, ...], ...]
    start: bool = False


def whole_words(text: str) -> list[str]:
    """Tokens of a text for whole-word search, in order."""
    return analyse(text).words.split()


def starts(text: str) -> list[str]:
    """Tokens of a text for half words: what follows each start, and marked where a word begins."""
    found: dict[str, None] = {}
    run, begins = _run(normalise(text))
    for at in range(len(run)):
        if not _is_start(run, at, begins):
            continue
        following = run[at : at + LONGEST_START]
        found[following] = None
        if at in begins:
            found[AT_WORD + following] = None
    return list(found)


def _run(plain: str) -> tuple[str, set[int]]:
    """A normalised text without spaces and signs, and where in it words begin."""
    run, size, begins = [], 0, set()
    for piece in segment(plain):
        letters = _SIGN.sub("", piece)
        if letters:
            begins.add(size)
            run.append(letters)
            size += len(letters)
    return "".join(run), begins


def _is_start(run: str, at: int, begins: set[int]) -> bool:
    """Whether a syllable, or a foreign word or number, begins here."""
    if at == 0 or at in begins:
        return True
    thai_before, thai = _THAI.match(run[at - 1]), _THAI.match(run[at])
    return is_boundary(run, at) if thai_before and thai else bool(thai_before or thai)


def parts_of_words(query: str) -> list[Part]:
    """What a query asks for in a whole-word search; nothing if it has no letter or digit."""
    plain = normalise(query[:LONGEST_QUERY])
    parts: dict[Part, None] = {}
    at = 0
    for item in find_canonical(plain):
        if item.start < at:
            continue
        before = plain[at : item.start]
        if item.kind == "letter":
            before = _INTRODUCTION.sub("", before)
        parts |= dict.fromkeys(_word_parts(before))
        written = tuple(words_of(plain[item.start : item.end]))
        ways = (item.wanted, written) if written else (item.wanted,)
        parts[Part(ways)] = None
        at = item.end
    parts |= dict.fromkeys(_word_parts(plain[at:]))
    return list(parts)[:MOST_PARTS]


def _word_parts(plain: str) -> Iterator[Part]:
    for word in words_of(plain):
        inside = sub_words(word)
        yield Part(((word,), inside)) if inside else Part(((word,),))


def parts_of_starts(query: str) -> list[Part]:
    """What a half-typed query asks for; nothing if it has no letter or digit."""
    pieces = list(_typed(segment(normalise(query[:LONGEST_QUERY]))))[:MOST_PARTS]
    return [
        Part(((AT_WORD + piece[:LONGEST_START],), (piece[:LONGEST_START],)), start=True)
        for piece in dict.fromkeys(pieces)
    ]


def _typed(pieces: Iterable[str]) -> Iterator[str]:
    """Letters of each piece; what hangs on the letter before it stays there."""
    held = ""
    for piece in pieces:
        letters = _SIGN.sub("", piece)
        if held and letters and not is_boundary(held + letters, len(held)):
            held += letters
            continue
        if held:
            yield held
        held = _LEADING_MARKS.sub("", letters)
    if held:
        yield held


def whole_start(query: str) -> str:
    """What is typed as one run, for ranking; empty if it is one word."""
    pieces = list(_typed(segment(normalise(query[:LONGEST_QUERY]))))
    return "".join(pieces)[:LONGEST_START] if len(pieces) > 1 else ""
