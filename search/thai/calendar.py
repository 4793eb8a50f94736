"""Thai months and years: names, and what a Buddhist year means in the civil calendar.

Until 2483 the Thai year began on 1 April, and 2483 itself had only nine months (April to December);
before 2432 the calendar was lunar and has no civil date here.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator

MONTHS = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
ABBREVIATIONS = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)
WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
"""Names in the order of `datetime.date.weekday()`."""

OFFSET = 543
FIRST_SOLAR_YEAR = 2432
LAST_APRIL_YEAR = 2482
SHORT_YEAR = 2483


def civil_year(year_be: int, month: int) -> int | None:
    """The C.E. year in which `month` (1–12) of Buddhist year `year_be` fell.

    None where that month has no civil date: before 2432, and January to March 2483.
    """
    if year_be < FIRST_SOLAR_YEAR or (year_be == SHORT_YEAR and month < 4):
        return None
    if year_be <= LAST_APRIL_YEAR and month < 4:
        return year_be - OFFSET + 1
    return year_be - OFFSET


def buddhist_year(date: datetime.date) -> int:
    """The Buddhist year that was in use on `date`."""
    if date.year < 1941 and date.month < 4:
        return date.year + OFFSET - 1
    return date.year + OFFSET


def civil_date(year_be: int, month: int, day: int) -> datetime.date | None:
    """The civil date, or None when there is no such day. Nothing is ever rolled over."""
    year = civil_year(year_be, month)
    if year is None or not 1 <= month <= 12 or not 1 <= year <= 9999:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def month_span(year_be: int, month: int) -> tuple[datetime.date, datetime.date] | None:
    """First and last day of a month, or None when it has no civil date."""
    first = civil_date(year_be, month, 1)
    if first is None:
        return None
    return first, first.replace(day=calendar.monthrange(first.year, month)[1])


def year_span(year_be: int) -> tuple[datetime.date, datetime.date] | None:
    """First and last day of a Buddhist year, or None when it has no civil date."""
    first_month = 4 if year_be <= SHORT_YEAR else 1
    last_month = 3 if year_be <= LAST_APRIL_YEAR else 12
    first, last = month_span(year_be, first_month), month_span(year_be, last_month)
    return (first[0], last[1]) if first and last else None


def fiscal_span(year_be: int) -> tuple[datetime.date, datetime.date] | None:
    """1 October of the year before to 30 September: fiscal year (ปีงบประมาณ) `year_be`."""
    first, last = month_span(year_be - 1, 10), month_span(year_be, 9)
    return (first[0], last[1]) if first and last else None


SHORT_YEARS = range(45, 80)
"""Buddhist years of our time, in two figures."""
_SHORT_YEAR = re.compile(
    r"ปี(?<!\d..)(?<!\d .) ?(\d\d)(?![\d/%]|[.,:]\d| ?(?:ปี|คน|ราย|บาท|ล้าน|ครั้ง|วัน|เดือน|แห่ง|จังหวัด|ประเทศ))"
)


def short_years(text: str) -> Iterator[tuple[int, int, int]]:
    """Years in two figures in a normalised text, as ปี 66: where they stand, and the Buddhist year.

    >>> list(short_years("ในปี 66 ราว 20 ปี 65 คน"))
    [(2, 7, 2566)]
    """
    for match in _SHORT_YEAR.finditer(text):
        if int(match[1]) in SHORT_YEARS:
            yield *match.span(), 2500 + int(match[1])
