"""Mails about reviews of every kind of page, in Thai: a draft waits, it was approved, it was sent back.

The worker writes them. What was told is recorded first, on condition that nobody else recorded it, and in
one transaction with the mails themselves (`core.mailing`).
"""

from __future__ import annotations

import datetime
import logging
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Page, TaskState

from core.mailing import post
from organisations.models import FourEyesTaskState, Organisation, ReviewNotice, Role
from organisations.workflow import approvers_of, authors_of, editing_path, owner_of

log = logging.getLogger(__name__)

AGAIN = datetime.timedelta(days=7)
"""How often reviewers are told of what still waits for them."""
NEWS = datetime.timedelta(days=7)
"""How long after the end of a review its authors are still told, where the worker did not run."""
KINDS = {
    TaskState.STATUS_IN_PROGRESS: ReviewNotice.Kind.WAITING,
    TaskState.STATUS_APPROVED: ReviewNotice.Kind.APPROVED,
    TaskState.STATUS_REJECTED: ReviewNotice.Kind.SENT_BACK,
}


def tell_of_reviews(now: datetime.datetime | None = None) -> int:
    """Tell reviewers what waits for them, at once and every week, and authors how it ended, once.

    Gives how many mails were written.
    """
    now = now or timezone.now()
    told = ReviewNotice.objects.filter(state=models.OuterRef("pk"))
    waiting = models.Q(status=TaskState.STATUS_IN_PROGRESS) & ~models.Exists(
        told.filter(kind=ReviewNotice.Kind.WAITING, told_at__gt=now - AGAIN)
    )
    ended = models.Q(
        status__in=[TaskState.STATUS_APPROVED, TaskState.STATUS_REJECTED], finished_at__gte=now - NEWS
    ) & ~models.Exists(told.exclude(kind=ReviewNotice.Kind.WAITING))
    states = FourEyesTaskState.objects.filter(waiting | ended).select_related(
        "workflow_state__requested_by", "finished_by", "revision"
    )
    return sum(_tell(state, now) for state in states.order_by("pk"))


@transaction.atomic
def _tell(state: FourEyesTaskState, now: datetime.datetime) -> int:
    page = state.workflow_state.content_object
    kind = KINDS[state.status]
    if not isinstance(page, Page) or not _claim(state, kind, now):
        return 0
    owner = owner_of(page)
    if owner is None or (owner.valid_to is not None and owner.valid_to < timezone.localdate(now)):
        return 0
    addresses = _addresses(state, page, owner)
    if not addresses:
        log.warning("Nobody who is to be told of review %s has a mail address", state.pk)
    draft = state.revision.as_object()
    context = {
        "state": state,
        "title": draft.title,
        "organisation": owner.name_th,
        "by": state.workflow_state.requested_by if kind == ReviewNotice.Kind.WAITING else state.finished_by,
        "go_live_at": draft.go_live_at if draft.go_live_at and draft.go_live_at > now else None,
        "link": f"{settings.WAGTAILADMIN_BASE_URL}{editing_path(page)}",
        "public": page.full_url if kind == ReviewNotice.Kind.APPROVED and page.live else "",
    }
    with override(settings.LANGUAGE_CODE):
        subject = render_to_string(f"organisations/mail/review_{kind}_subject.txt", context)
        body = render_to_string(f"organisations/mail/review_{kind}.txt", context)
    return post(subject, body, addresses)


def _claim(state: FourEyesTaskState, kind: str, now: datetime.datetime) -> bool:
    """Whether it is for the caller to tell now."""
    _notice, is_new = ReviewNotice.objects.get_or_create(state=state, kind=kind, defaults={"told_at": now})
    if is_new or kind != ReviewNotice.Kind.WAITING:
        return is_new
    stale = ReviewNotice.objects.filter(state=state, kind=kind, told_at__lte=now - AGAIN)
    return bool(stale.update(told_at=now))


def _addresses(state: FourEyesTaskState, page: Page, owner: Organisation) -> list[str]:
    if state.status == TaskState.STATUS_IN_PROGRESS:
        people: Any = approvers_of(page)
    else:
        # Who left the organisation since reads nothing of its drafts any more.
        people = get_user_model().objects.filter(
            models.Q(is_superuser=True)
            | models.Q(memberships__organisation=owner, memberships__role__in=[Role.EDITOR, Role.REVIEWER]),
            pk__in=authors_of(state) - {state.finished_by_id},
            is_active=True,
        )
    return sorted(set(people.exclude(email="").values_list("email", flat=True)))
