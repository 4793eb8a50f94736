"""The journeys that Ruam is made for, each as a person takes it, on a phone and at a desk.

None rests on what another one leaves: each begins at the front door.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import (
    LEFT_OUT,
    ROOT,
    Server,
    assert_accessible,
    assert_screen_accessible,
    new_context,
    open_menu,
    picture,
    sign_in_as,
    watched,
)

LETTER_1 = ROOT / "site" / "demo" / "data" / "letters" / LEFT_OUT
SUBJECT_OF_LETTER_1 = "รายงานผลการดำเนินโครงการจัดตั้งศูนย์บริการร่วม"
LETTER_2 = "/circulars/nr-1205-85-2547/"
GUIDELINE = "แนวทางการจัดตั้งศูนย์บริการร่วม"

REPORTS = re.compile("^(รายงาน|Reports)$")
"""Wagtail's own menu, which its Thai translation leaves in English."""

SignIn = Callable[[str], None]


def search_from_home(page: Page, text: str) -> Locator:
    """Type into the home page's search box; gives the list of results."""
    page.goto("/")
    box = page.locator("#home-search")
    box.fill(text)
    box.press("Enter")
    page.wait_for_url("**/search/**")
    return page.locator("ol.results").get_by_role("listitem")


def test_a_citizen_finds_a_guide_by_everyday_words(page: Page, size: str) -> None:
    page.goto("/")
    assert_accessible(page)
    picture(page, "home", size)

    results = search_from_home(page, "บัตรหาย")
    found = results.first.get_by_role("link")
    expect(found).to_contain_text("บัตรประจำตัวประชาชน")
    assert_accessible(page)
    picture(page, "citizen-results", size)

    found.click()
    page.wait_for_url("**/services/id-card-lost/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("บัตรประจำตัวประชาชน")
    facts = page.locator("dl.facts").first
    for label in ("ขอได้ที่", "ใช้เวลาไม่เกิน", "ค่าธรรมเนียม", "ต้องเตรียม"):
        expect(facts.get_by_text(label, exact=True)).to_be_visible()
    documents = page.get_by_role("region", name="เอกสารที่ต้องเตรียม")
    expect(documents.get_by_role("checkbox").first).to_be_visible()
    expect(page.get_by_role("region", name="ค่าธรรมเนียม", exact=True)).to_contain_text("บาท")
    expect(page.get_by_role("region", name="ช่องทางการให้บริการ")).to_contain_text("อำเภอ")
    assert_accessible(page)
    picture(page, "citizen-guide", size)


@pytest.mark.parametrize("spelling", ["นร 1205/85", "๑๒๐๕/๘๕", "นร๑๒๐๕ / ๘๕", "ที่ นร 1205/85"])
def test_staff_find_a_letter_by_number(page: Page, size: str, spelling: str) -> None:
    results = search_from_home(page, spelling)
    expect(results.first.get_by_role("link")).to_have_attribute("href", LETTER_2)

    results.first.get_by_role("link").click()
    page.wait_for_url(f"**{LETTER_2}")
    expect(page.get_by_role("article", name="ข้อความของหนังสือ")).to_contain_text("๒๔ ธันวาคม ๒๕๔๗")
    assert_accessible(page)
    if spelling == "๑๒๐๕/๘๕":
        picture(page, "staff-letter", size)


def test_staff_see_what_cites_a_letter(page: Page) -> None:
    results = search_from_home(page, "นร 0505/ว118")
    results.first.get_by_role("link").click()
    page.wait_for_url("**/circulars/nr-0505-w118-2566/")

    citing = page.get_by_role("region", name="หนังสือที่อ้างถึงฉบับนี้").get_by_role("link").first
    citing.click()
    page.wait_for_url("**/circulars/mt-0309-2-w1234-2566/")
    cited = page.get_by_role("article", name="ข้อความของหนังสือ").get_by_role("link", name=re.compile("ว ๑๑๘"))
    expect(cited.first).to_have_attribute("href", "/circulars/nr-0505-w118-2566/")
    assert_accessible(page)


def outsider_finds_letter_1(browser: Browser, server: Server, address: str) -> bool:
    """Whether somebody who is not signed in meets the letter at any of the public doors."""
    with new_context(browser, server) as stranger:
        doors = ["/circulars/", f"/search/?q={SUBJECT_OF_LETTER_1}", "/sitemap.xml", LETTER_2]
        seen = [address in stranger.request.get(door).text() for door in doors]
        answer = stranger.request.get(f"/api/search?q={SUBJECT_OF_LETTER_1}").json()
        seen.append(any(result["url"].endswith(address) for result in answer["results"]))
        opened = stranger.request.get(address).status
    assert opened == (200 if any(seen) else 404)
    assert all(seen) or not any(seen), seen
    return all(seen)


def test_a_registrar_imports_a_letter_and_publishes_it_under_verification(
    page: Page, size: str, sign_in: SignIn, browser: Browser, server: Server
) -> None:
    because = "เทียบกับทะเบียนหนังสือส่งของสำนักงาน ก.พ.ร. แล้ว เลขที่ของต้นเรื่องถูกต้อง"
    verifying = "กำลังตรวจเลขที่และวันที่กับต้นฉบับที่สำนักเลขาธิการคณะรัฐมนตรี"
    sign_in("demo-registrar")
    open_menu(page, "หนังสือ", "นำเข้าหนังสือ")
    page.get_by_label("แฟ้มหนังสือ").set_input_files(LETTER_1)
    assert_screen_accessible(page)
    page.get_by_role("button", name="นำเข้า", exact=True).click()
    row = page.get_by_role("region", name="ผลการนำเข้า").get_by_role("row", name=LEFT_OUT)
    expect(row).to_contain_text("เก็บไว้ รอนายทะเบียนตรวจ")

    row.get_by_role("link", name=SUBJECT_OF_LETTER_1).click()
    expect(page.get_by_role("region", name="ข้อความตามต้นฉบับ").last).to_contain_text("๓๐ ธันวาคม ๒๕๕๗")
    doubts = page.locator(".letter-review__flag")
    before = doubts.count()
    assert before >= 5
    assert_screen_accessible(page)
    picture(page, "registrar-review", size)
    address = "/circulars/acc-1/"
    assert not outsider_finds_letter_1(browser, server, address)

    doubt = page.get_by_role("region", name=re.compile("^เลขที่ที่อ้างไม่ตรงกับต้นเรื่อง"))
    expect(doubt).to_contain_text("นร 1205/85")
    doubt.get_by_label("เหตุผลของการวินิจฉัย").fill(because)
    doubt.get_by_role("button", name="วินิจฉัยแล้ว").click()
    expect(page.get_by_text("บันทึกการวินิจฉัยแล้ว")).to_be_visible()
    expect(doubts).to_have_count(before - 1)
    expect(page.get_by_text(because)).to_be_visible()
    assert not outsider_finds_letter_1(browser, server, address)

    page.get_by_label("บอกผู้อ่านว่ากำลังตรวจสอบอะไร").fill(verifying)
    page.get_by_role("button", name="เผยแพร่ระหว่างตรวจสอบ").click()
    expect(page.get_by_text("เผยแพร่ระหว่างตรวจสอบแล้ว")).to_be_visible()

    page.get_by_role("link", name="ดูหน้าเว็บ").click()
    page.wait_for_url(f"**{address}")
    notice = page.get_by_role("note").filter(has_text="หนังสือนี้เผยแพร่ระหว่างตรวจสอบ")
    expect(notice).to_contain_text(verifying)
    expect(notice).to_contain_text("อ่านเลขที่หนังสือไม่ได้")
    expect(notice).not_to_contain_text("เลขที่ที่อ้างไม่ตรงกับต้นเรื่อง")
    enclosed = page.get_by_role("article", name="ข้อความของหนังสือ")
    expect(enclosed.get_by_role("link", name=re.compile("ก.พ.ร."))).to_have_attribute("href", LETTER_2)
    assert_accessible(page)
    picture(page, "registrar-public", size)
    web = page.get_by_role("region", name="หนังสือที่เกี่ยวข้องกัน")
    expect(web.get_by_role("link", name=re.compile("นร ๑๒๐๕.๘๕"))).to_have_attribute("href", LETTER_2)
    web.evaluate("section => section.scrollIntoView({behavior: 'instant'})")
    picture(page, "registrar-web", size)
    assert outsider_finds_letter_1(browser, server, address)


def adapt_section(page: Page, section: str, addition: str, reason: str) -> None:
    """Go on after the last paragraph of a section of the model, and say why."""
    page.get_by_role("link", name=re.compile(f"^{section}")).click()
    page.get_by_role("radio", name=re.compile("^ปรับจากต้นแบบ")).check()
    paragraph = page.locator("[contenteditable=true]:visible").last
    paragraph.click()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.type(addition)
    expect(paragraph).to_contain_text(addition)
    page.get_by_label("เหตุผล", exact=True).fill(reason)


def fill_blank(page: Page, section: str, label: str, text: str) -> None:
    """Fill in what the organisation has to say in a section, and leave its words as they are."""
    page.get_by_role("link", name=re.compile(f"^{section}")).click()
    page.get_by_label(label, exact=True).fill(text)
    save_section(page, section)


def save_section(page: Page, section: str) -> None:
    page.get_by_role("button", name="บันทึก", exact=True).click()
    expect(page.get_by_text(f"บันทึกหมวด {section} แล้ว")).to_be_visible()


def state_on_the_monitors_list(browser: Browser, server: Server, size: str) -> str:
    """What the monitor, at a browser of their own, reads in the row of the ministry; empty if it has none."""
    with new_context(browser, server, size) as context, watched(context) as page:
        sign_in_as(page, server, "demo-monitor")
        open_menu(page, REPORTS, "การปรับใช้แนวทางของหน่วยงาน")
        expect(page.get_by_role("row", name="กรุงเทพมหานคร")).to_be_visible()
        assert_screen_accessible(page)
        row = page.get_by_role("row", name="กระทรวงยุติธรรม")
        if not row.count():
            return ""
        picture(page, "monitor-list", size)
        return row.inner_text()


def test_a_ministry_adapts_the_guideline_and_the_monitor_sees_it(
    page: Page, size: str, sign_in: SignIn, browser: Browser, server: Server
) -> None:
    assert state_on_the_monitors_list(browser, server, size) == ""

    sign_in("demo-editor-moj")
    open_menu(page, "ปรับใช้แนวทาง")
    start = page.get_by_role("button", name=re.compile("^เริ่มปรับใช้"))
    expect(start).to_be_in_viewport(ratio=1)
    assert_screen_accessible(page)
    start.click()
    expect(page.get_by_role("heading", name=f"{GUIDELINE} ฉบับกระทรวงยุติธรรม")).to_be_visible()
    expect(page.get_by_role("button", name="ส่งให้สอบทาน")).to_have_count(0)
    assert_screen_accessible(page)

    adapt_section(
        page,
        "MG-02",
        " กระทรวงยุติธรรมตั้งเป้าให้คำปรึกษากฎหมายเบื้องต้นแล้วเสร็จในวันที่มาติดต่อ",
        "ประชาชนที่มาขอความช่วยเหลือทางกฎหมายต้องรู้ผลเร็ว เพราะมีกำหนดเวลาทางคดี",
    )
    page.get_by_label("ภารกิจ", exact=True).fill("อำนวยความยุติธรรมและช่วยเหลือทางกฎหมายแก่ประชาชน")
    assert_screen_accessible(page)
    picture(page, "editor-section", size)
    save_section(page, "MG-02")
    adapt_section(
        page,
        "MG-06",
        " สำนักงานยุติธรรมจังหวัดทุกแห่งเป็นจุดบริการด้วย",
        "สำนักงานยุติธรรมจังหวัดอยู่ใกล้ศาล ซึ่งผู้มีคดีต้องไปอยู่แล้ว",
    )
    page.get_by_label("ที่ตั้งและเวลาเปิดทำการ", exact=True).fill("สำนักงานยุติธรรมจังหวัด วันจันทร์–ศุกร์ 08.30–16.30 น.")
    save_section(page, "MG-06")
    fill_blank(page, "MG-05", "รายการงานบริการ", "ขอรับเงินจากกองทุนยุติธรรม (รับเรื่องส่งต่อ)")
    fill_blank(page, "MG-09", "คำสั่งมอบอำนาจ", "รับคำขอกองทุนยุติธรรม – ปลัดกระทรวงมอบให้ยุติธรรมจังหวัด")
    fill_blank(page, "MG-15", "รอบการรายงาน", "ทุกหกเดือน ภายในวันที่ 15 ของเดือนถัดไป")
    page.get_by_role("button", name=re.compile("^ใช้ตามต้นแบบทั้ง 11 หมวด")).click()
    expect(page.get_by_text("ยืนยันใช้ตามต้นแบบ 11 หมวด")).to_be_visible()
    picture(page, "editor-overview", size)

    page.get_by_role("button", name="ส่งให้สอบทาน").click()
    expect(page.get_by_text("ส่งให้ผู้สอบทานแล้ว")).to_be_visible()
    expect(page.get_by_role("button", name="ส่งให้สอบทาน")).to_have_count(0)

    assert "อยู่ระหว่างสอบทาน" in state_on_the_monitors_list(browser, server, size)
    with new_context(browser, server, size) as stranger:
        assert stranger.request.get("/guidelines/joint-service-centre/moj/").status == 404
