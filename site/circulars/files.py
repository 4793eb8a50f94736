"""Files that letters come in: read safely, decoded from any Thai encoding, refused with a reason."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

LARGEST = 20 * 1024 * 1024
"""Bytes. A letter of a hundred pages has a tenth of a megabyte of text."""

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_BINARY = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "DOCX/ZIP"),
    (b"\xd0\xcf\x11\xe0", "DOC"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"{\\rtf", "RTF"),
)


class FileRefused(Exception):
    """A file that gives no letter. `code` is stable, `message` is Thai and says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


@dataclass(frozen=True, slots=True)
class Received:
    """A file as received: its name, bytes, the text in them and the encoding that it was in."""

    name: str
    data: bytes
    text: str
    encoding: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def read_path(path: str) -> Received:
    """Read a file from disk. Raises FileRefused when there is none, or it is too large, or no text."""
    place = Path(path)
    try:
        if place.is_dir():
            raise FileRefused("IS_DIRECTORY", _("“%s” เป็นแฟ้มรวม (directory) โปรดระบุชื่อแฟ้มหนังสือ") % path)
        if not place.exists():
            raise FileRefused("NOT_FOUND", _("ไม่พบแฟ้ม “%s” โปรดตรวจชื่อและที่อยู่ของแฟ้ม") % path)
        if not place.is_file():
            raise FileRefused("NOT_A_FILE", _("“%s” ไม่ใช่แฟ้มธรรมดา") % path)
        if place.stat().st_size > LARGEST:
            raise FileRefused("TOO_LARGE", _too_large(path))
        data = place.read_bytes()
    except (OSError, ValueError) as error:
        raise FileRefused(
            "UNREADABLE", _("เปิดแฟ้ม “%(name)s” ไม่ได้: %(why)s") % {"name": path, "why": error}
        ) from error
    return receive(path, data)


def receive(name: str, data: bytes) -> Received:
    """Take bytes for a file. Raises FileRefused when they are too many, empty, or hold no text."""
    if len(data) > LARGEST:
        raise FileRefused("TOO_LARGE", _too_large(name))
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise FileRefused("EMPTY", _("แฟ้ม “%s” ว่างเปล่า") % name)
    for magic, kind in _BINARY:
        if data.startswith(magic):
            raise FileRefused(
                "NOT_TEXT",
                _("แฟ้ม “%(name)s” เป็น %(kind)s โปรดบันทึกเป็นแฟ้มข้อความ (.txt) แล้วนำเข้าใหม่")
                % {"name": name, "kind": kind},
            )
    text, encoding = decode(name, data)
    return Received(name, data, text.replace("\x00", ""), encoding)


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
