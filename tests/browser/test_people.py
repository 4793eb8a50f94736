"""People of an organisation: invited by mail, with an account of their own, another email of theirs."""

from __future__ import annotations

import re
import secrets
import time

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import (
    Server,
    assert_screen_accessible,
    new_context,
    open_menu,
    sign_in_as,
    watched,
)


def mailed_link(page: Page, server: Server, to: str, subject: str) -> str:
    """The path of the link in a mail, which the worker sends within a moment; a minute at most."""
    until = time.monotonic() + 60
    while True:
        for receiver, about, text in server.mails():
            if receiver == to and subject in about:
                found = re.search(r"https?://[^/\s]+(/admin/\S+)", text)
                assert found, text
                return found[1]
        assert time.monotonic() < until, (to, subject)
        page.wait_for_timeout(500)


def hidden_while_focused(page: Page) -> list[str]:
    """The fields of a form that a bar covers when the keyboard reaches them (WCAG 2.2, 2.4.11)."""
    fields = page.locator("main form").locator("input[type=text], input[type=password], select")
    hidden = []
    for number in range(fields.count()):
        field = fields.nth(number)
        if field.is_visible() and not field.evaluate(SEEN):
            hidden.append(str(field.get_attribute("name")))
    return hidden


SEEN = """async field => {
  const main = document.querySelector("main");
  main.style.scrollBehavior = "auto";
  main.scrollTo(0, 0);
  field.focus();
  await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const box = field.getBoundingClientRect();
  return [box.top + 2, box.bottom - 2].every(y => document.elementFromPoint(box.left + 9, y) === field);
}"""


def test_an_invited_person_makes_an_account_and_changes_its_email(
    page: Page, browser: Browser, server: Server, size: str
) -> None:
    first, second = f"wanida-{size}@example.go.th", f"wanida.ch-{size}@example.go.th"
    password = secrets.token_urlsafe(16)
    sign_in_as(page, server, "demo-administrator-moj")
    open_menu(page, "บุคลากรของหน่วยงาน")
    page.get_by_role("link", name="เชิญผู้ปฏิบัติงาน").click()
    page.get_by_role("button", name="ส่งคำเชิญ").click()
    expect(page.get_by_text("โปรดเลือกบทบาทอย่างน้อยหนึ่งบทบาท")).to_be_visible()
    assert_screen_accessible(page)
    page.get_by_label("อีเมลราชการ").fill(first)
    page.locator("[name=first_name]").fill("วนิดา")
    page.locator("[name=last_name]").fill("ใจดี")
    page.get_by_label(re.compile("เขียนและแก้ไขร่าง")).check()
    page.get_by_role("button", name="ส่งคำเชิญ").click()
    expect(page.locator("main")).to_contain_text(first)
    assert_screen_accessible(page)
    invitation = mailed_link(page, server, first, "กระทรวงยุติธรรม")

    with new_context(browser, server, size) as context, watched(context) as own:
        own.goto(invitation)
        expect(own.get_by_role("listitem").first).to_have_text("ผู้จัดทำ")
        assert_screen_accessible(own)
        own.locator("[name=username]").fill(f"wanida-{size}")
        own.locator("[name=password1]").fill(password)
        own.locator("[name=password2]").fill(password)
        own.get_by_role("button", name="สร้างบัญชี").click()
        own.wait_for_url("**/admin/")
        own.goto("/admin/account/")
        assert_screen_accessible(own)
        assert not hidden_while_focused(own)

        mine = own.locator("[name=name_email-email]")
        expect(mine).to_have_value(first)
        mine.fill(second)
        own.locator("[name=name_email-current_password]").fill("ไม่ใช่รหัสผ่านนี้")
        own.locator("main form button[type=submit]").last.click()
        expect(own.get_by_text("กรอกรหัสผ่านปัจจุบันให้ถูกต้องเพื่อเปลี่ยนอีเมล")).to_be_visible()
        expect(mine).to_have_value(second)
        own.locator("[name=name_email-current_password]").fill(password)
        own.locator("main form button[type=submit]").last.click()
        expect(own.locator(".messages")).to_contain_text(second)
        expect(mine).to_have_value(first)
        confirmation = mailed_link(own, server, second, "ยืนยันอีเมลใหม่")
        strangers = page.context.request.get(confirmation)
        assert (strangers.status, second in strangers.text()) == (410, False)
        own.goto(confirmation)
        expect(own.locator("main")).to_contain_text(f"จะเปลี่ยนเป็น {second}")
        assert_screen_accessible(own)
        own.get_by_role("button", name="ใช้อีเมลนี้").click()
        expect(mine).to_have_value(second)

        assert context.request.get(invitation).status == context.request.get(confirmation).status == 410
