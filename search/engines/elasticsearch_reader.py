"""One view of an Elasticsearch index for one query. Several searches travel in one request, and what can be
known of a page before its candidates are ordered is asked while they are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from search.answering import Facets, Listed, Scope, query_grams, with_score
from search.correcting import adjacent, look_up
from search.document import Document
from search.engines.candidates import CandidateCache, fused
from search.engines.counted import Statistics
from search.engines.counting import MOST_TOGETHER, Counts, chosen_values, facet, most_values, together
from search.engines.elasticsearch_ahead import Ahead
from search.engines.elasticsearch_answers import Answer
from search.engines.elasticsearch_query import Compiler, Json, stored
from search.engines.elasticsearch_searches import Asked
from search.frequencies import Frequencies, Wanted
from search.query import Group, Query, Sort
from search.ranking import Candidate
from search.relevance import weights as w
from search.schema import FACETS, candidate_of

Search = Callable[[Sequence[Json]], Asked]
Count = Callable[[Wanted, Callable[[], None]], Statistics]


class ElasticsearchReader:
    """Keeps `search.answering.Reader`.

    `search` sends several request bodies at once; `count` gives the statistics of tokens, and does something
    else until they come. To be closed: something may be under way that nobody asks for any more.
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
        self._ahead: Ahead | None = None

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
            self._statistics = self._count(
                {"grams": grams, "words": tokens, "pairs": pairs},
                lambda: look_up(self._query) if self._doubted else None,
            )
        return self._statistics

    def size(self) -> int:
        return self._known().size

    def frequencies(self, wanted: Wanted) -> Frequencies:
        known = self._known().frequencies
        if any(token not in known.get(field, ()) for field, tokens in wanted.items() for token in tokens):
            known = self._count(wanted, lambda: None).frequencies
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
            scores = fused(ranked, words, held, every, similar)
            yield from self._with_text(scores, lambda: self._look_ahead(ranked, scores))

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

    def _with_text(
        self, scores: Mapping[int, float], meanwhile: Callable[[], None] = lambda: None
    ) -> Iterator[list[Candidate]]:
        """Hits with the text that they are compared by: first those whose text is kept. `meanwhile` is done
        before any of them is compared."""
        found = self._cache.of(scores)
        missing = scores.keys() - found.keys()
        texts = self._begin([stored("skeleton", missing, FACETS)]) if missing else None
        meanwhile()
        yield [with_score(candidate, scores[uid]) for uid, candidate in found.items()]
        if texts is not None:
            # A document that was replaced between the two requests is left out: its successor was no hit.
            lot = []
            for hit in texts.answers()[0].hits.hits:
                lot.append(candidate_of(hit.uid, hit.fields.skeleton[0]))
                self._cache.put(lot[-1])
                self._cache.put_facets(hit.uid, hit.fields.facets)
            yield [with_score(candidate, scores[candidate.uid]) for candidate in lot]

    # -- a page -------------------------------------------------------------------------------------
    def _look_ahead(self, ranked: Sequence[tuple[int, float]], scores: Mapping[int, float]) -> None:
        """Begin what the page needs while the candidates, which have just come, are put in order."""
        if self._needed is not None:
            self._ahead = Ahead(self._begin, self._compiler, self._cache, self._needed, ranked, scores)

    def listed(
        self, needed: int, head: Collection[int], shown: Sequence[int], offset: int, limit: int
    ) -> Callable[[], Listed]:
        compiler, ahead, head = self._compiler, self._ahead, set(head)
        first = ahead.tally if ahead is not None and ahead.needed == needed else None
        besides = behind = None
        counting, listing, fetching = list[Json](), list[Json](), list[Json]()
        if ahead is None or first is None:
            counting.append(compiler.tally(compiler.results(Scope("words", needed, head))))
        else:
            besides, behind = ahead.besides(head), ahead.behind(head, offset, limit)
            if besides is None:
                counting.append(compiler.tally(compiler.besides(needed, head), MOST_TOGETHER))
        if limit and behind is None:
            listing.append(compiler.behind(self._by_words, needed, head, offset, limit))
        known = [*shown, *(behind or ())]
        kept = self._cache.at_hand(known)
        if missing := [uid for uid in known if uid not in kept]:
            fetching.append(stored("source", missing))
        requests = [*counting, *listing, *fetching]
        asked = self._begin(requests) if requests else None

        def listed() -> Listed:
            answers = iter(asked.answers() if asked is not None else [])
            tallies = [tally for tally in (first, *(next(answers) for _ in counting)) if tally is not None]
            total, counts = besides or (0, {})
            others = self._loaded(next(answers)) if listing else {}
            fetched = self._loaded(next(answers)) if fetching else {}
            return Listed(
                total + sum(tally.total for tally in tallies),
                self._facets([*map(_counts, tallies), counts]),
                list(others) if behind is None else behind,
                self._cache.read(kept) | fetched | others,
            )

        return listed

    def at_hand(self, uids: Sequence[int]) -> dict[int, Document]:
        return self._cache.read(self._cache.at_hand(uids))

    def ordered(self, sort: Sort, scope: Scope, offset: int, limit: int) -> Listed:
        compiler = self._compiler
        tally, page = self._answers(
            [compiler.tally(compiler.results(scope)), compiler.ordered(sort, scope, offset, limit)]
        )
        documents = self._loaded(page)
        return Listed(tally.total, self._facets([_counts(tally)]), list(documents), documents)

    def documents(self, uids: Sequence[int]) -> dict[int, Document]:
        documents = self.at_hand(uids)
        missing = [uid for uid in uids if uid not in documents]
        return documents | (self._loaded(self._answers([stored("source", missing)])[0]) if missing else {})

    def _loaded(self, answer: Answer) -> dict[int, Document]:
        """Documents in the order of the hits."""
        loaded: dict[int, Document] = {}
        for hit in answer.hits.hits:
            kept = self._cache.documents.of([hit.uid])
            loaded[hit.uid] = kept[hit.uid] if kept else self._cache.loaded(hit.uid, hit.fields.source[0])
        return loaded

    def _facets(self, parts: Sequence[Counts]) -> Facets:
        """Facets of results that were counted in parts of which no two hold the same."""
        chosen = chosen_values(self._query.filters)
        return tuple(
            (name, facet(name, together(counts, most_values(self._query, name)), chosen[name]))
            for name in FACETS
            for counts in [[list(part.get(name, {}).items()) for part in parts]]
        )


def _counts(tally: Answer) -> Counts:
    return {
        name: {bucket.key: bucket.doc_count for bucket in counted.values.buckets} if counted.values else {}
        for name, counted in tally.aggregations.items()
    }


def _scores(answer: Answer) -> list[tuple[int, float]]:
    return [(hit.fields.uid[0], hit.score or 0.0) for hit in answer.hits.hits]
