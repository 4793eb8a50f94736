"""What the documents of an index explain themselves, kept in memory by what a reader may see."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from search.definitions import glossary
from search.thai.lexicon import Lexicon

MOST_PAIRS = 5000
"""Definitions that are read of an index, those of most documents first."""
_READERS = 24
_SHARE_OF_TIME = 100
"""A glossary is made anew only when this many times as long has passed as making it took."""


@dataclass(slots=True)
class _Kept:
    lexicon: Lexicon
    stamp: object
    made_at: float
    cost: float


class Glossaries:
    """One glossary for each set of access tokens, made anew when the index has changed. Safe for threads."""

    def __init__(self, least_age: float = 0.0) -> None:
        """`least_age`: seconds that a glossary is kept where a change of the index cannot be seen."""
        self._least_age = least_age
        self._kept: OrderedDict[tuple[str, ...], _Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(
        self, access: tuple[str, ...], stamp: object, read: Callable[[], Iterable[tuple[str, int]]]
    ) -> Lexicon:
        """The glossary for these tokens: `stamp` differs whenever the index does, `read` gives its pairs."""
        now = time.monotonic()
        with self._lock:
            kept = self._kept.get(access)
            if kept is not None:
                self._kept.move_to_end(access)
                age = now - kept.made_at
                unchanged = kept.stamp == stamp and stamp is not None
                if unchanged or age < max(self._least_age, kept.cost * _SHARE_OF_TIME):
                    return kept.lexicon
        lexicon = glossary(read())
        finished = time.monotonic()
        with self._lock:
            self._kept[access] = _Kept(lexicon, stamp, finished, finished - now)
            while len(self._kept) > _READERS:
                self._kept.popitem(last=False)
        return lexicon

    def forget(self) -> None:
        """What this process has just written counts at once."""
        with self._lock:
            self._kept.clear()
