"""What is written into Wagtail's index table when an object is added or changed, on either database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db import models
from django.db.models import Manager
from modelsearch.index import AutocompleteField, RelatedFields, SearchField
from modelsearch.utils import get_content_type_pk

from finder.boxes.words import starts, whole_words

_BATCH = 200


def _values(owner: Any, fields: Iterable[Any]) -> Iterator[tuple[Any, str]]:
    """Every field to search, of the object and of what it is related to, with its text."""
    for field in fields:
        if isinstance(field, (SearchField, AutocompleteField)):
            yield field, _text(field.get_value(owner))
        elif isinstance(field, RelatedFields):
            related = field.get_value(owner)
            if isinstance(related, Manager):
                others = list(related.all())
            else:
                related = related() if callable(related) else related
                others = [] if related is None else [related]
            for other in others:
                yield from _values(other, field.fields)


def _text(value: Any) -> str:
    """A value as text, a line for each of several, so that words of two never meet."""
    if value is None:
        return ""
    if isinstance(value, dict):
        value = value.values()
    if isinstance(value, str) or not isinstance(value, Iterable):
        return str(value)
    return "\n".join(map(_text, value))


def tokens(item: models.Model) -> dict[str, list[str]]:
    """Tokens of an object for each column of the index table."""
    columns: dict[str, list[str]] = {"title": [], "body": [], "autocomplete": []}
    for field, text in _values(item, item.get_search_fields()):  # type: ignore[attr-defined]
        if isinstance(field, AutocompleteField):
            columns["autocomplete"] += starts(text)
        else:
            columns["title" if field.field_name == "title" else "body"] += whole_words(text)
    return columns


class WritesTokens:
    """For an index of Wagtail: writes what this site's analyzer makes of objects."""

    entries: models.QuerySet
    column: Callable[[Sequence[str]], Any]
    """What one column of the table is given for tokens."""

    def add_items(self, model: type[models.Model], objs: Iterable[models.Model]) -> None:
        if not model.get_search_fields():  # type: ignore[attr-defined]
            return
        kind = get_content_type_pk(model)
        entries = {
            str(item.pk): self.entries.model(
                content_type_id=kind,
                object_id=str(item.pk),
                **{name: self.column(found) for name, found in tokens(item).items()},
            )
            for item in objs
        }
        self.entries.model._default_manager.bulk_create(
            entries.values(),
            batch_size=_BATCH,
            update_conflicts=True,
            unique_fields=["content_type", "object_id"],
            update_fields=["title", "body", "autocomplete"],
        )

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Nothing: the database weighs lengths itself, and Wagtail's way reads the table at every save."""
