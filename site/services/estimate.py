"""What one visitor still has to get: the documents of a guide less those at hand, and who issues the rest.

Everything follows from the address (`?have=…&case=…`), so that it works without JavaScript and leaves no
trace; with JavaScript the page computes the same and sends nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.http import QueryDict

from core.access import public
from services.guide_checks import duration_text
from services.guide_figures import sum_of_fees
from services.guides import ServicePage
from services.presentation import fee_summary

MOST_SOURCES = 3
"""Guides named for one document; more would be no help."""


@dataclass(frozen=True, slots=True)
class Source:
    """A guide by which a document is got.

    fee, days  the sum of all its items and the days it takes; None where the guide does not say
    """

    title: str
    url: str
    organisation: str
    fee_text: str
    time_text: str
    fee: Decimal | None
    days: int | None


@dataclass(frozen=True, slots=True)
class Paper:
    """A document on the visitor's list (เอกสารในรายการของผู้ขอ).

    case  number of its case among the guide's, from 1; 0 where everybody needs it
    """

    id: str
    value: Any
    case: int
    has: bool
    applies: bool
    sources: tuple[Source, ...]

    @property
    def is_missing(self) -> bool:
        return self.applies and not self.has

    @property
    def fee(self) -> Decimal | None:
        """The dearest way to it; None where there is none or one does not say."""
        return _most([source.fee for source in self.sources])

    @property
    def days(self) -> int | None:
        return _most([source.days for source in self.sources])


@dataclass(frozen=True, slots=True)
class Estimate:
    """The visitor's list, by the two kinds of documents, and what comes of it.

    asked  whether the visitor said anything; otherwise the page shows the list alone
    cases  the conditions of documents that not everybody needs, each once
    fees, days  of the missing documents that say so: the sum, and the longest as all can be asked for at once
    """

    papers: Mapping[str, list[Paper]]
    cases: tuple[str, ...]
    chosen: frozenset[int]
    asked: bool

    @property
    def missing(self) -> list[Paper]:
        return [paper for papers in self.papers.values() for paper in papers if paper.is_missing]

    @property
    def all(self) -> list[Paper]:
        return [paper for papers in self.papers.values() for paper in papers]

    @property
    def fees(self) -> Decimal | None:
        stated = [paper.fee for paper in self.missing if paper.fee is not None]
        return sum(stated, Decimal(0)) if stated else None

    @property
    def days(self) -> int | None:
        return max((paper.days for paper in self.missing if paper.days is not None), default=None)

    @property
    def has_sources(self) -> bool:
        return any(paper.sources for paper in self.all)


def of_guide(
    guide: ServicePage, query: QueryDict | None = None, others: Iterable[ServicePage] | None = None
) -> Estimate:
    """The list for a visitor who said in the address what is at hand; what makes no sense is ignored.

    `others` are the public guides that `issuing` tells of; without them they are read, in one query.
    """
    rows = {"identity": list(guide.identity_documents), "other": list(guide.other_documents)}
    children = [row for kind in rows.values() for row in kind]
    cases = tuple(dict.fromkeys(text for row in children if (text := (row.value["condition"] or "").strip())))
    said = query or QueryDict()
    have = set(said.getlist("have"))
    chosen = frozenset(
        int(number)
        for number in said.getlist("case")
        if number.isascii() and number.isdigit() and len(number) < 4 and 0 < int(number) <= len(cases)
    )
    sources = _sources(guide, children, others)
    papers: dict[str, list[Paper]] = {}
    for kind, found in rows.items():
        papers[kind] = [
            Paper(
                row.id,
                row.value,
                case := _number(cases, row.value),
                row.id in have,
                not case or case in chosen,
                sources.get(row.id, ()),
            )
            for row in found
        ]
    return Estimate(papers, cases, chosen, asked="have" in said or "case" in said or "list" in said)


def _number(cases: tuple[str, ...], value: Any) -> int:
    text = (value["condition"] or "").strip()
    return cases.index(text) + 1 if text else 0


def issuing(guide: ServicePage) -> Q | None:
    """Which guides issue the documents of a guide; None where it asks for none."""
    named, texts = _wanted([*guide.identity_documents, *guide.other_documents])
    if not named and not texts:
        return None
    return Q(pk__in=set(named.values())) | Q(result__in=set(texts.values()))


def read(wanted: Q | None) -> Iterable[ServicePage]:
    """Public guides with what a list of sources shows, in the order of their titles; one query or none."""
    if wanted is None:
        return ()
    guides = public(ServicePage.objects.filter(wanted)).select_related("organisation")
    return guides.defer(*_NOT_SHOWN).order_by("sort_key", "pk")


def _wanted(rows: Iterable[Any]) -> tuple[dict[str, int], dict[str, str]]:
    """By row the guide that its editor named, and the names of the other documents."""
    named = {row.id: row.value["service"].pk for row in rows if row.value["service"]}
    return named, {row.id: _plain(row.value["name"]) for row in rows if row.id not in named}


def _sources(
    guide: ServicePage, rows: list[Any], others: Iterable[ServicePage] | None
) -> dict[str, tuple[Source, ...]]:
    """By row the public guides that its editor named, otherwise those with the document as their result."""
    named, texts = _wanted(rows)
    by_result: dict[str, list[ServicePage]] = defaultdict(list)
    by_key: dict[int, ServicePage] = {}
    for found in read(issuing(guide)) if others is None else others:
        if found.pk == guide.pk:
            continue
        by_key[found.pk] = found
        if found.result:
            by_result[_plain(found.result)].append(found)
    sources = {key: [by_key[pk]] for key, pk in named.items() if pk in by_key}
    sources |= {key: by_result[text][:MOST_SOURCES] for key, text in texts.items() if text in by_result}
    return {key: tuple(_source(found) for found in some) for key, some in sources.items()}


_NOT_SHOWN = (
    "criteria",
    "channels",
    "steps",
    "identity_documents",
    "other_documents",
    "forms",
    "legal_basis",
    "complaint_channels",
)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _source(guide: ServicePage) -> Source:
    total = guide.total_duration
    return Source(
        guide.display_title,
        guide.url or "",
        guide.organisation.display_name,
        fee_summary(guide),
        duration_text(total) if total else "",
        sum_of_fees([row.value for row in guide.fees]),
        guide.longest_days,
    )


def _most(values: list[Any]) -> Any:
    return max(values) if values and None not in values else None
