"""The public pages of guidelines and adaptations."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from guidelines.deciding import SectionInput, add_section, save_section
from guidelines.importing import save_guideline
from guidelines.models import AdaptationPage, GuidelinePage
from guidelines.plain import stream_from_text
from guidelines.reviewing import approve, send_to_review
from home.models import HomePage, PlainPage
from organisations.models import Organisation

from .conftest import RECORD


@pytest.fixture
def published(adaptation: AdaptationPage, editor: Any, reviewer: Any) -> AdaptationPage:
    """One section adapted, one not applicable, one supplemented, one added."""
    text = "ประชาชนรอไม่เกินสิบนาที\nเจ้าหน้าที่แจ้งผลภายในวันเดียวกัน"
    said = {
        "MG-02": SectionInput("adapted", "งานสั้นกว่า", body=stream_from_text(text), values={"mission": "ขนส่ง"}),
        "MG-03": SectionInput("supplemented", "ระบุงาน", body=stream_from_text("รวมงานภาษีรถ")),
        "MG-04": SectionInput("not-applicable", "ใช้พื้นที่ของสถานี"),
    }
    for section_id, given in said.items():
        save_section(adaptation, section_id, given, editor)
        adaptation.refresh_from_db()
    added = SectionInput("added", "มีผู้โดยสาร", "ภาวะฉุกเฉิน", stream_from_text("ให้ข้อมูลทันที"), after="MG-02")
    add_section(adaptation, added, editor)
    adaptation.refresh_from_db()
    send_to_review(adaptation, editor)
    adaptation.refresh_from_db()
    approve(adaptation, reviewer)
    return AdaptationPage.objects.get(pk=adaptation.pk)


def html(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def queries(client: Client, url: str) -> int:
    """How many queries an uncached page takes."""
    Site.clear_site_root_paths_cache()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    ("url", "most"),
    [
        ("/guidelines/", 8),
        ("/guidelines/counter/", 13),
        ("/guidelines/counter/mot/", 15),
        ("/guidelines/counter/mot/compare/", 13),
        ("/en/guidelines/counter/", 13),
        ("/en/guidelines/counter/mot/", 15),
    ],
)
def test_a_page_takes_few_queries(
    published: AdaptationPage, client: Client, url: str, most: int, home: HomePage
) -> None:
    letter = PlainPage(title="หนังสือ", slug="letter")
    home.add_child(instance=letter)
    published.guideline.recommendations.update(letter=letter)

    assert queries(client, url) <= most


def test_the_list_links_to_guidelines(guideline: GuidelinePage, client: Client) -> None:
    assert 'href="/guidelines/counter/"' in html(client, "/guidelines/")


def test_the_guideline_shows_numbers_locks_and_adaptations(published: AdaptationPage, client: Client) -> None:
    text = html(client, "/guidelines/counter/")

    assert "1. หลักการ" in text
    assert 'id="mg-01"' in text
    assert "ห้ามแก้ไขถ้อยคำ" in text
    assert "ปรับให้เหมาะกับภารกิจได้" in text
    assert 'href="/guidelines/counter/mot/"' in text
    assert "ฉบับที่ 1" in text


def test_on_paper_both_begin_with_the_edition(published: AdaptationPage, client: Client) -> None:
    for url, said in (("/guidelines/counter/", "ฉบับที่ 1"), ("/guidelines/counter/mot/", "กระทรวงคมนาคม")):
        head = html(client, url).partition('class="only-print">')[2].partition("</p>")[0]
        assert head.startswith(said)
        assert "ฉบับที่ 1" in head
        assert "เผยแพร่" in head


def test_the_adaptation_shows_whose_text_it_is_and_why(published: AdaptationPage, client: Client) -> None:
    text = html(client, "/guidelines/counter/mot/")

    for expected in (
        "ให้บริการเสร็จสิ้น ณ จุดเดียว",
        "ประชาชนรอไม่เกินสิบนาที",
        "งานสั้นกว่า",
        "รวมงานภาษีรถ",
        "ให้มอบอำนาจแก่ผู้บริหารศูนย์",
        "ใช้พื้นที่ของสถานี",
        "ภาวะฉุกเฉิน",
        "มีผู้โดยสาร",
        "ขนส่ง",
        "ไม่ใช้กับหน่วยงานนี้",
    ):
        assert expected in text
    assert "ประชาชนรอไม่เกินสามสิบนาที" not in text
    assert "ตั้งในย่านชุมชน" not in text


def test_the_comparison_marks_the_words_that_differ(published: AdaptationPage, client: Client) -> None:
    text = html(client, "/guidelines/counter/mot/compare/")

    removed = [part.partition("</del>")[0] for part in text.split("<del>")]
    assert any("สาม" in part and "ประชาชน" not in part for part in removed[2:])
    assert "เริ่มข้อความที่เพิ่ม" in text
    assert "<ins>" in text
    assert "เหมือนต้นแบบทุกคำ" in text


def test_the_comparison_names_the_edition_of_each_section(published: AdaptationPage, client: Client) -> None:
    address = "/guidelines/counter/mot/compare/"
    assert "เทียบกับฉบับอื่น" not in html(client, address)
    record = copy.deepcopy(RECORD)
    record["sections"][1] |= {"body_th": "ประชาชนไม่ต้องรอ", "change": "minor", "change_note": "สั้นลง"}
    save_guideline(record)
    second = published.guideline.editions.get(number=2)
    row = published.decisions.filter(section_id="MG-02")
    QuerySet.update(row, edition=second)  # as published with a decision about the second edition

    text = html(client, address)
    assert "เว้นแต่หมวดที่บอกว่าเทียบกับฉบับอื่น" in text
    assert text.count("เทียบกับต้นแบบฉบับที่ 2") == 1
    assert "เทียบกับต้นแบบฉบับที่ 2" in text.partition('id="mg-02"')[2].partition('id="mg-03"')[0]


def test_a_draft_is_nowhere_in_public(adaptation: AdaptationPage, client: Client) -> None:
    assert client.get("/guidelines/counter/mot/").status_code == 404
    assert client.get("/guidelines/counter/mot/compare/").status_code == 404
    assert "กระทรวงคมนาคม" not in html(client, "/guidelines/counter/")


def test_an_editor_finds_the_button_on_the_guideline(
    guideline: GuidelinePage, ministry: Organisation, editor: Any, client: Client
) -> None:
    assert "เริ่มปรับใช้" not in html(client, "/guidelines/counter/")
    client.force_login(editor)
    assert "เริ่มปรับใช้" in html(client, "/guidelines/counter/")

    response = client.post(f"/admin/guidelines/{guideline.pk}/start/", {"organisation": "mot"})

    page = AdaptationPage.objects.get()
    assert response.headers["Location"] == f"/admin/guidelines/adaptations/{page.pk}/"
    assert "แก้ไขฉบับปรับใช้ของกระทรวงคมนาคม" in html(client, "/guidelines/counter/")


def test_text_of_an_organisation_is_escaped(
    adaptation: AdaptationPage, editor: Any, reviewer: Any, client: Client
) -> None:
    values = {"mission": "<script>alert(1)</script>"}
    body = stream_from_text("<script>x</script>")
    given = SectionInput("adapted", "<b>เหตุผล</b>", body=body, values=values)
    save_section(adaptation, "MG-02", given, editor)
    send_to_review(AdaptationPage.objects.get(), editor)
    approve(AdaptationPage.objects.get(), reviewer)

    for url in ("/guidelines/counter/mot/", "/guidelines/counter/mot/compare/"):
        text = html(client, url)
        assert "<script>alert" not in text
        assert "<script>x" not in text
        assert "<b>เหตุผล" not in text


def test_a_letter_that_is_not_public_is_not_shown(
    guideline: GuidelinePage, home: HomePage, client: Client
) -> None:
    letter = PlainPage(title="หนังสือที่เปิดเผย", slug="letter")
    home.add_child(instance=letter)
    guideline.recommendations.update(letter=letter)
    assert "หนังสือที่เปิดเผย" in html(client, "/guidelines/counter/")

    letter.unpublish()
    assert "หนังสือที่เปิดเผย" not in html(client, "/guidelines/counter/")


def test_the_organisations_page_links_to_its_adaptation(published: AdaptationPage, client: Client) -> None:
    assert 'href="/guidelines/counter/mot/"' in html(client, "/organisations/mot/")


def test_an_adaptation_that_a_reader_may_not_see_is_not_counted(
    published: AdaptationPage, client: Client
) -> None:
    index = published.guideline.get_parent().get_url()
    for address in ("/", index):
        assert "ปรับใช้แล้ว 1 หน่วยงาน" in html(client, address), address

    PageViewRestriction.objects.create(page=published, restriction_type=PageViewRestriction.LOGIN)
    for address in ("/", index):
        assert "ปรับใช้แล้ว 0 หน่วยงาน" in html(client, address), address
