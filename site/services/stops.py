"""The stops of a mobile unit in time (กำหนดการออกหน่วย): which one it stands at, which are still to come.

Pure. A stop that ends before it begins ends on the next day. Stops are given as the values of their block,
or as stored: days and times as such, or in ISO 8601.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from services.opening import Span, span

Value = Mapping[str, Any]


def span_of(value: Value, zone: datetime.tzinfo | None) -> Span:
    """When a stop begins and ends."""
    return span(_day(value["date"]), _time(value["starts"]), _time(value["ends"]), zone)


def coming(values: Iterable[Value], now: datetime.datetime) -> list[Value]:
    """The stops that are not over at a moment, the one that runs or begins next first."""
    spans = [(span_of(value, now.tzinfo), number, value) for number, value in enumerate(values)]
    return [value for (_, ends), _, value in sorted(spans, key=lambda each: each[:2]) if ends > now]


def _day(given: datetime.date | str) -> datetime.date:
    return datetime.date.fromisoformat(given) if isinstance(given, str) else given


def _time(given: datetime.time | str) -> datetime.time:
    return datetime.time.fromisoformat(given) if isinstance(given, str) else given
