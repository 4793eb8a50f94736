"""Reading without a mouse, without JavaScript, on paper, in English, and where nothing is."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import SIZES, Server, assert_accessible, new_context, on_paper

GUIDE = "/services/id-card-lost/"
GUIDELINE = "/guidelines/joint-service-centre/"


def test_search_works_without_javascript(browser: Browser, server: Server, size: str) -> None:
    with new_context(browser, server, size, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/")
        page.locator("#home-search").fill("บัตรหาย")
        page.locator(".hero").get_by_role("button", name="ค้นหา").click()
        found = page.locator("ol.results").get_by_role("link").first
        expect(found).to_have_attribute("href", GUIDE)

        page.get_by_role("group", name="ประเภท").get_by_role("checkbox").first.check()
        page.get_by_role("button", name="กรองผลการค้นหา").click()
        expect(page).to_have_url(re.compile("type="))
        expect(page.get_by_role("link", name="ล้างตัวกรองทั้งหมด")).to_be_visible()

        page.goto(GUIDE)
        expect(page.get_by_role("region", name="เอกสารที่ต้องเตรียม")).to_be_visible()
        expect(page.get_by_role("button", name="พิมพ์คู่มือและรายการเอกสาร")).to_be_hidden()


FIRST_SCREEN = """() => {
  document.querySelector(".notice--sample").remove();  // no real guide has it
  const shown = [...document.querySelectorAll(".facts--guide > div")].slice(0, 5);
  const names = shown.map(each => each.querySelector("dt").innerText.trim());
  return [names, shown.at(-1).getBoundingClientRect().bottom];
}"""


@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_the_first_screen_of_a_phone_answers_who_how_long_how_much_where_and_what_to_bring(
    page: Page, size: str
) -> None:
    for guide in ("id-card-lost", "food-premises", "work-permit", "electricity-new"):
        page.goto(f"/services/{guide}/")
        answered, bottom = page.evaluate(FIRST_SCREEN)
        assert answered == ["ขอได้โดย", "ใช้เวลาไม่เกิน", "ค่าธรรมเนียม", "ขอได้ที่", "ต้องเตรียม"]
        assert bottom <= SIZES["phone"][1], guide


def focus_on(page: Page, selector: str, most: int = 60) -> None:
    """Press Tab until what the selector names has the focus, which must then be visible."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            style = page.evaluate(
                "() => { const s = getComputedStyle(document.activeElement);"
                " return [s.outlineStyle, s.outlineWidth, s.boxShadow] }"
            )
            assert (style[0] != "none" and style[1] != "0px") or style[2] != "none", style
            return
    pytest.fail(f"Tab does not reach {selector}")


def test_a_citizen_finds_a_guide_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/")
    focus_on(page, "#home-search")
    page.keyboard.type("บัตรหาย")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")

    focus_on(page, "ol.results a")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{GUIDE}")

    focus_on(page, "ul.checklist input")
    page.keyboard.press("Space")
    expect(page.locator("ul.checklist input").first).to_be_checked()


def test_the_language_switch_leads_there_and_back(page: Page) -> None:
    page.goto(GUIDE)
    assert page.locator("html").get_attribute("lang") == "th"

    page.get_by_role("link", name="English", exact=True).click()
    page.wait_for_url(f"**/en{GUIDE}")
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.get_by_role("region", name="Documents to bring")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name="ไทย", exact=True).click()
    page.wait_for_url(lambda url: url.endswith(GUIDE) and "/en/" not in url)
    assert page.locator("html").get_attribute("lang") == "th"


@pytest.mark.parametrize(("address", "language"), [("/no-such-page/", "th"), ("/en/services/none/", "en")])
def test_a_missing_page_says_so_and_offers_a_search(
    context: BrowserContext, address: str, language: str
) -> None:
    page = context.new_page()  # not a watched one: the browser itself reports the 404 in the console
    response = page.goto(address)
    assert response is not None
    assert response.status == 404
    assert page.locator("html").get_attribute("lang") == language
    expect(page.locator("#lost-search")).to_be_visible()
    assert_accessible(page)


def test_a_guide_prints_without_the_frame_of_the_site(page: Page) -> None:
    page.goto(GUIDE)
    page.set_viewport_size({"width": 673, "height": 980})  # A4 within its margins, at 96 dots an inch
    page.emulate_media(media="print")

    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    for gone in (".nav", ".footer", ".masthead__search", ".masthead__tools", ".buttons"):
        expect(page.locator(gone).first).to_be_hidden()
    for kept in ("เอกสารที่ต้องเตรียม", "ขั้นตอนและระยะเวลา", "ช่องทางการให้บริการ"):
        expect(page.get_by_role("region", name=kept)).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


@pytest.mark.parametrize("size", ["desktop"], indirect=True)
@pytest.mark.parametrize(("address", "own"), [(GUIDELINE, 0), (f"{GUIDELINE}mot/", 1)])
def test_a_guideline_prints_whole_with_its_edition_first(
    page: Page, size: str, address: str, own: int
) -> None:
    page.goto(address)
    numbers = [text.partition(".")[0] for text in page.locator(".provenance > h2").all_inner_texts()]
    assert numbers == [str(number) for number in range(1, 17 + own)]

    sheets = on_paper(page)
    said = re.findall(r"(MG-\d\d|MOT-\d\d) ·", "".join(sheets))
    assert len(said) == len(set(said)) == len(numbers)
    first, _sections, _rest = sheets[0].partition("MG-01")
    assert re.search(r"\b1\b", first), "which edition this is"
    for sheet in sheets:
        assert not re.search(r"M(G|OT)-\d\d ·[^\n]*\s*$", sheet), "a heading at the foot of a sheet"
    assert "PDF" not in "".join(sheets)


@pytest.mark.parametrize("address", ["/services/", "/centres/", "/circulars/"])
def test_filters_are_folded_away_on_a_phone_and_open_at_a_desk(page: Page, size: str, address: str) -> None:
    page.goto(address)
    group = page.locator(".facets__group").first
    first = page.locator("ul.items a").first.bounding_box()
    assert first is not None

    if size == "phone":
        expect(group).to_be_hidden()
        assert first["y"] < 1.5 * 844
        page.locator(".filters > summary").click()
    expect(group).to_be_visible()
    assert_accessible(page)
