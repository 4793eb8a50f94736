"""The screens of following up: who may open which, what they do, and that outsiders get nothing."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guidelines.followup import making
from guidelines.followup.closing import close_round
from guidelines.followup.models import ReportingRound, RoundMember
from guidelines.followup.reminding import remind
from guidelines.followup.reporting import add_evidence, save_report
from organisations.models import Organisation, Role

from .conftest import FIGURES


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def outsider(person: Callable[..., Any], other_ministry: Organisation) -> Any:
    """An editor and monitor of another ministry."""
    return person("outsider", other_ministry, Role.EDITOR, Role.MONITOR)


def test_a_ministry_reports_with_evidence(member: RoundMember, editor: Any) -> None:
    client = signed_in(editor)
    url = reverse("followup:report", args=[member.pk])
    assert "จากทั้งหมด" in client.get(url).content.decode()
    data = {"seen": "0", "done-amount": "๓๐", "done-base": "๔๐", "minutes-amount": "9", "minutes-base": "3"}
    wrong = client.post(url, {**data, "done-amount": "50", "submit": "1"}).content.decode()
    assert "จำนวนต้องไม่มากกว่าจำนวนทั้งหมด" in wrong
    assert 'value="50"' in wrong, "what was typed stays"
    missing = client.post(url, {**data, "submit": "1"}).content.decode()
    assert "จำนวนครั้ง" in missing
    assert not member.values.exists()
    upload = SimpleUploadedFile("ผล.pdf", b"%PDF")
    answer = client.post(url, {**data, "visits-amount": "5", "evidence": upload, "submit": "1"})
    assert answer.status_code == 302
    member.refresh_from_db()
    assert member.submitted_at is not None
    assert [each.name for each in member.evidence.all()] == ["ผล.pdf"]


def test_a_report_with_a_bad_file_is_not_half_sent(member: RoundMember, editor: Any) -> None:
    client, url = signed_in(editor), reverse("followup:report", args=[member.pk])
    data = {"seen": "0", "done-amount": "3", "done-base": "4", "minutes-amount": "9", "minutes-base": "3"}
    files = [SimpleUploadedFile("ดี.pdf", b"%PDF"), SimpleUploadedFile("โปรแกรม.exe", b"MZ")]
    data |= {"visits-amount": "5", "submit": "1"}
    answer = client.post(url, {**data, "evidence": files})
    assert "แนบแฟ้มชนิดนี้ไม่ได้" in answer.content.decode()
    member.refresh_from_db()
    assert member.submitted_at is None
    assert not member.values.exists()
    assert not member.evidence.exists()
    assert client.post(url, {**data, "evidence": files[0]}).status_code == 302


def test_a_report_that_was_sent_stays_complete(member: RoundMember, editor: Any) -> None:
    client, url = signed_in(editor), reverse("followup:report", args=[member.pk])
    save_report(member, editor, FIGURES, "", seen=0, submit=True)
    assert 'name="save"' not in client.get(url).content.decode(), "there is no draft of what was sent"
    emptied = {"seen": "1", "visits-amount": "5", "save": "1"}
    assert "ยังไม่ได้กรอก" in client.post(url, emptied).content.decode()
    assert member.values.count() == 3


def test_evidence_that_is_taken_away_leaves_no_file(
    member: RoundMember, editor: Any, django_capture_on_commit_callbacks: Any
) -> None:
    proof = add_evidence(member, editor, SimpleUploadedFile("a.pdf", b"%PDF"))
    storage, name = proof.file.storage, proof.file.name
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(editor).post(reverse("followup:remove_evidence", args=[proof.pk]))
    assert not member.evidence.exists()
    assert not storage.exists(name)


def test_a_monitor_opens_reminds_and_closes(
    guideline: Any, ministry: Organisation, adaptation: Any, monitor: Any
) -> None:
    client = signed_in(monitor)
    url = reverse("followup:open", args=[guideline.pk])
    assert "กระทรวงคมนาคม" in client.get(url).content.decode()
    data = {"period_from": "2024-01-01", "period_to": "2024-06-30", "due": "2024-07-15"}
    assert "อย่างน้อยหนึ่งแห่ง" in client.post(url, data).content.decode()
    client.post(url, {**data, "organisations": [ministry.pk]})
    found = ReportingRound.objects.get()
    page = client.get(reverse("followup:round", args=[found.pk])).content.decode()
    days = (timezone.localdate() - datetime.date(2024, 7, 15)).days
    assert f"เกินกำหนด {days} วัน" in page
    owing = found.members.get()
    address = reverse("followup:remind", args=[found.pk])
    for nobody in ([], ["0"], ["x"]):
        answer = client.post(address, {"chosen": "1", "member": nobody}, follow=True)
        assert "โปรดเลือกหน่วยงาน" in answer.content.decode()
    owing.refresh_from_db()
    assert owing.reminded_on is None
    page = client.post(address, {"chosen": "1", "member": [owing.pk]}, follow=True).content.decode()
    owing.refresh_from_db()
    assert owing.reminded_on == timezone.localdate()
    assert "เตือนล่าสุด" in page
    assert client.post(address).status_code == 302
    panel = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("followup:round", args=[found.pk]) in panel
    closing = reverse("followup:close", args=[found.pk])
    asked = client.get(closing).content.decode()
    assert "อีก 1 หน่วยงานยังไม่ส่งรายงาน" in asked
    assert ministry.name_th in asked
    found.refresh_from_db()
    assert not found.is_closed, "asking closes nothing"
    client.post(closing)
    client.post(closing)
    assert client.get(closing).status_code == 302, "nothing to ask once it is closed"
    found.refresh_from_db()
    assert found.digest in client.get(reverse("followup:round", args=[found.pk])).content.decode()


def test_nobody_else_sees_a_report_its_evidence_or_an_open_round(
    found: ReportingRound, member: RoundMember, editor: Any, outsider: Any, monitor: Any
) -> None:
    save_report(member, editor, FIGURES, "", seen=0)
    proof = add_evidence(member, editor, SimpleUploadedFile("a.pdf", b"%PDF-secret"))
    addresses = [
        reverse("followup:report", args=[member.pk]),
        reverse("followup:evidence", args=[proof.pk]),
        reverse("followup:remove_evidence", args=[proof.pk]),
        reverse("followup:round", args=[found.pk]),
        reverse("followup:close", args=[found.pk]),
        reverse("followup:remind", args=[found.pk]),
        reverse("followup:open", args=[found.guideline_id]),
    ]
    for address in addresses:
        assert signed_in(outsider).get(address).status_code in {403, 404}, address
        assert signed_in(outsider).post(address).status_code in {403, 404}, address
        assert Client().get(address).status_code == 302, "to the sign-in page"
    assert signed_in(outsider).get(reverse("followup:rounds")).status_code == 403
    for user in (editor, monitor):
        answer = signed_in(user).get(reverse("followup:evidence", args=[proof.pk]))
        assert answer.getvalue() == b"%PDF-secret"
    assert Client().get(f"/media/{proof.file.name}").status_code == 404
    written = {"seen": "1", "obstacles": "เขียนทับ"}
    assert signed_in(monitor).post(addresses[0], written).status_code == 403
    member.refresh_from_db()
    assert member.obstacles == ""
    found.refresh_from_db()
    assert not found.is_closed


def test_the_public_reads_closed_rounds_only(
    found: ReportingRound, member: RoundMember, editor: Any, monitor: Any
) -> None:
    save_report(member, editor, FIGURES, "", seen=0, submit=True)
    page = reverse("followup_public:round", args=[found.pk])
    file = reverse("followup_public:file", args=[found.pk, "pdf"])
    assert Client().get(page).status_code == 404
    assert Client().get(file).status_code == 404
    assert page not in Client().get("/follow-up/").content.decode()
    close_round(found, monitor)
    assert Client().get(file).status_code == 404, "not made yet"
    making.make_all()
    assert Client().get(file).headers["Content-Type"] == "application/pdf"
    text = Client().get(page).content.decode()
    assert "75" in text, "30 of 40"
    assert f'content="หน่วยงานใดนำ{found.guideline.title}ไปปรับใช้แล้วบ้าง' in text
    assert page in Client().get("/follow-up/").content.decode()
    assert Client().get(f"/en{page}").status_code == 200
    found.guideline.unpublish()
    assert Client().get(page).status_code == 404


def test_a_reminder_that_nobody_could_get_says_so_in_the_list(
    found: ReportingRound, member: RoundMember, monitor: Any, person: Callable[..., Any]
) -> None:
    remind(member, timezone.localdate())
    url = reverse("followup:round", args=[found.pk])
    monitors = signed_in(monitor)
    assert "(ไม่มีผู้รับอีเมล)" in monitors.get(url).content.decode()
    person("late", member.organisation, Role.EDITOR, email="late@example.go.th")
    member.refresh_from_db()
    remind(member, timezone.localdate() + datetime.timedelta(days=7))
    assert "(ไม่มีผู้รับอีเมล)" not in monitors.get(url).content.decode()
