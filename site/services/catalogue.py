"""The catalogue of services: what a reader chose, which guides fit, how many each further choice leaves."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from core.access import public
from search.thai.numerals import to_arabic
from services.choices import Level
from services.delegations import HOLDS_POWER
from services.models import CentrePage, Delegation, LifeEvent, Offering, ServicePage

PAGE_SIZE = 20
LONGEST_TEXT = 200
MOST_WORDS = 8
FEATURES = ("online", "free", "complete")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader chose in the catalogue.

    text           words that all must occur in a guide's title, summary, result or English title
    events         slugs of life events, any of which
    organisations  codes of owners or partners, any of which
    features       of FEATURES, all of which
    page           the page of the list, from 1
    """

    text: str = ""
    events: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    page: str = "1"

    @classmethod
    def of(cls, query: QueryDict) -> Choice:
        """From an address; what makes no sense is left out."""
        return cls(
            text=" ".join(query.get("q", "").replace("\x00", " ").split())[:LONGEST_TEXT],
            events=tuple(dict.fromkeys(filter(is_code, query.getlist("event")))),
            organisations=tuple(dict.fromkeys(filter(is_code, query.getlist("organisation")))),
            features=tuple(name for name in FEATURES if name in query.getlist("feature")),
            page=query.get("page", "1"),
        )

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.events or self.organisations or self.features)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One box to tick: how many guides there are with it and the other choices."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the catalogue and its filters."""

    choice: Choice
    total: int
    page: ListPage[ServicePage]
    events: list[FacetValue]
    organisations: list[FacetValue]
    features: list[FacetValue]


def listing(choice: Choice, on: datetime.date) -> Listing:
    """The guides that fit a choice, in Thai dictionary order, with counts for each filter. Four queries."""
    found = matching(choice, on).select_related("organisation").order_by("sort_key", "pk")
    counts = _feature_counts(choice, on)
    return Listing(
        choice,
        counts["total"],
        CountedPaginator(found, PAGE_SIZE, counts["total"]).get_page(choice.page),
        _event_facet(choice, on),
        _organisation_facet(choice, on),
        _feature_facet(choice, counts),
    )


class CountedPaginator(Paginator):
    """A paginator that is told how long the list is."""

    def __init__(self, found: QuerySet[Any], per_page: int, count: int) -> None:
        super().__init__(found, per_page)
        self.__dict__["count"] = count  # Django computes it at first use otherwise


def public_services() -> QuerySet[ServicePage]:
    return public(ServicePage.objects.all())


def matching(choice: Choice, on: datetime.date) -> QuerySet[ServicePage]:
    """The public guides that fit a choice, each once."""
    found = public_services()
    for word in to_arabic(choice.text).split()[:MOST_WORDS]:
        found = found.filter(
            Q(title__icontains=word)
            | Q(title_en__icontains=word)
            | Q(summary__icontains=word)
            | Q(result__icontains=word)
        )
    if choice.events:
        found = found.filter(_in_events(choice.events))
    if choice.organisations:
        found = found.filter(_of_organisations(choice.organisations))
    if "online" in choice.features:
        found = found.filter(is_online=True)
    if "free" in choice.features:
        found = found.filter(is_free=True)
    if "complete" in choice.features:
        found = found.filter(finished_somewhere(on))
    return found


def finished_somewhere(on: datetime.date) -> Exists:
    """Holds for guides that some public centre finishes, proven by an order in force on that day.

    The same rule as `services.proof`, in SQL.
    """
    in_force = Delegation.objects.filter(
        Q(expires=None) | Q(expires__gte=on),
        Q(revoked=None) | Q(revoked__gt=on),
        live=True,
        effective__lte=on,
    )
    covers = Q(all_centres=True) | Q(centres=OuterRef("centre"))
    proven = in_force.filter(covers, HOLDS_POWER, services=OuterRef("service"))
    return Exists(
        Offering.objects.filter(
            Exists(proven),
            service=OuterRef("pk"),
            level=Level.COMPLETE,
            centre__in=public(CentrePage.objects.all()),
        )
    )


def _in_events(slugs: Iterable[str]) -> Exists:
    links = ServicePage.life_events.through.objects
    return Exists(links.filter(servicepage=OuterRef("pk"), lifeevent__slug__in=slugs))


def _of_organisations(codes: Iterable[str]) -> Q:
    partners = ServicePage.partners.through.objects
    is_partner = Exists(partners.filter(servicepage=OuterRef("pk"), organisation__code__in=codes))
    return Q(organisation__code__in=codes) | Q(is_partner)


def _event_facet(choice: Choice, on: datetime.date) -> list[FacetValue]:
    fitting = matching(replace(choice, events=()), on).values("pk")
    events = LifeEvent.objects.annotate(
        count=Count("services", filter=Q(services__in=fitting), distinct=True)
    ).order_by("position", "name")
    return [
        FacetValue(event.slug, event.display_name, event.count, event.slug in choice.events)
        for event in events
        if event.count or event.slug in choice.events
    ]


def _organisation_facet(choice: Choice, on: datetime.date) -> list[FacetValue]:
    fitting = matching(replace(choice, organisations=()), on)
    rows = fitting.values("organisation__code", "organisation__name_th").annotate(
        count=Count("pk", distinct=True)
    )
    return [
        FacetValue(row["organisation__code"], row["organisation__name_th"], row["count"], selected)
        for row in rows.order_by("-count", "organisation__name_th")
        if (selected := row["organisation__code"] in choice.organisations) or row["count"]
    ]


def _feature_counts(choice: Choice, on: datetime.date) -> dict[str, int]:
    counts: dict[str, int] = matching(choice, on).aggregate(
        total=Count("pk"),
        online=Count("pk", filter=Q(is_online=True)),
        free=Count("pk", filter=Q(is_free=True)),
        complete=Count("pk", filter=Q(finished_somewhere(on))),
    )
    return counts


def _feature_facet(choice: Choice, counts: dict[str, int]) -> list[FacetValue]:
    labels = {
        "online": _("ทำออนไลน์ได้"),
        "free": _("ไม่มีค่าธรรมเนียม"),
        "complete": _("มีจุดบริการที่ทำเสร็จได้"),
    }
    return [
        FacetValue(name, label, counts[name], name in choice.features)
        for name, label in labels.items()
        if counts[name] or name in choice.features
    ]


def is_code(value: str) -> bool:
    return value.isascii() and value.replace("-", "").isalnum() and len(value) <= LONGEST_TEXT
