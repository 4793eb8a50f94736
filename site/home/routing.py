"""How an address below the home page leads to its page: a section and the page in it are read in one query.

What is remembered of a section is only where it was last seen; the query for its page asks again whether it
still is there, and where it is not, the page is looked for in Wagtail's way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists
from wagtail.models import Page

from core.flat import FlatIndexMixin

if TYPE_CHECKING:
    from home.models import HomePage


@dataclass(frozen=True, slots=True)
class Seen:
    """A page below the home page, as it was last seen: its type, number and path in the tree."""

    model: type[Page]
    pk: int
    path: str


_seen: dict[tuple[int, str], Seen] = {}
"""By the home page's number and the slug. Bounded by the pages that stood right below a home page."""


def below(home: HomePage, components: list[str]) -> tuple[Page, list[str]] | None:
    """The page to ask for the rest of an address, and that rest: the section, or at once the page in it.
    None where no page is below the home page under the first part, or none is asked for."""
    if not components:
        return None
    slug, *rest = components
    seen = _seen.get((home.pk, slug))
    if seen is not None and rest and (page := _in_section(home, seen, slug, rest[0])) is not None:
        return page, rest[1:]
    child = _child(home, seen, slug)
    return None if child is None else (child, rest)


def _in_section(home: HomePage, seen: Seen, slug: str, below_it: str) -> Page | None:
    """A page of a section with flat addresses, if the section is where it was. One query at most."""
    section = seen.model
    if not issubclass(section, FlatIndexMixin) or below_it in section.flat_below:
        return None
    stands = seen.model.objects.child_of(home).filter(pk=seen.pk, path=seen.path, slug=slug)
    page: Page | None = section.found(below_it, seen.path).filter(Exists(stands)).first()
    return page


def _child(home: HomePage, seen: Seen | None, slug: str) -> Page | None:
    """The page under a slug right below the home page; one query where its type was seen before, else two."""
    child: Page | None = None
    if seen is not None:
        child = seen.model.objects.child_of(home).filter(slug=slug).first()
    if child is None:
        page = home.get_children().filter(slug=slug).first()
        if page is None:
            return None
        child = page.specific
    child._cached_parent_obj = home
    _seen[home.pk, slug] = Seen(type(child), child.pk, child.path)
    return child
