"""The list of centres: what a reader chose, which centres fit, which are nearest to a place."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import QueryDict

from core.access import public
from core.matching import holding
from organisations.models import Kind, Organisation
from services import districts
from services.catalogue import LONGEST_TEXT, MOST_VALUES, is_code
from services.centre_shelf import FACETS, CentreShelf, shelf_of
from services.choices import CentreKind, Facility
from services.distances import Distance, distance
from services.districts import District
from services.holidays import calendar
from services.models import CentrePage, ServicePage
from services.opening import Status
from services.provinces import Point, kilometres, middles
from services.reading import status_of
from services.working_days import Calendar

PAGE_SIZE = 20
FIXED_VALUES = {
    "kind": frozenset(CentreKind.values),
    "feature": frozenset({"open", "weekend", "complete"}),
    "facility": frozenset(Facility.values),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader chose in the list of centres.

    text     words that all must occur in a centre's name, summary, address, district or province
    picked   values by facet, of `services.centre_shelf.FACETS`
    service  the code of a guide that the centre offers; "complete" then means that it finishes that one
    near     the code of a province: the nearest centres come first
    district the code of a district of that province, from whose middle distances are taken
    page     the page of the list, from 1
    """

    text: str = ""
    picked: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    service: str = ""
    near: str = ""
    district: str = ""
    page: str = "1"

    @classmethod
    def of(cls, query: QueryDict) -> Choice:
        """From an address; what makes no sense is left out."""
        picked = {
            facet: tuple(dict.fromkeys(v for v in query.getlist(facet) if is_value(facet, v)))[:MOST_VALUES]
            for facet in FACETS
        }
        service = query.get("service", "")
        near, district = _origin(query.get("near"), query.get("near_district", ""))
        return cls(
            text=_plain(query.get("q", "")),
            picked=MappingProxyType({facet: values for facet, values in picked.items() if values}),
            service=service if is_code(service) else "",
            near=near,
            district=district,
            page=query.get("page", "1"),
        )

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.picked or self.service or self.near)

    @property
    def here(self) -> District | None:
        """The district from whose middle distances are taken."""
        return districts.by_code().get(self.district)

    @property
    def query(self) -> str:
        """The choice as a query string without the page, "?" first; empty where nothing is chosen."""
        pairs = [("q", self.text), ("service", self.service), ("near", self.near)]
        pairs.append(("near_district", self.district))
        pairs = [(name, value) for name, value in pairs if value]
        pairs += [(facet, value) for facet in FACETS for value in self.picked.get(facet, ())]
        return f"?{urlencode(pairs)}" if pairs else ""

    def without(self, facet: str, value: str = "") -> Choice:
        """The same without one value, or without the text, the service or the place to be near to."""
        if facet == "near":
            return replace(self, near="", district="", page="1")
        if facet in {"q", "service"}:
            return replace(self, **{"text" if facet == "q" else facet: ""}, page="1")  # type: ignore[arg-type]
        left = tuple(each for each in self.picked.get(facet, ()) if each != value)
        rest = {name: values for name, values in self.picked.items() if name != facet}
        return replace(self, picked=rest | ({facet: left} if left else {}), page="1")

    def in_province(self, code: str) -> Choice:
        """The same for one province only, from the first page."""
        rest = {name: values for name, values in self.picked.items() if name not in {"province", "district"}}
        return replace(self, picked=rest | {"province": (code,)}, near="", district="", page="1")


def is_value(facet: str, value: str) -> bool:
    """Whether a value of an address can be one of the facet's."""
    if facet in FIXED_VALUES:
        return value in FIXED_VALUES[facet]
    if facet == "district":
        return bool(value) and len(value) <= LONGEST_TEXT and "\x00" not in value
    return is_code(value)


def _origin(near: str | None, district: str) -> tuple[str, str]:
    """The codes of the province and district to be near to. A district of another province is left over from
    an earlier choice; one without any province (None) brings its own."""
    place = districts.by_code().get(district)
    if near is None:
        return (place.province, place.code) if place else ("", "")
    if near not in middles():
        return "", ""
    return near, place.code if place and place.province == near else ""


def _plain(text: str) -> str:
    return " ".join(text.replace("\x00", " ").split())[:LONGEST_TEXT]


@dataclass(frozen=True, slots=True)
class Row:
    """A centre in the list, with whether it is open (None where its hours are not known), how many guides
    it offers and, where a district was chosen, how far it is."""

    centre: CentrePage
    status: Status | None
    services: int
    distance: Distance | None

    @property
    def district(self) -> str:
        province = self.centre.province
        return districts.display_name(self.centre.district, province.code if province else "")


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list of centres, and what its filters and its map are made of.

    moment  when it was made; `open` is true of it
    """

    choice: Choice
    shelf: CentreShelf
    keys: tuple[int, ...]
    page: ListPage[Any]
    rows: list[Row]
    provinces: Mapping[str, Organisation]
    organisations: Mapping[str, Organisation]
    service: ServicePage | None
    moment: datetime.datetime

    @property
    def total(self) -> int:
        return len(self.keys)

    @property
    def is_district_empty(self) -> bool:
        """Whether a district was chosen in which none of the centres found is met."""
        here = self.choice.here
        return here is not None and not any(
            spot.district == here for key in self.keys for spot in self.shelf.spots[key]
        )


def listing(choice: Choice, now: datetime.datetime) -> Listing:
    """The centres of a choice: in Thai dictionary order, or the nearest first. Eight queries at most."""
    days_off = calendar()
    provinces, organisations = named(choice)
    shelf = shelf_of(matching_text(choice.text), now, days_off, provinces, choice.service)
    keys = keys_of(choice, shelf)
    page: ListPage[Any] = Paginator(keys, PAGE_SIZE).get_page(choice.page)
    shown = centres_of(page.object_list)
    rows = [
        Row(
            centre,
            status_of(centre, now, days_off),
            shelf.services.get(centre.pk, 0),
            away(choice, shelf, centre.pk),
        )
        for centre in shown
    ]
    service = open_guides().filter(slug=choice.service).first() if choice.service else None
    return Listing(choice, shelf, tuple(keys), page, rows, provinces, organisations, service, now)


def named(choice: Choice) -> tuple[dict[str, Organisation], dict[str, Organisation]]:
    """The provinces by code, and these with the organisations that were chosen. One query."""
    wanted = Q(kind=Kind.PROVINCE) | Q(code="bma") | Q(code__in=choice.picked.get("organisation", ()))
    found = {each.code: each for each in Organisation.objects.filter(wanted)}
    return {code: each for code, each in found.items() if code in middles()}, found


def found_by(choice: Choice, now: datetime.datetime) -> tuple[CentreShelf, list[int], Calendar]:
    """The shelf of a choice, the keys of the centres that fit, in order, and the holidays."""
    days_off = calendar()
    shelf = shelf_of(matching_text(choice.text), now, days_off, named(choice)[0], choice.service)
    return shelf, keys_of(choice, shelf), days_off


def keys_of(choice: Choice, shelf: CentreShelf) -> list[int]:
    """The keys of the centres that fit, in the order of the list."""
    fitting = shelf.chosen(choice.picked)
    keys = [key for key in shelf.ordered if key in fitting]
    if origin := choice.here:
        keys.sort(
            key=lambda key: (
                distance(origin, shelf.spots[key]).kilometres,
                shelf.provinces.get(key) != choice.near,
            )
        )
    elif choice.near:
        here = middles()[choice.near]
        keys.sort(key=lambda key: _distance(shelf, key, choice.near, here))
    return keys


def away(choice: Choice, shelf: CentreShelf, key: int) -> Distance | None:
    """How far a centre is from the middle of the district chosen; None where none was chosen."""
    return distance(choice.here, shelf.spots[key]) if choice.here else None


def _distance(shelf: CentreShelf, key: int, province: str, here: Point) -> tuple[bool, float]:
    """Those of the province first, then by distance; where nobody knows where a centre is, it comes last."""
    own = shelf.provinces.get(key, "")
    point = shelf.points.get(key) or middles().get(own)
    return own != province, kilometres(here, point) if point else float("inf")


def centres_of(keys: Any) -> list[CentrePage]:
    """The centres of some keys, in their order."""
    found = CentrePage.objects.select_related("organisation", "province").in_bulk(list(keys))
    return [found[key] for key in keys if key in found]


def open_guides() -> QuerySet[ServicePage]:
    """The guides that everybody may read: only these are counted, and centres found by them."""
    return public(ServicePage.objects.all())


def matching_text(text: str) -> QuerySet[CentrePage]:
    """The public centres in which all the words occur."""
    return holding(public(CentrePage.objects.all()), text, "plain_text", "province__plain_names")
