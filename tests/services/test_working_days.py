"""Laws of working days, and of what is open when."""

import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.durations import Duration, Unit
from services.opening import Hours, status
from services.working_days import Calendar, CalendarMissing

BANGKOK = ZoneInfo("Asia/Bangkok")
HOLIDAYS = frozenset({datetime.date(2026, 4, day) for day in (6, 13, 14, 15)})
CALENDAR = Calendar(HOLIDAYS, frozenset(range(2025, 2040)))
DAYS = st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
WEEKDAYS = Hours(frozenset(range(5)), datetime.time(8, 30), datetime.time(16, 30))


@given(DAYS, st.integers(0, 60))
def test_counting_undoes_adding(start: datetime.date, number: int) -> None:
    assert CALENDAR.count(start, CALENDAR.add_working_days(start, number)) == number


@given(DAYS, st.integers(1, 40), st.sampled_from(list(Unit)))
def test_a_period_ends_on_a_working_day_and_never_before_it_begins(
    start: datetime.date, number: int, unit: Unit
) -> None:
    due = CALENDAR.due(start, Duration(Decimal(number), unit))

    assert due >= start
    assert CALENDAR.is_working(due)
    assert due <= CALENDAR.due(start, Duration(Decimal(number + 1), unit))


@pytest.mark.parametrize(
    ("start", "value", "unit", "due"),
    [
        ("2026-04-10", 1, Unit.WORKING_DAY, "2026-04-16"),  # the weekend, then Songkran
        ("2026-04-10", 3, Unit.DAY, "2026-04-16"),  # the 13th is a holiday, so the next working day
        ("2026-01-31", 1, Unit.MONTH, "2026-03-02"),  # 28 February is a Saturday
        ("2026-04-11", 30, Unit.MINUTE, "2026-04-16"),  # asked on a Saturday
        ("2026-04-10", 30, Unit.MINUTE, "2026-04-10"),
        ("2026-04-07", Decimal("0.5"), Unit.WORKING_DAY, "2026-04-08"),
        ("2026-04-09", 8, Unit.HOUR, "2026-04-10"),  # a working day has seven hours
    ],
)
def test_periods_are_counted_as_the_civil_code_says(start: str, value: int, unit: Unit, due: str) -> None:
    duration = Duration(Decimal(value), unit)

    assert CALENDAR.due(datetime.date.fromisoformat(start), duration) == datetime.date.fromisoformat(due)


def test_a_year_without_holidays_is_said_and_not_guessed() -> None:
    narrow = Calendar(HOLIDAYS, frozenset({2026}))

    with pytest.raises(CalendarMissing) as error:
        narrow.add_working_days(datetime.date(2026, 12, 28), 10)
    assert error.value.year == 2027


@pytest.mark.parametrize("unit", list(Unit))
def test_a_period_beyond_all_reason_is_refused_at_once(unit: Unit) -> None:
    with pytest.raises(ValueError, match=r"too long|out of range"):
        CALENDAR.due(datetime.date(2026, 1, 5), Duration(Decimal(99_999_999), unit))


def at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=BANGKOK)


@pytest.mark.parametrize(
    ("now", "is_open", "changes"),
    [
        ("2026-04-09 08:30", True, "2026-04-09 16:30"),
        ("2026-04-09 16:30", False, "2026-04-10 08:30"),
        ("2026-04-10 17:00", False, "2026-04-16 08:30"),  # a weekend and Songkran lie between
        ("2026-04-14 10:00", False, "2026-04-16 08:30"),
    ],
)
def test_open_now(now: str, is_open: bool, changes: str) -> None:
    found = status([WEEKDAYS], at(now), CALENDAR, closed_on_holidays=True)

    assert (found.is_open, found.changes) == (is_open, at(changes))
    assert found.holiday == (now == "2026-04-14 10:00")


def test_a_night_market_stays_open_past_midnight_and_into_a_holiday() -> None:
    night = [
        Hours(frozenset({6}), datetime.time(18), datetime.time(0, 30))
    ]  # Sundays; Monday the 13th is off

    assert status(night, at("2026-04-13 00:15"), CALENDAR, closed_on_holidays=True).is_open
    assert not status(night, at("2026-04-13 00:30"), CALENDAR, closed_on_holidays=True).is_open


def test_hours_that_touch_are_one_opening() -> None:
    halves = [
        Hours(frozenset({3}), datetime.time(8), datetime.time(12)),
        Hours(frozenset({3}), datetime.time(12), datetime.time(20)),
    ]

    assert status(halves, at("2026-04-09 09:00"), CALENDAR, True).changes == at("2026-04-09 20:00")


def test_a_place_without_hours_is_never_said_to_be_open() -> None:
    found = status([], at("2026-04-09 09:00"), CALENDAR, True)

    assert (found.is_open, found.changes) == (False, None)


def test_without_the_years_holidays_the_answer_says_that_it_is_not_certain() -> None:
    unknown = Calendar()

    assert not status([WEEKDAYS], at("2026-04-09 09:00"), unknown, closed_on_holidays=True).certain
    assert status([WEEKDAYS], at("2026-04-09 09:00"), unknown, closed_on_holidays=False).certain
