"""Ordering candidates: what the query shares with a text as a whole, and within one place of it.

Engine-free, so that both engines order alike. A candidate's skeleton is four parts with a separator between:
title, other names, body, canonical tokens.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from search.query import Alternative, Group, Query
from search.relevance import weights as w

PART = b"\x02"
"""Separates the parts of a stored skeleton."""

_EPOCH = datetime.date(1900, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that may answer. `day`: since 1900-01-01, 0 without a date; `own`: its own tokens."""

    uid: int
    bm25: float
    skeleton: bytes
    type: str
    day: int
    own: str


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate and what its score is made of, by the names of `search.relevance.weights`."""

    candidate: Candidate
    score: float
    parts: Mapping[str, float]


def rarity(frequency: int, documents: int) -> float:
    """BM25's inverse document frequency; always positive."""
    return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))


def day_number(date: datetime.date | None) -> int:
    return max(1, date.toordinal() - _EPOCH) if date else 0


def rank(
    query: Query,
    candidates: Sequence[Candidate],
    group_rarity: Sequence[float],
    gram_rarity: Mapping[bytes, float],
    today: datetime.date,
) -> list[Scored]:
    """Candidates, best first. `group_rarity` goes with `query.groups`; ties keep the order of keys."""
    if not candidates:
        return []
    windows = _windows(query, candidates, gram_rarity)
    best_bm25 = max(candidate.bm25 for candidate in candidates) or 1.0
    total = sum(group_rarity) or 1.0
    now = day_number(today)
    scored = []
    for candidate, window in zip(candidates, windows, strict=True):
        title, names, _, _ = _parts_of(candidate.skeleton)
        whole = candidate.skeleton
        coverage = title_coverage = 0.0
        for group, rare in zip(query.groups, group_rarity, strict=True):
            held = _held(group, whole)
            if held:
                coverage += rare * held
                title_coverage += rare * max(_held(group, title), _held(group, names))
        parts = {
            "coverage": w.COVERAGE * coverage / total,
            "window": w.WINDOW * window,
            "phrase": w.PHRASE if len(query.skeleton) > 3 and query.skeleton in whole else 0.0,
            "bm25": w.BM25 * candidate.bm25 / best_bm25,
            "title": w.TITLE * title_coverage / total,
            "own": w.OWN * _own_share(query, candidate),
            "name": _name(query, title, names),
            "type": w.TYPE_PRIOR.get(candidate.type, 0.0),
            "recency": _recency(candidate.day, now),
        }
        scored.append(Scored(candidate, sum(parts.values()), parts))
    scored.sort(key=lambda item: (-item.score, item.candidate.uid))
    return scored


def _parts_of(skeleton: bytes) -> list[bytes]:
    parts = skeleton.split(PART, 3)
    return parts + [b""] * (4 - len(parts))


def _held(group: Group, text: bytes) -> float:
    """How surely the text says this unit: the best alternative whose pieces it all holds."""
    best = 0.0
    for alternative in group.alternatives:
        if alternative.weight > best:
            share = _share(alternative, text)
            best = max(best, alternative.weight * share)
    return best


def _share(alternative: Alternative, text: bytes) -> float:
    """1 where all pieces stand in the text; several pieces count in part from more than half on."""
    literals = alternative.literals
    if len(literals) == 1:
        return 1.0 if literals[0] in text else 0.0
    held = sum(literal in text for literal in literals) / len(literals)
    return held if held == 1 else max(0.0, held - 0.5)


def _own_share(query: Query, candidate: Candidate) -> float:
    wanted = [g.alternatives for g in query.groups if g.kind in ("letter", "date")]
    if not wanted or not candidate.own:
        return 0.0
    own = candidate.own.split()
    borne = [max((a.weight for a in alts if a.tokens[0] in own), default=0.0) for alts in wanted]
    return sum(borne) / len(borne)


def _name(query: Query, title: bytes, names: bytes) -> float:
    asked = query.skeleton
    if len(asked) < 2:
        return 0.0
    spellings = {asked} | {
        piece
        for group in query.groups[:1]
        if len(query.groups) == 1
        for alt in group.alternatives
        if alt.weight > 0.9 and len(alt.literals) == 1
        for piece in alt.literals
    }
    score = 0.0
    for name in (title, *names.split(b"\x03")):
        if name and name in spellings:
            score = w.EXACT_NAME
    if title and asked in title:
        score += w.TITLE_SHARE * len(asked) / len(title)
    return score


def _recency(day: int, now: int) -> float:
    return w.RECENCY * 0.5 ** (max(0, now - day) / 365.25 / w.RECENCY_YEARS) if day else 0.0


def _windows(query: Query, candidates: Sequence[Candidate], rarity_of: Mapping[bytes, float]) -> list[float]:
    """For each candidate the best share of the query's trigrams, by rarity, within one place of the text."""
    grams = list(rarity_of)
    if not grams:
        return [0.0] * len(candidates)
    table = np.zeros(1 << 16, dtype=np.float32)
    for gram in grams:
        table[_hash_one(gram)] = rarity_of[gram]
    full = float(sum(rarity_of.values())) or 1.0
    length = max(4, int(len(query.skeleton) * w.WINDOW_SLACK))
    lengths = np.array([len(c.skeleton) for c in candidates])
    gap = b"\x00" * (length + 3)
    text = np.frombuffer(gap.join(c.skeleton for c in candidates) + gap, dtype=np.uint8).astype(np.uint16)
    hashes = (text[:-2] * np.uint16(961)) ^ (text[1:-1] * np.uint16(31 * 7)) ^ (text[2:] * np.uint16(40503))
    sums = np.cumsum(table[hashes], dtype=np.float64)
    window = sums.copy()
    window[length:] -= sums[:-length]
    starts = np.concatenate(([0], np.cumsum(lengths + len(gap))[:-1]))
    best = np.maximum.reduceat(window, starts)
    return [min(1.0, float(value) / full) for value in best]


def _hash_one(gram: bytes) -> int:
    a, b, c = gram
    return ((a * 961) & 0xFFFF) ^ ((b * 217) & 0xFFFF) ^ ((c * 40503) & 0xFFFF)
