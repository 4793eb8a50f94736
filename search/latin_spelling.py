"""Latin words that hardly any text has: those one letter away, which some text or the lexicon has."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from search.analysis import skeleton
from search.query import Alternative, Group, Query
from search.relevance import weights as w
from search.thai.lexicon import lexicon
from search.ways import meanings_as_ways

_WORD = re.compile("[a-z]{4,20}")
_MOST_WORDS = 4
"""Words of a query that are put right; a pasted page must not cost a page."""
_LONG_ENOUGH = 6
"""Letters of a word that is put right by the lexicon alone: shorter correct words are too near to others."""


def latin_words(query: Query) -> list[str]:
    """The words of a query that may be misspelt Latin ones."""
    words = (group.text for group in query.groups if group.kind == "word" and _WORD.fullmatch(group.text))
    return [word for word in words if not lexicon().knows(word)]


def doubtful_words(query: Query, known: Mapping[str, int], rare: int) -> list[str]:
    """Of `latin_words` those that no more than `rare` texts have: whether one has it, or none, tells nobody
    of a text that they may not see. `known` is in how many texts each word stands.
    """
    return [word for word in latin_words(query) if known[word] <= rare][:_MOST_WORDS]


def one_letter_away(word: str) -> set[str]:
    """Every row of letters with one letter more, less or other, or two that changed places.

    >>> {"center", "neter", "cnbeter"} <= one_letter_away("cneter"), "canter" in one_letter_away("cneter")
    (True, False)
    """
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {left + right[1:] for left, right in cuts if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    for letter in string.ascii_lowercase:
        found |= {left + letter + right for left, right in cuts}
        found |= {left + letter + right[1:] for left, right in cuts if right}
    return found - {word}


def with_latin_words(query: Query, words: list[str], known: Mapping[str, int]) -> Query:
    """The query with what each of `words` may have meant, the most frequent first, and what that means."""
    meant = {word: best for word in words if (best := _meant(word, known))}
    if not meant:
        return query
    groups = tuple(
        replace(group, alternatives=(*group.alternatives, *_ways(meant[group.text])))
        if group.text in meant
        else group
        for group in query.groups
    )
    chunks = tuple(
        replace(chunk, meant=(*chunk.meant, *_put_right(chunk.literal, query, chunk.groups, meant)))
        if len(chunk.groups) > 1
        else chunk
        for chunk in query.chunks
    )
    return replace(query, groups=groups, chunks=chunks)


def _meant(word: str, known: Mapping[str, int]) -> list[str]:
    likely = [each for each in one_letter_away(word) if known[each] or _is_likely(word, each)]
    return sorted(likely, key=lambda each: (-known[each], each))[: w.MOST_CORRECTIONS]


def _is_likely(typed: str, other: str) -> bool:
    """Whether a word that no text has may be meant: mistyped, or one of several; not tender for gender."""
    if not lexicon().knows(other):
        return False
    if other in (f"{typed}s", typed.removesuffix("s")):
        return True
    return len(typed) >= _LONG_ENOUGH and typed[0] == other[0] and other not in _acronyms()


@cache
def _acronyms() -> frozenset[str]:
    """Terms of the lexicon in capital letters: nobody who writes open means OPEC."""
    terms = (term for entry in lexicon().entries for term in (entry.term, *entry.meanings))
    return frozenset(term.lower() for term in terms if term.isascii() and term.isupper())


def _ways(words: list[str]) -> list[Alternative]:
    ways = [Alternative((each,), (skeleton(each),), w.CORRECTED, "spelling", each) for each in words]
    meanings = (way for each in words for way in meanings_as_ways(lexicon().meanings(each)))
    return [*ways, *(replace(way, weight=way.weight * w.CORRECTED) for way in meanings)]


def _put_right(
    literal: bytes, query: Query, places: tuple[int, ...], meant: Mapping[str, list[str]]
) -> list[bytes]:
    groups: list[Group] = [query.groups[place] for place in places]
    return [
        literal.replace(skeleton(group.text), skeleton(each), 1)
        for group in groups
        for each in meant.get(group.text, ())
    ]
