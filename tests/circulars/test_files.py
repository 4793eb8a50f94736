"""Letters out of every kind of file, and files that were made to do harm."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from PIL import Image, ImageDraw, ImageFont

from circulars import ocr
from circulars.importing import Outcome, import_paths, import_uploads
from circulars.models import CircularIndexPage, CircularPage, Original
from circulars.models.original import Unsure
from core.fonts import font_path
from tests.unmapped_pdf import pdf_of

pytestmark = pytest.mark.django_db

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(text: str, extra: dict[str, bytes] | None = None, before: str = "") -> bytes:
    """A Word file with one paragraph a line."""
    lines = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{line}</w:t></w:r></w:p>' for line in text.splitlines()
    )
    body = f'<?xml version="1.0"?>{before}<w:document xmlns:w="{WORD}"><w:body>{lines}</w:body></w:document>'
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": body.encode(), **(extra or {})})


def zipped(entries: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return packed.getvalue()


def picture(text: str, width: int = 2480, height: int = 3508) -> bytes:
    """A page of A4 at 300 dots an inch."""
    page = Image.new("L", (width, height), 255)
    font = ImageFont.truetype(str(font_path("sarabun", 400)), 58)
    draw = ImageDraw.Draw(page)
    for at, line in enumerate(text.splitlines()):
        draw.text((250, 250 + 105 * at), line, fill=0, font=font)
    packed = io.BytesIO()
    page.save(packed, "PNG", dpi=(300, 300))
    return packed.getvalue()


def codes(outcomes: list[Outcome]) -> dict[str, str]:
    return {outcome.file: outcome.error.code if outcome.error else outcome.action for outcome in outcomes}


def test_a_zip_of_mixed_files_is_imported_and_taken_up_again(
    registry: CircularIndexPage, letter_text: str, tmp_path: Path
) -> None:
    second = letter_text.replace("ว 15", "ว 16")
    third = letter_text.replace("ว 15", "ว 17")
    entries = {
        "ก.txt": letter_text.encode("cp874"),
        "ใน/ข.docx": docx(second),
        "__MACOSX/ก.txt": b"x",
        "../../etc/ค.txt": third.encode(),
        "ง.zip": zipped({"a.txt": third.encode()}),
        "จ.txt": b"",
        "ฉ.txt": b"\0" * 1 + b"a" * 19_000_000,
    }
    place = tmp_path / "หนังสือ.zip"
    place.write_bytes(zipped(entries))
    found = codes(import_paths([str(place)]))
    assert {name.removeprefix(f"{place}/"): code for name, code in found.items()} == {
        "ก.txt": "created",
        "ใน/ข.docx": "created",
        "../../etc/ค.txt": "UNSAFE_NAME",
        "ง.zip": "NESTED_ARCHIVE",
        "จ.txt": "EMPTY",
        "ฉ.txt": "TOO_LARGE",
    }
    assert sorted(CircularPage.objects.values_list("number", flat=True)) == ["มท 0201/ว 15", "มท 0201/ว 16"]
    again = import_uploads([("หนังสือ.zip", place.read_bytes())], None)
    assert [one.action for one in again].count("unchanged") == 2
    assert CircularPage.objects.count() == 2


def test_a_folder_is_imported_in_the_order_of_its_names(
    registry: CircularIndexPage, letter_text: str, tmp_path: Path
) -> None:
    (tmp_path / "ปี").mkdir()
    (tmp_path / "ปี" / "2.txt").write_text(letter_text.replace("ว 15", "ว 16"), encoding="utf-8")
    (tmp_path / "1.txt").write_text(letter_text, encoding="utf-8")
    (tmp_path / ".hidden").write_text(letter_text.replace("ว 15", "ว 99"), encoding="utf-8")
    outside = tmp_path.parent / "outside.txt"
    outside.write_text(letter_text.replace("ว 15", "ว 98"), encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(outside)
    found = import_paths([str(tmp_path)])
    assert [(Path(one.file).name, one.action) for one in found] == [
        ("1.txt", "created"),
        ("2.txt", "created"),
    ]


def test_word_files_do_no_harm(registry: CircularIndexPage, letter_text: str) -> None:
    entity = '<!DOCTYPE x [<!ENTITY leak SYSTEM "file:///etc/hostname">]>'
    files = [
        ("macro.docx", docx(letter_text, {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})),
        ("entity.docx", docx(letter_text.replace("ด้วยมี", "&leak;"), before=entity)),
        ("letter.txt", docx(letter_text.replace("ว 15", "ว 18"))),
    ]
    found = codes(import_uploads(files, None))
    assert found["macro.docx"] == "created"
    assert found["entity.docx"] in {"NOT_TEXT", "unchanged", "updated"}
    assert found["letter.txt"] == "created"
    host = Path("/etc/hostname").read_text().strip()
    assert not any(host in page.body for page in CircularPage.objects.all())


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("broken.pdf", b"%PDF-1.7 broken", "NOT_TEXT"),
        ("old.doc", b"\xd0\xcf\x11\xe0" + b"x" * 600, "NOT_TEXT"),
        ("broken.docx", zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w"}), "NOT_TEXT"),
        ("empty.zip", zipped({}), "EMPTY"),
    ],
)
def test_what_cannot_be_read_is_refused(
    registry: CircularIndexPage, name: str, data: bytes, code: str
) -> None:
    (outcome,) = import_uploads([(name, data)], None)
    assert outcome.error is not None
    assert (outcome.action, outcome.error.code) == ("refused", code)
    assert name in outcome.error.message
    assert not Original.objects.exists()


def test_without_tesseract_a_scan_says_what_to_install(
    registry: CircularIndexPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("circulars.ocr.version", lambda: None)
    (outcome,) = import_uploads([("scan.png", picture("", 50, 50))], None)
    assert outcome.error is not None
    assert outcome.error.code == "OCR_MISSING"
    assert "tesseract-ocr-tha" in outcome.error.message


needs_tesseract = pytest.mark.skipif(
    ocr.version() is None, reason="needs tesseract-ocr and tesseract-ocr-tha"
)


@needs_tesseract
def test_a_scan_is_read_and_waits_for_a_person(registry: CircularIndexPage, letter_text: str) -> None:
    (outcome,) = import_uploads([("scan.png", picture(letter_text))], None)
    assert outcome.action == "held"
    assert "READ_BY_OCR" in {flag.code for flag in outcome.letter.flags}  # type: ignore[union-attr]
    page: Any = outcome.page
    assert page.original.unsure == Unsure.OCR
    assert page.original.encoding.startswith("tesseract")
    assert not page.live
    assert page.flags.blocking().filter(code="READ_BY_OCR").exists()
    assert page.date_be == "2567-01-09"


@needs_tesseract
def test_a_giant_picture_is_refused_before_it_is_decoded(registry: CircularIndexPage) -> None:
    packed = io.BytesIO()
    Image.new("1", (40_000, 40_000)).save(packed, "PNG")
    (outcome,) = import_uploads([("giant.png", packed.getvalue())], None)
    assert outcome.error is not None
    assert outcome.error.code == "TOO_LARGE"


def test_a_letter_with_a_sign_that_names_no_letter_waits_for_a_person(
    registry: CircularIndexPage, letter_text: str
) -> None:
    """Its number would be another one, and sound, were the sign left out."""
    lines = [line for line in letter_text.splitlines() if line]
    whole, holed = import_uploads([("1.pdf", pdf_of(lines)), ("2.pdf", pdf_of(lines, unmapped="ว"))], None)
    assert (whole.action, whole.page.number) == ("created", "มท 0201/ว 15")  # type: ignore[union-attr]
    page: Any = holed.page
    assert (holed.action, page.live, page.number) == ("held", False, "")
    assert "\ufffd" in page.raw_text
    assert {"PAGES_UNREAD", "NUMBER_UNREADABLE"} <= set(page.flags.open().values_list("code", flat=True))
    assert page.flags.blocking().filter(code="PAGES_UNREAD").exists()


def test_originals_are_checked(
    registry: CircularIndexPage, letter_text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    import_uploads([("a.txt", letter_text.encode())], None)
    call_command("check_originals")
    assert "ผิดปกติ 0 แฟ้ม" in capsys.readouterr().out
    original = Original.objects.get()
    Path(original.file.path).write_bytes(b"changed")
    with pytest.raises(SystemExit):
        call_command("check_originals")
    assert original.sha256 in capsys.readouterr().out
    Path(original.file.path).unlink()
    with pytest.raises(SystemExit):
        call_command("check_originals")
