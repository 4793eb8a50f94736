"""Changing a stored guide from outside its own form: the rules that mass edits share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from organisations.models import Role
from organisations.permissions import may_act_for
from services.importing.records import reasons_of
from services.importing.saving import is_locked
from services.importing.streams import errors_in
from services.models import ServicePage

STREAMS = (
    "criteria",
    "channels",
    "steps",
    "identity_documents",
    "other_documents",
    "fees",
    "forms",
    "legal_basis",
    "complaint_channels",
)


@dataclass(frozen=True, slots=True)
class Changed:
    """What came of one guide: changed and public at once, changed as a draft, or refused with reasons."""

    page: ServicePage
    public: bool
    reasons: list[str]


def edit(
    pk: int, mend: Callable[[ServicePage], None], user: AbstractUser, revision: int | None = None
) -> Changed:
    """Apply `mend` to the newest draft of a guide and save it as a revision, or change nothing at all.

    What `mend` refuses with a ValidationError is refused. `revision` is the newest one that the user was
    shown: a guide that somebody changed since is refused.
    Public at once is what the user may publish and what has no waiting draft, which would go out with it.
    """
    with transaction.atomic():
        stored = ServicePage.objects.select_for_update().get(pk=pk)
        if revision is not None and (stored.latest_revision_id or 0) != revision:
            reason = _("มีผู้แก้ไขคู่มือนี้หลังจากท่านดูตัวอย่าง ค้นใหม่เพื่อดูข้อมูลล่าสุด")
            return Changed(stored, False, [reason])
        if is_locked(stored, user) or not may_act_for(user, stored.organisation, Role.EDITOR, Role.REVIEWER):
            return Changed(stored, False, [_("คู่มือถูกล็อกหรือท่านไม่มีสิทธิแก้ไข")])
        page = stored.get_latest_revision_as_object()
        try:
            mend(page)
        except ValidationError as error:
            return Changed(stored, False, list(error.messages))
        if reasons := _reasons(page):
            return Changed(stored, False, reasons)
        is_waiting = stored.has_unpublished_changes or stored.current_workflow_state is not None
        publishes = stored.live and not is_waiting and may_act_for(user, stored.organisation, Role.REVIEWER)
        saved = page.save_revision(user=user, changed=True, log_action=True)
        if publishes:
            try:
                with transaction.atomic():
                    saved.publish(user=user)
            except ValidationError as error:
                return Changed(stored, False, [_("เก็บเป็นร่างแล้ว แต่เผยแพร่ไม่ได้"), *error.messages])
        return Changed(page, publishes, [])


def _reasons(page: ServicePage) -> list[str]:
    reasons = [reason for field in STREAMS for reason in errors_in(page, field)]
    if reasons:
        return reasons
    try:
        page.full_clean()
    except ValidationError as error:
        return reasons_of(error, ServicePage)
    return []
