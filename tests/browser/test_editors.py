"""docs/editors.md, walked: a first guide, fifty guides from a file, a list of what is still to get."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from services.importing import workbook
from tests.browser.conftest import (
    Server,
    assert_accessible,
    assert_screen_accessible,
    new_context,
    open_menu,
    picture,
)

SignIn = Callable[[str], None]
OWNER = "กระทรวงสาธารณสุข"
TITLE = "การขอหนังสือรับรองการใช้ยาเพื่อเดินทาง"
LONG = 120_000
"""Milliseconds for what looks at or saves fifty guides."""


def row(page: Page, field: str, number: int) -> Callable[[str], Locator]:
    """Add the row of a list, of which this is the number from 0; gives its inputs by name."""
    part = page.locator(f'[data-contentpath="{field}"]').first
    part.locator(".c-sf-add-button").last.click()
    first = page.locator(f'[name^="{field}-{number}-value"]').first
    expect(first).to_be_visible()
    return lambda key: page.locator(f'[name="{field}-{number}-value{"-" if key else ""}{key}"]')


def go_below(page: Page, title: str) -> None:
    """Open the list of pages below the one of that title, where it is not shown already."""
    page.get_by_text(title, exact=True).first.wait_for()
    row = page.get_by_role("row").filter(has=page.get_by_text(title, exact=True))
    if row.count():
        links = row.first.locator("a").evaluate_all("all => all.map(each => each.getAttribute('href'))")
        page.goto(next(link for link in links if re.fullmatch(r"/admin/pages/\d+/", link or "")))


def write_a_guide(page: Page, slug: str) -> None:
    """The steps of “เขียนคู่มือเรื่องใหม่”, in the order in which the manual gives them."""
    page.locator('[name="title"]').fill(TITLE)
    page.locator('[name="summary"]').fill("รับรองว่ายาที่นำติดตัวใช้รักษาตนเอง เพื่อแสดงต่อด่านศุลกากร")
    page.locator('[name="result"]').fill("หนังสือรับรองการใช้ยา")
    page.locator('[name="process_type"]').select_option("certificate")
    row(page, "criteria", 0)("").fill("ผู้ป่วยที่แพทย์สั่งใช้ยาควบคุม")
    channel = row(page, "channels", 0)
    channel("type").select_option("onsite")
    channel("name").fill("กองควบคุมวัตถุเสพติด")
    channel("hours").fill("วันจันทร์ - วันศุกร์ 08.30 - 16.30 น.")
    for number, (kind, detail) in enumerate((("รับคำขอ", "ตรวจเอกสาร"), ("ลงนาม", "ออกหนังสือ"))):
        step = row(page, "steps", number)
        step("type").fill(kind)
        step("detail").fill(detail)
        step("value").fill("15")
        step("unit").select_option("minute")
    page.locator('[name="total_value"]').fill("30")
    page.locator('[name="total_unit"]').select_option("minute")
    document = row(page, "identity_documents", 0)
    document("name").fill("บัตรประจำตัวประชาชน")
    document("issuer").fill("กรมการปกครอง")
    fee = row(page, "fees", 0)
    fee("item").fill("ออกหนังสือรับรอง")
    fee("kind").select_option("none")
    complaint = row(page, "complaint_channels", 0)
    complaint("name").fill("สายด่วน 1111")
    page.get_by_role("tab", name=re.compile("^(โปรโมต|Promote|เผยแพร่)")).click()
    page.locator('[name="slug"]').fill(slug)
    page.get_by_role("tab", name=re.compile("^(เนื้อหา|Content)")).click()


def test_a_first_guide_is_written_and_published_by_the_manual(
    page: Page, size: str, sign_in: SignIn, browser: Browser, server: Server
) -> None:
    slug = f"medicine-letter-{size}"
    sign_in("demo-reviewer-moph")
    page.goto("/admin/pages/")
    for title in ("บริการและคู่มือสำหรับประชาชน", OWNER):
        go_below(page, title)
    page.goto(f"{page.url}add_subpage/")
    page.get_by_role("link", name=re.compile("^คู่มือสำหรับประชาชน")).first.click()
    write_a_guide(page, slug)
    panel = page.locator("[data-guide-quality]")
    expect(panel).to_contain_text("ใส่วันที่ต้องทบทวน")
    expect(panel).not_to_contain_text("กฎหมายกำหนด")
    assert_screen_accessible(page)
    page.evaluate("window.scrollTo(0, 0)")
    picture(page, "editor-guide", size)

    page.locator("[data-side-panel], .footer").first.wait_for()
    page.get_by_role("button", name=re.compile("More actions|การกระทำเพิ่มเติม|เพิ่มเติม")).last.click()
    page.get_by_role("button", name=re.compile("^(เผยแพร่|Publish)")).last.click()
    expect(page.get_by_text(TITLE).first).to_be_visible()
    with new_context(browser, server, size) as stranger:
        public = stranger.new_page()
        response = public.goto(f"/services/{slug}/")
        assert response is not None
        assert response.status == 200
        for text in ("หนังสือรับรองการใช้ยา", "กองควบคุมวัตถุเสพติด", "30 นาที", "ไม่มีค่าธรรมเนียม", "บัตรประจำตัวประชาชน"):
            expect(public.locator("dl.facts").first).to_contain_text(text)
        assert_accessible(public)


RECORD: dict[str, Any] = {
    "organisation": "moph",
    "audience": "people",
    "process_type": "certificate",
    "summary": "ออกหนังสือรับรองให้ผู้ขอ",
    "criteria": ["ผู้มีสัญชาติไทย"],
    "channels": [
        {"type": "onsite", "name": "สำนักงานสาธารณสุขจังหวัด", "hours": "วันจันทร์ - วันศุกร์ 08.30 - 16.30 น."}
    ],
    "steps": [
        {"order": 1, "type": "รับคำขอ", "detail": "ตรวจเอกสาร", "duration": {"value": 10, "unit": "minute"}}
    ],
    "total_duration": {"value": 15, "unit": "minute"},
    "documents": {"identity_from_government": [{"name": "บัตรประจำตัวประชาชน", "original": 1, "copies": 0}]},
    "fees": [{"item": "ออกหนังสือรับรอง", "amount": 20}],
}
SUBJECTS = ("การแพ้ยา", "การฉีดวัคซีน", "สุขภาพแรงงาน", "ผู้ป่วยติดเตียง", "สถานพยาบาล")


def workbook_of_fifty(size: str) -> bytes:
    """Fifty guides, of which the 10th, 20th and 30th are wrong, each in another sheet."""
    made = []
    for number in range(1, 51):
        record = copy.deepcopy(RECORD)
        subject = SUBJECTS[number % len(SUBJECTS)]
        record["id"] = f"certificate-{size}-{number}"
        record["title"] = f"การขอหนังสือรับรอง{subject} แบบที่ {number} ({size})"
        made.append(record)
    made[9]["audience"] = "ชาวบ้าน"
    made[19]["fees"][0]["amount"] = "ยี่สิบ"
    made[29]["steps"][0]["duration"]["value"] = 90
    return workbook.written(made)


def test_fifty_guides_come_from_a_file_of_which_three_lines_are_wrong(
    page: Page, size: str, sign_in: SignIn, tmp_path: Path, browser: Browser, server: Server
) -> None:
    file = tmp_path / "คู่มือห้าสิบเรื่อง.xlsx"
    file.write_bytes(workbook_of_fifty(size))
    page.set_default_timeout(LONG)
    sign_in("demo-reviewer-moph")
    open_menu(page, "นำเข้าคู่มือจากแฟ้ม")
    page.get_by_label("แฟ้มคู่มือ").set_input_files(file)
    page.get_by_role("button", name="ดูตัวอย่าง").click()

    outcomes = page.get_by_role("region", name="ตัวอย่างก่อนบันทึก")
    expect(outcomes.get_by_role("row").filter(has_text="คู่มือใหม่")).to_have_count(47, timeout=LONG)
    refused = outcomes.get_by_role("row").filter(has_text="รับไม่ได้")
    expect(refused).to_have_count(3)
    for place, reason in (
        ("แผ่นงาน “guides” แถว 12", "“ชาวบ้าน” ไม่อยู่ในตัวเลือก"),
        ("แผ่นงาน “fees” แถว 22", "“ยี่สิบ” ไม่ใช่จำนวน"),
        ("แผ่นงาน “guides” แถว 32", "เกินระยะเวลารวม"),
    ):
        expect(refused.filter(has_text=place)).to_contain_text(reason)
    assert_screen_accessible(page)
    refused.first.scroll_into_view_if_needed()
    picture(page, "editor-import", size)
    with new_context(browser, server) as stranger:
        assert stranger.request.get(f"/services/certificate-{size}-1/").status == 404

    page.get_by_role("button", name="บันทึกคู่มือ 47 เรื่อง").click()
    saved = page.get_by_role("region", name="ผลการนำเข้า")
    expect(saved.get_by_role("row").filter(has_text="เผยแพร่ทันที")).to_have_count(47, timeout=LONG)
    with new_context(browser, server) as stranger:
        assert stranger.request.get(f"/services/certificate-{size}-1/").status == 200
        assert stranger.request.get(f"/services/certificate-{size}-10/").status == 404


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_visitor_sees_which_documents_are_still_to_get(
    browser: Browser, server: Server, size: str, script: bool
) -> None:
    """The same answer with JavaScript and without."""
    with new_context(browser, server, size, java_script_enabled=script) as context:
        page = context.new_page()
        page.goto("/services/id-card-first/")
        documents = page.get_by_role("region", name="เอกสารที่ต้องเตรียม")
        still = page.locator("#still-needed")
        expect(still).to_be_hidden()
        documents.get_by_role("checkbox", name="กรณีตรวจสอบจากฐานข้อมูลไม่ได้", exact=True).check()
        if not script:
            documents.get_by_role("button", name="ดูว่ายังต้องหาเอกสารใด").click()
        expect(still).to_be_visible()
        birth = still.get_by_role("link", name="การแจ้งการเกิด")
        expect(birth.first).to_be_visible()
        expect(birth.first).to_have_attribute("href", "/services/birth-notification/")
        if script:
            assert_accessible(page)
            still.scroll_into_view_if_needed()
            picture(page, "citizen-estimate", size)
            documents.get_by_role("checkbox", name=re.compile("^สูติบัตร")).check()
            expect(birth.first).to_be_hidden()
            page.reload()
            expect(still).to_be_visible()
            expect(birth.first).to_be_hidden()
