"""A letter goes to organisations; each takes note and reports, or is reminded; nobody else sees it."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from circulars.distributing import acknowledge, add_duty, answer, distribute, remind, remind_overdue
from circulars.importing import import_paths
from circulars.jobs import RETRY_AFTER, addresses_of, send_notices
from circulars.models import CircularIndexPage, CircularPage, Delivery, Duty, Notice
from circulars.recipients import expand, recipients_of
from organisations.models import Membership, Organisation, Role
from organisations.people.models import ReminderRule

pytestmark = pytest.mark.django_db


@pytest.fixture
def bodies(registry: CircularIndexPage) -> dict[str, Organisation]:
    made = {
        "moi": ("ministry", "กระทรวงมหาดไทย", None),
        "mot": ("ministry", "กระทรวงคมนาคม", None),
        "dlt": ("department", "กรมการขนส่งทางบก", "mot"),
        "cnx": ("province", "จังหวัดเชียงใหม่", None),
        "kkn": ("province", "จังหวัดขอนแก่น", None),
        "old": ("province", "จังหวัดพระนคร", None),
    }
    found: dict[str, Organisation] = {}
    for code, (kind, name, parent) in made.items():
        found[code], _ = Organisation.objects.get_or_create(
            code=code, defaults={"kind": kind, "name_th": name, "parent": found.get(parent or "")}
        )
    Organisation.objects.filter(code="old").update(
        valid_to=datetime.date(1971, 12, 21), successor=found["cnx"]
    )
    return found


def person(organisation: Organisation, role: str = Role.EDITOR, email: str | None = None) -> Any:
    name = f"{role}-{organisation.code}"
    user = get_user_model().objects.create_user(name, email if email is not None else f"{name}@example.go.th")
    Membership.objects.create(user=user, organisation=organisation, role=role)
    return user


@pytest.fixture
def letter(bodies: dict[str, Organisation], tmp_path: Path, letter_text: str) -> CircularPage:
    """Public, very urgent, to both provinces."""
    (tmp_path / "a.txt").write_text(letter_text.replace("ที่ มท", "ด่วนมาก\nที่ มท"), encoding="utf-8")
    import_paths([str(tmp_path / "a.txt")])
    page = CircularPage.objects.get()
    assert page.live
    assert page.speed == "ด่วนมาก"
    CircularPage.objects.filter(pk=page.pk).update(issuer=bodies["moi"])
    page.refresh_from_db()
    return page


@pytest.fixture
def sent(letter: CircularPage, registrar: Any) -> list[Delivery]:
    return distribute(letter, recipients_of(letter).known, registrar)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("ผู้ว่าราชการจังหวัดทุกจังหวัด", {"cnx", "kkn"}),
        ("ผู้ว่าราชการจังหวัด", {"cnx", "kkn"}),
        ("ทุกจังหวัด", {"cnx", "kkn"}),
        ("ผู้ว่าราชการจังหวัดเชียงใหม่", {"cnx"}),
        ("ผู้ว่าราชการจังหวัดทุกจังหวัด ยกเว้นจังหวัดขอนแก่น", {"cnx"}),
        ("กระทรวง กรม", {"moi", "mot", "dlt"}),
        ("กระทรวง กรม (ยกเว้นกระทรวงคมนาคม)", {"moi"}),
        ("ทุกกระทรวง", {"moi", "mot"}),
        ("ปลัดกระทรวงทุกกระทรวง", {"moi", "mot"}),
        ("ทุกกระทรวง ยกเว้น กระทรวงคมนาคม และ กระทรวงมหาดไทย", set()),
        ("ปลัดกระทรวงคมนาคม", {"mot"}),
        ("อธิบดีทุกกรม", {"dlt"}),
        ("อธิบดีกรมการขนส่งทางบก", {"dlt"}),
        ("หัวหน้าส่วนราชการทุกแห่ง", {"moi", "mot", "dlt"}),
        ("กระทรวงคมนาคมสาขาย่อยที่ไม่มี", set()),
        ("จังหวัดที่ไม่มีจริง", set()),
    ],
)
def test_what_an_addressee_stands_for(bodies: dict[str, Organisation], words: str, codes: set[str]) -> None:
    assert {one.code for one in expand(words).members} & {*bodies} == codes


def test_the_sender_is_no_recipient_of_its_group_and_a_successor_stands_for_the_dissolved(
    letter: CircularPage, bodies: dict[str, Organisation]
) -> None:
    letter.addressees.all().delete()
    for at, words in enumerate(("ทุกกระทรวง", "ผู้ว่าราชการจังหวัดพระนคร", "นายกสมาคมลึกลับ")):
        letter.addressees.create(position=at, raw=words)
    found = recipients_of(letter)
    assert [one.organisation.code for one in found.known] == ["mot", "cnx"]
    assert found.unknown == ("นายกสมาคมลึกลับ",)


def test_sending_fills_inboxes_once_and_sets_the_day_by_speed(
    letter: CircularPage, sent: list[Delivery], registrar: Any
) -> None:
    assert {one.organisation.code for one in sent} == {"cnx", "kkn"}
    assert {one.due for one in sent} == {timezone.localdate() + datetime.timedelta(days=3)}
    assert distribute(letter, recipients_of(letter).known, registrar) == []
    assert Delivery.objects.count() == Notice.objects.count() == 2


def test_nothing_is_sent_that_readers_may_not_see(letter: CircularPage, registrar: Any) -> None:
    CircularPage.objects.filter(pk=letter.pk).update(live=False)
    letter.refresh_from_db()
    with pytest.raises(ValidationError):
        distribute(letter, recipients_of(letter).known, registrar)
    assert not Delivery.objects.exists()


def test_the_people_of_each_organisation_are_told_by_mail_in_thai(
    sent: list[Delivery], bodies: dict[str, Organisation]
) -> None:
    person(bodies["cnx"])
    person(bodies["cnx"], Role.MONITOR)
    person(bodies["kkn"], email="")
    assert addresses_of(bodies["cnx"]) == ["editor-cnx@example.go.th"]
    assert send_notices() == 1
    [message] = mail.outbox
    assert message.to == ["editor-cnx@example.go.th"]
    assert message.subject == "หนังสือเข้า (ด่วนมาก) ที่ มท 0201/ว 15 การทดสอบระบบ"
    assert "จังหวัดเชียงใหม่" in message.body
    delivery = Delivery.objects.get(organisation=bodies["cnx"])
    assert f"/admin/circulars/inbox/{delivery.pk}/" in message.body
    assert send_notices() == 0
    assert {tuple(one.recipients) for one in Notice.objects.all()} == {(), ("editor-cnx@example.go.th",)}


def test_a_registrar_is_told_rather_than_the_editors(bodies: dict[str, Organisation]) -> None:
    person(bodies["cnx"])
    person(bodies["cnx"], Role.REGISTRAR)
    assert addresses_of(bodies["cnx"]) == ["registrar-cnx@example.go.th"]


def test_a_mail_that_fails_keeps_none_waiting_and_is_tried_again(
    sent: list[Delivery], bodies: dict[str, Organisation], monkeypatch: Any
) -> None:
    from django.core.mail.backends.locmem import EmailBackend

    for code in ("cnx", "kkn"):
        person(bodies[code])
    real = EmailBackend.send_messages

    def refuse(self: Any, messages: Any) -> int:
        if any("cnx" in address for one in messages for address in one.to):
            raise ConnectionRefusedError("no mail server")
        return real(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    assert send_notices() == 1
    assert Notice.objects.get(closed_at=None).problem == "no mail server"
    assert send_notices() == 0  # not at once
    monkeypatch.undo()
    Notice.objects.filter(closed_at=None).update(claimed_at=timezone.now() - 2 * RETRY_AFTER)
    assert send_notices() == 1
    assert not Notice.objects.filter(closed_at=None).exists()


def test_acknowledging_is_by_a_person_of_the_organisation_once(
    sent: list[Delivery], bodies: dict[str, Organisation]
) -> None:
    delivery = Delivery.objects.get(organisation=bodies["cnx"])
    own, monitor = person(bodies["cnx"]), person(bodies["cnx"], Role.MONITOR)
    other = person(bodies["kkn"])
    for stranger in (monitor, other):
        with pytest.raises(PermissionDenied):
            acknowledge(delivery, stranger)
    acknowledge(delivery, own, " เวียนแล้ว ")
    assert (delivery.acknowledged_by, delivery.note) == (own, "เวียนแล้ว")
    with pytest.raises(ValidationError, match="editor-cnx"):
        acknowledge(delivery, own)


def test_reminders_go_to_those_who_are_late_and_at_their_interval(
    sent: list[Delivery], bodies: dict[str, Organisation]
) -> None:
    users = {code: person(bodies[code]) for code in ("cnx", "kkn")}
    send_notices()
    assert remind_overdue() == 0
    acknowledge(Delivery.objects.get(organisation=bodies["cnx"]), users["cnx"])
    later = timezone.now() + datetime.timedelta(days=4)
    assert remind_overdue(later) == 1
    assert remind_overdue(later) == 0  # one waits to be sent
    mail.outbox.clear()
    assert send_notices() == 1
    assert mail.outbox[0].subject.startswith("เตือนให้รับทราบหนังสือ")
    assert mail.outbox[0].to == ["editor-kkn@example.go.th"]
    Notice.objects.filter(kind="reminder").update(requested_at=later)
    assert remind_overdue(later + datetime.timedelta(hours=23)) == 0
    assert remind_overdue(later + datetime.timedelta(hours=25)) == 1


def test_an_organisation_is_reminded_of_letters_as_its_administrators_said(
    sent: list[Delivery], bodies: dict[str, Organisation]
) -> None:
    user = person(bodies["kkn"])
    rule = ReminderRule.objects.create(
        organisation=bodies["kkn"], every_days=1, also_to="saraban@example.go.th"
    )
    rule.muted.add(user)
    send_notices()
    mail.outbox.clear()
    Delivery.objects.update(remind_days=3)
    later = timezone.now() + datetime.timedelta(days=10)
    everybody = remind_overdue(later)
    send_notices()
    assert [each.to for each in mail.outbox if "saraban@example.go.th" in each.to] == [
        ["saraban@example.go.th"]
    ]
    Notice.objects.filter(kind="reminder").update(requested_at=later)
    soon = later + datetime.timedelta(hours=25)
    assert remind_overdue(soon) == 1 < everybody, "the sender's three days hold for the others"


def test_a_reminder_that_waits_is_not_sent_to_who_acknowledged_meanwhile(
    sent: list[Delivery], bodies: dict[str, Organisation]
) -> None:
    user = person(bodies["cnx"])
    delivery = Delivery.objects.get(organisation=bodies["cnx"])
    send_notices()
    mail.outbox.clear()
    assert remind(Delivery.objects.filter(pk=delivery.pk)) == 1
    acknowledge(delivery, user)
    assert send_notices() == 0
    assert mail.outbox == []


def test_a_duty_is_reported_on_and_a_report_is_also_an_acknowledgement(
    letter: CircularPage, sent: list[Delivery], bodies: dict[str, Organisation], registrar: Any
) -> None:
    duty = Duty(page=letter, kind=Duty.Kind.REPORT, text="รายงานผลภายใน 30 วัน", created_by=registrar)
    add_duty(duty)
    delivery, user = Delivery.objects.get(organisation=bodies["cnx"]), person(bodies["cnx"])
    with pytest.raises(ValidationError):
        answer(delivery, duty, user, " ", True)
    with pytest.raises(PermissionDenied):
        answer(delivery, duty, person(bodies["kkn"]), "เสร็จแล้ว", True)
    answer(delivery, duty, user, "เสร็จแล้ว", True)
    delivery.refresh_from_db()
    assert delivery.acknowledged_by == user
    with pytest.raises(ValidationError):
        add_duty(Duty(page=letter, kind=Duty.Kind.ADAPT, text="ปรับใช้แนวทาง"))


def test_the_inbox_is_seen_by_its_organisation_alone(
    sent: list[Delivery], bodies: dict[str, Organisation], letter: CircularPage, client: Client
) -> None:
    delivery = Delivery.objects.get(organisation=bodies["cnx"])
    address = f"/admin/circulars/inbox/{delivery.pk}/"
    assert client.get(address).status_code == 302  # to the login
    client.force_login(person(bodies["kkn"]))
    assert client.get(address).status_code == 404
    assert client.post(f"{address}acknowledge/", {"note": ""}).status_code == 404
    assert "จังหวัดเชียงใหม่" not in client.get("/admin/circulars/inbox/").content.decode()
    assert client.get(f"/admin/circulars/{letter.pk}/distribution/").status_code in {302, 403}
    assert letter.title not in client.get("/admin/circulars/tracking/").content.decode()

    client.force_login(person(bodies["cnx"]))
    assert letter.title in client.get("/admin/circulars/inbox/?state=waiting").content.decode()
    assert "รับทราบ" in client.get(address).content.decode()
    client.post(f"{address}acknowledge/", {"note": "ทราบ"})
    delivery.refresh_from_db()
    assert delivery.note == "ทราบ"

    # The sender's people see who has taken note, but may not send or remind
    client.force_login(person(bodies["moi"]))
    html = client.get(f"/admin/circulars/{letter.pk}/distribution/").content.decode()
    assert "รับทราบแล้ว 1 จาก 2 หน่วยงาน" in html
    client.post(f"/admin/circulars/{letter.pk}/distribution/remind/")
    assert not Notice.objects.filter(kind="reminder").exists()


@pytest.mark.parametrize("change", [{"secrecy": "ลับ"}, {"live": False}])
def test_a_letter_that_turns_secret_or_is_taken_back_is_in_no_inbox_and_no_mail(
    sent: list[Delivery], bodies: dict[str, Organisation], letter: CircularPage, client: Client, change: Any
) -> None:
    user = person(bodies["cnx"])
    CircularPage.objects.filter(pk=letter.pk).update(**change)
    client.force_login(user)
    delivery = Delivery.objects.get(organisation=bodies["cnx"])
    assert client.get(f"/admin/circulars/inbox/{delivery.pk}/").status_code == 404
    for address in ("inbox/", "tracking/", "inbox/?export=csv", "tracking/?export=csv"):
        assert letter.title not in b"".join(client.get(f"/admin/circulars/{address}")).decode()
    assert client.get(f"/admin/circulars/{letter.pk}/distribution/").status_code in {302, 403}
    with pytest.raises(PermissionDenied):
        acknowledge(delivery, user)
    assert send_notices() == 0
    assert mail.outbox == []
    later = timezone.now() + datetime.timedelta(days=30)
    assert remind_overdue(later) == 0


def test_a_registrar_sends_adds_one_reminds_and_sets_a_duty(
    letter: CircularPage, bodies: dict[str, Organisation], registrar: Any, client: Client
) -> None:
    client.force_login(registrar)
    address = f"/admin/circulars/{letter.pk}/distribution/"
    assert "ส่งถึง 2 หน่วยงาน" in client.get(address).content.decode()
    client.post(f"{address}send/")
    client.post(f"{address}send/", {"organisation": bodies["dlt"].pk})
    assert {one.organisation.code for one in letter.deliveries.all()} == {"cnx", "kkn", "dlt"}
    send_notices()
    client.post(f"{address}remind/")
    assert Notice.objects.filter(kind="reminder", requested_by=registrar).count() == 3
    again = client.post(f"{address}remind/", follow=True).content.decode()
    assert "ไม่มีหน่วยงานที่ต้องเตือนเพิ่ม" in again
    assert "สั่งเตือน 0" not in again
    client.post(f"{address}duties/", {"kind": "report", "text": "รายงานผล", "due": "2027-01-31"})
    assert letter.duties.get().due == datetime.date(2027, 1, 31)
    assert "รายงานผล" in client.get(address).content.decode()


def test_lists_ask_the_database_little(
    sent: list[Delivery],
    letter: CircularPage,
    bodies: dict[str, Organisation],
    registrar: Any,
    client: Client,
    django_assert_max_num_queries: Any,
) -> None:
    client.force_login(registrar)
    for address in ("tracking/", f"{letter.pk}/distribution/"):
        client.get(f"/admin/circulars/{address}")
        with django_assert_max_num_queries(40):
            assert client.get(f"/admin/circulars/{address}").status_code == 200
