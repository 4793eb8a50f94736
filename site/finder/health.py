"""Whether the site is well: for load balancers and for people."""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import cache
from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from finder import state
from finder.models import Heartbeat, OutboxEntry

log = logging.getLogger(__name__)

WORKER = "worker"
WORKER_IS_LATE = timedelta(minutes=2)
QUEUE_IS_LATE = timedelta(minutes=5)


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """{status, database, index, queue}: 200 when ok or degraded, 503 where nothing can be served."""
    report = examine()
    return JsonResponse(report, status=503 if report["status"] == "failed" else 200)


def examine() -> dict[str, Any]:
    """The state of database, index and queue.

    status    ok, degraded (the site serves, something is late or broken) or failed
    database  ok, migrations-missing or failed
    index     as finder.state says; unknown where the database failed
    queue     {waiting, failed, oldest_seconds, worker: running, late or absent}, null likewise
    """
    try:
        _require_migrations()
        queue = _queue()
    except DatabaseError as error:
        log.error("The database does not answer: %s", error)
        return {"status": "failed", "database": "failed", "index": "unknown", "queue": None}
    except MigrationsMissing:
        return {"status": "failed", "database": "migrations-missing", "index": "unknown", "queue": None}
    index = state.of_index()
    late = queue["oldest_seconds"] > QUEUE_IS_LATE.total_seconds() or queue["failed"] > 0
    well = index == "ready" and queue["worker"] == "running" and not late
    return {"status": "ok" if well else "degraded", "database": "ok", "index": index, "queue": queue}


class MigrationsMissing(Exception):
    """The database is not as this version of the code needs it."""


@cache
def _require_migrations() -> None:
    """Looks once: a process whose database was complete stays with it. A failure is not remembered."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise MigrationsMissing


def _queue() -> dict[str, Any]:
    now = timezone.now()
    oldest = OutboxEntry.objects.order_by("created_at").values_list("created_at", flat=True).first()
    beat = Heartbeat.objects.filter(pk=WORKER).values_list("seen_at", flat=True).first()
    return {
        "waiting": OutboxEntry.objects.count(),
        "failed": OutboxEntry.objects.exclude(error="").count(),
        "oldest_seconds": round((now - oldest).total_seconds()) if oldest else 0,
        "worker": "absent" if beat is None else "late" if now - beat > WORKER_IS_LATE else "running",
    }
