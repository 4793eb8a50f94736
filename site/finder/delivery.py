"""From the outbox into the index: in order, at least once, one writer at a time."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from finder import building, related
from finder.engine import engine
from finder.lock import writer_lock
from finder.models import IndexedDocument, OutboxEntry
from search import PUBLIC, Document, EngineUnavailable

log = logging.getLogger(__name__)

BATCH = 200
LONGEST_PAUSE = timedelta(hours=1)


def due() -> QuerySet[OutboxEntry]:
    """Entries that wait, without those that failed a moment ago."""
    return OutboxEntry.objects.filter(Q(retry_at=None) | Q(retry_at__lte=timezone.now()))


def deliver(wait: float = 0.0) -> int:
    """Tell the index of everything that waits; gives how many entries were dealt with.

    Whoever finds another writer at work leaves the rest to it: that one looks again after letting
    go of the lock, so nothing falls between the two. Raises EngineUnavailable, and then every
    entry not yet delivered is still waiting.
    """
    delivered = 0
    while due().exists():
        with writer_lock(wait) as mine:
            if not mine:
                return delivered
            _require_whole_index()
            delivered += drain()
    return delivered


def drain() -> int:
    """`deliver` for whoever holds the writer lock already."""
    delivered = 0
    while entries := list(due()[:BATCH]):
        _deliver(entries)
        delivered += len(entries)
    return delivered


def _require_whole_index() -> None:
    """An index that was lost must be rebuilt: begun afresh with the next change it would look complete."""
    if engine().state().status == "missing" and IndexedDocument.objects.exists():
        raise EngineUnavailable("the search index is gone and must be rebuilt")


def _deliver(entries: list[OutboxEntry]) -> None:
    found: dict[str, Document] = {}
    gone: list[str] = []
    failed: dict[str, Exception] = {}
    keys = list(dict.fromkeys(entry.key for entry in entries))
    instances = building.instances_of(keys)
    for key in keys:
        try:
            instance = instances.get(key)
            document = building.document(instance) if instance is not None else None
        except DatabaseError:
            raise
        except Exception as error:
            log.exception("The document %s could not be built", key)
            failed[key] = error
            continue
        if document is None:
            gone.append(key)
        else:
            found[key] = document
    versions = next_versions(found)
    documents = [replace(document, version=versions[key]) for key, document in found.items()]
    # A page that cannot be built may have become secret: what was known of it leaves the index.
    if gone or failed:
        engine().delete([*gone, *failed])
    if documents:
        engine().index(documents)
    with transaction.atomic():
        IndexedDocument.objects.filter(pk__in=[*gone, *failed]).delete()
        note([told(document) for document in documents])
        related.forget([*gone, *failed, *(d.key for d in documents if PUBLIC not in d.access)])
        OutboxEntry.objects.filter(pk__in=[e.pk for e in entries if e.key not in failed]).delete()
        for entry in entries:
            if entry.key in failed:
                _put_off(entry, failed[entry.key])


def next_versions(keys: Iterable[str]) -> dict[str, int]:
    """A version for each key, higher than any that the index has heard for it.

    Milliseconds of the clock, so that a page that was deleted and came back is newer too. Call it
    with the writer lock held.
    """
    now = time.time_ns() // 1_000_000
    wanted = list(keys)
    known = dict(IndexedDocument.objects.filter(pk__in=wanted).values_list("key", "version"))
    return {key: max(now, known.get(key, 0) + 1) for key in wanted}


def told(document: Document) -> IndexedDocument:
    """What is kept of a document that the index has been told."""
    return IndexedDocument(
        key=document.key,
        version=document.version,
        digest=building.digest(document),
        public=PUBLIC in document.access,
    )


def note(rows: list[IndexedDocument]) -> None:
    """Keep what the index has just been told."""
    IndexedDocument.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["version", "digest", "public"],
    )


def _put_off(entry: OutboxEntry, error: Exception) -> None:
    pause = min(timedelta(seconds=2 ** min(entry.attempts, 20)), LONGEST_PAUSE)
    OutboxEntry.objects.filter(pk=entry.pk).update(
        attempts=F("attempts") + 1,
        retry_at=timezone.now() + pause,
        error=f"{type(error).__name__}: {error}"[:2000],
    )
