"""An organisation's timeline: what it names, in which order, for whom, and with how many queries."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.templatetags.thai import thai_date
from guidelines.commenting import comment_on
from guidelines.deciding import SectionInput, save_section
from guidelines.followup.models import ReportingRound, RoundMember
from guidelines.followup.opening import open_round
from guidelines.followup.reminding import remind
from guidelines.followup.reporting import save_report
from guidelines.followup.timeline import Kind, timeline
from guidelines.models import AdaptationPage, GuidelinePage
from guidelines.notifying import notify_all
from guidelines.reviewing import approve, send_to_review
from guidelines.sending import deliver_all, make_drafts, send
from guidelines.starting import oblige
from organisations.models import Kind as Body
from organisations.models import Organisation, ReminderRule, Role
from organisations.review_mail import tell_of_reviews

from .conftest import FIGURES


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_what_happened_stands_in_order_with_how_late_it_was(
    found: ReportingRound,
    member: RoundMember,
    guideline: GuidelinePage,
    ministry: Organisation,
    monitor: Any,
    editor: Any,
    superuser: Any,
) -> None:
    today = timezone.localdate()
    sending = send(guideline, [ministry], monitor, due=today - datetime.timedelta(days=3))
    make_drafts(sending.recipients.all())
    page = AdaptationPage.objects.get(organisation=ministry)
    save_section(page, "MG-02", SectionInput("inherited", values={"mission": "งานทาง"}), editor)
    page.refresh_from_db()
    page.get_latest_revision().publish(user=superuser)
    remind(member, today)
    member.refresh_from_db()
    save_report(member, editor, FIGURES, "", seen=0, submit=True)
    oblige(guideline, [ministry], today - datetime.timedelta(days=3))

    events = timeline(guideline, ministry)
    assert [event.at for event in events] == sorted(event.at for event in events)
    said = {(event.kind, event.text): event for event in events}
    assert said[Kind.DUE, "กำหนดปรับใช้แนวทางให้แล้วเสร็จ"].late == "เกินกำหนด 3 วัน"
    assert said[Kind.REPORTED, "ส่งรายงานรอบที่ 1"].late == "เกินกำหนด 1 วัน"
    assert said[Kind.REPORTED, "ส่งรายงานรอบที่ 1"].person == "editor"
    assert said[Kind.DUE, "กำหนดส่งรายงานรอบที่ 1"].late == "", "it came, if late"
    assert (Kind.REMINDED, "เตือนให้ส่งรายงานรอบที่ 1 (ไม่มีผู้รับอีเมล)") in said
    assert said[Kind.SENT, "ส่งแนวทางให้หน่วยงาน: สร้างฉบับร่างแล้ว"].person == "monitor"
    assert said[Kind.PUBLISHED, "เผยแพร่แนวทางฉบับปรับใช้ ตามต้นแบบฉบับที่ 1"].person == "root"
    assert said[Kind.FORCED, "เผยแพร่โดยไม่ผ่านการสอบทาน"].late == "ยังไม่มีผู้รับรองภายหลัง"
    assert (Kind.DRAFT, "เริ่มฉบับร่างจากต้นแบบฉบับที่ 1") in said
    assert (Kind.MODEL, "ต้นแบบฉบับที่ 1 เผยแพร่") in said

    url = reverse("followup:timeline", args=[guideline.pk, ministry.pk])
    client = signed_in(monitor)
    text = client.get(url).content.decode()
    assert str(thai_date(today, "short")) in text
    assert reverse("followup:round", args=[found.pk]) in text
    assert [event.kind for event in client.get(url, {"kind": "reminded"}).context["events"]] == [
        Kind.REMINDED
    ]
    own = signed_in(editor).get(url).content.decode()
    assert reverse("followup:round", args=[found.pk]) not in own, "the round is the monitor's screen"


def test_only_its_people_and_its_monitors_see_a_timeline(
    guideline: GuidelinePage,
    adaptation: AdaptationPage,
    ministry: Organisation,
    other_ministry: Organisation,
    editor: Any,
    monitor: Any,
    person: Callable[..., Any],
) -> None:
    department = Organisation.objects.create(
        code="dept", kind=Body.DEPARTMENT, name_th="กรมในสังกัด", parent=ministry
    )
    url = reverse("followup:timeline", args=[guideline.pk, department.pk])
    of_ministry = person("above", ministry, Role.MONITOR)
    own = person("own", department, Role.REVIEWER)
    outsiders = [editor, person("far", other_ministry, Role.EDITOR, Role.REVIEWER, Role.MONITOR)]
    for user in (monitor, of_ministry, own):
        assert signed_in(user).get(url).status_code == 200, user
    for user in outsiders:
        answer = signed_in(user).get(url)
        assert answer.status_code == 404
        assert "กรมในสังกัด" not in answer.content.decode()
    assert Client().get(url).status_code == 302, "to the sign-in page"
    assert signed_in(monitor).get(reverse("followup:timeline", args=[guideline.pk, 0])).status_code == 404
    guideline.unpublish()
    assert signed_in(own).get(url).status_code == 404


def test_every_notice_is_kept_with_its_day_its_matter_and_how_many_of_which_role_got_it(
    guideline: GuidelinePage,
    found: ReportingRound,
    member: RoundMember,
    ministry: Organisation,
    other_ministry: Organisation,
    monitor: Any,
    person: Callable[..., Any],
) -> None:
    writer = person("writer", ministry, Role.EDITOR, email="writer@example.go.th")
    person("second", ministry, Role.EDITOR, email="second@example.go.th")
    checker = person("checker", ministry, Role.REVIEWER, email="checker@example.go.th")
    ReminderRule.objects.create(organisation=ministry, also_to="office@example.go.th")
    today = timezone.localdate()
    sending = send(guideline, [ministry], monitor, due=today + datetime.timedelta(days=3))
    make_drafts(sending.recipients.all())
    deliver_all()
    remind(member, today)
    member.refresh_from_db()
    remind(member, today + datetime.timedelta(days=7))
    for day in (0, 1, 7):
        notify_all(today + datetime.timedelta(days=day))
    page = AdaptationPage.objects.get(organisation=ministry)
    save_section(page, "MG-02", SectionInput("inherited", values={"mission": "งานทาง"}), writer)
    comment_on(AdaptationPage.objects.get(), "MG-02", "โปรดระบุระยะทาง", checker)
    notify_all(today)
    send_to_review(AdaptationPage.objects.get(), writer)
    later = timezone.now() + datetime.timedelta(minutes=1)
    assert tell_of_reviews(later) == 1
    assert tell_of_reviews(later + datetime.timedelta(days=8)) == 1
    approve(AdaptationPage.objects.get(), checker)
    assert tell_of_reviews(later) == 1

    events = timeline(guideline, ministry)
    said = Counter(event.text for event in events if event.kind in {Kind.REMINDED, Kind.NOTIFIED})
    all_four = "อีเมลถึง 4 คน: ผู้จัดทำ 2, ผู้ตรวจสอบและเผยแพร่ 1, ที่อยู่อื่นของหน่วยงาน 1"
    last = thai_date(today + datetime.timedelta(days=3), "short")
    assert said == {
        "แจ้งว่าได้รับแนวทาง (อีเมลถึง 3 คน: ผู้จัดทำ 2, ผู้ตรวจสอบและเผยแพร่ 1)": 1,
        f"เตือนให้ปรับใช้แนวทาง ครบกำหนด {last} ({all_four})": 2,
        f"เตือนให้ส่งรายงานรอบที่ 1 ({all_four})": 2,
        "แจ้งความเห็นใหม่ในหมวด MG-02 (อีเมลถึง 1 คน: ผู้จัดทำ 1)": 1,
        "แจ้งผู้สอบทานว่ามีฉบับร่างรอสอบทาน (อีเมลถึง 1 คน: ผู้ตรวจสอบและเผยแพร่ 1)": 2,
        "แจ้งผู้เขียนว่าฉบับร่างได้รับอนุมัติ (อีเมลถึง 1 คน: ผู้จัดทำ 1)": 1,
    }
    url = reverse("followup:timeline", args=[guideline.pk, ministry.pk])
    text = signed_in(monitor).get(url).content.decode()
    assert all_four in text
    assert "@example.go.th" not in text
    stranger = signed_in(person("far", other_ministry, Role.EDITOR, Role.REVIEWER, Role.MONITOR))
    assert stranger.get(url).status_code == 404
    assert not [event for event in timeline(guideline, other_ministry) if event.kind == Kind.NOTIFIED]


def test_more_rounds_and_drafts_ask_no_more(
    found: ReportingRound,
    member: RoundMember,
    guideline: GuidelinePage,
    ministry: Organisation,
    adaptation: AdaptationPage,
    editor: Any,
    monitor: Any,
) -> None:
    remind(member, timezone.localdate())
    with CaptureQueriesContext(connection) as few:
        timeline(guideline, ministry)
    ReportingRound.objects.filter(pk=found.pk).update(closed_at=timezone.now())
    day = timezone.localdate()
    second = open_round(guideline, (day, day), day, [ministry], monitor)
    remind(second.members.select_related("round__guideline", "organisation").get(), day)
    for _time in range(3):
        save_section(adaptation, "MG-04", SectionInput("inherited"), editor)
    with CaptureQueriesContext(connection) as many:
        events = timeline(guideline, ministry)
    assert len(many) == len(few)
    assert sum(event.kind == Kind.REMINDED for event in events) == 2
