"""What runs beside the web server: delivery, scheduled publishing, rebuilding, jobs of apps, a heartbeat."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from core.jobs import background_jobs
from finder import delivery, file_reading, query_log, schedule, state
from finder.boxes import keeping as boxes_index
from finder.health import WORKER
from finder.models import Heartbeat
from finder.rebuilding import rebuild
from search import EngineUnavailable

log = logging.getLogger(__name__)

LONGEST_PAUSE = 60.0


@dataclass(slots=True)
class Job:
    """Something to do every `interval` seconds; after a failure less and less often, up to a minute."""

    name: str
    run: Callable[[], object]
    interval: float
    due: float = 0.0
    failures: int = 0

    def run_if_due(self, now: float) -> None:
        if now < self.due:
            return
        try:
            self.run()
        except (DatabaseError, EngineUnavailable, OSError) as error:
            self.failures += 1
            pause = min(self.interval * 2**self.failures, LONGEST_PAUSE)
            log.warning("%s failed, again in %.0f s: %s", self.name, pause, error)
        else:
            self.failures = 0
            pause = self.interval
        self.due = time.monotonic() + pause


class Worker:
    """One process, one loop. `stop` may be called from a signal handler."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.jobs = [
            Job("heartbeat", beat, 15.0),
            Job("index", mend_index, 10.0),
            Job("delivery", delivery.deliver, 1.0),
            Job("search boxes", boxes_index.mend, 30.0),
            Job("schedule", schedule.publish_scheduled, 30.0),
            *(Job(job.name, job.run, job.interval) for job in background_jobs()),
            Job("queries", query_log.collect, 30.0),
            Job("files", file_reading.read_waiting, 5.0),
        ]

    def run(self) -> None:
        """Work until told to stop; what is under way is finished first."""
        while not self.stopping.is_set():
            close_old_connections()
            for job in self.jobs:
                if self.stopping.is_set():
                    return
                job.run_if_due(time.monotonic())
            self.stopping.wait(max(0.05, min(job.due for job in self.jobs) - time.monotonic()))

    def stop(self) -> None:
        self.stopping.set()


def beat() -> None:
    Heartbeat.objects.update_or_create(name=WORKER, defaults={"seen_at": timezone.now()})


def mend_index() -> None:
    """Rebuild an index that is missing, broken or made by an older schema or lexicon."""
    found = state.of_index()
    if found in state.NEEDS_REBUILD:
        log.warning("The index is %s and is rebuilt", found)
        rebuild()
