"""Another address for one's own account: it counts once a link that was mailed to it was followed.

Who holds an account's address can have a new password sent to it and take invitations: so the password is
asked for, the link is good once and only for who asked, and the present address is told, before and after.
"""

from __future__ import annotations

import datetime
import logging
from smtplib import SMTPException
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from core import mailing
from organisations.models import EmailChange
from organisations.people.links import digest_of, link_to, new_secret

logger = logging.getLogger(__name__)

GOOD_FOR = datetime.timedelta(hours=24)


class ChangeVoid(ValidationError):
    """The link was used, replaced or is too old, belongs to another account, or the account changed since."""

    def __init__(self) -> None:
        super().__init__(
            _("ลิงก์นี้ใช้ไม่ได้ อาจถูกใช้ไปแล้ว หมดอายุ ถูกแทนด้วยคำขอใหม่ หรือเป็นของบัญชีอื่น โปรดขอเปลี่ยนอีเมลอีกครั้ง")
        )


def ask(user: Any, email: str) -> bool:
    """Mail a link to the new address and tell the present one; whether the mail server took the link.

    A request before this one is replaced. An address that has an account gets a mail without a link: who
    asks learns nothing about it.
    """
    email = email.strip().lower()
    secret = new_secret()
    with transaction.atomic():
        change, _made = EmailChange.objects.update_or_create(
            user=user,
            defaults={
                "email": email,
                "former": user.email,
                "digest": digest_of(secret),
                "signed": user.get_session_auth_hash(),
                "asked_at": timezone.now(),
                "expires_at": timezone.now() + GOOD_FOR,
            },
        )
    context = {
        "user": user,
        "change": change,
        "link": link_to("confirm-email", secret),
        "hours": GOOD_FOR // HOUR,
    }
    if not _mailed("taken" if _is_taken(email, user) else "link", context, email):
        change.delete()
        return False
    tell(user.email, "asked", context)
    return True


def waiting_of(user: Any) -> EmailChange | None:
    """The address that still waits for its owner's word; None where none does."""
    return EmailChange.objects.filter(user=user, expires_at__gt=timezone.now()).first()


def find(secret: str, user: Any) -> EmailChange:
    """The request of a link that still works for this person. Raises ChangeVoid.

    It ends with the password under which it was made: whoever sees that somebody else asked changes theirs.
    """
    change = EmailChange.objects.filter(digest=digest_of(secret), user_id=user.pk).first()
    if change is None or not user.is_active or timezone.now() >= change.expires_at:
        raise ChangeVoid
    same = constant_time_compare(change.signed, user.get_session_auth_hash())
    if not same or change.former != user.email or _is_taken(change.email, user):
        raise ChangeVoid
    return change


@transaction.atomic
def confirm(secret: str, user: Any) -> str:
    """The new address counts; gives it. Of two who confirm at once one wins. Raises ChangeVoid.

    The signal of accounts tells the address before (`organisations.signals`).
    """
    account = get_user_model().objects.select_for_update().get(pk=user.pk)
    change = find(secret, account)
    if not EmailChange.objects.filter(pk=change.pk, digest=change.digest).delete()[0]:
        raise ChangeVoid
    account.email = change.email
    account.save(update_fields=["email"])
    log(account, "organisations.email", data={"former": change.former, "email": change.email}, user=account)
    return change.email


def forget_old() -> int:
    """Delete requests that were never confirmed; gives how many."""
    return EmailChange.objects.filter(expires_at__lt=timezone.now()).delete()[0]


def tell(address: str, what: str, context: dict[str, Any]) -> None:
    """Have the mail `what` sent to an address; it waits where the mail server is down."""
    if address:
        mailing.post(*_written(what, context), [address])


HOUR = datetime.timedelta(hours=1)


def _mailed(what: str, context: dict[str, Any], address: str) -> bool:
    """Mail at once: the link's secret is stored nowhere."""
    try:
        send_mail(*_written(what, context), None, [address])
    except (SMTPException, OSError):
        logger.exception("The link for the address of account %s was not mailed", context["user"].pk)
        return False
    return True


def _written(what: str, context: dict[str, Any]) -> tuple[str, str]:
    """Subject and body, in Thai."""
    with override("th"):
        text = render_to_string(f"organisations/mail/email_{what}.txt", context)
    subject, _line, body = text.strip().partition("\n")
    return " ".join(subject.split()), body.strip() + "\n"


def _is_taken(email: str, user: Any) -> bool:
    return bool(get_user_model().objects.filter(email__iexact=email).exclude(pk=user.pk).exists())
