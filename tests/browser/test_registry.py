"""A registrar imports a ZIP of mixed files, decides, publishes and sends; three organisations answer."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import (
    PATIENCE,
    Server,
    assert_screen_accessible,
    new_context,
    open_menu,
    picture,
    sign_in_as,
    watched,
)

SUBJECT = "การรายงานผลการให้บริการที่จุดเดียว"
LETTER = f"""ด่วนมาก
ที่ นร 1205/ว 777

สำนักงาน ก.พ.ร.
ถนนพิษณุโลก กทม. 10300

15 มีนาคม 2567

เรื่อง {SUBJECT}

เรียน ปลัดกระทรวงคมนาคม
      ปลัดกระทรวงมหาดไทย
      ปลัดกระทรวงสาธารณสุข
      ปลัดกระทรวงยุติธรรม

อ้างถึง หนังสือสำนักงาน ก.พ.ร. ที่ นร 1205/ว 700 ลงวันที่ 31 กุมภาพันธ์ 2566

ด้วยสำนักงาน ก.พ.ร. ขอให้ส่วนราชการรายงานผลการให้บริการที่จุดเดียว

จึงเรียนมาเพื่อโปรดพิจารณาดำเนินการ

ขอแสดงความนับถือ

(นายสมมติ ทดสอบ)
เลขาธิการ ก.พ.ร.

กองกลาง
โทร. 0 2000 1111
"""
ANSWERING = ("mot", "moi", "moph")


def archive(place: Path) -> Path:
    """A letter with a doubt, a sound one of the same day, a broken PDF."""
    sound = LETTER.replace("ว 777", "ว 778").replace(SUBJECT, "การส่งแบบรายงาน")
    sound = re.sub(r"อ้างถึง.*\n\n", "", sound)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as entries:
        entries.writestr("1.txt", LETTER)
        entries.writestr("2.txt", sound.encode("cp874"))
        entries.writestr("3.pdf", b"%PDF-1.7 broken")
    place.write_bytes(packed.getvalue())
    return place


def acknowledge(browser: Browser, server: Server, size: str, organisation: str) -> None:
    """The people of an organisation open their inbox and take note."""
    with new_context(browser, server, size) as context, watched(context) as page:
        sign_in_as(page, server, f"demo-editor-{organisation}")
        open_menu(page, "กล่องหนังสือเข้า")
        page.get_by_role("link", name=SUBJECT).first.click()
        page.get_by_role("button", name="รับทราบ", exact=True).click()
        expect(page.get_by_text("บันทึกการรับทราบแล้ว")).to_be_visible()
        if organisation == ANSWERING[0]:
            assert_screen_accessible(page)


def resolve_by_keys(page: Page, title: str, words: str, reason: str) -> None:
    """Go to a doubt, whose words light up in the text, and resolve it, all by keys."""
    doubt = page.get_by_role("region", name=re.compile(f"^{title}"))
    heading, box = doubt.get_by_role("heading"), doubt.get_by_label("เหตุผลของการวินิจฉัย")
    expect(heading).to_be_visible()
    page.wait_for_load_state()  # keys are heard from then on
    for _ in range(page.locator("[data-doubt]").count()):
        page.keyboard.press("j")
        if heading.evaluate("heading => heading === document.activeElement"):
            break
    expect(heading).to_be_focused()
    expect(page.locator(".letter-review__lit").first).to_contain_text(words)
    page.keyboard.press("r")
    expect(box).to_be_focused()
    page.keyboard.type(reason)
    page.keyboard.press("Escape")
    expect(heading).to_be_focused()
    expect(box).to_have_value(reason)
    page.keyboard.press("r")
    page.keyboard.press("ControlOrMeta+Enter")


def test_a_zip_is_imported_decided_published_sent_acknowledged_and_reminded(
    page: Page,
    size: str,
    sign_in: Callable[[str], None],
    browser: Browser,
    server: Server,
    tmp_path: Path,
) -> None:
    sign_in("demo-registrar")
    open_menu(page, "หนังสือ", "นำเข้าหนังสือ")
    expect(page.get_by_text("ลากแฟ้ม โฟลเดอร์ หรือ ZIP มาวางที่นี่")).to_be_visible()
    page.get_by_label("แฟ้มหนังสือ").set_input_files(archive(tmp_path / "หนังสือ.zip"))
    page.get_by_role("button", name="นำเข้า", exact=True).click()
    page.wait_for_url("**/admin/circulars/runs/*/")
    expect(page.get_by_text("นำเข้าเสร็จแล้ว")).to_be_visible(timeout=3 * PATIENCE)
    report = page.get_by_role("region", name="ผลการนำเข้า")
    expect(report.get_by_role("row", name="1.txt")).to_contain_text("เก็บไว้ รอนายทะเบียนตรวจ")
    expect(report.get_by_role("row", name="2.txt")).to_contain_text("นำเข้าและเผยแพร่แล้ว")
    expect(report.get_by_role("row", name="3.pdf")).to_contain_text("ชำรุด")
    assert_screen_accessible(page)
    picture(page, "registrar-import", size)

    report.get_by_role("link", name=re.compile(SUBJECT)).click()
    resolve_by_keys(page, "วันที่ไม่มีจริง", "31 กุมภาพันธ์", "ต้นเรื่องพิมพ์วันที่ผิด ตรวจกับทะเบียนหนังสือส่งแล้ว")
    expect(page.get_by_text("บันทึกการวินิจฉัยแล้ว")).to_be_visible()
    page.get_by_role("button", name="เผยแพร่", exact=True).press("Enter")
    expect(page.get_by_role("link", name="ดูหน้าเว็บ")).to_be_visible()

    page.get_by_role("link", name="การส่งและการรับทราบ").first.click()
    page.get_by_role("button", name="ส่งถึง 4 หน่วยงาน").click()
    expect(page.get_by_text("ส่งถึง 4 หน่วยงานแล้ว")).to_be_visible()
    distribution = page.url
    for organisation in ANSWERING:
        acknowledge(browser, server, size, organisation)

    page.goto(distribution)
    expect(page.get_by_text("รับทราบแล้ว 3 จาก 4 หน่วยงาน")).to_be_visible()
    expect(page.get_by_role("row", name="กระทรวงยุติธรรม")).to_contain_text("รอรับทราบ")
    assert_screen_accessible(page)
    picture(page, "registrar-distribution", size)
    page.get_by_role("button", name="เตือนผู้ที่ยังไม่รับทราบ").click()
    expect(page.get_by_text("หน่วยงานแล้ว").first).to_be_visible()
    open_menu(page, "หนังสือ", "ติดตามการรับทราบ")
    expect(page.get_by_role("row", name="กระทรวงยุติธรรม").filter(has_text=SUBJECT)).to_be_visible()


EXCEPTED = "ผู้ว่าราชการจังหวัดทุกจังหวัด ยกเว้นจังหวัดที่ประสบภัยสมมติ"


def two_readings(place: Path) -> Path:
    """A letter to a group with an exception that names nobody, and the same letter with other words."""
    letter = re.sub(r"เรียน .*?\n\n", f"เรียน {EXCEPTED}\n\n", LETTER, flags=re.S)
    letter = (
        re.sub(r"อ้างถึง.*\n\n", "", letter).replace("ว 777", "ว 779").replace(SUBJECT, "การเปิดศูนย์ของจังหวัด")
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as entries:
        entries.writestr("1.txt", letter)
        entries.writestr("2.txt", letter.replace("เพื่อโปรดพิจารณาดำเนินการ", "เพื่อโปรดพิจารณาและรายงานผล"))
    place.write_bytes(packed.getvalue())
    return place


def test_other_words_and_a_group_with_an_exception_wait_for_the_registrar(
    page: Page, size: str, sign_in: Callable[[str], None], tmp_path: Path
) -> None:
    sign_in("demo-registrar")
    page.goto("/admin/circulars/upload/")
    page.get_by_label("แฟ้มหนังสือ").set_input_files(two_readings(tmp_path / "สองฉบับ.zip"))
    page.get_by_role("button", name="นำเข้า", exact=True).click()
    page.wait_for_url("**/admin/circulars/runs/*/")
    expect(page.get_by_text("นำเข้าเสร็จแล้ว")).to_be_visible(timeout=3 * PATIENCE)
    open_menu(page, "หนังสือ", "คิวตรวจหนังสือ")
    page.get_by_role("link", name="การเปิดศูนย์ของจังหวัด").click()

    page.get_by_role("link", name="เทียบและตัดสิน").click()
    expect(page.locator("main ins").filter(has_text="รายงานผล")).to_be_visible()
    assert_screen_accessible(page)
    page.get_by_role("button", name="รับข้อความที่เสนอแทน").click()  # without a reason the browser stops it
    page.get_by_label("เหตุผล").fill("ต้นเรื่องส่งฉบับแก้คำผิดมาแทน")
    page.get_by_role("button", name="รับข้อความที่เสนอแทน").click()
    expect(page.get_by_text("บันทึกแล้ว", exact=False).first).to_be_visible()
    expect(page.get_by_role("link", name="เทียบและตัดสิน")).to_have_count(0)
    public = page.get_by_role("link", name="ดูหน้าเว็บ").get_attribute("href") or ""

    page.get_by_role("link", name="การส่งและการรับทราบ").first.click()
    group = page.get_by_role("region", name=EXCEPTED)
    expect(group.get_by_text("ยกเว้นจังหวัดที่ประสบภัยสมมติ", exact=True)).to_be_visible()
    assert_screen_accessible(page)
    for box in group.get_by_role("checkbox").all()[2:]:
        box.uncheck()
    group.get_by_role("button", name="ส่งถึงหน่วยงานที่เลือก").click()
    expect(page.get_by_text("ส่งถึง 2 หน่วยงานแล้ว")).to_be_visible()
    expect(page.get_by_text("รับทราบแล้ว 0 จาก 2 หน่วยงาน")).to_be_visible()
    page.goto(public)
    expect(page.get_by_text("ต้นเรื่องส่งฉบับแก้คำผิดมาแทน")).to_be_visible()
