"""From content to documents: the one place where `search.Document`s are made, always in Thai."""

from __future__ import annotations

import hashlib
import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError
from django.db.models import Model
from django.utils import translation
from wagtail.models import Page

from core import documents
from core.models import BasePage
from search import Document

log = logging.getLogger(__name__)

CHUNK = 200
KIND = "kind"
"""In a document's `extra`: the model that says by its `reader_kind` what it is, where its type does not."""


def document(instance: Model) -> Document | None:
    """The document of an instance, or None where nobody may find it or its type is not searched.

    Built under the Thai locale whoever asks, so that addresses and labels do not depend on the
    language of the editor who happened to publish.
    """
    builder = documents.builder_of(type(instance))
    if builder is None:
        return None
    with translation.override("th"):
        found = builder(instance)
    if found is not None and isinstance(instance, BasePage) and instance.reader_kind:
        return replace(found, extra={**found.extra, KIND: instance._meta.label})
    return found


def instance_of(key: str) -> Model | None:
    """The content behind a document key as it is in the database now; None where it is gone."""
    name, _, pk = key.rpartition("-")
    if name == "page":
        page = Page.objects.filter(pk=pk).first()
        return page.specific if page is not None else None
    for model in documents.indexed_models():
        if model._meta.model_name == name:
            return model._default_manager.filter(pk=pk).first()
    return None


def instances_of(keys: Iterable[str]) -> dict[str, Model]:
    """`instance_of` for many keys, in few queries for each type; a key whose content is gone is left out."""
    wanted: dict[type[Model], list[str]] = defaultdict(list)
    pages: list[str] = []
    models = {model._meta.model_name: model for model in documents.indexed_models()}
    for key in keys:
        name, _, pk = key.rpartition("-")
        if name == "page":
            pages.append(pk)
        elif name in models:
            wanted[models[name]].append(pk)
    types = dict(Page.objects.filter(pk__in=pages).values_list("pk", "content_type"))
    for pk, content_type in types.items():
        model = ContentType.objects.get_for_id(content_type).model_class()
        wanted[model or Page].append(str(pk))
    return {
        documents.key_of(instance): instance
        for model, pks in wanted.items()
        for instance in documents.loaded(model, model._default_manager.filter(pk__in=pks))
    }


def all_documents(failed: list[str]) -> Iterator[Document]:
    """Every document there is, one chunk of instances in memory at a time.

    The keys of those that could not be built are added to `failed`, and the reasons logged.
    """
    for model in documents.indexed_models():
        instances = documents.loaded(model, model._default_manager.order_by("pk"))
        for instance in instances.iterator(chunk_size=CHUNK):
            try:
                found = document(instance)
            except DatabaseError:
                raise
            except Exception:  # one page that cannot be built must not stop all others
                log.exception("The document %s could not be built", documents.key_of(instance))
                failed.append(documents.key_of(instance))
                continue
            if found is not None:
                yield found


def digest(found: Document) -> str:
    """A fingerprint of all that a reader could find or see of a document; 32 hexadecimal digits."""
    text = repr(replace(found, version=0, extra=dict(sorted(found.extra.items()))))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
