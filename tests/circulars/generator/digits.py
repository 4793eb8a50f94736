"""Numerals, dates and letter numbers as officials write them."""

from __future__ import annotations

import calendar
import random
from dataclasses import dataclass

THAI = "๐๑๒๓๔๕๖๗๘๙"
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
SHORT = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")


@dataclass(frozen=True)
class Hand:
    """The script of one writer: thai, arabic, or mixed from one number to the next."""

    script: str
    rng: random.Random

    def digits(self, text: object) -> str:
        """`text` with its Arabic digits in this script."""
        thai = self.script == "thai" or (self.script == "mixed" and self.rng.random() < 0.5)
        return thai_digits(str(text)) if thai else str(text)


def thai_digits(text: str) -> str:
    """`text` with Thai digits."""
    return text.translate({ord("0") + value: digit for value, digit in enumerate(THAI)})


def arabic_digits(text: str) -> str:
    """`text` with Arabic digits."""
    return text.translate({ord(digit): str(value) for value, digit in enumerate(THAI)})


@dataclass(frozen=True)
class Day:
    """A day of the Buddhist era; `day` is None when only the month is written."""

    year: int
    month: int
    day: int | None

    @property
    def valid(self) -> bool:
        """Whether the calendar has it. B.E. 2483 had no January to March."""
        if self.year == 2483 and self.month <= 3:
            return False
        return self.day is None or 1 <= self.day <= calendar.monthrange(self.common_year, self.month)[1]

    @property
    def common_year(self) -> int:
        """Year of the common era: before 2484 the year began in April."""
        return self.year - (542 if self.year <= 2482 and self.month <= 3 else 543)

    @property
    def be(self) -> str | None:
        """YYYY-MM-DD or YYYY-MM in the Buddhist era, None when impossible."""
        return self._iso(self.year)

    @property
    def iso(self) -> str | None:
        """The same in the common era."""
        return self._iso(self.common_year)

    def _iso(self, year: int) -> str | None:
        if not self.valid:
            return None
        tail = "" if self.day is None else f"-{self.day:02}"
        return f"{year:04}-{self.month:02}{tail}"

    @property
    def weekday(self) -> int:
        """0 for Monday. Only for whole, valid days."""
        return calendar.weekday(self.common_year, self.month, self.day or 1)


DATE_STYLES = ("full", "full", "full", "era", "short", "short2", "tight2", "full2", "slash", "common", "bare")


def write_date(day: Day, hand: Hand, style: str = "full") -> str:
    """The day in one of the usual spellings; a missing day leaves only month and year."""
    number = "" if day.day is None else hand.digits(day.day) + " "
    month, short = MONTHS[day.month - 1], SHORT[day.month - 1]
    year, two = hand.digits(day.year), hand.digits(f"{day.year % 100:02}")
    return {
        "full": f"{number}{month} {year}",
        "era": f"{number}{month} พ.ศ. {year}",
        "short": f"{number}{short} {year}",
        "short2": f"{number}{short} {two}",
        "tight2": f"{number}{short}{two}",
        "full2": f"{number}{month} {two}",
        "slash": hand.digits(f"{day.day or 1}/{day.month}/{day.year}"),
        "common": f"{number}{month} ค.ศ. {hand.digits(day.common_year)}",
        "bare": f"{number}{short.replace('.', '')} {year}",
    }[style]


def any_day(rng: random.Random, first: int = 2550, last: int = 2568) -> Day:
    """A real day of those years."""
    year, month = rng.randint(first, last), rng.randint(1, 12)
    return Day(year, month, rng.randint(1, calendar.monthrange(year - 543, month)[1]))


def earlier(day: Day, rng: random.Random, weekday: int | None = None) -> Day:
    """A day up to three months before `day`, on `weekday` (0 Monday) when one is asked for."""
    from datetime import date, timedelta

    start = date(day.common_year, day.month, min(day.day or 1, 28))
    found = start - timedelta(days=rng.randint(2, 90))
    if weekday is not None:
        found -= timedelta(days=(found.weekday() - weekday) % 7)
    return Day(found.year + 543, found.month, found.day)


@dataclass(frozen=True)
class Number:
    """A letter's number by the grammar ที่ prefix (sub) code/mark running."""

    prefix: str
    code: str
    running: int
    circular: bool = False
    sub: str | None = None

    @property
    def canonical(self) -> str:
        """`นร 0505/ว 118`, `กค (กวจ) 0405.2/ว 289`."""
        sub = f"({self.sub}) " if self.sub else ""
        return f"{self.prefix} {sub}{self.code}/{'ว ' if self.circular else ''}{self.running}"

    def write(self, hand: Hand, rng: random.Random) -> str:
        """The number without its label, in one of the spellings that are met."""
        dot = rng.choice(("", "", "", "", ".", "."))
        sub = f" ({self.sub}) " if self.sub else rng.choice((" ", " ", " ", ""))
        slash = rng.choice(("/",) * 8 + (" / ", " /", "/ "))
        mark = rng.choice(("ว ", "ว ", "ว ", "ว", "ว.", "ว. ", "ว(ท) ", "ว (ส) ")) if self.circular else ""
        return f"{self.prefix}{dot}{sub}{hand.digits(self.code)}{slash}{mark}{hand.digits(self.running)}"
