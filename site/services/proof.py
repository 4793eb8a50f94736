"""Whether a service is finished at a point (เบ็ดเสร็จ), from the orders that delegate authority.

Pure: the same orders and the same date give the same answer. A level that somebody typed proves
nothing; an order does, while it is in force.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Order:
    """A delegation of authority (คำสั่งมอบอำนาจ) as far as proof needs it.

    number     as printed, e.g. "12/2566"
    issuer     the organisation that delegates
    dated      the date of the order
    published  whether the register shows it to the public
    effective  first day in force
    expires    last day in force; None where it holds until changed
    revoked    first day no longer in force; None where nobody revoked it
    revoked_by the order that revokes it, in words ("คำสั่งกรม ที่ 120/2568")
    services   keys of the services that it covers
    centres    keys of the centres that it covers; None for every centre
    url        where the public reads the register's entry
    key, title as the register knows it; no part of the proof
    """

    number: str
    dated: datetime.date
    published: bool
    effective: datetime.date
    expires: datetime.date | None = None
    revoked: datetime.date | None = None
    revoked_by: str = ""
    services: frozenset[int] = field(default_factory=frozenset)
    centres: frozenset[int] | None = field(default_factory=frozenset)
    issuer: str = ""
    url: str = ""
    key: int = 0
    title: str = ""

    def in_force(self, on: datetime.date) -> bool:
        """Whether it is published and holds on that day, its first and last days included."""
        return (
            self.published
            and self.effective <= on
            and (self.expires is None or on <= self.expires)
            and (self.revoked is None or on < self.revoked)
        )

    def covers(self, service: int, centre: int) -> bool:
        return service in self.services and (self.centres is None or centre in self.centres)

    @property
    def ends_revoked(self) -> bool:
        """Whether its end as known today is that it is revoked, not that its time runs out."""
        return self.revoked is not None and (self.expires is None or self.revoked <= self.expires)

    @property
    def last_day(self) -> datetime.date | None:
        """The last day in force as far as is known today; None where no end is known."""
        before_revocation = self.revoked - datetime.timedelta(days=1) if self.revoked else None
        ends = [day for day in (self.expires, before_revocation) if day is not None]
        return min(ends, default=None)


def proof_of(orders: Iterable[Order], service: int, centre: int, on: datetime.date) -> Order | None:
    """The order that proves that `service` is finished at `centre` on that day, or None.

    Of several the one that holds longest, then the newest, then the one whose number sorts last, so
    that the answer does not depend on the order in which they are given.
    """
    holding = [order for order in orders if order.covers(service, centre) and order.in_force(on)]
    return max(
        holding,
        key=lambda order: (order.last_day or datetime.date.max, order.dated, order.number),
        default=None,
    )


def lapsed_of(orders: Iterable[Order], service: int, centre: int, on: datetime.date) -> Order | None:
    """The published order that proved it last and no longer does on that day, or None."""
    ended = [
        order
        for order in orders
        if order.published
        and order.covers(service, centre)
        and order.last_day is not None
        and order.effective <= order.last_day < on
    ]
    return max(ended, key=lambda order: (order.last_day, order.dated, order.number), default=None)
