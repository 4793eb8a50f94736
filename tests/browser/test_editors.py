"""docs/editors.md, walked: a first guide through review to the public, and fifty guides from a file."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from services.importing import workbook
from tests.browser.conftest import (
    ROOT,
    WCAG,
    Server,
    assert_accessible,
    assert_screen_accessible,
    new_context,
    open_menu,
    picture,
    sign_in_as,
    watched,
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


def number_of(page: Page, title: str) -> str:
    """The number of the page of that title, in a list of the admin that shows it."""
    row = page.get_by_role("row").filter(has=page.get_by_text(title, exact=True)).first
    row.wait_for()
    links = row.locator("a").evaluate_all("all => all.map(each => each.getAttribute('href'))")
    return next(found[1] for link in links if (found := re.match(r"/admin/pages/(\d+)/", link or "")))


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
    page.get_by_role("tab", name="ที่อยู่เว็บและการค้นหา").click()
    page.locator('[name="slug"]').fill(slug)
    page.get_by_role("tab", name="เนื้อหา").click()


def steps_of(heading: str) -> str:
    """What the manual says under a heading."""
    manual = (ROOT / "docs" / "editors.md").read_text("utf-8")
    return re.split(r"^#+ ", manual.partition(f"### {heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


@pytest.mark.parametrize("size", ["desktop"], indirect=True)
def test_a_first_guide_goes_by_the_manual_through_review_to_the_public(
    browser: Browser, server: Server, size: str
) -> None:
    slug = f"medicine-letter-{size}"
    with new_context(browser, server, size) as context:
        page = context.new_page()  # its console tells that Wagtail cannot keep by itself what is half-written
        sign_in_as(page, server, "demo-editor-moph")
        page.goto("/admin/pages/")
        page.goto(f"/admin/pages/{number_of(page, 'บริการและคู่มือสำหรับประชาชน')}/")
        page.goto(f"/admin/pages/{number_of(page, OWNER)}/add_subpage/")
        page.get_by_role("link", name=re.compile("^คู่มือสำหรับประชาชน")).first.click()
        panels = page.locator("main form")
        for name in re.findall(r"\*\*(.+?)\*\*", steps_of("เขียนคู่มือเรื่องใหม่")):
            expect(panels.get_by_text(name, exact=True).first, name).to_be_attached()
        write_a_guide(page, slug)
        page.get_by_role("button", name="บันทึกฉบับร่าง").first.click()
        page.wait_for_url(re.compile(r"/admin/pages/\d+/edit/"))
        panel = page.locator("[data-guide-quality]")
        expect(panel).to_contain_text("ใส่วันที่ต้องทบทวน")
        expect(panel).not_to_contain_text("กฎหมายกำหนด")
        assert_screen_accessible(page)
        page.evaluate("window.scrollTo(0, 0)")
        picture(page, "editor-guide", size)
        with new_context(browser, server) as stranger:
            assert stranger.request.get(f"/services/{slug}/").status == 404

        act(page, "ส่งไปยัง การสอบทานของกระทรวงสาธารณสุข", size)
        expect(page.locator(".messages")).to_contain_text(TITLE)

    with new_context(browser, server, size) as context, watched(context) as page:
        sign_in_as(page, server, "demo-reviewer-moph")
        waiting = page.get_by_role("link", name=TITLE)
        expect(waiting.first).to_be_visible()
        picture(page, "editor-waiting", size)
        waiting.first.click()
        act(page, "อนุมัติและเผยแพร่", size)
        expect(page.locator(".messages")).to_contain_text(TITLE)

    with new_context(browser, server, size) as context, watched(context) as page:
        response = page.goto(f"/services/{slug}/")
        assert response is not None
        assert response.status == 200
        facts = page.locator("dl.facts").first
        for text in ("หนังสือรับรองการใช้ยา", "กองควบคุมวัตถุเสพติด", "30 นาที", "ไม่มีค่าธรรมเนียม", "บัตรประจำตัวประชาชน"):
            expect(facts).to_contain_text(text)
        assert_accessible(page)


@pytest.mark.parametrize("size", ["desktop"], indirect=True)
def test_the_second_of_two_editors_is_shown_both_before_anything_is_saved(
    browser: Browser, server: Server, size: str
) -> None:
    with new_context(browser, server, size) as one, new_context(browser, server, size) as two:
        first, second = one.new_page(), two.new_page()
        for page, who in ((first, "demo-editor-opdc"), (second, "demo-reviewer-opdc")):
            sign_in_as(page, server, who)
            open_menu(page, "เขียนแนวทางต้นแบบ")
            page.locator("main").get_by_role("link", name="แนวทางการจัดตั้งศูนย์บริการร่วม").first.click()
            page.wait_for_url("**/edit/**")
        line, letters = first.locator('[name="title"]').evaluate(
            "field => [getComputedStyle(field).lineHeight, getComputedStyle(field).fontSize].map(parseFloat)"
        )
        assert line >= 1.7 * letters  # less cuts off ตั้ง above and ศูนย์ below
        text = first.locator('[name="introduction"]').input_value()
        first.locator('[name="introduction"]').fill(text.replace("หลายเรื่อง", "ทุกเรื่อง"))
        with first.expect_response(lambda answer: answer.request.method == "POST" and "/edit/" in answer.url):
            first.locator('[name="introduction"]').blur()
        second.locator('[name="introduction"]').fill(text.replace("หลายเรื่อง", "เรื่องที่จำเป็น"))
        footer = second.locator("footer")
        expect(footer).to_contain_text("กดบันทึกเพื่อดูทั้งสองรุ่นที่รวมกันก่อน")
        second.get_by_role("button", name="บันทึกฉบับร่าง").first.click()
        dialog = second.locator("[role=dialog]").filter(has_text="ไม่มีข้อความใดถูกเขียนทับ")
        dialog.get_by_role("button", name="บันทึกฉบับร่าง").click()
        meeting = second.locator(".meeting")
        expect(meeting).to_contain_text("มี 1 แห่งที่ท่านต้องเลือกเอง")
        expect(meeting.locator(".meeting-words")).to_have_count(2)
        expect(second.locator('[name="introduction"]')).to_have_value(re.compile("เรื่องที่จำเป็น"))
        results = Axe().run(second, context={"include": [[".meeting"]]}, options=WCAG)
        assert results.violations_count == 0, results.generate_report()
        picture(second, "editor-meeting", size)


def act(page: Page, label: str, size: str) -> None:
    """Open the menu at the foot of the editor and press what has this label."""
    wanted = page.get_by_role("button", name=label, exact=True)
    if not wanted.first.is_visible():
        page.locator("footer [data-w-dropdown-target=toggle]").first.click()
        if label.startswith("ส่ง"):
            picture(page, "editor-send", size)
    wanted.first.click()


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


def workbook_of_fifty(size: str, *, mended: bool = False) -> bytes:
    """Fifty guides, of which the 10th, 20th and 30th are wrong, each in another way, until mended."""
    made = []
    for number in range(1, 51):
        record = copy.deepcopy(RECORD)
        subject = SUBJECTS[number % len(SUBJECTS)]
        record["id"] = f"certificate-{size}-{number}"
        record["title"] = f"การขอหนังสือรับรอง{subject} แบบที่ {number} ({size})"
        made.append(record)
    if not mended:
        made[9]["audience"] = "ชาวบ้าน"
        made[19]["fees"][0]["amount"] = "ยี่สิบ"
        made[29]["steps"][0]["duration"]["value"] = 90
    return workbook.written(made)


@pytest.mark.parametrize("size", ["desktop"], indirect=True)
def test_fifty_guides_come_from_a_file_of_which_three_lines_are_wrong_at_first(
    page: Page, size: str, sign_in: SignIn, tmp_path: Path, browser: Browser, server: Server
) -> None:
    page.set_default_timeout(LONG)
    sign_in("demo-reviewer-moph")
    outcomes = preview(page, tmp_path, workbook_of_fifty(size))
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

    outcomes = preview(page, tmp_path, workbook_of_fifty(size, mended=True))
    expect(outcomes.get_by_role("row").filter(has_text="คู่มือใหม่")).to_have_count(3, timeout=LONG)
    expect(outcomes.get_by_role("row").filter(has_text="รับไม่ได้")).to_have_count(0)
    page.get_by_role("button", name="บันทึกคู่มือ 3 เรื่อง").click()
    expect(saved.get_by_role("row").filter(has_text="เผยแพร่ทันที")).to_have_count(3, timeout=LONG)
    with new_context(browser, server) as stranger:
        for number in (10, 20, 30):
            assert stranger.request.get(f"/services/certificate-{size}-{number}/").status == 200


def preview(page: Page, folder: Path, content: bytes) -> Locator:
    """Hand a workbook over at the screen of imports; gives the region that says what would come of it."""
    file = folder / "คู่มือห้าสิบเรื่อง.xlsx"
    file.write_bytes(content)
    open_menu(page, "นำเข้าคู่มือจากแฟ้ม")
    page.get_by_label("แฟ้มคู่มือ").set_input_files(file)
    page.get_by_role("button", name="ดูตัวอย่าง").click()
    return page.get_by_role("region", name="ตัวอย่างก่อนบันทึก")
