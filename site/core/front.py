"""What apps show on the home page, without the home page knowing them.

An app decorates a function in its own `front.py`; the home page asks all of them, in order, and shows
what has something to show. Each function may use two queries at most.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of a section. `tag` and `tone`: a status as in components/tag.html; `meta`: a small line."""

    title: str
    url: str
    description: str = ""
    meta: str = ""
    tag: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Chooser:
    """A small form in a section: one choice, which leads to a list. `options` are values and labels."""

    label: str
    action: str
    name: str
    options: Sequence[tuple[str, str]]
    button: str


@dataclass(frozen=True, slots=True)
class FrontSection:
    """A part of the home page.

    look   "tiles": many short links side by side; "cards": a few with a description; "list": one below the
           other. Two lists in a row stand side by side on a wide screen.
    """

    key: str
    heading: str
    entries: Sequence[Entry]
    look: Literal["tiles", "cards", "list"] = "cards"
    lead: str = ""
    more_url: str = ""
    more_text: str = ""
    chooser: Chooser | None = None


Maker = Callable[[HttpRequest], FrontSection | None]

_makers: list[tuple[int, Maker]] = []


def front_section(order: int) -> Callable[[Maker], Maker]:
    """Register a function that gives one section of the home page, or None; they stand in rising order."""

    def register(maker: Maker) -> Maker:
        _makers.append((order, maker))
        return maker

    return register


def front_sections(request: HttpRequest) -> list[FrontSection]:
    """The sections that have something to show."""
    made = (maker(request) for _, maker in sorted(_makers, key=lambda made: made[0]))
    return [section for section in made if section is not None and section.entries]
