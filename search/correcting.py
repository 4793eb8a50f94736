"""Typing errors in a query: what was meant, in words of the dictionary that the texts have.

A word that was mistyped falls into pieces that hardly ever stand beside one another, or is none at all. Such
pieces are compared with the words of the dictionary that differ from them by one sign: one too many or too
few, another one, or two that changed places, and with those that sound alike. What the texts have, beside
its neighbours if it has any, is another way to say the pieces. Words are found by the spellings they have
without one of their signs.
"""

from __future__ import annotations

import bisect
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA

from search.analysis import pair_of, skeleton, squeeze
from search.frequencies import Ask
from search.query import Alternative, Chunk, Group, Query
from search.relevance import weights as w
from search.thai.segment import dictionary
from search.thai.sound import sound

_SHORTEST, _LONGEST = 3, 20
"""Letters of what may be corrected."""
_SPOKEN = "~"
"""Before a key of `sound`, which is no spelling."""
_MOST_PIECES = 4
_MOST_WORDS = 12
"""Pieces that one mistyped word falls into, and words in a row beyond which nothing is looked for."""


@dataclass(frozen=True, slots=True)
class _Doubt:
    """Pieces `first` to `last` of a chunk, which hardly any text has so, and words that may be meant."""

    chunk: int
    first: int
    last: int
    words: tuple[str, ...]
    alone: bool
    """One word of the dictionary that only its neighbours make doubtful."""


def adjacent(query: Query) -> set[str]:
    """The pairs of words, as tokens, of which `corrected` will want to know how often they stand in texts."""
    return {pair_of(a, b) for chunk in query.chunks for a, b in pairwise(_pieces(chunk, query))}


def prepare() -> None:
    """Make what corrections are found by, once for the process."""
    _spellings()


def corrected(query: Query, frequencies: Ask, size: int) -> Query:
    """The query with corrections as further ways to say what was mistyped; the same where nothing is.

    `frequencies` gives in how many texts tokens of a field stand; `size` is how many texts there are.
    """
    rare = max(1, size // w.RARE_PAIR)
    pairs = frequencies({"pairs": adjacent(query)})["pairs"]
    doubts = [d for n in range(len(query.chunks)) for d in _doubts(query, n, pairs, rare)]
    if not doubts:
        return query
    wanted: dict[_Doubt, dict[str, set[str]]] = {}
    for doubt in doubts:
        texts = _pieces(query.chunks[doubt.chunk], query)
        before, behind = texts[: doubt.first][-1:], texts[doubt.last + 1 :][:1]
        wanted[doubt] = {
            word: {pair_of(a, b) for a, b in pairwise([*before, word, *behind])} for word in doubt.words
        }
    known = frequencies(
        {
            "words": {word for ways in wanted.values() for word in ways},
            "pairs": {pair for ways in wanted.values() for near in ways.values() for pair in near},
        }
    )
    words, beside = known["words"], known["pairs"]
    result, done = query, set[tuple[int, int]]()
    for doubt in sorted(doubts, key=lambda d: (d.alone, d.first - d.last)):
        places = {(doubt.chunk, place) for place in range(doubt.first, doubt.last + 1)}
        if places & done:
            continue
        ways = {
            word: (max((beside[pair] for pair in near), default=0), words[word])
            for word, near in wanted[doubt].items()
        }
        sure = [
            word for word, (together, ever) in ways.items() if together > rare or (ever and not doubt.alone)
        ]
        if any(ways[word][0] > rare for word in sure):
            sure = [word for word in sure if ways[word][0] > rare]
        if sure:
            sure.sort(key=lambda word: ways[word], reverse=True)
            result = _with(result, query, doubt, sure[: w.MOST_CORRECTIONS])
            done |= places
    return result


def _pieces(chunk: Chunk, query: Query) -> list[str]:
    return [squeeze(query.groups[number].text) for number in chunk.groups]


def _doubts(query: Query, number: int, pairs: Mapping[str, int], rare: int) -> list[_Doubt]:
    chunk = query.chunks[number]
    groups = [query.groups[place] for place in chunk.groups]
    texts = _pieces(chunk, query)
    if len(texts) > _MOST_WORDS:
        return []
    known = dictionary()
    ends = number == len(query.chunks) - 1
    plain = [group.kind == "word" and not _is_explained(group) for group in groups]
    loose = [pairs[pair_of(a, b)] <= rare for a, b in pairwise(texts)]
    doubts = []
    for first in range(len(texts)):
        for last in range(first, min(len(texts), first + _MOST_PIECES)):
            text = "".join(texts[first : last + 1])
            if not plain[last] or len(text) > _LONGEST or text.isascii():
                break
            if len(text) < _SHORTEST:
                continue
            near = [loose[place] for place in (first - 1, last) if 0 <= place < len(loose)]
            alone = first == last and texts[first] in known
            odd = any(loose[first:last]) or (first == last and (not alone or (near and all(near))))
            begun = ends and last == len(texts) - 1 and _begins(text)
            if odd and not begun and (words := _alike(text)):
                doubts.append(_Doubt(number, first, last, tuple(words), alone))
    return doubts


def _is_explained(group: Group) -> bool:
    """Whether the lexicon knows it: what else was meant is known already."""
    return any(way.reason not in ("typed", "parts") for way in group.alternatives)


def _alike(text: str) -> list[str]:
    """Words of the dictionary one sign away from a text, or spoken as it is."""
    keys, places, words = _spellings()
    spoken = "" if text in dictionary() else sound(text)
    forms = [*_without_one(text), _SPOKEN + spoken] if spoken else _without_one(text)
    asked = np.array([hash(form) for form in forms], np.int64)
    left, right = np.searchsorted(keys, asked, "left"), np.searchsorted(keys, asked, "right")
    found = {int(place) for a, b in zip(left.tolist(), right.tolist(), strict=True) for place in places[a:b]}
    alike = [words[n] for n in sorted(found) if words[n] != text]
    return [
        each
        for each in alike
        if OSA.distance(each, text, score_cutoff=1) == 1 or (spoken and spoken == sound(each))
    ]


def _begins(text: str) -> bool:
    """Whether a longer word begins so: whoever still types means no other."""
    words = _spellings()[2]
    at = bisect.bisect_right(words, text)
    return at < len(words) and words[at].startswith(text)


def _without_one(text: str) -> set[str]:
    return {text, *(text[:at] + text[at + 1 :] for at in range(len(text)))}


@cache
def _spellings() -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32], list[str]]:
    """Hashes of all words without one of their signs, and of how they sound, in order; the places of those
    words; the words.

    Made once in a process, from half a million spellings.
    """
    words = sorted(word for word in dictionary() if _SHORTEST <= len(word) <= _LONGEST)
    pairs = [(hash(form), place) for place, word in enumerate(words) for form in _without_one(word)]
    pairs += [(hash(_SPOKEN + key), place) for place, word in enumerate(words) if (key := sound(word))]
    keys = np.array([key for key, _ in pairs], np.int64)
    places = np.array([place for _, place in pairs], np.int32)
    order = np.argsort(keys, kind="stable")
    return keys[order], places[order], words


def _with(result: Query, query: Query, doubt: _Doubt, words: list[str]) -> Query:
    """`result` with one group in place of the doubtful ones of `query`, and the chunk as it was meant."""
    chunk = query.chunks[doubt.chunk]
    texts = _pieces(chunk, query)
    wrong = [query.groups[place] for place in chunk.groups[doubt.first : doubt.last + 1]]
    text = "".join(group.text for group in wrong)
    typed = Alternative(
        tuple(dict.fromkeys(token for group in wrong for token in group.alternatives[0].tokens)),
        (skeleton(text),),
        text=text,
    )
    meant = [Alternative((word,), (skeleton(word),), w.CORRECTED, "spelling", word) for word in words]
    merged = Group(text, "word", (typed, *meant))
    others = {
        g
        for n, c in enumerate(query.chunks)
        if n != doubt.chunk
        for g in map(query.groups.__getitem__, c.groups)
    }
    at = min((result.groups.index(group) for group in wrong if group in result.groups), default=0)
    kept = [g for g in result.groups[:at] if g not in wrong or g in others]
    behind = [g for g in result.groups[at:] if g not in wrong or g in others]
    groups = tuple(dict.fromkeys((*kept, merged, *behind)))
    chunks = []
    for number, each in enumerate(result.chunks):
        parts = [result.groups[place] for place in each.groups]
        if number == doubt.chunk:
            parts = [merged if part in wrong else part for part in parts]
        chunks.append(replace(each, groups=tuple(dict.fromkeys(map(groups.index, parts)))))
    said = tuple(skeleton("".join((*texts[: doubt.first], word, *texts[doubt.last + 1 :]))) for word in words)
    chunks[doubt.chunk] = replace(chunks[doubt.chunk], meant=(*chunks[doubt.chunk].meant, *said))
    return replace(result, groups=groups, chunks=tuple(chunks))
