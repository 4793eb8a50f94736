"""`manage.py restore FILE`: bring back what `manage.py backup` wrote."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from core.backup import BackupError, close_what_was_open, restore


class Command(BaseCommand):
    help = "กู้คืนฐานข้อมูลและแฟ้มจากชุดสำรอง ตรวจทั้งชุดก่อนแตะของเดิม หยุดเว็บเซิร์ฟเวอร์และ worker ก่อนสั่ง"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="ชุดสำรองจาก manage.py backup")
        parser.add_argument("--replace", action="store_true", help="แทนที่เว็บไซต์ที่มีข้อมูลอยู่แล้ว ของเดิมเก็บไว้ข้าง ๆ")

    def handle(self, **options: Any) -> None:
        try:
            restored = restore(options["file"], settings.RUAM_DATA, replace=options["replace"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"กู้คืน {len(restored.manifest.files)} แฟ้ม ของเวลา {restored.manifest.made}")
        for path in restored.kept:
            self.stdout.write(f"ของเดิมเก็บไว้ที่ {path} ลบได้เมื่อแน่ใจแล้ว")
        call_command("migrate", verbosity=0, interactive=False)
        for said in close_what_was_open():
            self.stdout.write(said)
        call_command("update_index", verbosity=0)
        call_command("index", "rebuild", stdout=self.stdout)
        call_command("check_originals", stdout=self.stdout)
