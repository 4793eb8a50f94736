"""Reminders, in Thai, that what became public without a second person is to be approved afterwards.

The worker writes them: at once, then as often as the organisation chose, to those who may approve, never to
who forced or wrote it; one mail to a person with all that waits. The day is recorded first, on condition that
nobody else recorded it, and in one transaction with the mails.
"""

from __future__ import annotations

import datetime
import logging
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from core.mailing import post
from organisations.bypasses import writers_of
from organisations.models import Organisation, ReviewBypass, Role
from organisations.people.reminding import rhythm_of, shared_address, without_muted
from organisations.told import note_sent, told_by_role
from organisations.workflow import editing_path, owner_of

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Matter:
    """A forced publication in a mail, and where its page is read."""

    bypass: ReviewBypass
    link: str


def remind_of_bypasses(today: datetime.date | None = None) -> int:
    """Remind whoever may approve afterwards and whose turn it is; gives how many mails were written."""
    today = today or timezone.localdate()
    due: dict[Organisation, list[ReviewBypass]] = defaultdict(list)
    waiting = ReviewBypass.objects.filter(confirmed_at=None).exclude(reminded_on=today)
    for bypass in waiting.select_related("page", "user").order_by("created_at"):
        owner = owner_of(bypass.page)
        if owner is None or (owner.valid_to is not None and owner.valid_to < today):
            continue
        if _is_turn_of(bypass, owner, today):
            due[owner].append(bypass)
    return sum(_remind(owner, bypasses, today) for owner, bypasses in due.items())


def _is_turn_of(bypass: ReviewBypass, owner: Organisation, today: datetime.date) -> bool:
    last = bypass.reminded_on
    again = rhythm_of(owner)[1]
    return last is None or last <= today - again or last > today  # the clock was set back since


@transaction.atomic
def _remind(owner: Organisation, bypasses: list[ReviewBypass], today: datetime.date) -> int:
    letters: dict[str, list[Matter]] = defaultdict(list)
    for bypass in bypasses:
        claim = ReviewBypass.objects.filter(pk=bypass.pk, confirmed_at=None, reminded_on=bypass.reminded_on)
        if not claim.update(reminded_on=today):
            continue
        matter = Matter(bypass, f"{settings.WAGTAILADMIN_BASE_URL}{editing_path(bypass.page)}")
        addresses = _addresses(bypass, owner)
        if not addresses:
            log.warning("Nobody who may approve bypass %s has a mail address", bypass.pk)
        note_sent("bypass-waiting", owner, bypass.page_id, told_by_role([owner], addresses))
        for address in addresses:
            letters[address].append(matter)
    return sum(_write(owner, address, matters) for address, matters in letters.items())


def _addresses(bypass: ReviewBypass, owner: Organisation) -> set[str]:
    """Of the owner's reviewers who neither forced nor wrote it, and the organisation's shared one."""
    people: Any = get_user_model().objects.filter(is_active=True)
    concerned = writers_of(bypass) | ({bypass.user_id} if bypass.user_id else set())
    reviewers = people.filter(memberships__organisation=owner, memberships__role=Role.REVIEWER)
    wanted = without_muted(owner, reviewers.exclude(pk__in=concerned)).exclude(email="")
    theirs = set(people.model.objects.filter(pk__in=concerned).values_list("email", flat=True))
    return {*wanted.values_list("email", flat=True), *shared_address(owner)} - theirs


def _write(owner: Organisation, address: str, matters: list[Matter]) -> int:
    context = {
        "organisation": owner.name_th,
        "matters": matters,
        "report": f"{settings.WAGTAILADMIN_BASE_URL}{reverse('review_bypasses')}",
    }
    with override(settings.LANGUAGE_CODE):
        subject = render_to_string("organisations/mail/bypasses_subject.txt", context)
        body = render_to_string("organisations/mail/bypasses.txt", context)
    return post(subject, body, [address])
