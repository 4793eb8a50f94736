"""What became public without a second person: who sees the list, and who may approve it afterwards."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, TaskState, WorkflowPage, WorkflowState

from core.templatetags.thai import thai_date
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


def waiting_on(page: Page) -> QuerySet[ReviewBypass]:
    """What of a page became public without a second person and has no approval since, oldest first."""
    waiting = ReviewBypass.objects.filter(page_id=page.pk, confirmed_at=None)
    return waiting.select_related("user").order_by("created_at")


def hold(page: Page, but_for: int | None = None) -> None:
    """Raises ValidationError while an earlier forced publication of the page waits for approval; `but_for`
    names a revision that was forced already and only becomes public at its time. Kinds of pages that may be
    forced again and again are let through."""
    if not getattr(page.specific, "one_forced_at_a_time", False):
        return
    earlier = waiting_on(page).exclude(revision=but_for) if but_for else waiting_on(page)
    if (first := earlier.first()) is None:
        return
    raise ValidationError(
        _(
            "หน้านี้เคยเผยแพร่โดยไม่ผ่านผู้สอบทานเมื่อ %(when)s และยังไม่มีผู้รับรอง จึงข้ามการสอบทานอีกไม่ได้ "
            "โปรดให้ผู้สอบทานซึ่งมิได้เขียนหรือเผยแพร่ครั้งนั้นรับรองที่รายงาน “การเผยแพร่โดยไม่ผ่านผู้สอบทาน” ก่อน "
            "หรือส่งฉบับนี้ให้สอบทานตามปกติ"
        )
        % {"when": thai_date(first.created_at, "time")}
    )


def confirm_with(page: Page, revision: int, user: Any) -> None:
    """The approval of a version by a second person approves the forced ones before it, except what that
    person forced or wrote."""
    for bypass in waiting_on(page).filter(Q(revision=None) | Q(revision__lte=revision)):
        if may_confirm(user, bypass):
            confirm(bypass, user)


def still_waits(page: Page) -> str:
    """What is told with the next submission or publication of a page; empty where nothing waits."""
    waiting = waiting_on(page).first()
    if waiting is None:
        return ""
    when = thai_date(waiting.created_at, "time")
    said = [_("การเผยแพร่โดยไม่ผ่านผู้สอบทานเมื่อ %(when)s ยังไม่มีผู้รับรอง") % {"when": when}]
    if waiting.days:
        said.append(_("ค้างมา %(days)s วัน") % {"days": waiting.days})
    said.append(_("เมื่อผู้สอบทานซึ่งมิได้เขียนหรือเผยแพร่ครั้งนั้นอนุมัติฉบับใหม่ ถือว่ารับรองครั้งนั้นด้วย"))
    return " ".join(said)


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
