"""A new password by mail: in Thai, for the owner of the address alone, telling nobody who has an account."""

from __future__ import annotations

import datetime
import re
from smtplib import SMTPException
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from organisations.models import ResetRequest
from organisations.people import resetting
from organisations.people.resetting import MOST_FROM_ONE_ADDRESS, answer_requests

pytestmark = pytest.mark.django_db
FORM = "/admin/password_reset/"


def ask(email: str, address: str = "192.0.2.1") -> Any:
    return Client().post(FORM, {"email": email}, REMOTE_ADDR=address)


def test_the_mail_is_thai_and_its_link_sets_a_password_once(editor: Any) -> None:
    assert ask("EDITOR@example.go.th").status_code == 302
    assert mail.outbox == [], "the worker writes, not the request"
    assert answer_requests() == 1
    (message,) = mail.outbox
    assert message.subject == "ตั้งรหัสผ่านใหม่ของระบบร่วม"
    assert "ชื่อผู้ใช้ของท่านคือ editor" in message.body
    assert "ภายใน 24 ชั่วโมง" in message.body
    path = re.search(r"http://[^/]+(/\S+)", str(message.body))[1]  # type: ignore[index]
    client = Client()
    page = client.get(path, follow=True)
    new = "เสือสามตัวข้ามน้ำ-2567"
    done = client.post(page.request["PATH_INFO"], {"new_password1": new, "new_password2": new})
    assert done.status_code == 302
    assert Client().login(username="editor", password=new)
    assert "invalid" in Client().get(path, follow=True).content.decode().lower() or (
        Client().get(path, follow=True).context["validlink"] is False
    )


def test_the_answer_is_the_same_for_an_address_without_an_account(editor: Any) -> None:
    known, unknown = ask(editor.email), ask("nobody@example.go.th")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    answer_requests()
    assert [message.to for message in mail.outbox] == [["editor@example.go.th"]]


def test_the_page_after_is_thai(editor: Any) -> None:
    for page in (Client().get(FORM), Client().get(f"{FORM}done/")):
        heading = re.search(r"<h1>(.*?)</h1>", page.content.decode())
        assert heading
        assert re.search("[ก-ฮ]", heading[1]), heading[1]


def test_a_stopped_account_gets_no_mail(editor: Any) -> None:
    type(editor).objects.filter(pk=editor.pk).update(is_active=False)
    ask(editor.email)
    answer_requests()
    assert mail.outbox == []


def test_one_sender_asks_only_so_often_and_sees_no_difference(editor: Any) -> None:
    for number in range(MOST_FROM_ONE_ADDRESS + 3):
        assert ask(f"name-{number}@example.go.th").status_code == 302
    assert ResetRequest.objects.count() == MOST_FROM_ONE_ADDRESS
    ask(editor.email, address="192.0.2.9")
    assert ResetRequest.objects.filter(email=editor.email).exists()


def test_an_address_is_not_flooded_and_asking_on_does_not_shut_its_owner_out(editor: Any) -> None:
    for number in range(4):
        ask(editor.email, address=f"192.0.2.{number}")
    answer_requests()
    assert len(mail.outbox) == 1
    ask(editor.email, address="192.0.2.77")
    answer_requests()
    assert len(mail.outbox) == 1
    earlier = timezone.now() - resetting.AGAIN
    ResetRequest.objects.filter(answered_at__isnull=False).update(answered_at=earlier)
    ask(editor.email, address="192.0.2.78")
    answer_requests()
    assert len(mail.outbox) == 2


def test_a_mail_server_that_refuses_is_asked_again(editor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> int:
        raise SMTPException("no")

    ask(editor.email)
    with monkeypatch.context() as patched:
        patched.setattr(resetting, "send_mail", refuse)
        assert answer_requests() == 0
    assert answer_requests() == 1
    assert len(mail.outbox) == 1


def test_requests_are_forgotten(editor: Any) -> None:
    ask(editor.email)
    answer_requests()
    ResetRequest.objects.update(asked_at=timezone.now() - datetime.timedelta(days=2))
    answer_requests()
    assert not ResetRequest.objects.exists()


def test_a_sign_in_ends_after_a_working_day(editor: Any, settings: Any) -> None:
    client = Client()
    client.post("/admin/login/", {"username": "editor", "password": "pass", "remember": "on"})
    assert client.session.get_expiry_age() <= 12 * 3600
