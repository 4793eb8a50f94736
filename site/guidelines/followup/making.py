"""The worker's part: makes the files of closed rounds one by one, and takes up what a killed worker left."""

from __future__ import annotations

import datetime
import hashlib
import logging
import time

from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone

from core.papers import Progress
from guidelines.followup.letters import with_references
from guidelines.followup.models import ReportFile
from guidelines.followup.paper import make

log = logging.getLogger(__name__)

LEASE = datetime.timedelta(minutes=3)
"""After so long without progress a worker counts as dead, and another takes the file up."""
TOLD_EVERY = 0.5
"""Seconds between two words of progress."""


def make_next() -> ReportFile | None:
    """Make one file that waits, and give it; None where none waits.

    A file is written under a name of its own and becomes the report's by one statement, so that a worker
    killed at any moment leaves the file waiting, and of two workers the first to finish counts.
    """
    now = timezone.now()
    waiting = ReportFile.objects.filter(made_at=None, failures__lt=ReportFile.ATTEMPTS)
    # A lease that ends later than one can is of a clock that was set back since
    free = Q(leased_until=None) | Q(leased_until__lt=now) | Q(leased_until__gt=now + LEASE)
    found = waiting.filter(free).select_related("round").order_by("round_id", "pk").first()
    if found is None:
        return None
    if not waiting.filter(free, pk=found.pk).update(leased_until=now + LEASE, parts_done=0, parts=0):
        return None
    try:
        figures = with_references(found.round.figures or {})
        data = make(found.kind, figures, _telling(found.pk))
    except DatabaseError:
        raise
    except Exception as error:  # one file that cannot be made must not keep the others waiting
        log.exception("The file %s could not be made", found)
        ReportFile.objects.filter(pk=found.pk).update(
            failures=found.failures + 1, leased_until=None, error=f"{type(error).__name__}: {error}"[:2000]
        )
        return found
    storage = found.file.storage
    name = storage.save(f"reports/round-{found.round_id}.{found.kind}", ContentFile(data))
    with transaction.atomic():
        won = ReportFile.objects.filter(pk=found.pk, made_at=None).update(
            file=name,
            sha256=hashlib.sha256(data).hexdigest(),
            letters=figures["references"],
            made_at=timezone.now(),
            leased_until=None,
            error="",
        )
    if not won:
        storage.delete(name)
    found.refresh_from_db()
    return found


def _telling(pk: int) -> Progress:
    """Writes down how far the file is, for the monitor who waits, and holds its lease meanwhile."""
    last = -TOLD_EVERY

    def tell(done: int, parts: int) -> None:
        nonlocal last
        if time.monotonic() - last >= TOLD_EVERY or done == parts:
            last = time.monotonic()
            ReportFile.objects.filter(pk=pk, made_at=None).update(
                parts_done=done, parts=parts, leased_until=timezone.now() + LEASE
            )

    return tell


def make_all() -> None:
    """Make every file that waits."""
    while make_next() is not None:
        pass
