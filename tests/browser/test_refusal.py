"""A reviewer sends an adaptation back with a reason; it is mended, approved by another person, published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import (
    Server,
    assert_screen_accessible,
    new_context,
    open_menu,
    sign_in_as,
    watched,
)
from tests.browser.test_journeys import adapt_section, save_section

PUBLIC = "/guidelines/joint-service-centre/bma/"
SECTION = "MG-07"
DRAFTED, MENDED = "จัดที่นั่งรอหนึ่งร้อยที่ทุกเขต", "จัดที่นั่งรอตามจำนวนผู้รับบริการของแต่ละเขต"
REASON = "จำนวนที่นั่งต้องตามขนาดของแต่ละเขต ไม่ใช่จำนวนเดียวกันทุกเขต"


@contextmanager
def signed_in(browser: Browser, server: Server, size: str, username: str) -> Iterator[Page]:
    with new_context(browser, server, size) as context, watched(context) as page:
        sign_in_as(page, server, username)
        yield page


def outsiders_read(browser: Browser, server: Server, screen: str) -> str:
    """The public page as anybody reads it; to the draft leads nothing for them, nor for another ministry."""
    pk = re.findall(r"\d+", screen)[-1]
    doors = [screen, *(f"/admin/pages/{pk}/{door}/" for door in ("view_draft", "history", "edit"))]
    with new_context(browser, server) as context:
        for door in doors:
            answer = context.request.get(door, max_redirects=0)
            assert answer.status in {302, 404}, door
        text = context.request.get(PUBLIC).text()
        found = context.request.get(f"/api/search?q={DRAFTED}").json()
        assert DRAFTED not in str(found["results"])
    with signed_in(browser, server, "desktop", "demo-editor-moj") as page:
        for door in doors:
            answer = page.request.get(door, max_redirects=0)
            assert answer.status in {403, 404}, door
            assert DRAFTED not in answer.text()
            assert REASON not in answer.text()
    return text


def test_a_draft_that_was_sent_back_is_mended_and_published(
    browser: Browser, server: Server, size: str
) -> None:
    with signed_in(browser, server, size, "demo-editor-bma") as page:
        open_menu(page, "ปรับใช้แนวทาง")
        page.get_by_role("link", name=re.compile("^เปิด กรุงเทพมหานคร")).click()
        page.wait_for_url("**/admin/guidelines/**")
        screen = page.url
        adapt_section(page, SECTION, f" {DRAFTED}", "ผู้รับบริการมีจำนวนมาก")
        save_section(page, SECTION)
        page.goto(screen)
        page.get_by_role("button", name="ส่งให้สอบทาน").click()
        expect(page.get_by_text("ส่งให้ผู้สอบทานแล้ว")).to_be_visible()
        expect(page.get_by_role("button", name="อนุมัติและเผยแพร่")).to_have_count(0)

    with signed_in(browser, server, size, "demo-reviewer-bma") as page:
        page.goto(screen)
        back = page.get_by_role("button", name="ส่งกลับให้แก้ไข")
        back.click()
        expect(page.get_by_text("กรุณาบอกสิ่งที่ต้องแก้ไข")).to_be_visible()
        page.get_by_label("ความเห็น (จำเป็นเมื่อส่งกลับ)").fill(REASON)
        back.click()
        expect(back).to_have_count(0)
        expect(page.get_by_text(REASON)).to_be_visible()
    readers = outsiders_read(browser, server, screen)
    assert DRAFTED not in readers
    assert REASON not in readers

    with signed_in(browser, server, size, "demo-editor-bma") as page:
        page.goto(screen)
        expect(page.get_by_text("ส่งกลับให้แก้ไขเมื่อ")).to_be_visible()
        expect(page.get_by_text(REASON)).to_be_visible()
        assert_screen_accessible(page)
        page.get_by_role("link", name=re.compile(f"^{SECTION}")).click()
        paragraph = page.locator("[contenteditable=true]:visible").last
        expect(paragraph).to_contain_text(DRAFTED)
        paragraph.click()
        page.keyboard.press("ControlOrMeta+End")
        for _letter in f" {DRAFTED}":
            page.keyboard.press("Backspace")
        page.keyboard.type(f" {MENDED}")
        expect(paragraph).not_to_contain_text(DRAFTED)
        save_section(page, SECTION)
        page.goto(screen)
        page.get_by_role("button", name="ส่งให้สอบทาน").click()
        expect(page.get_by_text("ส่งให้ผู้สอบทานแล้ว")).to_be_visible()
    assert MENDED not in outsiders_read(browser, server, screen)

    with signed_in(browser, server, size, "demo-reviewer-bma") as page:
        page.goto(screen)
        preview = page.get_by_role("link", name="ดูตัวอย่างหน้าเว็บ").get_attribute("href") or ""
        assert MENDED in page.request.get(preview).text()
        page.get_by_role("button", name="อนุมัติและเผยแพร่").click()
        expect(page.get_by_text("อนุมัติและเผยแพร่แล้ว")).to_be_visible()
    published = outsiders_read(browser, server, screen)
    assert MENDED in published
    assert DRAFTED not in published
    assert REASON not in published
