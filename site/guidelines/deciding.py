"""Deciding about sections of an adaptation: the functions behind every screen and every import.

Each takes the newest draft under a lock, changes it and keeps it as a revision of the user's, so that
two people working at once write one after the other and neither loses a word.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from guidelines.models import AdaptationPage, EditionSection, ParameterValue, SectionDecision
from guidelines.models.adaptation import OWN_TEXT, Choice
from guidelines.models.section import body_of, stream_values
from guidelines.practice import linkable

LINKS = ("centres", "services", "delegations")
"""The relations of an adaptation to what carries it out."""
Links = dict[str, list[int]]
"""Primary keys by the names of `LINKS`."""


@dataclass(frozen=True, slots=True)
class SectionInput:
    """What an editor says about a section. `body` is stream data: a list of {"type", "value", "id"}.

    `values` are the blanks that the section asks for, by key; a key that is absent stays as it is.
    """

    choice: str
    reason: str = ""
    heading: str = ""
    body: list[dict[str, Any]] = field(default_factory=list)
    after: str = ""
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Version:
    """What somebody saw when they began to edit a section: the revision, and a digest of the section."""

    revision: int
    digest: str

    def __str__(self) -> str:
        return f"{self.revision}.{self.digest}"

    @classmethod
    def read(cls, text: str) -> Version:
        """From `str(version)`. Raises ValueError."""
        revision, _dot, digest = text.partition(".")
        return cls(int(revision), digest)


class SectionChanged(Exception):
    """Somebody saved the section since the version that was seen; nothing was written."""

    def __init__(self, draft: AdaptationPage, revision: Revision) -> None:
        super().__init__(_("มีผู้อื่นบันทึกหมวดนี้ไปแล้วระหว่างที่ท่านแก้ไข"))
        self.draft = draft
        self.revision = revision


class GeneralChanged(Exception):
    """Somebody saved the general part since it was seen; nothing was written. `draft` is what is there."""

    def __init__(self, draft: AdaptationPage) -> None:
        super().__init__(_("มีผู้อื่นบันทึกข้อมูลทั่วไปไปแล้วระหว่างที่ท่านแก้ไข"))
        self.draft = draft


def general_version(draft: AdaptationPage, keys: Iterable[str]) -> str:
    """Changes whenever the introduction, the time of publication or one of these blanks does."""
    values = {value.key: value.value for value in draft.values.all()}
    seen = [draft.introduction, str(draft.go_live_at), {key: values.get(key, "") for key in keys}]
    text = json.dumps(seen, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def draft_of(adaptation: AdaptationPage) -> AdaptationPage:
    """The newest state of an adaptation, published or not."""
    draft: AdaptationPage = adaptation.get_latest_revision_as_object()
    return draft


def decision_in(draft: AdaptationPage, section_id: str) -> SectionDecision | None:
    return next((each for each in draft.decisions.all() if each.section_id == section_id), None)


def version_of(draft: AdaptationPage, section_id: str, keys: list[str]) -> Version:
    """The version of a section, with the blanks `keys` that are edited together with it."""
    decision = decision_in(draft, section_id)
    values = {value.key: value.value for value in draft.values.all()}
    seen: list[Any] = [[values.get(key, "") for key in keys]]
    if decision is not None:
        body = stream_values(decision.body)
        seen += [decision.choice, decision.reason, decision.heading, decision.after, body]
    digest = hashlib.sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()[:20]
    return Version(draft.latest_revision_id or 0, digest)


@transaction.atomic
def save_section(
    adaptation: AdaptationPage, section_id: str, given: SectionInput, user: Any, seen: Version | None = None
) -> AdaptationPage:
    """Keep what an editor says about a section of the model, or about one that the organisation added.

    With `seen`, raises SectionChanged where somebody saved the section since. Raises PermissionDenied,
    and ValidationError with the reasons in Thai where the decision is not allowed.
    """
    draft = open_draft(adaptation, user)
    decision = decision_in(draft, section_id)
    section = _model_section(draft, section_id, decision)
    if decision is not None and decision.removed_in_id is not None:
        raise ValidationError(_("หมวด %(section)s ตัดออกตามต้นแบบแล้ว") % {"section": section_id})
    if decision is None and section is None:
        raise ValidationError(_("ไม่พบหมวด %(section)s") % {"section": section_id})
    if seen is not None:
        keys = section.required_additions if section else []
        if version_of(draft, section_id, keys).digest != seen.digest:
            raise SectionChanged(draft, draft.latest_revision)
    if decision is None:
        decision = SectionDecision(section_id=section_id, edition_id=draft.edition_id)
    _apply(draft, decision, given, user)
    draft.save_revision(user=user, log_action=True)
    return draft


@transaction.atomic
def add_section(adaptation: AdaptationPage, given: SectionInput, user: Any) -> SectionDecision:
    """Add a section of the organisation's own, under an id that it keeps. Raises as `save_section`."""
    draft = open_draft(adaptation, user)
    prefix = draft.organisation.code.upper()
    number = 1
    taken = {each.section_id for each in draft.decisions.all()} | _ids_ever_used(draft)
    while f"{prefix}-{number:02}" in taken:
        number += 1
    decision = SectionDecision(section_id=f"{prefix}-{number:02}", choice=Choice.ADDED)
    _apply(draft, decision, given, user)
    draft.save_revision(user=user, log_action=True)
    return decision


@transaction.atomic
def remove_section(adaptation: AdaptationPage, section_id: str, user: Any) -> AdaptationPage:
    """Take away a section that the organisation added. Raises ValidationError for the model's own."""
    draft = open_draft(adaptation, user)
    decision = decision_in(draft, section_id)
    if decision is None or decision.choice != Choice.ADDED:
        raise ValidationError(_("ลบได้เฉพาะหมวดที่หน่วยงานเพิ่มเอง"))
    draft.decisions.remove(decision)
    draft.save_revision(user=user, log_action=True)
    return draft


@transaction.atomic
def save_general(
    adaptation: AdaptationPage,
    user: Any,
    introduction: str,
    values: dict[str, str],
    go_live_at: datetime.datetime | None = None,
    seen: str | None = None,
) -> AdaptationPage:
    """Keep the introduction, the blanks that no section asks for, and when an approved draft goes public:
    at once where `go_live_at` is None.

    With `seen`, what `general_version` gave when the user began, raises GeneralChanged where somebody saved
    these since.
    """
    draft = open_draft(adaptation, user)
    if seen is not None and general_version(draft, values) != seen:
        raise GeneralChanged(draft)
    draft.introduction, draft.go_live_at = introduction, go_live_at
    _fill(draft, values)
    draft.save_revision(user=user, log_action=True)
    return draft


@transaction.atomic
def save_practice(
    adaptation: AdaptationPage,
    user: Any,
    uses_own_centres: bool,
    links: Links,
    seen: tuple[bool, Links] | None = None,
) -> AdaptationPage:
    """Keep what carries the adaptation out: primary keys by the names of `LINKS`.

    With `seen`, what was there when the editor began, only what they changed is changed: what somebody
    else added or took away meanwhile stays so. Raises PermissionDenied, and ValidationError for what the
    organisation may not name.
    """
    draft = open_draft(adaptation, user)
    found = linkable(draft)
    for name, choices in zip(LINKS, (found.counters, found.services, found.orders), strict=True):
        relation = getattr(draft, name)
        wanted = set(links.get(name, []))
        if seen is not None:
            before, there = set(seen[1].get(name, [])), {each.pk for each in relation.all()}
            wanted = (there | (wanted - before)) - (before - wanted)
        if not wanted <= {key for key, _label in choices}:
            raise ValidationError(_("มีรายการที่หน่วยงานอ้างไม่ได้หรือไม่เปิดเผยแล้ว กรุณาเปิดหน้านี้ใหม่แล้วเลือกอีกครั้ง"))
        relation.set(relation.model.objects.filter(pk__in=wanted))
    if seen is None or seen[0] != uses_own_centres:
        draft.uses_own_centres = uses_own_centres
    draft.save_revision(user=user, log_action=True)
    return draft


@transaction.atomic
def accept_rest(adaptation: AdaptationPage, user: Any) -> int:
    """Decide "as in the model" for every section that nobody considered yet; returns how many."""
    draft = open_draft(adaptation, user)
    rest = [each for each in draft.decisions.all() if not each.is_considered]
    for decision in rest:
        decision.decided_by, decision.decided_at = user, timezone.now()
        draft.decisions.add(decision)
    if rest:
        draft.save_revision(user=user, log_action=True)
    return len(rest)


@transaction.atomic
def record_approval(adaptation: AdaptationPage, user: Any) -> None:
    """Note on each deviation that went public with this publication who approved it and when."""
    if not adaptation.live:
        return
    for decision in adaptation.decisions.filter(approved_at=None).exclude(choice=Choice.INHERITED):
        decision.approved_by, decision.approved_at = user, timezone.now()
        decision.save(update_fields=["approved_by", "approved_at"])


def open_draft(adaptation: AdaptationPage, user: Any) -> AdaptationPage:
    """The newest draft, locked until the transaction ends. Raises PermissionDenied."""
    page = AdaptationPage.objects.select_for_update().get(pk=adaptation.pk)
    permissions = page.permissions_for_user(user)
    if not permissions.can_edit() or permissions.page_locked():
        raise PermissionDenied(_("ท่านแก้ไขแนวทางฉบับนี้ไม่ได้ หรือฉบับนี้อยู่ระหว่างการสอบทาน"))
    return draft_of(page)


def _model_section(
    draft: AdaptationPage, section_id: str, decision: SectionDecision | None
) -> EditionSection | None:
    edition = decision.edition_id if decision else draft.edition_id
    return EditionSection.objects.filter(edition=edition, section_id=section_id).first()


def _apply(draft: AdaptationPage, decision: SectionDecision, given: SectionInput, user: Any) -> None:
    before = (decision.choice, decision.reason, decision.heading, stream_values(decision.body))
    decision.choice = given.choice
    decision.reason = given.reason.strip() if given.choice != Choice.INHERITED else ""
    decision.heading = given.heading.strip() if given.choice in OWN_TEXT else ""
    body = given.body if given.choice in OWN_TEXT else []
    decision.body = body_of(body)
    decision.after = given.after if given.choice == Choice.ADDED else ""
    decision.decided_by, decision.decided_at = user, timezone.now()
    if before != (decision.choice, decision.reason, decision.heading, stream_values(decision.body)):
        decision.approved_by = decision.approved_at = None
    draft.decisions.add(decision)
    _fill(draft, given.values)


def _fill(draft: AdaptationPage, values: dict[str, str]) -> None:
    known = {parameter.key for parameter in draft.guideline.parameters.all()}
    if unknown := sorted(values.keys() - known):
        raise ValidationError(_("ไม่มีช่องกรอกข้อมูล %(keys)s") % {"keys": ", ".join(unknown)})
    stored = {value.key: value for value in draft.values.all()}
    for key, text in values.items():
        cleaned = lines_of(text)
        if key in stored:
            stored[key].value = cleaned
            draft.values.add(stored[key])
        elif cleaned:
            draft.values.add(ParameterValue(key=key, value=cleaned))


def lines_of(text: str) -> str:
    """A text as it is stored: its lines without space around them, empty ones left out."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def _ids_ever_used(draft: AdaptationPage) -> set[str]:
    contents = Revision.objects.for_instance(draft).values_list("content", flat=True)
    return {row["section_id"] for content in contents for row in content.get("decisions", [])}
