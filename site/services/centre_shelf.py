"""The public centres as sets of keys by what can be chosen; read from columns, never from whole pages.

As for guides (`services.shelf`), a facet's counts are sizes of intersections: true by construction.
"""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from core.access import public
from organisations.models import Organisation
from services import districts, opening
from services.choices import Level
from services.distances import Spot, spots_of
from services.models import CentrePage, Offering, ServicePage
from services.opening import Hours
from services.provinces import Point
from services.shelf import proven
from services.stops import coming, span_of
from services.working_days import Calendar

FACETS = ("kind", "province", "district", "organisation", "feature", "facility")
ALL_OF = frozenset({"feature", "facility"})
"""Facets of which a centre must have every chosen value; of the others any."""
WEEKEND = frozenset({5, 6})

Keys = set[int]


@dataclass(frozen=True, slots=True)
class CentreShelf:
    """Centres that everybody may read.

    ordered    their keys in Thai dictionary order
    values     by facet and value, the keys of the centres that have it
    points     the coordinates of those that have them
    provinces  codes by key, of those that stand in a province; of a mobile unit where it comes next
    spots      where each is met, as far as that is known: its place, or a mobile unit's coming stops
    services   how many guides each offers that everybody may read
    """

    ordered: tuple[int, ...]
    values: Mapping[str, Mapping[str, Keys]]
    points: Mapping[int, Point]
    provinces: Mapping[int, str]
    spots: Mapping[int, tuple[Spot, ...]]
    services: Mapping[int, int]

    def chosen(self, picked: Mapping[str, tuple[str, ...]], but: str = "") -> Keys:
        """The centres that fit what was picked, the facet `but` aside."""
        found = set(self.ordered)
        for facet, wanted in picked.items():
            have = self.values[facet]
            if facet in ALL_OF:
                for value in wanted:
                    found &= have.get(value, set())
            elif wanted and facet != but:
                found &= set().union(*(have.get(value, set()) for value in wanted))
        return found


def shelf_of(
    found: QuerySet[CentrePage],
    now: datetime.datetime,
    days_off: Calendar,
    named: Mapping[str, Organisation],
    service: str = "",
) -> CentreShelf:
    """The shelf of some public centres at a moment (of those that offer `service`, if given). Two queries.

    A mobile unit stands in every province (of those `named`, by code) in which it has a coming stop.
    """
    by_name = {_bare(each.name_th): code for code, each in named.items()}
    offered, finishing, counts = _offers(now.date(), service)
    values: dict[str, dict[str, Keys]] = {facet: defaultdict(set) for facet in FACETS}
    ordered: list[int] = []
    points: dict[int, Point] = {}
    provinces: dict[int, str] = {}
    spots: dict[int, tuple[Spot, ...]] = {}
    rows = found.order_by("sort_key", "pk").values_list(
        "pk",
        "kind",
        "province__code",
        "district",
        "organisation__code",
        "latitude",
        "longitude",
        "closed_on_holidays",
        Cast("opening_hours", TextField()),
        Cast("facilities", TextField()),
        Cast("schedule", TextField()),
    )
    for key, kind, province, district, owner, latitude, longitude, closes, hours, facilities, stops in rows:
        if service and key not in offered:
            continue
        ordered.append(key)
        values["kind"][kind].add(key)
        values["organisation"][owner].add(key)
        if province:
            values["province"][province].add(key)
            provinces[key] = province
        visits = []
        ahead = coming([row["value"] for row in _rows(stops)], now)
        for stop in ahead:
            if code := by_name.get(_bare(stop.get("province") or "")):
                values["province"][code].add(key)
                provinces.setdefault(key, code)
                if there := districts.named(stop.get("district") or "", code):
                    day = datetime.date.fromisoformat(stop["date"])
                    visits.append(Spot(there.middle, there, on=day))
        if district:
            values["district"][district].add(key)
        if latitude is not None and longitude is not None:
            points[key] = (float(latitude), float(longitude))
        spots[key] = spots_of(points.get(key), districts.named(district, province or ""), visits)
        for facility in _rows(facilities):
            values["facility"][facility["value"]].add(key)
        spans = hours_of(_rows(hours))
        if any(WEEKEND & span.days for span in spans):
            values["feature"]["weekend"].add(key)
        stands = [span_of(stop, now.tzinfo) for stop in ahead]
        if (spans or stands) and opening.status(spans, now, days_off, closes, stands).is_open:
            values["feature"]["open"].add(key)
        if key in finishing:
            values["feature"]["complete"].add(key)
    return CentreShelf(tuple(ordered), values, points, provinces, spots, counts)


def hours_of(rows: Iterable[Any]) -> list[Hours]:
    """The opening hours of a centre from the rows of its StreamField's stored data."""
    return [
        Hours(
            frozenset(map(int, row["value"]["days"])),
            datetime.time.fromisoformat(row["value"]["opens"]),
            datetime.time.fromisoformat(row["value"]["closes"]),
        )
        for row in rows
    ]


def _bare(name: str) -> str:
    return "".join(name.split()).removeprefix("จังหวัด").removeprefix("จ.")


def _rows(stored: str | None) -> list[dict[str, Any]]:
    return json.loads(stored) if stored else []


def _offers(on: datetime.date, service: str) -> tuple[Keys, Keys, dict[int, int]]:
    """Which centres offer something (of one guide only, if given), which finish it, and how many guides."""
    finished = Case(
        When(proven(on), level=Level.COMPLETE, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    offers = Offering.objects.filter(service__in=public(ServicePage.objects.all())).annotate(
        finished=finished
    )
    offered: Keys = set()
    finishing: Keys = set()
    counts: dict[int, int] = defaultdict(int)
    for centre, slug, is_finished in offers.values_list("centre_id", "service__slug", "finished"):
        counts[centre] += 1
        if service and slug != service:
            continue
        offered.add(centre)
        if is_finished:
            finishing.add(centre)
    return offered, finishing, counts
