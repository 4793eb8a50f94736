"""`manage.py evaluate`: relevance of search as a table."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from finder import judging
from search import EngineUnavailable
from search.relevance import evaluate


class Command(BaseCommand):
    help = "วัดคุณภาพการค้นหาเป็นตาราง ด้วยชุดทดสอบ (--kit) หรือด้วยเนื้อหาของเว็บไซต์นี้เอง"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--kit", metavar="DIR", help="ชุดทดสอบการค้นหา (ปริยาย: เนื้อหาของเว็บไซต์นี้)")
        parser.add_argument("--engine", choices=("tantivy", "elasticsearch"), default="tantivy")
        parser.add_argument("--url", help="ที่อยู่ของ Elasticsearch เช่น elasticsearch://127.0.0.1:9200")

    def handle(self, **options: Any) -> None:
        if options["kit"]:
            arguments = ["--kit", options["kit"], "--engine", options["engine"]]
            status = evaluate.main([*arguments, *(("--url", options["url"]) if options["url"] else ())])
            if status:
                sys.exit(status)
            return
        self.stdout.write("ไม่ได้ระบุ --kit จึงวัดกับเนื้อหาของเว็บไซต์นี้ (เช่น ชุดสาธิต) ตัวเลขนี้เทียบกับชุดทดสอบอื่นไม่ได้")
        try:
            rows, times = judging.run()
        except EngineUnavailable as error:
            raise CommandError(f"ดัชนีค้นหายังไม่พร้อม: {error}") from error
        if not rows:
            raise CommandError("เว็บไซต์นี้ยังไม่มีเนื้อหาที่เผยแพร่ โหลดชุดสาธิตด้วย manage.py demo ก่อน")
        self.stdout.write(evaluate.table(rows, times))
