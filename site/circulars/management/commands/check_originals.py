"""`manage.py check_originals`: whether every original still is what was received."""

from __future__ import annotations

import hashlib
import sys
from typing import Any

from django.core.management.base import BaseCommand

from circulars.models import Original


class Command(BaseCommand):
    help = "ตรวจว่าแฟ้มต้นฉบับทุกแฟ้มยังอยู่และไม่เปลี่ยนไปจากที่รับไว้ (SHA-256)"

    def handle(self, *args: Any, **options: Any) -> None:
        checked = wrong = 0
        for original in Original.objects.order_by("pk").iterator():
            checked += 1
            problem = _problem(original)
            if problem:
                wrong += 1
                self.stdout.write(f"{original.sha256}: {problem}")
        self.stdout.write(f"ตรวจต้นฉบับ {checked} แฟ้ม ผิดปกติ {wrong} แฟ้ม")
        if wrong:
            sys.exit(1)


def _problem(original: Original) -> str | None:
    if not original.file:
        return "ไม่มีแฟ้ม โปรดกู้จากชุดสำรอง"
    digest = hashlib.sha256()
    try:
        with original.file.open("rb") as stream:
            for chunk in stream.chunks():
                digest.update(chunk)
    except OSError as error:
        return f"เปิดแฟ้มไม่ได้ ({error.strerror or type(error).__name__}) โปรดกู้จากชุดสำรอง"
    return None if digest.hexdigest() == original.sha256 else "เนื้อแฟ้มเปลี่ยนไปจากที่รับไว้ โปรดกู้จากชุดสำรอง"
