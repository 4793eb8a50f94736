"""Another address for one's own account counts only when who reads it says so, and the one before is told."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import mailing
from core.backup import close_what_was_open
from organisations.models import EmailChange, Invitation, Organisation, ResetRequest, Role
from organisations.people import changing_email, inviting

pytestmark = pytest.mark.django_db
NEW = "new@example.go.th"
ACCOUNT = reverse("wagtailadmin_account")


def fill(client: Client, email: str = NEW, password: str = "pass", **changes: str) -> str:
    """Send the screen of one's account with another address; gives what it says then."""
    values = {
        "name_email-first_name": "สมชาย",
        "name_email-last_name": "ใจดี",
        "name_email-email": email,
        "name_email-current_password": password,
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "theme-keyboard_shortcuts": "true",
        "locale-preferred_language": "th",
        "locale-current_time_zone": "",
        **changes,
    }
    return str(client.post(ACCOUNT, values, follow=True).content.decode())


def link_in(message: Any) -> str:
    found = re.search(r"https?://[^/]+(/admin/email/\S+)", message.body)
    assert found, message.body
    return found[1]


@pytest.fixture
def client(editor: Any) -> Client:
    signed_in = Client()
    signed_in.force_login(editor)
    return signed_in


def address_of(user: Any) -> str:
    return str(get_user_model().objects.get(pk=user.pk).email)


def test_the_address_counts_when_its_reader_has_said_so_and_the_former_one_is_told(
    client: Client, editor: Any
) -> None:
    said = fill(client)
    mailing.deliver()

    assert address_of(editor) == "editor@example.go.th"
    assert f"ส่งลิงก์ยืนยันไปที่ {NEW} แล้ว" in said
    assert f"รอยืนยันจาก {NEW}" in said
    link, notice = mail.outbox
    assert (link.to, notice.to) == ([NEW], ["editor@example.go.th"])
    assert "ยืนยันอีเมลใหม่" in link.subject
    assert "editor" not in link.body, "whoever reads an address that was mistyped learns nothing"
    assert NEW in notice.body
    assert "เปลี่ยนรหัสผ่านทันที" in notice.body
    assert link_in(link) not in notice.body

    opened = client.get(link_in(link))
    assert NEW in opened.content.decode()
    assert opened.headers["Referrer-Policy"] == "strict-origin"
    assert address_of(editor) == "editor@example.go.th", "mail scanners open links, too"
    assert "แล้ว" in client.post(link_in(link), follow=True).content.decode()
    assert address_of(editor) == NEW
    assert not EmailChange.objects.exists()
    mailing.deliver()
    told = mail.outbox[2]
    assert told.to == ["editor@example.go.th"]
    assert NEW in told.body
    assert client.post(link_in(link)).status_code == 410, "a link works once"


def test_names_are_saved_without_a_password_and_without_mail(client: Client, editor: Any) -> None:
    fill(client, email=editor.email, password="")
    editor.refresh_from_db()
    assert (editor.first_name, editor.email) == ("สมชาย", "editor@example.go.th")
    fill(client, email="Editor@example.go.th", password="")
    assert not EmailChange.objects.exists()
    assert not mail.outbox


def test_without_the_password_nothing_begins_and_guessing_ends(client: Client, editor: Any) -> None:
    for _attempt in range(5):
        assert "กรอกรหัสผ่านปัจจุบันให้ถูกต้อง" in fill(client, password="guess")
    assert "บ่อยเกินไป" in fill(client)
    assert not EmailChange.objects.exists()
    assert not mail.outbox
    editor.refresh_from_db()
    assert editor.first_name == ""


def asked(user: Any, email: str = NEW) -> str:
    """The link of a request."""
    mail.outbox.clear()
    assert changing_email.ask(user, email)
    return link_in(mail.outbox[0])


def kill_by_age(user: Any) -> None:
    EmailChange.objects.update(expires_at=timezone.now())


def kill_by_a_new_password(user: Any) -> None:
    user.set_password("another")
    user.save()


def kill_by_a_newer_one(user: Any) -> None:
    changing_email.ask(user, "newer@example.go.th")


def kill_by_a_change_elsewhere(user: Any) -> None:
    user.email = "given@example.go.th"
    user.save()


def kill_by_another_account(user: Any) -> None:
    get_user_model().objects.create_user("quick", NEW.upper(), "pass")


def kill_by_stopping(user: Any) -> None:
    user.is_active = False
    user.save()


def kill_by_restoring_a_backup(user: Any) -> None:
    assert any("คำขอเปลี่ยนอีเมล" in said for said in close_what_was_open())


@pytest.mark.parametrize(
    "kill",
    [
        kill_by_age,
        kill_by_a_new_password,
        kill_by_a_newer_one,
        kill_by_a_change_elsewhere,
        kill_by_another_account,
        kill_by_stopping,
        kill_by_restoring_a_backup,
    ],
)
def test_a_link_dies(kill: Callable[[Any], None], editor: Any) -> None:
    link = asked(editor)
    kill(editor)
    client = Client()
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")

    client.post(link)
    assert address_of(editor) != NEW
    with pytest.raises(changing_email.ChangeVoid):
        changing_email.find(link.rstrip("/").rpartition("/")[2], editor)


def test_nobody_else_confirms_or_learns_whose_it_is(editor: Any, stranger: Any) -> None:
    link = asked(editor)
    nobody, other = Client(), Client()
    other.force_login(stranger)

    page = nobody.get(link).content.decode()
    assert "เข้าสู่ระบบ" in page
    for client in (nobody, other):
        html = client.get(link).content.decode()
        assert NEW not in html
        assert "editor@" not in html
        assert client.post(link).status_code in {403, 410}
    assert (address_of(editor), address_of(stranger)) == ("editor@example.go.th", "stranger@example.go.th")


def test_an_address_that_has_an_account_is_not_betrayed(client: Client, editor: Any, stranger: Any) -> None:
    free = fill(client, email="free@example.go.th")
    taken = fill(client, email=stranger.email)

    assert free.replace("free@", "stranger@").count("stranger@example.go.th") == taken.count(
        "stranger@example.go.th"
    )
    assert "ส่งลิงก์ยืนยันไปที่ stranger@example.go.th แล้ว" in taken
    last = mail.outbox[-1]
    assert last.to == [stranger.email]
    assert "/admin/email/" not in last.body


def test_nobody_takes_an_invitation_by_calling_its_address_their_own(
    client: Client, editor: Any, other: Organisation, admin_user: Any
) -> None:
    invitation, secret = inviting.invite(admin_user, other, NEW, ("ก", "ข"), [Role.EDITOR])
    fill(client)

    assert client.post(reverse("invitation", args=[secret])).status_code in {403, 422}
    assert not editor.memberships.filter(organisation=other).exists()
    invitation.refresh_from_db()
    assert invitation.used_at is None


def test_a_mail_server_that_refuses_leaves_nothing_open(
    client: Client, editor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise OSError("refused")

    monkeypatch.setattr(changing_email, "send_mail", refuse)
    assert "ไม่ได้ในขณะนี้" in fill(client)
    assert not EmailChange.objects.exists()


def test_an_administrators_change_is_told_to_the_former_address(editor: Any) -> None:
    editor.email = "given@example.go.th"
    editor.save()
    editor.save()
    mailing.deliver()
    assert [(each.to, "given@example.go.th" in each.body) for each in mail.outbox] == [
        (["editor@example.go.th"], True)
    ]


def test_the_secret_is_not_stored(editor: Any) -> None:
    secret = asked(editor).rstrip("/").rpartition("/")[2]
    assert secret not in str(EmailChange.objects.values().get())


def test_a_backup_that_comes_back_opens_no_link_again(administrator: Any, ministry: Organisation) -> None:
    _invitation, secret = inviting.invite(
        administrator, ministry, "a@example.go.th", ("ก", "ข"), [Role.EDITOR]
    )
    ResetRequest.objects.create(email="a@example.go.th")
    old = timezone.now() - datetime.timedelta(days=30)
    Invitation.objects.create(
        organisation=ministry, email="b@example.go.th", digest="b", roles=[], expires_at=old
    )

    said = " ".join(close_what_was_open())
    assert "ปิดคำเชิญที่ยังไม่ตอบรับ 1 รายการ" in said
    assert Client().get(reverse("invitation", args=[secret])).status_code == 410
    assert Invitation.objects.count() == 2, "they stay in the list, to be sent again"
    assert not ResetRequest.objects.exists()
    assert close_what_was_open() == []


def test_addresses_that_nobody_confirmed_are_forgotten(editor: Any, stranger: Any) -> None:
    asked(editor)
    EmailChange.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    asked(stranger, "other@example.go.th")

    assert changing_email.forget_old() == 1
    assert EmailChange.objects.get().user == stranger
