"""Invitations: an administrator names an address and roles; whoever gets the mail makes the account."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterable
from smtplib import SMTPException
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.users.models import UserProfile

from organisations.models import Invitation, Membership, Organisation, Role
from organisations.people.links import digest_of, link_to, new_secret
from organisations.people.managing import may_administer, roles_to_give
from organisations.people.records import acting

log = logging.getLogger(__name__)

GOOD_FOR = datetime.timedelta(days=7)
MOST_OPEN = 100
"""Open invitations of one organisation: more are a mistake, or a flood of mail."""


class InvitationVoid(ValidationError):
    """The link was used, is too old, was taken back, or its sender may no longer invite."""

    def __init__(self) -> None:
        super().__init__(_("ลิงก์นี้ใช้ไม่ได้แล้ว อาจถูกใช้ไปแล้ว หมดอายุ หรือถูกยกเลิก โปรดขอให้ผู้ดูแลหน่วยงานส่งคำเชิญใหม่"))


@transaction.atomic
def invite(
    actor: Any, organisation: Organisation, email: str, name: tuple[str, str], roles: Iterable[str]
) -> tuple[Invitation, str]:
    """A new invitation and the secret of its link; an open one to the same address is replaced.

    Whether the address has an account is not said. Raises PermissionDenied for roles that the actor may not
    give, ValidationError in Thai for anything else.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not may_administer(actor, organisation):
        raise PermissionDenied
    wanted = [role.value for role in Role if role.value in set(roles)]
    if set(wanted) - {*roles_to_give(organisation)} and not actor.is_superuser:
        raise PermissionDenied(_("ท่านให้บทบาทนี้ไม่ได้"))
    email = email.strip().lower()
    validate_email(email)
    if organisation.is_abolished():
        raise ValidationError(_abolished(organisation))
    if email == actor.email.strip().lower() and not actor.is_superuser:
        raise ValidationError(_own())
    if not wanted:
        raise ValidationError(_("โปรดเลือกบทบาทอย่างน้อยหนึ่งบทบาท"))
    waiting = Invitation.objects.filter(organisation=organisation, used_at=None)
    waiting.filter(email=email).delete()
    if waiting.filter(expires_at__gt=timezone.now()).count() >= MOST_OPEN:
        raise ValidationError(_("มีคำเชิญที่ยังไม่ตอบรับมากเกินไป โปรดยกเลิกคำเชิญที่ไม่ใช้ก่อน"))
    secret = new_secret()
    made = Invitation.objects.create(
        organisation=organisation,
        email=email,
        first_name=" ".join(name[0].split()),
        last_name=" ".join(name[1].split()),
        roles=wanted,
        digest=digest_of(secret),
        invited_by=actor,
        expires_at=timezone.now() + GOOD_FOR,
    )
    return made, secret


def _own() -> str:
    return _("เชิญตนเองไม่ได้ โปรดให้ผู้ดูแลหน่วยงานคนอื่นหรือผู้ดูแลระบบให้บทบาทแก่ท่าน")


def _abolished(organisation: Organisation) -> str:
    text = _("%(name)s ยุบเลิกแล้ว จึงเชิญผู้ปฏิบัติงานใหม่ไม่ได้") % {"name": organisation.name_th}
    if organisation.successor is not None:
        text += " " + _("งานรับช่วงโดย%(name)s") % {"name": organisation.successor.name_th}
    return text


def send(invitation: Invitation, secret: str) -> bool:
    """Mail the link, in Thai; whether the mail server took it."""
    context = {
        "invitation": invitation,
        "link": link_to("invitation", secret),
        "days": GOOD_FOR.days,
    }
    with override("th"):
        subject = " ".join(render_to_string("organisations/mail/invitation_subject.txt", context).split())
        body = render_to_string("organisations/mail/invitation.txt", context)
        try:
            send_mail(subject, body, None, [invitation.email])
        except (SMTPException, OSError):
            log.exception("The invitation %s was not mailed", invitation.pk)
            return False
    return True


@transaction.atomic
def take_back(actor: Any, invitation: Invitation) -> None:
    """The link no longer works. Raises PermissionDenied."""
    if not may_administer(actor, invitation.organisation):
        raise PermissionDenied
    Invitation.objects.filter(pk=invitation.pk, used_at=None).delete()


def find(secret: str) -> Invitation:
    """The invitation of a link that still works. Raises InvitationVoid."""
    found = Invitation.objects.select_related("organisation", "invited_by").filter(digest=digest_of(secret))
    invitation = found.first()
    if invitation is None or invitation.used_at is not None or invitation.is_expired:
        raise InvitationVoid
    inviter, organisation = invitation.invited_by, invitation.organisation
    if inviter is None or not may_administer(inviter, organisation) or organisation.is_abolished():
        raise InvitationVoid
    if set(invitation.roles) - {*roles_to_give(organisation)} and not inviter.is_superuser:
        raise InvitationVoid
    return invitation


def accounts_of(invitation: Invitation) -> list[Any]:
    """The accounts that have the address already."""
    return list(get_user_model().objects.filter(email__iexact=invitation.email))


@transaction.atomic
def accept_as(secret: str, user: Any) -> Invitation:
    """An account that exists takes the roles. Raises InvitationVoid; PermissionDenied where the invitation
    went to somebody else; ValidationError for superusers, whom no organisation manages, and for who sent it:
    nobody gives themselves a role."""
    invitation = find(secret)
    if not user.is_active or user.email.casefold() != invitation.email.casefold():
        raise PermissionDenied(_("คำเชิญนี้ส่งถึงอีเมลอื่น"))
    if user.is_superuser:
        raise ValidationError(_("ผู้ดูแลระบบไม่ต้องรับบทบาทของหน่วยงาน"))
    if user.pk == invitation.invited_by_id:
        raise ValidationError(_own())
    _use(invitation, user)
    return invitation


@transaction.atomic
def accept_new(secret: str, user: Any) -> Any:
    """Save the new account `user`, which has its name and password, with the address and roles of the
    invitation. Raises InvitationVoid; ValidationError where the address has an account."""
    invitation = find(secret)
    if accounts_of(invitation):
        raise ValidationError(_("อีเมลนี้มีบัญชีอยู่แล้ว"))
    user.email, user.is_active, user.is_superuser, user.is_staff = invitation.email, True, False, False
    user.save()
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "th"})
    _use(invitation, user)
    return user


def _use(invitation: Invitation, user: Any) -> None:
    """Of several who use one link at once one wins; the others get InvitationVoid."""
    open_one = Invitation.objects.filter(pk=invitation.pk, used_at=None)
    if not open_one.update(used_at=timezone.now(), user=user):
        raise InvitationVoid
    with acting(invitation.invited_by, _("ตอบรับคำเชิญ")):
        for role in invitation.roles:
            Membership.objects.get_or_create(user=user, organisation=invitation.organisation, role=role)
