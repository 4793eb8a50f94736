"""One view of an Elasticsearch index for one query. Several searches travel in one request."""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Mapping, Sequence

from search.answering import Facets, Listed, Scope, query_grams, with_score
from search.correcting import adjacent
from search.document import Document
from search.engines.candidates import CandidateCache, fused
from search.engines.counted import Statistics
from search.engines.counting import chosen_values, facet
from search.engines.elasticsearch_query import Compiler, Json, stored
from search.frequencies import Frequencies, Wanted
from search.query import Group, Query, Sort
from search.ranking import Candidate
from search.relevance import weights as w
from search.schema import FACETS, candidate_of

Search = Callable[[Sequence[Json]], list[Json]]
Count = Callable[[Wanted], Statistics]


class ElasticsearchReader:
    """Keeps `search.answering.Reader`.

    `search` answers several request bodies at once, in their order; `count` gives the statistics of tokens.
    """

    def __init__(self, search: Search, count: Count, cache: CandidateCache, query: Query) -> None:
        self._search = search
        self._count = count
        self._cache = cache
        self._query = query
        self._compiler = Compiler(query)
        self._statistics: Statistics | None = None
        self._by_words: Json = {"match_none": {}}

    def about(self, query: Query) -> ElasticsearchReader:
        return ElasticsearchReader(self._search, self._count, self._cache, query)

    # -- statistics ---------------------------------------------------------------------------------
    def _known(self) -> Statistics:
        """All that ranking this query will ask for, in one request."""
        if self._statistics is None:
            groups = self._query.groups
            tokens = {token for group in groups for way in group.alternatives for token in way.tokens}
            grams = [gram.decode("latin-1") for gram in query_grams(self._query)]
            pairs = adjacent(self._query)
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
    def gather(
        self, units: Sequence[Group], words: int, every: int, grams: Sequence[str], by_grams: int
    ) -> list[Candidate]:
        compiler = self._compiler
        self._by_words = compiler.words(units)
        requests = [compiler.candidates(self._by_words, max(words, w.READ_BY_WORDS))]
        if every:
            requests.append(compiler.candidates_with_every_unit(w.READ_BY_WORDS))
        if grams:
            requests.append(compiler.candidates(compiler.grams(grams), by_grams))
        answers = iter(self._search(requests))
        ranked = _scores(next(answers))
        held = [uid for uid, _ in _scores(next(answers))] if every else []
        similar = [uid for uid, _ in _scores(next(answers))] if grams else []
        return self._with_text(fused(ranked, words, held, every, similar))

    def titles_with(self, literal: bytes, limit: int) -> list[Candidate]:
        compiler = self._compiler
        query = compiler.title_contains(literal.decode("latin-1"))
        (answer,) = self._search([compiler.candidates(query, limit)])
        return self._with_text(dict(_scores(answer)))

    def words_with(self, prefix: str, limit: int) -> list[str]:
        (answer,) = self._search([self._compiler.title_words(prefix, limit)])
        return [bucket["key"] for bucket in answer["aggregations"]["words"]["buckets"]]

    def definitions(self, limit: int) -> list[tuple[str, int]]:
        """What texts explain (see `search.definitions`), and in how many of them, the most frequent first."""
        (answer,) = self._search([self._compiler.definitions(limit)])
        return [(b["key"], int(b["doc_count"])) for b in answer["aggregations"]["defines"]["buckets"]]

    def _with_text(self, scores: Mapping[int, float]) -> list[Candidate]:
        """Hits with the text that they are compared by."""
        found = self._cache.of(scores)
        missing = scores.keys() - found.keys()
        if missing:
            (answer,) = self._search([stored("skeleton", missing)])
            for hit in _hits(answer):
                candidate = candidate_of(_uid(hit), _bytes(hit, "skeleton"))
                found[candidate.uid] = candidate
                self._cache.put(candidate)
        # A document that was replaced between the two requests is left out: its successor was no hit.
        return [with_score(found[uid], score) for uid, score in scores.items() if uid in found]

    # -- a page -------------------------------------------------------------------------------------
    def listed(
        self, needed: int, head: Collection[int], shown: Sequence[int], offset: int, limit: int
    ) -> Listed:
        requests = [self._compiler.tally(Scope("words", needed, head))]
        documents, missing = self._kept(shown)
        if missing:
            requests.append(stored("source", missing))
        if limit:
            requests.append(self._compiler.behind(self._by_words, needed, head, offset, limit))
        answers = iter(self._search(requests))
        tally = next(answers)
        if missing:
            documents |= self._loaded(next(answers))
        behind: list[int] = []
        if limit:
            others = self._loaded(next(answers))
            documents |= others
            behind = list(others)
        return Listed(int(tally["hits"]["total"]["value"]), self._facets(tally), behind, documents)

    def ordered(self, sort: Sort, scope: Scope, offset: int, limit: int) -> Listed:
        compiler = self._compiler
        tally, page = self._search([compiler.tally(scope), compiler.ordered(sort, scope, offset, limit)])
        documents = self._loaded(page)
        return Listed(int(tally["hits"]["total"]["value"]), self._facets(tally), list(documents), documents)

    def documents(self, uids: Sequence[int]) -> dict[int, Document]:
        documents, missing = self._kept(uids)
        return documents | (self._loaded(self._search([stored("source", missing)])[0]) if missing else {})

    def _kept(self, uids: Sequence[int]) -> tuple[dict[int, Document], list[int]]:
        """Documents that were shown before, and the uids of the others."""
        found = self._cache.documents.of(uids)
        return found, [uid for uid in uids if uid not in found]

    def _loaded(self, answer: Json) -> dict[int, Document]:
        """Documents in the order of the hits."""
        loaded: dict[int, Document] = {}
        for hit in _hits(answer):
            uid = _uid(hit)
            kept = self._cache.documents.of([uid])
            loaded[uid] = kept[uid] if kept else self._cache.loaded(uid, _bytes(hit, "source"))
        return loaded

    def _facets(self, tally: Json) -> Facets:
        chosen = chosen_values(self._query.filters)
        counted = {
            name: [(str(b["key"]), int(b["doc_count"])) for b in part["values"]["buckets"]]
            for name, part in tally["aggregations"].items()
        }
        return tuple((name, facet(name, counted[name], chosen[name])) for name in FACETS)


def _hits(answer: Json) -> list[Json]:
    return list(answer.get("hits", {}).get("hits", ()))


def _scores(answer: Json) -> list[tuple[int, float]]:
    return [(_uid(hit), hit.get("_score") or 0.0) for hit in _hits(answer)]


def _uid(hit: Json) -> int:
    return int(hit["fields"]["uid"][0])


def _bytes(hit: Json, name: str) -> bytes:
    return base64.b64decode(hit["fields"][name][0])
