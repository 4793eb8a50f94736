"""Citizens on their way: from a lost card to the counter that finishes it, from a question to the guide."""

from __future__ import annotations

import datetime
import re

import pypdfium2
import pytest
from playwright.sync_api import Browser, Locator, Page, Request, expect

from tests.browser.conftest import (
    Server,
    assert_accessible,
    assert_screen_accessible,
    new_context,
    picture,
    sign_in_as,
    watched,
)

IN_CHIANG_MAI = {"latitude": 18.7904, "longitude": 98.9847}
GUIDE = "/services/id-card-lost/"
TREE = "/services/questions/opening-a-shop/"


def test_from_a_lost_card_to_the_nearest_counter_that_finishes_it(
    browser: Browser, server: Server, size: str
) -> None:
    asked: list[Request] = []
    options = {"geolocation": IN_CHIANG_MAI, "permissions": ["geolocation"]}
    with new_context(browser, server, size, **options) as context, watched(context) as page:
        page.on("request", lambda request: asked.append(request))
        page.goto("/")
        page.locator("#home-search").fill("บัตรหาย")
        page.locator("#home-search").press("Enter")
        page.locator("ol.results").get_by_role("link").first.click()
        page.wait_for_url(f"**{GUIDE}")

        boxes = page.get_by_role("region", name="เอกสารที่ต้องเตรียม").get_by_role("checkbox")
        boxes.first.check()
        page.reload()
        expect(boxes.first).to_be_checked()
        page.evaluate("window.print = () => { window.asked = document.documentElement.dataset.printOnly }")
        page.get_by_role("button", name="พิมพ์เฉพาะรายการเอกสาร").press("Enter")
        assert page.evaluate("window.asked") == "checklist", "the button prints the checklist alone"
        page.evaluate("document.documentElement.dataset.printOnly = 'checklist'")
        paper = pypdfium2.PdfDocument(page.pdf(format="A4"))
        assert len(paper) == 1, "the checklist fits one sheet"
        page.evaluate("delete document.documentElement.dataset.printOnly")

        page.get_by_role("link", name="หาจุดใกล้คุณที่ทำเรื่องนี้ให้เสร็จได้").click()
        page.wait_for_url("**/centres/?service=id-card-lost&feature=complete")
        assert_accessible(page)
        page.get_by_role("button", name="ใช้ตำแหน่งของเครื่องนี้").click()
        nearest = page.locator("#centre-list ol[data-centres] > li").first
        expect(nearest.get_by_role("link")).to_have_text("ศูนย์บริการร่วมจังหวัดเชียงใหม่")
        expect(nearest).to_contain_text("กม.")
        expect(nearest).to_contain_text("เสร็จที่จุดบริการ")
        expect(page.locator("#centre-list [role=status]")).to_contain_text("ศูนย์ที่ใกล้คุณที่สุด")
        assert_accessible(page)
        picture(page, "finding-nearest", size)

        nearest.get_by_role("link").click()
        page.wait_for_url("**/centres/chiang-mai-service-link/")
        expect(page.get_by_text("1204/2567").first).to_be_visible()
        picture(page, "finding-centre", size)
    for request in asked:
        sent = f"{request.url} {request.post_data or ''} {request.headers}"
        assert not re.search(r"18\.79|98\.98", sent), sent


def test_where_the_device_keeps_its_place_to_itself_a_province_serves(
    browser: Browser, server: Server, size: str
) -> None:
    with new_context(browser, server, size, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/")
        page.get_by_label("หาศูนย์ใกล้คุณ").select_option("chiang-mai")
        page.get_by_role("button", name="แสดงศูนย์").click()
        page.wait_for_url("**/centres/?near=chiang-mai")
        expect(page.locator("#centre-list h3 a").first).to_have_text("ศูนย์บริการร่วมจังหวัดเชียงใหม่")
        expect(page.get_by_role("button", name="ใช้ตำแหน่งของเครื่องนี้")).to_be_hidden()
    with new_context(browser, server, size) as context, watched(context) as page:
        page.goto("/centres/")
        context.clear_permissions()
        page.evaluate(
            "() => { navigator.geolocation.getCurrentPosition ="
            " (ok, no) => no({code: 1, PERMISSION_DENIED: 1}) }"
        )
        page.get_by_role("button", name="ใช้ตำแหน่งของเครื่องนี้").click()
        expect(page.locator("#centre-list [role=status]")).to_contain_text("เลือกจังหวัดแทนได้")


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_from_a_district_to_its_nearest_centre_by_keyboard(
    browser: Browser, server: Server, size: str, script: bool
) -> None:
    with new_context(browser, server, size, java_script_enabled=script) as context:
        page = context.new_page()
        page.goto("/centres/")
        province = page.get_by_label("คุณอยู่จังหวัดไหน")
        district = page.get_by_label("คุณอยู่อำเภอหรือเขตไหน")
        expect(district).to_have_count(0)
        choose(page, province, "จังหวัดเชียงใหม่", script)
        page.wait_for_url("**/centres/?near=chiang-mai*")
        if script:
            expect(province).to_be_focused()
            page.keyboard.press("Tab")
            expect(district).to_be_focused()
        choose(page, district, "อำเภอหางดง", script)
        page.wait_for_url("**/centres/?near=chiang-mai&near_district=5015*")
        nearest = page.locator("#centre-list [data-centres] > li").first
        expect(nearest.get_by_role("link")).to_have_text("ศูนย์บริการร่วมจังหวัดเชียงใหม่")
        expect(nearest).to_contain_text(re.compile(r"ห่าง \d+ กม\. จากจุดกึ่งกลางอำเภอหางดง"))
        expect(page.locator("#centre-list [role=status]")).to_contain_text("ไม่มีแห่งใดอยู่ในอำเภอหางดง")
        if script:
            assert_accessible(page)
            picture(page, "finding-district", size)

        choose(page, province, "จังหวัดน่าน", script)
        page.wait_for_url("**/centres/?near=nan*")
        expect(district).to_have_value("")
        expect(district.locator("option")).to_have_count(16)
        expect(page.locator("#centre-list [role=status]")).not_to_contain_text("จุดกึ่งกลาง")
        if script:
            assert page.url.endswith("?near=nan"), "no district of another province stays in the address"
            page.go_back()
            expect(district).to_have_value("5015")
            expect(page.locator("#centre-list [role=status]")).to_contain_text("อำเภอหางดง")


def choose(page: Page, box: Locator, label: str, script: bool) -> None:
    """Without script the button shows what was chosen."""
    box.focus()
    box.select_option(label=label)
    if not script:
        page.get_by_role("button", name="แสดงผล").press("Enter")


def test_the_map_leads_to_a_province(page: Page, size: str) -> None:
    page.goto("/centres/")
    province = page.get_by_role("link", name=re.compile("^จังหวัดเชียงใหม่"))
    count = int(re.findall(r"\d+", province.get_attribute("aria-label") or "")[0])
    assert count >= 1
    province.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/centres/?province=chiang-mai")
    expect(page.locator("#centre-list h3 a")).to_have_count(count)
    page.emulate_media(color_scheme="dark")
    assert_accessible(page)
    page.locator(".map__drawing").scroll_into_view_if_needed()
    picture(page, "finding-map", size)


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_opening_a_shop_through_questions(browser: Browser, server: Server, size: str, script: bool) -> None:
    with new_context(browser, server, size, java_script_enabled=script) as context:
        page = context.new_page()
        page.goto("/")
        page.get_by_role("link", name="จะเปิดร้านหรือเริ่มกิจการ ต้องขออะไรบ้าง").click()
        page.wait_for_url(f"**{TREE}")
        expect(page.get_by_role("heading", level=1)).to_contain_text("กิจการของคุณเป็นแบบไหน")
        if script:
            assert_accessible(page)
            picture(page, "finding-question", size)

        page.get_by_role("link", name="ขายอาหารหรือเครื่องดื่ม").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("พื้นที่ร้านกว้างเท่าไร")
        page.get_by_role("link", name="ย้อนกลับไปข้อก่อน").click()
        page.wait_for_url(f"**{TREE}")
        page.get_by_role("link", name="ขายอาหารหรือเครื่องดื่ม").click()
        page.get_by_role("link", name="เกิน 200 ตารางเมตร", exact=True).click()
        page.wait_for_url(f"**{TREE}food/over-200/")
        expect(page.get_by_role("region", name="คำตอบของคุณ")).to_contain_text("ขายอาหารหรือเครื่องดื่ม")
        if script:
            assert_accessible(page)
            picture(page, "finding-answer", size)
        page.get_by_role("link", name=re.compile("สถานที่จำหน่ายอาหาร")).first.click()
        page.wait_for_url("**/services/food-premises/")
        page.goto(f"{TREE}food/over-200/")
        page.get_by_role("link", name="เปลี่ยน พื้นที่ร้านกว้างเท่าไร").click()
        page.get_by_role("link", name="ไม่แน่ใจ").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("บริการที่อาจเกี่ยวข้อง")


def test_filters_change_the_list_in_place_and_keep_the_address(page: Page, size: str) -> None:
    page.goto("/services/")
    page.evaluate("window.sameDocument = true")
    if size == "phone":
        page.locator(".filters > summary").click()
    before = page.locator("#service-list [role=status]").inner_text()
    box = page.get_by_role("checkbox", name=re.compile("^ทำออนไลน์ได้ขณะนี้"))
    box.focus()
    page.keyboard.press("Space")
    page.wait_for_url("**/services/?feature=online")
    expect(page.locator("#service-list [role=status]")).not_to_have_text(before)
    assert page.evaluate("window.sameDocument"), "the page was not loaded anew"
    assert page.evaluate("document.activeElement.value") == "online", "the keyboard stays where it was"
    expect(page.get_by_role("checkbox", name=re.compile("^ทำออนไลน์ได้ขณะนี้"))).to_be_checked()
    assert_accessible(page)

    page.go_back()
    page.wait_for_url("**/services/")
    expect(page.locator("#service-list [role=status]")).to_have_text(before)
    expect(page.get_by_role("checkbox", name=re.compile("^ทำออนไลน์ได้ขณะนี้"))).not_to_be_checked()


def test_an_administrator_revokes_an_order_and_the_badge_is_gone(
    page: Page, size: str, browser: Browser, server: Server
) -> None:
    centre = "/centres/social-development-joint-centre/"
    finished = "/centres/?service=disability-card&feature=complete"
    with new_context(browser, server, size) as context:
        reader = context.new_page()
        reader.goto(centre)
        row = reader.get_by_role("listitem").filter(has_text="การออกบัตรประจำตัวคนพิการ")
        expect(row.locator(".tag")).to_have_text("เสร็จที่จุดบริการ")
        expect(row).to_contain_text("56/2567")
        reader.goto(finished)
        expect(reader.locator(f'#centre-list h3 a[href="{centre}"]')).to_have_count(1)
        reader.goto(centre)
        row.evaluate("node => node.scrollIntoView({block: 'center', behavior: 'instant'})")
        picture(reader, "finding-badge", size)

        sign_in_as(page, server, "demo-admin")
        page.goto("/admin/snippets/services/delegation/?q=56")
        page.get_by_role("link", name="56/2567").first.click()
        today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))).date()
        page.locator("#id_revoked").fill(today.isoformat())
        calendar = page.locator(".xdsoft_datetimepicker:visible")
        expect(calendar).to_have_count(1)  # it opens a moment after the field is entered
        page.keyboard.press("Escape")
        expect(calendar).to_have_count(0)
        page.locator("#id_revoked_by").fill("คำสั่งกรมส่งเสริมและพัฒนาคุณภาพชีวิตคนพิการ ที่ 9/2569")
        assert_screen_accessible(page)
        opener = page.locator("footer .w-dropdown__toggle, footer [data-w-dropdown-target=toggle]").first
        expect(opener).to_have_attribute("aria-expanded", "false")  # its script is there
        opener.click()
        page.get_by_role("button", name=re.compile("^เผยแพร่")).first.click()
        expect(page.locator(".messages")).to_contain_text("56/2567")

        reader.goto(centre)
        expect(row.locator(".tag")).to_have_text("ยังยืนยันไม่ได้ว่าเสร็จที่จุดบริการ")
        row.evaluate("node => node.scrollIntoView({block: 'center', behavior: 'instant'})")
        picture(reader, "finding-badge-gone", size)
        reader.goto(finished)
        expect(reader.locator(f'#centre-list h3 a[href="{centre}"]')).to_have_count(0)


def test_the_search_box_suggests_while_somebody_types(page: Page, size: str, server: Server) -> None:
    page.goto("/")
    box = page.get_by_role("combobox").first
    box.press_sequentially("บัตร")
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_be_visible()
    assert_accessible(page)
    picture(page, "finding-suggestions", size)
    first = options.first.inner_text()
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_value(first)
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("บัตร")

    box.press_sequentially("ป")
    expect(options.first).to_be_visible()
    wanted = options.first.inner_text()
    options.first.click()
    page.wait_for_url("**/search/?q=*")
    expect(page.locator("#page-search")).to_have_value(wanted)

    log = (server.data / "server.log").read_text(encoding="utf-8")
    assert "GET /search/ 200" in log
    assert "q=" not in log, "what somebody searched for stands in the log"
