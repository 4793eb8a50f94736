"""One section of a model guideline across organisations: who follows it, who deviates, how and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, Subquery
from django.http import Http404

from core.access import public
from core.comparing import Compared
from guidelines.comparing import compare_bodies
from guidelines.editions import standing
from guidelines.models import AdaptationPage, EditionSection, SectionDecision
from guidelines.models.adaptation import Choice

if TYPE_CHECKING:
    from guidelines.models import GuidelinePage

PER_PAGE = 20
"""Organisations that deviate, on one page: each is compared word by word."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """What an organisation made of the section; `model` is the wording that it rests on, if any."""

    adaptation: AdaptationPage
    decision: SectionDecision
    model: EditionSection | None
    paragraphs: list[Compared]


def section_across(guideline: GuidelinePage, anchor: str, asked: Mapping[str, str]) -> dict[str, Any]:
    """A section of the newest standing edition in the adaptations that everybody may read, a page at a time.

    Raises Http404 for a section that the edition has not got. Three queries, however many organisations.
    """
    section_id = anchor.upper()
    pages = _adaptations(guideline, section_id)
    deviating = [each for each in pages if each.choice not in (None, Choice.INHERITED) and not each.let_go]
    shown = Paginator(deviating, PER_PAGE).get_page(asked.get("page"))
    decisions = {
        each.page_id: each
        for each in SectionDecision.objects.filter(
            page__in=[each.pk for each in shown], section_id=section_id
        )
    }
    models, section = _sections(guideline, section_id, {each.edition_id for each in decisions.values()})
    following = [each for each in pages if each.has_section and each.choice in (None, Choice.INHERITED)]
    return {
        "section": section,
        "total": len(pages),
        "deviating": len(deviating),
        "deviations": [_deviation(each, decisions[each.pk], models) for each in shown],
        "following": [each for each in following if not each.let_go],
        "without": [each for each in pages if each.let_go or (each.choice is None and not each.has_section)],
        "current": shown.number,
        "last": shown.paginator.num_pages,
    }


def _adaptations(guideline: GuidelinePage, section_id: str) -> list[Any]:
    """The public adaptations by name, each with `choice`, `let_go` and `has_section`. One query."""
    decision = SectionDecision.objects.filter(page=OuterRef("pk"), section_id=section_id)
    frozen = EditionSection.objects.filter(edition=OuterRef("edition"), section_id=section_id)
    return list(
        public(AdaptationPage.objects.filter(guideline=guideline))
        .select_related("organisation")
        .annotate(
            choice=Subquery(decision.values("choice")[:1]),
            let_go=Exists(decision.filter(removed_in__isnull=False)),
            has_section=Exists(frozen),
        )
        .order_by("organisation__name_th")
    )


def _sections(
    guideline: GuidelinePage, section_id: str, editions: set[int | None]
) -> tuple[dict[int, EditionSection], EditionSection]:
    """The section in some editions, by edition, and in the newest that stands. Raises Http404."""
    newest = standing(guideline).values("pk")[:1]
    rows = (
        EditionSection.objects.filter(section_id=section_id)
        .annotate(is_newest=Q(edition=Subquery(newest)))
        .filter(Q(is_newest=True) | Q(edition__in=[pk for pk in editions if pk]))
        .select_related("edition")
    )
    found = {row.edition_id: row for row in rows}
    section = next((row for row in found.values() if row.is_newest), None)
    if section is None:
        raise Http404
    return found, section


def _deviation(
    page: AdaptationPage, decision: SectionDecision, models: dict[int, EditionSection]
) -> Deviation:
    model = models.get(decision.edition_id or 0)
    own = decision.body if decision.has_own_text else []
    paragraphs = compare_bodies(decision.choice, model.body if model else [], own)
    return Deviation(page, decision, model, paragraphs)
