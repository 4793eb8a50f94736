"""`manage.py evaluate`: relevance of search as a table."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from finder import judging
from search import EngineUnavailable
from search.relevance import evaluate


class Command(BaseCommand):
    help = "วัดคุณภาพการค้นหาเป็นตาราง ด้วยชุดทดสอบ (--kit) หรือด้วยเนื้อหาของเว็บไซต์นี้เอง"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--kit", metavar="DIR", help="ชุดทดสอบการค้นหา (ปริยาย: เนื้อหาของเว็บไซต์นี้)")
        parser.add_argument(
            "--queries", type=Path, default=judging.JUDGED, metavar="TSV", help="คำค้นที่ตัดสินแล้วชุดอื่น"
        )
        parser.add_argument("--misses", action="store_true", help="แสดงคำค้นที่คำตอบไม่อยู่อันดับแรก")
        parser.add_argument("--engine", choices=("tantivy", "elasticsearch", "both"), default="tantivy")
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
            judged = list(judging.judged(options["queries"]))
        except (OSError, ValueError) as error:
            raise CommandError(f"อ่านคำค้นที่ตัดสินแล้วไม่ได้: {error}") from error
        self.show("คำค้นที่ตัดสินแล้ว (site/demo/data/judged)", judged, options["misses"])
        own = list(judging.queries())
        if not own:
            raise CommandError("เว็บไซต์นี้ยังไม่มีเนื้อหาที่เผยแพร่ โหลดชุดสาธิตด้วย manage.py demo ก่อน")
        self.show("เอกสารทุกฉบับ ค้นด้วยชื่อ ชื่ออื่น และเลขที่ของเอกสารเอง", own, options["misses"])

    def show(self, title: str, asked: list[judging.Judgement], misses: bool) -> None:
        """Print the table of some queries, and those that do not come first where wanted."""
        if not asked:
            self.stdout.write(f"\n{title}: เว็บไซต์นี้ไม่มีเอกสารที่คำค้นเหล่านี้ถามถึง")
            return
        try:
            rows, times = judging.run(asked)
        except EngineUnavailable as error:
            raise CommandError(f"ดัชนีค้นหายังไม่พร้อม: {error}") from error
        self.stdout.write(f"\n{title}\n{evaluate.table(rows, times)}")
        if any(row["class"] == "everyday" for row in rows):
            first, three = judging.within(rows, "everyday", 1), judging.within(rows, "everyday", 3)
            self.stdout.write(f"everyday: {first:.1%} อยู่อันดับแรก, {three:.1%} อยู่ในสามอันดับแรก")
        if misses:
            for row in rows:
                if row["first"] != 1:
                    self.stdout.write(f"{row['class']:<24} {row['first'] or '-':>3}  {row['query']}")
