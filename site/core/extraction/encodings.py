"""Plain text from bytes in any encoding that Thai offices have used."""

from __future__ import annotations

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


class UnknownEncoding(ValueError):
    """The bytes are text in no encoding known here."""


def decode(data: bytes) -> tuple[str, str]:
    """Text and encoding: UTF-8, UTF-16 or UTF-32, with a mark or without, else Thai single bytes.

    CP874 stands for TIS-620 and ISO 8859-11, which it contains. Raises UnknownEncoding.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding.removesuffix("-sig")
            except UnicodeDecodeError as error:
                raise UnknownEncoding(encoding) from error
    for name in filter(None, (_wide_encoding(data), "utf-8", "cp874", "cp1252")):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if _is_text(text) and (name != "cp874" or _is_thai(text)) and (name != "cp1252" or _is_latin(text)):
            return text, name
    raise UnknownEncoding


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte is 0x0E (Thai) or 0x00 (Latin)."""
    if len(data) < 4 or len(data) % 2:
        return None
    sample = data[:4096]
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = sample[offset::2]
        pages = sum(byte in (0x00, 0x0E, 0x20) for byte in high)
        if pages >= 0.9 * len(high) and (0x0E in high or 0 in high):
            return encoding
    return None


def _is_text(text: str) -> bool:
    """Hardly any control characters."""
    return sum(sign < " " and sign not in "\t\r\n\f\v\x1a" for sign in text) <= len(text) / 100


def _is_thai(text: str) -> bool:
    return sum("ก" <= sign <= "๛" for sign in text) >= len(text) / 5


def _is_latin(text: str) -> bool:
    """Western words with a few accents, not a binary file that happens to decode."""
    return sum(sign > "\x7f" for sign in text) <= len(text) / 5
