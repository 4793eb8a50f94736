"""How a query becomes a page of results, whatever engine holds the index.

An engine lends a `Reader`: one consistent view of its index. Candidates come from the words and from the
query's rarest trigrams; they are ordered by `search.ranking`; what lies behind them keeps the engine's own
order. The reader applies access and filters to everything, so that nothing here can leak.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from search.correcting import corrected
from search.document import Document
from search.frequencies import Frequencies, Wanted
from search.highlight import Highlighter
from search.near_numbers import NEAR, with_near_numbers
from search.query import Group, Query, Sort
from search.ranking import Candidate, Scored, rank, rarity
from search.relevance import weights as w
from search.results import FacetValue, Hit, Results
from search.schema import FACETS
from search.spelling import did_you_mean
from search.windows import without_fillers

NOT_AS_QUOTED = "ไม่พบข้อความที่ตรงกับในเครื่องหมายคำพูดทุกตัวอักษร จึงแสดงผลที่ใกล้เคียง"

Facets = tuple[tuple[str, tuple[FacetValue, ...]], ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of results as an engine gives it: `behind` are the uids that follow those it was given."""

    total: int
    facets: Facets
    behind: Sequence[int]
    documents: Mapping[int, Document]


@dataclass(frozen=True, slots=True)
class Scope:
    """What the results are: those that hold `needed` units of the query, and those in `also` besides.

    `kind`: "words" as said; "own" what bears all of `query.own`; "all" whatever access and filters allow.
    """

    kind: Literal["words", "own", "all"] = "words"
    needed: int = 0
    also: Collection[int] = ()


class Reader(Protocol):
    """One view of an index for one query. Every method keeps to the query's access and filters."""

    def about(self, query: Query) -> Reader:
        """The same view for another query."""

    def size(self) -> int:
        """Documents in the index, for rarity only."""

    def frequencies(self, wanted: Wanted) -> Frequencies:
        """In how many documents each token of these fields stands."""

    def expect(self, needed: int) -> None:
        """Says before `gather` with which number `listed` will be asked: what goes by it may be begun."""

    def gather(
        self, units: Sequence[Group], words: int, every: int, grams: Sequence[str], by_grams: int
    ) -> Iterable[Sequence[Candidate]]:
        """Candidates, each once, no more of a kind than these numbers: asked for now, given as they come.

        words     the best by the words of these units and by pairs, with their BM25 score
        every     the best of those whose text holds every unit of the query, wherever words are cut
        by_grams  the best by these trigrams

        The score of a candidate that is not among the best `weights.READ_BY_WORDS` by words is 0.
        """

    def listed(
        self, needed: int, head: Collection[int], shown: Sequence[int], offset: int, limit: int
    ) -> Callable[[], Listed]:
        """What a page of results is made of: asked for now, and there when what is given back is called.

        needed         units of the query that a document must hold to be a result without being in `head`
        head           results that are ordered already; of these `shown` are on this page
        offset, limit  which of the others, best first by words, are on this page too
        """

    def at_hand(self, uids: Sequence[int]) -> Mapping[int, Document]:
        """Those of these documents that need not be asked for."""

    def ordered(self, sort: Sort, scope: Scope, offset: int, limit: int) -> Listed:
        """All results in an order of the index: `behind` are those of this page. No two stand alike in it."""

    def documents(self, uids: Sequence[int]) -> Mapping[int, Document]:
        """The documents themselves."""


def answer(reader: Reader, query: Query, today: datetime.date | None = None) -> Results:
    """Answer a query; `today` decides what is recent."""
    today = today or datetime.date.today()
    if query.browses:
        return _ordered(reader, query, Scope("all"))
    if not query.groups:
        return Results(query.text, 0, page=query.page, page_size=query.page_size, message=query.message)
    if query.own:
        bearers = _ordered(reader, query, Scope("own"))
        if bearers.total:
            return bearers
    reader, query = understood(reader, query)
    ranked = _ranked_results(reader, query, today)
    if query.phrases and not ranked:  # a slip in the quoted words, or quoted by heart
        query = replace(query, phrases=(), message=query.message or NOT_AS_QUOTED)
        reader = reader.about(query)
        ranked = _ranked_results(reader, query, today)
    needed = needed_units(query)
    best = ranked[0].score if ranked else 0.0
    head = results_of(ranked, best * w.ACCEPTED)
    uids = [item.candidate.uid for item in head]
    if query.sort != "relevance":
        return _ordered(reader, query, Scope("words", needed, uids), did_you_mean(query, head))
    start = (query.page - 1) * query.page_size
    shown = [(item.candidate.uid, item.score) for item in head[start : start + query.page_size]]
    places = [uid for uid, _ in shown]
    listed = reader.listed(
        needed,
        uids,
        places,
        max(0, start - len(head)),
        query.page_size - len(shown) if start + query.page_size > len(head) else 0,
    )
    meant = did_you_mean(query, head)
    page = _Page(query, meant)
    page.add(shown, reader.at_hand(places))
    found = listed()
    return page.results([*shown, *((uid, 0.0) for uid in found.behind)], found)


def _ranked_results(reader: Reader, query: Query, today: datetime.date) -> list[Scored]:
    """Candidates of a query, ordered; `listed` is asked next, unless the page has an order of its own."""
    if query.sort == "relevance":
        reader.expect(needed_units(query))
    return rank_candidates(reader, query, today)


def results_of(ranked: Sequence[Scored], least: float) -> list[Scored]:
    """Those candidates that are results. What comes before one is no less a result than it."""
    first = next((item.score for item in ranked if _answers(item)), math.inf)
    return [item for item in ranked if item.score >= first or (item.score >= least and _answers(item))]


def _answers(item: Scored) -> bool:
    """Whether a candidate says enough of the query, or enough of it in one place, to be a result at all."""
    return item.shares["coverage"] >= w.LEAST_COVERAGE or item.shares["window"] >= w.LEAST_WINDOW


def understood(reader: Reader, query: Query) -> tuple[Reader, Query]:
    """The query with what its typing errors may have meant, and the reader for it."""
    meant = corrected(query, reader.frequencies, reader.size())
    meant = with_near_numbers(meant, reader.frequencies)
    return (reader, query) if meant is query else (reader.about(meant), meant)


def rank_candidates(reader: Reader, query: Query, today: datetime.date) -> list[Scored]:
    """Candidates of a query, ordered."""
    size = reader.size()
    known = known_grams(reader, query)
    grams = without_fillers(query, {gram: rarity(count, size) for gram, count in known.items()})
    chosen = sorted((gram for gram in grams if known[gram]), key=lambda gram: -grams[gram])[: w.RAREST_GRAMS]
    known_words = reader.frequencies({"words": _tokens(query)})["words"]
    lots = reader.gather(
        telling(query, known_words),
        w.WORD_CANDIDATES,
        w.ALL_CANDIDATES if 1 < len(query.groups) <= w.MOST_UNITS_ALL else 0,
        [gram.decode("latin-1") for gram in chosen],
        w.GRAM_CANDIDATES,
    )
    if query.phrases:
        lots = ([c for c in lot if all(phrase in c.skeleton for phrase in query.phrases)] for lot in lots)
    return rank(query, lots, group_rarities(query, known_words, size), grams, today)


def query_grams(query: Query) -> list[bytes]:
    """The trigrams of a query that may find candidates."""
    text = query.skeleton
    return list(dict.fromkeys(text[at : at + 3] for at in range(len(text) - 2)))[:120]


def known_grams(reader: Reader, query: Query) -> dict[bytes, int]:
    """In how many documents each trigram of the query stands."""
    if all(group.kind not in ("word", "abbreviation") for group in query.groups):
        return {}  # a number or a date is right or wrong: a similar one is another one
    grams = query_grams(query)
    known = reader.frequencies({"grams": [gram.decode("latin-1") for gram in grams]})["grams"]
    return {gram: known[gram.decode("latin-1")] for gram in grams}


def _tokens(query: Query) -> set[str]:
    return {token for group in query.groups for way in group.alternatives for token in way.tokens}


def telling(query: Query, known: Mapping[str, int]) -> list[Group]:
    """The rarest units of the query, as many as it takes to find every result and enough to choose from.

    A text that holds `needed_units` of n units holds one of any n - needed + 1. `known`: in how many texts
    each token stands. Words that only ask find nothing.
    """

    def most(group: Group) -> int:
        ways = [(max if way.loose else min, way.tokens) for way in group.alternatives]
        return sum(most_of(known[token] for token in tokens) for most_of, tokens in ways)

    about = [group for group in query.groups if group.text not in w.ASKING] or query.groups
    rarest = sorted(about, key=most)
    least = len(rarest) - needed_units(query) + 1
    read = 0
    for count, group in enumerate(rarest):
        if count >= least and read >= w.ENOUGH_TO_READ:
            return rarest[:count]
        read += most(group)
    return rarest


def group_rarities(query: Query, known: Mapping[str, int], size: int) -> list[float]:
    """How much each unit of the query tells: that of its commonest sure alternative."""

    def frequency(group: Group) -> int:
        sure = [alt for alt in group.alternatives if alt.weight > 0.5 and alt.reason != "cut short"]
        sure = sure or list(group.alternatives)
        return max(min(known[token] for token in alt.tokens) for alt in sure)

    return [
        rarity(count, size) if count else rarity(0, size) * w.UNKNOWN
        for count in map(frequency, query.groups)
    ]


def needed_units(query: Query) -> int:
    """How many units of a query a document must hold to be counted among its results."""
    count = len(query.groups)
    return count if count <= 2 else max(2, round(count * w.NEEDED_WORDS))


def _ordered(reader: Reader, query: Query, scope: Scope, meant: str | None = None) -> Results:
    """A page of results in the order that was asked for, the newest first where none was."""
    start = (query.page - 1) * query.page_size
    sort = "newest" if query.sort == "relevance" else query.sort
    listed = reader.ordered(sort, scope, start, query.page_size)
    places = range(listed.total - start, 0, -1)
    shown = [(uid, float(place)) for uid, place in zip(listed.behind, places, strict=False)]
    return _Page(query, meant).results(shown, listed)


class _Page:
    """Hits with their highlights, made as soon as their documents are there."""

    def __init__(self, query: Query, meant: str | None) -> None:
        self._query = query
        self._meant = meant
        self._highlighter = Highlighter(query, meant or "")
        self._hits: dict[int, Hit] = {}

    def add(self, shown: Sequence[tuple[int, float]], documents: Mapping[int, Document]) -> None:
        """Make those hits, of uids with their scores, whose documents these are."""
        for uid, score in shown:
            if uid in documents and uid not in self._hits:
                self._hits[uid] = hit_of(documents[uid], score, self._highlighter)

    def results(self, shown: Sequence[tuple[int, float]], listed: Listed) -> Results:
        query, kept = self._query, listed.documents
        self.add(shown, kept)
        return Results(
            query=query.text,
            total=listed.total,
            hits=tuple(self._hits[uid] for uid, _ in shown if uid in kept),
            facets=listed.facets,
            page=query.page,
            page_size=query.page_size,
            did_you_mean=self._meant,
            message=query.message if listed.total or query.message not in (NEAR, NOT_AS_QUOTED) else None,
        )


def hit_of(document: Document, score: float, highlighter: Highlighter) -> Hit:
    snippet, anchor = highlighter.snippet(document)
    return Hit(
        key=document.key,
        type=document.type,
        url=document.url,
        score=round(score, 4),
        title=highlighter.title(document.title),
        snippet=snippet,
        anchor=anchor,
        number=document.number,
        date=document.date,
        organisations=document.organisations,
        organisation_name=document.organisation_name,
        status=document.status,
        extra=document.extra,
    )


def with_score(candidate: Candidate, bm25: float) -> Candidate:
    uid, _, skeleton, kind, day, own = candidate
    return Candidate(uid, bm25, skeleton, kind, day, own)


__all__ = ["FACETS", "Facets", "Listed", "Reader", "Scope", "answer", "rank_candidates", "understood"]
