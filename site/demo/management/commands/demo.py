"""`manage.py demo`: a database full of sample content, for development and for showing."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation

from demo import content, letters
from demo.people import accounts_path, load_people
from home.tree import build_site, serve_at
from organisations.loading import load_organisations


class Command(BaseCommand):
    help = "เตรียมฐานข้อมูลและเนื้อหาสาธิต ทำซ้ำได้โดยไม่เปลี่ยนของเดิม ใช้ได้เฉพาะเครื่องพัฒนา"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--leave-letter",
            action="append",
            default=[],
            metavar="FILE",
            help=f"หนังสือที่เว้นไว้ให้ทดลองนำเข้าเอง เช่น {letters.available()[0].name} (ระบุซ้ำได้)",
        )

        parser.add_argument(
            "--port",
            type=int,
            default=8000,
            help="พอร์ตที่เว็บไซต์สาธิตใช้ เพื่อให้ลิงก์ในแผนผังเว็บไซต์และฟีดเปิดได้ (ค่าเริ่มต้น 8000)",
        )

    def handle(self, **options: Any) -> None:
        if not settings.RUAM_DEMO_ALLOWED:
            raise CommandError("เนื้อหาสาธิตใช้ได้เฉพาะเครื่องพัฒนา ระบบจริงให้ใช้คำสั่ง setup")
        left = set(options["leave_letter"])
        if unknown := left - {path.name for path in letters.available()}:
            raise CommandError(f"ไม่มีหนังสือสาธิตชื่อ {', '.join(sorted(unknown))}")
        call_command("migrate", verbosity=0, interactive=False)
        # Each step whole or not at all; what it publishes is indexed together at its end.
        with translation.override("th"):
            with transaction.atomic():
                load_organisations()
                build_site()
                serve_at("127.0.0.1", options["port"])
                people = load_people()
            self._say("บุคคล", {"created": len(people)})
            with transaction.atomic():  # before the guidelines that rest on them
                registered = letters.load_letters(left)
            self._say("หนังสือ", registered)
            with transaction.atomic():
                saved = content.load_services()
            self._say("บริการ ศูนย์ และคำสั่งมอบอำนาจ", saved)
            with transaction.atomic():
                adapted = content.load_guidelines()
            self._say("แนวทางและฉบับปรับใช้", adapted)
        self.stdout.write(f"ชื่อผู้ใช้และรหัสผ่านสาธิต: {accounts_path()}")

    def _say(self, what: str, actions: dict[str, int]) -> None:
        names = {
            "created": "เพิ่ม",
            "updated": "ปรับปรุง",
            "unchanged": "คงเดิม",
            "held": "รอตรวจสอบ",
            "published": "เผยแพร่",
        }
        parts = [f"{names[action]} {count}" for action, count in actions.items() if count]
        self.stdout.write(f"{what}: {' '.join(parts) or 'คงเดิม'}")
