"""What an adaptation may and must contain. Every door, form, import, shell or API, comes through here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from guidelines.wording import problems_of_text

if TYPE_CHECKING:
    from guidelines.models import AdaptationPage, EditionSection, SectionDecision


def problems_of_decision(decision: SectionDecision, section: EditionSection | None) -> list[str]:
    """Why a decision is not allowed, in Thai; empty where it is. `section` is what it is about."""
    from guidelines.models.adaptation import Choice

    name = decision.section_id
    found: list[str] = []
    if section is None and decision.choice != Choice.ADDED:
        return [_("%(section)s: ไม่พบหมวดนี้ในฉบับต้นแบบที่อ้าง") % {"section": name}]
    if section is not None and decision.choice == Choice.ADDED:
        return [_("%(section)s: รหัสนี้เป็นหมวดของต้นแบบ จึงใช้เป็นหมวดที่เพิ่มไม่ได้") % {"section": name}]
    if decision.removed_in_id is not None:
        return found
    found += problems_of_own_lock(decision, section)
    if decision.has_own_text and not len(decision.body):
        found.append(_("%(section)s: ยังไม่มีข้อความของหน่วยงาน") % {"section": name})
    if not decision.has_own_text and len(decision.body):
        found.append(
            _("%(section)s: เลือก “%(choice)s” จึงมีข้อความของหน่วยงานไม่ได้")
            % {"section": name, "choice": decision.get_choice_display()}
        )
    if decision.has_own_text and len(decision.body):
        problems = problems_of_text(decision.body.get_prep_value())
        found += [f"{name}: {problem}" for problem in problems]
    if decision.choice == Choice.ADDED and not decision.heading.strip():
        found.append(_("%(section)s: หมวดที่เพิ่มต้องมีหัวข้อ") % {"section": name})
    if decision.choice != Choice.INHERITED and not decision.reason.strip():
        found.append(_("%(section)s: กรุณาบอกเหตุผล") % {"section": name})
    return found


def problems_of_own_lock(decision: SectionDecision, section: EditionSection | None) -> list[str]:
    """Why the section on which a decision rests does not allow it because it is locked."""
    from guidelines.models.adaptation import Choice

    name = {"section": decision.section_id}
    if section is None or not section.is_locked or decision.choice == Choice.INHERITED:
        return []
    if decision.choice != Choice.SUPPLEMENTED:
        return [_("%(section)s: หมวดนี้ห้ามแก้ไขถ้อยคำ ต้องใช้ตามต้นแบบ") % name]
    return [] if section.allow_supplement else [_("%(section)s: หมวดนี้ห้ามแก้ไขและห้ามเพิ่มเติม") % name]


def problems_of_decisions(adaptation: AdaptationPage, goes_public: bool = False) -> list[str]:
    """Why the decisions of an adaptation, drafts included, are not allowed; empty where they are. With
    `goes_public`, why they may not be what readers see."""
    from guidelines.locks import problems_of_locks
    from guidelines.reading import sections_of_editions

    decisions = list(adaptation.decisions.all())
    named = {adaptation.edition_id}
    for decision in decisions:
        named |= {decision.edition_id, decision.considered_edition_id, decision.removed_in_id}
    sections = sections_of_editions(named)
    found, seen = [], set()
    for decision in decisions:
        if decision.section_id in seen:
            found.append(_("%(section)s: มีการตัดสินใจซ้ำ") % {"section": decision.section_id})
        seen.add(decision.section_id)
        edition = decision.edition_id or adaptation.edition_id
        found += problems_of_decision(decision, sections.get((edition, decision.section_id)))
        if decision.removed_in_id and (decision.removed_in_id, decision.section_id) in sections:
            found.append(_("%(section)s: ต้นแบบยังมีหมวดนี้ จึงตัดออกไม่ได้") % {"section": decision.section_id})
    found += _problems_of_editions(adaptation, named)
    for edition, section_id in sections:
        if edition == adaptation.edition_id and section_id not in seen:
            found.append(_("%(section)s: ขาดการตัดสินใจของหมวดนี้") % {"section": section_id})
    found += problems_of_locks(adaptation, decisions, sections, goes_public)
    return found + _problems_of_unlocking(adaptation, decisions, sections)


def _problems_of_editions(adaptation: AdaptationPage, named: set[int | None]) -> list[str]:
    """An adaptation rests on editions of its own guideline only."""
    from guidelines.models import GuidelineEdition

    foreign = GuidelineEdition.objects.filter(pk__in=[pk for pk in named if pk]).exclude(
        guideline=adaptation.guideline_id
    )
    return [_("ฉบับที่อ้าง (%(edition)s) ไม่ใช่ของแนวทางนี้") % {"edition": each} for each in foreign]


def _problems_of_unlocking(
    adaptation: AdaptationPage,
    decisions: list[SectionDecision],
    sections: dict[tuple[int, str], EditionSection],
) -> list[str]:
    """What is public as locked does not become open again by going back to an older edition, as the revert
    of an old revision would. An edition that was withdrawn locks nothing."""
    from guidelines.models import EditionSection, SectionDecision

    own = {each.section_id: each for each in decisions if each.edition_id and each.has_own_text}
    if not adaptation.live or not own:
        return []
    stored = SectionDecision.objects.filter(page=adaptation.pk, section_id__in=own, edition__isnull=False)
    public = {each.section_id: each.edition_id for each in stored}
    locked = EditionSection.objects.filter(
        edition__in=public.values(), section_id__in=public, mode="locked", edition__withdrawal=None
    ).select_related("edition")
    found = []
    for section in locked:
        decision = own[section.section_id]
        pinned = sections.get((decision.edition_id, section.section_id))
        if public[section.section_id] != section.edition_id or pinned is None or pinned.is_locked:
            continue
        if pinned.edition.number < section.edition.number:
            found.append(
                _("%(section)s: ฉบับที่เผยแพร่อยู่ห้ามแก้ไขหมวดนี้แล้ว จึงกลับไปใช้ข้อความเดิมไม่ได้")
                % {"section": section.section_id}
            )
    return found


def missing_additions(adaptation: AdaptationPage) -> list[str]:
    """The blanks that sections in use ask for and that neither a register nor a person fills, one Thai
    sentence each."""
    from guidelines.models.adaptation import Choice
    from guidelines.practice import practice_of
    from guidelines.reading import read_adaptation, values_of

    labels = {parameter.key: parameter.label_th for parameter in adaptation.guideline.parameters.all()}
    values = values_of(adaptation)
    return [
        _("%(section)s %(heading)s: ยังไม่ได้กรอก “%(label)s”")
        % {
            "section": section.section_id,
            "heading": section.model.heading_th,
            "label": labels.get(key, key),
        }
        for section in read_adaptation(adaptation, values, practice_of(adaptation))
        if section.model is not None and section.choice != Choice.NOT_APPLICABLE
        for key in section.model.required_additions
        if key not in {filled.parameter.key for filled in section.filled}
    ]
