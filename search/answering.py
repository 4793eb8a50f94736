"""How a query becomes a page of results, whatever engine holds the index.

An engine lends a `Reader`: one consistent view of its index. Candidates come from the words and from the
query's rarest trigrams; they are ordered by `search.ranking`; what lies behind them keeps the engine's own
order. The reader applies access and filters to everything, so that nothing here can leak.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from search.analysis import grams_of
from search.document import Document
from search.highlight import Highlighter
from search.query import Group, Query
from search.ranking import Candidate, Scored, rank, rarity
from search.relevance import weights as w
from search.results import FacetValue, Hit, Results
from search.schema import FACETS
from search.spelling import did_you_mean

Facets = tuple[tuple[str, tuple[FacetValue, ...]], ...]


class Reader(Protocol):
    """One view of an index for one query. Every method keeps to the query's access and filters."""

    def size(self) -> int:
        """Documents in the index, for rarity only."""

    def frequencies(self, field: str, tokens: Collection[str]) -> Mapping[str, int]:
        """In how many documents each token stands."""

    def own(self) -> list[Candidate]:
        """Documents that bear all of `query.own`."""

    def by_words(self, limit: int) -> list[Candidate]:
        """The best by words and pairs, with their BM25 score."""

    def by_all(self, limit: int) -> list[Candidate]:
        """The best among those whose text holds every unit of the query, wherever words are cut."""

    def by_grams(self, grams: Sequence[str], limit: int) -> list[Candidate]:
        """The best by trigrams; their BM25 score is that of the words (0 where none is held)."""

    def matching(self, needed: int, uids: Collection[int]) -> set[int]:
        """Which of these documents hold at least `needed` units of the query."""

    def behind(self, needed: int, without: Collection[int], offset: int, limit: int) -> list[int]:
        """Documents that hold `needed` units, best first by words, without those named."""

    def tally(self, needed: int, also: Collection[int]) -> tuple[int, Facets]:
        """How many hold `needed` units or are named in `also`, and their facets."""

    def documents(self, uids: Sequence[int]) -> Mapping[int, Document]:
        """The documents themselves."""


def answer(reader: Reader, query: Query, today: datetime.date | None = None) -> Results:
    """Answer a query; `today` decides what is recent."""
    today = today or datetime.date.today()
    if not query.groups:
        return Results(query.text, 0, page=query.page, page_size=query.page_size, message=query.message)
    if query.own:
        bearers = reader.own()
        if bearers:
            return _bearers(reader, query, bearers)
    ranked = rank_candidates(reader, query, today)
    needed = needed_units(query)
    best = ranked[0].score if ranked else 0.0
    head = [item for item in ranked if item.score >= best * w.ACCEPTED and _answers(item)]
    inside = reader.matching(needed, [item.candidate.uid for item in head])
    total, facets = reader.tally(needed, [s.candidate.uid for s in head if s.candidate.uid not in inside])
    start = (query.page - 1) * query.page_size
    shown = [(item.candidate.uid, item.score) for item in head[start : start + query.page_size]]
    if len(shown) < query.page_size and start + query.page_size > len(head):
        behind = reader.behind(
            needed,
            [item.candidate.uid for item in head],
            max(0, start - len(head)),
            query.page_size - len(shown),
        )
        shown += [(uid, 0.0) for uid in behind]
    meant = did_you_mean(query, head)
    return _results(reader, query, shown, total, facets, meant)


def _answers(item: Scored) -> bool:
    """Whether a candidate says enough of the query, or enough of it in one place, to be a result at all."""
    return item.shares["coverage"] >= w.LEAST_COVERAGE or item.shares["window"] >= w.LEAST_WINDOW


def rank_candidates(reader: Reader, query: Query, today: datetime.date) -> list[Scored]:
    """Candidates of a query, ordered."""
    size = reader.size()
    grams = rarest_grams(reader, query, size)
    candidates = {c.uid: c for c in reader.by_words(w.WORD_CANDIDATES)}
    if 1 < len(query.groups) <= w.MOST_UNITS_ALL:
        for candidate in reader.by_all(w.ALL_CANDIDATES):
            candidates.setdefault(candidate.uid, candidate)
    if grams:
        chosen = sorted(grams, key=lambda gram: -grams[gram])[: w.RAREST_GRAMS]
        names = [gram.decode("latin-1") for gram in chosen]
        for candidate in reader.by_grams(names, w.GRAM_CANDIDATES):
            candidates.setdefault(candidate.uid, candidate)
    if query.phrases:
        candidates = {
            uid: c for uid, c in candidates.items() if all(phrase in c.skeleton for phrase in query.phrases)
        }
    return rank(query, list(candidates.values()), group_rarities(reader, query, size), grams, today)


def rarest_grams(reader: Reader, query: Query, size: int) -> dict[bytes, float]:
    """Rarity of each trigram of the query that the index knows; of those it does not, that of the rarest."""
    if all(group.kind not in ("word", "abbreviation") for group in query.groups):
        return {}  # a number or a date is right or wrong: a similar one is another one
    grams = list(dict.fromkeys(grams_of(query.skeleton)))[:120]
    known = reader.frequencies("grams", [gram.decode("latin-1") for gram in grams])
    return {gram: rarity(known[gram.decode("latin-1")], size) for gram in grams}


def group_rarities(reader: Reader, query: Query, size: int) -> list[float]:
    """How much each unit of the query tells: that of its commonest sure alternative."""
    tokens = {token for group in query.groups for alt in group.alternatives for token in alt.tokens}
    known = reader.frequencies("words", tokens)

    def frequency(group: Group) -> int:
        sure = [alt for alt in group.alternatives if alt.weight > 0.5] or list(group.alternatives)
        return max(min(known[token] for token in alt.tokens) for alt in sure)

    return [
        rarity(count, size) if count else rarity(0, size) * w.UNKNOWN
        for count in map(frequency, query.groups)
    ]


def needed_units(query: Query) -> int:
    """How many units of a query a document must hold to be counted among its results."""
    count = len(query.groups)
    return count if count <= 2 else max(2, round(count * w.NEEDED_WORDS))


def _bearers(reader: Reader, query: Query, bearers: Sequence[Candidate]) -> Results:
    """Letters that bear a series number, the newest first."""
    ordered = sorted(bearers, key=lambda c: (-c.day, c.uid))
    uids = [candidate.uid for candidate in ordered]
    total, facets = reader.tally(0, uids)
    start = (query.page - 1) * query.page_size
    shown = [(uid, float(len(uids) - n)) for n, uid in enumerate(uids)][start : start + query.page_size]
    return _results(reader, query, shown, total, facets)


def _results(
    reader: Reader,
    query: Query,
    shown: Sequence[tuple[int, float]],
    total: int,
    facets: Facets,
    meant: str | None = None,
) -> Results:
    highlighter = Highlighter(query, meant or "")
    documents = reader.documents([uid for uid, _ in shown])
    hits = tuple(hit_of(documents[uid], score, highlighter) for uid, score in shown if uid in documents)
    return Results(
        query=query.text,
        total=total,
        hits=hits,
        facets=facets,
        page=query.page,
        page_size=query.page_size,
        did_you_mean=meant,
        message=query.message,
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
    )


def with_score(candidate: Candidate, bm25: float) -> Candidate:
    c = candidate
    return Candidate(c.uid, bm25, c.skeleton, c.type, c.day, c.own)


__all__ = ["FACETS", "Facets", "Reader", "answer", "rank_candidates"]
