"""Files that letters come in: read safely, decoded from any Thai encoding, refused with a reason."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from circulars import ocr
from circulars.models.original import Unsure
from core.extraction import Extracted, Limits, extract

LARGEST = 20 * 1024 * 1024
"""Bytes. A letter of a hundred pages has a tenth of a megabyte of text."""

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DOCUMENTS = (b"%PDF", b"PK\x03\x04")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_OTHERS = ((b"\xd0\xcf\x11\xe0", "DOC"), (b"{\\rtf", "RTF"), (b"GIF8", "GIF"))


class FileRefused(Exception):
    """A file that gives no letter. `code` is stable, `message` is Thai and says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, str(message)


@dataclass(frozen=True, slots=True)
class Received:
    """A file as received: its name, bytes, the text in them, what read it, and how sure the words are."""

    name: str
    data: bytes
    text: str
    encoding: str
    unsure: Unsure = Unsure.NO

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def read_path(path: str, name: str | None = None) -> bytes:
    """The bytes of a file on disk, told by `name` (its path).

    Raises FileRefused when there is none, or it is too large.
    """
    place, name = Path(path), name or path
    try:
        if place.is_dir():
            raise FileRefused("IS_DIRECTORY", _("แฟ้มรวม (directory) “%s” ไม่มีแฟ้มหนังสือ") % name)
        if not place.exists():
            raise FileRefused("NOT_FOUND", _("ไม่พบแฟ้ม “%s” โปรดตรวจชื่อและที่อยู่ของแฟ้ม") % name)
        if not place.is_file():
            raise FileRefused("NOT_A_FILE", _("“%s” ไม่ใช่แฟ้มธรรมดา") % name)
        if place.stat().st_size > LARGEST:
            raise FileRefused("TOO_LARGE", _too_large(name))
        return place.read_bytes()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error  # the path of a stored file is nobody's business
        raise FileRefused(
            "UNREADABLE", _("เปิดแฟ้ม “%(name)s” ไม่ได้: %(why)s") % {"name": name, "why": why}
        ) from error


def receive(name: str, data: bytes) -> Received:
    """Take bytes for a file. Raises FileRefused when they are too many, empty, or hold no text."""
    if len(data) > LARGEST:
        raise FileRefused("TOO_LARGE", _too_large(name))
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise FileRefused("EMPTY", _("แฟ้ม “%s” ว่างเปล่า") % name)
    for magic, kind in _OTHERS:
        if data.startswith(magic):
            raise FileRefused(
                "NOT_TEXT",
                _("แฟ้ม “%(name)s” เป็น %(kind)s โปรดบันทึกเป็น PDF, DOCX หรือข้อความ (.txt) แล้วนำเข้าใหม่")
                % {"name": name, "kind": kind},
            )
    if data.startswith(_PICTURES):
        return _scanned(name, data)
    if data.startswith(_DOCUMENTS) or b"%PDF-" in data[:1024]:
        return _extracted(name, data)
    text, encoding = decode(name, data)
    return Received(name, data, text.replace("\x00", ""), encoding)


def _extracted(name: str, data: bytes) -> Received:
    """PDF and DOCX: their words; of a PDF without words what Tesseract reads."""
    found = extract(data, name, Limits(size=LARGEST))
    problems = set(found.problems)
    fatal = next((code for code in _REFUSALS if code in problems), None)
    if fatal is not None:
        code, message = _REFUSALS[fatal]
        raise FileRefused(code, message % {"name": name})
    is_pdf = found.extractor.startswith("pdf")
    if is_pdf and problems & {"no-text", "implausible"}:
        return _scanned(name, data)
    if not found.text.strip():
        raise FileRefused("EMPTY", _("แฟ้ม “%s” ว่างเปล่า") % name)
    blank = [number for number, page in enumerate(found.pages) if not page.strip()]
    if is_pdf and blank:
        received = _partly_scanned(name, data, found, blank)
    else:
        received = Received(name, data, found.text, found.extractor[:20])
    # A sign drawn without its letter may be any: the rest is read, and a person fills the hole.
    return replace(received, unsure=Unsure.UNREAD_PAGES) if is_pdf and "\ufffd" in found.text else received


def _partly_scanned(name: str, data: bytes, found: Extracted, blank: list[int]) -> Received:
    """A PDF some pages of which hold no words. Unread, they keep the letter from the public."""
    if ocr.version() is None or len(blank) > ocr.MOST_PAGES:
        return Received(name, data, found.text, found.extractor[:20], Unsure.UNREAD_PAGES)
    pages = {**dict(enumerate(found.pages)), **_ocr(name, data, blank)}
    read = any(pages[number].strip() for number in blank)
    text = "\f".join(page for _, page in sorted(pages.items()))
    return Received(name, data, text, found.extractor[:20], Unsure.OCR if read else Unsure.NO)


def _scanned(name: str, data: bytes) -> Received:
    version = ocr.version()
    if version is None:
        raise FileRefused(
            "OCR_MISSING",
            _(
                "แฟ้ม “%(name)s” เป็นภาพสแกน ต้องติดตั้ง %(packages)s ในเครื่องแม่ข่ายก่อน "
                "หรือพิมพ์ข้อความเป็นแฟ้ม .txt แล้วนำเข้าใหม่"
            )
            % {"name": name, "packages": ocr.PACKAGES},
        )
    pages = _ocr(name, data)
    text = "\f".join(page for _, page in sorted(pages.items()))
    if not text.strip():
        raise FileRefused("NO_TEXT", _("ไม่พบข้อความในภาพ “%s” โปรดตรวจว่าภาพชัดและไม่กลับหัว") % name)
    return Received(name, data, text, version, Unsure.OCR)


def _ocr(name: str, data: bytes, wanted: list[int] | None = None) -> dict[int, str]:
    try:
        return ocr.read_scan(data, wanted)
    except ocr.Unreadable as error:
        code, message = _REFUSALS.get(error.code, _REFUSALS["damaged"])
        raise FileRefused(code, message % {"name": name}) from error


_REFUSALS = {
    "encrypted": ("ENCRYPTED", _("แฟ้ม “%(name)s” ตั้งรหัสผ่านไว้ โปรดบันทึกใหม่โดยไม่มีรหัสผ่านแล้วนำเข้าใหม่")),
    "too-large": ("TOO_LARGE", _("แฟ้ม “%(name)s” ใหญ่เกินกำหนด โปรดแยกเป็นแฟ้มย่อย")),
    "truncated": ("TOO_LARGE", _("แฟ้ม “%(name)s” มีหน้ามากเกินกำหนด โปรดแยกเป็นแฟ้มย่อย")),
    "too-many-pages": ("TOO_LARGE", _("แฟ้ม “%(name)s” มีหน้ามากเกินกำหนด โปรดแยกเป็นแฟ้มย่อย")),
    "too-many-pixels": ("TOO_LARGE", _("ภาพในแฟ้ม “%(name)s” ใหญ่เกินกำหนด โปรดสแกนใหม่ที่ ๓๐๐ จุดต่อนิ้ว")),
    "memory": ("TOO_LARGE", _("แฟ้ม “%(name)s” ใช้หน่วยความจำเกินกำหนด โปรดบันทึกใหม่หรือแยกเป็นแฟ้มย่อย")),
    "timeout": ("TOO_SLOW", _("อ่านแฟ้ม “%(name)s” ไม่เสร็จในเวลาที่กำหนด โปรดแยกเป็นแฟ้มย่อย")),
    "unsupported": (
        "NOT_TEXT",
        _("แฟ้ม “%(name)s” ไม่ใช่ชนิดที่อ่านได้ โปรดบันทึกเป็น PDF, DOCX หรือข้อความ (.txt) แล้วนำเข้าใหม่"),
    ),
    "damaged": ("NOT_TEXT", _("แฟ้ม “%(name)s” ชำรุด เปิดอ่านไม่ได้ โปรดขอแฟ้มใหม่จากผู้ส่ง")),
}
"""Code and message by what the readers say; the first that applies counts."""


def decode(name: str, data: bytes) -> tuple[str, str]:
    """Text and encoding: UTF-8, UTF-16 with or without mark, else Thai single bytes (CP874, TIS-620).

    Raises FileRefused when it is none of them.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding.removesuffix("-sig")
            except UnicodeDecodeError as error:
                raise _undecodable(name) from error
    wide = _wide_encoding(data)
    for encoding in filter(None, (wide, "utf-8", "cp874")):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "cp874" or _mostly_text(text):
            return text, encoding
    raise _undecodable(name)


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte is 0x0E (Thai) or 0x00 (Latin)."""
    if len(data) < 4 or len(data) % 2:
        return None
    sample = data[:4096]
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = sample[offset::2]
        if sum(byte in (0x00, 0x0E, 0x20) for byte in high) >= 0.9 * len(high) and (
            0x0E in high or 0 in high
        ):
            return encoding
    return None


def _mostly_text(text: str) -> bool:
    odd = sum(sign < " " and sign not in "\t\r\n\f" for sign in text)
    thai = sum("ก" <= sign <= "๛" for sign in text)
    return odd <= len(text) / 100 and thai >= len(text) / 5


def _undecodable(name: str) -> FileRefused:
    return FileRefused(
        "UNKNOWN_ENCODING", _("อ่านอักขระในแฟ้ม “%s” ไม่ได้ โปรดบันทึกเป็นแฟ้มข้อความแบบ UTF-8 แล้วนำเข้าใหม่") % name
    )


def _too_large(name: str) -> str:
    return _("แฟ้ม “%(name)s” ใหญ่เกิน %(limit)d เมกะไบต์ โปรดแยกเป็นแฟ้มย่อย") % {
        "name": name,
        "limit": LARGEST // 1024 // 1024,
    }
