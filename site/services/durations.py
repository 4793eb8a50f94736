"""How long a step or a whole service takes, in the units that guides use, and what can be compared.

A day is a calendar day, a working day is not: how many days 7 working days are depends on the holidays
in between. Minutes and hours are one family; days, working days and months are one each. A comparison
is made only where it holds whatever the calendar is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Unit(StrEnum):
    """The unit of a duration (หน่วยเวลา)."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"


CLOCK = frozenset({Unit.MINUTE, Unit.HOUR})

_LEAST_MINUTES = {
    Unit.MINUTE: 1,
    Unit.HOUR: 60,
    Unit.DAY: 24 * 60,
    Unit.WORKING_DAY: 7 * 60,  # 08.30–16.30 less the midday break
    Unit.MONTH: 28 * 24 * 60,
}
_MOST_MINUTES = {
    Unit.MINUTE: 1,
    Unit.HOUR: 60,
    Unit.DAY: 24 * 60,
    Unit.MONTH: 31 * 24 * 60,
}


@dataclass(frozen=True, slots=True)
class Duration:
    """An amount of time (ระยะเวลา): a positive value in one unit."""

    value: Decimal
    unit: Unit

    def __post_init__(self) -> None:
        if self.value <= 0:
            raise ValueError("a duration is longer than nothing")

    @property
    def least_minutes(self) -> Decimal:
        """Minutes that surely pass."""
        return self.value * _LEAST_MINUTES[self.unit]

    @property
    def most_minutes(self) -> Decimal | None:
        """Minutes that it cannot exceed; None for working days, as holidays may always come between."""
        factor = _MOST_MINUTES.get(self.unit)
        return None if factor is None else self.value * factor


class Verdict(StrEnum):
    """Whether the steps fit into the stated total."""

    FITS = "fits"
    EXCEEDS = "exceeds"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The result of `compare`: the verdict and, for each family of units, the sum of the steps."""

    verdict: Verdict
    sums: tuple[Duration, ...]


def family(unit: Unit) -> frozenset[Unit]:
    """The units that convert exactly into `unit`, itself included."""
    return CLOCK if unit in CLOCK else frozenset({unit})


def sums(durations: Iterable[Duration]) -> tuple[Duration, ...]:
    """One sum for each family of units that occurs, in the order of `Unit`.

    Minutes and hours add up to hours where every part is in hours, and to minutes otherwise.
    """
    durations = tuple(durations)
    totals: list[Duration] = []
    clock = [duration for duration in durations if duration.unit in CLOCK]
    if clock and all(duration.unit is Unit.HOUR for duration in clock):
        totals.append(Duration(sum((d.value for d in clock), Decimal(0)), Unit.HOUR))
    elif clock:
        totals.append(Duration(sum((d.least_minutes for d in clock), Decimal(0)), Unit.MINUTE))
    for unit in Unit:
        values = [duration.value for duration in durations if duration.unit is unit]
        if unit not in CLOCK and values:
            totals.append(Duration(sum(values, Decimal(0)), unit))
    return tuple(totals)


def compare(steps: Iterable[Duration], total: Duration) -> Comparison:
    """Whether steps fit into a total.

    One family on both sides compares exactly. Otherwise the steps exceed the total only where one
    family's sum surely takes longer than the total ever can; all else cannot be known.
    """
    totals = sums(steps)
    if all(part.unit in family(total.unit) for part in totals):
        fits = sum((part.least_minutes for part in totals), Decimal(0)) <= total.least_minutes
        return Comparison(Verdict.FITS if fits else Verdict.EXCEEDS, totals)
    for part in totals:
        if part.unit in family(total.unit):
            if part.least_minutes > total.least_minutes:
                return Comparison(Verdict.EXCEEDS, totals)
        elif total.most_minutes is not None and part.least_minutes > total.most_minutes:
            return Comparison(Verdict.EXCEEDS, totals)
    return Comparison(Verdict.UNKNOWN, totals)
