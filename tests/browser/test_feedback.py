"""A reader says that something is wrong: to the organisation that can mend it, and not without end."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from services.feedback import MOST_IN_AN_HOUR
from tests.browser.conftest import (
    Server,
    assert_accessible,
    assert_screen_accessible,
    new_context,
    picture,
    sign_in_as,
)

GUIDE = "/services/birth-notification/bma/"
FORM = "/services/feedback/birth-notification/bma/"
QUEUE = "/admin/snippets/services/pagefeedback/"
WEB_PROCESSES = 2


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_mistake_is_reported_and_the_owner_sees_to_it(
    browser: Browser, server: Server, size: str, script: bool
) -> None:
    said = f"เวลาทำการไม่ตรงกับที่ประกาศไว้ ({'ก' if script else 'ข'})"
    with new_context(browser, server, size, java_script_enabled=script) as reading:
        page = reading.new_page()
        page.goto(GUIDE)
        wrong = page.get_by_role("link", name="แจ้งข้อมูลผิด")
        wrong.focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{FORM}")
        page.get_by_role("button", name="ส่งความเห็น").press("Enter")
        expect(page.get_by_text("เลือกว่าหน้านี้เป็นประโยชน์หรือไม่ หรือเขียนสิ่งที่ควรแก้ไข")).to_be_visible()
        if script:
            assert_accessible(page)
        page.get_by_label("พบข้อมูลผิดหรือขาดตรงไหน").fill(said)
        if script:
            picture(page, "finding-feedback", size)
        page.get_by_role("button", name="ส่งความเห็น").press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("ได้รับความเห็นแล้ว ขอบคุณ")
        if script:
            assert_accessible(page)
        page.get_by_role("link", name=re.compile("^กลับไปที่")).click()
        page.wait_for_url(f"**{GUIDE}")
    if not script:
        return

    with new_context(browser, server, size) as elsewhere:
        page = elsewhere.new_page()
        sign_in_as(page, server, "demo-editor-moj")
        page.goto(QUEUE)
        expect(page.locator("main")).not_to_contain_text(said)
    with new_context(browser, server, size) as office:
        page = office.new_page()
        sign_in_as(page, server, "demo-editor-bma")
        page.goto("/admin/")
        page.get_by_role("link", name=re.compile("^ความเห็นจากประชาชนที่ยังไม่ได้ดำเนินการ")).click()
        page.get_by_role("link", name=said).click()
        page.get_by_role("combobox", name="สถานะ").select_option("done")
        page.get_by_role("textbox", name="บันทึกการดำเนินการ").fill("แก้เวลาทำการแล้ว")
        assert_screen_accessible(page)
        picture(page, "finding-feedback-queue", size)
        page.get_by_role("button", name="บันทึก", exact=True).click()
        expect(page.locator(".messages")).to_contain_text(said)
        page.goto(f"{QUEUE}?state=new")
        expect(page.locator("main")).not_to_contain_text(said)


def test_robots_are_thanked_and_floods_have_to_wait(
    page: Page, server: Server, sign_in: Callable[[str], None], browser: Browser, size: str
) -> None:
    """Each web process counts by itself where the cache is not shared, as in development."""
    with new_context(browser, server, size) as context:
        reader = context.new_page()

        def send(words: str) -> None:
            reader.goto(FORM)
            reader.get_by_label("พบข้อมูลผิดหรือขาดตรงไหน").fill(words)
            reader.get_by_role("button", name="ส่งความเห็น").click()

        thanked = reader.get_by_role("heading", name="ได้รับความเห็นแล้ว ขอบคุณ")
        reader.goto(FORM)
        trap = reader.locator("#feedback-website")
        assert trap.bounding_box() is None or not trap.evaluate(SEEN), "nobody sees the trap"
        trap.evaluate("box => { box.value = 'https://example.com' }")
        reader.get_by_label("พบข้อมูลผิดหรือขาดตรงไหน").fill("ซื้อของถูกที่นี่")
        reader.get_by_role("button", name="ส่งความเห็น").click()
        expect(thanked).to_be_visible()

        send("https://a.example https://b.example https://c.example")
        expect(reader.get_by_text("ข้อความมีลิงก์มากเกินไป").first).to_be_visible()

        for number in range(WEB_PROCESSES * MOST_IN_AN_HOUR + 1):
            send(f"ข้อความที่ {number}")
            if not thanked.count():
                break
        expect(reader.get_by_text("โปรดลองใหม่ในอีกหนึ่งชั่วโมง").first).to_be_visible()
        expect(reader.get_by_label("พบข้อมูลผิดหรือขาดตรงไหน")).to_have_value(f"ข้อความที่ {number}")

    sign_in("demo-editor-bma")
    page.goto(QUEUE)
    expect(page.locator("main")).to_contain_text("ข้อความที่ 0")
    for kept_out in ("ซื้อของถูกที่นี่", "a.example", f"ข้อความที่ {number}"):
        expect(page.get_by_role("link", name=kept_out, exact=True)).to_have_count(0)


SEEN = """box => {
  const place = box.getBoundingClientRect();
  return place.right > 0 && place.bottom > 0 && place.left < innerWidth && place.width > 1;
}"""
