"""Telephone, fax and e-mail lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from circulars.letters.layout import Line

_LABEL = re.compile(
    r"(?:^|(?<=[\t ,;)]))(?P<both>โทร(?:ศัพท์)?\.? ?(?:/|และ) ?โทรสาร\.?|โทรศัพท์\.?[/ ]+โทรสาร\.?)[ \t:.]*"
    r"|(?:^|(?<=[\t ,;)]))(?P<fax>โทรสาร\.?|แฟ[กซ็์]+|fax\.?|f\.(?= ?\d))[ \t:.]*"
    r"|(?:^|(?<=[\t ,;)]))(?P<phone>โทร(?:ศัพท์(?:มือถือ|เคลื่อนที่)?)?(?:ฯ|\.)?|มือถือ|เบอร์โทร(?:ศัพท์)?|tel\.?)"
    r"(?=[ \t:.0-9(])[ \t:.]*"
    r"|(?:^|(?<=[\t ,;)]))(?P<email>อีเมล์?|e-?mail|ไปรษณีย์อิเล็กทรอนิกส์|สารบรรณกลาง)[ \t:.]*"
    r"|(?:^|(?<=[\t ,;)]))(?P<web>เว็บไซต์|website|www\.|https?:|ไลน์|line id|เฟซบุ๊ก|facebook|ไอพีโฟน)[ \t:.]*"
)
_ADDRESS = re.compile(r"(?<![a-z0-9._%+-])[a-z0-9._%+-]+@[a-z0-9.-]+")
_APART = re.compile(r"\s*(?:,|;| และ | หรือ )\s*(?=(?:0|\d{4}|\(0))")
_EXTENSION = re.compile(r"[1-9]\d{1,4}(?!\d| \d{3}|-\d{4})")
"""One more extension of the same telephone: "ต่อ 8821, 8917"."""


@dataclass(slots=True)
class Contacts:
    """What the contact lines of a letter gave. `lines` holds each contact line whole, with its label."""

    phones: list[str] = field(default_factory=list)
    fax: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    lines: list[tuple[str, Line]] = field(default_factory=list)


def contact_start(line: Line) -> int | None:
    """Where the first contact label of the line begins, or None."""
    match = _LABEL.search(line.text)
    if match:
        return match.start()
    match = _ADDRESS.search(line.text)
    return match.start() if match else None


def read_contacts(line: Line, into: Contacts) -> None:
    """Add what `line` holds from its first contact label on."""
    matches = list(_LABEL.finditer(line.text))
    for match, following in zip(matches, [*matches[1:], None], strict=False):
        kind = match.lastgroup or ""
        end = following.start() if following else len(line.text)
        if kind in {"email", "web"}:
            continue
        values = _values(line, match.end(), end)
        if kind in {"phone", "both"}:
            into.phones += values
        if kind in {"fax", "both"}:
            into.fax += values
        if values:
            into.lines.append((kind, line))
    into.emails += [line.raw(*match.span()) for match in _ADDRESS.finditer(line.text)]


def as_written(contacts: Contacts) -> tuple[list[str], list[str]]:
    """Phones and fax as strings: bare numbers, or whole lines where each is a paragraph of its own."""
    whole = [line for _, line in contacts.lines]
    single = len({id(line) for line in whole}) == len(whole) > 1
    if not (single and all(line.blank_before for line in whole)):
        return contacts.phones, contacts.fax
    phones = [line.raw() for kind, line in contacts.lines if kind in {"phone", "both"}]
    return phones, [line.raw() for kind, line in contacts.lines if kind in {"fax", "both"}]


def _values(line: Line, start: int, end: int) -> list[str]:
    part = line.part(start, end)
    if part is None or not re.search(r"\d", part.text):
        return []
    values, at = [], 0
    for cut in [*_APART.finditer(part.text), None]:
        if cut and "ต่อ" in part.text[at : cut.start()] and _EXTENSION.match(part.text, cut.end()):
            continue
        value = part.raw(at, cut.start() if cut else len(part.text)).strip(" ,;|/")
        values += [value] if value else []
        at = cut.end() if cut else at
    return values
