"""Date fields of the admin, by keyboard and by the calendar, in the page's own form and in rows."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_thai_dates_are_typed_and_said_in_words(page: Page, sign_in: Callable[[str], None]) -> None:
    sign_in("demo-admin")
    page.goto("/admin/pages/search/?q=กรณีบัตรหาย")
    page.locator('a[href$="/edit/"]').first.click()
    field = page.locator('[name="review_by"]')
    said = page.locator("#id_review_by-thai")
    for typed in ("29/11/2569", "๒๙ พ.ย. ๒๕๖๙"):
        field.fill("")
        field.press_sequentially(typed)
        field.press("Tab")
        expect(field).to_have_value("2026-11-29")
        expect(said).to_have_text("วันอาทิตย์ที่ 29 พฤศจิกายน 2569")
    assert "id_review_by-thai" in (field.get_attribute("aria-describedby") or "")

    field.click()
    year = page.locator(".xdsoft_datetimepicker:visible .xdsoft_year")
    expect(year.locator("> span")).to_have_text("2569")
    year.click()
    chosen = year.locator(".xdsoft_option.xdsoft_current")
    expect(chosen).to_have_text("2569")
    expect(chosen).to_have_attribute("data-value", "2026")
    chosen.click()
    day = page.locator(
        ".xdsoft_datetimepicker:visible td.xdsoft_date:not(.xdsoft_other_month)[data-date='15']"
    )
    day.first.click()
    expect(said).to_have_text("วันอาทิตย์ที่ 15 พฤศจิกายน 2569")

    other = page.locator('[name="valid_to"]')
    other.fill("")
    other.press_sequentially("31/11/2569")
    other.press("Tab")
    expect(other).to_have_value("31/11/2569")
    expect(page.locator("#id_valid_to-thai")).to_contain_text("ไม่มีวันที่นี้ในปฏิทิน")
    other.fill("")

    row = page.locator('[name^="legal_basis-"][name$="valid_from"]').first
    row.fill("")
    row.press_sequentially("1 ม.ค. 2560")
    row.press("Tab")
    expect(row).to_have_value("2017-01-01")

    shown = page.locator(".xdsoft_datetimepicker:visible")
    row.click()
    expect(shown).to_have_count(1)
    row.press("Escape")
    expect(shown).to_have_count(0)
    expect(row).to_be_focused()
    row.evaluate(LEFT_AT_ONCE)
    expect(shown).to_have_count(0)


LEFT_AT_ONCE = """field => new Promise((seen, never) => {
  setTimeout(() => never("the calendar did not open"), 15000);
  const other = document.querySelector("[name=title]");
  other.focus();
  new MutationObserver((_, observer) => {
    const open = [...document.querySelectorAll(".xdsoft_datetimepicker")].some(each => each.offsetParent);
    if (open) { observer.disconnect(); seen(); }
  }).observe(document.body, {subtree: true, attributes: true});
  field.focus();
  other.focus();
})"""
"""Enters a field and leaves it; done when its calendar has opened, a moment too late."""
