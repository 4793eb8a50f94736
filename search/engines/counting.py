"""Facets as a reader sees them, from what an engine has counted."""

from __future__ import annotations

from collections.abc import Sequence

from search.query import Filters
from search.results import FacetValue

MOST_VALUES = 60
"""Values of one facet that an engine counts."""


def chosen_values(filters: Filters) -> dict[str, tuple[str | int, ...]]:
    """The reader's choices under the names of the index fields."""
    return {
        "type": filters.types,
        "organisation": filters.organisations,
        "year": filters.years,
        "topic": filters.topics,
        "status": filters.statuses,
    }


def facet(
    name: str, counted: Sequence[tuple[str, int]], chosen: Sequence[str | int]
) -> tuple[FacetValue, ...]:
    """Values with their counts, most frequent first (years: newest first); a choice never vanishes."""
    selected = {str(value) for value in chosen}
    counts = dict.fromkeys(selected, 0) | dict(counted)
    if name == "year":
        ordered = sorted(counts, key=int, reverse=True)
    else:
        ordered = sorted(counts, key=lambda value: (-counts[value], value))
    return tuple(FacetValue(value, counts[value], value in selected) for value in ordered)
