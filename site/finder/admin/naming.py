"""What staff read for the names that search gives to where a word is from and what a score is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from search.results import ExplainedUnit

ORIGINS: dict[str, Promise] = {
    "typed": _("ตามที่พิมพ์"),
    "parts": _("ส่วนของคำประสม"),
    "abbr": _("คำย่อ"),
    "name": _("ชื่อ"),
    "synonym": _("คำพ้อง"),
    "related": _("คำที่เกี่ยวข้อง"),
    "misspelling": _("คำที่มักสะกดผิด"),
    "spelling": _("แก้คำพิมพ์ผิด"),
    "keyboard": _("แป้นพิมพ์อีกภาษา"),
    "cut short": _("ชื่อที่ตัดด้วยไปยาลน้อย"),
    "near number": _("เลขที่ใกล้เคียง"),
    "number": _("จำนวนที่เขียนอีกแบบ"),
    "letter": _("เลขที่หนังสือ"),
    "date": _("วันที่"),
    "telephone": _("หมายเลขโทรศัพท์"),
    "amount": _("จำนวนเงิน"),
    "abbreviation": _("คำย่อ"),
    "form": _("เลขแบบหรือมาตรา"),
    "measure": _("จำนวนหรือลำดับ"),
}
"""Where a way to say a unit of the query is from (`search.query.Alternative.reason`)."""

PARTS: dict[str, Promise] = {
    "coverage": _("มีคำของคำค้น"),
    "complete": _("มีครบทุกคำ"),
    "window": _("อยู่ในที่เดียวกัน"),
    "near": _("อยู่ใกล้กันมาก"),
    "phrase": _("ตรงตามที่พิมพ์"),
    "bm25": _("คำที่พบน้อยและพบบ่อยครั้ง"),
    "title": _("อยู่ในชื่อเรื่อง"),
    "own": _("เลขที่หรือวันที่ของเอกสารเอง"),
    "name": _("ตรงกับชื่อ"),
    "type": _("ประเภทเอกสาร"),
    "recency": _("ความใหม่"),
}
"""What a score is the sum of (`search.relevance.weights.PARTS`)."""


def units_in_words(units: Iterable[ExplainedUnit]) -> list[tuple[str, list[tuple[str, float, Promise]]]]:
    """Each unit with the ways to say it, their weights, and in words where they are from."""
    return [(u.text, [(way, weight, ORIGINS[origin]) for way, weight, origin in u.ways]) for u in units]


def parts_in_words(parts: Mapping[str, float]) -> list[tuple[Promise, float]]:
    """The parts of a score that are not nought, the largest first."""
    return [(PARTS[name], value) for name, value in sorted(parts.items(), key=lambda p: -p[1]) if value]
