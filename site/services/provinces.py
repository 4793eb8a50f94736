"""Where provinces lie: their middles in degrees, and degrees on the map of services/img/thailand.svg.

Pure. The map is a Mercator projection of 560 by 1025 units whose edges were found from the country's
outermost points (a town at the middle of its province and two capes lie within a unit of where they belong).
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import yaml

MIDDLES = Path(__file__).resolve().parent / "data" / "provinces.yaml"
WIDTH, HEIGHT = 560, 1025
_WEST, _EAST, _LEFT, _RIGHT = 97.343, 105.637, 0.258, 559.318
_NORTH, _SOUTH, _TOP, _BOTTOM = 20.465, 5.613, 0.293, 1024.263
_EARTH = 6371.0

Point = tuple[float, float]
"""Latitude and longitude in degrees."""


@cache
def middles() -> dict[str, Point]:
    """The middle of each province, by the code of its organisation; Bangkok is "bma"."""
    return {
        code: (float(latitude), float(longitude))
        for code, (latitude, longitude) in yaml.safe_load(MIDDLES.read_text(encoding="utf-8")).items()
    }


def kilometres(one: Point, other: Point) -> float:
    """The distance as the crow flies.

    >>> round(kilometres((13.756, 100.502), (18.790, 98.980)))
    583
    """
    a, b = math.radians(one[0]), math.radians(other[0])
    across = math.radians(other[1] - one[1])
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(across / 2) ** 2
    return 2 * _EARTH * math.asin(math.sqrt(half))


def on_map(latitude: float, longitude: float) -> tuple[float, float]:
    """Where a point lies on the map, from its upper left corner."""
    x = _LEFT + (longitude - _WEST) / (_EAST - _WEST) * (_RIGHT - _LEFT)
    share = (_stretched(_NORTH) - _stretched(latitude)) / (_stretched(_NORTH) - _stretched(_SOUTH))
    return x, _TOP + share * (_BOTTOM - _TOP)


def degrees(x: float, y: float) -> Point:
    """The inverse of `on_map`: latitude and longitude of a point of the map."""
    longitude = _WEST + (x - _LEFT) / (_RIGHT - _LEFT) * (_EAST - _WEST)
    share = (y - _TOP) / (_BOTTOM - _TOP)
    stretched = _stretched(_NORTH) - share * (_stretched(_NORTH) - _stretched(_SOUTH))
    return math.degrees(2 * math.atan(math.exp(stretched)) - math.pi / 2), longitude


def _stretched(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
