"""Papers: Thai set properly, text taken as data, bytes that repeat, and no cell that runs as a formula."""

from __future__ import annotations

import io
import itertools
import shutil
import subprocess

import pytest
from docx import Document
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from core.papers import (
    Bar,
    Chart,
    Heading,
    Letter,
    Listing,
    NewPage,
    Paper,
    Paragraph,
    Run,
    Sheet,
    Table,
    from_html,
    to_csv,
    to_docx,
    to_pdf,
    to_xlsx,
)
from core.papers.wrapping import pieces

LETTER = Letter(
    number="",
    issuer=("สำนักงานตัวอย่าง", "ถนนตัวอย่าง กทม. 10300"),
    date="24 ธันวาคม 2567",
    subject="รายงานผล",
    to="เลขาธิการคณะรัฐมนตรี",
    references=("หนังสือที่หนึ่ง", "หนังสือที่สอง"),
    enclosures=("รายงาน จำนวน 1 ชุด",),
    body=(Paragraph("ตามที่ได้มีมติเป็นระยะ ๆ เพื่ออำนวยความสะดวก นั้น", "body"),),
    signatory=("(ชื่อ)", "ตำแหน่ง"),
    owner=("กองตัวอย่าง",),
)
PAPER = Paper(
    "รายงานตัวอย่าง",
    (
        Heading("ข้อ 1 น้ำ ที่ ปี่ ญู่"),
        *from_html("<p>#set *x* \\ $y$ <b>หนา</b></p><ol><li>ก<ul><li>ข</li></ul></li></ol>"),
        Chart("แผนภูมิ", (Bar("เผยแพร่แล้ว", 2, "2 แห่ง"), Bar("ยังไม่เริ่ม", 0, "0 แห่ง"))),
        NewPage(landscape=True),
        Table(
            "ตาราง", ("หน่วยงาน", "จำนวน"), (("ก", "12"), ("รวม", "12")), numbers=frozenset({1}), total=True
        ),
        Paragraph((Run("รหัส A1", literal=True),)),
    ),
    letter=LETTER,
)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return to_pdf(PAPER)


def text_of(pdf: bytes) -> str:
    return subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def test_a_pdf_says_what_the_paper_says_in_thai_digits(pdf: bytes) -> None:
    assert shutil.which("pdftotext"), "scripts/setup-machine installs it"
    text = text_of(pdf)
    for part in (
        "เรื่อง",
        "อ้างถึง",
        "ขอแสดงความนับถือ",
        "๒๔ ธันวาคม ๒๕๖๗",
        "ข้อ ๑ น้ำ ที่ ปี่ ญู่",
        "๑๒",
        "A1",
    ):
        assert part in text
    assert "#set *x* \\ $y$" in text, "text is data, never markup"
    assert "\u200b" not in text


def test_the_same_paper_gives_the_same_bytes(pdf: bytes) -> None:
    assert to_pdf(PAPER) == pdf
    assert to_docx(PAPER) == to_docx(PAPER)


def test_a_docx_has_real_headings_tables_and_thai_type() -> None:
    file = Document(io.BytesIO(to_docx(PAPER)))
    assert [p.text for p in file.paragraphs if p.style and p.style.name == "Heading 1"] == ["ข้อ ๑ น้ำ ที่ ปี่ ญู่"]
    assert [[cell.text for cell in row.cells] for row in file.tables[0].rows][1:] == [
        ["ก", "๑๒"],
        ["รวม", "๑๒"],
    ]
    assert file.styles["Normal"].font.name == "Sarabun"
    assert file.core_properties.title == "รายงานตัวอย่าง"
    assert len(file.inline_shapes) == 1
    assert (file.sections[-1].page_width or 0) > (file.sections[-1].page_height or 0)


@pytest.mark.parametrize("filling", [32, 33, 34, 35, 36, 37])
def test_a_heading_and_the_note_below_it_stand_with_their_text(filling: int) -> None:
    """However full the page is above them."""
    lines = [Paragraph(f"บรรทัดที่ {number}") for number in range(filling)]
    text = [Paragraph(" ".join(["ข้อความของหมวดนี้ยาวกว่าหนึ่งบรรทัด"] * 8))]
    paper = Paper("แนวทาง", (*lines, Heading("หัวข้อของหมวด"), Paragraph("หมายเหตุของหมวด", "note"), *text))
    [page] = [each for each in text_of(to_pdf(paper)).split("\f") if "หัวข้อของหมวด" in each]
    assert "หมายเหตุของหมวด" in page
    assert "ข้อความของหมวดนี้" in page
    notes = [
        each for each in Document(io.BytesIO(to_docx(paper))).paragraphs if each.text == "หมายเหตุของหมวด"
    ]
    assert [each.paragraph_format.keep_with_next for each in notes] == [True]


def test_a_line_ends_between_words_and_never_before_a_mark() -> None:
    text = "เพื่ออำนวยความสะดวกแก่ประชาชน (กระทรวง กรม) เป็นระยะ ๆ ฯลฯ"
    assert "อำนวยความสะดวก" in pieces(text)
    assert "(กระทรวง" in "".join(f"|{piece}" for piece in pieces(text)).split("|")
    assert "ระยะ ๆ" not in pieces(text)


@given(st.text(alphabet="กขคงนยเแาำะีิ่้็์ๆฯ ()1๑aB.\n\u200b", max_size=40))
@settings(max_examples=300, deadline=None)
def test_pieces_lose_nothing(text: str) -> None:
    found = pieces(text)
    assert "".join(found) == text
    for before, piece in itertools.pairwise(found):
        if not before.isspace():
            assert piece[0] not in "ะาำๆฯ", (before, piece)
            assert not "\u0e31" <= piece[0] <= "\u0e3a", (before, piece)


def test_rich_text_keeps_lists_links_and_markings_and_drops_scripts() -> None:
    blocks = from_html(
        "<h3>หัว</h3><p>ก <a href='/x/'>ข</a><a href='javascript:alert(1)'>ค</a><ins>ง</ins></p>"
        "<script>alert(1)</script><ul><li>หนึ่ง<ol><li>ย่อย</li></ol></li><li>สอง</li></ul>",
        base_url="https://example.go.th",
    )
    heading, paragraph, listing = blocks
    assert isinstance(heading, Heading)
    assert heading.level == 2
    assert isinstance(paragraph, Paragraph)
    assert isinstance(paragraph.text, tuple)
    assert [(r.text, r.url, r.marking) for r in paragraph.text] == [
        ("ก ", "", ""),
        ("ข", "https://example.go.th/x/", ""),
        ("ค", "", ""),
        ("ง", "", "inserted"),
    ]
    assert isinstance(listing, Listing)
    assert listing.items[0].lists[0].ordered
    assert len(listing.items) == 2


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(), min_size=1, max_size=6))
@example("\ud800")
@example("\x00")
def test_no_character_keeps_a_paper_from_being_made(text: str) -> None:
    words = f"ก{text}ข"
    paper = Paper(
        words,
        (
            Heading(words),
            Paragraph((Run(words, url="https://example.go.th/"), Run(words, literal=True))),
            Table(words, (words,), ((words,),)),
            Chart(words, (Bar(words, 1, words),)),
        ),
        author=words,
        footer=words,
    )

    assert to_docx(paper).startswith(b"PK")
    assert to_pdf(paper).startswith(b"%PDF")
    assert to_xlsx([Sheet(words, (words,), ((words,),))]).startswith(b"PK")


def test_what_no_typeface_has_is_seen_to_be_missing_and_the_rest_is_there() -> None:
    paper = Paper("ก", (Paragraph("ดี\uf70a😀มาก ✓ 5 ㎏ บรรทัด\x0bใหม่\x01"),))
    read = text_of(to_pdf(paper))
    assert "ดี่□มาก" in "".join(read.split())
    assert "✓" in read
    assert "๕ kg" in read
    assert "\nใหม่" in read
    document = Document(io.BytesIO(to_docx(paper)))
    assert "ดี\uf70a😀มาก ✓ ๕ ㎏ บรรทัด\nใหม่\ufffd" in [each.text for each in document.paragraphs]


def test_a_table_whose_rows_do_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="columns"):
        Table("ตาราง", ("ก", "ข"), (("1",),))


HOSTILE = ("=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1", " =1+1", "＝1+1")


def test_no_cell_is_a_formula() -> None:
    sheet = Sheet("ชื่อ: [ยาว]/" + "ก" * 40, ("หัว",), tuple((each,) for each in HOSTILE))
    lines = to_csv(sheet).decode("utf-8-sig").split("\r\n")[1:-1]
    assert len(lines) == len(HOSTILE)
    assert all(line.lstrip('"').startswith("'") for line in lines)
    page = load_workbook(io.BytesIO(to_xlsx([sheet, sheet]))).worksheets[1]
    assert [row[0].data_type for row in page.iter_rows(min_row=2)] == ["s"] * len(HOSTILE)
    assert page["A2"].value == "=1+1"


def test_the_same_data_gives_the_same_bytes() -> None:
    sheet = Sheet("ข้อมูล", ("ก", "ข"), (("กระทรวง", 1.5), ("", None)))
    assert to_xlsx([sheet]) == to_xlsx([sheet])
    assert to_csv(sheet) == to_csv(sheet)
