"""What other apps show on an organisation's page, without this app knowing them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

if TYPE_CHECKING:
    from organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Section:
    """A list of links on an organisation's page: heading, at most a few items, and where to see all."""

    heading: str
    items: Sequence[Any]
    """Each with `url`, `title`, and optionally `description`."""
    more_url: str = ""
    total: int = 0


Contribution = Callable[["Organisation", HttpRequest], Section | None]

_contributions: list[tuple[int, Contribution]] = []


def contribute(order: int) -> Callable[[Contribution], Contribution]:
    """Register a function that gives one section of an organisation's page, or None.

    Sections stand in rising order.
    """

    def register(function: Contribution) -> Contribution:
        _contributions.append((order, function))
        return function

    return register


def sections_for(organisation: Organisation, request: HttpRequest) -> list[Section]:
    """The sections that have something to show."""
    found = (function(organisation, request) for _, function in sorted(_contributions, key=lambda c: c[0]))
    return [section for section in found if section is not None and section.items]
