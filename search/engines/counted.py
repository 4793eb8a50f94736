"""In how many documents tokens stand, remembered for a while: most of what is typed has been typed before."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from search.frequencies import Frequencies, Wanted

_MOST = 200_000
"""Tokens that are remembered; beyond these all are forgotten."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """How many documents an index has, and in how many of them tokens stand, by field."""

    size: int = 0
    frequencies: Frequencies = field(default_factory=dict)


def statistics_of(vectors: Mapping[str, Any], tokens: Wanted) -> Statistics:
    """Statistics of tokens from the term vectors of a text made of them, as a cluster answers."""
    size, frequencies = 0, {}
    for name, wanted in tokens.items():
        part = vectors.get(name, {})
        size = max(size, part.get("field_statistics", {}).get("doc_count", 0))
        terms = part.get("terms", {})
        frequencies[name] = {token: int(terms.get(token, {}).get("doc_freq", 0)) for token in wanted}
    return Statistics(size, frequencies)


Count = Callable[[Wanted], Statistics]


class Counted:
    """Statistics of tokens, asked for anew after some seconds. Safe for threads."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._known: dict[tuple[str, str], int] = {}
        self._size = 0
        self._since = 0.0

    def of(self, tokens: Wanted, count: Count) -> Statistics:
        """Statistics of these tokens, by field; `count` is asked for those that are not known, if any."""
        with self._lock:
            if len(self._known) > _MOST or time.monotonic() - self._since > self._seconds:
                self._known, self._size, self._since = {}, 0, time.monotonic()
            known, size = self._known, self._size
            unknown = {f: [t for t in names if (f, t) not in known] for f, names in tokens.items()}
        if not size or any(unknown.values()):
            fresh = count(unknown if size else tokens)
            size = max(size, fresh.size)
            with self._lock:
                self._size = size
                for name, found in fresh.frequencies.items():
                    known.update({(name, token): number for token, number in found.items()})
        with self._lock:
            return Statistics(
                size, {name: {t: known.get((name, t), 0) for t in tokens[name]} for name in tokens}
            )

    def forget(self) -> None:
        """What this process has just written counts at once."""
        with self._lock:
            self._since = 0.0
