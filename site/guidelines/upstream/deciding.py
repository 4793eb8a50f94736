"""Deciding about changes of the model, and undoing a decision until it is public.

Every decision changes the newest draft under its lock and leaves an `UpstreamDecision`; nothing else moves
the edition that a section rests on.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guidelines.deciding import decision_in, open_draft
from guidelines.models import AdaptationPage, GuidelineEdition, SectionDecision, UpstreamDecision
from guidelines.models.adaptation import Choice
from guidelines.models.section import body_of, stream_values
from guidelines.models.upstream import UpstreamAction, UpstreamKind
from guidelines.upstream.classify import Change
from guidelines.upstream.standing import Editions
from guidelines.upstream.targets import follows_by_itself, pending, target_of

STATE = ("edition_id", "considered_edition_id", "removed_in_id", "choice", "reason", "heading", "after")
WHO = ("decided_by_id", "decided_at", "approved_by_id", "approved_at")


class UpstreamStale(ValidationError):
    """What was decided about is no longer what is there; nothing was written."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an editor decided about one change. `heading` and `body`, stream data, only with EDITED.

    `target` is the primary key of the edition and `seen` the digest of the row that the editor looked at.
    """

    action: str
    target: int
    seen: str
    reason: str = ""
    heading: str = ""
    body: list[dict[str, Any]] = field(default_factory=list)


def digest_of(decision: SectionDecision | None) -> str:
    """Changes whenever the row says something else or rests on another edition."""
    said: Any = None
    if decision is not None:
        said = [*(getattr(decision, name) for name in STATE), stream_values(decision.body)]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:20]


@transaction.atomic
def decide(adaptation: AdaptationPage, section_id: str, answer: Answer, user: Any) -> UpstreamDecision:
    """Meet one change of the model in the newest draft.

    Raises PermissionDenied; UpstreamStale where the model or the section changed since the editor looked,
    or nothing waits any more; ValidationError where the answer is not allowed.
    """
    draft = open_draft(adaptation, user)
    target = target_of(draft.guideline)
    if target is None or target.pk != answer.target:
        raise UpstreamStale(_("ต้นแบบฉบับนี้ถูกถอนหรือมีฉบับใหม่กว่าแล้ว ยังไม่มีสิ่งใดเปลี่ยน กรุณาเปิดหน้านี้ใหม่"))
    change = pending(draft, target, [section_id]).get(section_id)
    if change is None:
        raise UpstreamStale(_("หมวดนี้ไม่มีการเปลี่ยนแปลงที่รอการตัดสินใจแล้ว"))
    if digest_of(decision_in(draft, section_id)) != answer.seen:
        raise UpstreamStale(_("มีผู้อื่นแก้ไขหมวดนี้ระหว่างที่ท่านพิจารณา กรุณาตรวจข้อความล่าสุดแล้วตัดสินใจอีกครั้ง"))
    record = _apply(draft, change, target, answer, user)
    _keep(draft, [record], target, user)
    return record


@transaction.atomic
def accept_all(adaptation: AdaptationPage, kinds: set[str], user: Any) -> list[UpstreamDecision]:
    """Accept every waiting change of these kinds at once, each with a record of its own."""
    draft = open_draft(adaptation, user)
    target = target_of(draft.guideline)
    if target is None:
        raise UpstreamStale(_("ต้นแบบถูกถอนการเผยแพร่แล้ว"))
    return _accept(draft, target, kinds, UpstreamAction.ACCEPTED, user)


def follow(adaptation: AdaptationPage) -> list[UpstreamDecision]:
    """Let fast-forwards in by themselves where the organisation chose so and nobody is reviewing the draft.

    No word of the organisation's own is touched, and what somebody undid is not let in again.
    """
    if not follows_by_itself(adaptation.organisation):
        return []
    with transaction.atomic():
        page = AdaptationPage.objects.select_for_update().get(pk=adaptation.pk)
        target = target_of(page.guideline)
        if target is None or page.locked or page.workflow_in_progress:
            return []
        draft: AdaptationPage = page.get_latest_revision_as_object()
        return _accept(draft, target, {UpstreamKind.FAST_FORWARD}, UpstreamAction.AUTOMATIC, None)


@transaction.atomic
def undo(adaptation: AdaptationPage, record_pk: int, user: Any) -> UpstreamDecision:
    """Bring back the section as it was before a decision.

    Raises PermissionDenied, and ValidationError where the decision is already public or undone, or where
    the section was edited since, so that no later word is lost.
    """
    draft = open_draft(adaptation, user)
    record = UpstreamDecision.objects.select_for_update().filter(page=draft.pk, pk=record_pk).first()
    if record is None or record.undone_at is not None:
        raise ValidationError(_("ไม่พบการตัดสินใจนี้ หรือเลิกทำไปแล้ว"))
    if not is_undoable(draft, record):
        raise ValidationError(_("การตัดสินใจนี้เผยแพร่แล้ว จึงเลิกทำไม่ได้"))
    decision = decision_in(draft, record.section_id)
    if digest_of(decision) != record.digest:
        raise ValidationError(_("มีการแก้ไขหมวดนี้หลังการตัดสินใจ จึงเลิกทำไม่ได้โดยไม่เสียข้อความ กรุณาแก้ไขหมวดนี้เอง"))
    if record.before is None:
        assert decision is not None
        draft.decisions.remove(decision)
    else:
        decision = decision or SectionDecision(section_id=record.section_id)
        _restore(decision, record.before)
        draft.decisions.add(decision)
    draft.edition_id = record.edition_before_id
    draft.save_revision(user=user, log_action=True)
    record.undone_by, record.undone_at = user, timezone.now()
    record.save(update_fields=["undone_by", "undone_at"])
    return record


def is_undoable(adaptation: AdaptationPage, record: UpstreamDecision) -> bool:
    """Whether a decision stands and is not public yet."""
    return record.undone_at is None and record.revision > (adaptation.live_revision_id or 0)


def _accept(
    draft: AdaptationPage, target: GuidelineEdition, kinds: set[str], action: UpstreamAction, user: Any
) -> list[UpstreamDecision]:
    waiting = pending(draft, target)
    records = []
    declined: set[str] = set()
    if action == UpstreamAction.AUTOMATIC:
        undone = UpstreamDecision.objects.filter(page=draft.pk, target=target, undone_at__isnull=False)
        declined = set(undone.values_list("section_id", flat=True))
    for section_id, change in waiting.items():
        if change.kind in kinds and section_id not in declined:
            seen = digest_of(decision_in(draft, section_id))
            records.append(_apply(draft, change, target, Answer(action.value, target.pk, seen), user))
    if records or (not waiting and draft.edition_id != target.pk):
        _keep(draft, records, target, user)
    return records


def _apply(
    draft: AdaptationPage, change: Change, target: GuidelineEdition, answer: Answer, user: Any
) -> UpstreamDecision:
    """Change the row in memory; gives the record, which `_keep` stores."""
    decision = decision_in(draft, change.section_id)
    before = _state(decision) if decision is not None else None
    if decision is None:
        assert change.target is not None
        decision = SectionDecision(section_id=change.section_id, sort_order=change.target.position)
    match answer.action:
        case UpstreamAction.ACCEPTED | UpstreamAction.AUTOMATIC:
            _take(decision, change, target)
        case UpstreamAction.KEPT:
            _hold(decision, change, target, answer.reason)
        case UpstreamAction.EDITED:
            _write(decision, change, target, answer)
        case _other:
            raise ValidationError(_("กรุณาเลือกว่าจะรับ คง หรือแก้ไข"))
    if user is not None:
        decision.decided_by, decision.decided_at = user, timezone.now()
    if decision.choice != Choice.INHERITED:
        decision.approved_by = decision.approved_at = None
    draft.decisions.add(decision)
    return UpstreamDecision(
        page_id=draft.pk,
        section_id=change.section_id,
        base_id=before["edition_id"] if before else None,
        target=target,
        kind=change.kind,
        action=answer.action,
        reason=answer.reason.strip(),
        user=user,
        before=before,
        digest=digest_of(decision),
        edition_before_id=draft.edition_id,
    )


def _take(decision: SectionDecision, change: Change, target: GuidelineEdition) -> None:
    if change.kind == UpstreamKind.REMOVED:
        decision.removed_in = target
        return
    was_new = change.kind == UpstreamKind.NEW
    decision.edition, decision.considered_edition, decision.removed_in = target, None, None
    if was_new or change.kind in {UpstreamKind.LOCKED, UpstreamKind.CONFLICT}:
        _follow_model(decision)
    elif decision.choice == Choice.ADAPTED:
        _own(decision, change, change.heading, list(change.body))


def _hold(decision: SectionDecision, change: Change, target: GuidelineEdition, reason: str) -> None:
    if not change.may_keep:
        raise ValidationError(_("หมวดนี้ต้องใช้ตามต้นแบบ จึงคงของเดิมไม่ได้"))
    if not reason.strip():
        raise ValidationError(_("กรุณาบอกเหตุผลที่ไม่รับการเปลี่ยนแปลงของต้นแบบ"))
    if change.kind == UpstreamKind.NEW:
        decision.edition, decision.considered_edition, decision.removed_in = target, None, None
        decision.choice, decision.reason = Choice.NOT_APPLICABLE, reason.strip()
        decision.heading, decision.body = "", body_of([])
    elif decision.choice in {Choice.INHERITED, Choice.SUPPLEMENTED} or change.kind == UpstreamKind.REMOVED:
        decision.considered_edition = target
    else:
        decision.edition, decision.considered_edition = target, None


def _write(decision: SectionDecision, change: Change, target: GuidelineEdition, answer: Answer) -> None:
    if not change.may_edit or change.target is None:
        raise ValidationError(_("หมวดนี้ห้ามแก้ไขถ้อยคำ ต้องใช้ตามต้นแบบ"))
    if not answer.reason.strip():
        raise ValidationError(_("กรุณาบอกเหตุผลของการแก้ไข"))
    decision.edition, decision.considered_edition, decision.removed_in = target, None, None
    decision.reason = decision.reason or answer.reason.strip()
    if change.target.is_locked or decision.choice == Choice.SUPPLEMENTED:
        decision.choice, decision.heading = Choice.SUPPLEMENTED, ""
        decision.body = body_of(answer.body)
        return
    if decision.choice != Choice.REPLACED:
        decision.choice = Choice.ADAPTED
    _own(decision, change, answer.heading.strip(), answer.body)


def _own(decision: SectionDecision, change: Change, heading: str, body: list[dict[str, Any]]) -> None:
    """Keep own text; where it says what the model says it is the model's, and no copy stays."""
    assert change.target is not None
    decision.heading, decision.body = heading, body_of(body)
    same_heading = heading in {"", change.target.heading_th}
    if same_heading and stream_values(decision.body) == stream_values(change.target.body):
        _follow_model(decision)


def _follow_model(decision: SectionDecision) -> None:
    decision.choice, decision.reason, decision.heading = Choice.INHERITED, "", ""
    decision.body = body_of([])


def _keep(
    draft: AdaptationPage, records: list[UpstreamDecision], target: GuidelineEdition, user: Any
) -> None:
    """Store the draft; where nothing waits any more, its order and blanks follow the new edition."""
    if not pending(draft, target, only=()):
        _settle(draft, target)
    revision = draft.save_revision(user=user, log_action=True)
    for record in records:
        record.revision = revision.pk
        record.save()


def _settle(draft: AdaptationPage, target: GuidelineEdition) -> None:
    """Rest on the new edition as a whole: sections whose wording is the same there move along."""
    sections = {section.section_id: section for section in target.sections.all()}
    stored = {decision.section_id: decision for decision in draft.decisions.all()}
    editions = Editions.of({target.pk, *(each.edition_id for each in stored.values())})
    for section_id, section in sections.items():
        decision = stored.get(section_id)
        if decision is None or decision.removed_in_id or decision.edition_id == target.pk:
            continue
        base = editions.section(decision.edition_id, section_id)
        if base is not None and editions.same(base, section):
            decision.edition, decision.considered_edition = target, None
            draft.decisions.add(decision)
    draft.edition = target


def _state(decision: SectionDecision) -> dict[str, Any]:
    kept = {name: getattr(decision, name) for name in (*STATE, *WHO)}
    for name in ("decided_at", "approved_at"):
        kept[name] = kept[name].isoformat() if kept[name] else None
    return {**kept, "body": list(decision.body.get_prep_value())}


def _restore(decision: SectionDecision, before: dict[str, Any]) -> None:
    for name in (*STATE, *WHO):
        value = before[name]
        if value and name.endswith("_at"):
            value = datetime.datetime.fromisoformat(value)
        setattr(decision, name, value)
    decision.body = body_of(before["body"])
