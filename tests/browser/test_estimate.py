"""The list of documents that a visitor still has to get, with JavaScript and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Server, assert_accessible, new_context, picture


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
