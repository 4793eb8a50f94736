"""Which models can be found, and what each is in the search index.

An app registers one function per model in its `indexing.py`; `finder` calls them. A page type
with neither a function nor a stated exclusion fails a system check (see core.checks).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from search import Document

Builder = Callable[[Any], Document | None]
"""Gives the document of an instance, or None where nobody may find it now (held, secret, a draft)."""

Loader = Callable[[Any], Any]
"""Takes a queryset and gives it with what else is to be fetched."""

F = TypeVar("F", bound=Builder)

_builders: dict[type[Model], Builder] = {}
_loaders: dict[type[Model], Loader] = {}
_exclusions: dict[type[Model], str] = {}
_dependents: list[tuple[type[Model], Callable[[Any], Iterable[Model]]]] = []


def document_of(model: type[Model]) -> Callable[[F], F]:
    """Register the decorated function as the maker of `model`'s documents."""

    def register(builder: F) -> F:
        _builders[model] = builder
        return builder

    return register


def loads(model: type[Model]) -> Callable[[Loader], Loader]:
    """Register the decorated function to fetch, for many of `model` at once, what its builder asks for."""

    def register(loader: Loader) -> Loader:
        _loaders[model] = loader
        return loader

    return register


def loaded(model: type[Model], instances: QuerySet) -> QuerySet:
    """The same instances, with all that their builder will ask for fetched with them."""
    loader = _loaders.get(model)
    return loader(instances) if loader is not None else instances


def exclude(model: type[Model], reason: str) -> None:
    """Say that `model` is not found in search, and why."""
    if not reason:
        raise ValueError("an exclusion needs a reason")
    _exclusions[model] = reason


def reindexes(model: type[Model]) -> Callable[[Callable[[Any], Iterable[Model]]], Callable]:
    """Register a function that, for a changed instance of `model`, gives the instances to index again."""

    def register(function: Callable[[Any], Iterable[Model]]) -> Callable:
        _dependents.append((model, function))
        return function

    return register


def builder_of(model: type[Model]) -> Builder | None:
    return _builders.get(model)


def indexed_models() -> tuple[type[Model], ...]:
    return tuple(_builders)


def exclusion_of(model: type[Model]) -> str | None:
    return _exclusions.get(model)


def dependents_of(instance: Model) -> Iterator[Model]:
    """Everything whose document changes when `instance` does, the instance itself not included.

    Of what is found by a queryset only the key is read.
    """
    for model, function in _dependents:
        if isinstance(instance, model):
            found = function(instance)
            yield from found.only("pk") if isinstance(found, QuerySet) else found


def key_of(instance: Model) -> str:
    """The document's key. A page's is the same whether it is loaded as Page or as its own type."""
    from wagtail.models import Page

    name = "page" if isinstance(instance, Page) else instance._meta.model_name
    return f"{name}-{instance.pk}"
