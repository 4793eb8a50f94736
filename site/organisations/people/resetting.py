"""A new password by mail, told to nobody but the owner of the address.

The answer to the form is the same, and as quick, for an address with an account as for one without: both only
leave a request, and the worker mails where there is an account.
"""

from __future__ import annotations

import datetime
import logging
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override
from wagtail.admin.forms.auth import PasswordResetForm

from core import rate_limit
from organisations.models import ResetRequest

log = logging.getLogger(__name__)

SPAN = datetime.timedelta(hours=1)
MOST_FROM_ONE_ADDRESS = 5
AGAIN = datetime.timedelta(minutes=10)
"""Within this time of one mail no second goes to the same address, whoever asks."""
ATTEMPTS = 5
FORGOTTEN = datetime.timedelta(days=1)


class ResetForm(PasswordResetForm):
    """Wagtail's form, which leaves a request instead of looking for an account."""

    def save(self, *args: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
        """Keep the request; from one sender so many an hour, the rest are dropped without a word."""
        if request is not None and not rate_limit.allowed(
            request, "password-reset", MOST_FROM_ONE_ADDRESS, SPAN
        ):
            return
        ResetRequest.objects.create(email=self.cleaned_data["email"])


def answer_requests() -> int:
    """The worker's part: mail a link for each request whose address has an account; gives how many it was.

    A request is kept for a day, so that its address is not written to again at once. A mail server that
    refuses is asked again.
    """
    now = timezone.now()
    ResetRequest.objects.filter(asked_at__lt=now - FORGOTTEN).delete()
    answered = 0
    for request in ResetRequest.objects.filter(answered_at=None, failures__lt=ATTEMPTS):
        asked = ResetRequest.objects.filter(pk=request.pk)
        if ResetRequest.objects.filter(
            email__iexact=request.email, answered_at__gt=timezone.now() - AGAIN
        ).exists():
            asked.delete()  # and does not count: whoever asks on and on keeps no link from its owner
            continue
        try:
            mail_link(request.email)
        except (SMTPException, OSError):
            log.exception("A link for a new password was not mailed")
            asked.update(failures=request.failures + 1)
            continue
        asked.update(answered_at=timezone.now())
        answered += 1
    return answered


class MailingForm(PasswordResetForm):
    """Writes the mail, and says so where the mail server refuses."""

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        """Raises SMTPException or OSError."""
        subject = " ".join(render_to_string(subject_template_name, context).split())
        send_mail(subject, render_to_string(email_template_name, context), from_email, [to_email])


def mail_link(email: str) -> None:
    """Mail a link to every active account of the address that has a password, in Thai."""
    form = MailingForm({"email": email})
    if not form.is_valid():
        return
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    with override("th"):
        form.save(
            domain_override=address.netloc,
            use_https=address.scheme == "https",
            email_template_name="wagtailadmin/account/password_reset/email.txt",
            subject_template_name="wagtailadmin/account/password_reset/email_subject.txt",
            extra_email_context={"hours": settings.PASSWORD_RESET_TIMEOUT // 3600},
        )
