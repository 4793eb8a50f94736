"""Plain rows into StreamFields, keeping the identity of rows that did not change."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue
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


@dataclass(frozen=True, slots=True)
class Fault:
    """What a block refuses: the row (from 1), the part of the row (empty: all of it), its label, why."""

    row: int
    part: str
    label: str
    message: str


def faults_in(page: Page, field: str) -> Iterator[Fault]:
    """What the blocks of a StreamField refuse, row by row and part by part."""
    for number, child in enumerate(getattr(page, field), 1):
        try:
            child.block.clean(child.value)
        except ValidationError as error:
            for key, part in (getattr(error, "block_errors", None) or {"": error}).items():
                label = str(child.block.child_blocks[key].label) if key else ""
                yield from (Fault(number, key, label, message) for message in part.messages)


def errors_in(page: Page, field: str) -> Iterator[str]:
    """What the blocks of a StreamField refuse, in the words of the form, one message a row and part."""
    name = page._meta.get_field(field).verbose_name
    for fault in faults_in(page, field):
        row = f"{name} " + _("รายการที่ %d") % fault.row
        yield f"{row} {fault.label}: {fault.message}" if fault.label else f"{row} {fault.message}"


def _key(row: Any) -> str:
    return json.dumps(row, sort_keys=True, default=str, ensure_ascii=False)
