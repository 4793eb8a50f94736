"""Sending an adaptation to review, approving it and sending it back."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.deciding import draft_of
from guidelines.models import AdaptationPage
from organisations.models import Role
from organisations.permissions import may_act_for


@transaction.atomic
def send_to_review(adaptation: AdaptationPage, user: Any) -> None:
    """Send the newest draft to the organisation's review.

    Raises PermissionDenied, and ValidationError with the list of what is missing, in Thai.
    """
    page = AdaptationPage.objects.select_for_update().get(pk=adaptation.pk)
    if not may_act_for(user, page.organisation, Role.EDITOR, Role.REVIEWER):
        raise PermissionDenied
    if problems := draft_of(page).problems_before_review():
        raise ValidationError(problems)
    state = page.current_workflow_state
    if state is not None and state.status == state.STATUS_NEEDS_CHANGES:
        state.resume(user=user)
        return
    if state is not None:
        raise ValidationError(_("ฉบับนี้อยู่ระหว่างการสอบทานแล้ว"))
    if not page.has_unpublished_changes:
        raise ValidationError(_("ไม่มีการแก้ไขใหม่ที่ต้องสอบทาน"))
    page.get_workflow().start(page, user)


@transaction.atomic
def approve(adaptation: AdaptationPage, user: Any, comment: str = "") -> None:
    """Approve the draft in review, which publishes it. Raises PermissionDenied for its authors and others."""
    _act(adaptation, user, "approve", comment)


@transaction.atomic
def send_back(adaptation: AdaptationPage, user: Any, comment: str) -> None:
    """Send the draft in review back to its editors with a comment."""
    if not comment.strip():
        raise ValidationError(_("กรุณาบอกสิ่งที่ต้องแก้ไข"))
    _act(adaptation, user, "reject", comment)


def scheduled_for(adaptation: AdaptationPage) -> datetime.datetime | None:
    """When an approved revision will be published by the worker; None where none waits for its time."""
    waiting = adaptation.revisions.filter(approved_go_live_at__isnull=False)
    return waiting.values_list("approved_go_live_at", flat=True).first()


def _act(adaptation: AdaptationPage, user: Any, action: str, comment: str) -> None:
    page = AdaptationPage.objects.select_for_update().get(pk=adaptation.pk)
    state = page.current_workflow_task_state
    if state is None:
        raise ValidationError(_("ฉบับนี้ไม่ได้อยู่ระหว่างการสอบทาน"))
    state.task.specific.on_action(state, user, action, comment=comment)
