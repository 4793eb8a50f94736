"""Putting together what readers see: frozen sections, an organisation's decisions and its own text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, OuterRef, Q, Subquery

from core.access import public
from core.bilingual import in_reader_language
from guidelines.editions import standing
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
    from guidelines.practice import Live, Practice


def guideline_list(index: GuidelineIndexPage) -> Any:
    """The live guidelines below `index`, each with `edition_number` and `adaptation_count`."""
    from guidelines.models import AdaptationPage, GuidelinePage

    adapted = Q(adaptations__in=public(AdaptationPage.objects.all()))
    return (
        public(GuidelinePage.objects.child_of(index))
        .select_related("issuer")
        .annotate(
            edition_number=Max("editions__number", filter=Q(editions__withdrawal=None)),
            adaptation_count=Count("adaptations", filter=adapted, distinct=True),
        )
    )


GUIDELINE_ROUTES = frozenset({"compare", "download", "sections"})
"""Second parts of an address that are a guideline's own; no organisation has such a code."""


def page_at(
    index: GuidelineIndexPage, path_components: list[str]
) -> tuple[AdaptationPage | GuidelinePage | None, list[str]]:
    """The page at an address below `index`, and what of the address is left for it to route."""
    from guidelines.models import AdaptationPage, GuidelinePage

    if len(path_components) > 1 and path_components[1] not in GUIDELINE_ROUTES:
        guideline, organisation = path_components[:2]
        newest = GuidelineEdition.objects.filter(guideline=OuterRef("guideline"), withdrawal=None).order_by(
            "-number"
        )
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
    newest = standing(guideline).values("pk")[:1]
    return list(EditionSection.objects.filter(edition=Subquery(newest)).select_related("edition"))


def newest_number(guideline: GuidelinePage) -> int:
    """The number of the newest edition; 0 where there is none."""
    return standing(guideline).aggregate(Max("number"))["number__max"] or 0


def sections_of_editions(editions: Collection[int | None]) -> dict[tuple[int, str], EditionSection]:
    """The frozen sections of some editions by (edition's pk, section id), in order. One query."""
    rows = (
        EditionSection.objects.filter(edition__in=[pk for pk in editions if pk])
        .order_by("edition", "position")
        .select_related("edition")
    )
    return {(row.edition_id, row.section_id): row for row in rows}


@dataclass(frozen=True, slots=True)
class Filled:
    """A blank, what it holds by itself, and what the organisation filled in: one text, or items."""

    parameter: GuidelineParameter
    items: tuple[str, ...]
    live: tuple[Live, ...] = ()

    @property
    def texts(self) -> list[str]:
        """All of it in words."""
        return [*map(str, self.live), *self.items]


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


def fill(
    blanks: Mapping[str, GuidelineParameter],
    keys: Iterable[str],
    values: Mapping[str, tuple[str, ...]],
    practice: Practice | None,
) -> tuple[Filled, ...]:
    """Those of the blanks `keys` that hold something, by themselves or because somebody filled them in."""
    found = []
    for key in keys:
        if (blank := blanks.get(key)) is None:
            continue
        live = practice.fills(blank.kind) if practice is not None else ()
        items = values.get(key, ()) if blank.is_typed else ()
        if live or items:
            found.append(Filled(blank, items, live))
    return tuple(found)


def read_adaptation(
    adaptation: AdaptationPage,
    values: dict[str, tuple[str, ...]] | None = None,
    practice: Practice | None = None,
) -> list[ReadSection]:
    """The sections of an adaptation, live or a draft in memory, in reading order.

    Blanks that fill in by themselves are filled from `practice`. Queries: the pinned editions' sections, and
    for a stored page its decisions and values.
    """
    rows = list(adaptation.decisions.all())
    decisions = {each.section_id: each for each in rows if each.removed_in_id is None}
    gone = {each.section_id for each in rows if each.removed_in_id is not None}
    pins = {adaptation.edition_id, *(d.edition_id for d in decisions.values() if d.edition_id)}
    frozen = sections_of_editions(pins)
    blanks = _blanks_of(adaptation, frozen)
    values = values_of(adaptation) if values is None else values
    current = _in_use(adaptation.edition_id, frozen, decisions, gone)
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
                heading=in_reader_language(own_heading, "") or (model.heading if model else ""),
                decision=decision,
                model=model,
                filled=fill(blanks, keys, values, practice),
            )
        )
    return read


def _blanks_of(
    adaptation: AdaptationPage, frozen: dict[tuple[int, str], EditionSection]
) -> dict[str, GuidelineParameter]:
    """The blanks of the adaptation's edition, and those that only a newer section in use asks for."""
    editions = {row.edition_id: row.edition for row in frozen.values()}
    blanks: dict[str, GuidelineParameter] = {}
    for edition in editions.values():
        blanks |= edition.blanks()
    return blanks | adaptation.edition.blanks()


def _in_use(
    edition: int,
    frozen: dict[tuple[int, str], EditionSection],
    decisions: dict[str, SectionDecision],
    gone: set[str],
) -> list[EditionSection]:
    """The model's sections of an adaptation in the order of its edition. One that only another edition has
    stands after the section that comes before it there."""
    current = [row for (pk, section_id), row in frozen.items() if pk == edition and section_id not in gone]
    ids = [row.section_id for row in current]
    others = [
        (row.position, row)
        for (pk, section_id), row in frozen.items()
        if section_id in decisions and decisions[section_id].edition_id == pk and section_id not in ids
    ]
    for _position, row in sorted(others, key=lambda each: each[0]):
        line = [key for (pk, key) in frozen if pk == row.edition_id]
        before = next((key for key in reversed(line[: line.index(row.section_id)]) if key in ids), None)
        at = ids.index(before) + 1 if before is not None else 0
        ids.insert(at, row.section_id)
        current.insert(at, row)
    return current


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
