"""How far centres lie from the middle of a district, as the crow flies.

Pure. Where nobody wrote down a centre's coordinates, the middle of its own district stands for it; a mobile
unit lies where it comes next.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from services.districts import District
from services.provinces import Point, kilometres


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where a centre is met.

    district  the one in which it lies, where that is known
    is_exact  whether the point is the centre's own; else it is the middle of the district
    on        the day of a mobile unit's stop
    """

    point: Point
    district: District | None
    is_exact: bool = False
    on: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Distance:
    """From the middle of a district to the nearest spot of a centre; without a spot nobody knows it."""

    origin: District
    spot: Spot | None = None

    @property
    def kilometres(self) -> float:
        """Infinite where it is not known."""
        return kilometres(self.origin.middle, self.spot.point) if self.spot else float("inf")

    @property
    def is_inside(self) -> bool:
        """Whether the spot lies in the district from which is measured."""
        return self.spot is not None and self.spot.district == self.origin


def distance(origin: District, spots: Iterable[Spot]) -> Distance:
    """To the nearest of a centre's spots; of two that are equally far, the one named first."""
    found = (Distance(origin, spot) for spot in spots)
    return min(found, key=lambda each: each.kilometres, default=Distance(origin))


def spots_of(point: Point | None, home: District | None, stops: Iterable[Spot]) -> tuple[Spot, ...]:
    """Where a centre is met: at its coming stops if it has any, else where it stands."""
    coming = tuple(stops)
    if coming:
        return coming
    if point:
        return (Spot(point, home, is_exact=True),)
    return (Spot(home.middle, home),) if home else ()
