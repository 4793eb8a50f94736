"""Two texts as one, with what was taken out and what was put in marked word by word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from core.merge.markup import markup
from core.merge.text import Tokenise, edits, words

Kind = Literal["same", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a comparison."""

    kind: Kind
    text: str


def compare_text(old: str, new: str) -> list[Span]:
    """The spans of a comparison: without those added it reads as `old`, without those removed as `new`."""
    return list(_spans(old, new, words))


def compare_html(old: str, new: str) -> list[Span]:
    """As `compare_text`; no span begins or ends inside a tag."""
    return list(_spans(old, new, markup))


def _spans(old: str, new: str, tokenise: Tokenise) -> Iterator[Span]:
    at = 0
    for edit in edits(old, new, tokenise):
        if edit.start > at:
            yield Span("same", old[at : edit.start])
        if edit.end > edit.start:
            yield Span("removed", old[edit.start : edit.end])
        if edit.text:
            yield Span("added", edit.text)
        at = edit.end
    if at < len(old):
        yield Span("same", old[at:])
