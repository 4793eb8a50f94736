"""What differs between any two editions of a model guideline, section by section, word by word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from core.bilingual import in_reader_language, joined
from core.comparing import Compared
from core.merge import Span, compare_text
from guidelines.comparing import compare_streams
from guidelines.models import EditionSection
from guidelines.upstream.standing import Order

if TYPE_CHECKING:
    from guidelines.models import GuidelineEdition


@dataclass(frozen=True, slots=True)
class Note:
    """Why an edition on the way changed a section, as its change note says."""

    number: int
    level: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A section in two editions; `kind` is "same", "changed", "new" or "removed".

    conditions  what the section asks and allows, where that differs: label and marked words
    notes       change notes of the editions after the older one, up to the newer
    """

    section: EditionSection
    kind: str
    heading: tuple[Span, ...]
    is_moved: bool = False
    conditions: list[tuple[str, tuple[Span, ...]]] = field(default_factory=list)
    paragraphs: list[Compared] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def compare_editions(old: GuidelineEdition, new: GuidelineEdition) -> list[Difference]:
    """Every section of either edition, in the order of `new`; those it lacks stand where they stood in `old`.

    One query, whatever the number of sections and of editions in between.
    """
    rows = _rows(old, new)
    before = {row.section_id: row for row in rows if row.edition_id == old.pk}
    after = {row.section_id: row for row in rows if row.edition_id == new.pk}
    labels = {key: blank.label for edition in (old, new) for key, blank in edition.blanks().items()}
    notes = _notes(rows, min(old.number, new.number))
    moved = Order(tuple(before), tuple(after)).moved
    found = []
    for section_id in _line(list(before), list(after)):
        one, other = before.get(section_id), after.get(section_id)
        found.append(_difference(one, other, labels, section_id in moved, notes.get(section_id, [])))
    return found


def _difference(
    one: EditionSection | None,
    other: EditionSection | None,
    labels: dict[str, str],
    is_moved: bool,
    notes: list[Note],
) -> Difference:
    section = other or one
    assert section is not None
    if one is None or other is None:
        kind = "new" if one is None else "removed"
        body = compare_streams(one.body if one else [], other.body if other else [])
        return Difference(
            section,
            kind,
            (Span("added" if one is None else "removed", section.heading),),
            paragraphs=body,
            notes=notes,
        )
    if one.content() == other.content():
        return Difference(section, "same", (Span("same", section.heading),), is_moved)
    return Difference(
        section,
        "changed",
        _headings(one.heading, other.heading),
        is_moved,
        list(_conditions(one, other, labels)),
        compare_streams(one.body, other.body),
        notes,
    )


def _headings(one: str, other: str) -> tuple[Span, ...]:
    """Word by word where both are in one language."""
    if type(one) is not type(other):
        return Span("removed", one), Span("added", other)
    return tuple(Span(span.kind, type(other)(span.text)) for span in compare_text(one, other))


def _conditions(
    one: EditionSection, other: EditionSection, labels: dict[str, str]
) -> Iterable[tuple[str, tuple[Span, ...]]]:
    for label, left, right in (
        (_("การปรับแก้"), _mode(one), _mode(other)),
        (_("หน่วยงานต้องกรอก"), *(_named(each.required_additions, labels) for each in (one, other))),
        (_("ข้อเสนอที่เป็นฐาน"), ", ".join(one.grounded_on), ", ".join(other.grounded_on)),
        (_("ตัวชี้วัด"), _indicators(one), _indicators(other)),
    ):
        if left != right:
            # A condition is short: it is shown whole, not word by word.
            spans = [Span("removed", left)] if left else []
            yield label, (*spans, Span("added", right)) if right else tuple(spans)


def _mode(section: EditionSection) -> str:
    if section.is_locked and section.allow_supplement:
        return _("ห้ามแก้ไขถ้อยคำ แต่หน่วยงานเพิ่มเติมต่อท้ายได้")
    return str(section.get_mode_display())


def _named(keys: Iterable[str], labels: dict[str, str]) -> str:
    return joined(", ", (labels.get(key, key) for key in keys))


def _indicators(section: EditionSection) -> str:
    return joined(", ", (in_reader_language(block.value["label"], "") for block in section.indicators))


def _rows(old: GuidelineEdition, new: GuidelineEdition) -> list[EditionSection]:
    """The sections of both editions, in order, and those that a standing edition in between gave a note."""
    first, last = sorted((old.number, new.number))
    in_between = Q(edition__number__gt=first, edition__number__lt=last, edition__withdrawal=None)
    found = EditionSection.objects.filter(edition__guideline=new.guideline_id)
    found = found.filter(Q(edition__in=[old.pk, new.pk]) | in_between & ~Q(change_note=""))
    return list(found.select_related("edition").order_by("edition__number", "position"))


def _notes(rows: Iterable[EditionSection], after: int) -> dict[str, list[Note]]:
    """The change notes of the editions after that number, by section, oldest first."""
    found: dict[str, list[Note]] = {}
    for row in rows:
        if row.change_note and row.edition.number > after:
            note = Note(row.edition.number, str(row.get_change_display()), row.change_note)
            found.setdefault(row.section_id, []).append(note)
    return found


def _line(before: list[str], after: list[str]) -> list[str]:
    """All ids in the new order; one that is gone stands after the one that it followed."""
    line = list(after)
    for at, section_id in enumerate(before):
        if section_id not in line:
            previous = next((key for key in reversed(before[:at]) if key in line), None)
            line.insert(line.index(previous) + 1 if previous is not None else 0, section_id)
    return line
