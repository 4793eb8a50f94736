"""One view of a Tantivy index for one query: the query compiled, its candidates, counts and facets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import tantivy
from tantivy import Occur, Order
from tantivy import Query as TQuery

from search.analysis import pairs_of
from search.answering import Facets, Listed, Scope, with_score
from search.document import Document
from search.engines.candidates import CandidateCache, fused
from search.engines.counting import ORDERS, chosen_values, facet, most_values
from search.frequencies import Frequencies, Wanted
from search.query import Alternative, Group, Query, Sort
from search.ranking import Candidate
from search.relevance import weights as w
from search.schema import FACETS, candidate_of

_ASKED_AT_ONCE = 60
_SHOULD, _MUST, _MUST_NOT = Occur.Should, Occur.Must, Occur.MustNot


class TantivyReader:
    """Keeps `search.answering.Reader`."""

    def __init__(
        self, searcher: tantivy.Searcher, schema: tantivy.Schema, cache: CandidateCache, query: Query
    ) -> None:
        self._searcher = searcher
        self._schema = schema
        self._cache = cache
        self._query = query
        self._addresses: dict[int, tantivy.DocAddress] = {}
        self._ranked: list[tuple[int, float]] = []
        self._words_query = TQuery.empty_query()

    # -- the query, compiled ------------------------------------------------------------------------
    def _term(self, field: str, value: Any) -> TQuery:
        return TQuery.term_query(self._schema, field, value, "basic")

    def _alternative(self, field: str, alternative: Alternative) -> TQuery:
        terms = [self._term(field, token) for token in alternative.tokens]
        if len(terms) == 1:
            return terms[0]
        if alternative.loose:
            half = -(-len(terms) // 2)
            return TQuery.boolean_query([(_SHOULD, t) for t in terms], minimum_number_should_match=half)
        return TQuery.boolean_query([(_MUST, term) for term in terms])

    def _group(self, field: str, group: Group) -> TQuery:
        queries = [
            TQuery.boost_query(self._alternative(field, alternative), alternative.weight)
            for alternative in group.alternatives
        ]
        return queries[0] if len(queries) == 1 else TQuery.disjunction_max_query(queries)

    def _by_words(self, units: Sequence[Group]) -> TQuery:
        parts = []
        for group in units:
            parts.append((_SHOULD, self._group("words", group)))
            parts.append((_SHOULD, TQuery.boost_query(self._group("title", group), w.TITLE_BOOST)))
        parts += [
            (_SHOULD, TQuery.boost_query(self._term("pairs", pair), w.PAIR_BOOST))
            for pair in self._query.pairs
        ]
        return TQuery.boolean_query(parts)

    def _contained(self, group: Group) -> TQuery:
        """Documents whose text may contain the unit: they have all trigrams of one of its spellings."""
        ways = []
        for alternative in group.alternatives:
            if alternative.weight < w.LEAST_SURE:
                continue
            terms = []
            for token, literal in zip(alternative.tokens, alternative.literals, strict=False):
                if len(literal) < 3 or literal[:1] == b"\x01":
                    terms.append((_MUST, self._term("words", token)))
            for literal in alternative.literals:
                text = literal.decode("latin-1")
                if len(text) > 2 and text[0] != "\x01":
                    grams = {text[i : i + 3] for i in range(len(text) - 2)}
                    terms += [(_MUST, self._term("grams", gram)) for gram in sorted(grams)]
            if terms:
                ways.append((_SHOULD, TQuery.boolean_query(terms)))
        return TQuery.boolean_query(ways)

    def _matches(self, needed: int) -> TQuery:
        """Documents that hold at least `needed` units."""
        if needed <= 0:
            return TQuery.empty_query()
        groups = [(_SHOULD, self._group("words", group)) for group in self._query.groups]
        return TQuery.boolean_query(groups, minimum_number_should_match=needed)

    def _allowed(self, without: str = "") -> list[tuple[Occur, TQuery]]:
        """Access, exclusions and facet choices, but not those of the facet `without`."""
        query, filters = self._query, self._query.filters
        clauses = [(_MUST, self._one_of("access", query.access))]
        for field, values in chosen_values(filters).items():
            if values and field != without:
                clauses.append((_MUST, self._one_of(field, values)))
        for words in query.excluded:
            if words:
                terms = [(_MUST, self._term("words", word)) for word in words]
                terms += [(_MUST, self._term("pairs", pair)) for pair in pairs_of(words).split()]
                clauses.append((_MUST_NOT, TQuery.boolean_query(terms)))
        for phrase in query.phrases:
            text = phrase.decode("latin-1")
            grams = {text[i : i + 3] for i in range(len(text) - 2)}
            terms = [(_MUST, self._term("grams", gram)) for gram in sorted(grams)]
            if terms:
                clauses.append((_MUST, _silent(TQuery.boolean_query(terms))))
        return clauses

    def _limited(self, query: TQuery, without: str = "") -> TQuery:
        return TQuery.boolean_query([(_MUST, query), *self._allowed(without)])

    # -- Reader -------------------------------------------------------------------------------------
    def about(self, query: Query) -> TantivyReader:
        return TantivyReader(self._searcher, self._schema, self._cache, query)

    def size(self) -> int:
        return int(self._searcher.num_docs)

    def frequencies(self, wanted: Wanted) -> Frequencies:
        count = self._searcher.doc_freq
        return {field: {token: count(field, token) for token in tokens} for field, tokens in wanted.items()}

    def titles_with(self, literal: bytes, limit: int) -> list[Candidate]:
        text = literal.decode("latin-1")
        terms = [(_MUST, self._term("title_grams", text[i : i + 3])) for i in range(len(text) - 2)]
        return self._candidates(dict(self._hits(self._limited(TQuery.boolean_query(terms)), limit)))

    def words_with(self, prefix: str, limit: int) -> list[str]:
        allowed = TQuery.boolean_query(self._allowed())
        found = self._searcher.terms_with_prefix("title", prefix, allowed, 200)
        found = sorted((item for item in found if not item[0].startswith("#")), key=lambda i: (-i[1], i[0]))
        return [word for word, _ in found[:limit]]

    def definitions(self, limit: int) -> list[tuple[str, int]]:
        """What texts explain (see `search.definitions`), and in how many of them, the most frequent first."""
        request = {"defines": {"terms": {"field": "defines", "size": limit}}}
        answer = self._searcher.aggregate(TQuery.boolean_query(self._allowed()), request)
        return [(str(b["key"]), int(b["doc_count"])) for b in answer["defines"]["buckets"]]

    def expect(self, needed: int) -> None:
        """Nothing can be under way here while something else is done."""

    def gather(
        self, units: Sequence[Group], words: int, every: int, grams: Sequence[str], by_grams: int
    ) -> list[list[Candidate]]:
        self._words_query = self._by_words(units)
        # Scoring by words reads every text with any of them, so it is done once, for all that follows.
        self._ranked = self._hits(self._limited(self._words_query), max(words, w.READ_BY_WORDS))
        held: list[int] = []
        similar: list[int] = []
        if every:
            query = TQuery.boolean_query([(_MUST, self._contained(group)) for group in self._query.groups])
            held = [uid for uid, _ in self._hits(self._limited(_silent(query)), w.READ_BY_WORDS)]
        if grams:
            query = TQuery.boolean_query([(_SHOULD, self._term("grams", gram)) for gram in grams])
            similar = [uid for uid, _ in self._hits(self._limited(query), by_grams)]
        return [self._candidates(fused(self._ranked, words, held, every, similar))]

    def listed(
        self, needed: int, head: Collection[int], shown: Sequence[int], offset: int, limit: int
    ) -> Callable[[], Listed]:
        behind = self.behind(needed, head, offset, limit) if limit else []
        total, facets = self.tally(Scope("words", needed, head))
        return lambda: Listed(total, facets, behind, self.documents([*shown, *behind]))

    def at_hand(self, uids: Sequence[int]) -> dict[int, Document]:
        """None: nothing is waited for here."""
        return {}

    def ordered(self, sort: Sort, scope: Scope, offset: int, limit: int) -> Listed:
        field, upwards = ORDERS[sort]
        found = self._searcher.search(
            self._limited(self._results(scope)),
            limit=limit,
            count=False,
            offset=offset,
            order_by_field=field,
            order=Order.Asc if upwards else Order.Desc,
        )
        uids = self._uids([address for _, address in found.hits])
        total, facets = self.tally(scope)
        return Listed(total, facets, uids, self.documents(uids))

    def behind(self, needed: int, without: Collection[int], offset: int, limit: int) -> list[int]:
        """The other results, best first by words: those that `gather` has read, while they last."""
        others = [uid for uid, _ in self._ranked if uid not in without]
        held: list[int] = []
        for at in range(0, len(others), _ASKED_AT_ONCE):
            some = others[at : at + _ASKED_AT_ONCE]
            holding = self._holding(needed, some)
            held += [uid for uid in some if uid in holding]
            if len(held) >= offset + limit:
                return held[offset : offset + limit]
        if len(self._ranked) < w.READ_BY_WORDS:
            return held[offset : offset + limit]
        clauses = [
            (_MUST, self._words_query),
            (_MUST, _silent(self._matches(needed))),
            *self._allowed(),
        ]
        if without:
            clauses.append((_MUST_NOT, self._one_of("uid", without)))
        query = TQuery.boolean_query(clauses)
        found = self._searcher.search(query, limit=limit, count=False, offset=offset).hits
        return self._uids([address for _, address in found])

    def _holding(self, needed: int, uids: Collection[int]) -> set[int]:
        """Which of these hold at least `needed` units; each unit is looked up for these only."""
        if not uids or needed <= 0:
            return set()
        query = self._one_of("uid", uids)
        for group in self._query.groups:
            unit = TQuery.const_score_query(self._group("words", group), 1.0)
            query = TQuery.boolean_query([(_MUST, query), (_SHOULD, unit)])
        return {uid for uid, units in self._hits(query, len(uids)) if units >= needed}

    def _results(self, scope: Scope) -> TQuery:
        if scope.kind == "all":
            return TQuery.all_query()
        if scope.kind == "own":
            return TQuery.boolean_query([(_MUST, self._term("own", token)) for token in self._query.own])
        results = self._matches(scope.needed)
        if not scope.also:
            return results
        return TQuery.boolean_query([(_SHOULD, results), (_SHOULD, self._one_of("uid", scope.also))])

    def tally(self, scope: Scope) -> tuple[int, Facets]:
        results = self._results(scope)
        chosen = chosen_values(self._query.filters)
        free = [name for name in FACETS if not chosen[name]]
        # Every document has one type: its counts are the total, without a second pass.
        counted = self._counts(self._limited(results), {*free, "type"})
        total = sum(count for _, count in counted["type"])
        for name in FACETS:
            if chosen[name]:
                counted |= self._counts(self._limited(results, without=name), [name])
        return total, tuple((name, facet(name, counted[name], chosen[name])) for name in FACETS)

    def documents(self, uids: Sequence[int]) -> Mapping[int, Document]:
        found = self._cache.documents.of(uids)
        for uid in self._in_order(uid for uid in uids if uid not in found):
            stored: Any = self._searcher.doc(self._addresses[uid]).get_first("source")
            found[uid] = self._cache.loaded(uid, stored)
        return found

    # -- helpers ------------------------------------------------------------------------------------
    def _in_order(self, uids: Iterable[int]) -> list[int]:
        """As they lie in the index, where neighbours share a compressed block."""
        return sorted(uids, key=lambda uid: (self._addresses[uid].segment_ord, self._addresses[uid].doc))

    def _search(self, query: TQuery, limit: int) -> list[tuple[float, tantivy.DocAddress]]:
        return list(self._searcher.search(query, limit=limit, count=False).hits)

    def _one_of(self, field: str, values: Collection[Any]) -> TQuery:
        """Documents with any of these values. A term set would be read whole, these are skipped through."""
        terms = [self._term(field, value) for value in values]
        return _silent(terms[0] if len(terms) == 1 else TQuery.boolean_query([(_SHOULD, t) for t in terms]))

    def _hits(self, query: TQuery, limit: int) -> list[tuple[int, float]]:
        """Uids and scores, best first."""
        hits = self._search(query, limit)
        return list(zip(self._uids([address for _, address in hits]), (s for s, _ in hits), strict=True))

    def _uids(self, addresses: list[tantivy.DocAddress]) -> list[int]:
        if not addresses:
            return []
        values: list[Any] = self._searcher.fast_field_values("uid", addresses)
        uids = [int(uid) for uid in values]
        self._addresses.update(zip(uids, addresses, strict=True))
        return uids

    def _candidates(self, scores: Mapping[int, float]) -> list[Candidate]:
        found = self._cache.of(scores)
        for uid in self._in_order(uid for uid in scores if uid not in found):
            stored: Any = self._searcher.doc(self._addresses[uid]).get_first("skeleton")
            found[uid] = candidate_of(uid, stored)
            self._cache.put(found[uid])
        return [with_score(found[uid], score) for uid, score in scores.items()]

    def _counts(self, query: TQuery, names: Collection[str]) -> dict[str, list[tuple[str, int]]]:
        request = {name: {"terms": {"field": name, "size": most_values(self._query, name)}} for name in names}
        answer = self._searcher.aggregate(query, request)
        return {
            name: [(_plain(bucket["key"]), int(bucket["doc_count"])) for bucket in answer[name]["buckets"]]
            for name in names
        }


def _silent(query: TQuery) -> TQuery:
    """A condition that adds nothing to the score."""
    return TQuery.const_score_query(query, 0.0)


def _plain(key: object) -> str:
    return str(int(key)) if isinstance(key, float) else str(key)
