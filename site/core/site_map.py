"""The map of the site for people: what stands in each section, said by the apps that own it.

An app decorates a function in its own `front.py`; the map asks it for the links below its section.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Branch:
    """A link of the map and what stands below it."""

    title: str
    url: str
    below: list[Branch] = field(default_factory=list)


Maker = Callable[[HttpRequest], list[Branch]]

_makers: dict[str, Maker] = {}


def below(section: str) -> Callable[[Maker], Maker]:
    """Register a function that gives what stands below the section page of that slug; public pages only."""

    def register(maker: Maker) -> Maker:
        _makers[section] = maker
        return maker

    return register


def branches_of(section: str, request: HttpRequest) -> list[Branch]:
    """What stands below a section; nothing where no app said anything."""
    maker = _makers.get(section)
    return maker(request) if maker else []
