"""The list of centres: what a reader chose and which centres fit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from core.access import public
from search.thai.numerals import to_arabic
from services.catalogue import LONGEST_TEXT, MOST_WORDS, FacetValue, is_code
from services.choices import CentreKind
from services.models import CentrePage, Offering, ServicePage

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader chose in the list of centres.

    text           words that all must occur in a centre's name, summary, address, district or province
    kinds          of CentreKind, any of which
    provinces      codes of provinces, any of which
    organisations  codes of the organisations that run it, any of which
    service        the code of a service that the centre offers
    page           the page of the list, from 1
    """

    text: str = ""
    kinds: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    service: str = ""
    page: str = "1"

    @classmethod
    def of(cls, query: QueryDict) -> Choice:
        """From an address; what makes no sense is left out."""
        service = query.get("service", "")
        return cls(
            text=" ".join(query.get("q", "").replace("\x00", " ").split())[:LONGEST_TEXT],
            kinds=tuple(kind for kind in CentreKind.values if kind in query.getlist("kind")),
            provinces=tuple(dict.fromkeys(filter(is_code, query.getlist("province")))),
            organisations=tuple(dict.fromkeys(filter(is_code, query.getlist("organisation")))),
            service=service if is_code(service) else "",
            page=query.get("page", "1"),
        )

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.kinds or self.provinces or self.organisations or self.service)


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list of centres and its filters."""

    choice: Choice
    page: ListPage[CentrePage]
    kinds: list[FacetValue]
    provinces: list[FacetValue]
    service: ServicePage | None

    @property
    def total(self) -> int:
        return self.page.paginator.count


def listing(choice: Choice) -> Listing:
    """The centres that fit a choice, in Thai dictionary order, with counts for each filter."""
    found = (
        matching(choice)
        .select_related("organisation", "province")
        .annotate(services=Count("offerings", filter=Q(offerings__service__in=open_guides()), distinct=True))
        .order_by("sort_key", "pk")
    )
    service = open_guides().filter(slug=choice.service).first() if choice.service else None
    return Listing(
        choice,
        Paginator(found, PAGE_SIZE).get_page(choice.page),
        _kind_facet(choice),
        _province_facet(choice),
        service,
    )


def open_guides() -> QuerySet[ServicePage]:
    """The guides that everybody may read: only these are counted, and centres found by them."""
    return public(ServicePage.objects.all())


def matching(choice: Choice) -> QuerySet[CentrePage]:
    """The public centres that fit a choice, each once."""
    found = public(CentrePage.objects.all())
    for word in to_arabic(choice.text).split()[:MOST_WORDS]:
        found = found.filter(
            Q(title__icontains=word)
            | Q(title_en__icontains=word)
            | Q(summary__icontains=word)
            | Q(address__icontains=word)
            | Q(district__icontains=word)
            | Q(province__name_th__icontains=word)
        )
    if choice.kinds:
        found = found.filter(kind__in=choice.kinds)
    if choice.provinces:
        found = found.filter(province__code__in=choice.provinces)
    if choice.organisations:
        found = found.filter(organisation__code__in=choice.organisations)
    if choice.service:
        offered = Offering.objects.filter(
            centre=OuterRef("pk"), service__in=open_guides().filter(slug=choice.service)
        )
        found = found.filter(Exists(offered))
    return found


def _kind_facet(choice: Choice) -> list[FacetValue]:
    rows = matching(replace(choice, kinds=())).values("kind").annotate(count=Count("pk"))
    counts: dict[str, Any] = {row["kind"]: row["count"] for row in rows.order_by()}
    return [
        FacetValue(kind, str(label), counts.get(kind, 0), kind in choice.kinds)
        for kind, label in CentreKind.choices
        if counts.get(kind) or kind in choice.kinds
    ]


def _province_facet(choice: Choice) -> list[FacetValue]:
    fitting = matching(replace(choice, provinces=())).filter(province__isnull=False)
    rows = fitting.values("province__code", "province__name_th").annotate(count=Count("pk"))
    return [
        FacetValue(
            row["province__code"],
            row["province__name_th"],
            row["count"],
            row["province__code"] in choice.provinces,
        )
        for row in rows.order_by("-count", "province__name_th")
    ]
