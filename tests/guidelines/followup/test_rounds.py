"""Opening rounds, reporting in them, reminding, and closing: once, for good."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page, PageViewRestriction

from core.mailing import deliver
from guidelines.followup.changes import changes_since
from guidelines.followup.closing import AlreadyClosed, close_round, is_intact
from guidelines.followup.figures import collect, digest_of
from guidelines.followup.models import ReportFile, ReportingRound, RoundClosed, RoundMember
from guidelines.followup.opening import expected_members, join_round, next_period, open_round
from guidelines.followup.opening import indicators_of as indicators
from guidelines.followup.reminding import remind_all
from guidelines.followup.reporting import (
    ChangedMeanwhile,
    Figure,
    add_evidence,
    read_figure,
    save_report,
)
from guidelines.models import AdaptationPage, GuidelinePage
from guidelines.models.section import indicators_of
from guidelines.starting import oblige
from guidelines.upstream.targets import withdraw
from organisations.models import Kind, Organisation, Role

from .conftest import FIGURES

DAY = datetime.timedelta(days=1)


def test_a_round_takes_the_indicators_of_the_newest_edition(found: ReportingRound) -> None:
    assert [(each["key"], each["unit"]) for each in found.indicators] == [
        ("done", "percent"),
        ("minutes", "minutes"),
        ("visits", "count"),
    ]
    assert found.number == 1


def test_an_edition_that_was_taken_back_counts_neither_in_figures_nor_in_indicators(
    found: ReportingRound, superuser: Any
) -> None:
    page = GuidelinePage.objects.get(pk=found.guideline_id)
    section = page.sections.get(section_id="MG-04")
    section.heading_th, section.indicators = "หัวข้อที่ถอนแล้ว", indicators_of([])
    section.change, section.change_note = "major", "เปลี่ยนหัวข้อ"
    page.sections.add(section)
    page.save_revision().publish()
    assert (collect(found)["edition"], indicators(page)) == (2, [])

    withdraw(page.editions.get(number=2), "พิมพ์ผิด", superuser)

    figures = collect(found)
    assert figures["edition"] == 1
    assert "หัวข้อที่ถอนแล้ว" not in [each["heading"] for each in figures["sections"]]
    assert [each["key"] for each in indicators(page)] == ["done", "minutes", "visits"]


def test_an_organisation_joins_an_open_round(
    found: ReportingRound, monitor: Any, person: Callable[..., Any], client: Client
) -> None:
    """One that began to adapt since; neither one that has nothing to report on, nor in a closed round."""
    late = Organisation.objects.create(code="late", kind=Kind.MINISTRY, name_th="กระทรวงที่มาทีหลัง")
    with pytest.raises(ValidationError, match="กระทรวงที่มาทีหลัง"):
        join_round(found, [late])
    oblige(found.guideline, [late], found.due)
    client.force_login(monitor)
    screen, join = (reverse(f"followup:{name}", args=[found.pk]) for name in ("round", "join"))
    assert "กระทรวงที่มาทีหลัง" in client.get(screen).content.decode()
    said = client.post(join, {}, follow=True).content.decode()
    assert "โปรดเลือกหน่วยงาน" in said
    for expected in ("เพิ่ม 1 หน่วยงาน", "เพิ่ม 0 หน่วยงาน"):
        assert expected in client.post(join, {"organisation": [late.pk]}, follow=True).content.decode()
    member = found.members.get(organisation=late)
    save_report(member, person("late-editor", late, Role.EDITOR), FIGURES, "", seen=0, submit=True)

    outsider = Client()
    outsider.force_login(person("elsewhere", late, Role.EDITOR, Role.REVIEWER))
    assert outsider.post(join, {"organisation": [late.pk]}).status_code == 404
    close_round(found, monitor)
    with pytest.raises(RoundClosed):
        join_round(found, [late])
    assert "เพิ่มหน่วยงานในรอบ" not in client.get(screen).content.decode()


def test_a_second_round_waits_for_the_first_to_close(
    found: ReportingRound, ministry: Organisation, monitor: Any
) -> None:
    period = (found.period_to + DAY, found.period_to + 90 * DAY)
    with pytest.raises(ValidationError, match="ยังไม่ปิด"):
        open_round(found.guideline, period, period[1], [ministry])
    close_round(found, monitor)
    assert open_round(found.guideline, period, period[1], [ministry]).number == 2


def test_dates_that_make_no_sense_are_refused_whole(guideline: GuidelinePage) -> None:
    day = datetime.date(2024, 5, 1)
    with pytest.raises(ValidationError) as caught:
        open_round(guideline, (day, day - DAY), day - 2 * DAY, [])
    assert len(caught.value.messages) == 3
    assert not ReportingRound.objects.exists()


def test_the_interval_is_a_setting(guideline: GuidelinePage, settings: Any) -> None:
    settings.RUAM_REPORT_INTERVAL_MONTHS = 3
    assert next_period(guideline, datetime.date(2024, 11, 5)) == (
        datetime.date(2024, 11, 1),
        datetime.date(2025, 1, 31),
    )


def test_those_who_adapt_are_expected_to_report_and_abolished_bodies_are_not(
    adaptation: AdaptationPage, ministry: Organisation
) -> None:
    assert expected_members(adaptation.guideline) == [ministry]
    Organisation.objects.filter(pk=ministry.pk).update(valid_to=datetime.date(2020, 1, 1))
    assert expected_members(adaptation.guideline) == []
    next_year = timezone.localdate() + datetime.timedelta(days=365)
    Organisation.objects.filter(pk=ministry.pk).update(valid_to=next_year)
    assert expected_members(adaptation.guideline) == [ministry], "it stands until then"


def test_the_report_names_only_letters_that_everybody_may_read(found: ReportingRound, home: Page) -> None:
    letter = home.add_child(instance=Page(title="หนังสือที่จำกัดผู้อ่าน", slug="kept"))
    found.guideline.recommendations.model.objects.update(letter=letter)
    assert collect(found)["letters"] == [{"page": letter.pk, "title": letter.title}]
    PageViewRestriction.objects.create(page=letter, restriction_type=PageViewRestriction.LOGIN)
    assert collect(found)["letters"] == []


@pytest.mark.parametrize(
    ("unit", "amount", "base", "expected"),
    [
        ("percent", "๓๐", "1,000", Figure(Decimal(30), Decimal(1000))),
        ("count", "7", "", Figure(Decimal(7), None)),
        ("count", "7.00", "", Figure(Decimal(7), None)),
        ("minutes", "12.5", "4", Figure(Decimal("12.5"), Decimal(4))),
        ("percent", "", " ", None),
    ],
)
def test_figures_are_read_in_either_script(
    unit: str, amount: str, base: str, expected: Figure | None
) -> None:
    assert read_figure(unit, amount, base) == expected


@pytest.mark.parametrize(
    ("unit", "amount", "base"),
    [
        ("percent", "5", "4"),
        ("percent", "5", ""),
        ("count", "-1", ""),
        ("count", "สาม", ""),
        ("count", "NaN", ""),
        ("count", "Infinity", ""),
        ("count", "1e40", ""),
        ("count", "1.005", ""),
        ("count", "7.5", ""),
        ("minutes", "5", "4.5"),
        ("minutes", "5", "0"),
    ],
)
def test_impossible_figures_are_refused(unit: str, amount: str, base: str) -> None:
    with pytest.raises(ValidationError):
        read_figure(unit, amount, base)


def test_a_report_is_sent_complete_or_not_at_all(member: RoundMember, editor: Any) -> None:
    some = {"done": FIGURES["done"]}
    with pytest.raises(ValidationError, match="เวลาเฉลี่ย"):
        save_report(member, editor, some, "", seen=0, submit=True)
    assert not member.values.exists()
    save_report(member, editor, some, "ร่าง", seen=0)
    with pytest.raises(ChangedMeanwhile):
        save_report(member, editor, FIGURES, "", seen=0)
    sent = save_report(member, editor, FIGURES, "เจ้าหน้าที่ไม่พอ", seen=1, submit=True)
    assert sent.submitted_by == editor
    assert sent.is_late


def test_only_the_organisations_own_people_report(
    member: RoundMember, monitor: Any, other_ministry: Organisation, person: Callable[..., Any]
) -> None:
    for user in (monitor, person("stranger", other_ministry, Role.EDITOR)):
        with pytest.raises(PermissionDenied):
            save_report(member, user, FIGURES, "", seen=0, submit=True)
        with pytest.raises(PermissionDenied):
            add_evidence(member, user, SimpleUploadedFile("a.pdf", b"%PDF"))


def test_evidence_of_a_kind_that_could_do_harm_is_refused(member: RoundMember, editor: Any) -> None:
    for name in ("page.html", "run.exe", "none", "a.svg"):
        with pytest.raises(ValidationError):
            add_evidence(member, editor, SimpleUploadedFile(name, b"x"))
    kept = add_evidence(member, editor, SimpleUploadedFile("../../หลักฐาน.pdf", b"%PDF"), "done")
    assert kept.name == "หลักฐาน.pdf"
    assert "หลักฐาน" not in kept.file.name, "the name on disk tells nothing"


def test_closing_freezes_and_later_edits_change_nothing(
    found: ReportingRound, member: RoundMember, editor: Any, monitor: Any, adaptation: AdaptationPage
) -> None:
    save_report(member, editor, FIGURES, "", seen=0, submit=True)
    closed = close_round(found, monitor)
    assert is_intact(closed)
    assert closed.digest == digest_of(closed.figures or {})
    assert set(closed.files.values_list("kind", flat=True)) == set(ReportFile.Kind.values)
    before = closed.figures
    adaptation.delete()
    Organisation.objects.update(name_th="ชื่อใหม่")
    with pytest.raises(RoundClosed):
        save_report(member, editor, FIGURES, "แก้", seen=1)
    member.refresh_from_db()
    with pytest.raises(RoundClosed):
        member.save()
    with pytest.raises(RoundClosed):
        add_evidence(member, editor, SimpleUploadedFile("a.pdf", b"%PDF"))
    with pytest.raises(RoundClosed):
        closed.save()
    with pytest.raises(TypeError):
        ReportingRound.objects.all().delete()
    stored = ReportingRound.objects.get(pk=found.pk)
    assert stored.figures == before
    assert is_intact(stored)


def test_of_two_who_close_one_wins(found: ReportingRound, monitor: Any, superuser: Any) -> None:
    first = close_round(found, monitor)
    with pytest.raises(AlreadyClosed):
        close_round(found, superuser)
    stored = ReportingRound.objects.get(pk=found.pk)
    assert (stored.closed_by, stored.digest) == (monitor, first.digest)
    assert stored.files.count() == len(ReportFile.Kind)


def test_only_the_issuers_monitor_closes(
    found: ReportingRound, editor: Any, other_ministry: Organisation, person: Callable[..., Any]
) -> None:
    for user in (editor, person("elsewhere", other_ministry, Role.MONITOR)):
        with pytest.raises(PermissionDenied):
            close_round(found, user)


def test_what_is_not_published_is_not_in_the_figures(
    found: ReportingRound, member: RoundMember, editor: Any, adaptation: AdaptationPage
) -> None:
    save_report(member, editor, FIGURES, "ยังเป็นความลับ", seen=0)
    body = next(each for each in collect(found)["organisations"] if each["code"] == "mot")
    assert body["state"] == "draft"
    assert (body["choices"], body["indicators"], body["obstacles"]) == ({}, {}, "")


def test_collecting_asks_as_often_for_many_as_for_few(
    found: ReportingRound, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        collect(ReportingRound.objects.select_related("guideline__issuer").get(pk=found.pk))
    bodies = [
        Organisation(code=f"o{number}", kind="department", name_th=f"กรม {number}") for number in range(30)
    ]
    Organisation.objects.bulk_create(bodies)
    RoundMember.objects.bulk_create(
        RoundMember(round=found, organisation=each)
        for each in Organisation.objects.filter(code__regex=r"^o[0-9]")
    )
    with django_assert_num_queries(len(few)):
        collect(ReportingRound.objects.select_related("guideline__issuer").get(pk=found.pk))


def test_who_owes_a_report_is_reminded_once_a_week(
    found: ReportingRound,
    member: RoundMember,
    editor: Any,
    other_ministry: Organisation,
    person: Callable[..., Any],
) -> None:
    type(editor).objects.filter(pk=editor.pk).update(email="editor@example.go.th")
    person("late", other_ministry, Role.EDITOR, email="late@example.go.th")
    person("gone", other_ministry, Role.EDITOR, email="gone@example.go.th", is_active=False)
    save_report(member, editor, FIGURES, "", seen=0, submit=True)
    today = timezone.localdate()
    assert remind_all(today) == 1
    assert deliver() == 1
    assert [message.to for message in mail.outbox] == [["late@example.go.th"]]
    assert "เกินกำหนด" in mail.outbox[0].subject
    assert "กระทรวงสาธารณสุข" in mail.outbox[0].body
    assert remind_all(today + 6 * DAY) == 0
    assert remind_all(today + 7 * DAY) == 1


def test_the_next_round_tells_what_changed(
    found: ReportingRound, member: RoundMember, monitor: Any, editor: Any
) -> None:
    from guidelines.starting import start_adaptation

    close_round(found, monitor)
    start_adaptation(found.guideline, member.organisation, editor)
    period = (found.period_to + DAY, found.period_to + 90 * DAY)
    second = open_round(found.guideline, period, period[1], [member.organisation])
    changed = changes_since(second, collect(second))
    assert changed is not None
    assert [(each.name, each.before, each.after) for each in changed.organisations] == [
        ("กระทรวงคมนาคม", "ยังไม่เริ่ม", "กำลังจัดทำ")
    ]
    assert changes_since(found, found.figures or collect(found)) is None


def test_a_reminder_of_a_day_to_come_is_of_a_clock_that_was_set_back(
    member: RoundMember, person: Callable[..., Any]
) -> None:
    person("late", member.organisation, Role.EDITOR, email="late@example.go.th")
    today = timezone.localdate()
    RoundMember.objects.filter(pk=member.pk).update(reminded_on=today + 300 * DAY)
    assert remind_all(today) == 1


def test_the_organisation_chooses_how_often_and_who_is_reminded(
    member: RoundMember, person: Callable[..., Any]
) -> None:
    from organisations.models import ReminderRule

    muted = person("muted", member.organisation, Role.EDITOR, email="muted@example.go.th")
    person("told", member.organisation, Role.EDITOR, email="told@example.go.th")
    rule = ReminderRule.objects.create(
        organisation=member.organisation, days_before=20, every_days=2, also_to="office@example.go.th"
    )
    rule.muted.add(muted)
    due = member.round.due
    assert remind_all(due - 21 * DAY) == 0
    assert remind_all(due - 20 * DAY) == deliver() == 2
    assert sorted(message.to[0] for message in mail.outbox) == ["office@example.go.th", "told@example.go.th"]
    assert remind_all(due - 19 * DAY) == 0
    assert remind_all(due - 18 * DAY) == 2


def test_a_mail_server_that_refuses_is_asked_again(
    member: RoundMember, person: Callable[..., Any], settings: Any
) -> None:
    person("late", member.organisation, Role.EDITOR, email="late@example.go.th")
    settings.EMAIL_BACKEND = "tests.core.test_mailing.Down"
    assert (remind_all(), deliver()) == (1, 0)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert remind_all() == 0, "the mail waits, and is not written twice"
    assert deliver(timezone.now() + datetime.timedelta(hours=1)) == 1


def test_for_an_organisation_abolished_in_mid_round_its_heir_reports(
    found: ReportingRound,
    member: RoundMember,
    editor: Any,
    monitor: Any,
    other_ministry: Organisation,
    person: Callable[..., Any],
) -> None:
    from guidelines.followup.access import own_members, readable_evidence
    from guidelines.followup.paper import make

    body = member.organisation
    heir = Organisation.objects.create(code="heir", kind=body.kind, name_th="กระทรวงที่รับช่วง")
    taker = person("taker", heir, Role.EDITOR, email="taker@example.go.th")
    stranger = person("stranger", other_ministry, Role.EDITOR)
    body.successor = heir
    body.save()
    with pytest.raises(PermissionDenied):
        save_report(member, taker, FIGURES, "", seen=0, submit=True)
    body.valid_to = timezone.localdate() - DAY
    body.save()
    member = RoundMember.objects.select_related("round", "organisation").get(pk=member.pk)
    add_evidence(member, editor, SimpleUploadedFile("a.pdf", b"%PDF"))
    assert [each.pk for each in own_members(taker)] == [member.pk]
    assert member.pk not in {each.pk for each in own_members(stranger)}
    assert readable_evidence(taker).exists()
    assert not readable_evidence(stranger).exists()
    remind_all()
    deliver()
    assert "taker@example.go.th" in {message.to[0] for message in mail.outbox}
    save_report(member, taker, FIGURES, "", seen=0, submit=True)
    save_report(member, editor, FIGURES, "", seen=1, submit=True)
    with pytest.raises(PermissionDenied):
        save_report(member, stranger, FIGURES, "", seen=2, submit=True)
    closed = close_round(found, monitor)
    told = next(each for each in (closed.figures or {})["organisations"] if each["code"] == body.code)
    assert told["successor"] == "กระทรวงที่รับช่วง"
    body.name_th = "ชื่อใหม่"
    body.save()
    assert "กระทรวงคมนาคม" in make("csv", ReportingRound.objects.get(pk=found.pk).figures or {}).decode()


def test_a_clock_set_back_between_opening_and_closing_loses_nothing(
    found: ReportingRound, member: RoundMember, editor: Any, monitor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The round is closed a day "before" it was opened: what was frozen counts, and the next one follows."""
    from guidelines.followup.closing import AlreadyClosed, is_intact
    from guidelines.followup.timeline import timeline

    save_report(member, editor, FIGURES, "", seen=0, submit=True)
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() - DAY)
    closed = close_round(found, monitor)
    assert closed.closed_at is not None
    assert closed.closed_at < closed.opened_at
    assert is_intact(closed)
    assert (closed.figures or {})["organisations"][0]["submitted"] is not None
    with pytest.raises(AlreadyClosed):
        close_round(found, monitor)
    texts = [event.text for event in timeline(found.guideline, member.organisation)]
    assert {"เปิดรอบที่ 1", "ปิดรอบที่ 1", "ส่งรายงานรอบที่ 1"} <= set(texts)
    period = (found.period_to + DAY, found.period_to + 90 * DAY)
    second = open_round(found.guideline, period, period[1], [member.organisation], monitor)
    assert second.number == 2
    assert changes_since(second, collect(second)) is not None


def test_a_round_may_be_due_before_the_day_it_is_opened_and_a_rename_in_it_shows_until_it_closes(
    found: ReportingRound, member: RoundMember, monitor: Any
) -> None:
    assert found.due < timezone.localdate()
    assert member.is_late
    assert member.days_late == 1
    Organisation.objects.filter(pk=member.organisation_id).update(name_th="กระทรวงการเดินทาง")
    closed = close_round(found, monitor)
    (body,) = (each for each in (closed.figures or {})["organisations"] if each["code"] == "mot")
    assert (body["name"], body["group"], body["submitted"]) == ("กระทรวงการเดินทาง", "กระทรวงการเดินทาง", None)
    Organisation.objects.filter(pk=member.organisation_id).update(name_th="กระทรวงชื่อใหม่อีก")
    stored = ReportingRound.objects.get(pk=found.pk)
    assert "กระทรวงการเดินทาง" in str(stored.figures)
    assert "กระทรวงชื่อใหม่อีก" not in str(stored.figures)
