"""The sheets of a workbook of guides: names, columns, what the columns are called, and which hold codes.

A coded column shows the Thai names of its choices, as a drop-down where a cell holds one; reading takes the
name in either language, or the code itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy, override

from services.choices import UNIT_CHOICES, Audience, ChannelType, ComplaintKind, FeeKind, Level, ProcessType

GUIDES = "guides"

GUIDE_LABELS = {
    "id": gettext_lazy("รหัสคู่มือ (อักษรอังกฤษตัวเล็ก ตัวเลข ขีดกลาง)"),
    "organisation": gettext_lazy("รหัสหน่วยงานเจ้าของ"),
    "agency": gettext_lazy("ชื่อหน่วยงานเจ้าของและหน่วยงานร่วม คั่นด้วย /"),
    "title": gettext_lazy("ชื่อ"),
    "title_en": gettext_lazy("ชื่อภาษาอังกฤษ"),
    "audience": gettext_lazy("กลุ่มผู้รับบริการ"),
    "process_type": gettext_lazy("ประเภทของงานบริการ"),
    "life_events": gettext_lazy("เหตุการณ์ในชีวิต บรรทัดละหนึ่ง"),
    "summary": gettext_lazy("สรุป"),
    "result": gettext_lazy("ผลที่ได้รับ"),
    "criteria": gettext_lazy("หลักเกณฑ์และเงื่อนไข บรรทัดละหนึ่ง"),
    "total_duration.value": gettext_lazy("ระยะเวลารวม"),
    "total_duration.unit": gettext_lazy("หน่วยของระยะเวลารวม"),
    "documents.none": gettext_lazy("ไม่ต้องใช้เอกสาร (TRUE/FALSE)"),
    "joint_service.level": gettext_lazy("ระดับการให้บริการร่วม"),
    "verification.fees": gettext_lazy("แหล่งตรวจสอบค่าธรรมเนียม"),
    "verification.durations": gettext_lazy("แหล่งตรวจสอบระยะเวลา"),
    "verification.documents": gettext_lazy("แหล่งตรวจสอบเอกสาร"),
    "unverified": gettext_lazy("ส่วนที่ยังไม่ได้ตรวจสอบ บรรทัดละหนึ่ง"),
    "last_reviewed": gettext_lazy("ทบทวนล่าสุด (ปี-เดือน-วัน)"),
    "valid_from": gettext_lazy("ใช้ตั้งแต่ (ปี-เดือน-วัน)"),
    "valid_to": gettext_lazy("ใช้ถึง (ปี-เดือน-วัน)"),
    "review_by": gettext_lazy("ต้องทบทวนภายใน (ปี-เดือน-วัน)"),
    "sample": gettext_lazy("ข้อมูลตัวอย่าง (TRUE/FALSE)"),
    "variant_of": gettext_lazy("เป็นกรณีหนึ่งของคู่มือ (รหัสคู่มือหลัก)"),
    "variant_name": gettext_lazy("ชื่อกรณี"),
    "areas": gettext_lazy("พื้นที่ที่ใช้ (รหัสจังหวัดหรือท้องถิ่น บรรทัดละหนึ่ง)"),
    "allows_local": gettext_lazy("คู่มือกลางที่ท้องถิ่นเติมได้ (TRUE/FALSE)"),
}
LABELS = {
    **GUIDE_LABELS,
    "type": gettext_lazy("ประเภท"),
    "name": gettext_lazy("ชื่อ"),
    "hours": gettext_lazy("เวลาทำการ"),
    "url": gettext_lazy("ที่อยู่เว็บ"),
    "phone": gettext_lazy("โทรศัพท์"),
    "note": gettext_lazy("หมายเหตุ"),
    "order": gettext_lazy("ลำดับ"),
    "detail": gettext_lazy("รายละเอียด"),
    "duration.value": gettext_lazy("ระยะเวลา"),
    "duration.unit": gettext_lazy("หน่วยเวลา"),
    "responsible_unit": gettext_lazy("หน่วยงานที่รับผิดชอบ"),
    "issuer": gettext_lazy("หน่วยงานผู้ออกเอกสาร"),
    "original": gettext_lazy("ฉบับจริง (จำนวน)"),
    "copies": gettext_lazy("สำเนา (จำนวน)"),
    "unit": gettext_lazy("หน่วยนับ"),
    "condition": gettext_lazy("เงื่อนไข"),
    "item": gettext_lazy("รายการ"),
    "kind": gettext_lazy("ลักษณะ"),
    "amount": gettext_lazy("จำนวนเงิน"),
    "sections": gettext_lazy("มาตราหรือข้อ"),
    "downtime": gettext_lazy("ช่วงที่ปิดระบบหรืองดให้บริการ"),
    "service": gettext_lazy("ขอเอกสารนี้ได้จากคู่มือ (รหัส)"),
}
GUIDE_COLUMNS = tuple(GUIDE_LABELS)
LINES = ("life_events", "criteria", "unverified", "areas")
"""Lists of texts that stand in one cell, a line each."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list of a guide: the name of its sheet, where it stands in the record, its columns."""

    name: str
    path: str
    columns: tuple[str, ...]


_DOCUMENT = ("name", "issuer", "original", "copies", "unit", "condition", "note", "service")
SHEETS = (
    Sheet("channels", "channels", ("type", "name", "hours", "url", "phone", "downtime", "note")),
    Sheet(
        "steps",
        "steps",
        ("order", "type", "detail", "duration.value", "duration.unit", "responsible_unit"),
    ),
    Sheet("identity_documents", "documents.identity_from_government", _DOCUMENT),
    Sheet("other_documents", "documents.other", _DOCUMENT),
    Sheet("fees", "fees", ("item", "kind", "amount", "unit", "note", "unverified")),
    Sheet("forms", "forms", ("name", "url")),
    Sheet("legal_basis", "legal_basis", ("title", "sections", "url", "valid_from", "valid_to")),
    Sheet("complaint_channels", "complaint_channels", ("name", "kind", "phone", "url")),
)

FLAG_LABEL = gettext_lazy("ยังไม่ได้ตรวจสอบกับหน่วยงาน (TRUE/FALSE)")


def label_of(sheet: str, column: str) -> str:
    """What a column of a sheet is called."""
    return str(FLAG_LABEL if (sheet, column) == ("fees", "unverified") else LABELS[column])


VERIFIED_PARTS: dict[str, Any] = {
    "fees": gettext_lazy("ค่าธรรมเนียม"),
    "durations": gettext_lazy("ระยะเวลา"),
    "documents": gettext_lazy("เอกสารที่ต้องใช้"),
}
CODED: dict[str, Mapping[str, Any]] = {
    "audience": dict(Audience.choices),
    "process_type": dict(ProcessType.choices),
    "total_duration.unit": dict(UNIT_CHOICES),
    "joint_service.level": dict(Level.choices),
    "unverified": VERIFIED_PARTS,
    "channels.type": dict(ChannelType.choices),
    "steps.duration.unit": dict(UNIT_CHOICES),
    "fees.kind": dict(FeeKind.choices),
    "complaint_channels.kind": dict(ComplaintKind.choices),
}
"""What the codes of a part of a record are called, by its path without the numbers of list items."""
FLAGS = ("documents.none", "sample", "allows_local", "fees.unverified")
"""The paths of what is true or false."""


def path_of(sheet: Sheet | None, column: str) -> str:
    """Where a column of a list's sheet, or of the sheet of guides, stands in a record."""
    return f"{sheet.path}.{column}" if sheet else column


@cache
def names_in_cells(path: str) -> dict[str, str]:
    """The Thai name of each code of a coded column."""
    with override("th"):
        return {code: str(name) for code, name in CODED[path].items()}


@cache
def codes_of(path: str) -> dict[str, str]:
    """The code of each name of a coded column, in Thai and in English."""
    found: dict[str, str] = {}
    for language in ("th", "en"):
        with override(language):
            found |= {" ".join(str(name).split()).casefold(): code for code, name in CODED[path].items()}
    return found


def as_code(path: str, value: Any) -> Any:
    """The code, or the truth, that a cell or a line of it means; what means none stays as it is, for the
    reader to refuse."""
    if path in FLAGS and isinstance(value, str):
        return {"TRUE": True, "FALSE": False}.get(value.upper(), value)
    if path not in CODED or not isinstance(value, str):
        return value
    return codes_of(path).get(" ".join(value.split()).casefold(), value)


def as_name(path: str, value: Any) -> Any:
    """The Thai name of a code, as a cell shows it."""
    return names_in_cells(path).get(value, value) if path in CODED and isinstance(value, str) else value


def drop_down(sheet: Sheet | None, column: str) -> list[str]:
    """What a cell of a column may be chosen from; empty where it holds free text or several lines."""
    path = path_of(sheet, column)
    if path in FLAGS:
        return ["TRUE", "FALSE"]
    return list(names_in_cells(path).values()) if path in CODED and path not in LINES else []
