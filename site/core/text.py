"""Plain text out of rich text and StreamFields, for indexing and comparing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from html import unescape

from django.utils.html import strip_tags
from django.utils.text import slugify
from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText, get_text_for_indexing

from search import Passage

_PARAGRAPH_END = re.compile(r"</(?:p|li|h\d|blockquote)>|<br\s*/?>", re.IGNORECASE)

_UNSEEN_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs of their class that show nothing."""


def is_unseen(text: str) -> bool:
    """Whether nothing of a text shows: it is empty, or of spaces, zero-width and control characters alone."""
    return all(
        sign in _UNSEEN_FILLERS or unicodedata.category(sign) in {"Cf", "Cc", "Zs", "Zl", "Zp"}
        for sign in text
    )


def plain_text(value: object) -> str:
    """The words of a rich text, block value or string, without markup; paragraphs end with a new line."""
    if isinstance(value, RichText):
        return get_text_for_indexing(value.source).strip()
    if isinstance(value, str):
        return strip_tags(value).strip()
    return "\n".join(text for text in (plain_text(part) for part in getattr(value, "values", list)()) if text)


def paragraphs_of(source: str) -> Iterator[str]:
    """The words of a rich text as it is stored, paragraph by paragraph, without those that say nothing."""
    return (text for part in _PARAGRAPH_END.split(source) if (text := unescape(plain_text(part))))


def passages(stream: StreamValue) -> Iterator[Passage]:
    """The blocks of a `core.blocks.BodyBlock` as passages, each under the heading above it."""
    heading = ""
    for block in stream:
        text = plain_text(block.value["text"] if block.block_type == "callout" else block.value)
        if block.block_type == "heading":
            heading = text
        if text:
            yield Passage(text, heading=heading, anchor=slugify(heading))
