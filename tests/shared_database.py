"""The migrated database that test processes begin with: made once for a set of migrations, then copied.

Migrating an empty database takes half a minute of a processor; copying the result takes no time.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import django
from django.db import connection
from django.db.migrations.loader import MigrationLoader

NAME = "file:ruam-tests?mode=memory&cache=shared"
ROOT = Path(__file__).resolve().parents[1]


def in_memory(folder: Path) -> sqlite3.Connection:
    """The database of this process's tests, in memory, migrated; it lives while this connection is open.

    `folder` keeps what was migrated for later runs. Raises CalledProcessError where a migration fails.
    """
    connection.settings_dict["TEST"]["NAME"] = NAME
    database = sqlite3.connect(NAME, uri=True, check_same_thread=False)
    with closing(sqlite3.connect(_migrated(folder))) as source:
        source.backup(database)
    return database


def _migrated(folder: Path) -> Path:
    path = folder / f"{_migrations()}.sqlite3"
    with (folder / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            for old in folder.glob("*.sqlite3*"):
                old.unlink()
            part = path.with_suffix(".sqlite3-part")
            environment = {**os.environ, "DATABASE_URL": f"sqlite:///{part}"}
            subprocess.run(
                [sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True
            )
            with closing(sqlite3.connect(part)) as database:
                database.execute("PRAGMA journal_mode=DELETE")
            part.rename(path)
    return path


def _migrations() -> str:
    """A digest of every migration there is, and of what runs them."""
    digest = hashlib.sha256(django.__version__.encode())
    for key, migration in sorted(MigrationLoader(None).disk_migrations.items()):
        source = sys.modules[migration.__module__].__file__
        assert source is not None
        digest.update(repr(key).encode() + Path(source).read_bytes())
    return digest.hexdigest()[:16]
