"""Mails about reviews of every kind of page, in Thai: a draft waits, it was approved, it was sent back.

The worker writes them. Who sends or approves many one after another causes one mail to each person, with a
list: it is written once they paused. What was told is recorded first, on condition that nobody else recorded
it, and in one transaction with the mails themselves (`core.mailing`).
"""

from __future__ import annotations

import datetime
import logging
from dataclasses import dataclass
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
from organisations.told import note_sent, told_by_role
from organisations.workflow import approvers_of, authors_of, editing_path, owner_of

log = logging.getLogger(__name__)

AGAIN = datetime.timedelta(days=7)
"""How often reviewers are told of what still waits for them."""
NEWS = datetime.timedelta(days=7)
"""How long after the end of a review its authors are still told, where the worker did not run."""
QUIET = datetime.timedelta(seconds=20)
"""After so long without another one from the same person, what they sent or decided is told together."""
LONGEST = datetime.timedelta(minutes=10)
"""How long the first of it waits for the others at most."""
MOST = 100
"""Reviews in one mail."""
KINDS = {
    TaskState.STATUS_IN_PROGRESS: ReviewNotice.Kind.WAITING,
    TaskState.STATUS_APPROVED: ReviewNotice.Kind.APPROVED,
    TaskState.STATUS_REJECTED: ReviewNotice.Kind.SENT_BACK,
}


def tell_of_reviews(now: datetime.datetime | None = None) -> int:
    """Tell reviewers what waits for them, soon and every week, and authors how it ended, once.

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
    together: dict[tuple[str, int | None], list[FourEyesTaskState]] = {}
    for state in states.order_by("pk"):
        by = _who(state)
        together.setdefault((state.status, by.pk if by else None), []).append(state)
    return sum(
        _tell(some[start : start + MOST], now)
        for some in together.values()
        if _is_over(some, now)
        for start in range(0, len(some), MOST)
    )


def _who(state: FourEyesTaskState) -> Any:
    """Who sent it to review or, once the review has ended, who ended it."""
    if state.status == TaskState.STATUS_IN_PROGRESS:
        return state.workflow_state.requested_by
    return state.finished_by


def _is_over(some: list[FourEyesTaskState], now: datetime.datetime) -> bool:
    """Whether the person seems to have done for now, or the first of it has waited long enough."""
    times = [state.finished_at or state.started_at for state in some]
    return max(times) <= now - QUIET or min(times) <= now - LONGEST


@dataclass(frozen=True, slots=True)
class News:
    """What a mail says of one review: titles and links as text, `public` empty where it is not public;
    to whom it goes, and how many of them are of which role."""

    state: FourEyesTaskState
    owner: Organisation
    page: int
    title: str
    go_live_at: datetime.datetime | None
    link: str
    public: str
    addresses: list[str]
    told: dict[str, int]


def _tell(states: list[FourEyesTaskState], now: datetime.datetime) -> int:
    """Write to each person of each organisation once about all of these; gives how many mails that made.

    All are of one kind and from one person. What a mail says is read before the transaction begins, so
    that other writers do not wait for it.
    """
    kind = KINDS[states[0].status]
    found = [(state, _news(state, kind, now)) for state in states]
    with transaction.atomic():
        letters: dict[tuple[int, str], list[News]] = {}
        for state, news in found:
            if not _claim(state, kind, now) or news is None:
                continue
            note_sent(f"review-{kind}", news.owner, news.page, news.told)
            for address in news.addresses:
                letters.setdefault((news.owner.pk, address), []).append(news)
        return sum(_write(kind, address, letter) for (_owner, address), letter in letters.items())


def _news(state: FourEyesTaskState, kind: str, now: datetime.datetime) -> News | None:
    """What is told of a review; None where there is nobody who should be told."""
    page = state.workflow_state.content_object
    owner = owner_of(page) if isinstance(page, Page) else None
    if owner is None or (owner.valid_to is not None and owner.valid_to < timezone.localdate(now)):
        return None
    addresses = _addresses(state, page, owner)
    if not addresses:
        log.warning("Nobody who is to be told of review %s has a mail address", state.pk)
    draft = state.revision.as_object()
    return News(
        state=state,
        owner=owner,
        page=page.pk,
        title=draft.title,
        go_live_at=draft.go_live_at if draft.go_live_at and draft.go_live_at > now else None,
        link=f"{settings.WAGTAILADMIN_BASE_URL}{editing_path(page)}",
        public=page.full_url if kind == ReviewNotice.Kind.APPROVED and page.live else "",
        addresses=addresses,
        told=told_by_role([owner], addresses),
    )


def _write(kind: str, address: str, letter: list[News]) -> int:
    """One mail to one person: of one review, or a list of several."""
    first = letter[0]
    context = {"news": first, "letter": letter, "organisation": first.owner.name_th, "by": _who(first.state)}
    name = f"review_{kind}" if len(letter) == 1 else f"review_{kind}_many"
    with override(settings.LANGUAGE_CODE):
        subject = render_to_string(f"organisations/mail/{name}_subject.txt", context)
        body = render_to_string(f"organisations/mail/{name}.txt", context)
    return post(subject, body, [address])


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
