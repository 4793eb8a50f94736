"""Plain text with a little markup, as YAML files carry it, to StreamField data."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.utils.html import escape

HEADING, ITEM, NOTE = "## ", "- ", "> "

_NAMESPACE = uuid.UUID("6f1f3f0e-6a0a-4b0e-9d6c-3d1c1f5a2b47")


def stream_from_text(text: str, origin: str = "") -> list[dict[str, Any]]:
    """One paragraph block a line; "## " a heading, "- " an item of a list, "> " a note set apart.

    Ids are made from `origin` and position, so that the same text gives the same data again.
    """
    blocks = []
    for position, (kind, value) in enumerate(_blocks(text)):
        identifier = str(uuid.uuid5(_NAMESPACE, f"{origin}/{position}"))
        blocks.append({"type": kind, "value": value, "id": identifier})
    return blocks


def _blocks(text: str) -> Iterator[tuple[str, Any]]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for is_list, group in groupby(lines, key=lambda line: line.startswith(ITEM)):
        if is_list:
            items = "".join(f"<li>{escape(line.removeprefix(ITEM))}</li>" for line in group)
            yield "paragraph", f"<ul>{items}</ul>"
            continue
        for line in group:
            if line.startswith(HEADING):
                yield "heading", line.removeprefix(HEADING)
            elif line.startswith(NOTE):
                note = f"<p>{escape(line.removeprefix(NOTE))}</p>"
                yield "callout", {"kind": "note", "text": note}
            else:
                yield "paragraph", f"<p>{escape(line)}</p>"
