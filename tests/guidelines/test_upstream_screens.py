"""The screens on which an editor takes in the model's changes."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.merge import text
from guidelines.deciding import SectionInput, decision_in, draft_of, save_section
from guidelines.importing import save_guideline
from guidelines.models import AdaptationPage, UpstreamDecision, UpstreamSetting
from guidelines.plain import stream_from_text
from guidelines.upstream.deciding import digest_of
from guidelines.upstream.targets import target_of, withdraw
from organisations.models import Organisation, Role
from search.thai.segment import segment

from .conftest import RECORD
from .test_screens import stream_data


@pytest.fixture
def behind(adaptation: AdaptationPage, editor: Any) -> AdaptationPage:
    """Own words in two sections; the model's second edition changes the same and another line, cuts one
    section and adds one."""
    own = stream_from_text("ประชาชนรอไม่เกินสิบนาที\nเจ้าหน้าที่แจ้งผลภายในวันเดียวกัน", "MG-02")
    save_section(adaptation, "MG-02", SectionInput("adapted", "งานสั้นกว่า", body=own), editor)
    added = stream_from_text("รายงานทุกไตรมาส", "x")
    save_section(adaptation, "MG-03", SectionInput("supplemented", "เพิ่ม", body=added), editor)
    record = copy.deepcopy(RECORD)
    record["meta"]["edition_note"] = "ปรับปรุงเวลา"
    for position, body in ((1, "ประชาชนรอไม่เกินยี่สิบนาที\nเจ้าหน้าที่แจ้งผลทันที"), (2, "ให้มอบอำนาจแก่ผู้จัดการ")):
        record["sections"][position] |= {"body_th": body, "change": "major", "change_note": "ลดเวลารอ"}
    record["sections"][3] = {"id": "MG-05", "heading_th": "ใหม่", "mode": "adaptable", "body_th": "หมวดใหม่"}
    save_guideline(record)
    return AdaptationPage.objects.get(pk=adaptation.pk)


def address(page: AdaptationPage, section: str = "") -> str:
    if section:
        return reverse("guidelines:upstream_section", args=[page.pk, section])
    return reverse("guidelines:upstream", args=[page.pk])


def said(page: AdaptationPage, section: str, action: str, *paragraphs: str, **more: str) -> dict[str, str]:
    target = target_of(page.guideline)
    assert target is not None
    seen = digest_of(decision_in(draft_of(AdaptationPage.objects.get(pk=page.pk)), section))
    return {
        **{"action": action, "target": str(target.pk), "seen": seen, "reason": "", "heading": ""},
        **stream_data("body", *paragraphs),
        **more,
    }


def test_from_the_list_through_every_change_to_the_end(
    behind: AdaptationPage, editor: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(editor)
    overview = client.get(reverse("guidelines:adaptation", args=[behind.pk])).content.decode()
    assert "4 หมวดที่รอหน่วยงานตัดสินใจ" in overview
    listing = client.get(address(behind)).content.decode()
    assert "ลดเวลารอ" in listing
    assert "ขัดแย้งกัน ต้องเลือก" in listing
    with django_assert_max_num_queries(60):
        shown = client.get(address(behind, "MG-02")).content.decode()
    assert "<del>สามสิบ</del><ins>ยี่สิบ</ins>" in shown
    assert "<del>สาม</del>" in shown
    refused = client.post(address(behind, "MG-02"), said(behind, "MG-02", "kept"))
    assert refused.status_code == 422
    assert "กรุณาบอกเหตุผล" in refused.content.decode()

    words = ("ประชาชนรอไม่เกินสิบห้านาที", "เจ้าหน้าที่แจ้งผลทันที")
    written = said(behind, "MG-02", "edited", *words, reason="ตกลงกัน")
    client.post(address(behind, "MG-02"), written)
    client.post(address(behind, "MG-04"), said(behind, "MG-04", "kept", reason="ยังใช้อยู่"))
    client.post(address(behind, "MG-05"), said(behind, "MG-05", "accepted"))
    last = client.post(reverse("guidelines:upstream_rest", args=[behind.pk]), follow=True)

    assert "ไม่มีการเปลี่ยนแปลงที่รอการตัดสินใจ" in last.content.decode()
    draft = draft_of(AdaptationPage.objects.get(pk=behind.pk))
    assert draft.edition.number == 2
    assert "สิบห้านาที" in str(decision_in(draft, "MG-02").body)  # type: ignore[union-attr]
    record = UpstreamDecision.objects.get(section_id="MG-05")
    client.post(reverse("guidelines:upstream_undo", args=[behind.pk, record.pk]))
    assert client.get(address(behind, "MG-05")).status_code == 200


def test_text_is_cut_into_words_once_however_often_the_screen_is_opened(
    behind: AdaptationPage, editor: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut: list[str] = []

    def counted(run: str) -> list[str]:
        cut.append(run)
        return segment(run)

    monkeypatch.setattr(text, "segment", counted)
    client.force_login(editor)
    first = client.get(address(behind, "MG-02")).content.decode()
    once = len(cut)
    again = client.get(address(behind, "MG-02")).content.decode()
    assert len(cut) == once
    assert again.count("<ins>") == first.count("<ins>") > 2

    own = stream_from_text("ประชาชนรอไม่เกินแปดนาที", "MG-02")
    save_section(behind, "MG-02", SectionInput("adapted", "งานสั้นกว่า", body=own), editor)
    assert "<ins>แปด</ins>" in client.get(address(behind, "MG-02")).content.decode()
    assert len(cut) > once


def test_what_was_written_stays_when_the_model_moves_on(
    behind: AdaptationPage, editor: Any, superuser: Any, client: Client
) -> None:
    client.force_login(editor)
    written = said(behind, "MG-02", "edited", "ถ้อยคำที่พิมพ์ไว้", reason="ลอง")
    save_section(behind, "MG-02", SectionInput("inherited", values={"mission": "x"}), editor)

    answer = client.post(address(behind, "MG-02"), written)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "ผู้อื่นแก้ไขหมวดนี้" in page
    assert re.search(r"ถ้อยคำที่พิมพ์ไว้|u0e16\\+u0e49\\+u0e2d\\+u0e22", page), "every word is in the form again"
    second = target_of(behind.guideline)
    assert second is not None
    withdraw(second, "ผิด", superuser)
    gone = client.post(address(behind, "MG-05"), {**written, "seen": "-"}, follow=True).content.decode()
    assert "ถูกถอน" in gone
    assert re.search(r"ถ้อยคำที่พิมพ์ไว้|u0e16\\+u0e49\\+u0e2d\\+u0e22", gone), "offered as a section of its own"
    assert reverse("guidelines:add_section", args=[behind.pk]) in gone
    gone = client.post(address(behind, "MG-02"), written, follow=True).content.decode()
    assert "ถูกถอน" in gone
    assert re.search(r"ถ้อยคำที่พิมพ์ไว้|u0e16\\+u0e49\\+u0e2d\\+u0e22", gone), "offered on the section's form"
    assert reverse("guidelines:section", args=[behind.pk, "MG-02"]) in gone
    assert not UpstreamDecision.objects.exists()


def test_words_written_before_the_session_ended_come_back_and_are_not_saved(
    behind: AdaptationPage, editor: Any, client: Client
) -> None:
    client.force_login(editor)
    written = said(behind, "MG-02", "edited", "ถ้อยคำที่พิมพ์ไว้", reason="ลอง")
    before = AdaptationPage.objects.get(pk=behind.pk).latest_revision_id

    answer = client.post(address(behind, "MG-02"), {**written, "restore": "1"})

    assert answer.status_code == 200
    page = answer.content.decode()
    assert "ก่อนต้องเข้าสู่ระบบใหม่" in page
    assert re.search(r"ถ้อยคำที่พิมพ์ไว้|u0e16\\+u0e49\\+u0e2d\\+u0e22", page)
    assert not UpstreamDecision.objects.exists()
    assert AdaptationPage.objects.get(pk=behind.pk).latest_revision_id == before


def test_others_get_nothing(
    behind: AdaptationPage, other_ministry: Organisation, reviewer: Any, person: Any, client: Client
) -> None:
    record_url = reverse("guidelines:upstream_undo", args=[behind.pk, 1])
    posts = [reverse(f"guidelines:upstream_{name}", args=[behind.pk]) for name in ("rest", "setting")]
    for user in (person("foreign", other_ministry, Role.EDITOR, Role.REVIEWER), person("nobody")):
        client.force_login(user)
        for url in (address(behind), address(behind, "MG-02")):
            answer = client.get(url)
            assert answer.status_code in ({302} if user.username == "nobody" else {403, 404})
            assert "สิบนาที" not in answer.content.decode()
        for url in (*posts, record_url, address(behind, "MG-02")):
            answer = client.post(url, said(behind, "MG-02", "accepted"))
            assert answer.status_code in ({302} if user.username == "nobody" else {403, 404})
    client.force_login(reviewer)
    assert client.post(posts[1], {"fast_forward": "on"}).status_code == 403
    assert not UpstreamSetting.objects.exists()
    assert not UpstreamDecision.objects.exists()


def test_the_organisation_chooses_to_follow_by_itself(
    behind: AdaptationPage, editor: Any, client: Client
) -> None:
    client.force_login(editor)
    url = reverse("guidelines:upstream_setting", args=[behind.pk])
    client.post(url, {"fast_forward": "on"})
    assert UpstreamSetting.objects.get().changed_by == editor
    client.post(url, {})
    assert not UpstreamSetting.objects.get().fast_forward
