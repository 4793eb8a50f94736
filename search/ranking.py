"""Ordering candidates: what the query shares with a text as a whole, and within one place of it.

Engine-free, so that both engines order alike. A candidate's skeleton is four parts with a separator between:
title, other names, body, canonical tokens with short Latin words.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping, Sequence
from operator import mul
from typing import NamedTuple

from rapidfuzz.fuzz import partial_ratio, ratio

from search.analysis import CUT_SHORT, apart
from search.query import Alternative, Query
from search.relevance import weights as w
from search.windows import windows

PART = b"\x02"
"""Separates the parts of a stored skeleton."""

_has = bytes.rfind
"""Tells by -1 what a text lacks, in half the time that `in` takes: most texts lack most of what is asked."""

Ways = tuple[tuple[float, tuple[bytes, ...]], ...]
"""Alternatives of a unit as weight and literals: what the inner loop needs of them."""

Meant = tuple[tuple[bytes, ...], tuple[bytes, ...], bytes]
"""What a chunk was meant as, its other forms, and what all of these forms have."""

_MARK = CUT_SHORT.encode("tis-620")
_FIGURES = b"0123456789"

_EPOCH = datetime.date(1900, 1, 1).toordinal()


class Candidate(NamedTuple):
    """A document that may answer. `day`: since 1900-01-01, 0 without a date; `own`: its own tokens."""

    uid: int
    bm25: float
    skeleton: bytes
    type: str
    day: int
    own: str


class Scored(NamedTuple):
    """A candidate, its score, and the shares whose sum it is, each times its weight in `weights.PARTS`."""

    candidate: Candidate
    score: float
    shares: Mapping[str, float]

    @property
    def parts(self) -> dict[str, float]:
        """What the score is the sum of, without what adds nothing."""
        return {name: share * w.PARTS[name] for name, share in self.shares.items() if share}


def rarity(frequency: int, documents: int) -> float:
    """BM25's inverse document frequency; always positive."""
    return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))


def day_number(date: datetime.date | None) -> int:
    return max(1, date.toordinal() - _EPOCH) if date else 0


def rank(
    query: Query,
    lots: Iterable[Sequence[Candidate]],
    group_rarity: Sequence[float],
    gram_rarity: Mapping[bytes, float],
    today: datetime.date,
) -> list[Scored]:
    """Candidates, best first; they may come in several lots, which are waited for one by one.

    `group_rarity` goes with `query.groups`; ties keep the order of keys.
    """
    judge = _Judge(query, group_rarity, gram_rarity, today)
    judged: list[tuple[Candidate, dict[str, float]]] = []
    for candidates in lots:
        places = windows(query, candidates, gram_rarity) if candidates else []
        judged += [(each, judge.shares(each, at)) for each, at in zip(candidates, places, strict=True)]
    best_bm25 = max((candidate.bm25 for candidate, _ in judged), default=0.0) or 1.0
    scored = []
    for candidate, shares in judged:
        shares["bm25"] = candidate.bm25 / best_bm25
        scored.append(_scored(candidate, shares))
    _order(scored)
    # Reading a text for something alike is dear: only what is likely so far, by either measure, is read.
    likely = {item.candidate.uid for item in scored[: w.READ_AGAIN]}
    by_window = sorted(scored, key=lambda item: (-item.shares["window"], item.candidate.uid))
    likely |= {item.candidate.uid for item in by_window[: w.READ_AGAIN]}
    scored = [judge.again(item) if item.candidate.uid in likely else item for item in scored]
    _order(scored)
    return scored


def _scored(candidate: Candidate, shares: Mapping[str, float]) -> Scored:
    """`shares` in the order of `weights.PARTS`."""
    return Scored(candidate, sum(map(mul, shares.values(), w.PARTS.values())), shares)


def _order(scored: list[Scored]) -> None:
    scored.sort(key=lambda item: (-item.score, item.candidate.uid))


class _Judge:
    """What one query shares with a candidate, part by part."""

    def __init__(
        self,
        query: Query,
        group_rarity: Sequence[float],
        gram_rarity: Mapping[bytes, float],
        today: datetime.date,
    ) -> None:
        self._query = query
        self._now = day_number(today)
        # Two or three letters stand in many words by chance; they tell less than their rarity says.
        # Words that make a question of a subject tell nothing; nor does a word that no text has.
        weights = [
            rare
            * (1.0 if group.kind != "word" else min(1.0, len(group.text) / w.SURE_LETTERS))
            * (w.FILLER if group.text in w.FILLERS else group.tells)
            for group, rare in zip(query.groups, group_rarity, strict=True)
        ]
        told = any(group.tells < 1.0 for group in query.groups)
        self._prior = w.TYPE_PRIOR["service"] if told else max(w.TYPE_PRIOR.values())
        self._spellings = _spellings(query)
        self._unmarked = query.skeleton.replace(_MARK, b"")
        self._held_by: dict[int, list[float]] = {}
        self._bearing = [g.alternatives for g in query.groups if g.kind in ("letter", "date")]
        total = sum(weights) or 1.0
        full = sum(gram_rarity.values()) or 1.0
        self._groups: list[tuple[bytes, Ways, Ways, float, float]] = []
        for group, weight in zip(query.groups, weights, strict=True):
            typed = group.alternatives[0].literals[0]
            gram_share = sum(gram_rarity.get(gram, 0.0) for gram in set(_grams(typed))) / full
            others = tuple(way for a in group.alternatives[1:] for way in _together_first(a))
            as_words = tuple((sure, tuple(map(apart, literals))) for sure, literals in others)
            self._groups.append((typed, others, as_words, weight / total, gram_share))
        # Of each chunk: what was typed, its units with their weights, the sum of those, and what was meant.
        self._chunks: list[tuple[bytes, list[tuple[int, float]], float, Meant | None]] = []
        for chunk in query.chunks:
            units = [(number, self._groups[number][3]) for number in chunk.groups]
            total = sum([weight for _, weight in units])
            meant = (chunk.meant, chunk.forms, chunk.core) if chunk.meant or chunk.forms else None
            self._chunks.append((chunk.literal, units, total, meant))

    def shares(self, candidate: Candidate, window: float) -> dict[str, float]:
        """Each between 0 and 1, under the names of `weights.PARTS`, in their order; "bm25" is left open."""
        asked = self._query.skeleton
        whole = candidate.skeleton
        title, names, head = _head_of(whole)
        in_title = said_otherwise = 0.0
        held_by_group = []
        for typed, others, as_words, weight, gram_share in self._groups:
            if _has(whole, typed) >= 0:
                held_by_group.append(1.0)
                in_title += weight * (1.0 if typed in head else _held(others, head))
                continue
            held = _held(as_words, whole)
            held_by_group.append(held)
            if held:
                in_title += weight * _held(others, head)
                said_otherwise += held * gram_share
        window = min(1.0, window + said_otherwise)
        coverage, complete = self._coverage(whole, held_by_group)
        self._held_by[candidate.uid] = held_by_group
        return {
            "coverage": coverage,
            "complete": complete,
            "window": window,
            "near": max(0.0, window - 0.5) * 2,
            # What has the query as it was typed has all of it: the others need not be read for it.
            "phrase": float(complete > 0.0 and len(asked) > 3 and _has(whole, asked) >= 0),
            "bm25": 0.0,
            "title": in_title,
            "own": self._own_share(candidate) * coverage,
            "name": self._name(title, names),
            "type": min(w.TYPE_PRIOR.get(candidate.type, 0.0), self._prior)
            * min(1.0, coverage / w.SAYS_ENOUGH),
            "recency": _recency(candidate.day, self._now),
        }

    def _own_share(self, candidate: Candidate) -> float:
        if not self._bearing or not candidate.own:
            return 0.0
        own = set(candidate.own.split())
        borne = [
            max((a.weight * _exactness(a) for a in ways if own.issuperset(a.tokens)), default=0.0)
            for ways in self._bearing
        ]
        return sum(borne) / len(borne)

    def _name(self, title: bytes, names: bytes) -> float:
        score = 0.0
        if self._spellings and not self._spellings.isdisjoint((title, *names.split(b"\x03"))):
            score = 1.0
        asked = self._query.skeleton
        if len(asked) > 1 and title and asked in title:
            score += w.NAME_SHARE * len(asked) / len(title)
            score += w.WHOLE_IN_TITLE if len(self._query.groups) > 1 else 0.0
        return score

    def _coverage(self, whole: bytes, held: Sequence[float], alike: bool = False) -> tuple[float, float]:
        """Share of the query that the text holds, chunk by chunk, and the least share of any chunk."""
        coverage, least = 0.0, 1.0
        for literal, units, weight, meant in self._chunks:
            share = 0.0
            for number, part in units:
                share += part * held[number]
            share /= weight or 1.0
            if len(units) > 1:
                share = 1.0 if _stands(literal, whole) else share * w.SCATTERED
                if share < w.ALIKE and meant and _is_meant(meant, whole):
                    share = w.ALIKE
            if alike and share < 0.9 and len(literal) >= w.ALIKE_LETTERS:
                share = max(share, _alike(literal, whole))
            coverage += weight * share
            least = min(least, share)
        return coverage, least if least > 0.5 else 0.0

    def again(self, item: Scored) -> Scored:
        """The same candidate, its text read for pieces that are nearly what was typed."""
        whole = item.candidate.skeleton
        held = self._held_by[item.candidate.uid]
        coverage, complete = self._coverage(whole, held, alike=True)
        title = _head_of(whole)[0]
        likeness = ratio(self._query.skeleton, title, score_cutoff=w.LEAST_ALIKE_NAME) / 100
        changed = {"name": max(item.shares["name"], likeness * w.ALIKE)}
        if coverage > item.shares["coverage"]:
            changed |= {"coverage": coverage, "complete": complete}
        if complete and not item.shares["phrase"] and item.shares["window"] > 0.5:
            changed["phrase"] = float(len(self._unmarked) > 3 and self._unmarked in whole.replace(_MARK, b""))
        return _scored(item.candidate, {**item.shares, **changed})


def _is_meant(meant: Meant, text: bytes) -> bool:
    """Whether a text has a chunk as it was meant, or in another form."""
    put_right, forms, core = meant
    if forms and _has(text, core) >= 0 and any(_has(text, form) >= 0 for form in forms):
        return True
    return bool(put_right) and any(_stands(each, text) for each in put_right)


def _stands(literal: bytes, text: bytes) -> bool:
    """Whether a text has a literal; one that begins with a figure, where its number does: no 501 in 2,501."""
    at = _has(text, literal)
    if at > 0 and literal[:1] in _FIGURES:
        while at > 0 and (text[at - 1] in _FIGURES or (text[at - 1] in b",." and text[at - 2] in _FIGURES)):
            at = _has(text, literal, 0, at + len(literal) - 1)
    return at >= 0


def _exactness(alternative: Alternative) -> float:
    """How much it says that a document bears this itself: a day or a number all, a month or a year little.

    So does one end of the range of days that was asked for.
    """
    in_part = alternative.tokens[0][:2] in ("#m", "#y", "#f", "#g") or (
        alternative.reason == "date" and alternative.weight <= w.END_OF_RANGE
    )
    return w.OWN_PERIOD if in_part else 1.0


def _alike(literal: bytes, text: bytes) -> float:
    """How alike the most similar piece of the text is: 1 the same, 0 from w.LEAST_ALIKE down."""
    likeness = partial_ratio(literal[:64], text, score_cutoff=w.LEAST_ALIKE) / 100
    floor = w.LEAST_ALIKE / 100
    return max(0.0, (likeness - floor) / (1 - floor)) * w.ALIKE


def _grams(text: bytes) -> list[bytes]:
    return [text[i : i + 3] for i in range(len(text) - 2)]


def _head_of(skeleton: bytes) -> tuple[bytes, bytes, bytes]:
    """Title, other names, and both as they stand there."""
    middle = skeleton.find(PART)
    end = skeleton.find(PART, middle + 1)
    return skeleton[:middle], skeleton[middle + 1 : end], skeleton[:end]


def _together_first(alternative: Alternative) -> Ways:
    """A meaning of several words: all of it where they stand together, less where they stand anywhere."""
    weight, literals = alternative.weight, alternative.literals
    if len(literals) < 2 or alternative.reason not in ("synonym", "related"):
        return ((weight, literals),)
    return ((weight, (b"".join(literals),)), (weight * w.SCATTERED_MEANING, literals))


def _held(alternatives: Ways, text: bytes) -> float:
    """How surely the text says a unit otherwise: the best alternative whose pieces it all holds."""
    best = 0.0
    for weight, literals in alternatives:
        if weight > best:
            if len(literals) == 1:
                if _has(text, literals[0]) >= 0:
                    best = weight
            else:
                best = max(best, weight * _share(literals, text))
    return best


def _share(literals: Sequence[bytes], text: bytes) -> float:
    """1 where all pieces stand in the text; they count in part from half of them on."""
    held = sum([_has(text, literal) >= 0 for literal in literals]) / len(literals)
    return held if held == 1 else (held * w.INCOMPLETE if held >= 0.5 else 0.0)


def _spellings(query: Query) -> frozenset[bytes]:
    """What the name of a thing must be for the query to be that name."""
    if len(query.skeleton) < 2:
        return frozenset()
    only = query.groups[0].alternatives if len(query.groups) == 1 else ()
    return frozenset({query.skeleton}) | {
        alt.literals[0] for alt in only if alt.weight > 0.9 and len(alt.literals) == 1
    }


def _recency(day: int, now: int) -> float:
    return 0.5 ** (max(0, now - day) / 365.25 / w.RECENCY_YEARS) if day else 0.0
