"""Names in ZIP files that Thai Windows packed are shown as they were typed."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from circulars.entry_names import name_of
from circulars.files import FileRefused
from circulars.finding import files_in


def entry(name: str, encoding: str, says_utf8: bool = False) -> zipfile.ZipInfo:
    """An entry as `zipfile` reads it: what is not marked as UTF-8 is taken for code page 437."""
    raw = name.encode(encoding)
    info = zipfile.ZipInfo(raw.decode("utf-8" if says_utf8 else "cp437"))
    info.flag_bits = 0x800 if says_utf8 else 0
    return info


@pytest.mark.parametrize(
    "name",
    [
        *("หนังสือเวียน ว 15.pdf", "แบบA4.txt", "สำเนา (2).docx", "ปี 2567/กองกลาง/ที่ นร 0505.txt", "ก.พ.ร.txt"),
        *("ใบเสร็จ–ฉบับจริง.pdf", "น้ำประปา.pdf", "ด่วนที่สุด.PDF", "๑๒๓.txt", "สรุปผลฯ.pdf"),
    ],
)
@pytest.mark.parametrize(("encoding", "says_utf8"), [("cp874", False), ("utf-8", False), ("utf-8", True)])
def test_thai_names_are_as_they_were_typed(name: str, encoding: str, says_utf8: bool) -> None:
    assert name_of(entry(name, encoding, says_utf8)) == name


@pytest.mark.parametrize("name", ["niño.txt", "mañana.pdf", "café.txt", "Größe.pdf", "plain.txt", "┌──┐.txt"])
def test_names_of_other_countries_stay(name: str) -> None:
    assert name_of(entry(name, "cp437")) == name


def test_the_report_of_an_import_shows_them(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("XXXXXXX.txt", "ที่ มท 0201/ว 15")
        archive.writestr("../YYYY.txt", "นอกแฟ้ม")
    data = out.getvalue().replace(b"XXXXXXX", "หนังสือ".encode("cp874"))
    path = tmp_path / "a.zip"
    path.write_bytes(data.replace(b"YYYY", "ทดลอ".encode("cp874")))
    read: dict[str, str] = {}
    for name, reader in files_in([str(path)]):
        try:
            read[name] = reader().decode()
        except FileRefused as refused:
            read[name] = str(refused)
    assert read.pop(f"{path}/หนังสือ.txt") == "ที่ มท 0201/ว 15"
    [(name, why)] = read.items()
    assert name == f"{path}/../ทดลอ.txt"
    assert "ทดลอ" in why
