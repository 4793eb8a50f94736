"""Mails about drafts: one waits for review, one is nearly or past due, somebody commented.

The worker writes them. A notice is recorded first, on condition that nobody else recorded it, so that two
workers never write twice; what waits is told again every week.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterable
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import TaskState

from guidelines.models import AdaptationObligation, AdaptationPage, Notice, SectionComment
from organisations.models import Organisation, Role
from organisations.people.reminding import EARLIEST, addresses_of, rhythm_of
from organisations.workflow import FourEyesTaskState, approvers_of

log = logging.getLogger(__name__)

AGAIN = datetime.timedelta(days=7)
"""How often reviewers are told of what still waits for them."""


def notify_all(today: datetime.date | None = None) -> int:
    """Write what there is to write today; gives how many mails went out."""
    today = today or timezone.localdate()
    return _reviews(today) + _due(today) + _comments(today)


def _reviews(today: datetime.date) -> int:
    """To the reviewers who may approve: at once, and every week while it waits."""
    waiting = FourEyesTaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
    sent = 0
    for state in waiting.select_related("workflow_state__requested_by").order_by("pk"):
        page = state.workflow_state.content_object.specific
        if not isinstance(page, AdaptationPage) or not _exists(page.organisation, today):
            continue
        if not _claim(Notice.Kind.REVIEW, state.pk, today, AGAIN):
            continue
        people = approvers_of(page).exclude(email="")
        context = {"page": page, "by": state.workflow_state.requested_by, "since": state.started_at}
        sent += _write(Notice.Kind.REVIEW, state.pk, _addresses(people), page, context)
    return sent


def _due(today: datetime.date) -> int:
    """To whoever is to adapt a guideline and published nothing: a week before it is due, then every week, or
    as the organisation's administrators said."""
    published = AdaptationPage.objects.filter(
        guideline=OuterRef("guideline"), organisation=OuterRef("organisation"), live=True
    )
    owing = AdaptationObligation.objects.filter(
        ~Exists(published), due__lte=today + EARLIEST, guideline__live=True
    ).select_related("guideline", "organisation__reminder_rule")
    sent = 0
    for obligation in owing.order_by("pk"):
        before, again = rhythm_of(obligation.organisation)
        is_early = obligation.due is not None and obligation.due > today + before
        if is_early or not _exists(obligation.organisation, today):
            continue
        if not _claim(Notice.Kind.DUE, obligation.pk, today, again):
            continue
        addresses = addresses_of(obligation.organisation, (Role.EDITOR, Role.REVIEWER))
        page = AdaptationPage.objects.filter(
            guideline=obligation.guideline, organisation=obligation.organisation
        ).first()
        is_late = obligation.due is not None and obligation.due < today
        context = {"obligation": obligation, "is_late": is_late}
        sent += _write(Notice.Kind.DUE, obligation.pk, addresses, page, context)
    return sent


def _comments(today: datetime.date) -> int:
    """To the others who wrote in the section or commented on it, once for each comment."""
    told = Notice.objects.filter(kind=Notice.Kind.COMMENT, subject=OuterRef("pk"))
    sent = 0
    new = SectionComment.objects.filter(~Exists(told), resolved_at=None).order_by("pk")
    for comment in new.select_related("page__organisation", "user"):
        if not _claim(Notice.Kind.COMMENT, comment.pk, today, None):
            continue
        page = comment.page
        row = next(
            (
                each
                for each in page.get_latest_revision_as_object().decisions.all()
                if each.section_id == comment.section_id
            ),
            None,
        )
        others = set(
            SectionComment.objects.filter(page=page, section_id=comment.section_id).values_list(
                "user", flat=True
            )
        )
        people = _people(page.organisation, Role.EDITOR, Role.REVIEWER).exclude(pk=comment.user_id)
        named = people.filter(Q(pk__in=others) | Q(pk=row.decided_by_id if row else None))
        # Where nobody wrote in the section yet, it concerns everybody who may.
        addresses = _addresses(named if named.exists() else people)
        sent += _write(Notice.Kind.COMMENT, comment.pk, addresses, page, {"comment": comment})
    return sent


def _exists(organisation: Organisation, today: datetime.date) -> bool:
    return organisation.valid_to is None or organisation.valid_to >= today


def _people(organisation: Organisation, *roles: str) -> Any:
    return (
        get_user_model()
        .objects.filter(is_active=True, memberships__organisation=organisation, memberships__role__in=roles)
        .exclude(email="")
        .distinct()
    )


def _addresses(people: Any) -> list[str]:
    return sorted(set(people.values_list("email", flat=True)))


def _claim(kind: str, subject: int, today: datetime.date, again: datetime.timedelta | None) -> bool:
    """Whether it is for the caller to write now."""
    _notice, is_new = Notice.objects.get_or_create(kind=kind, subject=subject, defaults={"sent_on": today})
    if is_new or again is None:
        return is_new
    stale = Notice.objects.filter(kind=kind, subject=subject, sent_on__lte=today - again)
    return bool(stale.update(sent_on=today))


def _write(
    kind: str, subject: int, addresses: Iterable[str], page: AdaptationPage | None, context: dict[str, Any]
) -> int:
    path = reverse("guidelines:adaptation", args=[page.pk]) if page else reverse("guidelines:workbench")
    if comment := context.get("comment"):
        path = reverse("guidelines:section", args=[comment.page_id, comment.section_id])
    sent = 0
    with override("th"):
        context = {**context, "link": f"{settings.WAGTAILADMIN_BASE_URL}{path}"}
        title = " ".join(render_to_string(f"guidelines/mail/{kind}_subject.txt", context).split())
        body = render_to_string(f"guidelines/mail/{kind}.txt", context)
        for address in addresses:
            try:
                sent += EmailMessage(title, body, None, to=[address]).send()
            except (SMTPException, OSError):
                log.exception("The notice %s %s was not sent to one person", kind, subject)
    Notice.objects.filter(kind=kind, subject=subject).update(mails=sent)
    return sent
