"""What the public pages of a guide and of a centre show, beyond their own fields."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from core import page_cache
from organisations.models import Organisation
from services import estimate, linked_data, opening
from services.centres import CentrePage
from services.choices import ChannelType, Facility
from services.durations import CLOCK
from services.guide_checks import duration_text
from services.guides import ServicePage, as_duration
from services.holidays import Holiday, calendar
from services.journeys.reading import journeys_of
from services.local_guides import LocalGuidePage
from services.local_reading import local_context, province_of
from services.offers import Offer, offers_of_centre, offers_of_service
from services.opening import Hours, Status
from services.presentation import date_text, days_text, fee_summary, fee_text, hours_text, status_text
from services.stops import coming, span_of
from services.working_days import Calendar, CalendarMissing

HOLIDAYS_AHEAD = 45
"""Days ahead for which a centre's page names the holidays on which it is closed."""

MOST_NAMED = 3
"""Documents that the first screen names."""

ACCESS = frozenset(
    {
        Facility.RAMP,
        Facility.LIFT,
        Facility.ACCESSIBLE_TOILET,
        Facility.SIGN_LANGUAGE,
        Facility.BRAILLE,
        Facility.PRIORITY_QUEUE,
    }
)
"""Facilities without which some people cannot come."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step as the timeline shows it."""

    title: str
    detail: str
    duration: str
    responsible_unit: str


@dataclass(frozen=True, slots=True)
class Fee:
    """A row of the fees table."""

    item: str
    text: str
    note: str
    unverified: bool


@dataclass(frozen=True, slots=True)
class Law:
    """A law on which the service rests; `note` says since or until when."""

    title: str
    sections: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class Opening:
    """A line of the opening hours."""

    days: str
    hours: str
    note: str


@dataclass(frozen=True, slots=True)
class Visit:
    """A coming stop of a mobile unit."""

    date: datetime.date
    hours: str
    place: str
    note: str


def guide_context(
    page: ServicePage, local: LocalGuidePage | None = None, request: HttpRequest | None = None
) -> dict[str, Any]:
    """The template context of a guide, or of a local variant with the guide as it holds there.

    Reads the centres that offer it and the orders in force today.
    """
    duration = page.total_duration
    today = timezone.localdate()
    offers = offers_of_service(page, today)
    if local is not None:
        offers = in_reach(offers, local)
    documents = [row.value for row in (*page.identity_documents, *page.other_documents)]
    needed = [document for document in documents if not document["condition"]]
    cases, issuing = cases_query(page), estimate.issuing(page)
    others = list(estimate.read(cases | issuing if cases and issuing else cases or issuing))
    counted = estimate.of_guide(page, request.GET if request is not None else None, others)
    start = next(
        (row.value for row in page.channels if row.value["type"] == ChannelType.ONLINE and row.value["url"]),
        None,
    )
    partners, areas = organisations_named(page)
    return {
        "guide": page,
        "local": local,
        "estimate": counted,
        "cases": cases_of(page, others) if cases else [],
        "areas": [local.organisation] if local is not None else areas,
        **({} if local else local_context(page, request)),
        "duration": duration_text(duration) if duration else "",
        "is_coming": page.valid_from is not None and page.valid_from > today,
        "has_ended": page.valid_to is not None and page.valid_to < today,
        "due_date": due_date(page, today),
        "fee": fee_summary(page),
        "fees": [
            Fee(row.value["item"], fee_text(row.value), row.value["note"], row.value["unverified"])
            for row in page.fees
        ],
        "steps": [_step(row.value, local.unit if local else "") for row in page.steps],
        "document_kinds": [
            (heading, anchor, counted.papers[anchor])
            for heading, anchor in (
                (_("เอกสารยืนยันตัวตนที่ออกโดยหน่วยงานของรัฐ"), "identity"),
                (_("เอกสารอื่น"), "other"),
            )
            if counted.papers[anchor]
        ],
        "needed_documents": (needed or documents)[:MOST_NAMED],
        "more_documents": max(0, len(needed or documents) - MOST_NAMED),
        "start_channel": start,
        "laws": [_law(row.value, today) for row in page.legal_basis],
        "offers": offers,
        "complete_offers": [offer for offer in offers if offer.is_complete],
        "life_events": list(page.life_events.all()),
        "partners": partners,
        "journeys": journeys_of(page),
        "linked_data": linked_data.of_service(page, areas, local),
    }


def in_reach(offers: Iterable[Offer], local: LocalGuidePage) -> list[Offer]:
    """The offers of centres in the province of a local variant, and of mobile units that belong to none."""
    province = province_of(local.organisation)
    here = {None, local.organisation_id, province.pk if province else None}
    return [offer for offer in offers if offer.centre.province_id in here]


def cases_query(page: ServicePage) -> Q | None:
    """The guides of the same service, this one among them; None where it was found without any."""
    if not getattr(page, "has_cases", True):
        return None
    main = page.variant_of_id or page.pk
    return Q(variant_of=main) | Q(pk=main)


def cases_of(page: ServicePage, guides: Iterable[ServicePage]) -> list[tuple[ServicePage, str]]:
    """Of public guides those of the same service, each with the name of its case, this one among them; empty
    where it stands alone."""
    main = page.variant_of_id or page.pk
    cases = [each for each in guides if main in (each.pk, each.variant_of_id)]
    named = [(each, each.variant_name or each.display_title) for each in cases]
    return named if any(each.pk != page.pk for each in cases) else []


def organisations_named(page: ServicePage) -> tuple[list[Organisation], list[Organisation]]:
    """The guide's partners and the areas in which it holds, none for the whole country. One query at most for
    a guide that was found for its public page; a preview shows what its draft says."""
    if not hasattr(page, "has_partners"):
        return list(page.partners.all()), list(page.areas.all())
    if not (page.has_partners or page.has_areas):
        return [], []
    own = {"servicepage": page.pk, "organisation": OuterRef("pk")}
    named = Organisation.objects.annotate(
        is_partner=Exists(ServicePage.partners.through.objects.filter(**own)),
        is_area=Exists(ServicePage.areas.through.objects.filter(**own)),
    ).filter(Q(is_partner=True) | Q(is_area=True))
    found = list(named)
    return [each for each in found if each.is_partner], [each for each in found if each.is_area]


def centre_context(page: CentrePage) -> dict[str, Any]:
    """The template context of a centre. Reads its services and the orders in force today."""
    now = timezone.localtime()
    today = now.date()
    visits = coming([row.value for row in page.schedule], now)
    page_cache.stale_at(min((span_of(each, now.tzinfo)[1] for each in visits), default=None))
    return _opening_status(page, now, calendar()) | {
        "openings": [
            Opening(
                days_text(row.value["days"]),
                hours_text(row.value["opens"], row.value["closes"]),
                row.value["note"],
            )
            for row in page.opening_hours
        ],
        "facilities": [str(Facility(row.value).label) for row in page.facilities if row.value not in ACCESS],
        "access": [str(Facility(row.value).label) for row in page.facilities if row.value in ACCESS],
        "visits": [_visit(value) for value in visits],
        "offers": offers_of_centre(page, today),
        "is_certified": page.gecc_valid_to is not None and page.gecc_valid_to >= today,
        "linked_data": linked_data.of_centre(page),
    }


def hours_of(page: CentrePage) -> list[Hours]:
    """The opening hours of a centre as `services.opening` computes with them."""
    return [
        Hours(frozenset(map(int, row.value["days"])), row.value["opens"], row.value["closes"])
        for row in page.opening_hours
    ]


def status_of(page: CentrePage, now: datetime.datetime, days_off: Calendar) -> Status | None:
    """Whether a centre is open at a moment: by its hours, or because it stands at a stop that it announced.
    None where neither is known."""
    hours = hours_of(page)
    stops = [span_of(each, now.tzinfo) for each in coming([row.value for row in page.schedule], now)]
    if not (hours or stops):
        return None
    return opening.status(hours, now, days_off, page.closed_on_holidays, stops)


def _opening_status(page: CentrePage, now: datetime.datetime, days_off: Calendar) -> dict[str, Any]:
    """Whether it is open now, and the holidays of the next weeks on which it closes."""
    found = status_of(page, now, days_off)
    if found is None:
        return {"status": None, "status_text": "", "coming_holidays": []}
    page_cache.stale_at(found.changes)
    until = now.date() + datetime.timedelta(days=HOLIDAYS_AHEAD)
    closing = Holiday.objects.filter(date__range=(now.date(), until)).order_by("date")
    return {
        "status": found,
        "status_text": status_text(found, now),
        "coming_holidays": list(closing) if page.closed_on_holidays and page.opening_hours else [],
    }


def due_date(page: ServicePage, today: datetime.date) -> datetime.date | None:
    """By when a request complete today must be finished; None for what takes less than a day, without a
    stated total, and where the holidays in between are not known. One query at most."""
    duration = page.total_duration
    if duration is None or duration.unit in CLOCK:
        return None
    try:
        return calendar().due(today, duration)
    except (CalendarMissing, ValueError):
        return None


def _law(value: Any, today: datetime.date) -> Law:
    start, end = value["valid_from"], value["valid_to"]
    if end and end < today:
        note = _("สิ้นผลแล้วเมื่อ %s") % date_text(end)
    elif start and start > today:
        note = _("จะใช้บังคับตั้งแต่ %s") % date_text(start)
    elif start and end:
        note = _("ใช้บังคับ %(start)s ถึง %(end)s") % {"start": date_text(start), "end": date_text(end)}
    elif end:
        note = _("ใช้บังคับถึง %s") % date_text(end)
    else:
        note = _("ใช้บังคับตั้งแต่ %s") % date_text(start) if start else ""
    return Law(value["title"], value["sections"] or "", value["url"] or "", note)


def _step(value: Any, unit: str) -> Step:
    duration = as_duration(value["value"], value["unit"])
    return Step(
        value["type"],
        value["detail"],
        duration_text(duration) if duration else "",
        value["responsible_unit"] or unit,
    )


def _visit(value: Any) -> Visit:
    place = " ".join(part for part in (value["place"], value["district"], value["province"]) if part)
    return Visit(value["date"], hours_text(value["starts"], value["ends"]), place, value["note"])
