"""Reminders by e-mail: a week before a report is due, and every week while it is late."""

from __future__ import annotations

import datetime
import logging
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from guidelines.followup.access import REPORTERS
from guidelines.followup.models import Reminder, RoundMember

log = logging.getLogger(__name__)

BEFORE = datetime.timedelta(days=7)
AGAIN = datetime.timedelta(days=7)


def remind_all(today: datetime.date | None = None) -> int:
    """Remind whoever owes a report and was not reminded within a week; gives how many mails went out."""
    today = today or timezone.localdate()
    owing = RoundMember.objects.filter(
        Q(reminded_on=None) | Q(reminded_on__lte=today - AGAIN),
        submitted_at=None,
        round__closed_at=None,
        round__due__lte=today + BEFORE,
    )
    return sum(remind(member, today) for member in owing.select_related("round__guideline", "organisation"))


def remind(member: RoundMember, today: datetime.date) -> int:
    """Write to the organisation's editors and reviewers; gives how many got a mail.

    The day is recorded first, on condition that nobody else recorded it: two workers do not write twice,
    and a mail server that is down is asked again after a week, and by the monitor's button at once.
    """
    won = RoundMember.objects.filter(pk=member.pk, submitted_at=None, reminded_on=member.reminded_on).update(
        reminded_on=today
    )
    people = (
        get_user_model()
        .objects.filter(
            is_active=True,
            memberships__organisation=member.organisation,
            memberships__role__in=REPORTERS,
        )
        .exclude(email="")
        .distinct()
    )
    if not won:
        return 0
    link = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('followup:report', args=[member.pk])}"
    sent = 0
    with override("th"):
        context = {"member": member, "link": link, "is_late": today > member.round.due}
        subject = " ".join(render_to_string("followup/mail/reminder_subject.txt", context).split())
        body = render_to_string("followup/mail/reminder.txt", context)
        for person in people:
            try:
                sent += send_mail(subject, body, None, [person.email])
            except (SMTPException, OSError):
                log.exception("The reminder of %s to one person was not sent", member.pk)
    Reminder.objects.create(member=member, mails=sent)
    return sent
