"""Working off an import of many files: in small transactions, taken up where it was killed or stopped.

    files sent → begin → work … work → report

How far a file is and what became of its letters is written in the transaction that registers them. Two
processes on one run do no harm: whoever comes second finds the count moved and takes its step back.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any

from django.core.files.base import File
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from circulars.admin.permissions import may_register
from circulars.files import FileRefused, Received, receive
from circulars.finding import Reader, count_in, opened
from circulars.importing import NoRegistry, NotStored, Outcome, Problem, finish, register, registry
from circulars.models import CircularPage, ImportRun, RunLine, SentFile
from circulars.references import reread

log = logging.getLogger(__name__)

MOST_TOGETHER = 100
MOST_BYTES = 64 * 1024 * 1024
"""What is registered in one transaction at most."""
SMALL_FILES, SMALL_BYTES = 50, 2 * 1024 * 1024
"""What need not wait for the worker."""


class _Moved(Exception):
    """Somebody else has done this step meanwhile."""


def add_file(run: ImportRun, name: str, file: File) -> bool:
    """Keep a file of the run for later; False when it was sent already: one of this name and these bytes.

    Raises NotStored when the disk takes no more.
    """
    total = hashlib.sha256()
    for chunk in file.chunks():
        total.update(chunk)
    file.seek(0)
    sent = SentFile(run=run, name=name[:400], size=file.size or 0, sha256=total.hexdigest())
    if run.files.filter(name=sent.name, sha256=sent.sha256).exists():
        return False
    try:
        sent.file.save("file", file, save=False)
    except OSError as error:
        if sent.file:
            sent.file.storage.delete(sent.file.name)
        message = _("เก็บแฟ้ม “%s” ไม่ได้ พื้นที่เก็บแฟ้มอาจเต็มหรือเขียนไม่ได้ โปรดแก้ไขแล้วส่งอีกครั้ง แฟ้มที่ส่งแล้วไม่ต้องส่งใหม่")
        raise NotStored(message % name) from error
    try:
        with transaction.atomic():
            sent.save()
    except IntegrityError:
        sent.file.storage.delete(sent.file.name)
        return False
    return True


def begin(run: ImportRun) -> None:
    """All files are there, or the cause for which it stopped is gone: let it be worked on."""
    for sent in run.files.filter(done=0):
        sent.total = count_in([sent.file.path])
        sent.save(update_fields=["total"])
    run.total = sum(run.files.values_list("total", flat=True))
    run.state, run.problem = ImportRun.State.WAITING, ""
    run.save(update_fields=["total", "state", "problem"])


def work_a_little(pk: int) -> None:
    """Work on a small run at once, for some seconds; the worker does the rest, and larger ones."""
    run = ImportRun.objects.filter(pk=pk, state=ImportRun.State.WAITING).first()
    if run is None or run.total > SMALL_FILES or sum(run.files.values_list("size", flat=True)) > SMALL_BYTES:
        return
    try:
        work(run, 4.0)
    except DatabaseError as error:
        log.warning("The import %s is left to the worker: %s", pk, error)


def work(run: ImportRun, seconds: float) -> bool:
    """Go on with a run for about `seconds`; whether it is at its end, done or stopped."""
    until = time.monotonic() + seconds
    try:
        while True:
            try:
                if not _step(run, until):
                    return True
            except _Moved:
                run.refresh_from_db()
            if time.monotonic() >= until:
                return False
    except (NotStored, NoRegistry) as error:
        _stop(run, str(error))
        return True


def _step(run: ImportRun, until: float) -> bool:
    """Register some letters, or look some up; False when there is nothing more to do."""
    if not may_register(run.created_by):
        _stop(run, _("ผู้นำเข้าไม่มีสิทธิลงทะเบียนหนังสือแล้ว"))
        return False
    sent = next((one for one in run.files.all() if one.done < one.total), None)
    if sent is not None:
        _register_some(run, sent, until)
        return True
    lines = list(
        run.lines.select_related("page", "page__original")[run.finished : run.finished + MOST_TOGETHER]
    )
    if lines:
        _finish_some(run, lines)
        return True
    _end(run)
    return False


def _register_some(run: ImportRun, sent: SentFile, until: float) -> None:
    read: list[Received | Outcome] = []
    size = 0
    for name, reader in islice(opened(sent.label, sent.file.path), sent.done, sent.done + MOST_TOGETHER):
        one = _read(name, reader)
        read.append(one)
        size += len(one.data) if isinstance(one, Received) else 0
        if size > MOST_BYTES or time.monotonic() >= until:
            break
    if not read:  # fewer than were counted: the file has changed on disk
        _store(run, sent, [], sent.total - sent.done)
        return
    try:
        _store(run, sent, read, len(read))
    except (NotStored, NoRegistry, DatabaseError, _Moved):
        raise
    except Exception:
        log.exception("Some files of import %s could not be registered together; one by one now", run.pk)
        for one in read:
            try:
                _store(run, sent, [one], 1)
            except (NotStored, NoRegistry, DatabaseError, _Moved):
                raise
            except Exception:
                name = one.name if isinstance(one, Received) else one.file
                log.exception("A file of import %s could not be registered", run.pk)
                _store(run, sent, [_failed(name)], 1)


def _read(name: str, reader: Reader) -> Received | Outcome:
    try:
        return receive(name, reader())
    except FileRefused as refused:
        return Outcome(name, "refused", error=Problem(refused.code, refused.message))
    except Exception:  # one file that trips our own code must not stop thousands
        log.exception("A file of an import could not be read")
        return _failed(name)


def _failed(name: str) -> Outcome:
    message = _("นำเข้าแฟ้ม “%s” ไม่ได้เพราะระบบขัดข้อง แฟ้มอื่นนำเข้าต่อตามปกติ โปรดแจ้งผู้ดูแลระบบ") % name
    return Outcome(name, "refused", error=Problem("FAILED", message))


@transaction.atomic
def _store(run: ImportRun, sent: SentFile, read: Sequence[Received | Outcome], count: int) -> None:
    outcomes = register(read, registry(), run.created_by, keep_files=True)
    if not SentFile.objects.filter(pk=sent.pk, done=sent.done).update(done=sent.done + count):
        raise _Moved
    RunLine.objects.bulk_create(_line(run, one) for one in outcomes)
    sent.done += count


def _line(run: ImportRun, outcome: Outcome) -> RunLine:
    page = outcome.page or outcome.earlier
    return RunLine(
        run=run,
        file=outcome.file,
        action=outcome.action,
        code=outcome.error.code if outcome.error else "",
        message=outcome.error.message if outcome.error else "",
        page=page if page is not None and page.pk else None,
    )


@transaction.atomic
def _finish_some(run: ImportRun, lines: Sequence[RunLine]) -> None:
    """Look up and publish the letters of these lines, and say of each what came of it."""
    outcomes: dict[int, Outcome] = {}
    for line in lines:
        if line.page is not None and line.action in {"created", "updated"}:
            outcomes[line.pk] = Outcome(line.file, line.action, reread(line.page), line.page)  # type: ignore[arg-type]
    finish(list(outcomes.values()), run.created_by)
    live = set(
        CircularPage.objects.live()
        .filter(pk__in=[line.page_id for line in lines])
        .values_list("pk", flat=True)
    )
    for line in lines:
        if line.pk in outcomes and line.page_id not in live:
            line.action = "held"
    RunLine.objects.bulk_update(lines, ["action"])
    moved = run.finished + len(lines)
    if not ImportRun.objects.filter(pk=run.pk, finished=run.finished).update(finished=moved):
        raise _Moved
    run.finished = moved


def _stop(run: ImportRun, why: str) -> None:
    run.state, run.problem = ImportRun.State.STOPPED, why
    run.save(update_fields=["state", "problem"])


def _end(run: ImportRun) -> None:
    """The run is done; the files as sent are let go, since every original is kept by its sum."""
    for sent in run.files.exclude(file=""):
        sent.file.delete(save=False)
        SentFile.objects.filter(pk=sent.pk).update(file="")
    run.state, run.ended_at = ImportRun.State.DONE, timezone.now()
    run.save(update_fields=["state", "ended_at"])


def work_on_all(seconds: float) -> int:
    """Go on with the oldest run that waits; gives how many there are. For the worker."""
    waiting = ImportRun.objects.filter(state=ImportRun.State.WAITING).order_by("pk")
    first = waiting.first()
    if first is not None:
        work(first, seconds)
    return waiting.count()


def later(run: ImportRun) -> None:
    """Begin, and work a little as soon as this transaction is committed."""
    begin(run)
    transaction.on_commit(partial(work_a_little, run.pk), robust=True)


def counts(run: ImportRun) -> dict[str, int]:
    """How many lines of the report have each outcome."""
    found: dict[str, int] = {}
    for action in run.lines.order_by().values_list("action", flat=True).iterator():
        found[action] = found.get(action, 0) + 1
    return found


def progress(run: ImportRun) -> dict[str, Any]:
    """How far it is: files read, letters finished, and a fraction of the whole from 0 to 100."""
    done = sum(run.files.values_list("done", flat=True))
    lines = run.lines.count()
    half = 50 * done // run.total if run.total else 0
    other = 50 * run.finished // lines if lines and done >= run.total else 0
    is_over = run.state in {ImportRun.State.DONE, ImportRun.State.STOPPED}
    percent = 100 if run.state == ImportRun.State.DONE else min(99, half + other)
    return {"done": done, "total": run.total, "percent": percent, "is_over": is_over}


def words_of(run: ImportRun, line: RunLine) -> str:
    """What became of a letter so far: one that still waits to be looked up is not called published."""
    waits = line.action == "created" and run.state != ImportRun.State.DONE
    if waits and not (line.page is not None and line.page.live):
        return _("ลงทะเบียนแล้ว รอเทียบกับทะเบียนก่อนเผยแพร่")
    return str(line.words)


def lines_for_report(run: ImportRun) -> Iterator[list[str]]:
    """The report as rows of text: file, outcome, number, title, explanation."""
    yield [str(_("แฟ้ม")), str(_("ผล")), str(_("เลขที่")), str(_("เรื่อง")), str(_("คำอธิบาย"))]
    for line in run.lines.select_related("page").iterator(chunk_size=500):
        page = line.page
        number = page.effective_number if page is not None and not page.is_secret else ""
        yield [line.file, words_of(run, line), number, page.title if page else "", line.message]
