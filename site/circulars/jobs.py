"""What the worker does for the registry of letters: reminders, and the e-mail about letters that came in."""

from __future__ import annotations

import datetime
import logging
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from circulars.distributing import ANSWERING, remind_overdue
from circulars.models import Delivery, Notice
from circulars.runs import work_on_all
from core.jobs import background_job
from organisations.models import Organisation, Role
from organisations.people.reminding import shared_address, without_muted

log = logging.getLogger(__name__)

AT_ONCE = 200
RETRY_AFTER = datetime.timedelta(minutes=10)
"""When a notice whose sending failed, or was cut short by a killed worker, is tried again."""


@background_job("reminders", 300.0)
def remind() -> int:
    """Reminders for what is overdue; gives how many."""
    return remind_overdue()


@background_job("imports", 1.0)
def import_letters() -> int:
    """Go on with imports from the admin, some seconds at a time so that nothing else waits long."""
    return work_on_all(5.0)


@background_job("mail", 5.0)
def send_notices() -> int:
    """Send the notices that wait; gives how many. One that fails is tried again and keeps none waiting."""
    now = timezone.now()
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - RETRY_AFTER)
    waiting = list(Notice.objects.filter(free, closed_at=None).values_list("pk", flat=True)[:AT_ONCE])
    if not waiting:
        return 0
    sent = 0
    with get_connection() as connection:
        for pk in waiting:
            if not Notice.objects.filter(free, pk=pk, closed_at=None).update(claimed_at=now):
                continue  # another worker has it
            notice = Notice.objects.select_related("delivery__page__issuer", "delivery__organisation").get(
                pk=pk
            )
            try:
                sent += _send(notice, connection)
            except (SMTPException, OSError) as error:
                notice.problem = str(error)
                notice.save(update_fields=["problem"])
                log.warning("Notice %s could not be sent, again in 10 minutes: %s", pk, error)
    return sent


def addresses_of(organisation: Organisation, is_reminder: bool = False) -> list[str]:
    """Where an organisation is told: its registrars, else all who may answer for it. Reminders spare those
    whom its administrators spared, and go to its shared address, too."""
    people = (
        get_user_model()
        .objects.filter(is_active=True, memberships__organisation=organisation)
        .exclude(email="")
    )
    shared: set[str] = set()
    if is_reminder:
        people, shared = without_muted(organisation, people), shared_address(organisation)
    for roles in ((Role.REGISTRAR,), ANSWERING):
        found = people.filter(memberships__organisation=organisation, memberships__role__in=roles)
        if addresses := set(found.values_list("email", flat=True)):
            return sorted(addresses | shared)
    return sorted(shared)


def _send(notice: Notice, connection: object) -> int:
    """Send one notice, or close it unsent where the letter is not readable any more or was acknowledged."""
    delivery = notice.delivery
    still = Delivery.objects.readable().filter(pk=delivery.pk)
    is_reminder = notice.kind == Notice.Kind.REMINDER
    if is_reminder:
        still = still.waiting()
    addresses = addresses_of(delivery.organisation, is_reminder) if still.exists() else []
    if addresses:
        with translation.override("th"):
            message_for(notice, addresses, connection).send()
    notice.recipients, notice.closed_at, notice.problem = addresses, timezone.now(), ""
    notice.save(update_fields=["recipients", "closed_at", "problem"])
    return 1 if addresses else 0


def message_for(notice: Notice, addresses: list[str], connection: object = None) -> EmailMessage:
    """The e-mail in Thai: subject on one line, the letter's number, date and subject, and where to answer."""
    delivery = notice.delivery
    letter = delivery.page
    context = {
        "notice": notice,
        "delivery": delivery,
        "letter": letter.words,
        "number": letter.words.effective_number,
        "date": letter.effective_date,
        "url": settings.WAGTAILADMIN_BASE_URL + reverse("circulars_admin:delivery", args=[delivery.pk]),
        "is_reminder": notice.kind == Notice.Kind.REMINDER,
    }
    subject = render_to_string("circulars/mail/subject.txt", context)
    body = render_to_string("circulars/mail/body.txt", context)
    return EmailMessage(
        " ".join(subject.split()),
        body,
        to=addresses[:1],
        bcc=addresses[1:],
        connection=connection,
        headers={"Auto-Submitted": "auto-generated"},
    )
