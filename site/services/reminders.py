"""Reminders of dates that come near: guides to review, guides and orders that end, holidays not registered.

Each person of the organisation gets one mail a day at most. A date is reminded of once, thirty days before;
where the organisation's administrators said how long before and how often, as they said.
"""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.jobs import background_job
from core.mailing import post
from organisations.models import Organisation, Role
from organisations.people.reminding import addresses_of, rhythm_of
from services import holidays

log = logging.getLogger(__name__)

NOTICE = datetime.timedelta(days=30)
"""How long before the day people are reminded at most, and where the organisation said nothing else."""


class SentReminder(models.Model):
    """A reminder that went out (บันทึกการเตือน), last at `sent_at`, so that it does not go out twice."""

    kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    due = models.DateField()
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id", "due"], name="one_reminder_per_date")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id} {self.due}"


@dataclass(frozen=True, slots=True)
class Due:
    """A date that comes near, or has passed without anything being done."""

    kind: str
    subject_id: int
    due: datetime.date
    organisation_id: int
    text: str
    address: str


def due_soon(today: datetime.date, organisations: Iterator[Organisation] | None = None) -> list[Due]:
    """What is due within NOTICE, of all organisations or of some, the earliest first. Three queries."""
    found = [*_guides(today), *_orders(today)]
    if organisations is not None:
        wanted = {organisation.pk for organisation in organisations}
        found = [due for due in found if due.organisation_id in wanted]
    return sorted(found, key=lambda due: (due.due, due.kind, due.subject_id))


def _guides(today: datetime.date) -> Iterator[Due]:
    from services.models import ServicePage
    from services.presentation import date_text

    until = today + NOTICE
    guides = ServicePage.objects.live().filter(Q(review_by__lte=until) | Q(valid_to__range=(today, until)))
    for guide in guides.only("title", "review_by", "valid_to", "organisation", "path", "depth"):
        edit = reverse("wagtailadmin_pages:edit", args=[guide.pk])
        values = {"title": guide.title}
        if guide.review_by and guide.review_by <= until:
            values["date"] = date_text(guide.review_by)
            text = _("คู่มือ “%(title)s” ต้องทบทวนภายในวันที่ %(date)s") % values
            yield Due("guide-review", guide.pk, guide.review_by, guide.organisation_id, text, edit)
        if guide.valid_to and today <= guide.valid_to <= until:
            values["date"] = date_text(guide.valid_to)
            text = _("คู่มือ “%(title)s” ใช้ถึงวันที่ %(date)s") % values
            yield Due("guide-end", guide.pk, guide.valid_to, guide.organisation_id, text, edit)


def _orders(today: datetime.date) -> Iterator[Due]:
    from services.models import Delegation
    from services.presentation import date_text

    ending = Delegation.objects.filter(live=True, revoked=None, expires__range=(today, today + NOTICE))
    for order in ending:
        end: datetime.date = order.expires
        text = _("คำสั่งมอบอำนาจที่ %(number)s มีผลถึงวันที่ %(date)s ป้าย “เสร็จที่จุดบริการ” จะหายไปหลังวันนั้น") % {
            "number": order.order_no,
            "date": date_text(end),
        }
        edit = reverse("wagtailsnippets_services_delegation:edit", args=[order.pk])
        yield Due("order-end", order.pk, end, order.delegating_authority_id, text, edit)


@background_job("reminders", 3600.0)
def send_reminders() -> int:
    """Mail what is due to the people of each organisation whose turn it is; gives how many reminders were
    written.

    They go with `core.mailing`, which asks a server that refuses again.
    """
    today = timezone.localdate()
    with override(settings.LANGUAGE_CODE):
        found = due_soon(today)
        bodies = Organisation.objects.select_related("reminder_rule").in_bulk(
            {due.organisation_id for due in found}
        )
        new = [due for due in found if _is_turn_of(due, bodies[due.organisation_id], today)]
        for organisation_id in sorted({due.organisation_id for due in new}):
            items = [due for due in new if due.organisation_id == organisation_id]
            _mail(bodies[organisation_id], items)
    return len(new)


def _is_turn_of(due: Due, organisation: Organisation, today: datetime.date) -> bool:
    sent = SentReminder.objects.filter(kind=due.kind, subject_id=due.subject_id, due=due.due).first()
    if not hasattr(organisation, "reminder_rule"):
        return sent is None
    before, again = rhythm_of(organisation)
    if due.due > today + before:
        return False
    return sent is None or timezone.localdate(sent.sent_at) <= today - again


@transaction.atomic
def _mail(organisation: Organisation, items: list[Due]) -> None:
    for due in items:
        SentReminder.objects.update_or_create(
            kind=due.kind, subject_id=due.subject_id, due=due.due, defaults={"sent_at": timezone.now()}
        )
    addresses = addresses_of(organisation, (Role.EDITOR, Role.REVIEWER))
    base = settings.WAGTAILADMIN_BASE_URL
    text = "\n\n".join(f"{due.text}\n{base}{due.address}" for due in items)
    post(_("ร่วม: รายการที่ใกล้ถึงกำหนด"), text, addresses)
    if not addresses:
        log.warning("Nobody of organisation %s has a mail address for reminders", organisation.pk)


@background_job("holiday warnings", 6 * 3600.0)
def warn_of_holidays() -> int:
    """Mail those who keep the register of holidays what is missing in it, once a month until it is mended;
    gives how many mails went out."""
    today = timezone.localdate()
    with override(settings.LANGUAGE_CODE):
        missing = holidays.warnings(today)
        month = today.replace(day=1)
        if not missing or SentReminder.objects.filter(kind="holidays", due=month).exists():
            return 0
        address = settings.WAGTAILADMIN_BASE_URL + reverse("wagtailsnippets_services_holiday:list")
        people = User.objects.with_perm(
            "services.change_holiday", backend="django.contrib.auth.backends.ModelBackend"
        )
        addresses = sorted(set(people.exclude(email="").values_list("email", flat=True)))
        with transaction.atomic():
            SentReminder.objects.create(kind="holidays", subject_id=today.year, due=month)
            post(_("ร่วม: ทะเบียนวันหยุดราชการ"), "\n\n".join([*missing, address]), addresses)
    if not addresses:
        log.warning("Nobody who keeps the register of holidays has a mail address: %s", " ".join(missing))
    return len(addresses)
