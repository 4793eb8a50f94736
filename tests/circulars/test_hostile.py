"""Files made to do harm, at the command and in the admin: each is refused by name, the letter beside them is
registered, and nothing is written where it should not be."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from PIL import Image

from circulars import ocr, runs
from circulars.models import CircularIndexPage, CircularPage, ImportRun, Original

pytestmark = pytest.mark.django_db


def pdf(pages: int, content: bytes, trailer: str = "", more: str = "") -> bytes:
    """A PDF of so many pages that all show the same compressed content."""
    kids = " ".join(f"{5 + n} 0 R" for n in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>".encode(),
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R "
        b"/Resources << /Font << /F 4 0 R >> >> >>"
    )
    objects += [page] * pages
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate([*objects, *([more.encode()] if more else [])], start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(out)


WORDS = zlib.compress(b"BT /F 12 Tf 72 720 Td (A letter) Tj ET")
CLOSED = f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >>"


def bursting() -> bytes:
    """A page whose content unpacks to 600 MB."""
    pack = zlib.compressobj(9)
    some = b"0 0 m 1 1 l S\n" * 75_000
    return pdf(1, b"".join([*(pack.compress(some) for _ in range(600)), pack.flush()]))


def giant() -> bytes:
    packed = io.BytesIO()
    Image.new("1", (40_000, 40_000)).save(packed, "PNG")
    return packed.getvalue()


def hostile(letter: str) -> dict[str, tuple[bytes, set[str]]]:
    """Name, bytes and the codes that may refuse it, none for the letter that is sound."""
    without = set() if ocr.version() else {"OCR_MISSING"}
    return {
        "ก-ดี.txt": (letter.encode(), set()),
        "closed.pdf": (
            pdf(1, WORDS, f"/Encrypt 6 0 R /ID [<{'43' * 16}> <{'43' * 16}>]", CLOSED),
            {"ENCRYPTED"},
        ),
        "long.pdf": (pdf(10_000, WORDS), {"TOO_LARGE"}),
        "bomb.pdf": (bursting(), {"TOO_LARGE", "TOO_SLOW", "NOT_TEXT", "NO_TEXT", "EMPTY", *without}),
        "giant.png": (giant(), {"TOO_LARGE", *without}),
        "program.pdf": (b"MZ\x90\x00\x03" + bytes(range(256)) * 40, {"UNKNOWN_ENCODING"}),
        "text.docx": (b"PK\x03\x04 not a zip at all", {"NOT_TEXT"}),
        "../../../outside.txt": (letter.replace("ว 15", "ว 99").encode(), {"UNSAFE_NAME"}),
        "C:\\outside.txt": (letter.replace("ว 15", "ว 98").encode(), {"UNSAFE_NAME"}),
        "zeros.txt": (bytes(19_000_000), {"TOO_LARGE"}),
    }


def check(found: dict[str, str], wanted: dict[str, tuple[bytes, set[str]]]) -> None:
    """Each file came to what it should, by name within the archive."""
    told = {name.partition(".zip/")[2]: code for name, code in found.items()}
    assert told.keys() == wanted.keys()
    for name, (_, codes) in wanted.items():
        assert told[name] in (codes or {"created"}), (name, told[name])
    assert CircularPage.objects.get().number == "มท 0201/ว 15"
    assert Original.objects.count() == 1


@pytest.mark.parametrize("door", ["command", "admin"])
def test_hostile_files_are_refused_at_both_doors(
    registry: CircularIndexPage,
    registrar: Any,
    letter_text: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    door: str,
) -> None:
    wanted = hostile(letter_text)
    place = tmp_path / "inside" / "all.zip"
    place.parent.mkdir()
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (data, _) in wanted.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    if door == "command":
        with pytest.raises(SystemExit) as ended:
            call_command("import_letters", str(place), "--json", "--no-input")
        assert ended.value.code == 1
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        found = {one["file"]: one["error"]["code"] if one["error"] else one["action"] for one in lines}
    else:
        run = ImportRun.objects.create(created_by=registrar)
        runs.add_file(run, "all.zip", SimpleUploadedFile("all.zip", place.read_bytes()))
        runs.begin(run)
        assert runs.work(run, 600)
        found = {line.file: line.code or line.action for line in run.lines.all()}
        assert all(line.message for line in run.lines.filter(action="refused"))
    check(found, wanted)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["all.zip"]
