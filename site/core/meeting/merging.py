"""Three versions of a page, as revisions hold them, made one: field by field and row by row.

Nothing is guessed: where both changed the same the form keeps this person's and the place is a conflict.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db import models
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from wagtail.fields import RichTextField, StreamField

from core.meeting.rows import Row, keyed
from core.merge import merge_blocks, merge_html, merge_text, with_ids_of
from core.merge.keys import without_keys

Outcome = Literal["taken", "merged", "conflict", "added", "removed", "kept", "order"]
_MISSING = object()


@dataclass(frozen=True, slots=True)
class Place:
    """A field or a row that the other person changed.

    outcome  "taken": they alone changed it, "merged": both did and nothing touches, "conflict": both did and
             the form says this person's; of rows "added" and "removed" by them, "kept" where one side removed
             what the other changed, "order" where both moved or added rows in one place
    row      the row in which the field stands, or which it is about; None for fields of the page itself
    base, mine, theirs  the field's values as revisions hold them; base None where it is not known
    """

    outcome: Outcome
    model: type[models.Model]
    field: models.Field | None = None
    row: Row | None = None
    base: Any = None
    mine: Any = None
    theirs: Any = None


@dataclass(frozen=True, slots=True)
class Together:
    """What the form is filled with, and every place in which the other's words are new."""

    data: dict[str, Any]
    places: tuple[Place, ...]


def merge_pages(
    model: type[models.Model],
    fields: Iterable[str],
    lists: Mapping[str, Sequence[str]],
    base: Row | None,
    mine: Row,
    theirs: Row,
) -> Together:
    """Merge what both said in `fields` and in `lists` (child relation: fields of its rows) of one page; all
    else is as the other saved it. `base`, from which both began, is None where nobody can tell any more."""
    places: list[Place] = []
    data = {**theirs, **_merge_fields(model, fields, base, mine, theirs, places)}
    relations = {each.get_accessor_name(): each.related_model for each in get_all_child_relations(model)}
    for name, names in lists.items():
        if name in relations:
            versions = [(version or {}).get(name, []) for version in (base, mine, theirs)]
            data[name] = _merge_rows(relations[name], names, base is not None, versions, places)
    return Together(data, tuple(places))


def _merge_fields(
    model: type[models.Model],
    names: Iterable[str],
    base: Row | None,
    mine: Row,
    theirs: Row,
    places: list[Place],
    row: Row | None = None,
) -> dict[str, Any]:
    merged = {}
    for name in names:
        if name not in mine or name not in theirs:
            continue
        field: Any = model._meta.get_field(name)
        before = _MISSING if base is None else base.get(name, _MISSING)
        old, own, other = (_comparable(field, each) for each in (before, mine[name], theirs[name]))
        merged[name] = theirs[name]
        if own == other or old == own:
            outcome: Outcome = "taken"
        elif old == other:
            merged[name] = mine[name]
        else:
            merged[name], is_clean = _merge_value(field, before, mine[name], theirs[name])
            outcome = "merged" if is_clean else "conflict"
        if other not in (old, own):
            known = None if before is _MISSING else before
            places.append(Place(outcome, model, field, row, known, mine[name], theirs[name]))
    return merged


def _comparable(field: models.Field, value: Any) -> Any:
    """A stored value without what no reader sees: ids, the editor's keys, how lines end."""
    if value is _MISSING:
        return value
    if value in (None, ""):
        return ""
    if isinstance(field, StreamField):
        return [(block["type"], block["value"]) for block in _blocks(value)]
    if isinstance(field, ParentalManyToManyField):
        return sorted(value)
    if isinstance(value, str):
        return "\n".join(without_keys(value).splitlines()).strip()
    return value


def _blocks(value: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = without_keys(json.loads(value or "[]"))
    return found


def _merge_value(field: models.Field, base: Any, mine: Any, theirs: Any) -> tuple[Any, bool]:
    """What both want of a field that both changed, and whether that is so; this person's where it is not."""
    if base is _MISSING:
        return mine, False
    if isinstance(field, StreamField):
        old, own = _blocks(base), _blocks(mine)
        other = _blocks(theirs)
        ids = {block.get("id") for block in old}
        own, other = (each if _knows(each, ids) else with_ids_of(old, each) for each in (own, other))
        merged = merge_blocks(old, own, other)
        return json.dumps(list(merged.blocks), ensure_ascii=False), merged.clean
    if isinstance(field, ParentalManyToManyField):
        both = (set(mine) | set(theirs)) - (set(base) - set(mine)) - (set(base) - set(theirs))
        return sorted(both), True
    if isinstance(field, models.TextField) and all(isinstance(each, str) for each in (base, mine, theirs)):
        merge = merge_html if isinstance(field, RichTextField) else merge_text
        versions = ("\n".join(without_keys(each).splitlines()) for each in (base, mine, theirs))
        merged_text = merge(*versions)
        return merged_text.text, merged_text.clean
    return mine, False


def _knows(blocks: Sequence[Row], ids: set[Any]) -> bool:
    return any(block.get("id") in ids for block in blocks)


def _merge_rows(
    model: type[models.Model],
    names: Sequence[str],
    has_base: bool,
    versions: Sequence[Sequence[Row]],
    places: list[Place],
) -> list[dict[str, Any]]:
    base, mine, theirs = keyed(model, *versions)
    # In a list a value is never merged, so that this tells of presence and order alone
    found = merge_blocks(*(_as_blocks(model, names, each) for each in (base, mine, theirs)))
    doubted = {each.key: each.kind for each in found.conflicts if each.kind != "changed"}
    rows = []
    for key in (block["id"] for block in found.blocks):
        own, other = mine.get(key), theirs.get(key)
        row = dict(other if other is not None else own or {})
        if own is not None and other is not None:
            row |= _merge_fields(model, names, base.get(key), own, other, places, row)
        elif doubted.get(key) == "removed-changed":
            places.append(Place("kept", model, None, row))
        elif own is None and key not in base:
            places.append(Place("added", model, None, row))
        rows.append(row)
    kept = {block["id"] for block in found.blocks}
    gone = [row for key, row in base.items() if key in mine and key not in theirs and key not in kept]
    places += [Place("removed", model, None, row) for row in gone]
    if "order" in doubted.values() and has_base:
        places.append(Place("order", model))
    return _settled(model, rows, {row["pk"] for row in versions[2]})


def _as_blocks(model: type[models.Model], names: Sequence[str], rows: Mapping[str, Row]) -> list[Any]:
    fields: dict[str, Any] = {name: model._meta.get_field(name) for name in names}
    return [
        {
            "id": key,
            "type": "row",
            "value": [[name, _comparable(field, row.get(name))] for name, field in fields.items()],
        }
        for key, row in rows.items()
    ]


def _settled(model: type[models.Model], rows: list[dict[str, Any]], theirs: set[Any]) -> list[dict[str, Any]]:
    """The rows in their order; one that was deleted from the database meanwhile begins anew."""
    asked = {row["pk"] for row in rows if row["pk"] is not None} - theirs
    there = set(model._default_manager.filter(pk__in=asked).values_list("pk", flat=True)) if asked else set()
    for position, row in enumerate(rows):
        if row["pk"] in asked - there:
            row["pk"] = None
        if "sort_order" in row:
            row["sort_order"] = position
    return rows
