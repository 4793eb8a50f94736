"""What a reader may choose on the search page: facets with counts, chips that take a choice back, orders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.collation import sort_key
from core.facets import named
from finder import answering
from organisations.models import Organisation
from search import SORTS, TYPES, FacetValue, Filters, Results, Sort

LONGEST_FACET = 12
"""Values of a facet that are offered before the reader asks for all of them."""
MOST_CHOSEN = 60

FACETS = {
    "type": "types",
    "organisation": "organisations",
    "topic": "topics",
    "year": "years",
    "fiscal_year": "fiscal_years",
    "status": "statuses",
}
"""Facet, which is the parameter too, and its field of `Filters`; in the order in which readers see them."""
YEARS = ("year", "fiscal_year")


@dataclass(frozen=True, slots=True)
class Asked:
    """The reader's words and choices, without what means nothing."""

    text: str
    filters: Filters
    sort: Sort = "relevance"
    whole: str = ""

    def address(self, **changes: Any) -> str:
        """The query string of this search with some of it changed, on its first page."""
        given: dict[str, Any] = {"q": self.text, **self.values(), "sort": self.sort, "all": self.whole}
        query = QueryDict(mutable=True)
        for name, value in {**given, **changes}.items():
            if name in FACETS:
                query.setlist(name, [str(one) for one in value])
            elif name == "q" or (value and value != "relevance"):
                query[name] = value
        return f"?{query.urlencode()}"

    def values(self) -> dict[str, tuple[str | int, ...]]:
        """What is chosen in each facet."""
        return {name: getattr(self.filters, field) for name, field in FACETS.items()}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet as a reader sees it."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A group of choices; `more` leads to all of its values, `less` back to the most frequent ones."""

    name: str
    title: str
    values: tuple[Choice, ...]
    more: str = ""
    less: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A word and where it leads; `current` where the reader is there."""

    label: str
    url: str
    title: str = ""
    current: bool = False


def asked(get: QueryDict) -> Asked:
    """What an address asks for; what no facet offers is left out."""
    text = answering.readable(get.get("q", ""))
    sort = get.get("sort", "")
    whole = get.get("all", "")
    return Asked(
        text,
        Filters(
            types=_distinct(value for value in get.getlist("type") if value in TYPES),
            organisations=_distinct(get.getlist("organisation")),
            years=_years(get.getlist("year")),
            topics=_distinct(get.getlist("topic")),
            statuses=_distinct(get.getlist("status")),
            fiscal_years=_years(get.getlist("fiscal_year")),
        ),
        next((known for known in SORTS if known == sort), "relevance"),
        whole if whole in FACETS else "",
    )


def number(text: str | None, least: int, most: int) -> int | None:
    """A number in ASCII digits between two others, else None."""
    if text is None or not (text.isascii() and text.isdecimal()) or len(text) > 9:
        return None
    return int(text) if least <= int(text) <= most else None


def _years(values: Iterable[str]) -> tuple[int, ...]:
    years = (number(value, 2000, 3000) for value in values)
    return tuple(dict.fromkeys(year for year in years if year is not None))[:MOST_CHOSEN]


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    """Codes, each once: ASCII as all codes are, without what no database takes."""
    codes = (value for value in values if 0 < len(value) < 200 and value.isascii() and "\0" not in value)
    return tuple(dict.fromkeys(codes))[:MOST_CHOSEN]


def titles() -> dict[str, str]:
    """What the facets are called."""
    return {
        "type": _("ประเภท"),
        "organisation": _("หน่วยงาน"),
        "topic": _("หัวข้อเรื่อง"),
        "year": _("ปี พ.ศ."),
        "fiscal_year": _("ปีงบประมาณ"),
        "status": _("สถานะ"),
    }


def labels(name: str, values: Sequence[str]) -> Mapping[str, str]:
    """Values of a facet in the reader's language; at most two queries."""
    values = [value for value in values if "\0" not in value]
    if name == "type":
        return {value: str(answering.TYPE_NAMES[value]) for value in values if value in answering.TYPE_NAMES}
    if name == "organisation":
        found = Organisation.objects.filter(code__in=values)
        return {value: value for value in values} | {one.code: one.display_name for one in found}
    if name in YEARS:
        english = get_language() == "en"
        return {value: str(int(value) - 543) if english else value for value in values}
    return named(name, values)


def facets(results: Results, question: Asked) -> list[Facet]:
    """The groups of choices of a page of results; those without a value are left out."""
    found = []
    for name, title in titles().items():
        counted = results.facet(name)
        values = list(counted) if question.whole == name else _most(counted)
        if not values:
            continue
        known = labels(name, [value.value for value in values])
        choices = [Choice(v.value, known.get(v.value, v.value), v.count, v.selected) for v in values]
        more = less = ""
        if question.whole == name:
            less = question.address(all="")
        elif len(counted) > len(values):
            more = question.address(all=name)
        found.append(Facet(name, title, tuple(_in_order(name, choices, whole=bool(less))), more, less))
    return found


def _most(values: Sequence[FacetValue]) -> list[FacetValue]:
    """The most frequent values, and those chosen however rare they are."""
    ranked = sorted(values, key=lambda value: (not value.selected, -value.count, value.value))
    return ranked[: max(LONGEST_FACET, sum(value.selected for value in values))]


def _in_order(name: str, choices: list[Choice], whole: bool) -> list[Choice]:
    """Types as the site names them, years downwards, a whole list as in a dictionary, others as counted."""
    if name == "type":
        order = list(answering.TYPE_NAMES)
        return sorted(choices, key=lambda choice: order.index(choice.value))
    if name in YEARS:
        return sorted(choices, key=lambda choice: int(choice.value), reverse=True)
    return sorted(choices, key=lambda choice: sort_key(choice.label)) if whole else choices


def chips(question: Asked) -> list[Link]:
    """One link for each choice, that takes just it back."""
    names = titles()
    links = []
    for name, values in question.values().items():
        known = labels(name, [str(value) for value in values]) if values else {}
        for value in values:
            rest = tuple(other for other in values if other != value)
            label = known.get(str(value), str(value))
            links.append(Link(label, question.address(**{name: rest}), names[name]))
    return links


def orders(question: Asked) -> list[Link]:
    """The orders of the results; without words nothing is more relevant than another."""
    named_orders = {
        "relevance": _("ความเกี่ยวข้อง"),
        "newest": _("ใหม่ที่สุด"),
        "oldest": _("เก่าที่สุด"),
        "title": _("ชื่อ ก–ฮ"),
    }
    current = question.sort
    if not question.text.strip():
        del named_orders["relevance"]
        current = "newest" if current == "relevance" else current
    return [
        Link(label, question.address(sort=name), current=name == current)
        for name, label in named_orders.items()
    ]
