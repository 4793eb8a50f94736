"""What the values of a facet are called, asked of the apps that own them.

An app registers a function per facet in its `indexing.py`; the search page and its API call them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

Namer = Callable[[Collection[str]], Mapping[str, str]]
"""Gives the names, in the reader's language, of those of the values that it knows; at most one query."""

_namers: dict[str, list[Namer]] = {}


def names_of(facet: str) -> Callable[[Namer], Namer]:
    """Register the decorated function for a facet; several apps may know values of the same one."""

    def register(namer: Namer) -> Namer:
        _namers.setdefault(facet, []).append(namer)
        return namer

    return register


def named(facet: str, values: Collection[str]) -> dict[str, str]:
    """The names of values of a facet; one that nobody knows keeps itself as its name."""
    names: dict[str, str] = {}
    if values:
        for namer in _namers.get(facet, ()):
            names |= {value: name for value, name in namer(values).items() if value not in names}
    return {value: names.get(value, value) for value in values}
