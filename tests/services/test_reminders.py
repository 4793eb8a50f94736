"""Dates that come near, in the mail and on the first page of the admin."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone

from core.mailing import deliver
from organisations.people.models import ReminderRule
from services.importing import RecordError, save_service
from services.models import Delegation, Holiday, ServicePage
from services.reminders import send_reminders, warn_of_holidays

pytestmark = pytest.mark.django_db

LATER = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)
"""After everything that waits was written, however the clock is set in a test."""


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> datetime.date:
    moment = datetime.datetime.fromisoformat("2026-11-23T10:00+07:00")
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    return timezone.localdate()


def test_people_of_the_owner_are_reminded_once_of_each_date(
    guide: ServicePage, order: Delegation, editor: User, reviewer: User, today: Any, mailoutbox: list[Any]
) -> None:
    User.objects.filter(pk=editor.pk).update(email="editor@example.go.th")
    Delegation.objects.update(expires="2026-12-10")
    guide.review_by = datetime.date(2026, 12, 1)
    guide.save_revision().publish()

    assert send_reminders() == 2
    assert send_reminders() == 0
    deliver(LATER)
    [mail] = mailoutbox
    assert mail.to == ["editor@example.go.th"]
    assert "ต้องทบทวนภายในวันที่ 1\u00a0ธันวาคม 2569" in mail.body.replace("1 ธันวาคม", "1\u00a0ธันวาคม")
    assert "12/2566" in mail.body
    assert f"/admin/pages/{guide.pk}/edit/" in mail.body

    guide.review_by = datetime.date(2026, 12, 5)
    guide.save_revision().publish()
    assert send_reminders() == 1, "a new date is a new reminder"


def test_an_organisation_is_reminded_as_its_administrators_said(
    guide: ServicePage,
    editor: User,
    reviewer: User,
    today: datetime.date,
    monkeypatch: pytest.MonkeyPatch,
    mailoutbox: list[Any],
) -> None:
    for user in (editor, reviewer):
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@example.go.th")
    rule = ReminderRule.objects.create(
        organisation=guide.organisation, days_before=5, every_days=2, also_to="saraban@example.go.th"
    )
    rule.muted.add(reviewer)
    ServicePage.objects.update(review_by=today + datetime.timedelta(days=6))
    counts = []
    for day in range(6):
        moment = datetime.datetime.combine(today, datetime.time(3, tzinfo=datetime.UTC))
        later = moment + datetime.timedelta(days=day)
        monkeypatch.setattr("django.utils.timezone.now", lambda later=later: later)
        counts.append(send_reminders())
        deliver(LATER)

    assert counts == [0, 1, 0, 1, 0, 1], "from five days before on, every other day"
    assert {mail.to[0] for mail in mailoutbox} == {
        f"{editor.username}@example.go.th",
        "saraban@example.go.th",
    }


def test_what_cannot_be_mailed_is_tried_again(
    guide: ServicePage, editor: User, today: Any, settings: Any, mailoutbox: list[Any]
) -> None:
    User.objects.filter(pk=editor.pk).update(email="editor@example.go.th")
    ServicePage.objects.update(review_by="2026-11-30")
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "tests.core.test_mailing.Down"
    assert (send_reminders(), deliver(LATER)) == (1, 0)
    settings.EMAIL_BACKEND = working
    assert send_reminders() == 0, "the mail waits, and is not written twice"
    assert deliver(LATER + datetime.timedelta(hours=1)) == len(mailoutbox) == 1


def test_the_first_page_of_the_admin_lists_it_for_the_owner_only(
    client: Client, guide: ServicePage, editor: User, today: Any
) -> None:
    ServicePage.objects.update(review_by="2026-11-30")
    client.force_login(editor)
    assert "ต้องทบทวนภายในวันที่" in client.get("/admin/").content.decode()

    client.force_login(User.objects.create_superuser("chief"))
    assert "ต้องทบทวนภายในวันที่" not in client.get("/admin/").content.decode()


def test_a_guide_says_when_it_begins_and_when_it_ended(
    client: Client, guide: ServicePage, record: dict[str, Any], today: Any
) -> None:
    save_service(record | {"valid_from": "2569-12-01"})
    assert "ขอบริการตามคู่มือนี้ได้ตั้งแต่วันที่" in client.get("/services/card-lost/").content.decode()

    save_service(record | {"valid_from": "2560-01-01", "valid_to": "2569-11-22"})
    assert "สิ้นสุดแล้วเมื่อวันที่" in client.get("/services/card-lost/").content.decode()

    with pytest.raises(RecordError, match="ต้องไม่อยู่ก่อนวันแรก"):
        save_service(record | {"valid_from": "2569-12-01", "valid_to": "2569-11-01"})


def test_who_keeps_the_holidays_is_told_long_before_they_are_missing(
    monkeypatch: pytest.MonkeyPatch, mailoutbox: list[Any], db: None
) -> None:
    keeper = User.objects.create_user("keeper", email="keeper@example.go.th")
    keeper.user_permissions.add(Permission.objects.get(codename="change_holiday"))
    User.objects.create_user("other", email="other@example.go.th")
    Holiday.objects.filter(date__year__gte=2027).delete()

    def on(day: str) -> object:
        moment = datetime.datetime.fromisoformat(f"{day}T10:00+07:00")
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
        return warn_of_holidays()

    assert on("2026-06-30") == 0, "the Cabinet has not resolved on them yet"
    assert on("2026-07-01") == 1
    assert on("2026-07-20") == 0, "once a month is enough"
    assert on("2026-08-03") == 1
    deliver(LATER)
    assert {tuple(mail.to) for mail in mailoutbox} == {("keeper@example.go.th",)}
    assert "ยังไม่มีวันหยุดราชการของปี 2570" in mailoutbox[0].body
    assert "/admin/snippets/services/holiday/" in mailoutbox[0].body
    days = [datetime.date(2027, 2, 1) + datetime.timedelta(days=number) for number in range(14)]
    Holiday.objects.bulk_create(Holiday(date=day, name="วันหยุด", confirmed=True) for day in days)
    assert on("2026-09-01") == 0
