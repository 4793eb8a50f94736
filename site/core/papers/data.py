"""Tables of data as XLSX and CSV: no cell is ever run as a formula, and the same rows give the same bytes."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter import Workbook

from core.characters import writable
from core.papers.progress import Counter, Progress, untold

Cell = str | int | float | Decimal | bool | datetime.date | None

_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_NO_NAME = re.compile(r"[\[\]:*?/\\']")
LONGEST_CELL = 32_767
"""Characters that a cell of XLSX can hold."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: a name (at most 31 characters are used), a head and rows of the same width."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...] = ()


def safe(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula: a leading apostrophe where it could.

    >>> safe("=HYPERLINK(1)"), safe("กระทรวง")
    ("'=HYPERLINK(1)", 'กระทรวง')
    """
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_RISKY) or text.startswith(_RISKY) else text


def to_csv(sheet: Sheet, progress: Progress = untold) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheet programs read Thai; dates as ISO 8601."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe(each) for each in sheet.head])
    rows = Counter(len(sheet.rows), progress)
    for row in sheet.rows:
        writer.writerow([_plain(each) for each in row])
        rows.add()
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(
    sheets: Sequence[Sheet],
    title: str = "",
    author: str = "",
    dated: datetime.datetime | None = None,
    progress: Progress = untold,
) -> bytes:
    """A workbook with frozen heads and filters. Text is written as text, whatever it begins with.

    `dated` is what the file says about its making; without it a fixed day, so that bytes repeat.
    """
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    made = (dated or datetime.datetime(2000, 1, 1)).replace(tzinfo=None, microsecond=0)
    book.set_properties({"title": writable(title), "author": writable(author), "created": made})
    font = {"font_name": "Sarabun", "font_size": 11, "valign": "top"}
    head = book.add_format({**font, "bold": True, "bg_color": "#E8ECF4", "border": 1, "text_wrap": True})
    plain = book.add_format({**font, "text_wrap": True})
    date = book.add_format({**font, "num_format": "yyyy-mm-dd"})
    rows = Counter(sum(len(sheet.rows) for sheet in sheets), progress)
    for name, sheet in zip(_names(sheets), sheets, strict=True):
        page = book.add_worksheet(name)
        page.freeze_panes(1, 1)
        for column, text in enumerate(sheet.head):
            page.set_column(column, column, sheet.widths[column] if sheet.widths else 18)
            page.write_string(0, column, _text(text), head)
        for number, row in enumerate(sheet.rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, bool | str):
                    page.write_string(number, column, _text(value), plain)
                elif isinstance(value, int | float | Decimal):
                    page.write_number(number, column, float(value), plain)
                elif isinstance(value, datetime.date):
                    page.write_datetime(
                        number, column, datetime.datetime(value.year, value.month, value.day), date
                    )
            rows.add()
        if sheet.rows:
            page.autofilter(0, 0, len(sheet.rows), len(sheet.head) - 1)
    book.close()
    return out.getvalue()


def _names(sheets: Iterable[Sheet]) -> list[str]:
    """Names that a workbook accepts: without forbidden signs, at most 31 characters, each once."""
    names: list[str] = []
    for sheet in sheets:
        wanted = _NO_NAME.sub(" ", writable(sheet.name)).strip()[:31] or "Sheet"
        name, number = wanted, 2
        while name.casefold() in {each.casefold() for each in names}:
            name, number = f"{wanted[:27]} {number}", number + 1
        names.append(name)
    return names


def _text(value: str | bool) -> str:
    if isinstance(value, bool):
        return "✓" if value else ""
    return writable(value)[:LONGEST_CELL]


def _plain(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return safe(_text(value)) if isinstance(value, bool | str) else str(value)
