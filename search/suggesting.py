"""What a reader may be typing, and why a result stands where it does."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Protocol

from search.analysis import clean, skeleton, words_of
from search.answering import Reader, rank_candidates, understood
from search.document import Document
from search.query import Query
from search.ranking import PART, Candidate
from search.relevance import weights as w
from search.results import ExplainedHit, ExplainedUnit, Explanation
from search.thai.keyboard import meant_thai
from search.thai.normalise import normalise

LONGEST = 60


class SuggestingReader(Protocol):
    """What an engine lends for suggestions; everything keeps to the reader's access."""

    def titles_with(self, literal: bytes, limit: int) -> list[Candidate]:
        """Documents whose title or other names may contain these characters."""

    def words_with(self, prefix: str, limit: int) -> list[str]:
        """Words of titles that begin so, the most frequent first."""

    def documents(self, uids: Sequence[int]) -> Mapping[int, Document]:
        """The documents themselves."""


def suggest(reader: SuggestingReader, text: str, limit: int) -> list[str]:
    """Titles and names that contain the typed letters, those that begin with them first; then words."""
    text = meant_thai(text.strip()) or text
    plain = normalise(text[: LONGEST * 2])[:LONGEST]
    typed = skeleton(plain)
    if not clean(plain):
        return []
    found: list[str] = []
    if len(typed) > 2:
        candidates = [c for c in reader.titles_with(typed, 80) if typed in _head(c)]
        candidates.sort(key=lambda c: (-_likelihood(c, typed), len(_head(c)), c.uid))
        documents = reader.documents([c.uid for c in candidates[:limit]])
        found = [_shown(documents[c.uid], plain) for c in candidates[:limit] if c.uid in documents]
    else:
        found = reader.words_with(plain, limit)
    return list(dict.fromkeys(found))[:limit]


def _head(candidate: Candidate) -> bytes:
    return PART.join(candidate.skeleton.split(PART, 2)[:2])


def _likelihood(candidate: Candidate, typed: bytes) -> float:
    head = _head(candidate)
    begins = head.startswith(typed) or b"\x03" + typed in head or PART + typed in head
    return w.TYPE_PRIOR.get(candidate.type, 0.0) + 1.0 * begins


def _shown(document: Document, plain: str) -> str:
    """The title, or the other name that was being typed."""
    typed = skeleton(plain)
    if typed in skeleton(normalise(document.title)):
        return document.title
    names = (*document.keywords, document.number or "")
    return next((name for name in names if typed in skeleton(normalise(name))), document.title)


def explain(reader: Reader, query: Query, limit: int) -> Explanation:
    """How a query was understood, and the scores of its first results, part by part."""
    reader, query = understood(reader, query)
    ranked = rank_candidates(reader, query, datetime.date.today())[:limit] if query.groups else []
    documents = reader.documents([item.candidate.uid for item in ranked])
    return Explanation(
        query=query.text,
        normalised=query.plain,
        tokens=tuple(words_of(query.plain)),
        units=tuple(
            ExplainedUnit(
                group.text,
                group.kind,
                tuple((a.text or a.tokens[0], round(a.weight, 3), a.reason) for a in group.alternatives),
            )
            for group in query.groups
        ),
        phrases=tuple(phrase.decode("tis-620", "replace") for phrase in query.phrases),
        excluded=tuple(" ".join(words) for words in query.excluded),
        own=query.own,
        message=query.message,
        hits=tuple(
            ExplainedHit(
                documents[item.candidate.uid].key,
                documents[item.candidate.uid].title,
                round(item.score, 4),
                {name: round(value, 4) for name, value in item.parts.items()},
            )
            for item in ranked
        ),
    )
