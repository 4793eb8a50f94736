"""Bringing a backup back: everything is checked before anything is touched, and what was there is kept."""

from __future__ import annotations

import logging
import shutil
import tarfile
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection

from core.backup.archive import BackupError, Manifest, extract, opened, verify
from core.backup.databases import (
    applied_migrations,
    copy_name,
    replace_database,
    unknown_migrations,
)
from core.backup.places import folders

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Restored:
    """What was brought back, and where what stood there before is kept."""

    manifest: Manifest
    kept: list[Path]


def restore(source: Path, data: Path, *, replace: bool) -> Restored:
    """Bring back database and files into this site; its processes must be stopped.

    `data`: a folder on the disk of the files, for what is unpacked. Raises BackupError, with everything as
    it was, for a backup that is damaged, of another database or of a newer version, and for a site that
    has users unless `replace`. The database still needs `migrate`, the index a rebuild. Whoever was signed in
    at the time of the backup is not signed in again.
    """
    with opened(source) as archive:
        manifest = verify(archive)
        _refuse_what_does_not_fit(manifest)
        if not replace and has_users():
            raise BackupError("เว็บไซต์นี้มีข้อมูลอยู่แล้ว ถ้าต้องการแทนที่ทั้งหมดให้ใส่ --replace (ของเดิมจะเก็บไว้ข้าง ๆ)")
        return Restored(manifest, _bring_back(archive, data))


def has_users() -> bool:
    """Whether this database has been used: it has tables and somebody who can sign in, or cannot be read."""
    try:
        return bool(applied_migrations()) and get_user_model().objects.exists()
    except DatabaseError as error:
        logger.warning("The database that is there cannot be read: %s", error)
        return True


def _refuse_what_does_not_fit(manifest: Manifest) -> None:
    if manifest.engine != connection.vendor:
        raise BackupError(
            f"ชุดสำรองมาจากฐานข้อมูล {manifest.engine} แต่เว็บไซต์นี้ใช้ {connection.vendor} "
            "โปรดตั้ง DATABASE_URL ให้เป็นชนิดเดียวกัน"
        )
    if copy_name() not in manifest.files:
        raise BackupError("ชุดสำรองไม่มีฐานข้อมูล โปรดใช้ชุดสำรองอื่น")
    if unknown := unknown_migrations(manifest.migrations):
        raise BackupError(f"ชุดสำรองมาจากระบบรุ่นที่ใหม่กว่า (มี {unknown[0]}) โปรดติดตั้งรุ่นนั้นหรือใหม่กว่าก่อน แล้วกู้คืนอีกครั้ง")


def _bring_back(archive: tarfile.TarFile, data: Path) -> list[Path]:
    aside = f".before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S}"
    kept: list[Path] = []
    try:
        data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="restore-", dir=data) as room, ExitStack() as undo:
            fresh = Path(room)
            extract(archive, fresh)
            for name, folder in folders().items():
                kept += _swap(fresh / name, folder, folder.with_name(folder.name + aside), undo.callback)
            kept += replace_database(fresh / copy_name(), aside)
            undo.pop_all()
    except OSError as error:
        raise BackupError(f"กู้คืนไม่ได้: {error.strerror or error} ข้อมูลเดิมยังอยู่ครบ") from error
    Session.objects.all().delete()
    return kept


def _swap(fresh: Path, place: Path, aside: Path, undo: Callable[..., object]) -> list[Path]:
    """Put a folder in the place of another, which is kept; `undo` is told how to take each step back."""
    fresh.mkdir(exist_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    kept = []
    if place.exists():
        place.rename(aside)
        undo(aside.rename, place)
        kept.append(aside)
    shutil.move(fresh, place)
    undo(shutil.rmtree, place)
    return kept
