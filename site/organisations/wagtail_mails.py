"""Wagtail's own mails about workflows stay with workflows that are not four eyes: `organisations.review_mail`
writes about those in Thai, to whom it concerns, and again where the mail server was down.
"""

from __future__ import annotations

from typing import Any

from wagtail.admin.mail import (
    WorkflowStateApprovalEmailNotifier,
    WorkflowStateRejectionEmailNotifier,
    WorkflowStateSubmissionEmailNotifier,
)
from wagtail.models import WorkflowState
from wagtail.signals import workflow_approved, workflow_rejected, workflow_submitted

from organisations.workflow import FourEyesTask


class _NotFourEyes:
    def can_handle(self, instance: Any, **kwargs: Any) -> bool:
        if FourEyesTask.objects.filter(workflow_tasks__workflow=instance.workflow_id).exists():
            return False
        return bool(super().can_handle(instance, **kwargs))  # type: ignore[misc]


class _Submission(_NotFourEyes, WorkflowStateSubmissionEmailNotifier):
    pass


class _Approval(_NotFourEyes, WorkflowStateApprovalEmailNotifier):
    pass


class _Rejection(_NotFourEyes, WorkflowStateRejectionEmailNotifier):
    pass


_RECEIVERS = (
    (workflow_submitted, _Submission(), "submitted"),
    (workflow_approved, _Approval(), "approved"),
    (workflow_rejected, _Rejection(), "rejected"),
)


def take_the_place_of_wagtails() -> None:
    """Connect under the names by which Wagtail connects its own, whichever comes first."""
    for signal, receiver, event in _RECEIVERS:
        name = f"workflow_state_{event}_email_notification"
        signal.disconnect(sender=WorkflowState, dispatch_uid=name)
        signal.connect(receiver, sender=WorkflowState, dispatch_uid=name)
