"""What an organisation's administrators may do with its people, checked here for every door.

They give and take the organisation's own roles and stop accounts that serve nobody else. They touch neither
superusers, nor people of other organisations, nor themselves, and one of them always stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from organisations.models import Membership, Organisation, Role, RoleRecord
from organisations.people.records import acting
from organisations.permissions import group_name, may_act_for, organisations_of

GIVEN_BY_ADMINISTRATORS = (Role.EDITOR, Role.REVIEWER, Role.MONITOR, Role.AUDITOR, Role.ADMINISTRATOR)


def roles_to_give(organisation: Organisation) -> tuple[Role, ...]:
    """The roles that its administrators may give.

    A registrar works on the letters of all organisations, so only where a superuser has opened that.
    """
    more = (Role.REGISTRAR,) if organisation.keeps_registry else ()
    return (*GIVEN_BY_ADMINISTRATORS, *more)


def may_administer(user: Any, organisation: Organisation) -> bool:
    return may_act_for(user, organisation, Role.ADMINISTRATOR)


def administered(user: Any) -> QuerySet[Organisation]:
    """The organisations whose people the user manages: their own; of a superuser all."""
    if not getattr(user, "is_active", False):
        return Organisation.objects.none()
    return Organisation.objects.all() if user.is_superuser else organisations_of(user, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of an organisation, as its administrators see them.

    roles      what they hold here
    elsewhere  they hold something outside this organisation, so their account is not its to stop
    """

    user: Any
    roles: tuple[Role, ...]
    elsewhere: bool

    @property
    def name(self) -> str:
        return self.user.get_full_name() or self.user.get_username()

    @property
    def role_labels(self) -> list[str]:
        return [str(role.label) for role in self.roles]


def people_of(organisation: Organisation, user_pk: int | None = None) -> list[Person]:
    """Everybody who holds a role here, stopped accounts too, by name; or that one. Four queries at most."""
    users = get_user_model().objects.filter(memberships__organisation=organisation).distinct()
    if user_pk is not None:
        users = users.filter(pk=user_pk)
    people = list(users.order_by("first_name", "last_name", "username").prefetch_related("groups"))
    held: dict[int, set[Role]] = {}
    elsewhere: set[int] = set()
    own_groups = {group_name(organisation, role) for role in Role.values}
    for each in Membership.objects.filter(user__in=people):
        if each.organisation_id == organisation.pk:
            held.setdefault(each.user_id, set()).add(Role(each.role))
        else:
            elsewhere.add(each.user_id)
    for user in people:
        if {group.name for group in user.groups.all()} - own_groups:
            elsewhere.add(user.pk)
    return [
        Person(user, tuple(role for role in Role if role in held[user.pk]), user.pk in elsewhere)
        for user in people
    ]


def person_of(organisation: Organisation, user_pk: int) -> Person | None:
    """That person, if they hold a role here."""
    return next(iter(people_of(organisation, user_pk)), None)


def may_touch(actor: Any, organisation: Organisation, person: Person) -> bool:
    """Whether `actor` may change this person here: never themselves, and superusers only among themselves."""
    if actor.is_superuser:
        return True
    return may_administer(actor, organisation) and not person.user.is_superuser and person.user.pk != actor.pk


@transaction.atomic
def set_roles(
    actor: Any, organisation: Organisation, user_pk: int, roles: Iterable[str], reason: str = ""
) -> Person | None:
    """Give the person exactly these roles, besides those that the actor may neither give nor take.

    Gives the person as they are then, None where no role is left. Raises PermissionDenied, and
    ValidationError where no administrator would be left.
    """
    person = _locked(actor, organisation, user_pk)
    wanted = {Role(role) for role in roles if role in Role.values}
    mine = set(Role) if actor.is_superuser else set(roles_to_give(organisation))
    if wanted - mine - set(person.roles):
        raise PermissionDenied(_("ท่านให้บทบาทนี้ไม่ได้"))
    after = (wanted & mine) | (set(person.roles) - mine)
    if Role.ADMINISTRATOR in set(person.roles) - after:
        _keep_an_administrator(actor, organisation, person)
    with acting(actor, reason.strip()):
        for role in sorted(set(person.roles) - after):
            for each in Membership.objects.filter(user=person.user, organisation=organisation, role=role):
                each.delete()
        for role in sorted(after - set(person.roles)):
            Membership.objects.create(user=person.user, organisation=organisation, role=role)
    return person_of(organisation, user_pk)


@transaction.atomic
def deactivate(actor: Any, organisation: Organisation, user_pk: int, reason: str) -> None:
    """Stop the account: it can no longer sign in, and what it is signed in to ends at once.

    Raises PermissionDenied; ValidationError without a reason, where the person serves others too, and
    where no administrator would be left.
    """
    person = _locked(actor, organisation, user_pk)
    if not reason.strip():
        raise ValidationError(_("โปรดบอกเหตุผลที่ระงับบัญชี"))
    if person.user.pk == actor.pk:
        raise PermissionDenied(_("ระงับบัญชีของตนเองไม่ได้"))
    if person.elsewhere and not actor.is_superuser:
        raise ValidationError(
            _("บุคคลนี้มีหน้าที่นอกหน่วยงานของท่านด้วย จึงระงับทั้งบัญชีไม่ได้ ให้นำบทบาทในหน่วยงานของท่านออกแทน")
        )
    if Role.ADMINISTRATOR in person.roles:
        _keep_an_administrator(actor, organisation, person)
    person.user.is_active = False
    with acting(actor, reason.strip()):
        person.user.save(update_fields=["is_active"])


@transaction.atomic
def reactivate(actor: Any, organisation: Organisation, user_pk: int) -> None:
    """Let the account work again with the roles that it had. Raises PermissionDenied.

    ValidationError where somebody else than this organisation's administrators stopped it.
    """
    person = _locked(actor, organisation, user_pk)
    if not actor.is_superuser and (person.elsewhere or not _was_stopped_here(organisation, person)):
        raise ValidationError(_("ผู้ดูแลระบบเป็นผู้ระงับบัญชีนี้ จึงต้องให้ผู้ดูแลระบบเปิดใช้"))
    person.user.is_active = True
    with acting(actor, _("เปิดใช้บัญชีอีกครั้ง")):
        person.user.save(update_fields=["is_active"])


def _locked(actor: Any, organisation: Organisation, user_pk: int) -> Person:
    """The person, while nobody else changes the people of this organisation."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not may_administer(actor, organisation):
        raise PermissionDenied
    person = person_of(organisation, user_pk)
    if person is None:
        raise PermissionDenied(_("บุคคลนี้ไม่ใช่ผู้ปฏิบัติงานของหน่วยงาน"))
    if not may_touch(actor, organisation, person):
        raise PermissionDenied(_("ท่านแก้ไขบัญชีของตนเองหรือของผู้ดูแลระบบไม่ได้"))
    return person


def _keep_an_administrator(actor: Any, organisation: Organisation, leaving: Person) -> None:
    """Raise ValidationError where `leaving` is the last one who can administer; superusers may go on."""
    others = Membership.objects.filter(
        organisation=organisation, role=Role.ADMINISTRATOR, user__is_active=True
    ).exclude(user=leaving.user)
    if not actor.is_superuser and not others.exists():
        raise ValidationError(_("หน่วยงานต้องมีผู้ดูแลอย่างน้อยหนึ่งคน โปรดแต่งตั้งผู้ดูแลคนใหม่ก่อน"))


def _was_stopped_here(organisation: Organisation, person: Person) -> bool:
    stopped = RoleRecord.objects.filter(user=person.user, by_deactivation=True).order_by("-ended_at", "-pk")
    last = stopped.select_related("ended_by_user").first()
    by = last.ended_by_user if last else None
    return by is not None and not by.is_superuser and may_administer(by, organisation)
