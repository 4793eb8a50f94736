"""Making a backup while the site serves."""

from __future__ import annotations

import os
import tarfile
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection

from core.backup.archive import BackupError, Manifest, Writer
from core.backup.databases import applied_migrations, copy_database, copy_name
from core.backup.places import files, folders


def write_backup(target: Path) -> Manifest:
    """Write database and uploaded files into one new file that only its owner may read.

    The database is copied first, so that every file that it names was already there. A file that
    disappears meanwhile is left out: what named it was deleted after that moment. Raises BackupError where
    the target exists or cannot be written; nothing half-written stays.
    """
    if target.exists():
        raise BackupError(f"มีแฟ้ม {target} อยู่แล้ว โปรดตั้งชื่ออื่น")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)  # mode 600
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                manifest = _write(stream, target.parent)
                stream.flush()
                os.fsync(stream.fileno())
            os.link(part, target)  # unlike a rename, refuses to replace what another backup made meanwhile
        finally:
            part.unlink()
    except OSError as error:
        raise BackupError(
            f"เขียนชุดสำรองไม่ได้: {error.strerror or error} โปรดตรวจเนื้อที่และสิทธิ์ของโฟลเดอร์"
        ) from error
    return manifest


def _write(stream: object, scratch: Path) -> Manifest:
    migrations = applied_migrations()
    if not migrations:
        raise BackupError("ฐานข้อมูลยังไม่มีตาราง ไม่มีข้อมูลให้สำรอง")
    made = datetime.now(UTC).isoformat(timespec="seconds")
    with (
        tempfile.TemporaryDirectory(dir=scratch) as room,
        tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as archive,  # type: ignore[call-overload]
    ):
        writer = Writer(archive)
        copy = Path(room) / copy_name()
        copy_database(copy)
        writer.add(copy, copy.name)
        for name, folder in folders().items():
            for path in files(folder):
                with suppress(FileNotFoundError):
                    writer.add(path, f"{name}/{path.relative_to(folder).as_posix()}")
        manifest = Manifest(made=made, engine=connection.vendor, migrations=migrations, files=writer.files)
        writer.finish(manifest)
    return manifest
