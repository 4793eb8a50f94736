"""What a registrar does with a letter that readers already have: correct it, link it, withdraw it."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from circulars.models import CircularPage, Correction, Relation

CORRECTED = ("best_number", "best_date", "best_signatory_name")
"""What can be corrected: the best readings. What the letter says is never rewritten."""


@transaction.atomic
def correct(
    page: CircularPage, user: Any, text: str, values: dict[str, Any], seen_revision: int | None
) -> Correction:
    """Put best readings of a published letter right, and tell readers; the history keeps both.

    `seen_revision` is the revision that the person saw: where somebody else saved meanwhile nothing is
    written. Raises ValidationError for that, for a letter that is not public, without a text or a change.
    """
    page = CircularPage.objects.select_for_update().get(pk=page.pk)
    if not page.live:
        raise ValidationError(_("แก้ไขโดยมีบันทึกได้เฉพาะหนังสือที่เผยแพร่แล้ว"))
    if page.latest_revision_id != seen_revision:
        raise ValidationError(_("มีผู้อื่นบันทึกหนังสือนี้ระหว่างที่ท่านแก้ไข ข้อความของท่านยังอยู่ โปรดตรวจค่าปัจจุบันแล้วบันทึกอีกครั้ง"))
    if not text.strip():
        raise ValidationError(_("โปรดบอกผู้อ่านว่าแก้ไขอะไร เพราะเหตุใด"))
    changes = {
        name: [_plain(getattr(page, name)), _plain(values[name])]
        for name in CORRECTED
        if _plain(getattr(page, name)) != _plain(values[name])
    }
    if not changes:
        raise ValidationError(_("ยังไม่มีค่าใดเปลี่ยนไป"))
    for name in changes:
        setattr(page, name, values[name])
    correction = Correction.objects.create(page=page, text=text.strip(), changes=changes, made_by=user)
    page.save_revision(user=user, log_action=True).publish(user=user)
    return correction


@transaction.atomic
def withdraw(page: CircularPage, user: Any, reason: str) -> None:
    """Say that the letter is withdrawn; it stays readable with the reason. Raises ValidationError."""
    if not reason.strip():
        raise ValidationError(_("โปรดระบุเหตุผลที่ถอน"))
    if not page.live or page.withdrawn_at is not None:
        raise ValidationError(_("ถอนได้เฉพาะหนังสือที่เผยแพร่อยู่และยังไม่ถูกถอน"))
    page.withdrawn_at, page.withdrawn_by, page.withdrawn_reason = timezone.now(), user, reason.strip()
    page.save()


def relate(relation: Relation, user: Any) -> None:
    """Record a link between documents. Raises ValidationError where it names no target or no evidence."""
    relation.created_by = user
    relation.full_clean()
    relation.save()


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime.date) else str(value or "")
