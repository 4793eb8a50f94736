"""What an editor should mend in a guide before citizens read it: missing, too long, hard to read, jargon.

Nothing here forbids anything; what must not be is in `services.guide_checks` and `services.guide_laws`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from search.thai import tokenize
from services import guide_laws
from services.choices import ChannelType, FeeKind
from services.guides import ServicePage

JARGON = Path(__file__).resolve().parent / "data" / "jargon.yaml"

LONGEST_TITLE = 90
LONGEST_SUMMARY = 250
LONGEST_TEXT = 350
LONGEST_CLAUSE = 24
"""Words without a space: Thai readers rest at spaces, and so must the writer."""
MOST_STEPS = 12
AT_A_PLACE = {ChannelType.ONSITE, ChannelType.COUNTER, ChannelType.ONE_STOP}


class Weight(StrEnum):
    """How much a remark weighs: the law forbids publishing, readers are misled, or it could be better."""

    LAW = "law"
    MISSING = "missing"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to mend (ข้อสังเกต). `field` names the field of the form where to mend it."""

    field: str
    text: str
    weight: Weight


def remarks(page: ServicePage, on: datetime.date) -> list[Remark]:
    """All remarks on a guide as it would be published on a day: the law's first, then in the form's order."""
    law = [Remark("", text, Weight.LAW) for text in guide_laws.missing(page, on)]
    return [*law, *_missing(page), *_too_long(page), *_wording(page)]


def _missing(page: ServicePage) -> Iterator[Remark]:
    def remark(field: str, text: str) -> Remark:
        return Remark(field, text, Weight.MISSING)

    if not page.process_type:
        yield remark(
            "process_type", _("ยังไม่ได้เลือกประเภทงานบริการ จึงยังไม่รู้ว่ากฎหมายกำหนดรายการใด และยังเผยแพร่ไม่ได้")
        )
    if not page.result:
        yield remark("result", _("บอกว่าผู้ขอได้อะไรกลับไป เช่น ชื่อบัตรหรือใบอนุญาต คู่มืออื่นจะชี้มาที่นี่ได้"))
    if not page.title_en:
        yield remark("title_en", _("ยังไม่มีชื่อภาษาอังกฤษ หน้าภาษาอังกฤษจะแสดงชื่อไทย"))
    for row in page.channels:
        if row.value["type"] in AT_A_PLACE and not row.value["hours"]:
            yield remark("channels", _("“%s” ยังไม่บอกวันและเวลา ประชาชนอาจไปเสียเที่ยว") % row.value["name"])
        if row.value["type"] == ChannelType.ONLINE and not row.value["url"]:
            yield remark(
                "channels", _("“%s” เป็นช่องทางออนไลน์แต่ไม่มีที่อยู่เว็บ จึงไม่มีปุ่มเริ่มทำออนไลน์") % row.value["name"]
            )
    if not page.fees:
        yield remark("fees", _("ยังไม่บอกค่าธรรมเนียม ถ้าไม่เก็บให้เพิ่มรายการ “ไม่มีค่าธรรมเนียม”"))
    for row in page.fees:
        if row.value["kind"] == FeeKind.CONDITIONAL and not row.value["note"]:
            yield remark("fees", _("“%s” คิดตามเงื่อนไข แต่ไม่บอกว่าเงื่อนไขใด") % row.value["item"])
    if not page.complaint_channels:
        yield remark("complaint_channels", _("ยังไม่บอกว่าร้องเรียนได้ที่ใด"))
    if not page.life_events.all():
        yield remark("life_events", _("ยังไม่ได้เลือกเหตุการณ์ในชีวิต คู่มือจึงไม่ขึ้นในหน้าเลือกตามเหตุการณ์"))
    if page.review_by is None:
        yield remark("review_by", _("ใส่วันที่ต้องทบทวน ระบบจะเตือนก่อนถึงวันนั้น"))


def _too_long(page: ServicePage) -> Iterator[Remark]:
    if len(page.title) > LONGEST_TITLE:
        text = _("ชื่อยาว %(length)d ตัวอักษร ควรไม่เกิน %(most)d ในผลการค้นหาบนมือถือจะอ่านยาก")
        yield Remark("title", text % {"length": len(page.title), "most": LONGEST_TITLE}, Weight.WORDING)
    if len(page.summary) > LONGEST_SUMMARY:
        text = _("สรุปยาว %(length)d ตัวอักษร ควรไม่เกิน %(most)d บอกเพียงว่าได้อะไร")
        yield Remark("summary", text % {"length": len(page.summary), "most": LONGEST_SUMMARY}, Weight.WORDING)
    if len(page.steps) > MOST_STEPS:
        text = _("มี %d ขั้นตอน รวมขั้นตอนภายในที่ประชาชนไม่ต้องทำเองเข้าด้วยกัน")
        yield Remark("steps", text % len(page.steps), Weight.WORDING)
    for field, place, words in _texts(page):
        if field not in ("title", "summary") and len(words) > LONGEST_TEXT:
            text = _("%(place)s ยาว %(length)d ตัวอักษร ควรไม่เกิน %(most)d แบ่งเป็นหลายข้อ")
            values = {"place": place, "length": len(words), "most": LONGEST_TEXT}
            yield Remark(field, text % values, Weight.WORDING)


def _wording(page: ServicePage) -> Iterator[Remark]:
    for field, place, text in _texts(page):
        if clause := longest_clause(text):
            message = _("%(place)s มีข้อความติดกัน %(words)d คำโดยไม่เว้นวรรค อ่านยาก แบ่งเป็นประโยคสั้น: “%(text)s…”")
            values = {"place": place, "words": clause[1], "text": clause[0][:40]}
            yield Remark(field, message % values, Weight.WORDING)
        for word, plain in jargon_in(text):
            message = _("%(place)s ใช้คำว่า “%(word)s” เขียนง่ายกว่า: %(plain)s")
            yield Remark(field, message % {"place": place, "word": word, "plain": plain}, Weight.WORDING)


def longest_clause(text: str) -> tuple[str, int] | None:
    """The run of text without a space that has most words, where it has too many; with how many."""
    clauses = [(clause, len(tokenize(clause))) for clause in text.split() if len(clause) > LONGEST_CLAUSE * 2]
    worst = max(clauses, key=lambda pair: pair[1], default=None)
    return worst if worst is not None and worst[1] > LONGEST_CLAUSE else None


def jargon_in(text: str) -> list[tuple[str, str]]:
    """Words of officialese that a text uses, each with what to write instead; whole words only."""
    found = []
    words: frozenset[str] | None = None
    plain_text = " ".join(text.split())
    for word, plain in jargon().items():
        if word not in plain_text:
            continue
        if words is None:
            words = frozenset(tokenize(plain_text))
        if word in words or len(word) >= _LONG_ENOUGH:
            found.append((word, plain))
    inside = {word for word, _plain in found for other, _plain2 in found if word != other and word in other}
    return [pair for pair in found if pair[0] not in inside]


_LONG_ENOUGH = 6
"""A word of so many characters is found inside a run without mistake; a shorter one must be a word there."""


@cache
def jargon() -> dict[str, str]:
    return {row["word"]: row["plain"] for row in yaml.safe_load(JARGON.read_text(encoding="utf-8"))}


def _texts(page: ServicePage) -> Iterator[tuple[str, str, str]]:
    """The running texts of a guide: field, what editors call the place, text."""
    fields: dict[str, Any] = {"title": page.title, "summary": page.summary}
    for name, text in fields.items():
        yield name, _label(page, name), text
    for number, row in enumerate(page.criteria, 1):
        yield "criteria", _("หลักเกณฑ์ข้อที่ %d") % number, re.sub(r"\s+", " ", str(row.value))
    for number, row in enumerate(page.steps, 1):
        yield "steps", _("ขั้นตอนที่ %d") % number, row.value["detail"] or ""


def _label(page: ServicePage, field: str) -> str:
    return f"“{page._meta.get_field(field).verbose_name}”"
