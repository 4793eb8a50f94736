"""Guide records as a workbook (XLSX) that people fill in, and back.

A sheet for the guides, one line each, and a sheet for every list that a guide has, whose lines name
their guide. The first row holds the names of the columns, the second says in Thai what they are.
"""

from __future__ import annotations

import datetime
import io
import logging
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import openpyxl
import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.importing.records import Record

log = logging.getLogger(__name__)

GUIDES = "guides"
MOST_BYTES = 60 * 1024 * 1024
MOST_ROWS = 20_000

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


class WorkbookError(ValueError):
    """A file that is no workbook of guides; the message says in Thai why and what to do."""


@dataclass(slots=True)
class Read:
    """What a workbook holds: records, for each of them and each list item the sheet and row where it stands
    (the path of a record itself is empty), and reasons why rows belong to no guide, by the id they name."""

    records: list[Record] = field(default_factory=list)
    places: dict[tuple[str, str], str] = field(default_factory=dict)
    strays: list[tuple[str, str]] = field(default_factory=list)

    def located(self, record: str, reason: str) -> str:
        """A reason with the place in the workbook before it: of the list item it names, or of the guide."""
        path = reason.split("]", 1)[0] + "]"
        place = self.places.get((record, path)) or self.places.get((record, ""))
        return f"{place} {reason}" if place else reason


def written(records: Iterable[Record]) -> bytes:
    """The workbook of the records. Texts stay texts: none of them becomes a formula or a link."""
    kept = list(records)
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        head = book.add_format({"bold": True, "bg_color": "#e8eef7"})
        said = book.add_format({"italic": True, "text_wrap": True, "valign": "top"})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        _write(
            book,
            GUIDES,
            GUIDE_COLUMNS,
            ([_flat(r, c) for c in GUIDE_COLUMNS] for r in kept),
            head,
            said,
            body,
        )
        for sheet in SHEETS:
            rows = (
                [record["id"], *(_flat(item, column) for column in sheet.columns)]
                for record in kept
                for item in (_at(record, sheet.path) or [])
            )
            _write(book, sheet.name, ("id", *sheet.columns), rows, head, said, body)
    return out.getvalue()


def _write(
    book: Any, name: str, columns: tuple[str, ...], rows: Iterable[list[Any]], head: Any, said: Any, body: Any
) -> None:
    page = book.add_worksheet(name)
    page.freeze_panes(2, 1)
    page.set_column(0, len(columns) - 1, 24)
    for column, key in enumerate(columns):
        page.write_string(0, column, key, head)
        page.write_string(1, column, str(LABELS[key]), said)
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row):
            if isinstance(value, bool):
                page.write_boolean(number, column, value, body)
            elif isinstance(value, int):
                page.write_number(number, column, value, body)
            elif value is not None:
                page.write_string(number, column, str(value), body)


def _flat(record: Record, column: str) -> Any:
    value = _at(record, column)
    return "\n".join(map(str, value)) if isinstance(value, list) else value


def _at(record: Record, path: str) -> Any:
    value: Any = record
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def read(data: bytes, most_bytes: int = MOST_BYTES, most_rows: int = MOST_ROWS) -> Read:
    """The records of a workbook.

    Raises WorkbookError for what is no workbook, unpacks to more than `most_bytes`, has more than
    `most_rows` rows in a sheet, holds formulas, or lacks the columns of a guide.
    """
    try:
        return _read(data, most_bytes, most_rows)
    except WorkbookError:
        raise
    # A damaged archive or its XML makes the library raise almost anything, at any row
    except Exception as error:
        log.warning("A workbook of guides could not be read", exc_info=True)
        raise WorkbookError(_("เปิดแฟ้มไม่ได้ ต้องเป็นสมุดงาน Excel (.xlsx) ที่ไม่เสียหายและไม่ตั้งรหัสผ่าน")) from error


def _read(data: bytes, most_bytes: int, most_rows: int) -> Read:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > most_bytes:
            raise WorkbookError(_("แฟ้มมีข้อมูลมากเกินไปเมื่อคลายออก แบ่งเป็นหลายแฟ้ม"))
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    try:
        if GUIDES not in book.sheetnames:
            raise WorkbookError(_("ไม่พบแผ่นงาน “%s” ให้เริ่มจากแฟ้มที่ส่งออกจากระบบ") % GUIDES)
        result = Read()
        by_id: dict[str, Record] = {}
        for number, row in _rows(book, GUIDES, GUIDE_COLUMNS, most_rows):
            record = _nested({key: _lines(value) if key in LINES else value for key, value in row.items()})
            name = str(record.get("id", ""))
            result.records.append(record)
            by_id.setdefault(name, record)
            place = _("แผ่นงาน “%(sheet)s” แถว %(row)d:") % {"sheet": GUIDES, "row": number}
            result.places.setdefault((name, ""), place)
        for sheet in SHEETS:
            if sheet.name in book.sheetnames:
                _read_list(book, sheet, by_id, result, most_rows)
        return result
    finally:
        book.close()


def _rows(book: Any, name: str, columns: tuple[str, ...], most: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """The filled rows of a sheet below its two heads, each with its number in the sheet."""
    sheet = book[name]
    sheet.reset_dimensions()
    heads: list[str] = []
    for number, cells in enumerate(sheet.iter_rows(max_col=len(columns) + 20), 1):
        if number > most:
            raise WorkbookError(
                _("แผ่นงาน “%(sheet)s” มีเกิน %(most)d แถว แบ่งเป็นหลายแฟ้ม") % {"sheet": name, "most": most}
            )
        if number == 1:
            heads = [str(cell.value or "").strip() for cell in cells]
            unknown = [head for head in heads if head and head not in columns]
            if unknown or "id" not in heads:
                raise WorkbookError(
                    _("แผ่นงาน “%(sheet)s” มีหัวคอลัมน์ที่ไม่รู้จักหรือขาดคอลัมน์ id: %(heads)s ให้ใช้แถวแรกตามแฟ้มที่ส่งออก")
                    % {"sheet": name, "heads": ", ".join(unknown)}
                )
        if number <= 2:
            continue
        for cell in cells:
            if cell.value is not None and cell.data_type == "f":
                raise WorkbookError(
                    _("แผ่นงาน “%(sheet)s” ช่อง %(cell)s มีสูตร ให้แทนที่สูตรด้วยค่า")
                    % {"sheet": name, "cell": cell.coordinate}
                )
        row = {head: _value(cell.value) for head, cell in zip(heads, cells, strict=False) if head}
        row = {key: value for key, value in row.items() if value not in (None, "")}
        if row:
            yield number, row


def _read_list(book: Any, sheet: Sheet, by_id: dict[str, Record], result: Read, most_rows: int) -> None:
    for number, row in _rows(book, sheet.name, ("id", *sheet.columns), most_rows):
        name = str(row.pop("id", ""))
        if name not in by_id:
            reason = _("แผ่นงาน “%(sheet)s” แถว %(row)d อ้างถึงคู่มือ “%(id)s” ที่ไม่มีในแผ่นงาน “%(guides)s”")
            result.strays.append(
                (name, reason % {"sheet": sheet.name, "row": number, "id": name, "guides": GUIDES})
            )
            continue
        *above, key = sheet.path.split(".")
        holder = by_id[name]
        for part in above:
            holder = holder.setdefault(part, {})
        items = holder.setdefault(key, [])
        items.append(_nested(row))
        place = _("แผ่นงาน “%(sheet)s” แถว %(row)d:") % {"sheet": sheet.name, "row": number}
        result.places[name, f"{sheet.path}[{len(items)}]"] = place


def _value(value: Any) -> Any:
    """A cell as records have it: whole numbers without a point, days as YYYY-MM-DD, times as HH.MM."""
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.time):
        return value.strftime("%H.%M")
    if isinstance(value, datetime.timedelta):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value.strip() if isinstance(value, str) else value


def _lines(value: Any) -> list[str]:
    return [line.strip() for line in str(value).splitlines() if line.strip()]


def _nested(row: dict[str, Any]) -> Record:
    record: Record = {}
    for key, value in row.items():
        *above, last = key.split(".")
        holder = record
        for part in above:
            holder = holder.setdefault(part, {})
        holder[last] = value
    return record
