"""The typed plan of a search, that both engines compile."""

from __future__ import annotations

from dataclasses import dataclass, field

from search.document import PUBLIC


@dataclass(frozen=True, slots=True)
class Filters:
    """The facet choices of a reader. An empty tuple does not filter. `years` are Buddhist."""

    types: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """What a reader asked, understood (see `parse_query`)."""

    text: str
    filters: Filters = field(default_factory=Filters)
    access: tuple[str, ...] = (PUBLIC,)
    page: int = 1
    page_size: int = 20
