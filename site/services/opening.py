"""Whether a place is open at a moment, and when it opens next.

Pure. A closing time not after the opening time is the next day's. A holiday closes what would open on
it; what opened on the evening before stays open past midnight.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from services.working_days import Calendar, CalendarMissing

Span = tuple[datetime.datetime, datetime.datetime]
"""From a moment on, until another."""
_DAY = datetime.timedelta(days=1)
LOOK_AHEAD = 31
"""Days within which a place that is closed is expected to open again."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours of some weekdays (0 is Monday); `closes` not after `opens` is the next day's time."""

    days: frozenset[int]
    opens: datetime.time
    closes: datetime.time


@dataclass(frozen=True, slots=True)
class Status:
    """Whether a place is open, and the moment at which that changes; None where none is known.

    holiday  whether it is closed today because of a public holiday
    certain  False where the holidays of the year are not registered, so that a day off may be missed
    """

    is_open: bool
    changes: datetime.datetime | None
    holiday: bool = False
    certain: bool = True


def status(
    hours: Iterable[Hours],
    now: datetime.datetime,
    calendar: Calendar,
    closed_on_holidays: bool,
    stops: Iterable[Span] = (),
) -> Status:
    """The status at `now`, in the time zone of `now`. Hours that touch or overlap count as one.

    `stops` are open whatever the day: who announces a stop for a holiday means it.
    """
    certain, holiday = _certainty(now.date(), calendar, closed_on_holidays)
    until: datetime.datetime | None = None
    spans = sorted((*_spans(tuple(hours), now, calendar, closed_on_holidays), *stops))
    for opens, closes in spans:
        if until is None:
            if opens <= now < closes:
                until = closes
        elif opens <= until < closes:
            until = closes
    if until is not None:
        return Status(True, until, False, certain)
    coming = min((opens for opens, _ in spans if opens > now), default=None)
    return Status(False, coming, holiday, certain)


def span(
    day: datetime.date, opens: datetime.time, closes: datetime.time, zone: datetime.tzinfo | None
) -> Span:
    """The moments of two times of a day; `closes` not after `opens` is the next day's."""
    end = day if closes > opens else day + _DAY
    return datetime.datetime.combine(day, opens, zone), datetime.datetime.combine(end, closes, zone)


def _certainty(today: datetime.date, calendar: Calendar, closed_on_holidays: bool) -> tuple[bool, bool]:
    if not closed_on_holidays:
        return True, False
    try:
        return True, calendar.is_holiday(today)
    except CalendarMissing:
        return False, False


def _spans(
    hours: tuple[Hours, ...], now: datetime.datetime, calendar: Calendar, closed_on_holidays: bool
) -> Iterator[Span]:
    for ahead in range(-1, LOOK_AHEAD + 1):
        day = now.date() + _DAY * ahead
        if closed_on_holidays and day in calendar.holidays:
            continue
        for each in hours:
            if day.weekday() in each.days:
                yield span(day, each.opens, each.closes, now.tzinfo)
