"""Which rows of a page's lists are the same in three versions of it.

A row is its fields as a revision holds them. A new row of a page that is public has no primary key until it
is published, so that the key alone does not tell.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models

Row = Mapping[str, Any]
Keyed = dict[str, Row]


def keyed(model: type[models.Model], *versions: Sequence[Row]) -> list[Keyed]:
    """Each version's rows in order, by a key that the same row has in all of them: its primary key, else
    what the model says stands once in a page (a section's id), else all that it says."""
    names = _once_in_a_page(model)
    by_name: dict[str, str] = {}
    for row in (row for rows in versions for row in rows if row["pk"] is not None):
        if (name := _name(names, row)) is not None:
            by_name[name] = f"pk {row['pk']}"
    return [_keyed(names, by_name, rows) for rows in versions]


def _keyed(names: Sequence[Sequence[str]], by_name: Mapping[str, str], rows: Sequence[Row]) -> Keyed:
    found: Keyed = {}
    seen: Counter[str] = Counter()
    for row in rows:
        name = _name(names, row)
        key = f"pk {row['pk']}" if row["pk"] is not None else by_name.get(name or "", name or "")
        if not key or key in found:
            said = {field: value for field, value in row.items() if field not in {"pk", "sort_order"}}
            text = json.dumps(said, sort_keys=True, ensure_ascii=False)
            seen[text] += 1
            key = f"{text} {seen[text]}"
        found[key] = row
    return found


def _once_in_a_page(model: type[models.Model]) -> list[tuple[str, ...]]:
    parents = {field.name for field in model._meta.fields if isinstance(field, models.ForeignKey)}
    unique = [each.fields for each in model._meta.constraints if isinstance(each, models.UniqueConstraint)]
    found = [tuple(name for name in fields if name not in parents) for fields in unique]
    return [fields for fields in found if fields]


def _name(names: Sequence[Sequence[str]], row: Row) -> str | None:
    for fields in names:
        if all(row.get(field) not in {None, ""} for field in fields):
            return json.dumps([row[field] for field in fields], ensure_ascii=False)
    return None
