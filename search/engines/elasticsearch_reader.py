"""One view of an Elasticsearch index for one query. Several searches travel in one request, and what can be
counted before candidates are ordered is counted while they are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from search.answering import Facets, Listed, Scope, query_grams, with_score
from search.correcting import adjacent
from search.document import Document
from search.engines.candidates import CandidateCache, fused
from search.engines.counted import Statistics
from search.engines.counting import MOST_TOGETHER, chosen_values, facet, most_values, together
from search.engines.elasticsearch_answers import Answer
from search.engines.elasticsearch_query import Compiler, Json, stored
from search.engines.elasticsearch_searches import Asked
from search.frequencies import Frequencies, Wanted
from search.query import Group, Query, Sort
from search.ranking import Candidate
from search.relevance import weights as w
from search.schema import FACETS, candidate_of

Search = Callable[[Sequence[Json]], Asked]
Count = Callable[[Wanted], Statistics]


class ElasticsearchReader:
    """Keeps `search.answering.Reader`.

    `search` sends several request bodies at once; `count` gives the statistics of tokens. To be closed:
    something may be under way that nobody asks for any more.
    """

    def __init__(
        self,
        search: Search,
        count: Count,
        cache: CandidateCache,
        query: Query,
        begun: list[Asked] | None = None,
        doubted: bool = True,
    ) -> None:
        self._search = search
        self._count = count
        self._cache = cache
        self._query = query
        self._begun: list[Asked] = [] if begun is None else begun
        self._doubted = doubted
        self._compiler = Compiler(query)
        self._statistics: Statistics | None = None
        self._by_words: Json = {"match_none": {}}
        self._needed: int | None = None
        self._counting: Asked | None = None

    def about(self, query: Query) -> ElasticsearchReader:
        return ElasticsearchReader(self._search, self._count, self._cache, query, self._begun, False)

    def close(self) -> None:
        for asked in self._begun:
            asked.forget()

    def _begin(self, requests: Sequence[Json]) -> Asked:
        asked = self._search(requests)
        self._begun.append(asked)
        return asked

    def _answers(self, requests: Sequence[Json]) -> list[Answer]:
        return self._search(requests).answers()

    # -- statistics ---------------------------------------------------------------------------------
    def _known(self) -> Statistics:
        """All that understanding and ranking this query will ask for, in one request: pairs only of what was
        typed, since what it was taken for is not doubted again."""
        if self._statistics is None:
            groups = self._query.groups
            tokens = {token for group in groups for way in group.alternatives for token in way.tokens}
            grams = [gram.decode("latin-1") for gram in query_grams(self._query)]
            pairs = adjacent(self._query) if self._doubted else set()
            self._statistics = self._count({"grams": grams, "words": tokens, "pairs": pairs})
        return self._statistics

    def size(self) -> int:
        return self._known().size

    def frequencies(self, wanted: Wanted) -> Frequencies:
        known = self._known().frequencies
        if any(token not in known.get(field, ()) for field, tokens in wanted.items() for token in tokens):
            known = self._count(wanted).frequencies
        return known

    # -- candidates ---------------------------------------------------------------------------------
    def expect(self, needed: int) -> None:
        self._needed = needed

    def gather(
        self, units: Sequence[Group], words: int, every: int, grams: Sequence[str], by_grams: int
    ) -> Iterator[list[Candidate]]:
        compiler = self._compiler
        self._by_words = compiler.words(units)
        requests = [compiler.candidates(self._by_words, max(words, w.READ_BY_WORDS))]
        if every:
            requests.append(compiler.candidates_with_every_unit(w.READ_BY_WORDS))
        if grams:
            requests.append(compiler.candidates(compiler.grams(grams), by_grams))
        asked = self._begin(requests)

        def lots() -> Iterator[list[Candidate]]:
            answers = iter(asked.answers())
            ranked = _scores(next(answers))
            held = [hit.uid for hit in next(answers).hits.hits] if every else []
            similar = [hit.uid for hit in next(answers).hits.hits] if grams else []
            yield from self._with_text(fused(ranked, words, held, every, similar))

        return lots()

    def titles_with(self, literal: bytes, limit: int) -> list[Candidate]:
        compiler = self._compiler
        query = compiler.title_contains(literal.decode("latin-1"))
        (answer,) = self._answers([compiler.candidates(query, limit)])
        return [candidate for lot in self._with_text(dict(_scores(answer))) for candidate in lot]

    def words_with(self, prefix: str, limit: int) -> list[str]:
        (answer,) = self._answers([self._compiler.title_words(prefix, limit)])
        return [str(bucket.key) for bucket in answer.aggregations["words"].buckets]

    def definitions(self, limit: int) -> list[tuple[str, int]]:
        """What texts explain (see `search.definitions`), and in how many of them, the most frequent first."""
        (answer,) = self._answers([self._compiler.definitions(limit)])
        return [(str(b.key), b.doc_count) for b in answer.aggregations["defines"].buckets]

    def _with_text(self, scores: Mapping[int, float]) -> Iterator[list[Candidate]]:
        """Hits with the text that they are compared by: first those whose text is kept."""
        found = self._cache.of(scores)
        missing = scores.keys() - found.keys()
        texts = self._begin([stored("skeleton", missing)]) if missing else None
        self._begin_counting()
        yield [with_score(candidate, scores[uid]) for uid, candidate in found.items()]
        if texts is not None:
            # A document that was replaced between the two requests is left out: its successor was no hit.
            lot = [candidate_of(hit.uid, hit.fields.skeleton[0]) for hit in texts.answers()[0].hits.hits]
            for candidate in lot:
                self._cache.put(candidate)
            yield [with_score(candidate, scores[candidate.uid]) for candidate in lot]

    # -- a page -------------------------------------------------------------------------------------
    def _begin_counting(self) -> None:
        """Count what holds enough units while the candidates, which have just come, are put in order."""
        if self._needed is not None and self._counting is None:
            compiler = self._compiler
            self._counting = self._begin([compiler.tally(compiler.holds(self._needed), MOST_TOGETHER)])

    def listed(
        self, needed: int, head: Collection[int], shown: Sequence[int], offset: int, limit: int
    ) -> Callable[[], Listed]:
        compiler = self._compiler
        first = self._counted(needed)
        requests = []
        if first is None:
            requests.append(compiler.tally(compiler.results(Scope("words", needed, head))))
        elif head:
            requests.append(compiler.tally(compiler.besides(needed, head), MOST_TOGETHER))
        kept, missing = self._kept(shown)
        if missing:
            requests.append(stored("source", missing))
        if limit:
            requests.append(compiler.behind(self._by_words, needed, head, offset, limit))
        asked = self._begin(requests) if requests else None

        def listed() -> Listed:
            answers = iter(asked.answers() if asked is not None else [])
            tallies = [first] if first is not None else []
            if first is None or head:
                tallies.append(next(answers))
            documents = kept | self._loaded(next(answers)) if missing else kept
            behind = self._loaded(next(answers)) if limit else {}
            total = sum(tally.total for tally in tallies)
            return Listed(total, self._facets(tallies), list(behind), documents | behind)

        return listed

    def at_hand(self, uids: Sequence[int]) -> dict[int, Document]:
        return self._kept(uids)[0]

    def _counted(self, needed: int) -> Answer | None:
        """What was counted while candidates were put in order, if it can be added to; the rest decides alone
        where there are so many values that the last ones are missing."""
        if self._counting is None or self._needed != needed:
            return None
        (tally,) = self._counting.answers()
        counts = [each.values for each in tally.aggregations.values()]
        return None if any(each and each.sum_other_doc_count for each in counts) else tally

    def ordered(self, sort: Sort, scope: Scope, offset: int, limit: int) -> Listed:
        compiler = self._compiler
        tally, page = self._answers(
            [compiler.tally(compiler.results(scope)), compiler.ordered(sort, scope, offset, limit)]
        )
        documents = self._loaded(page)
        return Listed(tally.total, self._facets([tally]), list(documents), documents)

    def documents(self, uids: Sequence[int]) -> dict[int, Document]:
        documents, missing = self._kept(uids)
        return documents | (self._loaded(self._answers([stored("source", missing)])[0]) if missing else {})

    def _kept(self, uids: Sequence[int]) -> tuple[dict[int, Document], list[int]]:
        """Documents that were shown before, and the uids of the others."""
        found = self._cache.documents.of(uids)
        return found, [uid for uid in uids if uid not in found]

    def _loaded(self, answer: Answer) -> dict[int, Document]:
        """Documents in the order of the hits."""
        loaded: dict[int, Document] = {}
        for hit in answer.hits.hits:
            kept = self._cache.documents.of([hit.uid])
            loaded[hit.uid] = kept[hit.uid] if kept else self._cache.loaded(hit.uid, hit.fields.source[0])
        return loaded

    def _facets(self, tallies: Sequence[Answer]) -> Facets:
        """Facets of results that were counted in parts of which no two hold the same."""
        chosen = chosen_values(self._query.filters)
        return tuple(
            (name, facet(name, together(counts, most_values(self._query, name)), chosen[name]))
            for name in FACETS
            for counts in [[_counts(tally, name) for tally in tallies]]
        )


def _counts(tally: Answer, name: str) -> list[tuple[str | int, int]]:
    values = tally.aggregations[name].values
    return [(bucket.key, bucket.doc_count) for bucket in values.buckets] if values else []


def _scores(answer: Answer) -> list[tuple[int, float]]:
    return [(hit.fields.uid[0], hit.score or 0.0) for hit in answer.hits.hits]
