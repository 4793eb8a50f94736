"""Mails about drafts: one is nearly or past due, somebody commented. Those about reviews are written by
`organisations.review_mail`.

The worker writes them. A notice is recorded first, on condition that nobody else recorded it, so that two
workers never write twice, and in one transaction with the mails.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from core.mailing import post
from guidelines.models import AdaptationObligation, AdaptationPage, Notice, SectionComment
from organisations.models import Organisation, Role
from organisations.people.reminding import EARLIEST, addresses_of, rhythm_of
from organisations.told import note_sent, told_by_role


class Told:
    """What an organisation is told of here, as its notices are kept."""

    DUE = "adapt-due"
    COMMENT = "comment"


def notify_all(today: datetime.date | None = None) -> int:
    """Write what there is to write today; gives how many mails were written. The worker sends them."""
    today = today or timezone.localdate()
    return _due(today) + _comments(today)


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
        with transaction.atomic():
            if _claim(Notice.Kind.DUE, obligation.pk, today, again):
                sent += _remind(obligation, today)
    return sent


def _remind(obligation: AdaptationObligation, today: datetime.date) -> int:
    addresses = addresses_of(obligation.organisation, (Role.EDITOR, Role.REVIEWER))
    page = AdaptationPage.objects.filter(
        guideline=obligation.guideline, organisation=obligation.organisation
    ).first()
    is_late = obligation.due is not None and obligation.due < today
    note_sent(
        Told.DUE,
        obligation.organisation,
        obligation.guideline_id,
        told_by_role([obligation.organisation], addresses),
        due=obligation.due.isoformat() if obligation.due else None,
        late=is_late,
    )
    context = {"obligation": obligation, "is_late": is_late}
    return _write(Notice.Kind.DUE, obligation.pk, addresses, page, context)


def _comments(today: datetime.date) -> int:
    """To the others who wrote in the section or commented on it, once for each comment."""
    told = Notice.objects.filter(kind=Notice.Kind.COMMENT, subject=OuterRef("pk"))
    sent = 0
    new = SectionComment.objects.filter(~Exists(told), resolved_at=None).order_by("pk")
    for comment in new.select_related("page__organisation", "user"):
        with transaction.atomic():
            if _claim(Notice.Kind.COMMENT, comment.pk, today, None):
                sent += _pass_on(comment)
    return sent


def _pass_on(comment: SectionComment) -> int:
    page = comment.page
    decisions = page.get_latest_revision_as_object().decisions.all()
    row = next((each for each in decisions if each.section_id == comment.section_id), None)
    others = set(
        SectionComment.objects.filter(page=page, section_id=comment.section_id).values_list("user", flat=True)
    )
    people = _people(page.organisation, Role.EDITOR, Role.REVIEWER).exclude(pk=comment.user_id)
    named = people.filter(Q(pk__in=others) | Q(pk=row.decided_by_id if row else None))
    # Where nobody wrote in the section yet, it concerns everybody who may.
    addresses = _addresses(named if named.exists() else people)
    told = told_by_role([page.organisation], addresses)
    note_sent(Told.COMMENT, page.organisation, page.pk, told, section=comment.section_id)
    return _write(Notice.Kind.COMMENT, comment.pk, addresses, page, {"comment": comment})


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
    kind: str, subject_id: int, addresses: Iterable[str], page: AdaptationPage | None, context: dict[str, Any]
) -> int:
    path = reverse("guidelines:adaptation", args=[page.pk]) if page else reverse("guidelines:workbench")
    if comment := context.get("comment"):
        path = reverse("guidelines:section", args=[comment.page_id, comment.section_id])
    with override("th"):
        context = {**context, "link": f"{settings.WAGTAILADMIN_BASE_URL}{path}"}
        subject = render_to_string(f"guidelines/mail/{kind}_subject.txt", context)
        written = post(subject, render_to_string(f"guidelines/mail/{kind}.txt", context), addresses)
    Notice.objects.filter(kind=kind, subject=subject_id).update(mails=written)
    return written
