"""What an adaptation may and must contain. Every door, form, import, shell or API, comes through here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from guidelines.models import AdaptationPage, EditionSection, SectionDecision


def problems_of_decision(decision: SectionDecision, section: EditionSection | None) -> list[str]:
    """Why a decision is not allowed, in Thai; empty where it is. `section` is what it is about."""
    from guidelines.models.adaptation import Choice

    name = decision.section_id
    if section is None and decision.choice != Choice.ADDED:
        return [_("%(section)s: ไม่พบหมวดนี้ในฉบับต้นแบบที่อ้าง") % {"section": name}]
    if section is not None and decision.choice == Choice.ADDED:
        return [_("%(section)s: รหัสนี้เป็นหมวดของต้นแบบ จึงใช้เป็นหมวดที่เพิ่มไม่ได้") % {"section": name}]
    found = []
    if section is not None and section.is_locked and decision.choice != Choice.INHERITED:
        if decision.choice != Choice.SUPPLEMENTED:
            found.append(_("%(section)s: หมวดนี้ห้ามแก้ไขถ้อยคำ ต้องใช้ตามต้นแบบ") % {"section": name})
        elif not section.allow_supplement:
            found.append(_("%(section)s: หมวดนี้ห้ามแก้ไขและห้ามเพิ่มเติม") % {"section": name})
    if decision.has_own_text and not len(decision.body):
        found.append(_("%(section)s: ยังไม่มีข้อความของหน่วยงาน") % {"section": name})
    if not decision.has_own_text and len(decision.body):
        found.append(
            _("%(section)s: เลือก “%(choice)s” จึงมีข้อความของหน่วยงานไม่ได้")
            % {"section": name, "choice": decision.get_choice_display()}
        )
    if decision.choice == Choice.ADDED and not decision.heading.strip():
        found.append(_("%(section)s: หมวดที่เพิ่มต้องมีหัวข้อ") % {"section": name})
    if decision.choice != Choice.INHERITED and not decision.reason.strip():
        found.append(_("%(section)s: กรุณาบอกเหตุผล") % {"section": name})
    return found


def problems_of_decisions(adaptation: AdaptationPage) -> list[str]:
    """Why the decisions of an adaptation, drafts included, are not allowed; empty where they are."""
    from guidelines.reading import sections_of_editions

    decisions = list(adaptation.decisions.all())
    sections = sections_of_editions(
        {adaptation.edition_id, *(d.edition_id for d in decisions if d.edition_id)}
    )
    found, seen = [], set()
    for decision in decisions:
        if decision.section_id in seen:
            found.append(_("%(section)s: มีการตัดสินใจซ้ำ") % {"section": decision.section_id})
        seen.add(decision.section_id)
        edition = decision.edition_id or adaptation.edition_id
        found += problems_of_decision(decision, sections.get((edition, decision.section_id)))
    return found


def missing_additions(adaptation: AdaptationPage) -> list[str]:
    """The blanks that sections in use ask for and that nobody filled in, one Thai sentence each."""
    from guidelines.models.adaptation import Choice
    from guidelines.reading import sections_of_editions

    labels = {parameter.key: parameter.label_th for parameter in adaptation.guideline.parameters.all()}
    filled = {value.key for value in adaptation.values.all() if value.items}
    decisions = {decision.section_id: decision for decision in adaptation.decisions.all()}
    pins = {adaptation.edition_id, *(d.edition_id for d in decisions.values() if d.edition_id)}
    frozen = sections_of_editions(pins)
    found = []
    for (edition, section_id), current in frozen.items():
        if edition != adaptation.edition_id:
            continue
        decision = decisions.get(section_id)
        if decision is not None and decision.choice == Choice.NOT_APPLICABLE:
            continue
        pinned = frozen.get((decision.edition_id, section_id), current) if decision else current
        found += [
            _("%(section)s %(heading)s: ยังไม่ได้กรอก “%(label)s”")
            % {"section": section_id, "heading": pinned.heading_th, "label": labels.get(key, key)}
            for key in pinned.required_additions
            if key not in filled
        ]
    return found
