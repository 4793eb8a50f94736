"""A mail is kept until the server takes it, goes to each person once, and never twice."""

from __future__ import annotations

import datetime
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone

from core.mailing import KEPT, deliver, post
from core.models import WaitingMail

pytestmark = pytest.mark.django_db
HERE = "tests.core.test_mailing"
HOUR = datetime.timedelta(hours=1)


class Down:
    """A mail server that refuses every connection."""

    asked = 0

    def __init__(self, **kwargs: Any) -> None:
        pass

    def send_messages(self, messages: Any) -> int:
        type(self).asked += 1
        raise ConnectionRefusedError


class Choosy(EmailBackend):
    """A mail server that does not know one of the addresses."""

    def send_messages(self, messages: Any) -> int:
        if messages[0].to == ["nobody@example.go.th"]:
            raise SMTPRecipientsRefused({"nobody@example.go.th": (550, b"unknown")})
        return super().send_messages(messages)


class Meanwhile(EmailBackend):
    """While it sends, another worker looks for mails."""

    others: int | None = None

    def send_messages(self, messages: Any) -> int:
        if type(self).others is None:
            type(self).others = 0
            type(self).others = deliver()
        return super().send_messages(messages)


def receivers() -> list[str]:
    return sorted(address for message in mail.outbox for address in message.to)


def test_each_gets_it_alone_and_once() -> None:
    assert post("เรื่อง\nยาว", "เนื้อความ", ["b@example.go.th", "a@example.go.th", "a@example.go.th"]) == 2
    assert deliver() == 2
    assert deliver() == 0
    assert receivers() == ["a@example.go.th", "b@example.go.th"]
    assert {message.subject for message in mail.outbox} == {"เรื่อง ยาว"}
    assert not WaitingMail.objects.exists(), "what was said does not stay"


def test_what_is_taken_back_is_not_sent() -> None:
    with transaction.atomic():
        post("เรื่อง", "เนื้อความ", ["a@example.go.th"])
        transaction.set_rollback(True)
    assert deliver() == 0


def test_an_outage_loses_nothing_and_is_asked_once_a_round(settings: Any) -> None:
    post("เรื่อง", "เนื้อความ", ["a@example.go.th", "b@example.go.th"])
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{HERE}.Down"
    Down.asked = 0
    assert deliver() == 0
    assert Down.asked == 1
    settings.EMAIL_BACKEND = working
    assert deliver(timezone.now() + HOUR) == 2


def test_an_address_that_is_refused_holds_nobody_up_and_is_given_up(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{HERE}.Choosy"
    post("เรื่อง", "เนื้อความ", ["nobody@example.go.th", "somebody@example.go.th"])
    assert deliver() == 1
    assert receivers() == ["somebody@example.go.th"]
    assert deliver(timezone.now() + KEPT + HOUR) == 0
    assert not WaitingMail.objects.exists()


def test_two_workers_do_not_send_it_twice(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{HERE}.Meanwhile"
    Meanwhile.others = None
    post("เรื่อง", "เนื้อความ", ["a@example.go.th", "b@example.go.th"])
    assert deliver() == 1
    assert Meanwhile.others == 1
    assert receivers() == ["a@example.go.th", "b@example.go.th"]
