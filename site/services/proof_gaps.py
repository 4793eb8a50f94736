"""Where the register of delegations has gaps and overlaps (ช่องว่างและความซ้ำซ้อนของการมอบอำนาจ).

Pure, like `services.proof`: the same claims, orders and date give the same findings.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from services.proof import Order, lapsed_of, proof_of


class FindingKind(StrEnum):
    """What is found (ชนิดของข้อสังเกต)."""

    GAP = "gap"
    """A centre says that it finishes the matter, and no order in force proves it."""
    ENDING = "ending"
    """The proof ends within the span, and no order in the register takes over."""
    OVERLAP = "overlap"
    """Two orders in force give the power over one service at one centre."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What somebody should look at, for one service at one centre.

    centre  None where both orders of an overlap hold for every centre
    orders  GAP: the order that lapsed last, if there was one; ENDING: the order that ends; OVERLAP: the two
    """

    kind: FindingKind
    service: int
    centre: int | None
    orders: tuple[Order, ...] = ()


def findings(
    claims: Iterable[tuple[int, int]], orders: Iterable[Order], on: datetime.date, span: datetime.timedelta
) -> list[Finding]:
    """What is to be looked at on that day.

    `claims` are the (service, centre) pairs where the centre says that it finishes the matter. Of a
    pair at most one gap or ending is found; of two orders that overlap one finding per service and
    centre that both name, or one for a service where both hold for every centre.
    """
    covering: dict[int, list[Order]] = defaultdict(list)
    for order in orders:
        for service in order.services:
            covering[service].append(order)
    found = [
        finding
        for service, centre in claims
        if (finding := _of_claim(service, centre, covering[service], on, span)) is not None
    ]
    for service, candidates in covering.items():
        holding = [order for order in candidates if order.in_force(on)]
        for pair in combinations(sorted(holding, key=lambda o: (o.dated, o.number)), 2):
            found += [Finding(FindingKind.OVERLAP, service, at, pair) for at in _shared_centres(*pair)]
    return found


def _of_claim(
    service: int, centre: int, orders: list[Order], on: datetime.date, span: datetime.timedelta
) -> Finding | None:
    proof = proof_of(orders, service, centre, on)
    if proof is None:
        lapsed = lapsed_of(orders, service, centre, on)
        return Finding(FindingKind.GAP, service, centre, (lapsed,) if lapsed else ())
    end = proof.last_day
    if end is None or end > on + span:
        return None
    if proof_of(orders, service, centre, end + datetime.timedelta(days=1)):
        return None
    return Finding(FindingKind.ENDING, service, centre, (proof,))


def _shared_centres(one: Order, other: Order) -> Iterator[int | None]:
    if one.centres is None and other.centres is None:
        yield None
    elif one.centres is None or other.centres is None:
        yield from sorted((one.centres or frozenset()) | (other.centres or frozenset()))
    else:
        yield from sorted(one.centres & other.centres)
