"""Reminders by e-mail: before a report is due and while it is late, as often as the organisation chose."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from core.mailing import post
from guidelines.followup.access import REPORTERS
from guidelines.followup.models import Reminder, RoundMember
from organisations.models import Organisation
from organisations.people.reminding import EARLIEST, addresses_of, rhythm_of
from organisations.permissions import heirs
from organisations.told import told_by_role


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


def _bodies(member: RoundMember) -> list[Organisation]:
    """The organisation, and where it was abolished whoever took over its work."""
    return [member.organisation, *heirs(member.organisation)]


def _addresses(bodies: list[Organisation]) -> list[str]:
    return sorted({address for body in bodies for address in addresses_of(body, REPORTERS)})


@transaction.atomic
def remind(member: RoundMember, today: datetime.date) -> int:
    """Write to the organisation's editors and reviewers; gives to how many.

    The day is recorded on condition that nobody else recorded it: two workers do not write twice. The mails
    go with `core.mailing`, which asks a server that refuses again.
    """
    before = member.reminded_on
    won = RoundMember.objects.filter(pk=member.pk, submitted_at=None, reminded_on=before).update(
        reminded_on=today
    )
    if not won:
        return 0
    link = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('followup:report', args=[member.pk])}"
    with override("th"):
        context = {"member": member, "link": link, "is_late": today > member.round.due}
        subject = render_to_string("followup/mail/reminder_subject.txt", context)
        bodies = _bodies(member)
        addresses = _addresses(bodies)
        sent = post(subject, render_to_string("followup/mail/reminder.txt", context), addresses)
    Reminder.objects.create(member=member, mails=sent, told=told_by_role(bodies, addresses))
    return sent
