"""Bring the catalogue of English translations up to date with the source."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from core import translations


class Command(BaseCommand):
    help = "ปรับแฟ้มคำแปลภาษาอังกฤษให้ตรงกับข้อความในระบบ แล้วแสดงข้อความที่ยังไม่ได้แปล"
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        catalogue = translations.bring_up_to_date(translations.read_catalogue(), translations.used_messages())
        translations.write_catalogue(catalogue)
        missing = translations.untranslated(catalogue)
        for message in missing:
            self.stdout.write(message)
        self.stderr.write(f"ข้อความ {len(catalogue)} รายการ ยังไม่ได้แปล {len(missing)} รายการ")
