"""The monitor: a round, a ministry that is late and reminded, the matrix, closing, and the report."""

from __future__ import annotations

import datetime
import os
import subprocess
import time

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import (
    PICTURES,
    Server,
    assert_accessible,
    assert_screen_accessible,
    new_context,
    open_menu,
    picture,
    sign_in_as,
    watched,
)
from tests.browser.test_journeys import REPORTS, SignIn

ROUNDS = "รอบการติดตามและรายงานคณะรัฐมนตรี"


def report_as(browser: Browser, server: Server, size: str, username: str) -> None:
    """An editor fills in every figure and sends the report."""
    with new_context(browser, server, size) as context, watched(context) as page:
        sign_in_as(page, server, username)
        open_menu(page, "รายงานผลตามตัวชี้วัด")
        page.get_by_role("link", name="รอบที่ 1").click()
        expect(page.get_by_role("button", name="ส่งรายงาน")).to_be_visible()
        for number, field in enumerate(page.locator("input[inputmode=decimal]").all()):
            field.fill(("80", "๑๐๐")[number % 2])
        page.get_by_label("ปัญหาอุปสรรคและข้อเสนอแนะ").fill("เจ้าหน้าที่ประจำศูนย์ไม่พอในช่วงกลางวัน")
        assert_screen_accessible(page)
        page.get_by_role("button", name="ส่งรายงาน").click()
        expect(page.get_by_text("ส่งรายงานแล้ว")).to_be_visible()


def wait_for_files(page: Page) -> None:
    """Look again until the worker has made every file; two minutes at most."""
    until = time.monotonic() + 120
    while not page.get_by_text("จัดทำแฟ้มรายงานแล้ว 4 จาก 4 แฟ้ม").count():
        assert time.monotonic() < until, page.locator("main").inner_text()
        page.wait_for_timeout(1000)
        page.reload()


def keep_first_page(pdf: bytes) -> None:
    """With RUAM_PICTURES=1 the report's first two pages become pictures of the documentation."""
    if os.environ.get("RUAM_PICTURES"):
        command = ["pdftoppm", "-r", "60", "-png", "-gray", "-l", "2", "-", str(PICTURES / "report")]
        subprocess.run(command, input=pdf, check=True)


def test_a_late_ministry_is_reminded_and_the_round_is_closed_with_its_report(
    page: Page, size: str, sign_in: SignIn, browser: Browser, server: Server
) -> None:
    yesterday = datetime.date.today() - datetime.timedelta(days=2)
    sign_in("demo-monitor")
    open_menu(page, REPORTS, ROUNDS)
    page.get_by_role("link", name="เปิดรอบใหม่").click()
    for label, day in (
        ("ตั้งแต่วันที่", yesterday - datetime.timedelta(days=180)),
        ("ถึงวันที่", yesterday),
        ("กำหนดส่งรายงาน", yesterday),
    ):
        page.get_by_label(label).fill(day.isoformat())
        page.mouse.click(250, 20)  # beside it, which closes the calendar
    page.get_by_role("button", name="เปิดรอบ", exact=True).click()
    expect(page.get_by_text("เปิดรอบที่ 1 แล้ว")).to_be_visible()
    address = page.url

    report_as(browser, server, size, "demo-editor-mot")
    page.goto(address)
    late = page.get_by_role("row").filter(has_text="กรุงเทพมหานคร").first
    expect(late).to_contain_text("เกินกำหนด")
    expect(page.get_by_role("row").filter(has_text="กระทรวงคมนาคม").first).not_to_contain_text("ยังไม่ส่ง")
    late.get_by_role("checkbox").check()
    page.get_by_role("button", name="ส่งอีเมลเตือนหน่วยงานที่เลือก").click()
    expect(page.get_by_text("ส่งอีเมลเตือน 2 ฉบับ")).to_be_visible()
    expect(late).to_contain_text("เตือนล่าสุด")
    assert_screen_accessible(page)
    picture(page, "monitor-round", size)
    assert len(list((server.data / "mail").glob("*"))) >= 2

    open_menu(page, REPORTS, "การปรับใช้แนวทางของหน่วยงาน")
    page.get_by_role("link", name="ตารางหน่วยงานและหมวด").click()
    assert_screen_accessible(page)
    picture(page, "monitor-matrix", size)
    page.get_by_role("row", name="กรุงเทพมหานคร").get_by_role("link", name="ปรับ", exact=True).first.click()
    expect(page.get_by_role("row", name="เหตุผล")).to_be_visible()
    assert_screen_accessible(page)

    page.goto(address)
    page.get_by_role("button", name="ปิดรอบและจัดทำรายงาน").click()
    expect(page.get_by_text("ปิดรอบและตรึงข้อมูลแล้ว")).to_be_visible()
    wait_for_files(page)
    link = page.get_by_role("link", name="รายงาน PDF")
    answer = page.request.get(link.get_attribute("href") or "")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.body().startswith(b"%PDF")
    keep_first_page(answer.body())

    page.get_by_role("link", name="หน้าสำหรับประชาชน").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("รอบที่")
    assert_accessible(page)
    picture(page, "public-round", size)
