"""Guide records as a workbook (XLSX) that people fill in, and back.

A sheet for the guides, one line each, and a sheet for every list that a guide has, whose lines name
their guide. The first row holds the names of the columns, the second says in Thai what they are.
"""

from __future__ import annotations

import datetime
import io
import logging
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

import openpyxl
import xlsxwriter
from django.utils.translation import gettext as _

from services.importing import sheets
from services.importing.records import Record
from services.importing.sheets import GUIDE_COLUMNS, GUIDES, LINES, SHEETS, Sheet

log = logging.getLogger(__name__)

MOST_BYTES = 60 * 1024 * 1024
MOST_ROWS = 20_000
MOST_FORMULAS = 20
"""Formulas that are named; of more it is said that there are more."""
ROW_PATH = re.compile(r"([a-z_.]+(?:\[\d+\])?)(?:\.([a-z_.]+))?: ")
"""Where a reason names a part of the record, e.g. "fees[1].amount: ": the list item, and its part."""


class WorkbookError(ValueError):
    """A file that is no workbook of guides; `reasons` say in Thai, a line each, why and what to do."""

    def __init__(self, *reasons: str) -> None:
        self.reasons = list(reasons)
        super().__init__("\n".join(reasons))


@dataclass(slots=True)
class Read:
    """What a file of guides holds.

    records    the guides
    places     for each of them and each list item the sheet and row where it stands; the path of a record
               itself is empty
    strays     reasons why rows belong to no guide, or to none that is taken, by the id they name
    untouched  paths of what the file does not speak of, because its sheet or column is missing: guides that
               are there already keep theirs
    rows       the sheet and row of every record, in their order; none in a JSON file
    """

    records: list[Record] = field(default_factory=list)
    places: dict[tuple[str, str], str] = field(default_factory=dict)
    strays: list[tuple[str, str]] = field(default_factory=list)
    untouched: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)

    def located(self, record: str, reason: str) -> str:
        """A reason with its place in the workbook before it: sheet, row and, where it names one, column."""
        found = ROW_PATH.match(reason)
        item, part = (found[1], found[2] or "") if found else ("", "")
        place = self.places.get((record, item)) if "[" in item else None
        path, _bracket, number = item.rstrip("]").partition("[")
        sheet = next((each for each in SHEETS if each.path == path), None) if place else None
        column = part if sheet else path
        place = place or self.places.get((record, ""))
        if not place:
            return reason
        if found is None or column not in (sheet.columns if sheet else GUIDE_COLUMNS):
            return f"{place}: {reason}"
        why = reason[found.end() :]
        if number and sheet is None:
            why = _("บรรทัดที่ %(number)s: %(reason)s") % {"number": number, "reason": why}
        return _("%(place)s คอลัมน์ “%(column)s” (%(label)s): %(reason)s") % {
            "place": place,
            "column": column,
            "label": sheets.label_of(sheet.name if sheet else GUIDES, column),
            "reason": why,
        }

    def completed(self, record: Record, before: Record) -> Record:
        """The record, with what `before`, the guide as it is, has where the file does not speak of it."""
        whole = {key: dict(part) if isinstance(part, dict) else part for key, part in record.items()}
        for path in self.untouched:
            value = _at(before, path)
            if value is not None:
                *above, key = path.split(".")
                holder = whole
                for part in above:
                    holder = holder.setdefault(part, {})
                holder[key] = value
        return whole


def place_of(sheet: str, row: int) -> str:
    """How a row of a workbook is called."""
    return _("แผ่นงาน “%(sheet)s” แถว %(row)d") % {"sheet": sheet, "row": row}


def written(records: Iterable[Record]) -> bytes:
    """The workbook of the records. Texts stay texts: none of them becomes a formula or a link."""
    kept = list(records)
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        head = book.add_format({"bold": True, "bg_color": "#e8eef7"})
        said = book.add_format({"italic": True, "text_wrap": True, "valign": "top"})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        looks = (head, said, body)
        _write(book, None, ([_flat(r, c) for c in GUIDE_COLUMNS] for r in kept), looks)
        for sheet in SHEETS:
            rows = (
                [record["id"], *(_flat(item, column, sheet) for column in sheet.columns)]
                for record in kept
                for item in (_at(record, sheet.path) or [])
            )
            _write(book, sheet, rows, looks)
    return out.getvalue()


def _write(book: Any, sheet: Sheet | None, rows: Iterable[list[Any]], looks: tuple[Any, Any, Any]) -> None:
    """A sheet of a list, or that of the guides. `looks`: formats of the names, of their meaning, of cells."""
    name = sheet.name if sheet else GUIDES
    columns = ("id", *sheet.columns) if sheet else GUIDE_COLUMNS
    head, said, body = looks
    page = book.add_worksheet(name)
    page.freeze_panes(2, 1)
    page.set_column(0, len(columns) - 1, 24)
    for column, key in enumerate(columns):
        page.write_string(0, column, key, head)
        page.write_string(1, column, sheets.label_of(name, key), said)
        if choices := sheets.drop_down(sheet, key):
            page.data_validation(2, column, MOST_ROWS, column, {"validate": "list", "source": choices})
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row):
            if isinstance(value, bool):
                page.write_boolean(number, column, value, body)
            elif isinstance(value, int):
                page.write_number(number, column, value, body)
            elif value is not None:
                page.write_string(number, column, str(value), body)


def _flat(record: Record, column: str, sheet: Sheet | None = None) -> Any:
    value, path = _at(record, column), sheets.path_of(sheet, column)
    if isinstance(value, list):
        return "\n".join(str(sheets.as_name(path, each)) for each in value)
    return sheets.as_name(path, value)


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
        return _Reading(book, most_rows).result()
    finally:
        book.close()


class _Reading:
    """The sheets of one workbook on their way into records."""

    def __init__(self, book: Any, most_rows: int) -> None:
        self.book = book
        self.most_rows = most_rows
        self.read = Read()
        self.by_id: dict[str, Record] = {}
        self.formulas: list[str] = []

    def result(self) -> Read:
        """What the workbook holds. Raises WorkbookError."""
        if GUIDES not in self.book.sheetnames:
            raise WorkbookError(_("ไม่พบแผ่นงาน “%s” ให้เริ่มจากแฟ้มที่ส่งออกจากระบบ") % GUIDES)
        for number, row in self._rows(None):
            record = _nested({key: _lines(key, value) for key, value in row.items()})
            name = str(record.get("id", ""))
            self.read.records.append(record)
            self.read.rows.append(place_of(GUIDES, number))
            self.by_id.setdefault(name, record)
            self.read.places.setdefault((name, ""), place_of(GUIDES, number))
        for sheet in SHEETS:
            if sheet.name in self.book.sheetnames:
                self._list(sheet)
            else:
                self.read.untouched.append(sheet.path)
        if self.formulas:
            told = [_("%s มีสูตร ให้แทนที่สูตรด้วยค่า") % cell for cell in self.formulas[:MOST_FORMULAS]]
            if (more := len(self.formulas) - MOST_FORMULAS) > 0:
                told.append(_("และยังมีสูตรอีก %d ช่อง") % more)
            raise WorkbookError(*told)
        return self.read

    def _list(self, sheet: Sheet) -> None:
        for number, row in self._rows(sheet):
            name, place = str(row.pop("id", "")), place_of(sheet.name, number)
            if name not in self.by_id:
                told = {"place": place, "id": name, "guides": GUIDES}
                reason = _("%(place)s อ้างถึงคู่มือ “%(id)s” ที่ไม่มีในแผ่นงาน “%(guides)s”") % told
                self.read.strays.append((name, reason))
                continue
            *above, key = sheet.path.split(".")
            holder = self.by_id[name]
            for part in above:
                holder = holder.setdefault(part, {})
            items = holder.setdefault(key, [])
            items.append(_nested(row))
            self.read.places[name, f"{sheet.path}[{len(items)}]"] = place

    def _rows(self, sheet: Sheet | None) -> Iterator[tuple[int, dict[str, Any]]]:
        """The filled rows of a list's sheet, or of that of the guides, below its two heads, each with its
        number in the sheet."""
        name = sheet.name if sheet else GUIDES
        columns = ("id", *sheet.columns) if sheet else GUIDE_COLUMNS
        page = self.book[name]
        page.reset_dimensions()
        heads: list[str] = []
        for number, cells in enumerate(page.iter_rows(max_col=len(columns) + 20), 1):
            if number > self.most_rows:
                raise WorkbookError(
                    _("แผ่นงาน “%(sheet)s” มีเกิน %(most)d แถว แบ่งเป็นหลายแฟ้ม")
                    % {"sheet": name, "most": self.most_rows}
                )
            if number == 1:
                heads = [str(cell.value or "").strip() for cell in cells]
                _check_heads(name, heads, columns)
                if sheet is None:
                    self.read.untouched += _unspoken(heads)
            if number <= 2:
                continue
            row = {}
            for head, cell in zip_longest(heads, cells, fillvalue=None):
                if cell is None or cell.value is None:
                    continue
                if cell.data_type == "f":
                    told = {"sheet": name, "cell": cell.coordinate}
                    self.formulas.append(_("แผ่นงาน “%(sheet)s” ช่อง %(cell)s") % told)
                elif head and (value := _value(cell.value)) != "":
                    row[head] = sheets.as_code(sheets.path_of(sheet, head), value)
            if row:
                yield number, row


def _check_heads(sheet: str, heads: list[str], columns: tuple[str, ...]) -> None:
    unknown = [head for head in heads if head and head not in columns]
    if unknown or "id" not in heads:
        raise WorkbookError(
            _("แผ่นงาน “%(sheet)s” มีหัวคอลัมน์ที่ไม่รู้จักหรือขาดคอลัมน์ id: %(heads)s ให้ใช้แถวแรกตามแฟ้มที่ส่งออก")
            % {"sheet": sheet, "heads": ", ".join(unknown)}
        )


def _unspoken(heads: list[str]) -> list[str]:
    """The columns of a guide that a file does not have. Who names the agency alone may name another owner."""
    missing = [column for column in GUIDE_COLUMNS if column not in heads]
    return [column for column in missing if column != "organisation" or "agency" in missing]


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


def _lines(column: str, value: Any) -> Any:
    """The value of a guide's cell, as a list where each of its lines is one."""
    if column not in LINES:
        return value
    lines = [line.strip() for line in str(value).splitlines() if line.strip()]
    return [sheets.as_code(column, line) for line in lines]


def _nested(row: dict[str, Any]) -> Record:
    record: Record = {}
    for key, value in row.items():
        *above, last = key.split(".")
        holder = record
        for part in above:
            holder = holder.setdefault(part, {})
        holder[last] = value
    return record
