"""The monitor: a round, a ministry that is late and reminded, the matrix, closing, and the report."""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import time

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import (
    PICTURES,
    Server,
    assert_accessible,
    assert_screen_accessible,
    new_context,
    on_paper,
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


def reminded(server: Server) -> set[str]:
    """The addresses to which mails went that ask for a report that is late."""
    return {to for to, subject, _ in server.mails() if "เกินกำหนดส่งรายงาน" in subject}


def wait_for_mails(page: Page, server: Server, addresses: set[str]) -> None:
    """Look again until the worker has sent the mails to these, and to nobody else; two minutes at most."""
    until = time.monotonic() + 120
    while reminded(server) != addresses:
        assert time.monotonic() < until, reminded(server)
        page.wait_for_timeout(1000)


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


def send_guideline(page: Page, ministries: tuple[str, ...]) -> None:
    """The issuer sends the guideline: each ministry gets a draft and the duty to adapt it."""
    open_menu(page, "ส่งแนวทางให้หน่วยงาน")
    page.get_by_role("link", name=re.compile("^ส่ง “แนวทางการจัดตั้งศูนย์บริการร่วม”")).click()
    for name in ministries:
        page.get_by_role("checkbox", name=name).check()
    page.get_by_role("button", name="ส่งแนวทางให้หน่วยงานที่เลือก").click()
    expect(page.get_by_text("บันทึกการส่งแล้ว")).to_be_visible()


def fill_date(page: Page, label: str, day: datetime.date) -> None:
    page.get_by_label(label).fill(day.isoformat())
    page.keyboard.press("Tab")  # which closes the calendar


def open_round(page: Page, due: datetime.date) -> str:
    """Open the first round, for everybody who must adapt the guideline; gives its address."""
    open_menu(page, REPORTS, ROUNDS)
    page.get_by_role("link", name="เปิดรอบใหม่").click()
    fill_date(page, "ตั้งแต่วันที่", due - datetime.timedelta(days=180))
    fill_date(page, "ถึงวันที่", due)
    fill_date(page, "กำหนดส่งรายงาน", due)
    page.get_by_role("button", name="เปิดรอบ", exact=True).click()
    expect(page.get_by_text("เปิดรอบที่ 1 แล้ว")).to_be_visible()
    return page.url


def test_a_late_ministry_is_reminded_and_the_round_is_closed_with_its_report(
    page: Page, size: str, sign_in: SignIn, browser: Browser, server: Server
) -> None:
    sign_in("demo-monitor")
    send_guideline(page, ("กระทรวงการคลัง", "กระทรวงมหาดไทย", "กระทรวงแรงงาน", "กระทรวงสาธารณสุข"))
    address = open_round(page, datetime.date.today() - datetime.timedelta(days=2))

    report_as(browser, server, size, "demo-editor-mot")
    page.goto(address)
    expect(page.get_by_text("ส่งรายงานแล้ว 1 จาก 6 หน่วยงาน")).to_be_visible()
    late = page.get_by_role("row", name="เลือกกระทรวงมหาดไทย")
    expect(late).to_contain_text("เกินกำหนด")
    expect(page.get_by_role("row").filter(has_text="กระทรวงคมนาคม").first).not_to_contain_text("ยังไม่ส่ง")
    late.get_by_role("checkbox").check()
    page.get_by_role("button", name="ส่งอีเมลเตือนหน่วยงานที่เลือก").click()
    expect(page.get_by_text("ส่งอีเมลเตือน 2 ฉบับ")).to_be_visible()
    expect(late).to_contain_text("เตือนล่าสุด")
    assert_screen_accessible(page)
    picture(page, "monitor-round", size)
    wait_for_mails(page, server, {"demo-editor-moi@example.go.th", "demo-reviewer-moi@example.go.th"})

    open_menu(page, REPORTS, "การปรับใช้แนวทางของหน่วยงาน")
    page.get_by_role("link", name="ตารางหน่วยงานและหมวด").click()
    page.wait_for_url("**/matrix/")
    assert_screen_accessible(page)
    picture(page, "monitor-matrix", size)
    page.get_by_role("row", name="กรุงเทพมหานคร").get_by_role("link", name="ปรับ", exact=True).first.click()
    expect(page.get_by_role("row", name="เหตุผล")).to_be_visible()
    assert_screen_accessible(page)

    page.goto(address)
    page.get_by_role("link", name="ปิดรอบและจัดทำรายงาน").click()
    expect(page.get_by_text("อีก 5 หน่วยงานยังไม่ส่งรายงาน")).to_be_visible()
    assert_screen_accessible(page)
    page.get_by_role("button", name="ปิดรอบและตรึงข้อมูล").click()
    expect(page.get_by_text("ปิดรอบและตรึงข้อมูลแล้ว")).to_be_visible()
    wait_for_files(page)
    assert_screen_accessible(page)
    link = page.get_by_role("link", name="รายงาน PDF")
    answer = page.request.get(link.get_attribute("href") or "")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.body().startswith(b"%PDF")
    keep_first_page(answer.body())

    public = page.get_by_role("link", name="หน้าสำหรับประชาชน").get_attribute("href") or ""
    with new_context(browser, server, size) as context, watched(context) as tab:
        tab.goto(public)
        expect(tab.get_by_role("heading", level=1)).to_contain_text("รอบที่")
        assert_accessible(tab)
        picture(tab, "public-round", size)
        sheets = on_paper(tab)
        assert "SHA-256" in sheets[-1]
        assert not any("Excel" in sheet for sheet in sheets), "there is nothing to download on paper"
        assert all(f"MG-{number:02}" in "".join(sheets) for number in range(1, 17))
