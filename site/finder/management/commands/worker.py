"""`manage.py worker`: the background process."""

from __future__ import annotations

import signal
from typing import Any

from django.core.management.base import BaseCommand

from finder.worker import Worker


class Command(BaseCommand):
    help = "งานเบื้องหลัง: ส่งการเปลี่ยนแปลงเข้าดัชนี เผยแพร่ตามกำหนดเวลา และสร้างดัชนีใหม่เมื่อจำเป็น"

    def handle(self, **options: Any) -> None:
        worker = Worker()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop())
        worker.run()
