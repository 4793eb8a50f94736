"""What a page of results needs of a cluster, asked while its candidates are put in order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property

from search.engines.candidates import CandidateCache
from search.engines.counting import MOST_TOGETHER, Counts, counts_of
from search.engines.elasticsearch_answers import Answer
from search.engines.elasticsearch_query import Compiler, Json, stored
from search.engines.elasticsearch_searches import Asked

_LOOKED_AT = 150
"""The best by words of which it is asked whether they hold enough: few pages need one behind these."""


class Ahead:
    """Counts of what holds enough units of a query, which of the best do, and texts that are likely shown."""

    def __init__(
        self,
        begin: Callable[[Sequence[Json]], Asked],
        compiler: Compiler,
        cache: CandidateCache,
        needed: int,
        ranked: Sequence[tuple[int, float]],
        candidates: Mapping[int, float],
    ) -> None:
        """`ranked`: documents by words with their scores, best first: so many that few pages need more."""
        self.needed = needed
        self._cache = cache
        best = sorted(ranked[:_LOOKED_AT], key=lambda hit: (-hit[1], hit[0]))
        self._are_all = len(ranked) <= _LOOKED_AT
        if not self._are_all:  # What is as good as the first one behind them may belong before them.
            best = [hit for hit in best if hit[1] > ranked[_LOOKED_AT][1]]
        self._best = [uid for uid, _ in best]
        looked_at = {*self._best, *candidates}
        requests = [
            compiler.tally(compiler.holds(needed), MOST_TOGETHER),
            compiler.holding(needed, looked_at),
        ]
        query = compiler.query
        likely = list(candidates)[: query.page_size] if query.page == 1 else []
        kept = cache.at_hand(likely)
        if missing := [uid for uid in likely if uid not in kept]:
            requests.append(stored("source", missing))
        self._asked = begin(requests)

    @cached_property
    def _answers(self) -> list[Answer]:
        answers = self._asked.answers()
        for hit in (hit for fetched in answers[2:] for hit in fetched.hits.hits):
            self._cache.put_source(hit.uid, hit.fields.source[0])
        return answers

    @cached_property
    def _holding(self) -> set[int]:
        return {hit.uid for hit in self._answers[1].hits.hits}

    @cached_property
    def tally(self) -> Answer | None:
        """What holds enough units, counted; None where a facet has more values than it lists."""
        tally = self._answers[0]
        counts = [each.values for each in tally.aggregations.values()]
        return None if any(each and each.sum_other_doc_count for each in counts) else tally

    def besides(self, head: Collection[int]) -> tuple[int, Counts] | None:
        """Those of these candidates that hold too little: how many, and their facets; None if not known."""
        lacking = [uid for uid in head if uid not in self._holding]
        known = self._cache.facets.of(lacking)
        return (len(lacking), counts_of(known.values())) if len(known) == len(lacking) else None

    def behind(self, head: Collection[int], offset: int, limit: int) -> list[int] | None:
        """Those that follow `head`, best first by words; None where that is not known."""
        held = [uid for uid in self._best if uid in self._holding and uid not in head]
        known = self._are_all or len(held) >= offset + limit
        return held[offset : offset + limit] if known else None
