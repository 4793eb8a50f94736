"""What an engine answers: frozen types that know neither the engine nor the site."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Span(NamedTuple):
    """A piece of the original text; `hit` says that the query matched it."""

    text: str
    hit: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One result. `title` and `snippet` are the original text, cut into spans at grapheme boundaries."""

    key: str
    type: str
    url: str
    score: float
    title: tuple[Span, ...]
    snippet: tuple[Span, ...] = ()
    anchor: str = ""
    number: str | None = None
    date: datetime.date | None = None
    organisations: tuple[str, ...] = ()
    organisation_name: str = ""
    status: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def title_text(self) -> str:
        return "".join(span.text for span in self.title)

    @property
    def snippet_text(self) -> str:
        return "".join(span.text for span in self.snippet)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet and how many results have it (with the other facets' choices applied)."""

    value: str
    count: int
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """A page of results. `total` counts only what the reader may see."""

    query: str
    total: int
    hits: tuple[Hit, ...] = ()
    facets: tuple[tuple[str, tuple[FacetValue, ...]], ...] = ()
    page: int = 1
    page_size: int = 20
    did_you_mean: str | None = None
    message: str | None = None
    """A sentence for the reader where the query could not be used as typed (empty, too long…), in Thai."""

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.page_size))

    def facet(self, name: str) -> tuple[FacetValue, ...]:
        return dict(self.facets).get(name, ())


@dataclass(frozen=True, slots=True)
class ExplainedUnit:
    """A unit of the query and the ways to say it: words or token, weight 0 to 1, where it is from."""

    text: str
    kind: str
    ways: tuple[tuple[str, float, str], ...]


@dataclass(frozen=True, slots=True)
class ExplainedHit:
    """A result and the parts that its score is the sum of, by the names in `search.relevance.weights`."""

    key: str
    title: str
    score: float
    parts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a query was understood and why its results are in this order (for staff, not for readers)."""

    query: str
    normalised: str
    tokens: tuple[str, ...]
    units: tuple[ExplainedUnit, ...]
    phrases: tuple[str, ...]
    excluded: tuple[str, ...]
    own: tuple[str, ...]
    message: str | None
    hits: tuple[ExplainedHit, ...]
