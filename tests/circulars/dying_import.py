"""Imports of two letters, killed as `kill -9` kills at every step there is, for test_killed.

`dying_import.py PRISTINE FOLDER WAY EACH` begins each time with a copy of PRISTINE, a migrated database with
a registry, and imports what lies in FOLDER, as WAY says: by the command, or as a run from the admin that the
worker takes up. A step is a statement that writes, the begin or end of a transaction, or a file written,
moved or removed; EACH is 1 for all of them, 5 for every fifth. The process is cloned for every step, so that
Python starts once only.

Prints as JSON what an import that lives leaves, how many steps it took, and for every different thing that
killed ones left: after which step, what it was, and what doing it again made of it.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.files.base import File  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.backends.signals import connection_created  # noqa: E402
from django.urls import reverse  # noqa: E402
from wagtail.models import Revision  # noqa: E402

from circulars import runs  # noqa: E402
from circulars.importing import import_paths  # noqa: E402
from circulars.models import CircularPage, ImportRun, Original, Status  # noqa: E402
from finder import checking  # noqa: E402
from finder.models import OutboxEntry  # noqa: E402
from search.analysis import analyse  # noqa: E402

PRISTINE, FOLDER, WAY, EACH = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
DATA = Path(settings.RUAM_DATA)
DATABASE = DATA / "ruam.sqlite3"
READING = {"SELECT", "PRAGMA", "--"}
"""Statements that change nothing."""


class Steps:
    """Counts the steps of this process and ends it before the one at which it is to die."""

    def __init__(self, fatal: int) -> None:
        self.fatal, self.taken = fatal, 0
        connection_created.connect(self._trace, weak=False)
        sys.addaudithook(self._file)

    def _trace(self, connection: Any, **kwargs: Any) -> None:
        connection.connection.set_trace_callback(self._statement)

    def _statement(self, sql: str) -> None:
        if sql.lstrip().split(None, 1)[0].upper() not in READING:
            self.take()

    def _file(self, event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            writes = isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        else:
            writes = event in {"os.rename", "os.remove", "os.mkdir"}
        if writes and str(args[0]).startswith(str(DATA)):
            self.take()

    def take(self) -> None:
        self.taken += 1
        if self.taken == self.fatal:
            os.kill(os.getpid(), signal.SIGKILL)


def cloned(work: Callable[[], Any]) -> Any:
    """What `work` gives in a clone of this process, or the signal that ended it, as a negative number."""
    reading, writing = os.pipe()
    clone = os.fork()
    if clone == 0:
        os.close(reading)
        with os.fdopen(writing, "w") as answer:
            json.dump(work(), answer)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        words = answer.read()
    _, status = os.waitpid(clone, 0)
    code = os.waitstatus_to_exitcode(status)
    if code > 0 or (code == 0 and not words):
        raise RuntimeError(f"a clone ended with {code}")
    return json.loads(words) if code == 0 else code


def send() -> None:
    """What a registrar does before the worker begins: the files are sent and the run waits."""
    user = get_user_model().objects.create_superuser("registrar", "registrar@example.org", "a long password")
    run = ImportRun.objects.create(created_by=user)
    for place in sorted(FOLDER.iterdir()):
        with place.open("rb") as stream:
            runs.add_file(run, place.name, File(stream))
    runs.begin(run)


def bring_in(fatal: int = 0) -> int:
    """Import; gives how many steps it took."""
    steps = Steps(fatal)
    if WAY == "command":
        import_paths([str(FOLDER)])
    else:
        runs.work_on_all(60.0)
    connection.close()
    return steps.taken


def look() -> dict[str, Any]:
    """What there is: rows of each table, files, and what must never be."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = {name: cursor.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}
        broken = len(cursor.execute("PRAGMA foreign_key_check").fetchall())
        sound = cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    pages = CircularPage.objects.all()
    live = pages.live()
    kept = Original.objects.all()
    return {
        "rows": {name: count for name, count in rows.items() if count},
        "files": sorted(str(one.relative_to(DATA)) for one in DATA.glob("private/**/*") if one.is_file()),
        "letters": pages.count(),
        "live": live.count(),
        "sound": sound and not broken,
        "half": [
            *live.filter(live_revision=None).values_list("slug", flat=True),
            *live.exclude(status=Status.PUBLISHED).values_list("slug", flat=True),
            *(one.name for one in kept if Path(one.file.path).stat().st_size != one.size),
        ],
        "lost": kept.exclude(pk__in=pages.values("original")).count(),
        "revisions": Revision.objects.count(),
        "waiting": OutboxEntry.objects.count(),
        "runs": list(ImportRun.objects.values_list("state", flat=True)),
    }


def checked() -> dict[str, Any]:
    """The same, and how many documents the index holds; raises where it differs from the content."""
    found = checking.check()
    if found:
        raise RuntimeError(f"content and index differ: {found}")
    return {**look(), "documents": found.documents}


def start() -> None:
    shutil.rmtree(DATA, ignore_errors=True)
    shutil.copytree(BEGINNING, DATA)


def main() -> dict[str, Any]:
    start()
    steps = cloned(bring_in)
    whole = cloned(checked)
    left: dict[str, dict[str, Any]] = {}
    for step in range(1, steps + 1, EACH):
        start()
        if cloned(partial(bring_in, step)) != -signal.SIGKILL:
            raise RuntimeError(f"step {step} of {steps} was never taken")
        state = cloned(look)
        key = json.dumps(state, sort_keys=True)
        if key not in left:
            cloned(bring_in)
            left[key] = {"step": step, "left": state, "again": cloned(checked)}
    return {"steps": steps, "whole": whole, "left": list(left.values())}


BEGINNING = DATA.with_name("beginning")
shutil.copyfile(PRISTINE, DATABASE)
analyse("หนังสือ")
reverse("wagtailadmin_home")
import_module("search.engines.tantivy")
import_paths([str(FOLDER)], dry_run=True)  # so the clones find lexicons, grammars and addresses read
connection.close()
if WAY == "run":
    cloned(send)
shutil.copytree(DATA, BEGINNING)
gc.freeze()  # clones share what is there instead of copying it
json.dump(main(), sys.stdout)
