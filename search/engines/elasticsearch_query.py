"""A query compiled for Elasticsearch: plain JSON, the same parts that the embedded engine compiles."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from search.analysis import pairs_of
from search.answering import Scope
from search.engines.counting import ORDERS, chosen_values, most_values
from search.query import Alternative, Group, Query, Sort
from search.relevance import weights as w
from search.schema import FACETS

Json = dict[str, Any]

WANTED = [
    "took",
    "responses.took",
    "responses.error",
    "responses.hits.total",
    "responses.hits.hits._score",
    "responses.hits.hits.fields",
    "responses.aggregations",
]
"""What is read of an answer; the rest is not sent, nor are hits where there are none."""
DEEPEST = 1_000_000
"""Results beyond this are not paged to."""
_OPERATORS = re.compile(r'([.?+*|{}\[\]()"\\#@&<>~^$-])')


class Compiler:
    """One query in the language of Elasticsearch; every method gives a part of a request."""

    def __init__(self, query: Query) -> None:
        self.query = query
        self._chosen = {name: values for name, values in chosen_values(query.filters).items() if values}

    # -- what is ranked -----------------------------------------------------------------------------
    def words(self, groups: Sequence[Group]) -> Json:
        """Documents by the words of these units and by adjacent pairs, ranked."""
        parts = [_group("words", group) for group in groups]
        parts += [_boosted(_group("title", group), w.TITLE_BOOST) for group in groups]
        parts += [_boosted(_term("pairs", pair), w.PAIR_BOOST) for pair in self.query.pairs]
        return _any(parts)

    def grams(self, grams: Sequence[str]) -> Json:
        return _any([_term("grams", gram) for gram in grams])

    def own(self) -> Json:
        return _all([_term("own", token) for token in self.query.own])

    def title_contains(self, literal: str) -> Json:
        grams = dict.fromkeys(literal[i : i + 3] for i in range(len(literal) - 2))
        return _all([_term("title_grams", gram) for gram in grams])

    # -- what only decides whether ------------------------------------------------------------------
    def contains_every_unit(self) -> list[Json]:
        """Of each unit, all trigrams of one of its spellings."""
        return [_contained(group) for group in self.query.groups]

    def holds(self, needed: int) -> Json:
        """At least `needed` units of the query."""
        if needed <= 0:
            return {"match_none": {}}
        groups = [_group("words", group) for group in self.query.groups]
        return {"bool": {"should": groups, "minimum_should_match": needed}}

    def results(self, scope: Scope) -> Json:
        """Everything that is a result, before filters and access."""
        if scope.kind == "all":
            return {"match_all": {}}
        if scope.kind == "own":
            return self.own()
        holds = self.holds(scope.needed)
        return _any([holds, among(scope.also)]) if scope.also else holds

    def besides(self, needed: int, head: Collection[int]) -> Json:
        """Those of `head` that hold fewer than `needed` units."""
        return {"bool": {"filter": [among(head)], "must_not": [self.holds(needed)]}}

    def choice(self, name: str) -> Json:
        """The reader's choice in one facet."""
        return {"terms": {name: list(self._chosen[name])}}

    def allowed(self) -> Json:
        """Access, exclusions and phrases: what no result may break."""
        conditions: list[Json] = [{"terms": {"access": list(self.query.access)}}]
        for phrase in self.query.phrases:
            conditions += _all_grams(phrase)
        refused = [
            _all([*(_term("words", w) for w in words), *(_term("pairs", p) for p in pairs_of(words).split())])
            for words in self.query.excluded
            if words
        ]
        return {"filter": conditions, "must_not": refused}

    # -- whole requests -----------------------------------------------------------------------------
    def limited(self, query: Json, *conditions: Json, without: Collection[int] = ()) -> Json:
        """A ranked query within everything that limits this reader."""
        limits = self.allowed()
        limits["filter"] += [*map(self.choice, self._chosen), *conditions]
        if without:
            limits["must_not"].append(among(without))
        return {"bool": {"must": [query], **limits}}

    def tally(self, results: Json, most: int = 0) -> Json:
        """How many of these there are, and each facet's values counted without its own choice.

        So many values as a reader sees, or `most` where those are fewer.
        """
        limits = self.allowed()
        limits["filter"].append(results)
        counted = {}
        for name in FACETS:
            others = [self.choice(other) for other in self._chosen if other != name]
            terms = {"terms": {"field": name, "size": max(most, most_values(self.query, name))}}
            counted[name] = {
                "filter": {"bool": {"filter": others}} if others else {"match_all": {}},
                "aggs": {"values": terms},
            }
        return {
            "size": 0,
            "track_total_hits": True,
            "query": {"bool": limits},
            "aggs": counted,
            "post_filter": {"bool": {"filter": [*map(self.choice, self._chosen)]}},
        }

    def ordered(self, sort: Sort, scope: Scope, offset: int, limit: int) -> Json:
        """All results in an order of the index."""
        field, upwards = ORDERS[sort]
        return {
            **_SHOWN,
            "from": min(offset, DEEPEST - limit),
            "size": limit if offset + limit <= DEEPEST else 0,
            "sort": [{field: "asc" if upwards else "desc"}],
            "query": self.limited({"bool": {"filter": [self.results(scope)]}}),
        }

    def behind(self, by_words: Json, needed: int, without: Collection[int], offset: int, limit: int) -> Json:
        """The other results, best first by words; ties in an order that does not change between pages."""
        return {
            **_SHOWN,
            "from": min(offset, DEEPEST - limit),
            "size": limit if offset + limit <= DEEPEST else 0,
            "sort": ["_score", {"uid": "asc"}],
            "query": self.limited(by_words, self.holds(needed), without=without),
        }

    def candidates(self, query: Json, limit: int) -> Json:
        return {**_UIDS, "size": limit, "query": self.limited(query)}

    def candidates_with_every_unit(self, limit: int) -> Json:
        """Documents whose text may hold all units, in no order."""
        every = {"bool": {"filter": self.contains_every_unit()}}
        return {**self.candidates(every, limit), "sort": ["_doc"]}

    def holding(self, needed: int, uids: Collection[int]) -> Json:
        """Those of these documents that hold at least `needed` units, in no order."""
        query = {"bool": {"filter": [among(uids), self.holds(needed)]}}
        return {**_UIDS, "size": len(uids), "query": query, "sort": ["_doc"]}

    def definitions(self, limit: int) -> Json:
        terms = {"field": "defines", "size": limit}
        return {"size": 0, "query": {"bool": self.allowed()}, "aggs": {"defines": {"terms": terms}}}

    def title_words(self, prefix: str, limit: int) -> Json:
        """Words of the titles that this reader may see, the most frequent first."""
        pattern = _OPERATORS.sub(r"\\\1", prefix) + ".*"
        words = {"field": "title_words", "include": pattern, "size": limit}
        return {"size": 0, "query": {"bool": self.allowed()}, "aggs": {"words": {"terms": words}}}


_SHOWN: Json = {"stored_fields": ["source"], "docvalue_fields": ["uid"], "track_total_hits": False}
"""What is shown of a hit comes with it."""
_UIDS: Json = {"stored_fields": "_none_", "docvalue_fields": ["uid"], "track_total_hits": False}
"""Nothing is read of a hit but its uid."""


def stored(field: str, uids: Collection[int], columns: Sequence[str] = ()) -> Json:
    """A stored field of these documents, and `columns` besides."""
    return {
        "size": len(uids),
        "track_total_hits": False,
        "stored_fields": [field],
        "docvalue_fields": ["uid", *columns],
        "query": {"bool": {"filter": [among(uids)]}},
    }


def among(uids: Collection[int]) -> Json:
    return {"terms": {"uid": sorted(uids)}}


def _term(field: str, value: str) -> Json:
    return {"term": {field: {"value": value}}}


def _all(queries: list[Json]) -> Json:
    return queries[0] if len(queries) == 1 else {"bool": {"must": queries}}


def _any(queries: list[Json]) -> Json:
    return {"bool": {"should": queries, "minimum_should_match": 1}}


def _all_grams(literal: bytes) -> list[Json]:
    text = literal.decode("latin-1")
    return [_term("grams", gram) for gram in sorted({text[i : i + 3] for i in range(len(text) - 2)})]


def _boosted(query: Json, boost: float) -> Json:
    return {"bool": {"must": [query], "boost": boost}}


def _alternative(field: str, alternative: Alternative) -> Json:
    terms = [_term(field, token) for token in alternative.tokens]
    if len(terms) == 1:
        return {"term": {field: {"value": alternative.tokens[0], "boost": alternative.weight}}}
    if alternative.loose:
        half = -(-len(terms) // 2)
        return {"bool": {"should": terms, "minimum_should_match": half, "boost": alternative.weight}}
    return {"bool": {"must": terms, "boost": alternative.weight}}


def _group(field: str, group: Group) -> Json:
    queries = [_alternative(field, alternative) for alternative in group.alternatives]
    return queries[0] if len(queries) == 1 else {"dis_max": {"queries": queries}}


def _contained(group: Group) -> Json:
    """Documents whose text may contain the unit: they have all trigrams of one of its spellings."""
    ways: list[Json] = []
    for alternative in group.alternatives:
        if alternative.weight < w.LEAST_SURE:
            continue
        terms: list[Json] = []
        for token, literal in zip(alternative.tokens, alternative.literals, strict=False):
            if len(literal) < 3 or literal[:1] == b"\x01":
                terms.append(_term("words", token))
        for literal in alternative.literals:
            if literal[:1] != b"\x01":
                terms += _all_grams(literal)
        if terms:
            ways.append({"bool": {"filter": terms}})
    return _any(ways) if ways else {"match_none": {}}
