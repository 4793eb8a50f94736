"""Comparing content and index, both ways."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from finder import building, delivery, outbox
from finder.engine import engine
from finder.lock import writer_lock
from finder.models import IndexedDocument, OutboxEntry
from search import EngineUnavailable

LOCK_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Differences:
    """Document keys on which content and index disagree.

    missing  can be found by somebody, but is not in the index
    stale    is in the index, but not as the content now is
    surplus  is in the index, but nobody may find it, or it is gone
    failed   could not be built; the reason stands in its outbox entry
    """

    missing: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    surplus: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    documents: int = 0

    @property
    def keys(self) -> tuple[str, ...]:
        return (*self.missing, *self.stale, *self.surplus)

    def __bool__(self) -> bool:
        return bool(self.keys or self.failed)


def check() -> Differences:
    """Deliver what waits, then compare every document with the index. Raises EngineUnavailable.

    What looks different is looked at once more with the writer lock held, so that an editor who
    publishes during the check is not taken for a fault.
    """
    delivery.deliver(wait=LOCK_SECONDS)
    versions, told = engine().versions(), _told()
    suspects = versions.keys() | told.keys()
    documents = 0
    failed: list[str] = []
    for document in building.all_documents(failed):
        documents += 1
        if document.key in versions and told.get(document.key) == (
            versions[document.key],
            building.digest(document),
        ):
            suspects.discard(document.key)
        else:
            suspects.add(document.key)
    outbox.record(failed)
    with writer_lock(LOCK_SECONDS) as mine:
        if not mine:
            raise EngineUnavailable("another process keeps on writing to the index")
        delivery.drain()
        return _compare(sorted(suspects), documents)


def repair(differences: Differences) -> None:
    """Tell the index again of everything on which it disagrees."""
    outbox.record(differences.keys)
    delivery.deliver(wait=LOCK_SECONDS)


def _compare(keys: Iterable[str], documents: int) -> Differences:
    versions, told = engine().versions(), _told()
    missing, stale, surplus = [], [], []
    failed = set(OutboxEntry.objects.exclude(error="").values_list("key", flat=True))
    for key in keys:
        if key in failed:
            continue
        instance = building.instance_of(key)
        document = building.document(instance) if instance is not None else None
        if document is None:
            if key in versions or key in told:
                surplus.append(key)
        elif key not in versions:
            missing.append(key)
        elif told.get(key) != (versions[key], building.digest(document)):
            stale.append(key)
    return Differences(tuple(missing), tuple(stale), tuple(surplus), tuple(sorted(failed)), documents)


def _told() -> dict[str, tuple[int, str]]:
    return {
        key: (version, digest)
        for key, version, digest in IndexedDocument.objects.values_list("key", "version", "digest")
    }
