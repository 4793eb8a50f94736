"""Comparing the bodies of sections for readers: words as plain text, marked where they differ."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from wagtail.rich_text import RichText

from core.text import plain_text
from guidelines.merge import Span, compare_text
from guidelines.reading import ReadSection

_PARAGRAPH_END = re.compile(r"</(?:p|li|h\d|blockquote)>|<br\s*/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Compared:
    """One paragraph of a comparison."""

    spans: tuple[Span, ...]

    @property
    def is_same(self) -> bool:
        return all(span.kind == "same" for span in self.spans)


@dataclass(frozen=True, slots=True)
class ComparedSection:
    """A section of an adaptation against the model's."""

    section: ReadSection
    paragraphs: list[Compared]


def compare_streams(old: Iterable[Any], new: Iterable[Any]) -> list[Compared]:
    """Paragraph by paragraph, first those that are alike, then word by word within the others."""
    left, right = list(_paragraphs(old)), list(_paragraphs(new))
    compared: list[Compared] = []
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            compared += [Compared((Span("same", text),)) for text in left[i1:i2]]
        else:
            compared += _pairs(left[i1:i2], right[j1:j2])
    return compared


def _pairs(left: list[str], right: list[str]) -> Iterator[Compared]:
    """Each old paragraph with the new one most like it, in order; what has no partner stands alone."""
    at = 0
    for text in left:
        scores = [difflib.SequenceMatcher(None, text, other).ratio() for other in right[at:]]
        best = max(range(len(scores)), key=scores.__getitem__, default=None)
        if best is None or scores[best] < 0.35:
            yield Compared((Span("removed", text),))
            continue
        for other in right[at : at + best]:
            yield Compared((Span("added", other),))
        yield Compared(tuple(compare_text(text, right[at + best])))
        at += best + 1
    for other in right[at:]:
        yield Compared((Span("added", other),))


def _paragraphs(stream: Iterable[Any]) -> Iterator[str]:
    for block in stream:
        value = block.value["text"] if block.block_type == "callout" else block.value
        parts = _PARAGRAPH_END.split(value.source) if isinstance(value, RichText) else [value]
        texts = (unescape(plain_text(part)) for part in parts)
        yield from (text for text in texts if text)


def compare_sections(sections: Iterable[ReadSection]) -> list[ComparedSection]:
    """Every section of an adaptation against the model text it rests on."""
    found = []
    for section in sections:
        old = section.model.body if section.model is not None else []
        found.append(ComparedSection(section, compare_bodies(section.choice, old, section.own_body or [])))
    return found


def compare_bodies(choice: str, model: Iterable[Any], own: Iterable[Any]) -> list[Compared]:
    """The model's text against what stands in its place after that choice, of which `own` is the own text."""
    match choice:
        case "inherited":
            return compare_streams(model, model)
        case "supplemented":
            return compare_streams(model, [*model, *own])
        case "not-applicable":
            return compare_streams(model, [])
        case _own:
            return compare_streams(model, own)
