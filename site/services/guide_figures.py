"""What lists ask of a guide in one figure each: the most that an item costs, the most days that it takes.

Pure. A figure is None wherever the guide does not say it, so that nothing is promised that a guide does not.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from services.durations import Duration, Unit

NO_FEE, FIXED_FEE = "none", "fixed"
BAHT = "บาท"
MOST_DAYS = 32_000
"""As much as a small column holds; a longer time is a mistake of the guide."""

_WORKING_MINUTES = 7 * 60
_WORKING_WEEK = 5


def most_of_fees(fees: Iterable[Mapping[str, Any]]) -> Decimal | None:
    """The dearest item in baht, 0 where nothing costs anything; None where there is no item or one is open.

    `fees` are the values of a guide's rows: kind, amount, unit. An item is open where its amount follows from
    conditions or a percentage.
    """
    return max(_all_stated(fees), default=None)


def sum_of_fees(fees: Iterable[Mapping[str, Any]]) -> Decimal | None:
    """What somebody pays who pays every item, known as for `most_of_fees`: items may add up."""
    stated = _all_stated(fees)
    return sum(stated, Decimal(0)) if stated else None


def has_open_fee(fees: Iterable[Mapping[str, Any]]) -> bool:
    """Whether an item's amount follows from conditions, see `most_of_fees`."""
    return any(_amount(fee) is None for fee in fees)


def _all_stated(fees: Iterable[Mapping[str, Any]]) -> list[Decimal]:
    amounts = [_amount(fee) for fee in fees]
    stated = [amount for amount in amounts if amount is not None]
    return stated if len(stated) == len(amounts) else []


def _amount(fee: Mapping[str, Any]) -> Decimal | None:
    if fee.get("kind") == NO_FEE:
        return Decimal(0)
    if fee.get("kind") != FIXED_FEE or not (fee.get("unit") or "").strip().startswith(BAHT):
        return None
    try:
        amount = Decimal(str(fee.get("amount")))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount >= 0 else None


def longest_days(duration: Duration | None) -> int | None:
    """Calendar days after the request within which the answer comes; 0 while the visitor waits.

    What fits into the seven hours of an office day is answered in the same visit. One working day
    counts as one day, as people speak of it; five working days end seven days after any working day, and
    six ten days after, public holidays aside.

    >>> from decimal import Decimal
    >>> [longest_days(Duration(Decimal(n), Unit.WORKING_DAY)) for n in (1, 2, 5, 6)]
    [1, 4, 7, 10]
    """
    if duration is None:
        return None
    match duration.unit:
        case Unit.MINUTE | Unit.HOUR:
            minutes = duration.least_minutes
            days = 0 if minutes <= _WORKING_MINUTES else _of_working_days(minutes / _WORKING_MINUTES)
        case Unit.WORKING_DAY:
            days = _of_working_days(duration.value)
        case Unit.DAY:
            days = math.ceil(duration.value)
        case Unit.MONTH:
            days = math.ceil(duration.value * 31)
    return min(days, MOST_DAYS)


def _of_working_days(number: Decimal | float) -> int:
    days = math.ceil(number)
    return days if days <= 1 else days + 2 * math.ceil(days / _WORKING_WEEK)
