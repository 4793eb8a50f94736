"""Backups: one file with the database and every uploaded file, whole or refused."""

from core.backup.archive import BackupError, Manifest
from core.backup.restoring import restore
from core.backup.writing import write_backup

__all__ = ["BackupError", "Manifest", "restore", "write_backup"]
