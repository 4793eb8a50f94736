"""Where a section of an adaptation stands, read from its decision or from a stored revision alike."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from guidelines.models.adaptation import Choice

if TYPE_CHECKING:
    from guidelines.models import EditionSection, SectionDecision


@dataclass(frozen=True, slots=True)
class Standing:
    """One row of an adaptation. Editions are primary keys; `body` is stream data."""

    section_id: str
    choice: str
    edition: int | None
    considered: int | None
    removed_in: int | None
    heading: str
    body: list[dict[str, Any]]

    @property
    def seen(self) -> int | None:
        """The edition whose wording was last looked at."""
        return self.considered or self.removed_in or self.edition


def standing_of(decision: SectionDecision) -> Standing:
    return Standing(
        section_id=decision.section_id,
        choice=decision.choice,
        edition=decision.edition_id,
        considered=decision.considered_edition_id,
        removed_in=decision.removed_in_id,
        heading=decision.heading,
        body=list(decision.body.get_prep_value()) if len(decision.body) else [],
    )


def standings_in(content: Mapping[str, Any]) -> tuple[int, list[Standing]]:
    """The adaptation's edition and its rows, from the content of a revision; cheaper than its objects."""
    rows = []
    for row in content.get("decisions", []):
        has_own_text = row["choice"] in {Choice.ADAPTED, Choice.REPLACED, Choice.SUPPLEMENTED}
        rows.append(
            Standing(
                section_id=row["section_id"],
                choice=row["choice"],
                edition=row["edition"],
                considered=row.get("considered_edition"),
                removed_in=row.get("removed_in"),
                heading=row["heading"],
                body=json.loads(row["body"]) if has_own_text and row["body"] else [],
            )
        )
    return content["edition"], rows


class Editions:
    """Sections of some editions of one guideline, with their content made comparable once."""

    def __init__(self, rows: Iterable[EditionSection]) -> None:
        self._sections: dict[int, dict[str, EditionSection]] = {}
        for row in rows:
            self._sections.setdefault(row.edition_id, {})[row.section_id] = row
        self._contents: dict[int, Any] = {}

    @classmethod
    def of(cls, editions: Iterable[int | None]) -> Editions:
        """One query. Positions give the order of the sections."""
        from guidelines.models import EditionSection

        wanted = {pk for pk in editions if pk}
        rows = EditionSection.objects.filter(edition__in=wanted).order_by("edition", "position")
        return cls(rows.select_related("edition"))

    def holds(self, edition: int | None) -> bool:
        return edition in self._sections

    def section(self, edition: int | None, section_id: str) -> EditionSection | None:
        return self._sections.get(edition or 0, {}).get(section_id)

    def ids(self, edition: int | None) -> list[str]:
        """The ids of an edition's sections, in order."""
        return list(self._sections.get(edition or 0, {}))

    def content(self, section: EditionSection) -> Any:
        if section.pk not in self._contents:
            self._contents[section.pk] = section.content()
        return self._contents[section.pk]

    def same(self, one: EditionSection, other: EditionSection) -> bool:
        """Whether two frozen sections say the same and may be used alike."""
        return one.pk == other.pk or bool(self.content(one) == self.content(other))


@dataclass(frozen=True)
class Order:
    """Which sections stand in another order in `new` than in `old`: the fewest that explain it."""

    old: tuple[str, ...]
    new: tuple[str, ...]

    @cached_property
    def moved(self) -> frozenset[str]:
        known = set(self.new)
        place = {key: at for at, key in enumerate(key for key in self.old if key in known)}
        common = [key for key in self.new if key in place]
        # Longest run of rising places, each with the one before it: what is outside moved.
        best: list[tuple[int, int]] = []
        for at, key in enumerate(common):
            earlier = [(best[i][0], i) for i in range(at) if place[common[i]] < place[key]]
            length, before = max(earlier, default=(0, -1))
            best.append((length + 1, before))
        at = max(range(len(best)), key=lambda i: best[i][0], default=-1)
        stayed = set()
        while at >= 0:
            stayed.add(common[at])
            at = best[at][1]
        return frozenset(common) - stayed
