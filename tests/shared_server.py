"""One Elasticsearch for all processes of a test run: who first needs it starts it, the run's end kills it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import signal
import tempfile
from pathlib import Path

from search.engines.local_server import LocalServer

_FOLDER = "RUAM_TEST_SERVER"
"""The environment variable by which pytest tells its workers of the folder that they share."""


def begin() -> None:
    os.environ[_FOLDER] = tempfile.mkdtemp(prefix="ruam-test-server-")


def url() -> str:
    """Address of the server, which this call starts unless another process has. Raises ServerFailed."""
    folder = Path(os.environ[_FOLDER])
    with (folder / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        note = folder / "server.json"
        if not note.exists():
            server = LocalServer(quick=True)
            server.start()
            about = {"url": server.url, "group": server.group, "folder": str(server.folder)}
            note.write_text(json.dumps(about), encoding="utf-8")
        return str(json.loads(note.read_text(encoding="utf-8"))["url"])


def end() -> None:
    folder = os.environ.pop(_FOLDER, "")
    if not folder:
        return
    note = Path(folder) / "server.json"
    if note.exists():
        about = json.loads(note.read_text(encoding="utf-8"))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(about["group"], signal.SIGKILL)
        shutil.rmtree(about["folder"], ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
