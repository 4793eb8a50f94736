"""What a journey's page shows, and of which journeys a guide is part. Only what everybody may read is
shown or counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import public
from core.bilingual import in_reader_language
from services.choices import FeeKind
from services.guide_checks import durations_text
from services.guides import ServicePage
from services.journeys import totals
from services.journeys.blocks import Item, Join, Outline
from services.journeys.models import JourneyPage, JourneyPart
from services.presentation import BAHT, amount_text

SHOW_ALL = "all"
MOST_JOURNEYS = 5
"""Journeys that a guide's page names."""


@dataclass(frozen=True, slots=True)
class ShownItem:
    """A piece of a step, with the guide itself where it is one."""

    item: Item
    guide: ServicePage | None
    has_ended: bool = False


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step as the page shows it. Steps of one group share `number`; only its first says it."""

    title: str
    number: int
    join: Join
    position: int
    items: tuple[ShownItem, ...]
    title_en: str = ""

    @property
    def anchor(self) -> str:
        return f"step-{self.position}"

    @property
    def label(self) -> str:
        """ "ขั้นที่ 2", or how the step stands to the one before it."""
        if self.join == Join.AND:
            return _("และ")
        if self.join == Join.OR:
            return _("หรือ")
        return _("ขั้นที่ %d") % self.number


@dataclass(frozen=True, slots=True)
class Membership:
    """That a guide is a step of a journey."""

    journey: JourneyPage
    step: ShownStep

    @property
    def url(self) -> str:
        return f"{self.journey.url}#{self.step.anchor}"


def public_journeys() -> QuerySet[JourneyPage]:
    return public(JourneyPage.objects.all())


def public_guides(outlines: Iterable[Outline]) -> dict[int, ServicePage]:
    """The guides of some steps that everybody may read, by number. One query."""
    wanted = {item.guide for step in outlines for item in step.items if item.guide}
    found = public(ServicePage.objects.filter(pk__in=wanted)).select_related("organisation")
    return {guide.pk: guide for guide in found}


def shown_steps(outlines: Iterable[Outline], guides: Mapping[int, ServicePage]) -> list[ShownStep]:
    """The steps in Thai, numbered anew, without what is not public: a step of which nothing is left is left
    out."""
    today = timezone.localdate()
    steps: list[ShownStep] = []
    number = 0
    begun = False
    for outline in outlines:
        if outline.join == Join.THEN:
            begun = False
        items = tuple(
            ShownItem(item, guide, bool(guide and guide.valid_to and guide.valid_to < today))
            for item in outline.items
            if (guide := guides.get(item.guide or 0)) or item.kind != "guide"
        )
        if not items:
            continue
        number += not begun
        join = outline.join if begun else Join.THEN
        begun = True
        steps.append(ShownStep(outline.title, number, join, len(steps) + 1, items, outline.title_en))
    return steps


def translated(steps: Iterable[ShownStep]) -> list[ShownStep]:
    """The steps as the reader is shown them, Thai where nobody has translated."""
    said = in_reader_language
    return [
        replace(
            step,
            title=said(step.title, step.title_en),
            items=tuple(
                replace(
                    one,
                    item=replace(
                        one.item,
                        text=said(one.item.text, one.item.text_en),
                        note=said(one.item.note, one.item.note_en),
                    ),
                )
                for one in step.items
            ),
        )
        for step in steps
    ]


def groups(steps: Iterable[ShownStep]) -> list[totals.Group]:
    """The steps as `services.journeys.totals` computes with them; what has ended is not counted."""
    found: dict[int, list[ShownStep]] = {}
    for step in steps:
        found.setdefault(step.number, []).append(step)
    return [
        totals.Group(
            number,
            tuple(
                tuple(_part(one.guide, one.item) for one in step.items if one.guide and not one.has_ended)
                for step in members
            ),
            choice=any(step.join == Join.OR for step in members),
        )
        for number, members in found.items()
    ]


def journey_context(page: JourneyPage, request: HttpRequest | None = None) -> dict[str, Any]:
    """The template context of a journey. One query."""
    from services.journeys.linked_data import of_journey

    outlines = page.outline
    guides = public_guides(outlines)
    in_thai = shown_steps(outlines, guides)
    steps = translated(in_thai)
    counted = groups(steps)
    cost, time, papers = totals.cost(counted), totals.time(counted), totals.papers(counted)
    used = [one.guide for step in steps for one in step.items if one.guide and not one.has_ended]
    return {
        "steps": steps,
        "step_count": steps[-1].number if steps else 0,
        "agencies": list({guide.organisation_id: guide.organisation for guide in used}.values()),
        "papers": [paper for paper in papers if paper.from_group is None],
        "papers_on_the_way": [paper for paper in papers if paper.from_group is not None],
        "papers_unverified": any(guide.documents_unverified for guide in used),
        "cost": cost_text(cost),
        "cost_unknown": cost.unknown,
        "cost_unverified": any(guide.fees_unverified for guide in used),
        "time": durations_text(time.most),
        "time_unknown": time.unknown,
        "time_unverified": any(guide.durations_unverified for guide in used),
        "show_all": request is not None and request.GET.get("show") == SHOW_ALL,
        "linked_data": of_journey(page, in_thai, papers),
    }


def journeys_of(guide: ServicePage) -> list[Membership]:
    """The public journeys of which a guide is part, by title, with its first step in each. One query
    at most."""
    if not getattr(guide, "has_journeys", True):
        return []
    parts = (
        JourneyPart.objects.filter(
            journey__in=public_journeys().filter(parts__service=guide),
            service__in=public(ServicePage.objects.all()),
        )
        .select_related("journey")
        .order_by("journey__sort_key", "journey_id")
    )
    journeys: dict[int, tuple[JourneyPage, set[int]]] = {}
    for part in parts:
        journeys.setdefault(part.journey_id, (part.journey, set()))[1].add(part.service_id)
    found = []
    for journey, visible in list(journeys.values())[:MOST_JOURNEYS]:
        steps = translated(shown_steps(journey.outline, dict.fromkeys(visible, guide)))
        first = next((step for step in steps if any(i.item.guide == guide.pk for i in step.items)), None)
        if first is not None:
            found.append(Membership(journey, first))
    return found


def cost_text(cost: totals.Cost) -> str:
    """ "100 บาท", "50 – 150 บาท", "ไม่มีค่าธรรมเนียม"; empty where no guide's fee can be computed."""
    least, most = amount_text(cost.known.least), amount_text(cost.known.most)
    if cost.known.most == 0:
        return "" if cost.unknown else _("ไม่มีค่าธรรมเนียม")
    if least == most:
        return _("%s บาท") % most
    if cost.known.least == 0:
        return _("ไม่เกิน %s บาท") % most
    return _("%(least)s – %(most)s บาท") % {"least": least, "most": most}


def fee_range(guide: ServicePage) -> totals.Range | None:
    """What a guide costs, None where that cannot be computed.

    Whether several items are alternatives or add up is not in the data: so from the least to the sum of all.
    """
    fees = [row.value for row in guide.fees]
    if not fees:
        return None
    amounts = []
    for fee in fees:
        if fee["kind"] == FeeKind.NONE:
            amounts.append(totals.ZERO)
        elif fee["kind"] == FeeKind.FIXED and fee["amount"] and (fee["unit"] or "").strip() == BAHT:
            amounts.append(fee["amount"])
        else:
            return None
    return totals.Range(min(amounts), sum(amounts, totals.ZERO))


def _part(guide: ServicePage, item: Item) -> totals.Part:
    documents = (row.value for row in (*guide.identity_documents, *guide.other_documents))
    return totals.Part(
        guide.display_title,
        item.note,
        fee_range(guide),
        guide.total_duration,
        tuple(
            totals.Paper(
                value["name"],
                value["unit"],
                value["originals"],
                value["copies"],
                in_reader_language(value["condition"] or "", ""),
            )
            for value in documents
        ),
        guide.result,
    )
