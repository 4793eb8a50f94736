"""Where uploaded files lie: the folders that a backup takes along."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.core.files.storage import FileSystemStorage, storages

from core.backup.archive import BackupError

ALIASES = {"media": "default", "private": "private"}
"""Django's storage by its folder's name in a backup."""


def folders() -> dict[str, Path]:
    """Folders of uploaded files by their name in a backup.

    Raises BackupError where a storage is no folder: such files are backed up where they are kept.
    """
    found = {}
    for name, alias in ALIASES.items():
        storage = storages[alias]
        if not isinstance(storage, FileSystemStorage):
            raise BackupError(f"ที่เก็บแฟ้ม {name} ไม่ใช่โฟลเดอร์ในเครื่อง โปรดสำรองด้วยเครื่องมือของที่เก็บนั้น")
        found[name] = Path(storage.location)
    return found


def files(folder: Path) -> Iterator[Path]:
    """Every ordinary file below a folder, in order; links are passed over."""
    if folder.is_dir():
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
