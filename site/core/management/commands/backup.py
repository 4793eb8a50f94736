"""`manage.py backup [FILE]`: database and uploaded files in one file."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.backup import BackupError, write_backup


class Command(BaseCommand):
    help = "สำรองฐานข้อมูลและแฟ้มที่อัปโหลดเป็นแฟ้มเดียว ขณะที่เว็บไซต์ยังให้บริการอยู่"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, help="แฟ้มปลายทาง (ปริยาย: RUAM_DATA/backups/ruam-วันเวลา.tar)"
        )

    def handle(self, **options: Any) -> None:
        name = f"ruam-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.tar"
        target: Path = options["file"] or settings.RUAM_DATA / "backups" / name
        try:
            manifest = write_backup(target)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{target}\t{len(manifest.files)} แฟ้ม\t{target.stat().st_size:,} ไบต์")
        self.stderr.write("ชุดสำรองมีข้อมูลลับและรหัสผ่านที่เข้ารหัสไว้ โปรดเก็บในที่ปลอดภัยนอกเครื่องนี้")
