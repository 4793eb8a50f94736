"""Files of thousands of guides, looked at and then saved beside the web server, with progress.

The request keeps the file; the worker reads it, looks at every guide, waits until the editor has seen what
would come of it, and saves. A line's outcome is written in the transaction that saves its guide: whenever
the worker is killed, the next one goes on where it stood, and nothing is saved twice.
"""

from __future__ import annotations

import datetime
import time
from typing import Any, cast

from django.contrib.auth.models import AbstractUser, User
from django.db import transaction
from django.utils import timezone

from core.jobs import background_job
from services import guide_files
from services.batch_models import WANTED, GuideBatch, GuideBatchLine
from services.duplicates import Titles
from services.importing import workbook
from services.importing.known import Known
from services.importing.records import Record

TOGETHER = 20
"""Guides in one transaction: few enough that other writers wait for about a second, and so many that what a
commit costs (the search index is told of them) is shared."""
TURN = 10.0
"""Seconds after which the worker sees to its other work."""
KEPT = datetime.timedelta(days=14)


def begin(name: str, data: bytes, user: User) -> GuideBatch:
    """Keep a file for the worker. Raises FileError for a file that is too large or of another kind."""
    guide_files.check_kind(name, len(data), guide_files.IN_BATCHES)
    return GuideBatch.objects.create(user=user, name=name[-255:], file=data)


def confirm(batch: GuideBatch) -> bool:
    """Have what was looked at saved; False where it is not the time for it."""
    ready = GuideBatch.objects.filter(pk=batch.pk, state=GuideBatch.State.READY)
    return bool(ready.update(state=GuideBatch.State.SAVING, changed_at=timezone.now()))


@background_job("guide batches", 1.0)
def work() -> None:
    """Go on with the oldest batch that is not waiting for anybody, for a while."""
    until = time.monotonic() + TURN
    states = GuideBatch.State
    waiting = GuideBatch.objects.filter(state__in=(states.READING, states.CHECKING, states.SAVING))
    for batch in waiting.select_related("user").order_by("created_at"):
        if batch.state == states.READING:
            _read(batch)
        titles = Titles(batch.user) if batch.state == states.CHECKING else None
        while batch.state in (states.CHECKING, states.SAVING) and time.monotonic() < until:
            if not _go_on(batch, titles):
                break
        if time.monotonic() >= until:
            return


def _read(batch: GuideBatch) -> None:
    """Write down the lines of the file, or why it cannot be read."""
    try:
        contents = guide_files.read_file(batch.name, bytes(batch.file or b""), guide_files.IN_BATCHES)
    except guide_files.FileError as error:
        batch.state, batch.reason, batch.file = GuideBatch.State.FAILED, str(error), None
        batch.save()
        return
    places: dict[str, list[tuple[str, str]]] = {}
    for (name, path), place in contents.places.items():
        places.setdefault(name, []).append((path, place))
    with transaction.atomic():
        GuideBatchLine.objects.filter(batch=batch).delete()
        lines = [_line(batch, number, record, places) for number, record in enumerate(contents.records, 1)]
        lines += [
            GuideBatchLine(
                batch=batch,
                number=len(lines) + number,
                name=name[:255],
                record=None,
                action="refused",
                reasons=[reason],
                stage=GuideBatchLine.Stage.CHECKED,
            )
            for number, (name, reason) in enumerate(contents.strays, 1)
        ]
        GuideBatchLine.objects.bulk_create(lines, batch_size=200)
        batch.untouched = contents.untouched
        batch.state, batch.file = GuideBatch.State.CHECKING, None
        batch.save()


def _line(batch: GuideBatch, number: int, record: Any, places: dict[str, Any]) -> GuideBatchLine:
    name = str(record.get("id", "?")) if isinstance(record, dict) else "?"
    title = str(record.get("title", "")) if isinstance(record, dict) else ""
    return GuideBatchLine(
        batch=batch,
        number=number,
        name=name[:255],
        title=title[:500],
        record=record,
        places=places.get(name, []),
    )


def _go_on(batch: GuideBatch, titles: Titles | None) -> bool:
    """Look at or save the next few guides in one transaction; False once there was none left."""
    saves = batch.state == GuideBatch.State.SAVING
    with transaction.atomic():
        # Whoever comes second finds the batch gone on, or cancelled
        held = GuideBatch.objects.select_for_update().filter(pk=batch.pk, state=batch.state)
        if held.values_list("pk").first() is None:
            batch.refresh_from_db(fields=["state"])
            return False
        lines = batch.lines.filter(stage=GuideBatchLine.Stage.WAITING)
        if saves:
            lines = batch.lines.filter(stage=GuideBatchLine.Stage.CHECKED, action__in=WANTED)
        some, known = list(lines[:TOGETHER]), Known()
        for line in some:
            line.batch = batch
            (_save if saves else _check)(line, batch.user, titles, known)
        if len(some) < TOGETHER:
            batch.state = GuideBatch.State.DONE if saves else GuideBatch.State.READY
            batch.save(update_fields=["state", "changed_at"])
    return len(some) == TOGETHER


def _contents(line: GuideBatchLine) -> workbook.Read:
    places = {(line.name, path): place for path, place in line.places}
    return workbook.Read([_record(line)], places, untouched=line.batch.untouched)


def _record(line: GuideBatchLine) -> Record:
    """What stood in the file, whatever it is: `take` refuses what is no record."""
    return cast(Record, line.record)


def _check(line: GuideBatchLine, user: AbstractUser, titles: Titles | None, known: Known) -> None:
    outcome = guide_files.take(_record(line), _contents(line), user, keep=False, titles=titles, known=known)
    line.take(outcome)
    line.differences = [[each.part, each.before, each.after] for each in outcome.differences]
    line.twins, line.revision, line.page = outcome.twins, outcome.revision, outcome.page
    line.stage = GuideBatchLine.Stage.CHECKED
    line.save()


def _save(line: GuideBatchLine, user: AbstractUser, titles: Titles | None, known: Known) -> None:
    seen = {line.name: line.revision}
    outcome = guide_files.take(_record(line), _contents(line), user, keep=True, seen=seen, known=known)
    line.take(outcome)
    if outcome.page is not None:
        line.page = outcome.page
    line.stage = GuideBatchLine.Stage.SAVED
    line.save()


@background_job("guide batches forgotten", 3600.0)
def forget() -> int:
    """Delete what nobody touched for a fortnight; the guides themselves stay. Gives how many went."""
    return GuideBatch.objects.filter(changed_at__lt=timezone.now() - KEPT).delete()[0]
