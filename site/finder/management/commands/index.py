"""`manage.py index rebuild | check [--repair] | status`."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from finder import checking, health
from finder.rebuilding import rebuild
from search import EngineUnavailable

NAMES = {
    "missing": "ไม่มีในดัชนี",
    "stale": "ในดัชนีไม่ตรงกับเนื้อหา",
    "surplus": "มีในดัชนีแต่ไม่ควรมี",
    "failed": "สร้างเอกสารไม่ได้",
}


class Command(BaseCommand):
    help = "ดูแลดัชนีค้นหา: สร้างใหม่ (rebuild) ตรวจเทียบกับเนื้อหา (check) หรือดูสถานะ (status)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("rebuild", help="สร้างดัชนีใหม่ข้างดัชนีเดิมแล้วสลับ เว็บไซต์ให้บริการได้ตลอด")
        check = actions.add_parser("check", help="เทียบเนื้อหากับดัชนีทั้งสองทาง พบข้อแตกต่าง: รหัสออก 1")
        check.add_argument("--repair", action="store_true", help="แก้ข้อแตกต่างที่พบ แล้วตรวจซ้ำ")
        actions.add_parser("status", help="สถานะดัชนีและคิว")

    def handle(self, **options: Any) -> None:
        try:
            match options["action"]:
                case "rebuild":
                    self.stdout.write(f"สร้างดัชนีใหม่แล้ว {rebuild()} เอกสาร")
                case "check":
                    self.check_index(options["repair"])
                case _:
                    self.status()
        except DatabaseError as error:
            raise CommandError(f"ฐานข้อมูลยังไม่พร้อม: {error}\nสั่ง manage.py migrate ก่อน") from error
        except EngineUnavailable as error:
            raise CommandError(
                f"ดัชนีค้นหาใช้ไม่ได้: {error}\nสั่ง manage.py index rebuild หรือให้ manage.py worker สร้างใหม่"
            ) from error

    def check_index(self, repair: bool) -> None:
        found = checking.check()
        self._show(found)
        if found and repair:
            checking.repair(found)
            self.stdout.write("แก้แล้ว ตรวจซ้ำ")
            found = checking.check()
            self._show(found)
        if found:
            sys.exit(1)

    def status(self) -> None:
        report = health.examine()
        self.stdout.write(f"ฐานข้อมูล\t{report['database']}\nดัชนี\t{report['index']}")
        if queue := report["queue"]:
            self.stdout.write(
                f"รอส่งเข้าดัชนี\t{queue['waiting']} รายการ เก่าสุด {queue['oldest_seconds']} วินาที\n"
                f"ส่งไม่สำเร็จ\t{queue['failed']} รายการ\nตัวทำงานเบื้องหลัง\t{queue['worker']}"
            )

    def _show(self, found: checking.Differences) -> None:
        for name, label in NAMES.items():
            for key in getattr(found, name):
                self.stdout.write(f"{label}\t{key}")
        if not found:
            self.stdout.write(f"ตรงกันทั้ง {found.documents} เอกสาร")
