"""How much of a query stands in one place of a text, by the rarity of its trigrams."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from search.analysis import skeleton
from search.query import Query
from search.relevance import weights as w

_FIRST, _SECOND, _THIRD = np.uint16(961), np.uint16(217), np.uint16(40503)
"""Odd numbers that make a hash of 16 bits of three letters."""


class HasSkeleton(Protocol):
    """What is compared: a candidate."""

    @property
    def skeleton(self) -> bytes:
        """Its text, one byte a character."""


def without_fillers(query: Query, rarity_of: Mapping[bytes, float]) -> Mapping[bytes, float]:
    """Trigrams that lie in words that ask, and touch no other word of the query, tell as little as these."""
    telling = [group for group in query.groups if group.text not in w.ASKING]
    if len(telling) == len(query.groups) or not telling or not rarity_of:
        return rarity_of
    text = query.skeleton
    told = bytearray(len(text))
    for group in telling:
        piece = skeleton(group.text)
        at = text.find(piece) if piece else -1
        while at >= 0:
            told[at : at + len(piece)] = b"\1" * len(piece)
            at = text.find(piece, at + 1)
    kept = {text[at : at + 3] for at in range(len(text) - 2) if any(told[at : at + 3])}
    return {gram: rare if gram in kept else rare * w.FILLER for gram, rare in rarity_of.items()}


def windows(query: Query, candidates: Sequence[HasSkeleton], rarity_of: Mapping[bytes, float]) -> list[float]:
    """For each candidate the best share of the query's trigrams, by rarity, within one place of the text."""
    if not rarity_of:
        return [0.0] * len(candidates)
    values = np.zeros(1 << 16, dtype=np.int64)
    for gram, rare in rarity_of.items():
        values[_hash_one(gram)] = round(rare * 1000)
    full = 1000 * sum(rarity_of.values()) or 1.0
    length = max(4, int(len(query.skeleton) * w.WINDOW_SLACK))
    gap = b"\x00" * (length + 3)
    text = np.frombuffer(gap.join([c.skeleton for c in candidates]) + gap, dtype=np.uint8)
    letters = text.astype(np.uint16)
    hashes = letters[:-2] * _FIRST
    hashes ^= letters[1:-1] * _SECOND
    hashes ^= letters[2:] * _THIRD
    # Few places of a text begin a trigram of the query: only these are looked at from here on.
    places = (values != 0).take(hashes).nonzero()[0]
    sums = np.concatenate(([0], np.cumsum(values.take(hashes.take(places)))))
    within = sums[1:] - sums[places.searchsorted(places - length, side="right")]
    sizes = np.array([len(c.skeleton) for c in candidates])
    starts = np.concatenate(([0], np.cumsum(sizes + len(gap))[:-1]))
    first, last = places.searchsorted(starts), places.searchsorted(starts + sizes - 2)
    within = np.append(within, 0)
    # Of each text the best place: `reduceat` takes every second piece, what lies between two texts is none.
    best = np.maximum.reduceat(within, np.column_stack((first, last)).ravel())[::2]
    best = np.where(first < last, best, 0)
    return [min(1.0, value / full) for value in best.tolist()]


def _hash_one(gram: bytes) -> int:
    a, b, c = gram
    return ((a * 961) & 0xFFFF) ^ ((b * 217) & 0xFFFF) ^ ((c * 40503) & 0xFFFF)
