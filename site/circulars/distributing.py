"""Sending a letter to organisations, and what they answer: each step recorded with person and time."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from circulars.models import CircularPage, Delivery, Duty, DutyAnswer, Notice, ResponseTime
from circulars.models.readers import readable
from circulars.recipients import Recipient
from core.duties import matter_of
from organisations.models import Organisation, Role
from organisations.permissions import may_act_for

ANSWERING = (Role.EDITOR, Role.REVIEWER, Role.REGISTRAR)
"""Roles that may answer for an organisation; a monitor reads."""


@transaction.atomic
def distribute(page: CircularPage, recipients: Iterable[Recipient], user: Any) -> list[Delivery]:
    """Put the letter into the inboxes that do not have it yet; gives the new ones. Each is told by e-mail.

    Raises ValidationError where the letter is not public: nobody is sent what readers may not see.
    """
    if not readable(CircularPage.objects.filter(pk=page.pk)).exists():
        raise ValidationError(_("ส่งได้เฉพาะหนังสือที่เผยแพร่แล้ว ไม่มีชั้นความลับ และไม่จำกัดผู้อ่าน"))
    time = ResponseTime.objects.filter(speed=page.speed).first()
    due = timezone.localdate() + datetime.timedelta(days=time.acknowledge_days) if time else None
    have = set(page.deliveries.values_list("organisation", flat=True))
    made = Delivery.objects.bulk_create(
        Delivery(
            page=page,
            organisation=one.organisation,
            addressed_as=one.addressed_as,
            sent_by=user,
            due=due,
            remind_days=time.remind_days if time else 0,
        )
        for one in {one.organisation.pk: one for one in recipients}.values()
        if one.organisation.pk not in have
    )
    Notice.objects.bulk_create(Notice(delivery=one, kind=Notice.Kind.SENT, requested_by=user) for one in made)
    for duty in page.duties.select_related("subject"):
        _assign(duty, [one.organisation for one in made])
    return made


def acknowledge(delivery: Delivery, user: Any, note: str = "") -> None:
    """รับทราบ, by a person of the organisation. Raises PermissionDenied; ValidationError when it was done."""
    _check(delivery, user)
    changed = Delivery.objects.filter(pk=delivery.pk, acknowledged_at=None).update(
        acknowledged_at=timezone.now(), acknowledged_by=user, note=note.strip()
    )
    delivery.refresh_from_db()
    if not changed:
        who = delivery.acknowledged_by
        name = (who.get_full_name() or who.get_username()) if who else ""
        raise ValidationError(_("%(who)s รับทราบหนังสือนี้แทนหน่วยงานไว้แล้ว") % {"who": name})


@transaction.atomic
def answer(delivery: Delivery, duty: Duty, user: Any, text: str, is_done: bool) -> DutyAnswer:
    """Report on a duty; whoever reports has taken note. Raises PermissionDenied or ValidationError."""
    _check(delivery, user)
    if duty.page_id != delivery.page_id or matter_of(duty.kind) is not None:
        raise ValidationError(_("ภารกิจนี้ไม่ได้ตอบในกล่องหนังสือเข้า"))
    if not text.strip():
        raise ValidationError(_("โปรดเขียนผลการดำเนินการ"))
    if not delivery.is_acknowledged:
        acknowledge(delivery, user)
    return DutyAnswer.objects.create(
        duty=duty, delivery=delivery, text=text.strip(), is_done=is_done, answered_by=user
    )


@transaction.atomic
def add_duty(duty: Duty) -> None:
    """Record a duty of a letter, also for those who have the letter already. Raises ValidationError."""
    matter = matter_of(duty.kind)
    if matter is not None and duty.subject_id is None:
        raise ValidationError(_("โปรดเลือกเรื่องที่ต้องทำ"))
    duty.full_clean()
    duty.save()
    received = duty.page.deliveries.select_related("organisation")
    _assign(duty, [delivery.organisation for delivery in received])


def remind(deliveries: QuerySet[Delivery], user: Any = None) -> int:
    """Remind those of the deliveries that wait for an answer; gives how many. One reminder at a time."""
    # A notice that still waits to be sent says the same
    pending = Notice.objects.filter(closed_at=None).values("delivery")
    waiting = deliveries.readable().waiting().exclude(pk__in=pending)  # type: ignore[attr-defined]
    made = Notice.objects.bulk_create(
        Notice(delivery=one, kind=Notice.Kind.REMINDER, requested_by=user) for one in waiting
    )
    return len(made)


def remind_overdue(now: datetime.datetime | None = None) -> int:
    """Remind every organisation whose day is past and that was not told within the sender's interval, or
    within its own where its administrators chose a shorter one."""
    moment = now or timezone.now()
    last = Notice.objects.filter(delivery=OuterRef("pk")).order_by("-requested_at").values("requested_at")[:1]
    overdue = (
        Delivery.objects.readable()
        .overdue(timezone.localdate(moment))
        .filter(remind_days__gt=0)
        .annotate(told_at=Subquery(last), own_days=F("organisation__reminder_rule__every_days"))
    )
    due = [
        one.pk
        for one in overdue
        if one.told_at is None
        or one.told_at + datetime.timedelta(days=min(one.remind_days, one.own_days or one.remind_days))
        <= moment
    ]
    return remind(Delivery.objects.filter(pk__in=due))


def _check(delivery: Delivery, user: Any) -> None:
    if not may_act_for(user, delivery.organisation, *ANSWERING):
        raise PermissionDenied(_("ท่านไม่ได้เป็นผู้ปฏิบัติงานของหน่วยงานนี้"))
    if not Delivery.objects.readable().filter(pk=delivery.pk).exists():
        raise PermissionDenied(_("หนังสือนี้ไม่เปิดให้อ่านแล้ว"))


def _assign(duty: Duty, organisations: list[Organisation]) -> None:
    matter = matter_of(duty.kind)
    if matter is not None and duty.subject is not None:
        for organisation in organisations:
            matter.assign(duty.subject, organisation, duty.page, duty.due)
