"""To whom the reminders of an organisation go, and how often."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from organisations.models import Organisation, ReminderRule

BEFORE, AGAIN = datetime.timedelta(days=7), datetime.timedelta(days=7)
"""Where an organisation has said nothing else."""
EARLIEST = datetime.timedelta(days=30)
"""The longest time before a due date that an organisation can choose."""


def rhythm_of(organisation: Organisation) -> tuple[datetime.timedelta, datetime.timedelta]:
    """How long before a due date its first reminder goes, and after how long the next."""
    rule = getattr(organisation, "reminder_rule", None)
    if rule is None:
        return BEFORE, AGAIN
    return datetime.timedelta(days=rule.days_before), datetime.timedelta(days=rule.every_days)


def without_muted(organisation: Organisation, people: QuerySet[Any]) -> QuerySet[Any]:
    """Those of the people whom the organisation's administrators did not spare reminders."""
    return people.exclude(
        pk__in=ReminderRule.muted.through.objects.filter(reminderrule__organisation=organisation).values(
            "user"
        )
    )


def shared_address(organisation: Organisation) -> set[str]:
    """The address to which the organisation wants reminders sent, too, if there is one."""
    rules = ReminderRule.objects.filter(organisation=organisation).exclude(also_to="")
    return set(rules.values_list("also_to", flat=True))


def addresses_of(organisation: Organisation, roles: Iterable[str]) -> list[str]:
    """Addresses of those who hold one of the roles and want reminders, and the organisation's shared one."""
    people = get_user_model().objects.filter(
        is_active=True, memberships__organisation=organisation, memberships__role__in=list(roles)
    )
    wanted = without_muted(organisation, people).exclude(email="")
    return sorted({*wanted.values_list("email", flat=True), *shared_address(organisation)})
