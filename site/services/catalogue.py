"""The catalogue of services: what a reader chose, which guides fit, how many each further choice leaves."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict

from core.access import public
from core.matching import holding
from core.site_search import best_pages
from services.choices import Level
from services.models import CentrePage, Offering, ServicePage
from services.shelf import FACETS, OTHER_LETTER, Shelf, proven, shelf_of

PAGE_SIZE = 20
LONGEST_TEXT = 200
MOST_RANKED = 100
"""Guides that the site's search is asked for; of more, the list has those that hold the words themselves."""
MOST_VALUES = 100
"""Values of one facet that an address may name; a reader ticks fewer."""

NOT_LISTED = (
    "criteria",
    "channels",
    "steps",
    "identity_documents",
    "other_documents",
    "forms",
    "legal_basis",
    "complaint_channels",
)
"""Parts of a guide that a list does not show, and so does not read."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader chose in the catalogue.

    text    what the site's search is asked for; found is also what has all the words in title, English title,
            summary or result
    picked  values by facet, of `services.shelf.FACETS`
    page    the page of the list, from 1
    """

    text: str = ""
    picked: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    page: str = "1"

    @classmethod
    def of(cls, query: QueryDict) -> Choice:
        """From an address; what makes no sense is left out. Of letters only one can be chosen."""
        picked = {
            facet: tuple(dict.fromkeys(v for v in query.getlist(facet) if is_value(facet, v)))[:MOST_VALUES]
            for facet in FACETS
        }
        if "free" in query.getlist("feature"):  # where it stood until the fee had a facet of its own
            picked["fee"] = tuple(dict.fromkeys((*picked["fee"], "free")))
        picked["letter"] = picked["letter"][-1:]
        return cls(
            text=" ".join(query.get("q", "").replace("\x00", " ").split())[:LONGEST_TEXT],
            picked=MappingProxyType({facet: values for facet, values in picked.items() if values}),
            page=query.get("page", "1"),
        )

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.picked)

    @property
    def letter(self) -> str:
        return "".join(self.picked.get("letter", ()))

    def without(self, facet: str, value: str) -> Choice:
        """The same without one value, from the first page; facet "q" takes out the text."""
        if facet == "q":
            return replace(self, text="", page="1")
        left = tuple(each for each in self.picked.get(facet, ()) if each != value)
        rest = {name: values for name, values in self.picked.items() if name != facet}
        return replace(self, picked=rest | ({facet: left} if left else {}), page="1")

    def with_letter(self, letter: str) -> Choice:
        """The same with the guides of one letter only, or of all where it is empty, from the first page."""
        return replace(self, picked={**self.without("letter", self.letter).picked} | _one(letter), page="1")

    @property
    def query(self) -> str:
        """The choice as a query string without the page, "?" first; empty where nothing is chosen."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [(facet, value) for facet in FACETS for value in self.picked.get(facet, ())]
        return f"?{urlencode(pairs)}" if pairs else ""


def _one(letter: str) -> dict[str, tuple[str, ...]]:
    return {"letter": (letter,)} if letter else {}


FIXED_VALUES = {
    "audience": frozenset({"people", "business"}),
    "feature": frozenset({"online", "complete"}),
    "fee": frozenset({"free", "up-to-100", "up-to-500", "up-to-1000", "conditional"}),
    "time": frozenset({"visit", "day", "week", "longer"}),
}


def is_value(facet: str, value: str) -> bool:
    """Whether a value of an address can be one of the facet's."""
    if facet == "letter":
        return value in {OTHER_LETTER, "0"} or (
            len(value) == 1 and ("ก" <= value <= "ฮ" or "a" <= value <= "z")
        )
    return value in FIXED_VALUES[facet] if facet in FIXED_VALUES else is_code(value)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One box to tick: how many guides there are with it and the other choices."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the catalogue, and what its filters are made of; `ranked`: by the search."""

    choice: Choice
    shelf: Shelf
    ranked: bool
    total: int
    page: ListPage[ServicePage]


def listing(choice: Choice, on: datetime.date) -> Listing:
    """The guides that fit a choice, in the order of `keys_of`. Six queries, whatever was chosen, and what the
    search may ask for the editors' words."""
    ranks = _ranks(choice.text)
    shelf = shelf_of(matching_text(choice.text, ranks), on, _codes(choice))
    keys = _in_order(choice, shelf, ranks)
    page: ListPage[Any] = Paginator(keys, PAGE_SIZE).get_page(choice.page)
    listed = ServicePage.objects.select_related("organisation").defer(*NOT_LISTED)
    guides = listed.in_bulk(list(page.object_list))
    page.object_list = [guides[key] for key in page.object_list if key in guides]
    return Listing(choice, shelf, bool(ranks), len(keys), page)


def keys_of(choice: Choice, on: datetime.date) -> list[int]:
    """The keys of the guides that fit a choice: what the search finds for its text, the best first, and then
    the others in Thai dictionary order."""
    ranks = _ranks(choice.text)
    return _in_order(choice, shelf_of(matching_text(choice.text, ranks), on), ranks)


def _ranks(text: str) -> dict[int, int]:
    """The places of the guides that the search finds for a text; none without a text or an answer."""
    found = best_pages(text, "service", MOST_RANKED) if text else None
    return {key: place for place, key in enumerate(found or ())}


def _in_order(choice: Choice, shelf: Shelf, ranks: Mapping[int, int]) -> list[int]:
    fitting = shelf.chosen(choice.picked)
    keys = [key for key in shelf.ordered if key in fitting]
    if ranks:
        keys.sort(key=lambda key: ranks.get(key, len(ranks)))
    return keys


def _codes(choice: Choice) -> tuple[str, ...]:
    return (*choice.picked.get("organisation", ()), *choice.picked.get("place", ()))


def public_services() -> QuerySet[ServicePage]:
    return public(ServicePage.objects.all())


def matching_text(text: str, also: Collection[int] = ()) -> QuerySet[ServicePage]:
    """The public guides in which all the words occur, and of those with the keys `also` the public ones."""
    return holding(public_services(), text, "plain_text", also=also)


def finished_somewhere(on: datetime.date) -> Exists:
    """Holds for guides that some public centre finishes, proven by an order in force on that day."""
    offers: QuerySet[Any] = Offering.objects.filter(
        proven(on),
        service=OuterRef("pk"),
        level=Level.COMPLETE,
        centre__in=public(CentrePage.objects.all()),
    )
    return Exists(offers)


def is_code(value: str) -> bool:
    return value.isascii() and value.replace("-", "").isalnum() and len(value) <= LONGEST_TEXT
