"""What the public templates of guidelines and adaptations are given."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from wagtail.models import Page

from guidelines.models.adaptation import Choice
from guidelines.reading import read_adaptation
from organisations.models import Membership, Organisation, Role

if TYPE_CHECKING:
    from guidelines.models import AdaptationPage, GuidelinePage, GuidelineRecommendation, GuidelineSection


@dataclass(frozen=True, slots=True)
class Anchor:
    """An entry of a table of contents."""

    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section of the model guideline as readers see it."""

    number: int
    section: GuidelineSection
    grounds: tuple[GuidelineRecommendation, ...]
    blanks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """What an editor may do for an organisation: begin an adaptation, or go on with `page`."""

    organisation: Organisation
    page: AdaptationPage | None


def guideline_context(page: GuidelinePage, request: HttpRequest) -> dict[str, Any]:
    """Sections and their grounds, letters that readers may see, adaptations, the reader's own ways on."""
    recommendations = list(page.recommendations.all())
    letters = _public_letters({each.letter_id for each in recommendations if each.letter_id})
    grounds = {each.code: each for each in recommendations}
    labels = {blank.key: blank.label for blank in page.parameters.all()}
    sections = [
        ShownSection(
            number,
            section,
            tuple(grounds[code] for code in section.grounded_on if code in grounds),
            tuple(labels.get(key, key) for key in section.required_additions),
        )
        for number, section in enumerate(page.sections.all(), 1)
    ]
    adaptations = (
        page.adaptations.filter(live=True).select_related("organisation").order_by("organisation__name_th")
    )
    return {
        "sections": sections,
        "contents": [Anchor(s.section.anchor, f"{s.number}. {s.section.heading}") for s in sections],
        "recommendations": [(each, letters.get(each.letter_id)) for each in recommendations],
        "edition": page.editions.order_by("-number").first(),
        "adaptations": list(adaptations),
        "starts": _starts(page, request),
    }


def _public_letters(ids: set[int]) -> dict[int, Page]:
    if not ids:
        return {}
    return {letter.pk: letter for letter in Page.objects.filter(pk__in=ids).live().public().specific()}


def _starts(page: GuidelinePage, request: HttpRequest) -> list[Start]:
    """For each organisation that the reader edits for; empty for nearly everybody, without a query."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or getattr(request, "is_preview", False):
        return []
    memberships = Membership.objects.filter(user=user, role=Role.EDITOR).select_related("organisation")
    organisations = [membership.organisation for membership in memberships]
    if not organisations:
        return []
    existing = {
        each.organisation_id: each for each in page.adaptations.filter(organisation__in=organisations)
    }
    return [Start(organisation, existing.get(organisation.pk)) for organisation in organisations]


def adaptation_context(page: AdaptationPage, request: HttpRequest) -> dict[str, Any]:
    """The sections as they read, how many are whose, and the edition of the model they rest on."""
    sections = read_adaptation(page)
    counts = Counter(section.choice for section in sections)
    newest = page.guideline.editions.order_by("-number").first()
    shown_in_sections = {filled.parameter.key for section in sections for filled in section.filled}
    labels = {blank.key: blank for blank in page.guideline.parameters.all()}
    return {
        "sections": sections,
        "contents": [Anchor(s.anchor, f"{s.number}. {s.heading}") for s in sections],
        "counts": [(choice.label, counts[choice.value]) for choice in Choice if counts[choice.value]],
        "edition": page.edition,
        "newer_edition": newest if newest and newest.number > page.edition.number else None,
        "general": [
            (labels[value.key].label, value.items)
            for value in page.values.all()
            if value.key in labels and value.key not in shown_in_sections and value.items
        ],
    }
