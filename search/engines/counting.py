"""Facets as a reader sees them, from what an engine has counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from search.query import Filters, Query
from search.results import FacetValue
from search.schema import FACETS

Values = tuple[tuple[str, str | int], ...]
"""Facets of one document and its values in them."""
Counts = Mapping[str, Mapping[str | int, int]]
"""Of each facet, its values and how many documents have them."""

MOST_VALUES = 60
"""Values of one facet that an engine counts."""
MOST_VALUES_WHOLE = 5000
"""Values of the facet that the reader wants to see whole."""

MOST_TOGETHER = 600
"""Values of one facet that are counted where two counts are added up."""

ORDERS: dict[str, tuple[str, bool]] = {
    "newest": ("newest", False),
    "oldest": ("oldest", False),
    "title": ("title_order", True),
}
"""Field of the index that each order goes by, and whether upwards."""


def most_values(query: Query, name: str) -> int:
    return MOST_VALUES_WHOLE if query.whole == name else MOST_VALUES


def counts_of(documents: Iterable[Values]) -> Counts:
    """Counts of documents of which the values are known."""
    counts: dict[str, dict[str | int, int]] = {name: {} for name in FACETS}
    for (name, value), number in Counter(chain.from_iterable(documents)).items():
        counts[name][value] = number
    return counts


def together(counts: Sequence[Sequence[tuple[str | int, int]]], most: int) -> list[tuple[str, int]]:
    """The `most` frequent values of several counts added up; of equally frequent ones the first."""
    sums: dict[str | int, int] = {}
    for part in counts:
        for value, number in part:
            sums[value] = sums.get(value, 0) + number
    # All values of a facet are of one type.
    ordered = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    return [(str(value), number) for value, number in ordered[:most]]


def chosen_values(filters: Filters) -> dict[str, tuple[str | int, ...]]:
    """The reader's choices under the names of the index fields."""
    return {
        "type": filters.types,
        "organisation": filters.organisations,
        "year": filters.years,
        "fiscal_year": filters.fiscal_years,
        "topic": filters.topics,
        "status": filters.statuses,
    }


def facet(
    name: str, counted: Sequence[tuple[str, int]], chosen: Sequence[str | int]
) -> tuple[FacetValue, ...]:
    """Values with their counts, most frequent first (years: newest first); a choice never vanishes."""
    selected = {str(value) for value in chosen}
    counts = dict.fromkeys(selected, 0) | dict(counted)
    if name in ("year", "fiscal_year"):
        ordered = sorted(counts, key=int, reverse=True)
    else:
        ordered = sorted(counts, key=lambda value: (-counts[value], value))
    return tuple(FacetValue(value, counts[value], value in selected) for value in ordered)
