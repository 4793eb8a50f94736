"""Comparing the bodies of sections for readers: words as plain text, marked where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from wagtail.rich_text import RichText

from core.comparing import LONG, Compared, compare_paragraphs
from core.merge.keeping import kept
from core.text import paragraphs_of, plain_text
from guidelines.reading import ReadSection


@dataclass(frozen=True, slots=True)
class ComparedSection:
    """A section of an adaptation against the model's."""

    section: ReadSection
    paragraphs: list[Compared]


def compare_streams(old: Iterable[Any], new: Iterable[Any]) -> list[Compared]:
    """Paragraph by paragraph, first those that are alike, then word by word within the others."""
    return compare_paragraphs(paragraphs(old), paragraphs(new))


def paragraphs(stream: Iterable[Any]) -> list[str]:
    """The words of a body's paragraphs, in order, without markup."""
    return list(_paragraphs(stream))


def _paragraphs(stream: Iterable[Any]) -> Iterator[str]:
    for block in stream:
        value = block.value["text"] if block.block_type == "callout" else block.value
        is_rich = isinstance(value, RichText)
        yield from _words(value.source if is_rich else value, is_rich)


@kept(LONG)
def _words(source: str, is_rich: bool) -> tuple[str, ...]:
    """The words of a block, paragraph by paragraph. The sides of a comparison have most blocks in common."""
    if is_rich:
        return tuple(paragraphs_of(source))
    text = unescape(plain_text(source))
    return (text,) if text else ()


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
