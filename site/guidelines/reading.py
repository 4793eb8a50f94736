"""Putting together what readers see: frozen sections, an organisation's decisions and its own text."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, OuterRef, Q, Subquery

from core.access import public
from guidelines.models.adaptation import Choice
from guidelines.models.edition import EditionSection, GuidelineEdition

if TYPE_CHECKING:
    from guidelines.models import (
        AdaptationPage,
        GuidelineIndexPage,
        GuidelinePage,
        GuidelineParameter,
        SectionDecision,
    )


def guideline_list(index: GuidelineIndexPage) -> Any:
    """The live guidelines below `index`, each with `edition_number` and `adaptation_count`."""
    from guidelines.models import GuidelinePage

    return (
        public(GuidelinePage.objects.child_of(index))
        .select_related("issuer")
        .annotate(
            edition_number=Max("editions__number"),
            adaptation_count=Count("adaptations", filter=Q(adaptations__live=True), distinct=True),
        )
    )


def page_at(
    index: GuidelineIndexPage, path_components: list[str]
) -> tuple[AdaptationPage | GuidelinePage | None, list[str]]:
    """The page at an address below `index`, and what of the address is left for it to route."""
    from guidelines.models import AdaptationPage, GuidelinePage

    if len(path_components) > 1:
        guideline, organisation = path_components[:2]
        newest = GuidelineEdition.objects.filter(guideline=OuterRef("guideline")).order_by("-number")
        adaptation = (
            AdaptationPage.objects.descendant_of(index)
            .filter(guideline__slug=guideline, slug=organisation)
            .select_related("guideline", "organisation", "edition")
            .annotate(newest_edition_number=Subquery(newest.values("number")[:1]))
            .first()
        )
        if adaptation is not None:
            return adaptation, path_components[2:]
    if path_components:
        children = GuidelinePage.objects.child_of(index).select_related("issuer")
        return children.filter(slug=path_components[0]).first(), path_components[1:]
    return None, path_components


def newest_sections(guideline: GuidelinePage) -> list[EditionSection]:
    """The sections of the newest edition in order, each with its `edition`. One query."""
    newest = guideline.editions.order_by("-number").values("pk")[:1]
    return list(EditionSection.objects.filter(edition=Subquery(newest)).select_related("edition"))


def newest_number(guideline: GuidelinePage) -> int:
    """The number of the newest edition; 0 where there is none."""
    return guideline.editions.aggregate(Max("number"))["number__max"] or 0


def sections_of_editions(editions: Collection[int | None]) -> dict[tuple[int, str], EditionSection]:
    """The frozen sections of some editions by (edition's pk, section id), in order. One query."""
    rows = EditionSection.objects.filter(edition__in=[pk for pk in editions if pk]).order_by(
        "edition", "position"
    )
    return {(row.edition_id, row.section_id): row for row in rows}


@dataclass(frozen=True, slots=True)
class Filled:
    """A blank and what the organisation filled in: one text, or items."""

    parameter: GuidelineParameter
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadSection:
    """A section of an adaptation as a reader sees it.

    `model` is the frozen section it rests on, None where the organisation added it; `current` is the
    same section in the adaptation's own edition, None where that edition no longer has it.
    """

    number: int
    section_id: str
    heading: str
    decision: SectionDecision | None
    model: EditionSection | None
    filled: tuple[Filled, ...]

    @property
    def choice(self) -> str:
        return self.decision.choice if self.decision else Choice.INHERITED.value

    @property
    def choice_label(self) -> str:
        return str(Choice(self.choice).label)

    @property
    def anchor(self) -> str:
        return self.section_id.lower()

    @property
    def shows_model(self) -> bool:
        return self.model is not None and self.choice in {Choice.INHERITED, Choice.SUPPLEMENTED}

    @property
    def own_body(self) -> Any:
        return self.decision.body if self.decision and self.decision.has_own_text else None

    @property
    def is_own(self) -> bool:
        """Whether it differs from the model in any way."""
        return self.choice != Choice.INHERITED

    @property
    def is_comparable(self) -> bool:
        return self.choice in {Choice.ADAPTED, Choice.REPLACED}


def values_of(adaptation: AdaptationPage) -> dict[str, tuple[str, ...]]:
    """What the organisation filled in, as items, by the blank's key."""
    return {value.key: tuple(value.items) for value in adaptation.values.all()}


def read_adaptation(
    adaptation: AdaptationPage, values: dict[str, tuple[str, ...]] | None = None
) -> list[ReadSection]:
    """The sections of an adaptation, live or a draft in memory, in reading order.

    Queries: the pinned editions' sections, and for a stored page its decisions and values.
    """
    decisions = {decision.section_id: decision for decision in adaptation.decisions.all()}
    pins = {adaptation.edition_id, *(d.edition_id for d in decisions.values() if d.edition_id)}
    frozen = sections_of_editions(pins)
    blanks = adaptation.edition.blanks()
    values = values_of(adaptation) if values is None else values
    current = [row for (edition, _), row in frozen.items() if edition == adaptation.edition_id]
    read = []
    for number, (section_id, row) in enumerate(_in_order(current, decisions), 1):
        decision = decisions.get(section_id)
        model = frozen.get((decision.edition_id, section_id), row) if decision and row else row
        keys = model.required_additions if model else []
        own_heading = decision.heading if decision and decision.has_own_text else ""
        read.append(
            ReadSection(
                number=number,
                section_id=section_id,
                heading=own_heading or (model.heading if model else ""),
                decision=decision,
                model=model,
                filled=tuple(
                    Filled(blanks[key], values[key]) for key in keys if key in blanks and values.get(key)
                ),
            )
        )
    return read


def _in_order(
    current: list[EditionSection], decisions: dict[str, SectionDecision]
) -> Iterator[tuple[str, EditionSection | None]]:
    """The model's order, with each added section after the one that it names, or else at the end."""
    added = [decision for decision in decisions.values() if decision.choice == Choice.ADDED]
    known = {row.section_id for row in current}
    for row in current:
        yield row.section_id, row
        yield from ((each.section_id, None) for each in added if each.after == row.section_id)
    yield from ((each.section_id, None) for each in added if each.after not in known)
