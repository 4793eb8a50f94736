"""Text out of files: three producers' PDFs of one known text, then that text broken in every known way."""

from __future__ import annotations

import io
import re
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.extraction import PROBLEMS, Limits, extract
from core.extraction.repair import repair
from core.extraction.scoring import plausibility
from tests.unmapped_pdf import pdf_of

SAMPLES = Path(__file__).parent / "samples"
KNOWN = (SAMPLES / "known.txt").read_text(encoding="utf-8")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LIBREOFFICE = (SAMPLES / "libreoffice.pdf").read_bytes()


def letters(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize(
    "name",
    [
        "chromium-sarabun.pdf",
        "chromium-norasi.pdf",
        "libreoffice.pdf",
        "reportlab.pdf",
        "libreoffice.docx",
        "known.txt",
    ],
)
def test_every_producer_gives_the_very_text(name: str) -> None:
    found = extract(SAMPLES / name, name)
    assert letters(found.text) == letters(KNOWN)
    assert found.score > 0.95
    assert set(found.problems) <= {"repaired"}
    kind = {"pdf": "pdfium", "docx": "docx", "txt": "text"}[name.rpartition(".")[2]]
    assert found.extractor.startswith(kind)
    # No space was invented inside a word: the few left or lost stand where the writer had one.
    assert abs(len(found.text.split()) - len(KNOWN.split())) <= 3


def test_a_sign_that_names_no_letter_is_not_left_out() -> None:
    lines = ["ที่ นร 1205/ว 779", "ด้วยส่วนราชการขอให้รายงานผล"]
    assert extract(pdf_of(lines)).text.split("\n") == lines
    assert extract(pdf_of(lines, unmapped="ว")).text.split("\n") == [
        line.replace("ว", "\ufffd") for line in lines
    ]


def test_pages_are_kept_apart() -> None:
    found = extract((SAMPLES / "reportlab.pdf").read_bytes())
    assert [letters(page) for page in found.pages] == [letters(line) for line in KNOWN.splitlines()]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp874", "tis-620"]
)
def test_text_in_any_thai_encoding(encoding: str) -> None:
    found = extract(KNOWN.replace("\n", "\r\n").encode(encoding), "หนังสือ.txt")
    assert found.text.strip() == KNOWN.strip()


def test_docx_with_table_header_text_box_deletion_and_page_break() -> None:
    w = f'xmlns:w="{W}"'
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    run = "<w:r><w:t>{}</w:t></w:r>".format
    body = (
        f"<w:p>{run('หน้าแรก')}<w:del><w:r><w:delText>ถูกลบ</w:delText></w:r></w:del></w:p>"
        f"<mc:AlternateContent><mc:Choice><w:p>{run('กล่องข้อความ')}</w:p></mc:Choice>"
        f"<mc:Fallback><w:p>{run('กล่องข้อความ')}</w:p></mc:Fallback></mc:AlternateContent>"
        '<w:p><w:pPr><w:tabs><w:tab w:pos="1"/></w:tabs></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>'
        f"<w:tbl><w:tr><w:tc><w:p>{run('ค่าธรรมเนียม')}</w:p></w:tc>"
        f"<w:tc><w:p>{run('60 บาท')}</w:p></w:tc></w:tr></w:tbl>"
    )
    found = extract(docx({"document": f"<w:document {w} {mc}><w:body>{body}</w:body></w:document>",
                          "header1": f"<w:hdr {w}><w:p>{run('ที่ นร ๐๕๐๕/ว ๑๑๘')}</w:p></w:hdr>"}))  # fmt: skip
    assert len(found.pages) == 2
    assert found.pages[0].split() == ["ที่", "นร", "๐๕๐๕/ว", "๑๑๘", "หน้าแรก", "กล่องข้อความ"]
    assert found.pages[1].split() == ["ค่าธรรมเนียม", "60", "บาท"]


def docx(parts: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in parts.items():
            archive.writestr(f"word/{name}.xml", xml)
    return file.getvalue()


DEGRADED = {
    "nikhahit lost": lambda t: t.replace("ำ", "า"),
    "sara am after a space": lambda t: re.sub(r"(?<=[ก-ฮ])ำ", " า", t),
    "sara am in halves": lambda t: t.replace("ำ", "ํา"),
    "halves, tone between": lambda t: re.sub("([่้])ำ", r"ํ\1า", t),
    "tone marks detached": lambda t: re.sub("([่้])", r" \1", t),
    "tone before vowel": lambda t: re.sub("([ิีึืุู])([่้])", r"\2\1", t),
    "marks doubled": lambda t: re.sub("([่้ิีุู])", r"\1\1", t),
    "private glyphs": lambda t: t.replace("่", "\uf70a").replace("้", "\uf70b"),
    "two เ for แ": lambda t: t.replace("แ", "เเ"),
    "Thai bytes as Western": lambda t: t.encode("cp874").decode("latin-1"),
}


@pytest.mark.parametrize("name", DEGRADED)
def test_what_is_provably_broken_is_put_right(name: str) -> None:
    broken = DEGRADED[name](KNOWN)
    assert broken != KNOWN
    found = extract(broken.encode(), "แฟ้ม.txt")
    assert "repaired" in found.problems
    mended = letters(found.text)
    for word in ("สำนักงาน", "กำหนด", "ดำเนินการ", "อำนาจหน้าที่", "แก้ไข", "ผู้ใหญ่บ้าน", "คำสั่ง", "ญี่ปุ่น"):
        assert word in mended
    if name not in ("nikhahit lost", "sara am after a space"):
        assert mended == letters(KNOWN)


@pytest.mark.parametrize(
    "text",
    [
        KNOWN,
        "ยายทาครีมแล้วไปนา ตาไปคาราวะป้าน้าอา กาบินเหนือทางานบุญ",
        "จำนวน ๑๒ ฉบับ ทำการสำรวจ",
        "Plain English, déjà vu: 12 items",
        "",
    ],
)
def test_right_text_stays_as_it_is(text: str) -> None:
    assert repair([text]) == [text]


@settings(max_examples=200, deadline=None)
@given(st.text("กขนสทดห าำ้่ีูเแโัา \n", max_size=60))
def test_repairing_twice_is_repairing_once(text: str) -> None:
    once = repair([text])
    assert repair(once) == once


def test_text_without_a_usable_font_table_is_said_to_be_implausible() -> None:
    scrambled = "".join(chr(0x0E01 + (ord(c) * 7) % 46) if "ก" <= c <= "๎" else c for c in KNOWN)
    found = extract(scrambled.encode(), "x.txt")
    assert found.score < 0.4
    assert "implausible" in found.problems
    assert plausibility(KNOWN) > 0.95


BOMB = "<w:document xmlns:w='x'>" + " " * 300_000_000 + "</w:document>"
ENTITIES = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><d>&b;</d>'
BLANK = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>"
)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "empty"),
        (b"\x00\x00 \n", "empty"),
        (b"x" * 2_000_001, "too-large"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 900, "unsupported"),
        (bytes(range(256)) * 8, "unsupported"),
        (LIBREOFFICE[:700], "damaged"),
        (b"%PDF-1.7\nnothing", "damaged"),
        (b"PK\x03\x04nothing", "damaged"),
        (docx({"styles": "<a/>"}), "unsupported"),
        (docx({"document": BOMB}), "damaged"),
        (docx({"document": ENTITIES}), "damaged"),
        (BLANK, "no-text"),
    ],
)
def test_a_file_that_gives_no_text_says_why(data: bytes, problem: str) -> None:
    found = extract(data, "แฟ้ม", Limits(size=2_000_000))
    assert problem in found.problems
    assert found.text.strip() == ""
    assert found.score == 0
    assert set(found.problems) <= set(PROBLEMS)


def test_limits_hold_and_keep_what_was_read() -> None:
    began = time.monotonic()
    slow = extract(KNOWN.encode() * 10, "x.txt", Limits(seconds=0.01))
    assert "timeout" in slow.problems
    assert time.monotonic() - began < 10
    assert extract(KNOWN.encode(), "x.txt", Limits(characters=50)).text.strip() == KNOWN[:50].strip()
    two = extract((SAMPLES / "reportlab.pdf").read_bytes(), "x", Limits(pages=2))
    assert len(two.pages) == 2
    assert "truncated" in two.problems
    huge = f"<w:p xmlns:w='{W}'><w:t>{'x' * 40_000_000}</w:t></w:p>"
    starved = extract(docx({"document": huge}), "x", Limits(memory=150_000_000))
    assert {"memory", "damaged"} & set(starved.problems)


def test_the_reading_process_inherits_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess

    started: list[Any] = []
    original = subprocess.Popen

    def spy(*arguments: object, **options: object) -> object:
        started.append(options["env"])
        return original(*arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setenv("SECRET_KEY", "hidden")
    monkeypatch.setattr(subprocess, "Popen", spy)
    assert extract(KNOWN.encode()).text.strip() == KNOWN.strip()
    assert started
    assert all(set(env) <= {"PYTHONPATH", "LANG", "PYTHONDONTWRITEBYTECODE"} for env in started)
