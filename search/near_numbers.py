"""Letter numbers that no text has: those that differ by one figure, as scanning and typing change them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from search.frequencies import Ask
from search.query import Alternative, Group, Query
from search.relevance import weights as w
from search.ways import mark

NEAR = "ไม่พบเลขที่หนังสือที่พิมพ์ จึงแสดงเลขที่ที่ต่างกันเพียงตัวเดียว"

# Thai figures that look alike, and Arabic ones: ๑ ๓ ๗, ๔ ๕ ๘, ๖ ๒ ๙, ๐ ๘; 0 6 8 9, 1 7, 3 8, 5 6.
_SHAPES = {"0": "689", "1": "37", "2": "67", "3": "178", "4": "58", "5": "4689", "6": "0258", "7": "123"}
_SHAPES |= {"8": "03459", "9": "0468"}
_MOST = 5


def with_near_numbers(query: Query, frequencies: Ask) -> Query:
    """The query with numbers like those that no text has, and a message that says so; else the same."""
    groups = {group: _near(group, frequencies) for group in query.groups if group.kind == "letter"}
    if not any(groups.values()):
        return query
    renewed = tuple(
        replace(group, alternatives=(*group.alternatives, *groups.get(group, ()))) for group in query.groups
    )
    return replace(query, groups=renewed, message=query.message or NEAR)


def _near(group: Group, frequencies: Ask) -> tuple[Alternative, ...]:
    tokens = [alternative.tokens[0] for alternative in group.alternatives]
    known = frequencies({"words": tokens})["words"]
    if any(known[token] for token in tokens):
        return ()
    ways = [dict(_one_figure_off(token)) for token in tokens]
    there = frequencies({"words": {token for likely in ways for token in likely}})["words"]
    for likely in ways:
        found = sorted((t for t in likely if there[t]), key=lambda t: (-likely[t], t))[:_MOST]
        if found:
            return tuple(Alternative((t,), (mark(t),), likely[t], "near number") for t in found)
    return ()


def _one_figure_off(token: str) -> Iterator[tuple[str, float]]:
    """Tokens that differ in one figure or in the order of two, and how likely they are meant."""
    for at, figure in enumerate(token):
        if not figure.isdigit():
            continue
        if token[at + 1 : at + 2].isdigit():
            yield token[:at] + token[at + 1] + figure + token[at + 2 :], w.OTHER_NUMBER
        for other in "0123456789":
            if other != figure:
                weight = w.NEAR_NUMBER if other in _SHAPES[figure] else w.OTHER_NUMBER
                yield token[:at] + other + token[at + 1 :], weight
