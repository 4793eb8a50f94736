"""The model's second edition reaches a ministry: fast-forward, clean merge, conflict, review by another
person, publication. And words that were being written when the session ended."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import (
    ROOT,
    Server,
    assert_accessible,
    assert_screen_accessible,
    environment,
    new_context,
    open_menu,
    picture,
    sign_in_as,
    watched,
)

GUIDELINE = "/guidelines/joint-service-centre/"
DRAFT = """
from django.contrib.auth import get_user_model
from guidelines.models import GuidelinePage
from guidelines.models.section import body_of

CHANGES = {
    "MG-02": ("ทราบผลในคราวเดียว", "ทราบผลภายในวันเดียวกัน"),
    "MG-03": ("ไว้ในภาคผนวก", "ไว้ท้ายหมวดนี้"),
    "MG-04": ("จำนวนผู้รับบริการ", "จำนวนผู้รับบริการต่อวัน"),
}
page = GuidelinePage.objects.get(slug="joint-service-centre")
draft = page.get_latest_revision_as_object()
for section in draft.sections.all():
    if section.section_id in CHANGES:
        old, new = CHANGES[section.section_id]
        data = section.body.get_prep_value()
        section.body = body_of([{**each, "value": each["value"].replace(old, new)} for each in data])
        section.change, section.change_note = "minor", f"ใช้คำว่า “{new}” แทน “{old}”"
        draft.sections.add(section)
publisher = get_user_model().objects.get(username="demo-admin")
draft.save_revision(user=publisher).publish(user=publisher)
"""
"""OPDC publishes edition 2: words that the ministry left alone, changed beside, and changed too."""


@pytest.fixture(scope="module", autouse=True)
def second_edition(server: Server) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", DRAFT],
        cwd=ROOT,
        env=environment(server.data),
        check=True,
    )


def test_a_ministry_takes_in_the_second_edition(browser: Browser, server: Server, size: str) -> None:
    with new_context(browser, server, size) as context, watched(context) as page:
        sign_in_as(page, server, "demo-editor-mot")
        open_menu(page, "ปรับใช้แนวทาง")
        page.get_by_role("link", name=re.compile("^เปิด กระทรวงคมนาคม")).click()
        expect(page.get_by_text("ต้นแบบฉบับที่ 2 มีการเปลี่ยนแปลง 3 หมวดที่รอหน่วยงานตัดสินใจ")).to_be_visible()
        page.get_by_role("link", name="ดูการเปลี่ยนแปลงจากต้นแบบ").click()
        for section, kind in (
            ("MG-02", "รวมกันได้โดยไม่ขัดแย้ง"),
            ("MG-03", "ตามต้นแบบได้ทันที"),
            ("MG-04", "ขัดแย้งกัน"),
        ):
            expect(page.get_by_role("row", name=re.compile(section))).to_contain_text(kind)
        assert_screen_accessible(page)
        picture(page, "merge-list", size)
        page.get_by_role("button", name=re.compile("^รับทั้ง 1 หมวด")).click()
        expect(page.get_by_text("รับการเปลี่ยนแปลงตามต้นแบบ 1 หมวด")).to_be_visible()

        page.get_by_role("row", name=re.compile("MG-02")).get_by_role("link").first.click()
        result = page.get_by_role("group", name=re.compile("^ผลลัพธ์เมื่อรับ"))
        expect(result.locator("ins").first).to_contain_text("ภายในวัน")
        expect(result).to_contain_text("บริการด้านการขนส่งที่รวดเร็ว")
        assert_screen_accessible(page)
        picture(page, "merge-clean", size)
        page.keyboard.press("Control+Alt+1")
        expect(page.get_by_text("บันทึกการตัดสินใจของหมวด MG-02 แล้ว")).to_be_visible()

        expect(page.get_by_role("heading", name=re.compile("^MG-04"), level=2)).to_be_visible()
        clashes = page.get_by_role("region", name="จุดที่ขัดแย้ง")
        expect(clashes.locator("ins").first).to_be_visible()
        assert_screen_accessible(page)
        picture(page, "merge-conflict", size)
        paragraph = page.locator("[contenteditable=true]").filter(has_text="จำนวนผู้โดยสาร")
        paragraph.click()
        page.keyboard.press("ControlOrMeta+End")
        page.keyboard.type(" โดยดูจากจำนวนต่อวัน")
        page.get_by_label("เหตุผล", exact=True).fill("ใช้จำนวนผู้โดยสารต่อวันตามสาระของต้นแบบ")
        page.get_by_role("button", name="ใช้ข้อความที่แก้ไขด้านล่าง").click()
        expect(page.get_by_text("บันทึกการตัดสินใจของหมวด MG-04 แล้ว")).to_be_visible()
        expect(page.get_by_text("ไม่มีการเปลี่ยนแปลงที่รอการตัดสินใจ")).to_be_visible()

        page.get_by_role("link", name="กลับไปดูทุกหมวด").click()
        page.get_by_role("button", name="ส่งให้สอบทาน").click()
        expect(page.get_by_text("ส่งให้ผู้สอบทานแล้ว")).to_be_visible()
        overview = page.url

    with new_context(browser, server, size) as context, watched(context) as page:
        sign_in_as(page, server, "demo-reviewer-mot")
        page.goto(overview)
        page.get_by_role("button", name="อนุมัติและเผยแพร่").click()
        expect(page.get_by_text("อนุมัติและเผยแพร่แล้ว")).to_be_visible()

    with new_context(browser, server, size) as context, watched(context) as page:
        page.goto(f"{GUIDELINE}mot/")
        expect(page.get_by_text("ทราบผลภายในวันเดียวกัน").first).to_be_visible()
        expect(page.get_by_text("โดยดูจากจำนวนต่อวัน")).to_be_visible()
        for address in ("?edition=1", "compare/", "sections/mg-04/", "mot/compare/", "mot/"):
            page.goto(f"{GUIDELINE}{address}")
            width = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
            assert page.evaluate(width), address
            assert_accessible(page)


def test_words_that_were_being_written_when_the_session_ended_come_back(page: Page, server: Server) -> None:
    sign_in_as(page, server, "demo-editor-bma")
    open_menu(page, "ปรับใช้แนวทาง")
    page.get_by_role("link", name=re.compile("^เปิด กรุงเทพมหานคร")).click()
    page.get_by_role("link", name=re.compile("^MG-05")).click()
    address = page.url
    paragraph = page.locator("[contenteditable=true]:visible").last
    paragraph.click()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type(" ถ้อยคำที่ยังไม่ได้บันทึก")
    # The editor hands what is typed to its field a quarter of a second later
    page.wait_for_function(
        "words => Array.from(document.querySelectorAll('form[data-keep] input'))"
        ".some(field => field.value.includes(words))",
        arg="ถ้อยคำที่ยังไม่ได้บันทึก",
    )
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="บันทึก", exact=True).click()
    page.wait_for_url("**/admin/login/**")

    name, password = server.account("demo-editor-bma")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", password)
    page.click("button[type=submit]")

    expect(page.get_by_text("ก่อนต้องเข้าสู่ระบบใหม่")).to_be_visible()
    assert page.url == address
    expect(page.locator("[contenteditable=true]:visible").last).to_contain_text("ถ้อยคำที่ยังไม่ได้บันทึก")
    page.get_by_role("button", name="บันทึก", exact=True).click()
    expect(page.get_by_text("บันทึกหมวด MG-05 แล้ว")).to_be_visible()
    page.goto(address)
    expect(page.locator("[contenteditable=true]:visible").last).to_contain_text("ถ้อยคำที่ยังไม่ได้บันทึก")
