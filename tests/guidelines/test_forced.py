"""A forced publication waits for another person: who is reminded, what is held, what counts as approval."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import WaitingMail
from guidelines.deciding import SectionInput, save_section
from guidelines.models import AdaptationPage
from guidelines.plain import stream_from_text
from guidelines.reviewing import approve, send_to_review
from organisations.bypass_mail import remind_of_bypasses
from organisations.models import Membership, Organisation, ReminderRule, ReviewBypass, Role

pytestmark = pytest.mark.django_db


def day(number: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=number)


def fresh(page: AdaptationPage) -> AdaptationPage:
    return AdaptationPage.objects.get(pk=page.pk)


def write(page: AdaptationPage, words: str, user: Any) -> None:
    given = SectionInput("adapted", "ชัดขึ้น", body=stream_from_text(words))
    save_section(fresh(page), "MG-04", given, user)


def shown(user: Any, page: AdaptationPage) -> str:
    client = Client()
    client.force_login(user)
    return client.get(reverse("guidelines:adaptation", args=[page.pk])).content.decode()


@pytest.fixture
def people(
    person: Callable[..., Any], ministry: Organisation, other_ministry: Organisation, editor: Any
) -> dict[str, Any]:
    """Everybody with an address: the editor reviews, too."""
    Membership.objects.create(user=editor, organisation=ministry, role=Role.REVIEWER)
    type(editor).objects.filter(pk=editor.pk).update(email="editor@mot.example")
    made = {
        "first": person("first", ministry, Role.REVIEWER, email="first@mot.example"),
        "second": person("second", ministry, Role.REVIEWER, email="second@mot.example"),
        "left": person("left", ministry, Role.REVIEWER, email="left@mot.example", is_active=False),
        "monitor": person("monitor", ministry, Role.MONITOR, email="monitor@mot.example"),
        "outsider": person("outsider", other_ministry, Role.EDITOR, Role.REVIEWER, email="x@moph.example"),
        "root": person("root", ministry, Role.REVIEWER, email="root@mot.example", is_superuser=True),
    }
    return {**made, "editor": type(editor).objects.get(pk=editor.pk)}


@pytest.fixture
def forced(adaptation: AdaptationPage, people: dict[str, Any]) -> AdaptationPage:
    """Written by the editor, published by the superuser past the review."""
    filled = SectionInput("inherited", values={"mission": "ขนส่ง"})
    save_section(adaptation, "MG-02", filled, people["editor"])
    write(adaptation, "ถ้อยคำแรก", people["editor"])
    fresh(adaptation).get_latest_revision().publish(user=people["root"])
    return fresh(adaptation)


def told() -> list[str]:
    found = sorted(WaitingMail.objects.values_list("address", flat=True))
    WaitingMail.objects.all().delete()
    return found


def test_who_may_approve_is_reminded_at_once_and_again_as_the_organisation_says(
    forced: AdaptationPage, people: dict[str, Any], ministry: Organisation
) -> None:
    assert remind_of_bypasses(day(0)) == 2
    mail = WaitingMail.objects.get(address="first@mot.example")
    assert mail.subject == "รอท่านรับรองการเผยแพร่โดยไม่ผ่านผู้สอบทาน 1 รายการ"
    assert forced.title in mail.body
    assert "โดย root เมื่อ" in mail.body
    assert reverse("review_bypasses") in mail.body
    assert told() == ["first@mot.example", "second@mot.example"], "not who forced or wrote it, nor others"

    client = Client()
    client.force_login(people["monitor"])
    timeline = client.get(reverse("followup:timeline", args=[forced.guideline_id, ministry.pk]))
    assert "ให้รับรองการเผยแพร่โดยไม่ผ่านผู้สอบทาน (อีเมลถึง 2 คน" in timeline.content.decode()

    assert [remind_of_bypasses(day(n)) for n in (0, 6)] == [0, 0]
    rule = ReminderRule.objects.create(organisation=ministry, every_days=3, also_to="saraban@mot.example")
    rule.muted.add(people["second"])
    assert remind_of_bypasses(day(6)) == 2
    assert told() == ["first@mot.example", "saraban@mot.example"]

    client.force_login(people["first"])
    client.post(reverse("confirm_bypass", args=[ReviewBypass.objects.get().pk]))
    assert remind_of_bypasses(day(30)) == 0


def test_an_organisation_that_ended_is_not_reminded(forced: AdaptationPage, ministry: Organisation) -> None:
    ministry.valid_to = day(-1)
    ministry.save()

    assert remind_of_bypasses(day(0)) == 0


def test_the_next_one_is_not_forced_before_the_first_was_approved(
    forced: AdaptationPage, people: dict[str, Any]
) -> None:
    write(forced, "ถ้อยคำที่สอง", people["editor"])
    root = people["root"]
    with pytest.raises(ValidationError, match="ยังไม่มีผู้รับรอง จึงข้ามการสอบทานอีกไม่ได้"):
        fresh(forced).get_latest_revision().publish(user=root)
    with pytest.raises(ValidationError, match="ยังไม่มีผู้รับรอง"):
        fresh(forced).get_latest_revision().publish()
    send_to_review(fresh(forced), root)
    with pytest.raises(ValidationError, match="ยังไม่มีผู้รับรอง"):
        approve(fresh(forced), root)
    assert ReviewBypass.objects.count() == 1
    assert "ถ้อยคำแรก" in str(fresh(forced).decisions.get(section_id="MG-04").body)

    approve(fresh(forced), people["first"])
    assert "ถ้อยคำที่สอง" in str(fresh(forced).decisions.get(section_id="MG-04").body)
    bypass = ReviewBypass.objects.get()
    assert bypass.confirmed_by == people["first"], "who approves the later version approves this one, too"
    write(forced, "ถ้อยคำที่สาม", people["editor"])
    fresh(forced).get_latest_revision().publish(user=root)
    assert ReviewBypass.objects.filter(confirmed_at=None).count() == 1


def test_who_wrote_what_was_forced_does_not_approve_it_by_a_later_version(
    forced: AdaptationPage, people: dict[str, Any]
) -> None:
    """The superuser approves in place of a reviewer, which ends the round in which the editor wrote."""
    ReviewBypass.objects.all().delete()
    write(forced, "ถ้อยคำที่สอง", people["editor"])
    send_to_review(fresh(forced), people["root"])
    approve(fresh(forced), people["root"])
    write(forced, "ถ้อยคำที่สาม", people["first"])
    send_to_review(fresh(forced), people["first"])

    approve(fresh(forced), people["editor"])

    bypass = ReviewBypass.objects.get()
    assert (bypass.kind, bypass.confirmed_at) == (ReviewBypass.Kind.APPROVED, None)


def test_the_screens_say_how_long_it_has_waited_and_others_see_nothing(
    forced: AdaptationPage, people: dict[str, Any]
) -> None:
    ReviewBypass.objects.update(created_at=timezone.now() - datetime.timedelta(days=4))
    button = reverse("confirm_bypass", args=[ReviewBypass.objects.get().pk])
    text = "และยังไม่มีผู้รับรอง"
    for name, may in (("editor", False), ("root", False), ("first", True)):
        page = shown(people[name], forced)
        assert text in page
        assert "ค้างมา 4 วัน" in page
        assert (button in page) == may
    client = Client()
    client.force_login(people["first"])
    assert "ค้างมา 4 วัน" in client.get(reverse("review_bypasses")).content.decode()
    assert "ยังไม่มีผู้รับรอง" in client.get(reverse("guidelines:workbench")).content.decode()

    client.force_login(people["outsider"])
    assert client.get(reverse("guidelines:adaptation", args=[forced.pk])).status_code == 404
    assert "ยังไม่มีผู้รับรอง" not in client.get(reverse("guidelines:workbench")).content.decode()
    assert forced.title not in client.get(reverse("review_bypasses")).content.decode()
    assert client.post(button).status_code == 404
    remind_of_bypasses(day(0))
    assert "x@moph.example" not in told()

    client.force_login(people["first"])
    client.post(button)
    assert text not in shown(people["editor"], forced)


def test_who_sends_the_next_version_is_told(
    forced: AdaptationPage, people: dict[str, Any], client: Client
) -> None:
    write(forced, "ถ้อยคำที่สอง", people["editor"])
    client.force_login(people["editor"])

    sent = client.post(reverse("guidelines:review", args=[forced.pk]), {"action": "send"}, follow=True)

    assert "ถือว่ารับรองครั้งนั้นด้วย" in sent.content.decode()
    assert fresh(forced).workflow_in_progress
    client.force_login(people["second"])
    done = client.post(reverse("guidelines:review", args=[forced.pk]), {"action": "approve"}, follow=True)
    assert "ยังไม่มีผู้รับรอง" not in done.content.decode()
