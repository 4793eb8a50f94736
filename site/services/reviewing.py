"""Mails to reviewers: a guide, a centre or another page of services waits for them.

The worker writes them, once for each time that somebody sends a page to review. What waits stands on the
first page of the admin as well, which is Wagtail's own list.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page, TaskState

from core.jobs import background_job
from organisations.workflow import FourEyesTaskState, approvers_of
from services.reminders import SentReminder

log = logging.getLogger(__name__)

KIND = "review"


@background_job("guide reviews", 60.0)
def tell_reviewers() -> int:
    """Mail those who may approve what newly waits; gives how many mails went out.

    What could not be mailed stays unsent and is tried again a minute later.
    """
    told = SentReminder.objects.filter(kind=KIND).values("subject_id")
    waiting = FourEyesTaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).exclude(pk__in=told)
    sent = 0
    with override(settings.LANGUAGE_CODE):
        for state in waiting.select_related("workflow_state__requested_by").order_by("pk"):
            page = state.workflow_state.content_object
            if page.specific_class is not None and page.specific_class._meta.app_label == "services":
                sent += _tell(state, page)
    return sent


@transaction.atomic
def _tell(state: FourEyesTaskState, page: Page) -> int:
    SentReminder.objects.create(
        kind=KIND, subject_id=state.pk, due=timezone.localtime(state.started_at).date()
    )
    addresses = sorted(set(approvers_of(page).exclude(email="").values_list("email", flat=True)))
    by = state.workflow_state.requested_by
    title = page.get_latest_revision_as_object().title
    subject = _("ร่วม: รอท่านสอบทาน “%s”") % title
    lines = [
        _("“%s” รอการสอบทาน ขอให้ท่านอ่านแล้วอนุมัติ หรือส่งกลับพร้อมความเห็น") % title,
        *([_("ผู้ส่ง %s") % (by.get_full_name() or by.username)] if by else []),
        settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk]),
    ]
    for address in addresses:
        send_mail(subject, "\n\n".join(lines), None, [address])
    if not addresses:
        log.warning("Nobody who may approve page %s has a mail address", page.pk)
    return len(addresses)
