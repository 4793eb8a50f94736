"""What the public templates of guidelines and adaptations are given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.access import is_public, public
from core.bilingual import phrase
from guidelines.between import compare_editions
from guidelines.history import chosen_edition, history_of
from guidelines.models.adaptation import Choice
from guidelines.models.section import SectionContent
from guidelines.practice import practice_of
from guidelines.reading import fill, newest_number, read_adaptation, values_of
from organisations.models import Membership, Organisation, Role

if TYPE_CHECKING:
    from guidelines.models import AdaptationPage, GuidelinePage, GuidelineRecommendation


@dataclass(frozen=True, slots=True)
class Anchor:
    """An entry of a table of contents."""

    anchor: str
    title: str


def _anchor(anchor: str, number: int, heading: str) -> Anchor:
    return Anchor(anchor, phrase("%(number)s. %(heading)s", number=number, heading=heading))


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section of the model guideline as readers see it: of the newest edition, or a preview's draft."""

    number: int
    section: SectionContent
    grounds: tuple[GuidelineRecommendation, ...]
    blanks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """What an editor may do for an organisation: begin an adaptation, or go on with `page`."""

    organisation: Organisation
    page: AdaptationPage | None


def guideline_context(page: GuidelinePage, request: HttpRequest) -> dict[str, Any]:
    """Sections of the edition asked for and their grounds, letters that readers may see, adaptations, the
    reader's own ways on. Raises Http404 for an edition that readers have not got."""
    is_preview = getattr(request, "is_preview", False)
    chosen = chosen_edition(page, {} if is_preview else request.GET.dict())
    edition = chosen.edition
    recommendations = _with_letters(page, is_preview)
    grounds = {each.code: each for each, _letter in recommendations}
    current = is_preview or edition is None
    blanks = {each.key: each for each in page.parameters.all()} if current else edition and edition.blanks()
    labels = {key: blank.label for key, blank in (blanks or {}).items()}
    sections = [
        ShownSection(
            number,
            section,
            tuple(grounds[code] for code in section.grounded_on if code in grounds),
            tuple(labels.get(key, key) for key in section.required_additions),
        )
        for number, section in enumerate(page.sections.all() if current else chosen.sections, 1)
    ]
    adaptations = public(page.adaptations.all()).select_related("organisation")
    return {
        "sections": sections,
        "contents": [_anchor(s.section.anchor, s.number, s.section.heading) for s in sections],
        "recommendations": recommendations,
        "edition": edition,
        "chosen": None if is_preview else chosen,
        "adaptations": list(adaptations.order_by("organisation__name_th")),
        "starts": _starts(page, request),
    }


def edition_comparison(page: GuidelinePage, asked: Mapping[str, str]) -> dict[str, Any]:
    """Two editions compared: those that `asked` numbers as "from" and "to", or else the last two.

    Raises Http404 for an edition that readers have not got.
    """
    history = history_of(page)
    editions = history.standing
    if len(editions) < 2:
        return {"editions": editions}
    new = history.numbered(asked["to"]) if asked.get("to") else editions[0]
    before = next((each for each in editions if each.number < new.number), editions[1])
    old = history.numbered(asked["from"]) if asked.get("from") else before
    differences = compare_editions(old, new) if old != new else []
    changed = sum(each.kind != "same" or each.is_moved for each in differences)
    return {"editions": editions, "old": old, "new": new, "differences": differences, "changed": changed}


def _with_letters(page: GuidelinePage, is_preview: bool) -> list[tuple[GuidelineRecommendation, Page | None]]:
    """The recommendations, each with its letter where everybody may read that."""
    if is_preview:
        return [(each, each.letter) for each in page.recommendations.all()]
    stored = page.recommendations.model.objects.filter(page=page).select_related("letter")
    return [
        (each, each.letter if each.letter_is_public else None)
        for each in stored.annotate(letter_is_public=is_public("letter"))
    ]


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
    values = values_of(page)
    practice = practice_of(page)
    sections = read_adaptation(page, values, practice)
    counts = Counter(section.choice for section in sections)
    newest = getattr(page, "newest_edition_number", None) or newest_number(page.guideline)
    in_sections = {filled.parameter.key for section in sections for filled in section.filled}
    blanks = page.edition.blanks()
    return {
        "sections": sections,
        "contents": [
            *(_anchor(s.anchor, s.number, s.heading) for s in sections),
            *([Anchor("practice", _("การดำเนินการจริง ณ จุดบริการ"))] if practice else []),
        ],
        "counts": [(choice.label, counts[choice.value]) for choice in Choice if counts[choice.value]],
        "edition": page.edition,
        "newer_edition_number": newest if newest > page.edition.number else None,
        "general": fill(blanks, [key for key in blanks if key not in in_sections], values, practice),
        "practice": practice,
        "ended": ended if (ended := page.organisation.valid_to) and ended < practice.day else None,
    }
