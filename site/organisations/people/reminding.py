"""To whom the reminders of an organisation go, and how often."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.contrib.auth import get_user_model

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


def addresses_of(organisation: Organisation, roles: Iterable[str]) -> list[str]:
    """Addresses of those who hold one of the roles and want reminders, and the organisation's shared one."""
    rule = ReminderRule.objects.filter(organisation=organisation).first()
    people = get_user_model().objects.filter(
        is_active=True, memberships__organisation=organisation, memberships__role__in=list(roles)
    )
    if rule is not None:
        people = people.exclude(pk__in=rule.muted.values("pk"))
    found = set(people.exclude(email="").values_list("email", flat=True))
    if rule is not None and rule.also_to:
        found.add(rule.also_to)
    return sorted(found)
