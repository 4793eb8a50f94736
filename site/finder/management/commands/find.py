"""`manage.py find "TEXT"`: what the search page shows a reader."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from finder import answering
from search import TYPES, EngineUnavailable, Filters

LARGEST = 1000


class Command(BaseCommand):
    help = "ค้นหาเหมือนหน้าค้นหาของเว็บไซต์ ในฐานะประชาชนหรือผู้ใช้ที่ระบุ"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("text", metavar="TEXT", help="ข้อความที่ต้องการค้นหา")
        parser.add_argument("--type", action="append", default=[], choices=TYPES, help="เฉพาะประเภทนี้ ระบุซ้ำได้")
        parser.add_argument("--as", dest="username", metavar="USER", help="ชื่อผู้ใช้ (ปริยาย: ประชาชนทั่วไป)")
        parser.add_argument("--limit", type=int, default=20, help="จำนวนผลลัพธ์สูงสุด (ปริยาย 20)")
        parser.add_argument("--json", action="store_true", help="แสดงเป็น JSON")

    def handle(self, **options: Any) -> None:
        if not 1 <= options["limit"] <= LARGEST:
            raise CommandError(f"--limit ต้องอยู่ระหว่าง 1 ถึง {LARGEST}", returncode=2)
        request = answering.Request(
            text=options["text"], filters=Filters(types=tuple(options["type"])), page_size=options["limit"]
        )
        try:
            results = answering.find(request, self._reader(options["username"]))
        except EngineUnavailable as error:
            raise CommandError(f"ดัชนีค้นหายังไม่พร้อม: {error}") from error
        rows = [answering.as_json(hit) for hit in results.hits]
        if options["json"]:
            answer = {"query": results.query, "total": results.total, "results": rows}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        if results.message:
            self.stderr.write(results.message)
        self.stdout.write(f"พบ {results.total} รายการ")
        for row in rows:
            about = "  ".join(filter(None, (row["number"], row["date"], row["organisation"])))
            self.stdout.write(
                f"{row['score']:9.3f}  {row['type']:<12}  {row['title']}\n{'':25}{row['url']}  {about}"
            )

    def _reader(self, username: str | None) -> answering.Reader:
        if username is None:
            return None
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"ไม่มีผู้ใช้ชื่อ {username}", returncode=2)
        return user
