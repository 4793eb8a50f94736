"""Mails are written into the database, in the transaction of what they tell, and sent by the worker.

What the mail server refuses waits and is tried again: nobody is left untold by an hour without mail.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterable
from smtplib import SMTPConnectError, SMTPException, SMTPServerDisconnected

from django.core.mail import EmailMessage, get_connection
from django.utils import timezone

from core.models import WaitingMail

log = logging.getLogger(__name__)

WAITS = (datetime.timedelta(minutes=2), datetime.timedelta(minutes=10), datetime.timedelta(hours=1))
"""After the first, the second and every later attempt."""
KEPT = datetime.timedelta(days=7)
"""After so long a mail that was never taken is given up."""


def post(subject: str, body: str, addresses: Iterable[str]) -> int:
    """Have a mail sent to each address by itself; gives to how many. Joins the caller's transaction."""
    line = " ".join(subject.split())
    made = WaitingMail.objects.bulk_create(
        WaitingMail(address=address, subject=line, body=body) for address in sorted(set(addresses))
    )
    return len(made)


def deliver(now: datetime.datetime | None = None) -> int:
    """Send what waits; gives how many mails the server took.

    Each is claimed first, so that two workers never send it twice; a worker that dies in between has it
    tried again when its claim is over. A server that cannot be reached is not asked for the others.
    """
    now = now or timezone.now()
    for lost in WaitingMail.objects.filter(created_at__lt=now - KEPT):
        log.error("Mail %s was refused for a week and is given up", lost.pk)
        lost.delete()
    connection = get_connection()
    sent = 0
    for mail in WaitingMail.objects.filter(next_try__lte=now).order_by("pk"):
        again = now + WAITS[min(mail.tries, len(WAITS) - 1)]
        claim = WaitingMail.objects.filter(pk=mail.pk, next_try=mail.next_try)
        if not claim.update(next_try=again, tries=mail.tries + 1):
            continue
        try:
            EmailMessage(mail.subject, mail.body, None, [mail.address], connection=connection).send()
        except (SMTPConnectError, SMTPServerDisconnected):
            log.exception("The mail server cannot be reached")
            break
        except SMTPException:
            log.exception("Mail %s was refused and waits", mail.pk)
        except OSError:
            log.exception("The mail server cannot be reached")
            break
        else:
            mail.delete()
            sent += 1
    return sent
