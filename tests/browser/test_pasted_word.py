"""What a ministry pastes from Word becomes plain paragraphs and lists, stored and published."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Server, new_context, open_menu, sign_in_as, watched
from tests.browser.test_journeys import save_section

PUBLIC = "/guidelines/joint-service-centre/bma/"
SECTION = "MG-08"
WORDS = (
    "สำนักงานเขตรับคำขอทุกเรื่อง",
    "ยื่นคำขอที่ช่องเดียว",
    "รอรับผลไม่เกินสามสิบนาที",
    "เรื่องที่รับ",
    "แจ้งย้ายที่อยู่",
    "ห้าวันทำการ",
    "ผู้อำนวยการเขตลงนามแทน",
)
TRACES = (
    *(
        "mso",
        "Mso",
        "o:p",
        "<script",
        "alert",
        "<style",
        "@font-face",
        "TH Sarabun",
        "<table",
        "<xml",
    ),
    *("<!--", "[if", "javascript:", "onmouseover"),
)
"""What Word, or an attacker by way of the clipboard, sends along."""
CLIPBOARD = f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- @font-face {{font-family:"TH SarabunPSK"; mso-font-charset:222;}}
p.MsoNormal {{margin:0cm; mso-style-qformat:yes; font-family:"TH SarabunPSK",sans-serif;}} --></style></head>
<body lang=TH style='tab-interval:36.0pt;word-wrap:break-word'><!--StartFragment-->
<script>alert("mso")</script>
<p class=MsoNormal style='text-indent:72.0pt;mso-layout-grid-align:none'><b><span lang=TH
style='font-size:16.0pt;font-family:"TH SarabunPSK",sans-serif;mso-ansi-language:TH'>{WORDS[0]}</span></b>
<span style='mso-spacerun:yes'> </span><i><span lang=TH>วันเดียวกัน</span></i><o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;</span></span><![endif]><span
lang=TH>{WORDS[1]}</span><o:p></o:p></p>
<ul style='margin-top:0cm' type=disc><li class=MsoNormal style='mso-list:l1 level1 lfo2'><span
lang=TH onmouseover="alert(1)">{WORDS[2]}</span><o:p></o:p></li></ul>
<table class=MsoTableGrid border=1 style='border-collapse:collapse;mso-yfti-tbllook:1184'>
<tr style='mso-yfti-irow:0'><td width=301 style='mso-border-alt:solid'><p class=MsoNormal><span
lang=TH>{WORDS[3]}</span><o:p></o:p></p></td><td><p class=MsoNormal>{WORDS[4]}<o:p></o:p></p></td></tr>
<tr><td><p class=MsoNormal>{WORDS[5]}<o:p></o:p></p></td></tr></table>
<p class=MsoNormal><a href="javascript:alert(1)"><span lang=TH>{WORDS[6]}</span></a><o:p>&nbsp;</o:p></p>
<!--EndFragment--></body></html>"""
PASTE = """(field, html) => {
  const held = new DataTransfer();
  held.setData("text/html", html);
  held.setData("text/plain", new DOMParser().parseFromString(html, "text/html").body.textContent);
  field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: held, bubbles: true, cancelable: true}));
}"""


def stored(server: Server) -> list[str]:
    """The section's text in the newest draft and as it is public, as it lies in the database."""
    with closing(sqlite3.connect(f"file:{server.data / 'ruam.sqlite3'}?mode=ro", uri=True)) as database:
        drafts = database.execute("SELECT content FROM wagtailcore_revision ORDER BY id DESC LIMIT 20")
        rows = [row for (content,) in drafts for row in json.loads(content).get("decisions", [])]
        live = database.execute(
            "SELECT body FROM guidelines_sectiondecision WHERE section_id = ?", (SECTION,)
        )
        sides = ([row["body"] for row in rows if row["section_id"] == SECTION], [body for (body,) in live])
    return [next(text for text in map(text_of, side) if WORDS[0] in text) for side in sides]


def text_of(body: str) -> str:
    return "".join(block["value"] for block in json.loads(body))


@pytest.mark.parametrize("size", ["desktop"], indirect=True)
def test_words_pasted_from_word_are_whole_and_bring_nothing_along(
    browser: Browser, server: Server, size: str
) -> None:
    with new_context(browser, server, size) as context, watched(context) as page:
        sign_in_as(page, server, "demo-editor-bma")
        open_menu(page, "ปรับใช้แนวทาง")
        page.get_by_role("link", name=re.compile("^เปิด กรุงเทพมหานคร")).click()
        page.wait_for_url("**/admin/guidelines/**")
        screen = page.url
        page.get_by_role("link", name=re.compile(f"^{SECTION}")).click()
        page.get_by_role("radio", name=re.compile("^ปรับจากต้นแบบ")).check()
        paragraph = page.locator("[contenteditable=true]:visible").last
        paragraph.click()
        page.keyboard.press("ControlOrMeta+End")
        paragraph.evaluate(PASTE, CLIPBOARD)
        for words in WORDS:
            expect(paragraph).to_contain_text(words)
        page.get_by_label("เหตุผล", exact=True).fill("ใช้ถ้อยคำของระเบียบกรุงเทพมหานคร")
        save_section(page, SECTION)
        page.goto(screen)
        page.get_by_role("button", name="ส่งให้สอบทาน").click()
        expect(page.get_by_text("ส่งให้ผู้สอบทานแล้ว")).to_be_visible()

    with new_context(browser, server, size) as context, watched(context) as page:
        sign_in_as(page, server, "demo-reviewer-bma")
        page.goto(screen)
        page.get_by_role("button", name="อนุมัติและเผยแพร่").click()
        expect(page.get_by_text("อนุมัติและเผยแพร่แล้ว")).to_be_visible()

    with new_context(browser, server, size) as context, watched(context) as page:
        page.goto(PUBLIC)
        section = page.locator(f"#{SECTION.lower()}")
        published = section.inner_html()
        text = section.inner_text()
        assert [words for words in WORDS if words not in text] == []
        expect(section.locator("b, strong").filter(has_text=WORDS[0])).to_have_count(1)
        expect(section.locator("i, em").filter(has_text="วันเดียวกัน")).to_have_count(1)
        expect(section.locator("li").filter(has_text=WORDS[2])).to_have_count(1)
        expect(section.locator("p").filter(has_text=WORDS[4])).to_have_count(1)
    for text in (published, *stored(server)):
        assert [trace for trace in TRACES if trace in text] == []
    for text in stored(server):
        assert [words for words in WORDS if words not in text] == []
        assert "style=" not in text
        assert "class=" not in text
