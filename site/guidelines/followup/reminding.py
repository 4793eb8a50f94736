"""Reminders by e-mail: before a report is due and while it is late, as often as the organisation chose."""

from __future__ import annotations

import datetime
import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from guidelines.followup.access import REPORTERS
from guidelines.followup.models import Reminder, RoundMember
from organisations.people.reminding import EARLIEST, addresses_of, rhythm_of
from organisations.permissions import heirs

log = logging.getLogger(__name__)


def remind_all(today: datetime.date | None = None) -> int:
    """Remind whoever owes a report and whose turn it is; gives how many mails went out."""
    today = today or timezone.localdate()
    owing = RoundMember.objects.filter(
        submitted_at=None, round__closed_at=None, round__due__lte=today + EARLIEST
    )
    return sum(
        remind(member, today)
        for member in owing.select_related("round__guideline", "organisation__reminder_rule")
        if _is_turn_of(member, today)
    )


def _is_turn_of(member: RoundMember, today: datetime.date) -> bool:
    before, again = rhythm_of(member.organisation)
    if member.round.due > today + before:
        return False
    last = member.reminded_on
    return last is None or last <= today - again or last > today  # the clock was set back since


def _addresses(member: RoundMember) -> list[str]:
    """Of the organisation, and where it was abolished of whoever took over its work."""
    bodies = [member.organisation, *heirs(member.organisation)]
    return sorted({address for body in bodies for address in addresses_of(body, REPORTERS)})


def remind(member: RoundMember, today: datetime.date) -> int:
    """Write to the organisation's editors and reviewers; gives how many got a mail.

    The day is recorded first, on condition that nobody else recorded it: two workers do not write twice,
    and where the mail server took none of the mails, that they went is taken back and tried again.
    """
    before = member.reminded_on
    won = RoundMember.objects.filter(pk=member.pk, submitted_at=None, reminded_on=before).update(
        reminded_on=today
    )
    if not won:
        return 0
    link = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('followup:report', args=[member.pk])}"
    sent = failed = 0
    with override("th"):
        context = {"member": member, "link": link, "is_late": today > member.round.due}
        subject = " ".join(render_to_string("followup/mail/reminder_subject.txt", context).split())
        body = render_to_string("followup/mail/reminder.txt", context)
        for address in _addresses(member):
            try:
                sent += send_mail(subject, body, None, [address])
            except (SMTPException, OSError):
                failed += 1
                log.exception("The reminder of %s to one address was not sent", member.pk)
    if failed and not sent:
        RoundMember.objects.filter(pk=member.pk, reminded_on=today).update(reminded_on=before)
        return 0
    Reminder.objects.create(member=member, mails=sent)
    return sent
