"""Freezing editions of a model guideline and telling what changed between them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from guidelines.models import EditionSection, GuidelineEdition, GuidelinePage, GuidelineSection


def standing(guideline: GuidelinePage) -> QuerySet[GuidelineEdition]:
    """The editions that were not withdrawn, newest first."""
    return guideline.editions.filter(withdrawal=None).order_by("-number")


def latest(guideline: GuidelinePage) -> GuidelineEdition | None:
    """The newest edition that was not withdrawn, with its sections, in order, as `sections.all()`."""
    return standing(guideline).prefetch_related("sections").first()


def used_numbers(guideline: GuidelinePage, sections: Iterable[GuidelineSection]) -> set[int]:
    """The numbers that ids of this guideline ever had, so that no id is given twice."""
    from guidelines.models import EditionSection

    ids = [section.section_id for section in sections]
    if guideline.pk:
        frozen = EditionSection.objects.filter(edition__guideline=guideline)
        ids += frozen.values_list("section_id", flat=True).distinct()
    pattern = re.compile(rf"{re.escape(guideline.section_prefix)}-(\d+)")
    return {int(match[1]) for each in ids if (match := pattern.fullmatch(each))}


def changed_sections(
    before: GuidelineEdition | None, sections: Iterable[GuidelineSection]
) -> tuple[list[GuidelineSection], list[EditionSection], bool]:
    """Sections that are new or say something else, those removed, and whether the order changed."""
    sections = list(sections)
    frozen = {section.section_id: section for section in before.sections.all()} if before else {}
    changed = [
        section
        for section in sections
        if section.section_id not in frozen or section.content() != frozen[section.section_id].content()
    ]
    present = {section.section_id for section in sections}
    removed = [section for key, section in frozen.items() if key not in present]
    order_before = [key for key in frozen if key in present]
    order_now = [section.section_id for section in sections if section.section_id in frozen]
    return changed, removed, order_before != order_now


def without_note(draft: GuidelinePage, sections: Iterable[GuidelineSection]) -> list[GuidelineSection]:
    """The sections that say something else than in the newest edition and lack level or change note."""
    before = latest(draft)
    old = {section.section_id for section in before.sections.all()} if before else set()
    changed, _removed, _moved = changed_sections(before, sections)
    return [
        section
        for section in changed
        if section.section_id in old and not (section.change and section.change_note.strip())
    ]


def missing_notes(draft: GuidelinePage, sections: Iterable[GuidelineSection]) -> list[str]:
    """The change notes that publishing `draft` lacks, one Thai sentence each; none for a first edition."""
    before = latest(draft)
    if before is None:
        return []
    sections = list(sections)
    _changed, removed, moved = changed_sections(before, sections)
    found = [
        _("%(section)s %(heading)s: แก้ไขจากฉบับที่ %(number)s กรุณาเลือกระดับการแก้ไขและเขียนบันทึกการแก้ไข")
        % {"section": section.section_id, "heading": section.heading_th, "number": before.number}
        for section in without_note(draft, sections)
    ]
    if draft.edition_note.strip():
        return found
    if removed:
        what = ", ".join(section.section_id for section in removed)
        found.append(_("ตัดหมวด %(sections)s ออก กรุณาเขียนบันทึกการแก้ไขของฉบับ") % {"sections": what})
    if moved:
        found.append(_("ย้ายลำดับหมวด กรุณาเขียนบันทึกการแก้ไขของฉบับ"))
    if _parameters(draft) != before.parameters:
        found.append(_("แก้ไขช่องกรอกข้อมูลของหน่วยงาน กรุณาเขียนบันทึกการแก้ไขของฉบับ"))
    return found


def _parameters(guideline: GuidelinePage) -> list[dict[str, str]]:
    return [parameter.frozen() for parameter in guideline.parameters.all()]


@transaction.atomic
def freeze(guideline: GuidelinePage, user: Any = None) -> GuidelineEdition | None:
    """Freeze the published sections as the next edition; None where they say what the last one says.

    `guideline` is the page as stored. Its change notes move into the edition and are cleared.
    """
    from guidelines.models import EditionSection, GuidelineEdition
    from guidelines.models.section import Change

    if not guideline.live:
        return None
    before = latest(guideline)
    sections = list(guideline.sections.all())
    changed, removed, moved = changed_sections(before, sections)
    parameters = _parameters(guideline)
    if before is not None and not (changed or removed or moved or parameters != before.parameters):
        return None
    old = {section.section_id for section in before.sections.all()} if before else set()
    number = (guideline.editions.aggregate(Max("number"))["number__max"] or 0) + 1
    edition = GuidelineEdition.objects.create(
        guideline=guideline,
        number=number,
        published_at=timezone.now(),
        published_by=user,
        note=guideline.edition_note,
        removed=[section.section_id for section in removed],
        parameters=parameters,
    )
    for position, section in enumerate(sections):
        is_changed = section in changed
        is_new = section.section_id not in old
        EditionSection.objects.create(
            edition=edition,
            section_id=section.section_id,
            position=position,
            change=Change.NEW if is_new else section.change if is_changed else Change.NONE,
            change_note=section.change_note if is_changed and not is_new else "",
            **{name: getattr(section, name) for name in EditionSection.CONTENT_FIELDS},
        )
    guideline.sections.model.objects.filter(page=guideline).update(change="", change_note="")
    type(guideline).objects.filter(pk=guideline.pk).update(edition_note="")
    return edition
