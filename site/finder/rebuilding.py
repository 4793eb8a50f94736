"""A fresh index beside the live one, while the site serves and editors publish."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import replace

from django.db import transaction

from finder import building, delivery, outbox
from finder.engine import engine
from finder.lock import writer_lock
from finder.models import IndexedDocument
from search import Document, EngineUnavailable

log = logging.getLogger(__name__)

LOCK_SECONDS = 60.0


def rebuild() -> int:
    """Build a fresh index from all content and swap it in. Gives how many documents were read.

    Deliveries go on meanwhile; the engine repeats them on the fresh index before it swaps. Afterwards
    the record of what the index was told is brought into line with it. Raises EngineUnavailable.
    """
    known = _versions()
    told: dict[str, IndexedDocument] = {}
    failed: list[str] = []

    def documents() -> Iterator[Document]:
        for document in building.all_documents(failed):
            version = max(time.time_ns() // 1_000_000, known.get(document.key, 0) + 1)
            document = replace(document, version=version)
            told[document.key] = delivery.told(document)
            yield document

    engine().rebuild(documents())
    with writer_lock(LOCK_SECONDS) as mine:
        if not mine:
            raise EngineUnavailable("another process keeps on writing to the index")
        _reconcile(told)
        outbox.record(failed)
        delivery.drain()
    log.info("The index was rebuilt: %d documents", len(told))
    return len(told)


def _reconcile(told: dict[str, IndexedDocument]) -> None:
    """Make the record say what the index holds, with the writer lock held.

    A document is there as the rebuild or as a delivery during it has put it; where neither version is
    found it is delivered again.
    """
    with transaction.atomic():
        held, noted = engine().versions(), _versions()
        rebuilt = [told[key] for key, version in held.items() if key in told and told[key].version == version]
        current = {row.key for row in rebuilt} | {k for k, v in held.items() if noted.get(k) == v}
        IndexedDocument.objects.filter(pk__in=list(noted.keys() - held.keys())).delete()
        delivery.note(rebuilt)
        outbox.record(sorted((held.keys() | told.keys()) - current))


def _versions() -> dict[str, int]:
    return dict(IndexedDocument.objects.values_list("key", "version"))
