"""Sending a guideline to organisations: each gets a draft, a duty with a due date, and a mail.

The request writes down who is to get it, in one transaction with the duties; the drafts of a few come
at once, those of many from the worker, which also writes the mails. Everything can be called twice.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page

from core.mailing import post
from guidelines.models import AdaptationObligation, GuidelinePage, Recipient, Sending
from guidelines.starting import make_draft
from organisations.models import Organisation, Role
from organisations.permissions import may_act_for
from organisations.told import told_by_role

AT_ONCE = 5
"""To how many organisations the request itself makes the drafts; more are left to the worker."""

SENDERS = (Role.EDITOR, Role.MONITOR)
RECEIVERS = (Role.EDITOR, Role.REVIEWER)


def may_send(user: Any, guideline: GuidelinePage) -> bool:
    """Whether the user sends the guideline to others: an editor or monitor of its issuer, or a superuser."""
    return may_act_for(user, guideline.issuer, *SENDERS) or (
        bool(getattr(user, "is_superuser", False)) and user.is_active
    )


def sendable_guidelines(user: Any) -> list[GuidelinePage]:
    """The public guidelines that the user may send."""
    guidelines = GuidelinePage.objects.live().select_related("issuer").order_by("path")
    return [each for each in guidelines if may_send(user, each)]


@dataclass(frozen=True, slots=True)
class Instruction:
    """A public letter by which a guideline is sent, and the day that it names, if any."""

    circular: Page
    due: datetime.date | None


def instructions(guideline: GuidelinePage) -> list[Instruction]:
    """Letters that oblige to adapt the guideline, newest first, then those on which it rests."""
    duties = apps.get_model("circulars", "Duty").objects.filter(subject_id=guideline.pk)
    dues: dict[int, datetime.date | None] = {}
    for page_id, due in duties.order_by("-created_at", "-pk").values_list("page_id", "due"):
        dues.setdefault(page_id, due)
    for page_id in guideline.recommendations.exclude(letter=None).values_list("letter_id", flat=True):
        dues.setdefault(page_id, None)
    letters = Page.objects.live().public().in_bulk(dues)
    return [Instruction(letters[page_id], due) for page_id, due in dues.items() if page_id in letters]


def candidates() -> QuerySet[Organisation]:
    """The organisations to which a guideline can be sent: all that still exist."""
    today = timezone.localdate()
    return Organisation.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today)).select_related("parent")


@transaction.atomic
def send(
    guideline: GuidelinePage,
    organisations: Iterable[Organisation],
    user: Any,
    due: datetime.date | None = None,
    circular: Page | None = None,
) -> Sending:
    """Write down that the guideline goes to these organisations, and their duty to adapt it.

    Raises PermissionDenied for anybody but the guideline's owner, ValidationError where nobody is chosen
    or the guideline is not public. A duty that stands keeps what this sending does not name.
    """
    if not may_send(user, guideline):
        raise PermissionDenied(_("เฉพาะหน่วยงานที่ออกแนวทางส่งแนวทางให้หน่วยงานอื่นได้"))
    if not guideline.live:
        raise ValidationError(_("แนวทางนี้ยังไม่ได้เผยแพร่ จึงยังส่งให้หน่วยงานไม่ได้"))
    chosen = list(dict.fromkeys(organisations))
    if not chosen:
        raise ValidationError(_("โปรดเลือกหน่วยงานอย่างน้อยหนึ่งแห่ง"))
    named: dict[str, Any] = {}
    if due is not None:
        named["due"] = due
    if circular is not None:
        named["circular"] = circular
    for organisation in chosen:
        AdaptationObligation.objects.update_or_create(
            guideline=guideline, organisation=organisation, defaults=named
        )
    sending = Sending.objects.create(guideline=guideline, circular=circular, due=due, sent_by=user)
    Recipient.objects.bulk_create(Recipient(sending=sending, organisation=each) for each in chosen)
    return sending


def make_drafts(waiting: QuerySet[Recipient]) -> int:
    """Make the drafts of these recipients, each in a transaction of its own; gives how many are new."""
    made = 0
    for pk in list(waiting.values_list("pk", flat=True)):
        with transaction.atomic():
            recipient = (
                Recipient.objects.select_for_update()
                .select_related("sending__guideline", "sending__sent_by", "organisation")
                .filter(pk=pk, outcome=Recipient.Outcome.WAITING)
                .first()
            )
            if recipient is not None:
                made += _make(recipient)
    return made


def _make(recipient: Recipient) -> bool:
    sending = recipient.sending
    is_new = False
    try:
        page, is_new = make_draft(sending.guideline, recipient.organisation, sending.sent_by)
    except ValidationError as error:
        recipient.outcome, recipient.reason = Recipient.Outcome.REFUSED, " ".join(error.messages)
    else:
        recipient.adaptation = page
        recipient.outcome = Recipient.Outcome.CREATED if is_new else Recipient.Outcome.EXISTED
    recipient.done_at = timezone.now()
    recipient.save()
    return is_new


def deliver_all() -> None:
    """The worker's part: make every draft that waits, then write the mails."""
    make_drafts(Recipient.objects.filter(outcome=Recipient.Outcome.WAITING).order_by("pk"))
    unwritten = Recipient.objects.filter(
        outcome=Recipient.Outcome.CREATED, adaptation__isnull=False, mailed_at=None
    )
    for recipient in unwritten.select_related(
        "sending__guideline__issuer", "sending__circular", "organisation"
    ).order_by("pk"):
        notify(recipient)


@transaction.atomic
def notify(recipient: Recipient) -> int:
    """Write to the organisation's editors and reviewers; gives to how many.

    Of two workers one writes. The mails go with `core.mailing`, which asks a server that refuses again.
    """
    people = get_user_model().objects.filter(
        is_active=True,
        memberships__organisation=recipient.organisation,
        memberships__role__in=RECEIVERS,
    )
    addresses = set(people.exclude(email="").values_list("email", flat=True))
    claim = Recipient.objects.filter(pk=recipient.pk, mailed_at=None)
    told = told_by_role([recipient.organisation], addresses)
    if not claim.update(mailed_at=timezone.now(), mails=len(addresses), told=told):
        return 0
    path = reverse("guidelines:adaptation", args=[recipient.adaptation_id])
    context = {"recipient": recipient, "link": f"{settings.WAGTAILADMIN_BASE_URL}{path}"}
    with override("th"):
        subject = render_to_string("guidelines/mail/sent_subject.txt", context)
        return post(subject, render_to_string("guidelines/mail/sent.txt", context), addresses)


def received(organisations: Iterable[Organisation]) -> list[Recipient]:
    """What was sent to these organisations and waits for its first review, newest first."""
    copies = Recipient.objects.filter(
        organisation__in=list(organisations),
        outcome=Recipient.Outcome.CREATED,
        adaptation__live=False,
    )
    related = ("sending__guideline__issuer", "organisation")
    return list(copies.select_related(*related).order_by("-done_at", "-pk"))
