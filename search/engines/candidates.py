"""Candidates kept in memory, so that the text of a document is read from an index once."""

from __future__ import annotations

import threading
from collections import OrderedDict

from search.ranking import Candidate


class CandidateCache:
    """Candidates by uid, the least used ones dropped; an uid never changes its meaning."""

    def __init__(self, limit: int = 48_000_000) -> None:
        self._items: OrderedDict[int, Candidate] = OrderedDict()
        self._bytes = 0
        self._limit = limit
        self._lock = threading.Lock()

    def get(self, uid: int) -> Candidate | None:
        with self._lock:
            candidate = self._items.get(uid)
            if candidate:
                self._items.move_to_end(uid)
            return candidate

    def put(self, candidate: Candidate) -> None:
        with self._lock:
            if candidate.uid in self._items:
                return
            self._items[candidate.uid] = candidate
            self._bytes += len(candidate.skeleton) + 400
            while self._bytes > self._limit:
                _, old = self._items.popitem(last=False)
                self._bytes -= len(old.skeleton) + 400
