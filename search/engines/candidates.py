"""What is kept in memory of an index, so that the text of a document is read from it once.

All of it by uid, which stands for one version of one document and never changes its meaning.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from search.document import Document
from search.engines.counting import Values
from search.ranking import Candidate
from search.schema import load

T = TypeVar("T")


def fused(
    ranked: Sequence[tuple[int, float]], words: int, held: Iterable[int], every: int, similar: Iterable[int]
) -> dict[int, float]:
    """Candidates with their scores by words, 0 where that is not known, in the order in which they came in.

    ranked   hits by words with their scores, best first; the first `words` of them are candidates
    held     what may hold every unit; the best `every` of them by words are candidates
    similar  what is alike by trigrams; all of it are candidates
    """
    known = dict(ranked)
    best = sorted(held, key=lambda uid: (-known.get(uid, 0.0), uid))[:every]
    scores = dict(ranked[:words])
    for uid in (*best, *similar):
        scores.setdefault(uid, known.get(uid, 0.0))
    return scores


class _Cache(Generic[T]):
    """Items by uid, the least used ones dropped; `limit` in bytes, about."""

    def __init__(self, limit: int) -> None:
        self._items: OrderedDict[int, tuple[T, int]] = OrderedDict()
        self._bytes = 0
        self._limit = limit
        self._lock = threading.Lock()

    def of(self, uids: Iterable[int]) -> dict[int, T]:
        """Those of these items that are kept."""
        with self._lock:
            items = self._items
            found = {uid: items[uid][0] for uid in uids if uid in items}
            for uid in found:
                items.move_to_end(uid)
            return found

    def keep(self, uid: int, item: T, size: int) -> None:
        """Keep an item that takes about `size` bytes."""
        with self._lock:
            if uid in self._items:
                return
            self._items[uid] = (item, size)
            self._bytes += size
            while self._bytes > self._limit:
                _, (_, dropped) = self._items.popitem(last=False)
                self._bytes -= dropped


class CandidateCache(_Cache[Candidate]):
    """Candidates with their facets, and the documents that result lists have shown or may show."""

    def __init__(
        self, limit: int = 48_000_000, documents: int = 32_000_000, sources: int = 12_000_000
    ) -> None:
        super().__init__(limit)
        self.documents: _Cache[Document] = _Cache(documents)
        self.facets: _Cache[Values] = _Cache(limit // 4)
        self._sources: _Cache[bytes] = _Cache(sources)

    def put(self, candidate: Candidate) -> None:
        self.keep(candidate.uid, candidate, len(candidate.skeleton) + 400)

    def put_facets(self, uid: int, values: Values) -> None:
        self.facets.keep(uid, values, 200 + 150 * len(values))

    def put_source(self, uid: int, stored: bytes) -> None:
        """Keep what `search.schema.dump` wrote until it is shown."""
        self._sources.keep(uid, stored, len(stored) + 100)

    def loaded(self, uid: int, stored: bytes) -> Document:
        """The document that `search.schema.dump` wrote, kept from now on."""
        document = load(stored)
        self.documents.keep(uid, document, len(stored) + 1000)
        return document

    def at_hand(self, uids: Sequence[int]) -> dict[int, Document | bytes]:
        """Those of these documents that are kept, some of them as they are stored."""
        found: dict[int, Document | bytes] = {**self.documents.of(uids)}
        return found | self._sources.of([uid for uid in uids if uid not in found])

    def read(self, kept: Mapping[int, Document | bytes]) -> dict[int, Document]:
        """Documents that were at hand."""
        read = self.documents.of(kept)
        for uid, item in kept.items():
            if uid not in read:
                read[uid] = self.loaded(uid, item) if isinstance(item, bytes) else item
        return read
