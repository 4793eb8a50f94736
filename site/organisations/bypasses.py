"""What became public without a second person: who sees the list, and who may approve it afterwards."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision, TaskState, WorkflowPage, WorkflowState

from organisations.models import FourEyesTaskState, ReviewBypass, Role
from organisations.permissions import may_act_for, organisations_of
from organisations.workflow import owner_of


def overseen(user: Any) -> set[int]:
    """Primary keys of the organisations for which the user reviews or monitors."""
    return set(organisations_of(user, Role.REVIEWER, Role.MONITOR).values_list("pk", flat=True))


def visible_bypasses(user: Any) -> list[ReviewBypass]:
    """The list that the user sees, newest first: superusers all, others that of their organisations.

    Three queries, however many there are.
    """
    bypasses = list(ReviewBypass.objects.select_related("page", "user", "confirmed_by"))
    if user.is_superuser:
        return bypasses
    mine = overseen(user)
    owners = dict(
        WorkflowPage.objects.filter(workflow__organisation_review__isnull=False).values_list(
            "page__path", "workflow__organisation_review__organisation"
        )
    )
    return [each for each in bypasses if _nearest(each.page.path, owners) in mine]


def _nearest(path: str, owners: dict[str, int]) -> int | None:
    """The owner of the page at `path`, or of the nearest page above it that has one."""
    found = [each for each in owners if path.startswith(each)]
    return owners[max(found, key=len)] if found else None


def writers_of(bypass: ReviewBypass) -> set[int]:
    """Ids of those who wrote what went public, or asked for its review, since the approval before it."""
    revisions = Revision.objects.for_instance(bypass.page.specific)
    if bypass.revision_id is None:
        return set(revisions.filter(user__isnull=False).values_list("user_id", flat=True))
    before = revisions.filter(pk__lt=bypass.revision_id)
    approved = FourEyesTaskState.objects.filter(revision__in=before, status=TaskState.STATUS_APPROVED)
    last = approved.order_by("-revision_id").values_list("revision_id", flat=True).first() or 0
    written = revisions.filter(pk__gt=last, pk__lte=bypass.revision_id, user__isnull=False)
    asked = WorkflowState.objects.filter(
        task_states__revision_id=bypass.revision_id, requested_by__isnull=False
    )
    return {
        *written.values_list("user_id", flat=True),
        *asked.values_list("requested_by_id", flat=True),
    }


def may_confirm(user: Any, bypass: ReviewBypass) -> bool:
    """Whether the user may approve afterwards: a reviewer of the owner or a superuser, who neither forced
    the publication nor wrote what it made public."""
    if bypass.confirmed_at is not None or not getattr(user, "is_active", False):
        return False
    if user.pk == bypass.user_id or user.pk in writers_of(bypass):
        return False
    return bool(user.is_superuser) or may_act_for(user, owner_of(bypass.page), Role.REVIEWER)


@transaction.atomic
def confirm(bypass: ReviewBypass, user: Any) -> None:
    """Approve afterwards. Raises ValidationError where that was done, PermissionDenied for anybody else."""
    fresh = ReviewBypass.objects.select_for_update().get(pk=bypass.pk)
    if fresh.confirmed_at is not None:
        raise ValidationError(_("รายการนี้มีผู้รับรองแล้ว"))
    if not may_confirm(user, fresh):
        raise PermissionDenied(_("ผู้ที่เผยแพร่หรือเขียนฉบับนี้รับรองเองไม่ได้ ต้องเป็นผู้สอบทานคนอื่นของหน่วยงาน"))
    fresh.confirmed_by, fresh.confirmed_at = user, timezone.now()
    fresh.save(update_fields=["confirmed_by", "confirmed_at"])
