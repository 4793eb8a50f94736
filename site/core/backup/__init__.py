"""Backups: one file with the database and every uploaded file, whole or refused."""

from core.backup.archive import BackupError, Manifest
from core.backup.closing import close_what_was_open, closed_by_restoring
from core.backup.restoring import restore
from core.backup.writing import write_backup

__all__ = [
    "BackupError",
    "Manifest",
    "close_what_was_open",
    "closed_by_restoring",
    "restore",
    "write_backup",
]
