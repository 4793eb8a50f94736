"""A copy of the database at one moment, and the way back; the site may serve while a copy is made."""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from core.backup.archive import BackupError

logger = logging.getLogger(__name__)

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
"""Name of the copy in a backup, by database vendor."""


def copy_name() -> str:
    """Name of this site's copy of the database. Raises BackupError for a vendor that is not supported."""
    try:
        return NAMES[connection.vendor]
    except KeyError as error:
        raise BackupError(f"สำรองฐานข้อมูลชนิด {connection.vendor} ไม่ได้") from error


def copy_database(target: Path) -> None:
    """Write a consistent copy; writers need not wait. Raises BackupError where it cannot be read."""
    if connection.vendor == "sqlite":
        try:
            with closing(sqlite3.connect(_sqlite_path())) as source:
                source.execute("VACUUM INTO ?", (str(target),))
        except sqlite3.Error as error:
            raise BackupError(f"คัดลอกฐานข้อมูลไม่ได้: {error}") from error
    else:
        _postgres(
            "pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--file={target}", _settings()["NAME"]
        )


def replace_database(copy: Path, suffix: str) -> list[Path]:
    """Put a copy in the place of the database; files that were there are kept under names with the suffix.

    Returns the files that are kept. Raises BackupError, with the database as it was, where another program
    has it open or the server refuses the copy, and OSError where a file cannot be moved.
    """
    connections.close_all()
    if connection.vendor == "sqlite":
        return _replace_file(copy, _sqlite_path(), suffix)
    options = ("--clean", "--if-exists", "--no-owner", "--no-acl", "--single-transaction", "--exit-on-error")
    _postgres("pg_restore", *options, f"--dbname={_settings()['NAME']}", str(copy))
    return []


def applied_migrations() -> dict[str, list[str]]:
    """Names of the migrations that the database has, by app; empty where it has no tables."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationLoader(connection).applied_migrations):
        found.setdefault(app, []).append(name)
    return found


def unknown_migrations(applied: dict[str, list[str]]) -> list[str]:
    """Those that this version of the program does not have, as `app.name`."""
    migrations = MigrationLoader(None).disk_migrations
    known = set(migrations).union(*(migration.replaces for migration in migrations.values()))
    return [f"{app}.{name}" for app in sorted(applied) for name in applied[app] if (app, name) not in known]


def _sqlite_path() -> Path:
    return Path(_settings()["NAME"])


def _settings() -> dict[str, Any]:
    return connection.settings_dict


def _replace_file(copy: Path, path: Path, suffix: str) -> list[Path]:
    fresh = path.with_name(f"{path.name}.restored")
    shutil.move(copy, fresh)  # perhaps from another disk
    try:
        _close_for_good(path)
        kept = []
        for old in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
            if old.exists():
                kept.append(old.rename(old.with_name(old.name + suffix)))
        fresh.rename(path)
    finally:
        fresh.unlink(missing_ok=True)
    return kept


def _close_for_good(path: Path) -> None:
    """Write the log of a SQLite database into its file, which works only while nobody else has it open."""
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(path, timeout=1)) as database:
            database.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        raise BackupError(
            "ยังมีโปรแกรมอื่นเปิดฐานข้อมูลอยู่ โปรดหยุดเว็บเซิร์ฟเวอร์และ manage.py worker ก่อน แล้วกู้คืนใหม่"
        ) from error
    except sqlite3.DatabaseError as error:
        logger.warning("The database that is replaced cannot be read: %s", error)


def _postgres(program: str, *arguments: str) -> None:
    values = _settings()
    places = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    environment = {name: str(values[key]) for name, key in places.items() if values.get(key)}
    try:
        subprocess.run(  # noqa: S603 — the programs and their options are ours
            [program, *arguments],
            env={**os.environ, **environment},
            check=True,
            capture_output=True,
            text=True,
        )
    except FileNotFoundError as error:
        raise BackupError(f"ไม่พบโปรแกรม {program} โปรดติดตั้ง postgresql-client ก่อน") from error
    except subprocess.CalledProcessError as error:
        raise BackupError(f"{program} ทำไม่สำเร็จ: {error.stderr.strip()}") from error
