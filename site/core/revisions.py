"""Reading a page back from a revision without a query for each of its foreign keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import ManyToOneRel, Model
from modelcluster.models import get_all_child_relations

Wanted = dict[tuple[type[Model], str], set[Any]]


def nothing_dangles(model: type[Model], data: Mapping[str, Any]) -> bool:
    """Whether all that the foreign keys in a revision's content lead to is still there: a query a table.

    modelcluster asks for every key of every child by itself, to mend those whose other end was deleted; it
    need not where none was.
    """
    wanted: Wanted = {}
    _collect(model, data, wanted)
    return all(
        table._default_manager.filter(**{f"{field}__in": values}).count() == len(values)
        for (table, field), values in wanted.items()
    )


def _collect(model: type[Model], data: Mapping[str, Any], wanted: Wanted) -> None:
    for field in model._meta.fields:
        value, relation = data.get(field.name), field.remote_field
        if value is not None and isinstance(relation, ManyToOneRel):
            key = relation.get_related_field()
            wanted.setdefault((relation.model, key.name), set()).add(key.to_python(value))
    for children in get_all_child_relations(model):
        for child in data.get(children.get_accessor_name(), []):
            _collect(children.related_model, child, wanted)
