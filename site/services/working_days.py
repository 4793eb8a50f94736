"""Working days (วันทำการ): which days count, and by when a period that starts on a day must end.

Pure. Periods are counted as sections 193/3 to 193/8 of the Civil and Commercial Code say: the first day
does not count, a month ends on the day of the same number, and a period that would end on a holiday ends on
the next working day.
"""

from __future__ import annotations

import datetime
import math
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field

from services.durations import Duration, Unit

_DAY = datetime.timedelta(days=1)
_SATURDAY = 5
LONGEST_DAYS = 3660
"""A longer period than about ten years is a mistake of the guide; counting it would take ever longer."""


class CalendarMissing(LookupError):
    """A year for which no holidays are registered, so that its working days are not known."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(f"no holidays are registered for {year}")


@dataclass(frozen=True, slots=True)
class Calendar:
    """The public holidays of some years.

    holidays  the days off, weekends aside
    years     the years for which `holidays` is complete; asking about another raises CalendarMissing
    """

    holidays: frozenset[datetime.date] = field(default_factory=frozenset)
    years: frozenset[int] = field(default_factory=frozenset)

    @classmethod
    def of(cls, holidays: Iterable[datetime.date]) -> Calendar:
        """A calendar that is taken to be complete for every year of which it names a day."""
        days = frozenset(holidays)
        return cls(days, frozenset(day.year for day in days))

    def is_holiday(self, day: datetime.date) -> bool:
        """Whether the day is a public holiday; a plain weekend is none. Raises CalendarMissing."""
        if day.year not in self.years:
            raise CalendarMissing(day.year)
        return day in self.holidays

    def is_working(self, day: datetime.date) -> bool:
        """Whether offices work on the day. Raises CalendarMissing, but never for a weekend."""
        return day.weekday() < _SATURDAY and not self.is_holiday(day)

    def next_working(self, day: datetime.date) -> datetime.date:
        """The day itself where offices work on it, else the first such day after. Raises CalendarMissing."""
        while not self.is_working(day):
            day += _DAY
        return day

    def add_working_days(self, start: datetime.date, number: int) -> datetime.date:
        """The `number`-th working day after `start`, which does not count itself. Raises CalendarMissing."""
        if not 0 <= number <= LONGEST_DAYS:
            raise ValueError("the number of working days is out of range")
        day = start
        for _ in range(number):
            day = self.next_working(day + _DAY)
        return day

    def count(self, start: datetime.date, end: datetime.date) -> int:
        """How many working days lie after `start` up to and with `end`; 0 where `end` is not later."""
        days = (start + _DAY * number for number in range(1, (end - start).days + 1))
        return sum(self.is_working(day) for day in days)

    def due(self, start: datetime.date, duration: Duration) -> datetime.date:
        """The last day of a period for a request that was complete on `start`.

        Minutes and hours end on the day itself, or on the next working day where it is none; what is
        longer than a working day of seven hours takes as many days as it fills. Parts of a day count as a
        whole one. Raises CalendarMissing, and ValueError where the period is longer than LONGEST_DAYS.
        """
        match duration.unit:
            case Unit.MINUTE | Unit.HOUR:
                days = math.ceil(duration.least_minutes / (7 * 60))
                return self.add_working_days(self.next_working(start), min(days - 1, LONGEST_DAYS + 1))
            case Unit.WORKING_DAY:
                return self.add_working_days(start, _whole(duration))
            case Unit.DAY:
                return self.next_working(start + _DAY * _whole(duration))
            case Unit.MONTH:
                return self.next_working(_months_later(start, _whole(duration)))


def _whole(duration: Duration) -> int:
    number = math.ceil(duration.value)
    if number > LONGEST_DAYS:
        raise ValueError("the period is too long")
    return number


def _months_later(day: datetime.date, months: int) -> datetime.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > datetime.MAXYEAR:
        raise ValueError("the period is too long")
    return datetime.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
