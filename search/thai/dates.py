"""Dates as Thai texts write them: Buddhist and Christian years, both digit scripts, ranges.

    date   = [day ["-" day]] month [era] year | day "/" month "/" year | year "-" month "-" day | era year
    month  = full name | abbreviation, with or without dots and spaces | English name
    era    = พ.ศ. | ค.ศ.

A year of two digits is Buddhist 25xx; of four digits, from 2400 on Buddhist, 1900 to 2100 Christian, and
never guessed between. A day that does not exist is kept as `status` "invalid", never rolled over.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from search.thai import calendar
from search.thai.date_grammar import MONEY, NOT_A_YEAR, OFFICE_BEFORE, group, month_number, shapes
from search.thai.numerals import repair_digits, to_arabic, with_digits

Precision = Literal["day", "month", "year", "fiscal_year"]
Status = Literal["ok", "incomplete", "invalid"]
Era = Literal["be", "ce"]


@dataclass(frozen=True, slots=True)
class ThaiDate:
    """A date found in a text (วันที่), and what it says.

    raw, start, end  the words of the date and where they stand: `text[start:end] == raw`
    precision        the smallest part that is given
    status           "ok"; "incomplete": no year is given, or the year is older than the solar calendar
                     (2432), so that no civil date follows; "invalid": no such day, month or year
    year_be          Buddhist year that the text means; None when it gives none or an impossible one
    month, day       as written, None when not given
    first, last      civil dates covered: equal for one day, else the ends of the month, year or range;
                     both None unless status is "ok"
    era              the era that the year was written in; None without a year
    two_digit_year   whether the year was written with two digits
    """

    raw: str
    start: int
    end: int
    precision: Precision
    status: Status
    year_be: int | None
    month: int | None
    day: int | None
    first: datetime.date | None
    last: datetime.date | None
    era: Era | None = None
    two_digit_year: bool = False

    @property
    def be(self) -> str | None:
        """ "2547-12-24", "2547-12" or "2547" in Buddhist years; None unless status is "ok"."""
        return self._written(self.year_be) if self.status == "ok" and self.year_be else None

    @property
    def iso(self) -> str | None:
        """The same in C.E. years, for a range its first day; None unless status is "ok"."""
        if self.first is None or self.last is None:
            return None
        return self._written(self.last.year if self.precision == "fiscal_year" else self.first.year)

    @property
    def is_range(self) -> bool:
        """Whether several days were written: "1 - 3 ธันวาคม 2547"."""
        return self.precision == "day" and self.first != self.last

    def _written(self, year: int) -> str:
        written = f"{year:04d}"
        if self.precision in ("day", "month"):
            written += f"-{self.month:02d}"
        return f"{written}-{self.day:02d}" if self.precision == "day" else written


def find_dates(text: str) -> list[ThaiDate]:
    """Every date in `text`, in order, none overlapping. Offsets are those of `text`."""
    plain = repair_digits(text)
    return [_read(match, text) for match in shapes(plain) if not _is_something_else(plain, match)]


def parse_date(text: str) -> ThaiDate | None:
    """The date that the whole of `text` writes ("24 ธ.ค. 47", "ลงวันที่ ๕ ก.ค. 67", "2547"), or None."""
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    end = start + len(text[start:].rstrip())
    if _YEAR_ALONE.fullmatch(text, start, end):
        return _of_year(_Words(text[start:end], start, end), text[start:end], "", fiscal=False)
    return next((date for date in find_dates(text) if (date.start, date.end) == (start, end)), None)


def format_thai(
    date: datetime.date | ThaiDate,
    digits: Literal["thai", "arabic"] = "arabic",
    style: Literal["long", "short"] = "long",
) -> str:
    """`date` in words with its Buddhist year: "24 ธันวาคม 2547" or, short, "24 ธ.ค. 2547".

    A `ThaiDate` is written as exactly as it is known. Raises ValueError for one that has no year or is
    impossible: show its `raw` instead.
    """
    if isinstance(date, datetime.date):
        return with_digits(_words(calendar.buddhist_year(date), date.month, date.day, style), digits)
    if date.status != "ok" or date.year_be is None:
        raise ValueError(f"{date.raw!r} is not a whole date")
    if date.is_range and date.first and date.last:
        return f"{format_thai(date.first, digits, style)} – {format_thai(date.last, digits, style)}"
    words = _words(date.year_be, date.month, date.day, style)
    if date.precision == "fiscal_year":
        words = f"ปีงบประมาณ {words}"
    return with_digits(words, digits)


_LEAD = re.compile(r"\s*(?:(?:ลง\s*วันที่|ลว\.?|เมื่อวันที่|วันที่|เมื่อ)\s*)?")
_YEAR_ALONE = re.compile("[0-9๐-๙]{4}")


class _Words(NamedTuple):
    raw: str
    start: int
    end: int


def _words(year_be: int, month: int | None, day: int | None, style: str) -> str:
    if month is None:
        return f"พ.ศ. {year_be}"
    name = (calendar.MONTHS if style == "long" else calendar.ABBREVIATIONS)[month - 1]
    return f"{name} {year_be}" if day is None else f"{day} {name} {year_be}"


def _is_something_else(text: str, match: re.Match[str]) -> bool:
    """A number of something that only looks like a year, or the office ก.พ. before its year."""
    if len(group(match, "year")) == 2 and NOT_A_YEAR.match(text, match.end()):
        return True
    if group(match, "fiscal") and MONEY.match(text, match.end()):
        return True
    if not group(match, "month") or group(match, "day"):
        return False
    return OFFICE_BEFORE.search(text[max(0, match.start() - 20) : match.start()]) is not None


def _read(match: re.Match[str], text: str) -> ThaiDate:
    words = _Words(text[match.start() : match.end()], match.start(), match.end())
    year, era = group(match, "year"), group(match, "era", "fiscal_era", "year_era")
    if not group(match, "month"):
        return _of_year(words, year, era, fiscal=bool(group(match, "fiscal")))
    month = month_number(group(match, "month"))
    if not group(match, "day"):
        return _of_month(words, year, era, month)
    day, to_day = group(match, "day"), group(match, "to_day", "to_day_same")
    if not to_day:
        return _of_day(words, year, era, month, day)
    opening_month = month_number(group(match, "from_month") or group(match, "month"))
    opening = _of_day(words, group(match, "from_year") or year, era, opening_month, day)
    return _of_range(opening, _of_day(words, year, era, month, to_day))


def _of_range(opening: ThaiDate, closing: ThaiDate) -> ThaiDate:
    """Days "1 - 3 ธันวาคม 2547", "30 มีนาคม - 2 เมษายน 2567"; invalid when it ends before it begins."""
    status: Status = max(opening.status, closing.status, key=("ok", "incomplete", "invalid").index)
    if opening.first and closing.first and opening.first > closing.first:
        status = "invalid"
    if status != "ok":
        return replace(opening, status=status, first=None, last=None)
    return replace(opening, last=closing.last)


def _of_day(words: _Words, year: str, era: str, month: int, day: str) -> ThaiDate:
    day_number = int(to_arabic(day))
    number, kind = _year_be(year, era, month)
    date = calendar.civil_date(number, month, day_number) if number else None
    status = _status(year, number, date, _possible_day(month, day_number))
    return ThaiDate(*words, "day", status, number, month, day_number, date, date, kind, len(year) == 2)


def _of_month(words: _Words, year: str, era: str, month: int) -> ThaiDate:
    number, kind = _year_be(year, era, month)
    first, last = (calendar.month_span(number, month) if number else None) or (None, None)
    status = _status(year, number, first, True)
    return ThaiDate(*words, "month", status, number, month, None, first, last, kind, len(year) == 2)


def _of_year(words: _Words, year: str, era: str, fiscal: bool) -> ThaiDate:
    number, kind = _year_be(year, era, 12)
    span = calendar.fiscal_span if fiscal else calendar.year_span
    first, last = (span(number) if number else None) or (None, None)
    status = _status(year, number, first, True)
    precision: Precision = "fiscal_year" if fiscal else "year"
    return ThaiDate(*words, precision, status, number, None, None, first, last, kind)


def _status(year: str, year_be: int | None, date: datetime.date | None, possible: bool) -> Status:
    if date:
        return "ok"
    if not possible or (year and year_be is None):
        return "invalid"
    if year_be is None or year_be < calendar.FIRST_SOLAR_YEAR:
        return "incomplete"
    return "invalid"


def _possible_day(month: int, day: int) -> bool:
    """Whether some year has that day; 2547 is a leap year."""
    return calendar.civil_date(2547, month, day) is not None


def _year_be(year: str, era: str, month: int) -> tuple[int | None, Era | None]:
    """Buddhist year and the era it was written in; None where not given or not to be decided."""
    if not year:
        return None, None
    number = int(to_arabic(year))
    christian = era.startswith("ค")
    if len(year) == 2:
        return (None, "ce") if christian else (number + 2500, "be")
    if christian or (not era and 1900 <= number <= 2100):
        shift = calendar.OFFSET - 1 if number < 1941 and month < 4 else calendar.OFFSET
        return number + shift, "ce"
    if era or number >= 2400:
        return number, "be"
    return None, None
