"""Invitations: mailed in Thai, good once and for a week, never worth more than whoever sent them may give."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from smtplib import SMTPException
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from home.models import HomePage
from organisations.models import Invitation, Membership, Organisation, Role, RoleRecord
from organisations.people import inviting

from .conftest import Make, held

pytestmark = pytest.mark.django_db
SignIn = Callable[[Any], Client]
NEW = {
    "first_name": "สมชาย",
    "last_name": "ใจดี",
    "username": "somchai",
    "password1": "กล้วยหอมสามใบ-2567",
    "password2": "กล้วยหอมสามใบ-2567",
}


def invited(actor: Any, ministry: Organisation, *roles: str, email: str = "somchai@example.go.th") -> str:
    """The address of the page that the mail leads to."""
    made, secret = inviting.invite(actor, ministry, email, ("สมชาย", "ใจดี"), roles or ["editor"])
    assert inviting.send(made, secret)
    found = re.search(r"http://\S+(/admin/invitation/\S+/)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_an_invitation_is_mailed_in_thai_and_makes_an_account(
    administrator: Any, ministry: Organisation, as_user: SignIn, home: HomePage
) -> None:
    response = as_user(administrator).post(
        reverse("people:invite", args=[ministry.pk]),
        {"email": "Somchai@Example.go.th", "first_name": "สมชาย", "last_name": "ใจดี", "roles": ["editor"]},
    )
    assert response.status_code == 302
    (message,) = mail.outbox
    assert message.to == ["somchai@example.go.th"]
    assert message.subject == "คำเชิญให้ปฏิบัติงานของกระทรวงยุติธรรม ในระบบร่วม"
    for words in ("เรียน คุณสมชาย ใจดี", "- ผู้จัดทำ", "ลิงก์ใช้ได้ครั้งเดียว ถึงวันที่"):
        assert words in message.body
    address = re.search(r"(/admin/invitation/\S+/)", str(message.body))[1]  # type: ignore[index]
    client = Client()
    for _scanner in range(2):
        page = client.get(address)
        assert page.status_code == 200, "opening the link uses nothing up"
    assert "กระทรวงยุติธรรม" in page.content.decode()
    assert page["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page["Cache-Control"]
    assert client.post(address, NEW).status_code == 302
    user = get_user_model().objects.get(username="somchai")
    assert (user.email, user.is_superuser, user.is_staff) == ("somchai@example.go.th", False, False)
    assert held(user, ministry) == {"editor"}
    assert client.get("/admin/").status_code == 200
    record = RoleRecord.objects.get(user=user)
    assert record.begun_by.endswith("administrator")


def test_a_link_works_once(administrator: Any, ministry: Organisation) -> None:
    address = invited(administrator, ministry)
    assert Client().post(address, NEW).status_code == 302
    for data in (NEW, {**NEW, "username": "somebody-else"}):
        assert Client().post(address, data).status_code == 410
    assert Client().get(address).status_code == 410
    assert get_user_model().objects.filter(email="somchai@example.go.th").count() == 1


def test_what_does_not_come_from_the_own_form_is_refused_in_thai(
    administrator: Any, ministry: Organisation
) -> None:
    address = invited(administrator, ministry)
    stranger = Client(enforce_csrf_checks=True, headers={"origin": "https://evil.example"})
    refused = stranger.post(address, NEW)
    assert refused.status_code == 403
    assert "ยังไม่ได้รับสิ่งที่ส่งมา" in refused.content.decode()
    assert not get_user_model().objects.filter(username="somchai").exists()


def test_extra_fields_in_the_form_give_nothing(administrator: Any, ministry: Organisation) -> None:
    address = invited(administrator, ministry)
    more = {"is_superuser": "on", "is_staff": "on", "roles": ["administrator"], "email": "x@evil.example"}
    assert Client().post(address, {**NEW, **more}).status_code == 302
    user = get_user_model().objects.get(username="somchai")
    assert (user.is_superuser, user.is_staff, user.email) == (False, False, "somchai@example.go.th")
    assert held(user, ministry) == {"editor"}


def test_a_weak_password_and_a_taken_name_are_refused_and_the_link_stays_good(
    administrator: Any, ministry: Organisation
) -> None:
    address = invited(administrator, ministry)
    for wrong in (
        {"password1": "12345678", "password2": "12345678"},
        {"password2": "another-one-entirely"},
        {"username": "Administrator"},
    ):
        assert Client().post(address, {**NEW, **wrong}).status_code == 422
    assert Client().post(address, NEW).status_code == 302


def kill_by_age(invitation: Invitation, **_: Any) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now())


def kill_by_taking_back(invitation: Invitation, actor: Any) -> None:
    inviting.take_back(actor, invitation)


def kill_by_the_senders_fall(invitation: Invitation, actor: Any) -> None:
    Membership.objects.get(user=actor, role=Role.ADMINISTRATOR).delete()


def kill_by_stopping_the_sender(invitation: Invitation, actor: Any) -> None:
    actor.is_active = False
    actor.save()


def kill_by_abolition(invitation: Invitation, **_: Any) -> None:
    day = timezone.localdate() - datetime.timedelta(days=1)
    Organisation.objects.filter(pk=invitation.organisation_id).update(valid_to=day)


def kill_by_a_newer_one(invitation: Invitation, actor: Any) -> None:
    inviting.invite(actor, invitation.organisation, invitation.email, ("ก", "ข"), ["editor"])


@pytest.mark.parametrize(
    "kill",
    [
        kill_by_age,
        kill_by_taking_back,
        kill_by_the_senders_fall,
        kill_by_stopping_the_sender,
        kill_by_abolition,
        kill_by_a_newer_one,
    ],
)
def test_a_link_dies(kill: Callable[..., None], administrator: Any, ministry: Organisation) -> None:
    address = invited(administrator, ministry)
    assert Client().get(address).status_code == 200
    kill(Invitation.objects.get(), actor=administrator)
    assert Client().get(address).status_code == 410
    assert Client().post(address, NEW).status_code == 410
    assert not get_user_model().objects.filter(username="somchai").exists()


def test_a_role_that_was_closed_meanwhile_is_not_given(administrator: Any, ministry: Organisation) -> None:
    Organisation.objects.filter(pk=ministry.pk).update(keeps_registry=True)
    ministry.refresh_from_db()
    address = invited(administrator, ministry, "registrar")
    Organisation.objects.filter(pk=ministry.pk).update(keeps_registry=False)
    assert Client().post(address, NEW).status_code == 410


def test_nobody_invites_to_more_than_they_may_give(
    administrator: Any, editor: Any, ministry: Organisation, other: Organisation
) -> None:
    for actor, organisation, roles in (
        (administrator, ministry, ["registrar"]),
        (administrator, other, ["editor"]),
        (editor, ministry, ["editor"]),
    ):
        with pytest.raises(PermissionDenied):
            inviting.invite(actor, organisation, "a@example.go.th", ("ก", "ข"), roles)
    with pytest.raises(ValidationError):
        inviting.invite(administrator, ministry, "a@example.go.th", ("ก", "ข"), ["superuser"])
    assert not Invitation.objects.exists()


def test_an_abolished_organisation_invites_nobody_and_names_its_successor(
    administrator: Any, ministry: Organisation, other: Organisation
) -> None:
    ministry.valid_to, ministry.successor = timezone.localdate() - datetime.timedelta(days=1), other
    with pytest.raises(ValidationError, match="กระทรวงสาธารณสุข"):
        inviting.invite(administrator, ministry, "a@example.go.th", ("ก", "ข"), ["editor"])


def test_somebody_with_an_account_takes_the_roles_with_it_and_nobody_else_can(
    administrator: Any, stranger: Any, editor: Any, ministry: Organisation, as_user: SignIn, home: HomePage
) -> None:
    address = invited(administrator, ministry, "reviewer", email=stranger.email.upper())
    assert "มีบัญชีในระบบร่วมอยู่แล้ว" in Client().get(address).content.decode()
    assert Client().post(address, NEW).status_code == 403
    assert as_user(editor).post(address).status_code == 403
    assert held(stranger, ministry) == set()
    assert as_user(stranger).post(address).status_code == 302
    assert held(stranger, ministry) == {"reviewer"}
    assert not get_user_model().objects.filter(username="somchai").exists()


def test_a_stopped_account_does_not_come_back_by_an_invitation(
    administrator: Any, stranger: Any, ministry: Organisation
) -> None:
    type(stranger).objects.filter(pk=stranger.pk).update(is_active=False)
    address = invited(administrator, ministry, email=stranger.email)
    assert Client().get(address).status_code == 409
    assert Client().post(address, NEW).status_code == 403
    assert not get_user_model().objects.filter(username="somchai").exists()


def test_the_answer_to_the_administrator_does_not_tell_who_has_an_account(
    administrator: Any, stranger: Any, ministry: Organisation, as_user: SignIn, home: HomePage
) -> None:
    client, url = as_user(administrator), reverse("people:invite", args=[ministry.pk])
    seen = []
    for email in (stranger.email, "nobody@example.go.th"):
        data = {"email": email, "first_name": "ก", "last_name": "ข", "roles": ["editor"]}
        text = client.post(url, data, follow=True).content.decode()
        seen.append(f"ส่งคำเชิญถึง {email} แล้ว" in text)
    assert seen == [True, True]


def test_a_mail_server_that_refuses_leaves_the_invitation_to_be_sent_again(
    administrator: Any,
    ministry: Organisation,
    as_user: SignIn,
    home: HomePage,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*args: Any, **kwargs: Any) -> int:
        raise SMTPException("no")

    client = as_user(administrator)
    data = {"email": "a@example.go.th", "first_name": "ก", "last_name": "ข", "roles": ["editor"]}
    with monkeypatch.context() as patched:
        patched.setattr(inviting, "send_mail", refuse)
        text = client.post(reverse("people:invite", args=[ministry.pk]), data, follow=True).content.decode()
    assert "ไม่ได้ในขณะนี้" in text
    again = reverse("people:invitation", args=[ministry.pk, Invitation.objects.get().pk])
    assert client.post(again, {"again": "1"}).status_code == 302
    assert [message.to for message in mail.outbox] == [["a@example.go.th"]]


def test_the_secret_is_not_stored(administrator: Any, ministry: Organisation) -> None:
    made, secret = inviting.invite(administrator, ministry, "a@example.go.th", ("ก", "ข"), ["editor"])
    assert secret not in {str(value) for value in vars(made).values()}


def test_anothers_invitation_cannot_be_sent_again_or_taken_back(
    administrator: Any, superuser: Any, ministry: Organisation, other: Organisation, as_user: SignIn
) -> None:
    inviting.invite(superuser, other, "a@example.go.th", ("ก", "ข"), ["editor"])
    theirs = Invitation.objects.get()
    client = as_user(administrator)
    for organisation in (ministry, other):
        url = reverse("people:invitation", args=[organisation.pk, theirs.pk])
        assert client.post(url, {"take-back": "1"}).status_code == 404
    with pytest.raises(PermissionDenied):
        inviting.take_back(administrator, theirs)
    assert Invitation.objects.count() == 1


def test_a_superuser_takes_no_role_by_an_invitation(
    administrator: Any, superuser: Any, ministry: Organisation, as_user: SignIn, person: Make
) -> None:
    address = invited(administrator, ministry, email=superuser.email)
    assert as_user(superuser).post(address).status_code == 409
    assert held(superuser, ministry) == set()


def test_nobody_invites_themselves_to_more(
    administrator: Any, ministry: Organisation, as_user: SignIn, superuser: Any
) -> None:
    client = as_user(administrator)
    values = {
        "email": administrator.email.upper(),
        "first_name": "ก",
        "last_name": "ข",
        "roles": ["reviewer"],
    }
    assert (
        "เชิญตนเองไม่ได้" in client.post(reverse("people:invite", args=[ministry.pk]), values).content.decode()
    )

    address = invited(administrator, ministry, "reviewer", "editor", email="second@example.go.th")
    administrator.email = "second@example.go.th"
    administrator.save()
    assert "เชิญตนเองไม่ได้" in client.post(address).content.decode()
    assert held(administrator, ministry) == {"administrator"}

    client.post(invited(superuser, ministry, "editor", email="second@example.go.th"))
    assert held(administrator, ministry) == {"administrator", "editor"}


def test_an_account_that_was_taken_over_floods_nobody(
    administrator: Any, ministry: Organisation, as_user: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("organisations.people.views.MOST_MAILS", 3)
    client = as_user(administrator)
    values = {"first_name": "ก\nไปที่ https://example.org", "last_name": "ข", "roles": ["editor"]}
    client.post(reverse("people:invite", args=[ministry.pk]), {**values, "email": "a@example.go.th"})
    again = reverse("people:invitation", args=[ministry.pk, Invitation.objects.get().pk])
    for _ in range(5):
        client.post(again)
        again = reverse("people:invitation", args=[ministry.pk, Invitation.objects.get().pk])
    refused = client.post(
        reverse("people:invite", args=[ministry.pk]), {**values, "email": "b@example.go.th"}
    )

    assert "ส่งคำเชิญถี่เกินไป" in refused.content.decode()
    assert len(mail.outbox) == 3
    assert "ก ไปที่" in mail.outbox[0].body
