"""Writing down what changed, in the transaction that changes it."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Model
from wagtail.models import Page
from wagtail.query import PageQuerySet

from core import documents
from finder import delivery
from finder.engine import is_embedded
from finder.models import OutboxEntry
from finder.usage import keys_used_by
from search import EngineUnavailable

log = logging.getLogger(__name__)


def record(keys: Iterable[str]) -> None:
    """The documents with these keys may have changed, appeared or gone.

    Where the index is embedded it hears of it as soon as the transaction has been committed;
    otherwise the worker tells it.
    """
    entries = [OutboxEntry(key=key) for key in dict.fromkeys(keys)]
    if not entries:
        return
    OutboxEntry.objects.bulk_create(entries, batch_size=500)
    if is_embedded() and not _waits_for_commit():
        transaction.on_commit(deliver_after_commit, robust=True)


def record_instances(instances: Iterable[Model]) -> None:
    record(documents.key_of(instance) for instance in instances if _is_indexed(instance))


def record_pages(pages: PageQuerySet) -> None:
    """The pages of a queryset, of whatever type, and the aliases that show their content."""
    keys = [f"page-{pk}" for pk in pages.order_by("path").values_list("pk", flat=True)]
    aliases = Page.objects.filter(alias_of__in=pages.order_by().values("pk"))
    attached = keys_used_by(int(key.removeprefix("page-")) for key in keys)
    record([*keys, *(f"page-{pk}" for pk in aliases.values_list("pk", flat=True)), *attached])


def deliver_after_commit() -> None:
    """Bring the index up to date at the end of a request; what fails is left to the worker."""
    try:
        delivery.deliver()
    except EngineUnavailable as error:
        log.warning("The index could not be told of a change and will be by the worker: %s", error)


def _is_indexed(instance: Model) -> bool:
    return documents.builder_of(type(instance)) is not None or type(instance) is Page


def _waits_for_commit() -> bool:
    """Whether this transaction will already deliver when it commits.

    Django takes callbacks of a rolled-back savepoint out of the list, so the list is the truth.
    """
    waiting = transaction.get_connection().run_on_commit
    return any(entry[1] is deliver_after_commit for entry in waiting)
