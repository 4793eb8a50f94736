"""Model guidelines and adaptations from records, as YAML files carry them, through the editors' functions.

docs/editors.md describes both formats. A second import of the same record changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.merge import with_ids_of
from guidelines.deciding import (
    SectionInput,
    add_section,
    decision_in,
    draft_of,
    save_general,
    save_section,
)
from guidelines.models import (
    AdaptationPage,
    GuidelineIndexPage,
    GuidelinePage,
    GuidelineParameter,
    GuidelineRecommendation,
    GuidelineSection,
)
from guidelines.models.adaptation import Choice
from guidelines.models.section import body_of, indicators_of, stream_values
from guidelines.plain import stream_from_text
from guidelines.reviewing import approve, send_to_review
from guidelines.starting import start_adaptation
from organisations.models import Organisation, OrganisationName

Record = Mapping[str, Any]


class RecordError(ValueError):
    """The record cannot be used; the message, in Thai, says what is wrong."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: `action` is "created", "updated" or "unchanged"."""

    page: GuidelinePage | AdaptationPage
    action: str


@transaction.atomic
def save_guideline(record: Record, slug: str = "", user: Any = None) -> Imported:
    """Create or update the guideline at /guidelines/<slug>/ and publish it, which freezes an edition.

    Raises RecordError, and ValidationError as publishing does, e.g. where change notes are missing.
    """
    try:
        meta, sections = record["meta"], record["sections"]
        title = meta["title_th"]
    except (KeyError, TypeError) as error:
        raise RecordError(_("แฟ้มแนวทางขาดส่วน %(part)s") % {"part": error}) from error
    index = GuidelineIndexPage.objects.live().first()
    if index is None:
        raise RecordError(_("ยังไม่มีหน้ารวมแนวทาง กรุณาสร้างเว็บไซต์ด้วยคำสั่ง setup ก่อน"))
    slug = slug or meta.get("slug") or slugify(meta.get("title_en", ""))
    page = GuidelinePage.objects.child_of(index).filter(slug=slug).first()
    is_new = page is None
    page = page or GuidelinePage(slug=slug, title=title, live=False)
    before = None if is_new else _state(page)
    page.title, page.title_en = title, meta.get("title_en", "")
    page.introduction = meta.get("introduction_th", "")
    page.is_sample = bool(meta.get("sample", False))
    page.issuer = _organisation(meta["issuer"]) if meta.get("issuer") else None
    page.edition_note = meta.get("edition_note", "")
    _set_recommendations(page, meta.get("grounded_on", []))
    _set_parameters(page, meta.get("parameters", []))
    _set_sections(page, sections)
    if before == _state(page):
        return Imported(page, "unchanged")
    if is_new:
        index.add_child(instance=page)
    page.save_revision(user=user, log_action=True).publish(user=user)
    return Imported(GuidelinePage.objects.get(pk=page.pk), "created" if is_new else "updated")


@transaction.atomic
def apply_adaptation(guideline: GuidelinePage, record: Record, editor: Any) -> Imported:
    """Write the decisions of a record into the draft of its organisation, as `editor`.

    Raises RecordError, PermissionDenied, and ValidationError where a decision is not allowed.
    """
    organisation = _organisation(record["organisation"])
    is_new = not AdaptationPage.objects.filter(guideline=guideline, organisation=organisation).exists()
    page = start_adaptation(guideline, organisation, editor)
    before = _decisions(draft_of(page))
    keys = {parameter.key for parameter in guideline.parameters.all()}
    values = {key: _lines(value) for key, value in record.get("values", {}).items()}
    if unknown := sorted(values.keys() - keys):
        raise RecordError(_("ไม่มีช่องกรอกข้อมูล %(keys)s") % {"keys": ", ".join(unknown)})
    if _general(draft_of(page), values) != (record.get("introduction", ""), values):
        draft = draft_of(page)
        save_general(page, editor, record.get("introduction", ""), values, draft.go_live_at)
    for entry in record.get("sections", []):
        _apply_section(page, entry, editor)
    for entry in record.get("added", []):
        _apply_added(page, entry, editor)
    page.refresh_from_db()
    changed = before != _decisions(draft_of(page))
    return Imported(page, "created" if is_new else "updated" if changed else "unchanged")


@transaction.atomic
def adopt(guideline: GuidelinePage, record: Record, editor: Any, reviewer: Any) -> Imported:
    """`apply_adaptation`, then the way to the public: `editor` sends to review, `reviewer` approves."""
    imported = apply_adaptation(guideline, record, editor)
    page = AdaptationPage.objects.get(pk=imported.page.pk)
    if page.has_unpublished_changes or not page.live:
        if page.current_workflow_state is None:
            send_to_review(page, editor)
        approve(AdaptationPage.objects.get(pk=page.pk), reviewer)
    return Imported(AdaptationPage.objects.get(pk=page.pk), imported.action)


def _apply_section(page: AdaptationPage, entry: Record, editor: Any) -> None:
    origin = f"{page.slug}/{entry['id']}"
    given = SectionInput(
        choice=entry.get("choice", Choice.INHERITED.value),
        reason=entry.get("reason", "").strip(),
        heading=entry.get("heading", "").strip(),
        body=stream_from_text(entry.get("body", ""), origin),
    )
    decision = decision_in(draft_of(page), entry["id"])
    if decision is None or not decision.is_considered or not _says(decision, given):
        save_section(page, entry["id"], given, editor)
        page.refresh_from_db()


def _apply_added(page: AdaptationPage, entry: Record, editor: Any) -> None:
    given = SectionInput(
        choice=Choice.ADDED.value,
        reason=entry.get("reason", "").strip(),
        heading=entry["heading"].strip(),
        body=stream_from_text(entry.get("body", ""), f"{page.slug}/{entry['heading']}"),
        after=entry.get("after", ""),
    )
    own = [each for each in draft_of(page).decisions.all() if each.choice == Choice.ADDED]
    existing = next((each for each in own if each.heading == given.heading), None)
    if existing is None:
        add_section(page, given, editor)
    elif not _says(existing, given):
        save_section(page, existing.section_id, given, editor)
    page.refresh_from_db()


def _says(decision: Any, given: SectionInput) -> bool:
    stored = (
        decision.choice,
        decision.reason,
        decision.heading,
        stream_values(decision.body),
        decision.after,
    )
    body = [(block["type"], block["value"]) for block in given.body]
    return stored == (given.choice, given.reason, given.heading, body, given.after)


def _lines(value: Any) -> str:
    return "\n".join(str(line).strip() for line in (value if isinstance(value, list) else [value]))


def _general(draft: AdaptationPage, values: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    stored = {value.key: value.value for value in draft.values.all()}
    return draft.introduction, {key: stored.get(key, "") for key in values}


def _decisions(draft: AdaptationPage) -> Any:
    decisions = sorted(draft.decisions.all(), key=lambda each: each.section_id)
    values = sorted((value.key, value.value) for value in draft.values.all())
    rows = [(d.section_id, d.choice, d.reason, d.heading, stream_values(d.body), d.after) for d in decisions]
    return draft.introduction, rows, values


def _organisation(name: str) -> Organisation:
    found = (
        Organisation.objects.filter(code=name).first()
        or Organisation.objects.filter(name_th=name).first()
        or Organisation.objects.filter(
            names__in=OrganisationName.objects.filter(name=name, valid_to=None)
        ).first()
    )
    if found is None:
        raise RecordError(_("ไม่พบหน่วยงาน %(name)s") % {"name": name})
    return found


def _set_recommendations(page: GuidelinePage, entries: list[Record]) -> None:
    stored = {each.code: each for each in page.recommendations.all()} if page.pk else {}
    rows = []
    for position, entry in enumerate(entries):
        row = stored.get(entry["id"]) or GuidelineRecommendation(code=entry["id"])
        row.text, row.sort_order = entry.get("text_th") or entry.get("gist", ""), position
        row.letter = Page.objects.filter(slug=entry["letter"]).first() if entry.get("letter") else None
        rows.append(row)
    page.recommendations.set(rows)


def _set_parameters(page: GuidelinePage, entries: list[Record]) -> None:
    stored = {each.key: each for each in page.parameters.all()} if page.pk else {}
    rows = []
    for position, entry in enumerate(entries):
        row = stored.get(entry["key"]) or GuidelineParameter(key=entry["key"])
        row.label_th, row.label_en = entry["label_th"], entry.get("label_en", "")
        row.kind = entry.get("type", GuidelineParameter.Kind.TEXT.value)
        row.help_text, row.sort_order = entry.get("help_th", ""), position
        rows.append(row)
    page.parameters.set(rows)


def _set_sections(page: GuidelinePage, entries: list[Record]) -> None:
    stored = {each.section_id: each for each in page.sections.all()} if page.pk else {}
    rows = []
    for position, entry in enumerate(entries):
        row = stored.get(entry["id"]) or GuidelineSection(section_id=entry["id"])
        row.heading_th, row.heading_en = entry["heading_th"], entry.get("heading_en", "")
        row.mode, row.note = entry["mode"], entry.get("note", "")
        row.allow_supplement = bool(entry.get("allow_supplement", False))
        row.required_additions = list(entry.get("required_additions", []))
        row.grounded_on = list(entry.get("grounded_on", []))
        row.change, row.change_note = entry.get("change", ""), entry.get("change_note", "")
        row.sort_order = position
        body = stream_from_text(entry["body_th"], entry["id"])
        if not row.pk or stream_values(row.body) != [(block["type"], block["value"]) for block in body]:
            before = list(row.body.get_prep_value()) if row.pk else []
            row.body = body_of(with_ids_of(before, body) if before else body)
        row.indicators = indicators_of([_indicator(each) for each in entry.get("indicators", [])])
        rows.append(row)
    page.sections.set(rows)


def _indicator(entry: Record) -> dict[str, Any]:
    value = {"key": entry["key"], "label": entry["label_th"], "unit": entry["unit"]}
    return {"type": "indicator", "value": value, "id": entry["key"]}


def _state(page: GuidelinePage) -> Any:
    return (
        (page.title, page.title_en, page.introduction, page.is_sample, page.issuer_id),
        [(each.code, each.text, each.letter_id) for each in page.recommendations.all()],
        [(p.key, p.label_th, p.label_en, p.kind, p.help_text) for p in page.parameters.all()],
        [(section.section_id, section.note, section.content()) for section in page.sections.all()],
    )


__all__ = ["Imported", "RecordError", "adopt", "apply_adaptation", "save_guideline"]
