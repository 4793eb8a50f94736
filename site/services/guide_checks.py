"""What makes a service guide wrong: contradictions and rows that stand there twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.templatetags.thai import spoken, unit_name
from services.choices import FeeKind
from services.durations import Duration, Verdict, compare

if TYPE_CHECKING:
    from services.guides import ServicePage


class RowError(ValidationError):
    """What is wrong with one row of a list of a guide.

    row   its number, from 1
    part  the part of it that is wrong, a name of its block; empty where it is the whole row
    """

    def __init__(self, message: str, row: int, part: str = "") -> None:
        super().__init__(message)
        self.row = row
        self.part = part


Errors = dict[str, list[str | RowError]]
Found = Iterable[tuple[str, str | RowError]]


def errors_of(page: ServicePage) -> Errors:
    """The errors of a guide by field, in the reader's language; empty where there are none."""
    errors: Errors = {}
    for check in (_durations, _validity, _cases, _rows_standing_twice, _fees, _documents, _laws, _twin):
        for field, message in check(page):
            errors.setdefault(field, []).append(message)
    return errors


def duration_note(page: ServicePage) -> str:
    """What comparing the steps with the total gave, for editors; empty where either is not stated yet."""
    if page.total_duration is None or not page.step_durations:
        return ""
    comparison = compare(page.step_durations, page.total_duration)
    values = {"sum": durations_text(comparison.sums), "total": duration_text(page.total_duration)}
    if comparison.verdict is Verdict.UNKNOWN:
        return (
            _(
                "ขั้นตอนรวมกันได้ %(sum)s ส่วนระยะเวลารวมคือ %(total)s ระบบเทียบให้ไม่ได้เพราะหน่วยเวลาต่างกัน "
                "เช่น วันทำการไม่เท่ากับวัน โปรดตรวจสอบเอง"
            )
            % values
        )
    if comparison.verdict is Verdict.EXCEEDS:
        return _("ขั้นตอนรวมกันได้ %(sum)s เกินระยะเวลารวม %(total)s") % values
    return _("ขั้นตอนรวมกันได้ %(sum)s ไม่เกินระยะเวลารวม %(total)s") % values


def duration_text(duration: Duration) -> str:
    """ "15 นาที", "2 ชั่วโมง 30 นาที", "1.5 วัน": as little as says it."""
    return " ".join(
        f"{part.normalize():f} {unit_name(of, part)}" for part, of in spoken(duration.value, duration.unit)
    )


def durations_text(durations: Iterable[Duration]) -> str:
    return _(" และ ").join(duration_text(duration) for duration in durations)


def _durations(page: ServicePage) -> Found:
    if (page.total_value is None) != (not page.total_unit):
        yield "total_value", _("ระยะเวลารวมต้องมีทั้งจำนวนและหน่วยเวลา")
    elif page.total_value is not None and page.total_duration is None:
        yield "total_value", _("ระยะเวลารวมต้องมากกว่าศูนย์")
    for number, step in enumerate(page.steps, 1):
        value, unit = step.value["value"], step.value["unit"]
        if (value is None) != (not unit):
            told = _("ขั้นตอนที่ %d: ระยะเวลาต้องมีทั้งจำนวนและหน่วยเวลา หรือเว้นว่างทั้งคู่") % number
            yield "steps", RowError(told, number, "value" if value is None else "unit")
        elif value is not None and value <= 0:
            yield "steps", RowError(_("ขั้นตอนที่ %d: ระยะเวลาต้องมากกว่าศูนย์") % number, number, "value")
    if page.total_duration is not None:
        comparison = compare(page.step_durations, page.total_duration)
        if comparison.verdict is Verdict.EXCEEDS:
            yield (
                "total_value",
                _("ระยะเวลาของทุกขั้นตอนรวมกันได้ %(sum)s เกินระยะเวลารวมที่ระบุไว้ %(total)s โปรดแก้ไขให้ตรงกัน")
                % {
                    "sum": durations_text(comparison.sums),
                    "total": duration_text(page.total_duration),
                },
            )


def _validity(page: ServicePage) -> Found:
    if page.valid_from and page.valid_to and page.valid_to < page.valid_from:
        yield "valid_to", _("วันสุดท้ายที่ใช้ต้องไม่อยู่ก่อนวันแรก")


def _cases(page: ServicePage) -> Found:
    if page.variant_of_id is None:
        return
    if page.variant_of_id == page.pk:
        yield "variant_of", _("คู่มือเป็นกรณีหนึ่งของตัวเองไม่ได้")
    elif page.variant_of.variant_of_id is not None:
        yield (
            "variant_of",
            _("“%(title)s” เป็นกรณีหนึ่งของ “%(main)s” อยู่แล้ว โปรดเลือกคู่มือหลักนั้น")
            % {"title": page.variant_of.title, "main": page.variant_of.variant_of.title},
        )
    elif page.pk and type(page).objects.filter(variant_of=page.pk).exists():
        yield "variant_of", _("คู่มือนี้มีกรณีอื่นอยู่ใต้ตัวเอง จึงเป็นกรณีของคู่มืออื่นไม่ได้")


def _rows_standing_twice(page: ServicePage) -> Found:
    keys: dict[str, Callable[[Any], tuple[Any, ...]]] = {
        "criteria": lambda value: (value,),
        "channels": lambda value: (value["type"], value["name"], value["url"]),
        "identity_documents": lambda value: (value["name"], value["condition"]),
        "other_documents": lambda value: (value["name"], value["condition"]),
        "fees": lambda value: (value["item"], value["note"]),
        "forms": lambda value: (value["name"],),
        "legal_basis": lambda value: (value["title"], value["sections"]),
        "complaint_channels": lambda value: (value["name"],),
    }
    for field, key in keys.items():
        seen: dict[tuple[str, ...], int] = {}
        for number, row in enumerate(getattr(page, field), 1):
            identity = tuple(" ".join(str(part or "").split()) for part in key(row.value))
            first = seen.setdefault(identity, number)
            if first != number:
                told = _("รายการที่ %(number)d ซ้ำกับรายการที่ %(first)d (%(name)s) โปรดลบออกรายการหนึ่ง") % {
                    "number": number,
                    "first": first,
                    "name": next(filter(None, identity[::-1]), ""),
                }
                yield field, RowError(told, number)


def _fees(page: ServicePage) -> Found:
    for number, fee in enumerate(page.fees, 1):
        kind, amount, item = fee.value["kind"], fee.value["amount"], fee.value["item"]
        if kind == FeeKind.FIXED and not amount:
            told = _("“%s”: อัตราแน่นอนต้องระบุจำนวนที่มากกว่าศูนย์ หรือเลือก “ไม่มีค่าธรรมเนียม”") % item
            yield "fees", RowError(told, number, "amount")
        elif kind == FeeKind.NONE and amount:
            told = _("“%s”: เลือกว่าไม่มีค่าธรรมเนียม แต่ระบุจำนวนไว้ โปรดแก้ให้ตรงกัน") % item
            yield "fees", RowError(told, number, "kind")
        elif kind == FeeKind.FORMULA and not (fee.value["note"] or "").strip():
            told = _("“%s”: คิดตามสูตรต้องเขียนวิธีคำนวณ เช่น ร้อยละ 2 ของราคาประเมิน") % item
            yield "fees", RowError(told, number, "note")


def _documents(page: ServicePage) -> Found:
    if page.no_documents and (page.identity_documents or page.other_documents):
        yield "no_documents", _("ระบุว่าไม่ต้องใช้เอกสาร แต่มีรายการเอกสาร โปรดแก้ให้ตรงกัน")
    for field in ("identity_documents", "other_documents"):
        for number, document in enumerate(getattr(page, field), 1):
            value = document.value
            if not any(value[key] for key in ("originals", "copies", "condition", "note")):
                told = _("“%s”: ระบุจำนวนฉบับจริงหรือสำเนาอย่างน้อยหนึ่งฉบับ หรือระบุเงื่อนไขหรือหมายเหตุ")
                yield field, RowError(told % value["name"], number, "originals")


def _laws(page: ServicePage) -> Found:
    for number, law in enumerate(page.legal_basis, 1):
        start, end = law.value["valid_from"], law.value["valid_to"]
        if start and end and end < start:
            told = _("“%s”: วันสิ้นสุดต้องไม่อยู่ก่อนวันเริ่มใช้บังคับ") % law.value["title"]
            yield "legal_basis", RowError(told, number, "valid_to")


def _twin(page: ServicePage) -> Found:
    if page.organisation_id is None:
        return
    title = " ".join(page.title.split())
    others = type(page).objects.filter(organisation=page.organisation_id, title=title).exclude(pk=page.pk)
    if others.exists():
        yield "title", _("หน่วยงานนี้มีคู่มือชื่อ “%s” อยู่แล้ว โปรดแก้ไขฉบับเดิมหรือใช้ชื่ออื่น") % title
