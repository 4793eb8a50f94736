"""The list of centres as its page shows it: boxes to tick, chips to take out, and the map."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.bilingual import in_reader_language, phrase, spaced
from core.collation import sort_key
from services.catalogue import FacetValue
from services.catalogue_filters import Chip, Group
from services.choices import CentreKind, Facility
from services.directory import Listing
from services.districts import of_province
from services.provinces import HEIGHT, WIDTH, middles, on_map

MANY = 5
"""From so many centres on a province has the strongest colour."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A province on the map: `count` centres of the other choices stand in it; `query` shows them alone."""

    code: str
    name: str
    count: int
    query: str
    selected: bool

    @property
    def shade(self) -> int:
        """0 for none, 1 for one, 2 for some, 3 for many."""
        return 0 if not self.count else 1 if self.count == 1 else 2 if self.count < MANY else 3


@dataclass(frozen=True, slots=True)
class Dot:
    """A centre on the map, in the map's units."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Map:
    """What the map shows; the list says the same in words. `here` is the middle of the district chosen."""

    shapes: list[Shape]
    dots: list[Dot]
    here: Dot | None
    width: int = WIDTH
    height: int = HEIGHT


def groups(listing: Listing) -> list[Group]:
    """The facets in the order in which people ask: what can be done there, how to get in, where."""
    picked = listing.choice.picked
    titles = _titles()
    found = [
        Group(facet, title, _values(listing, facet), facet == "feature" or facet in picked)
        for facet, title in titles.items()
    ]
    if len(picked.get("province", ())) != 1 and "district" not in picked:
        found = [group for group in found if group.name != "district"]
    return found


def chips(listing: Listing) -> list[Chip]:
    """Everything that was chosen, each to be taken out by itself."""
    choice = listing.choice
    found = [Chip(f"“{choice.text}”", choice.without("q").query)] if choice.text else []
    if listing.service:
        label = phrase(_("ให้บริการ “%(title)s”"), title=listing.service.display_title)
        found.append(Chip(label, choice.without("service").query))
    if choice.near and choice.near in listing.provinces:
        province = listing.provinces[choice.near].display_name
        place = spaced(choice.here.display_name, province) if choice.here else province
        label = phrase(_("ใกล้%(province)s"), province=place)
        found.append(Chip(label, choice.without("near").query))
    for facet, title in _titles().items():
        names = _labels(listing, facet)
        for value in choice.picked.get(facet, ()):
            found.append(
                Chip(
                    phrase("%(title)s: %(label)s", title=title, label=names.get(value, value)),
                    choice.without(facet, value).query,
                )
            )
    return found


def map_of(listing: Listing) -> Map:
    """The provinces with how many centres of the choice stand in each, and those centres as dots."""
    base = listing.shelf.chosen(listing.choice.picked, but="province")
    have = listing.shelf.values["province"]
    picked = listing.choice.picked.get("province", ())
    shapes = []
    for code in middles():
        province = listing.provinces.get(code)
        name = province.display_name if province else code
        count = len(base & have.get(code, set())) if province else 0
        shapes.append(Shape(code, name, count, listing.choice.in_province(code).query, code in picked))
    places = (on_map(*listing.shelf.points[key]) for key in listing.keys if key in listing.shelf.points)
    here = listing.choice.here
    return Map(
        shapes,
        [_dot(*place) for place in dict.fromkeys(places)],
        _dot(*on_map(*here.middle)) if here else None,
    )


def _dot(x: float, y: float) -> Dot:
    return Dot(round(x), round(y))


def near_choices(listing: Listing) -> list[FacetValue]:
    """The provinces in dictionary order, to choose the one where the reader is."""
    found = [
        FacetValue(code, each.display_name, 0, code == listing.choice.near)
        for code, each in listing.provinces.items()
    ]
    return sorted(found, key=lambda each: sort_key(each.label.removeprefix("จังหวัด")))


def district_choices(listing: Listing) -> list[FacetValue]:
    """The districts of the province where the reader is; none before that is chosen."""
    choice = listing.choice
    return [
        FacetValue(each.code, each.display_name, 0, each.code == choice.district)
        for each in (of_province(choice.near) if choice.near else ())
    ]


def _titles() -> dict[str, str]:
    return {
        "feature": _("ความสะดวก"),
        "facility": _("สิ่งอำนวยความสะดวก"),
        "province": _("จังหวัด"),
        "district": _("อำเภอหรือเขต"),
        "kind": _("รูปแบบ"),
        "organisation": _("หน่วยงานที่ดำเนินการ"),
    }


def _labels(listing: Listing, facet: str) -> dict[str, str]:
    match facet:
        case "feature":
            complete = _("ทำเรื่องนี้ให้เสร็จได้") if listing.service else _("มีเรื่องที่ทำให้เสร็จได้")
            return {"open": _("เปิดอยู่ตอนนี้"), "weekend": _("เปิดเสาร์หรืออาทิตย์"), "complete": complete}
        case "facility":
            return {value: str(label) for value, label in Facility.choices}
        case "kind":
            return {value: str(label) for value, label in CentreKind.choices}
        case "district":
            return {value: in_reader_language(value, "") for value in listing.shelf.values["district"]}
        case "province":
            return {code: each.display_name for code, each in listing.provinces.items()}
    return {code: each.display_name for code, each in listing.organisations.items()}


def _values(listing: Listing, facet: str) -> list[FacetValue]:
    base = listing.shelf.chosen(listing.choice.picked, but=facet)
    have = listing.shelf.values[facet]
    picked = listing.choice.picked.get(facet, ())
    names = _labels(listing, facet)
    found = [
        FacetValue(value, label, count, value in picked)
        for value, label in names.items()
        if (count := len(base & have.get(value, set()))) or value in picked
    ]
    if facet in {"province", "district", "organisation"}:
        found.sort(key=lambda each: (-each.count, sort_key(each.label)))
    return found
