"""What is done for citizens at which counter, told by the app that keeps the registers.

The app of services knows centres, guides and orders of delegation; the app of guidelines shows what carries
an adaptation out. Neither imports the other: the first registers a `Register`, the second asks for it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Order:
    """An order that delegates authority (คำสั่งมอบอำนาจ), as readers are told of it on one day."""

    key: int
    title: str
    url: str
    explanation: str
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class Matter:
    """A service at a counter (งานบริการ ณ จุดบริการ) on one day.

    is_finished is computed from an order in force and never from what somebody typed; `order` is that order.
    """

    key: int
    title: str
    url: str
    label: str
    explanation: str
    is_finished: bool
    order: Order | None = None


@dataclass(frozen=True, slots=True)
class Counter:
    """A public place or vehicle where citizens are served (จุดบริการ).

    run_by  keys of the organisation that runs it and of those above it, nearest first
    """

    key: int
    title: str
    url: str
    kind: str
    is_mobile: bool
    place: str
    hours: str
    run_by: tuple[int, ...]
    matters: tuple[Matter, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """A public service guide (คู่มือสำหรับประชาชน)."""

    key: int
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Linkable:
    """What an organisation may name as carrying its adaptation out: (key, Thai label) of each kind."""

    counters: list[tuple[int, str]]
    services: list[tuple[int, str]]
    orders: list[tuple[int, str]]


class Register(Protocol):
    """What the registers tell. Only what everybody may read; keys may be a queryset of one column."""

    def counters(self, keys: Iterable[int], run_by: Iterable[int], on: datetime.date) -> list[Counter]:
        """Those of `keys`, and all that the organisations `run_by` or bodies below them run, by title.
        A constant number of queries."""

    def services(self, keys: Iterable[int]) -> list[Service]:
        """By title. One query."""

    def orders(self, keys: Iterable[int], on: datetime.date) -> list[Order]:
        """Newest first. One query."""

    def linkable(self, organisation: Any) -> Linkable:
        """What the organisation and the bodies below it run, own or decree, and where their services are."""


_registers: list[Register] = []


def register(found: Register) -> None:
    """Say who keeps the registers; the last one counts."""
    _registers[:] = [found]


def kept() -> Register | None:
    """Who keeps the registers; None where no app does."""
    return _registers[0] if _registers else None
