"""Typing errors in a query: what was meant, in words of the dictionary that the texts have.

A word that was mistyped falls into pieces that hardly ever stand beside one another, or is none at all. Such
pieces are compared with the words of the dictionary that differ from them by one sign: one too many or too
few, another one, or two that changed places, and with those that sound alike. What the texts have, beside
its neighbours if it has any, is another way to say the pieces. Words are found by the spellings they have
without one of their signs. A Latin word that hardly any text has is compared with all words that
the texts have (`search.latin_spelling`).
"""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA

from search.analysis import pair_of, skeleton, squeeze
from search.frequencies import Ask
from search.latin_spelling import doubtful_words, latin_words, one_letter_away, with_latin_words
from search.query import Alternative, Chunk, Group, Query
from search.relevance import weights as w
from search.thai.segment import dictionary
from search.thai.sound import sound
from search.thai.spellings import LONGEST as _LONGEST
from search.thai.spellings import SHORTEST as _SHORTEST
from search.thai.spellings import by_sound
from search.touching import TOUCHING

_NO_BEGINNING, _NO_END = frozenset("ะัาำิีึืุู่้๊๋็์ํๆ"), frozenset("เแโใไ")
"""Signs that begin no word, and that end none."""
_SPOKEN = "~"
"""Before a key of `sound`, which is no spelling."""
_MOST_PIECES = 4
_MOST_WORDS = 12
"""Pieces that one mistyped word falls into, and words in a row beyond which nothing is looked for."""


_Meant = tuple[str, ...]
"""A word that may be meant, or two in a row where what is no word swallowed the one behind it."""


class _Nowhere(dict[str, int]):
    """Counts of pairs none of which stands in any text."""

    def __missing__(self, pair: str) -> int:
        return 0


_NOWHERE = _Nowhere()


@dataclass(frozen=True, slots=True)
class _Doubt:
    """Pieces `first` to `last` of a chunk, which hardly any text has so, and words that may be meant."""

    chunk: int
    first: int
    last: int
    words: tuple[_Meant, ...]
    alone: bool
    """One word of the dictionary that only its neighbours make doubtful."""


def adjacent(query: Query) -> set[str]:
    """The pairs of words, as tokens, of which `corrected` will want to know how often they stand in texts."""
    return {pair_of(a, b) for chunk in query.chunks for a, b in pairwise(_pieces(chunk, query))}


def prepare() -> None:
    """Make what corrections are found by, once for the process."""
    _spellings()


def look_up(query: Query) -> None:
    """Look up what any piece of a query may mean, so that `corrected` has it at hand."""
    for number in range(len(query.chunks)):
        _doubts(query, number, _NOWHERE, 0)


def corrected(query: Query, frequencies: Ask, size: int) -> Query:
    """The query with corrections as further ways to say what was mistyped; the same where nothing is.

    `frequencies` gives in how many texts tokens of a field stand; `size` is how many texts there are.
    """
    rare = max(1, size // w.RARE_PAIR)
    there = frequencies({"pairs": adjacent(query), "words": latin_words(query)})
    pairs, latin = there["pairs"], doubtful_words(query, there["words"], rare)
    doubts = [d for n in range(len(query.chunks)) for d in _doubts(query, n, pairs, rare)]
    if not doubts and not latin:
        return query
    wanted: dict[_Doubt, dict[_Meant, set[str]]] = {}
    for doubt in doubts:
        texts = _pieces(query.chunks[doubt.chunk], query)
        before, behind = texts[: doubt.first][-1:], texts[doubt.last + 1 :][:1]
        wanted[doubt] = {
            words: {
                pair_of(a, b)
                for a, b in (*zip(before, words, strict=False), *zip(words[-1:], behind, strict=False))
            }
            for words in doubt.words
        }
    every = {words for ways in wanted.values() for words in ways}
    known = frequencies(
        {
            "words": {words[0] for words in every if len(words) == 1}.union(*map(one_letter_away, latin)),
            "pairs": {pair for ways in wanted.values() for near in ways.values() for pair in near}
            | {pair_of(*words) for words in every if len(words) == 2},
        }
    )
    ever, beside = known["words"], known["pairs"]
    result, done = query, set[tuple[int, int]]()
    best: dict[int, list[tuple[_Doubt, _Meant]]] = {}
    for doubt in sorted(doubts, key=lambda d: (d.alone, d.first - d.last)):
        places = {(doubt.chunk, place) for place in range(doubt.first, doubt.last + 1)}
        if places & done:
            continue
        ways = {
            words: (
                max((beside[pair] for pair in near), default=0),
                ever[words[0]] if len(words) == 1 else beside[pair_of(*words)],
            )
            for words, near in wanted[doubt].items()
        }
        sure = [words for words, (near, once) in ways.items() if near > rare or (once and not doubt.alone)]
        if any(ways[words][0] > rare for words in sure):
            sure = [words for words in sure if ways[words][0] > rare]
        if sure:
            sure.sort(key=lambda words: ways[words], reverse=True)
            result = _with(result, query, doubt, sure[: w.MOST_CORRECTIONS])
            best.setdefault(doubt.chunk, []).append((doubt, sure[0]))
            done |= places
    return with_latin_words(_put_right_together(result, query, best), latin, ever)


def _put_right_together(
    result: Query, query: Query, best: Mapping[int, list[tuple[_Doubt, _Meant]]]
) -> Query:
    """`result` with the chunks that have several errors as they are without any of them."""
    chunks = list(result.chunks)
    for number, corrections in best.items():
        if len(corrections) > 1:
            texts = _pieces(query.chunks[number], query)
            for doubt, words in sorted(corrections, key=lambda each: -each[0].first):
                texts[doubt.first : doubt.last + 1] = words
            said = skeleton("".join(texts))
            chunks[number] = replace(chunks[number], meant=(*chunks[number].meant, said))
    return replace(result, chunks=tuple(chunks))


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
    unknown = {text for text in texts if text not in known}
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
            if not odd or begun:
                continue
            meant: list[_Meant] = [(word,) for word in _alike(text)]
            if not meant and not unknown.isdisjoint(texts[first : last + 1]):
                meant = _two_words(text)
            if meant:
                doubts.append(_Doubt(number, first, last, tuple(meant), alone))
    return doubts


def _two_words(text: str) -> list[_Meant]:
    """Two words in a row of which at least one was mistyped: พาษีรถ is ภาษี and รถ."""
    known = dictionary()
    found: list[_Meant] = []
    for at in range(_SHORTEST, len(text) - 1):
        one, other = text[:at], text[at:]
        if other[0] in _NO_BEGINNING or one[-1] in _NO_END:
            continue
        left = (one,) if one in known else _alike(one)
        right = ((other,) if other in known else _alike(other)) if left else ()
        found += [(a, b) for a in left for b in right]
    return found


def _is_explained(group: Group) -> bool:
    """Whether the lexicon knows it: what else was meant is known already."""
    return any(way.reason not in ("typed", "parts", TOUCHING) for way in group.alternatives)


@lru_cache(maxsize=8192)
def _alike(text: str) -> Sequence[str]:
    """Words of the dictionary one sign away from a text, or spoken as it is."""
    keys, places, words = _spellings()
    spoken = "" if text in dictionary() else sound(text)
    forms = [*_without_one(text), _SPOKEN + spoken] if spoken else _without_one(text)
    asked = np.array([hash(form) for form in forms], np.int64)
    left, right = np.searchsorted(keys, asked, "left"), np.searchsorted(keys, asked, "right")
    found = {int(place) for a, b in zip(left.tolist(), right.tolist(), strict=True) for place in places[a:b]}
    alike = [words[n] for n in sorted(found) if words[n] != text]
    return tuple(
        each
        for each in alike
        if OSA.distance(each, text, score_cutoff=1) == 1 or (spoken and spoken == sound(each))
    )


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
    at = {word: place for place, word in enumerate(words)}
    pairs += [(hash(_SPOKEN + key), at[word]) for key, alike in by_sound().items() for word in alike]
    keys = np.array([key for key, _ in pairs], np.int64)
    places = np.array([place for _, place in pairs], np.int32)
    order = np.argsort(keys, kind="stable")
    return keys[order], places[order], words


def _with(result: Query, query: Query, doubt: _Doubt, words: list[_Meant]) -> Query:
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
    meant = [
        Alternative(each, (skeleton("".join(each)),), w.CORRECTED, "spelling", "".join(each))
        for each in words
    ]
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
    said = tuple(
        skeleton("".join((*texts[: doubt.first], *each, *texts[doubt.last + 1 :]))) for each in words
    )
    chunks[doubt.chunk] = replace(chunks[doubt.chunk], meant=(*chunks[doubt.chunk].meant, *said))
    return replace(result, groups=groups, chunks=tuple(chunks))
