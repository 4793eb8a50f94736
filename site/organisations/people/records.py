"""The record of who could do what and when: kept in step with roles and accounts, at every door.

`reconcile` is called by signals whenever a role or an account changes, and may be called at any time: it
ends the records of what is no longer held, begins those of what is, and does nothing twice.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.log_actions import get_active_log_context

from organisations.models import Membership, Organisation, RoleRecord
from organisations.people.models import SUPERUSER

_acting: ContextVar[tuple[Any, str] | None] = ContextVar("organisations.people.records", default=None)


@contextmanager
def acting(user: Any, reason: str = "") -> Iterator[None]:
    """Within it changes of roles are recorded as made by `user`, with this reason."""
    token = _acting.set((user, reason))
    try:
        yield
    finally:
        _acting.reset(token)


def name_of(user: Any) -> str:
    """How a record names a person: full name with the user name; empty for nobody."""
    if user is None:
        return ""
    full = user.get_full_name()
    return f"{full} ({user.get_username()})" if full else str(user.get_username())


def _actor() -> tuple[Any, str]:
    """Who acts now and why: as told by `acting`, else who is signed in to the admin, else nobody."""
    return _acting.get() or (get_active_log_context().user, "")


def reconcile(users: Iterable[int] | None = None) -> None:
    """Bring the records of these users, or of all, to what they hold now. A constant number of queries."""
    wanted = list(users) if users is not None else None
    accounts = get_user_model().objects.all()
    open_records = RoleRecord.objects.filter(ended_at=None)
    if wanted is not None:
        accounts, open_records = accounts.filter(pk__in=wanted), open_records.filter(user__in=wanted)
    people = {each.pk: each for each in accounts}
    held: dict[tuple[int, int | None, str], Organisation | None] = {
        (pk, None, SUPERUSER): None for pk, each in people.items() if each.is_active and each.is_superuser
    }
    memberships = Membership.objects.filter(user__in=people, user__is_active=True)
    for each in memberships.select_related("organisation"):
        held[(each.user_id, each.organisation_id, each.role)] = each.organisation
    known = {(r.user_id, r.organisation_id, r.role): r for r in open_records if r.user_id in people}
    actor, reason = _actor()
    now = timezone.now()
    gone = [record for key, record in known.items() if key not in held]
    for is_active in (True, False):
        ended = [record.pk for record in gone if people[record.user_id].is_active == is_active]
        if ended:
            _end(RoleRecord.objects.filter(pk__in=ended), by_deactivation=not is_active)
    RoleRecord.objects.bulk_create(
        (
            RoleRecord(
                user=people[user],
                username=people[user].get_username(),
                person=name_of(people[user]),
                organisation=organisation,
                organisation_name=organisation.name_th if organisation else "",
                role=role,
                begun_at=now,
                begun_by=name_of(actor),
                reason=reason,
            )
            for (user, pk, role), organisation in held.items()
            if (user, pk, role) not in known
        ),
        ignore_conflicts=True,  # whoever began the same record at the same moment has begun it
    )


def end_all_of(user: Any) -> None:
    """End what the user holds, as the account is about to be deleted."""
    _end(RoleRecord.objects.filter(user=user, ended_at=None), by_deactivation=False)


def _end(records: QuerySet[RoleRecord], *, by_deactivation: bool) -> None:
    actor, reason = _actor()
    records.update(
        ended_at=timezone.now(),
        ended_by=name_of(actor),
        ended_by_user=actor,
        ended_reason=reason,
        by_deactivation=by_deactivation,
    )


def held_on(records: QuerySet[RoleRecord], day: datetime.date) -> QuerySet[RoleRecord]:
    """Of these records those that held at some time of the day."""
    begin = timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))
    end = begin + datetime.timedelta(days=1)
    return records.filter(Q(begun_at=None) | Q(begun_at__lt=end), Q(ended_at=None) | Q(ended_at__gte=begin))


def may_read_records(user: Any) -> bool:
    """Whether the user reads any record at all."""
    return reads_every_record(user) or _organisations_read_by(user).exists()


def reads_every_record(user: Any) -> bool:
    """Superusers, and whoever holds the permission that is meant for a central auditor."""
    return bool(user.is_active and (user.is_superuser or user.has_perm("organisations.view_rolerecord")))


def readable_organisations(user: Any) -> QuerySet[Organisation]:
    """The organisations whose records the user reads: all, or those they administer or audit."""
    if reads_every_record(user):
        return Organisation.objects.filter(role_records__isnull=False).distinct()
    return Organisation.objects.filter(pk__in=_organisations_read_by(user))


def readable_records(user: Any) -> QuerySet[RoleRecord]:
    """The records that the user reads. Superusers could act for everybody, so everybody reads theirs."""
    if reads_every_record(user):
        return RoleRecord.objects.all()
    if not may_read_records(user):
        return RoleRecord.objects.none()
    mine = _organisations_read_by(user)
    return RoleRecord.objects.filter(Q(organisation__in=mine) | Q(role=SUPERUSER))


def _organisations_read_by(user: Any) -> QuerySet:
    from organisations.models import Role

    roles = (Role.ADMINISTRATOR, Role.AUDITOR)
    held = Membership.objects.filter(user=user, role__in=roles, user__is_active=True)
    return held.values("organisation")
