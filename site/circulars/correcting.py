"""What a registrar does with a letter that readers already have: correct it, link it, withdraw it."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from circulars.identity import check_best_readings
from circulars.models import CircularPage, Correction, Held, Relation
from circulars.shown import CORRECTED, changes_between, plain
from organisations.models import Organisation


@transaction.atomic
def correct(
    page: CircularPage, user: Any, text: str, values: dict[str, Any], seen_revision: int | None
) -> Correction:
    """Put the record of a published letter right, and tell readers; the history keeps both.

    `values` are the later values by name; those left out stay. Where two persons must agree the correction
    waits for the other one, with its note; that of a letter which was taken back waits until it is published
    again, and takes the place of an earlier one. `seen_revision` is the revision that the person saw: where
    somebody else saved meanwhile nothing is written. Raises ValidationError for that, for a letter that was
    never public, while another correction waits, without a text or a change, and for what the letter may not
    become.
    """
    page = CircularPage.objects.select_for_update().get(pk=page.pk)
    if not page.live and not page.shown:
        raise ValidationError(_("แก้ไขโดยมีบันทึกได้เฉพาะหนังสือที่เผยแพร่แล้ว"))
    if page.live and page.corrections.waiting().exists():
        raise ValidationError(_("มีการแก้ไขที่รอผู้อื่นเห็นชอบอยู่แล้ว ข้อความของท่านยังอยู่ โปรดรอให้ตัดสินการแก้ไขนั้นก่อน"))
    if page.latest_revision_id != seen_revision:
        raise ValidationError(_("มีผู้อื่นบันทึกหนังสือนี้ระหว่างที่ท่านแก้ไข ข้อความของท่านยังอยู่ โปรดตรวจค่าปัจจุบันแล้วบันทึกอีกครั้ง"))
    if not text.strip():
        raise ValidationError(_("โปรดบอกผู้อ่านว่าแก้ไขอะไร เพราะเหตุใด"))
    draft = draft_of(page)
    for name in CORRECTED:
        if name in values:
            setattr(draft, name, values[name])
    check_best_readings(draft)  # writes the number in one way
    changes = changes_between(page, draft)
    if not changes:
        raise ValidationError(_("ยังไม่มีค่าใดเปลี่ยนไป"))
    page.corrections.waiting().update(
        state=Correction.State.TURNED_DOWN,
        decision=_("มีบันทึกใหม่แทน"),
        decided_at=timezone.now(),
        decided_by=user,
    )
    correction = Correction.objects.create(
        page=page, text=text.strip(), changes=changes, made_by=user, state=Correction.State.WAITING
    )
    revision = draft.save_revision(user=user, log_action=True)
    if page.live and not page.needs_second(draft, user):
        _publish(revision, user)
    elif page.live:
        page.refresh_from_db()
        page.agree(user)
    correction.refresh_from_db()
    return correction


@transaction.atomic
def approve(correction: Correction, user: Any) -> None:
    """The second person agrees: the letter is corrected and readers get the note.

    Raises ValidationError after another decision, where the letter is another by now, for who proposed it.
    """
    page, correction = _undecided(correction)
    if not page.live:
        raise ValidationError(_("ผู้อ่านเห็นบันทึกนี้เมื่อเผยแพร่หนังสืออีกครั้ง"))
    draft = CircularPage.objects.get(pk=page.pk)
    for name, (earlier, later) in correction.changes.items():
        if plain(getattr(draft, name)) != earlier:
            raise ValidationError(_("ค่าในทะเบียนเปลี่ยนไปหลังเสนอการแก้ไขนี้ จึงเห็นชอบไม่ได้ โปรดไม่รับ แล้วให้เสนอใหม่"))
        setattr(draft, name, _value(name, later))
    _publish(draft.save_revision(user=user, log_action=True), user)


@transaction.atomic
def turn_down(correction: Correction, user: Any, reason: str) -> None:
    """Leave the letter as it is; the correction stays on record with the reason. Raises ValidationError.

    The draft of a letter that was taken back stays, and needs another note before it is published.
    """
    if not reason.strip():
        raise ValidationError(_("ต้องระบุเหตุผล"))
    page, correction = _undecided(correction)
    correction.state, correction.decision = Correction.State.TURNED_DOWN, reason.strip()
    correction.decided_at, correction.decided_by = timezone.now(), user
    correction.save()
    if page.live:
        page.save_revision(user=user)  # the draft no longer bears it


def draft_of(page: CircularPage) -> CircularPage:
    """What a correction begins with: the letter as readers have it, or the draft of one taken back."""
    held = CircularPage.objects.get(pk=page.pk)
    return held if held.live else held.get_latest_revision_as_object()


def _publish(revision: Any, user: Any) -> None:
    try:
        revision.publish(user=user)
    except Held as refused:
        raise ValidationError(str(refused)) from refused


def _undecided(correction: Correction) -> tuple[CircularPage, Correction]:
    page = CircularPage.objects.select_for_update().get(pk=correction.page_id)
    found = page.corrections.waiting().filter(pk=correction.pk).first()
    if found is None:
        raise ValidationError(_("มีผู้อื่นตัดสินการแก้ไขนี้ไปแล้ว"))
    if not page.live and not page.shown:
        raise ValidationError(_("แก้ไขโดยมีบันทึกได้เฉพาะหนังสือที่เผยแพร่แล้ว"))
    return page, found


@transaction.atomic
def withdraw(page: CircularPage, user: Any, reason: str) -> None:
    """Say that the letter is withdrawn; it stays readable with the reason. Raises ValidationError."""
    if not reason.strip():
        raise ValidationError(_("โปรดระบุเหตุผลที่ถอน"))
    if not page.live or page.withdrawn_at is not None:
        raise ValidationError(_("ถอนได้เฉพาะหนังสือที่เผยแพร่อยู่และยังไม่ถูกถอน"))
    page.withdrawn_at, page.withdrawn_by, page.withdrawn_reason = timezone.now(), user, reason.strip()
    page.save()


@transaction.atomic
def reinstate(page: CircularPage, user: Any, reason: str) -> Correction:
    """Take a withdrawal back that was a mistake; readers are told, and the record keeps why it was withdrawn.

    Raises ValidationError without a reason, and for a letter that is not withdrawn or not public.
    """
    if not reason.strip():
        raise ValidationError(_("ต้องระบุเหตุผล"))
    page = CircularPage.objects.select_for_update().get(pk=page.pk)
    if not page.live or page.withdrawn_at is None:
        raise ValidationError(_("หนังสือนี้ไม่ได้ถูกถอนอยู่"))
    changes = {"withdrawn_reason": [page.withdrawn_reason, ""]}
    page.withdrawn_at, page.withdrawn_by, page.withdrawn_reason = None, None, ""
    page.save()
    return Correction.objects.create(page=page, text=reason.strip(), changes=changes, made_by=user)


@transaction.atomic
def undo_relation(relation: Relation, user: Any, reason: str) -> None:
    """Take back a link that was a mistake: it does nothing and stays on record. Raises ValidationError."""
    if not reason.strip():
        raise ValidationError(_("ต้องระบุเหตุผล"))
    held = Relation.objects.standing().select_for_update().filter(pk=relation.pk).first()
    if held is None:
        raise ValidationError(_("ความเชื่อมโยงนี้ถูกเพิกถอนไปแล้ว"))
    held.undone_at, held.undone_by, held.undone_reason = timezone.now(), user, reason.strip()
    held.save(update_fields=["undone_at", "undone_by", "undone_reason"])


def relate(relation: Relation, user: Any) -> None:
    """Record a link between documents. Raises ValidationError where it names no target or no evidence."""
    relation.created_by = user
    relation.full_clean()
    relation.save()


def _value(name: str, plain: str) -> Any:
    """What `plain` made a string of."""
    if name == "issuer":
        return Organisation.objects.get(code=plain) if plain else None
    if name == "best_date":
        return datetime.date.fromisoformat(plain) if plain else None
    return plain
