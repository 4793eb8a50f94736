"""Where each value and each doubt of a letter stands in its original text, for the review screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from circulars.models import CircularFlag, CircularPage
from circulars.references import reread
from core.templatetags.thai import thai_date

_LABELS = {
    "number": _("เลขที่"),
    "date": _("วันที่"),
    "speed": _("ชั้นความเร็ว"),
    "secrecy": _("ชั้นความลับ"),
    "subject": _("เรื่อง"),
    "issuer": _("ส่วนราชการ"),
    "addressees": _("เรียน"),
    "references": _("อ้างถึง"),
    "enclosures": _("สิ่งที่ส่งมาด้วย"),
    "body": _("ข้อความ"),
    "mentions.letters": _("อ้างถึงในข้อความ"),
    "purpose_line": _("วัตถุประสงค์"),
    "closing": _("คำลงท้าย"),
    "signatory": _("ผู้ลงนาม"),
    "owner_unit": _("ส่วนราชการเจ้าของเรื่อง"),
    "contacts": _("โทรศัพท์และโทรสาร"),
}
_OTHERS = {
    "document": _("ทั้งฉบับ"),
    "kind": _("ชนิด"),
    "phones": _("โทรศัพท์และโทรสาร"),
    "mentions.cabinet_resolutions": _("มติคณะรัฐมนตรีในข้อความ"),
    "mentions.meetings": _("การประชุมในข้อความ"),
}
"""Parts that a doubt may be about and that are no field of the record."""


def label_of(field: str) -> str:
    """A part of a letter ("references[1]") as people call it: "อ้างถึง 2"."""
    name, _bracket, rest = field.partition("[")
    label = str(_LABELS.get(name) or _OTHERS.get(name) or "")
    at = rest.partition("]")[0]
    return f"{label} {int(at) + 1}" if label and at.isdigit() else label


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the original text, in characters, that a field ("number") or a doubt ("flag-7") means."""

    name: str
    start: int
    end: int
    is_doubt: bool = False

    @property
    def anchor(self) -> str:
        """A name that can stand in an address and a selector: no brackets or dots."""
        return self.name.replace("[", "-").replace("]", "").replace(".", "-")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text over which the places do not change: `inside` the narrowest first."""

    text: str
    inside: tuple[str, ...]
    begins: tuple[str, ...]
    is_doubtful: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One value of the record: its Thai name, what was read, and the anchor of its place if it has one."""

    label: str
    value: str
    written: str
    anchor: str


def places_of(letter: CircularPage, flags: Iterable[CircularFlag]) -> list[Place]:
    """Every place in `letter.raw_text` that its reading and its open doubts name; none beyond its end."""
    read = reread(letter)
    shift, length = read.offset, len(letter.raw_text)
    found = [Place(name, start + shift, end + shift) for name, (start, end) in read.positions.items()]
    found += [
        Place(f"flag-{flag.pk}", flag.start, flag.end, is_doubt=True)
        for flag in flags
        if flag.start is not None and flag.end is not None
    ]
    return [place for place in found if 0 <= place.start < place.end <= length]


def pieces_of(text: str, places: Sequence[Place]) -> list[Piece]:
    """The text cut where a place begins or ends, in order; nothing is lost or changed."""
    cuts = sorted({0, len(text), *(at for place in places for at in (place.start, place.end))})
    narrow = sorted(places, key=lambda place: place.end - place.start)
    return [
        Piece(
            text[start:end],
            tuple(place.anchor for place in narrow if place.start <= start < place.end),
            tuple(place.anchor for place in narrow if place.start == start),
            any(place.is_doubt for place in narrow if place.start <= start < place.end),
        )
        for start, end in pairwise(cuts)
    ]


def fields_of(letter: CircularPage, places: Sequence[Place]) -> list[Field]:
    """The record in the order of a letter, each value with its place. Number and date always stand there."""
    values = {
        "number": (letter.number, letter.number_raw),
        "date": (thai_date(letter.date) or letter.date_be, letter.date_raw),
        "speed": (letter.speed, ""),
        "secrecy": (letter.secrecy, ""),
        "subject": (letter.subject, ""),
        "issuer": (letter.issuer_name, " ".join(letter.issuer_address)),
        "purpose_line": (letter.purpose_line, ""),
        "closing": (letter.closing, ""),
        "signatory": (letter.signatory_name, letter.signatory_position),
        "owner_unit": (letter.owner_unit, ""),
        "contacts": (" ".join([*letter.phones, *letter.fax]), ""),
    }
    always = ("number", "date", "subject", "issuer", "signatory")
    by_name = {place.name: place for place in places if not place.is_doubt}
    fields = []
    for name, label in _LABELS.items():
        if name in values:
            value, written = values[name]
            if value or written or name in always:
                place = by_name.get(name)
                fields.append(Field(str(label), value or "–", written, place.anchor if place else ""))
            continue
        for key, place in by_name.items():
            if key == name or key.startswith(f"{name}["):
                words = letter.raw_text[place.start : place.end]
                fields.append(Field(str(label), _short(words), "", place.anchor))
    return fields


def _short(words: str, most: int = 160) -> str:
    """Words on one line; the end of a long text is left out."""
    line = " ".join(words.split())
    return line if len(line) <= most else line[:most] + "…"
