"""Plain rows into StreamFields, keeping the identity of rows that did not change."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import Block, StreamValue
from wagtail.models import Page


def rows_of(page: Page, field: str) -> list[Any]:
    """The rows of a StreamField as plain data, without their identities."""
    return [child.block.get_prep_value(child.value) for child in getattr(page, field)]


def stream(page: Page, field: str, rows: list[Any]) -> StreamValue:
    """The value of a StreamField whose only block is given `rows`; equal rows keep their identities."""
    block = page._meta.get_field(field).stream_block
    name = next(iter(block.child_blocks))
    known: dict[str, list[str]] = {}
    for child in getattr(page, field):
        known.setdefault(_key(child.block.get_prep_value(child.value)), []).append(child.id or "")
    raw = []
    for row in rows:
        same = known.get(_key(row))
        raw.append({"type": name, "value": row, "id": (same.pop(0) if same else "") or str(uuid.uuid4())})
    return StreamValue(block, raw, is_lazy=True)


def normal_rows(page: Page, field: str, rows: list[Any]) -> list[Any]:
    """`rows` as the StreamField would store them, defaults filled in, so that they can be compared."""
    return [child.block.get_prep_value(child.value) for child in stream(page, field, rows)]


def errors_in(page: Page, field: str) -> Iterator[str]:
    """What the blocks of a StreamField refuse, one message a row and part."""
    name = page._meta.get_field(field).verbose_name
    for number, child in enumerate(getattr(page, field), 1):
        try:
            child.block.clean(child.value)
        except ValidationError as error:
            for message in _messages(error, child.block):
                yield f"{name} " + _("รายการที่ %d") % number + f" {message}"


def _messages(error: ValidationError, block: Block) -> Iterator[str]:
    parts = getattr(error, "block_errors", None)
    if not parts:
        yield from error.messages
        return
    for key, part in parts.items():
        yield from (f"{block.child_blocks[key].label}: {message}" for message in part.messages)


def _key(row: Any) -> str:
    return json.dumps(row, sort_keys=True, default=str, ensure_ascii=False)
