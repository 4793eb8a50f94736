"""Comments between the people of an organisation, the mails that they get, and publication at a set time."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.mailing import deliver
from guidelines.commenting import comment_on
from guidelines.deciding import SectionInput, save_section
from guidelines.models import AdaptationPage, GuidelinePage, SectionComment
from guidelines.notifying import notify_all
from guidelines.plain import stream_from_text
from guidelines.reviewing import approve, send_to_review
from guidelines.starting import oblige
from organisations.models import Organisation, Role
from organisations.people.models import ReminderRule

from .test_screens import stream_data

DAY = datetime.timedelta(days=1)


@pytest.fixture
def ready(adaptation: AdaptationPage, editor: Any, reviewer: Any) -> AdaptationPage:
    """Nothing is missing; editor and reviewer have addresses."""
    for user in (editor, reviewer):
        type(user).objects.filter(pk=user.pk).update(email=f"{user.username}@mot.example")
    body = stream_from_text("ประชาชนไม่ต้องรอ")
    said = SectionInput("adapted", "งานสั้น", body=body, values={"mission": "ขนส่ง"})
    save_section(adaptation, "MG-02", said, editor)
    return AdaptationPage.objects.get(pk=adaptation.pk)


def test_what_was_written_while_somebody_sent_to_review_is_shown_again(
    ready: AdaptationPage, editor: Any, reviewer: Any
) -> None:
    """The draft is locked by the time that the words arrive: none is saved, none is lost."""
    client = client_of(reviewer)
    section = reverse("guidelines:section", args=[ready.pk, "MG-04"])
    general = reverse("guidelines:general", args=[ready.pk])
    words = {"reason": "เหตุผลที่เขียนอยู่", "choice": "not-applicable", **stream_data("supplement")}
    data = {**words, **stream_data("body"), "seen": client.get(section).context["form"]["seen"].value()}
    seen = client.get(general).context["form"]["seen"].value()
    send_to_review(ready, editor)
    before = AdaptationPage.objects.get().latest_revision_id
    added = reverse("guidelines:add_section", args=[ready.pk])
    new = {"heading": "ฉุกเฉิน", "after": "MG-02", "reason": "จำเป็น", **stream_data("body", "ถ้อยคำใหม่")}
    own = client_of(editor)
    for url, sent, word in (
        (section, data, "เหตุผลที่เขียนอยู่"),
        (general, {"seen": seen, "introduction": "คำนำที่เขียนอยู่"}, "คำนำที่เขียนอยู่"),
        (added, new, "ฉุกเฉิน"),
    ):
        answer = own.post(url, sent)
        assert answer.status_code == 200, url
        text = answer.content.decode()
        assert word in text
        assert "อยู่ระหว่างการสอบทาน" in text
    assert AdaptationPage.objects.get().latest_revision_id == before


def test_an_added_section_that_is_too_long_is_refused_in_words(ready: AdaptationPage, editor: Any) -> None:
    added = reverse("guidelines:add_section", args=[ready.pk])
    long = stream_data("body", "ยาว" * 70_000)
    answer = client_of(editor).post(added, {"heading": "ยาว", "after": "MG-02", "reason": "เหตุ", **long})
    assert answer.status_code == 200
    assert "ยาวได้ไม่เกิน" in answer.content.decode()


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sent_to() -> list[str]:
    deliver()
    found = [address for message in mail.outbox for address in message.to]
    mail.outbox.clear()
    return sorted(found)


def test_reviewer_and_editor_talk_about_a_section_even_in_review(
    ready: AdaptationPage, editor: Any, reviewer: Any
) -> None:
    send_to_review(ready, editor)
    section = reverse("guidelines:section", args=[ready.pk, "MG-02"])
    theirs = client_of(reviewer)
    theirs.post(reverse("guidelines:comment", args=[ready.pk, "MG-02"]), {"text": "ทำได้จริงหรือ <b>"})

    mine = client_of(editor)
    text = mine.get(section).content.decode()
    assert "ทำได้จริงหรือ &lt;b&gt;" in text
    overview = reverse("guidelines:adaptation", args=[ready.pk])
    assert "ความเห็นที่ยังไม่ปิด 1 ข้อ" in mine.get(overview).content.decode()

    comment = SectionComment.objects.get()
    mine.post(reverse("guidelines:resolve_comment", args=[ready.pk, comment.pk]))
    comment.refresh_from_db()
    assert comment.resolved_by == editor
    assert "ความเห็นที่ยังไม่ปิด" not in mine.get(overview).content.decode()
    assert "ทำได้จริงหรือ" in mine.get(section).content.decode(), "what was said stays"

    theirs.post(reverse("guidelines:resolve_comment", args=[ready.pk, comment.pk]), {"action": "reopen"})
    comment.refresh_from_db()
    assert comment.resolved_at is None
    approve(AdaptationPage.objects.get(), reviewer)
    assert SectionComment.objects.filter(pk=comment.pk).exists(), "publishing leaves comments alone"


@pytest.mark.parametrize("text", ["", "  \n ", "ก" * 5001])
def test_what_is_no_comment_is_refused(ready: AdaptationPage, editor: Any, text: str) -> None:
    with pytest.raises(ValidationError):
        comment_on(ready, "MG-02", text, editor)
    with pytest.raises(ValidationError):
        comment_on(ready, "MG-77", "ไม่มีหมวดนี้", editor)
    assert not SectionComment.objects.exists()


def test_others_neither_comment_nor_read(
    ready: AdaptationPage, editor: Any, person: Any, other_ministry: Organisation
) -> None:
    comment = comment_on(ready, "MG-02", "คุยกันภายใน", editor)
    outsider = person("outsider", other_ministry, Role.EDITOR, Role.REVIEWER)
    client = client_of(outsider)

    assert (
        client.post(reverse("guidelines:comment", args=[ready.pk, "MG-02"]), {"text": "x"}).status_code == 404
    )
    assert client.post(reverse("guidelines:resolve_comment", args=[ready.pk, comment.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        comment_on(ready, "MG-02", "x", outsider)
    assert SectionComment.objects.get().resolved_at is None


def test_a_comment_is_mailed_once_to_whom_it_concerns(
    ready: AdaptationPage, editor: Any, reviewer: Any, person: Any, ministry: Organisation
) -> None:
    person("colleague", ministry, Role.EDITOR, email="colleague@mot.example")
    comment_on(ready, "MG-02", "ขอทราบเหตุผล", reviewer)
    notify_all()
    notify_all()
    assert sent_to() == ["editor@mot.example"], "the one who decided about the section"

    comment_on(ready, "MG-02", "แก้แล้ว", editor)
    notify_all()
    assert sent_to() == ["reviewer@mot.example"]

    comment_on(ready, "MG-04", "ใครจะดูหมวดนี้", reviewer)
    notify_all()
    assert sent_to() == ["colleague@mot.example", "editor@mot.example"], "nobody decided about it yet"


def test_who_is_to_adapt_is_reminded_before_and_after_the_day(
    ready: AdaptationPage, guideline: GuidelinePage, ministry: Organisation, editor: Any, reviewer: Any
) -> None:
    due = timezone.localdate() + 30 * DAY
    oblige(guideline, [ministry], due)
    everyone = ["editor@mot.example", "reviewer@mot.example"]
    for days, expected in ((-8, []), (-7, everyone), (-1, []), (0, everyone), (8, everyone)):
        notify_all(due + days * DAY)
        assert sent_to() == expected, days
    ReminderRule.objects.create(
        organisation=ministry, days_before=10, every_days=1, also_to="saraban@mot.example"
    ).muted.add(reviewer)
    notify_all(due + 9 * DAY)
    assert sent_to() == ["editor@mot.example", "saraban@mot.example"], "as its administrators said"

    Organisation.objects.filter(pk=ministry.pk).update(valid_to=due + 9 * DAY)
    notify_all(due + 30 * DAY)
    assert sent_to() == [], "an abolished organisation owes nothing"

    Organisation.objects.filter(pk=ministry.pk).update(valid_to=None)
    send_to_review(AdaptationPage.objects.get(), editor)
    approve(AdaptationPage.objects.get(), reviewer)
    notify_all(due + 60 * DAY)
    assert sent_to() == []


def test_a_comment_written_during_a_mail_outage_is_told_after_it(
    ready: AdaptationPage, editor: Any, reviewer: Any, settings: Any
) -> None:
    comment_on(ready, "MG-02", "ขอทราบเหตุผล", reviewer)
    settings.EMAIL_BACKEND = "tests.core.test_mailing.Down"
    notify_all()
    assert deliver() == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert notify_all() == 0
    deliver(timezone.now() + DAY)
    assert sent_to() == ["editor@mot.example"]


def test_an_editor_sets_the_time_and_the_reviewer_is_told(
    ready: AdaptationPage, editor: Any, reviewer: Any
) -> None:
    general = reverse("guidelines:general", args=[ready.pk])
    client = client_of(editor)
    for wrong in ("2020-01-01 08:00", "2569-12-31 08:00"):
        seen = client.get(general).context["form"]["seen"].value()
        answer = client.post(general, {"seen": seen, "introduction": "คำนำ", "go_live_at": wrong})
        assert answer.status_code == 200, wrong
        assert "คำนำ" in answer.content.decode()
    when = timezone.localtime() + 2 * DAY
    data = {"seen": seen, "introduction": "คำนำ", "go_live_at": when.strftime("%Y-%m-%d %H:%M")}
    client.post(general, data)
    page = AdaptationPage.objects.get()
    send_to_review(page, editor)

    review = reverse("guidelines:review", args=[page.pk])
    said = client_of(reviewer).post(review, {"action": "approve"}, follow=True).content.decode()

    page = AdaptationPage.objects.get()
    assert not page.live
    assert "ระบบจะเผยแพร่เองเมื่อ" in said
    overview = client.get(reverse("guidelines:adaptation", args=[page.pk])).content.decode()
    assert "จะเผยแพร่เองเมื่อ" in overview
