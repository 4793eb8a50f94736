"""`manage.py bench`: tables of speed, all measured in this run."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from finder import judging
from finder.bench import importing, pages, searching
from search.relevance import evaluate


class Command(BaseCommand):
    help = "วัดความเร็ว: หน้าเว็บเทียบกับ view เปล่า การค้นหา การสร้างดัชนี และการนำเข้าหนังสือ (ค่ามัธยฐาน)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--kit", type=Path, metavar="DIR", help="ชุดทดสอบการค้นหา (ปริยาย: เนื้อหาของเว็บไซต์นี้)")
        parser.add_argument("--requests", type=int, default=10, help="จำนวนคำขอต่อรอบ ห้ารอบ (ปริยาย 10)")
        parser.add_argument("--letters", type=int, default=20, help="จำนวนหนังสือที่นำเข้าต่อรอบ (ปริยาย 20)")

    def handle(self, **options: Any) -> None:
        kit = options["kit"]
        if kit is not None and not evaluate.collections_of(kit):
            raise CommandError(f"{kit} ไม่ใช่ชุดทดสอบการค้นหา ต้องมี docs_*.jsonl.gz และ queries.jsonl.gz")
        queries = [text for _, text, _ in judging.queries()]
        if not queries:
            raise CommandError("เว็บไซต์นี้ยังไม่มีเนื้อหาที่เผยแพร่ โหลดชุดสาธิตด้วย manage.py demo ก่อน")
        load = " ".join(f"{value:.1f}" for value in os.getloadavg())
        self.stdout.write(f"ภาระของเครื่องก่อนวัด (1, 5, 15 นาที): {load}; {os.cpu_count()} หน่วยประมวลผล\n")
        self.search(kit)
        rate = importing.letters_a_second(max(1, options["letters"]))
        self.stdout.write(f"\nนำเข้าหนังสือ (อ่าน เก็บ เทียบอ้างถึง แล้วยกเลิก): {rate:.1f} ฉบับ/วินาที\n")
        self.pages(queries, max(1, options["requests"]))

    def pages(self, queries: list[str], requests: int) -> None:
        """Pages a second and milliseconds, ours and a bare view's with the same bytes and middleware."""
        self.stdout.write(f"{'pages/s':>8} {'ms':>8} {'bare/s':>8} {'bare ms':>8} {'bytes':>8}  page")
        failed = []
        for row in pages.measure(queries, requests):
            where = f"{row.name}  {row.path.partition('?')[0]}"
            if row.status != 200:
                failed.append(f"{where} ({row.status})")
                continue
            self.stdout.write(
                f"{1000 / row.page:8.0f} {row.page:8.2f} {1000 / row.bare:8.0f} {row.bare:8.2f} {row.size:8}"
                f"  {where}"
            )
        if failed:
            raise CommandError("หน้าต่อไปนี้ตอบผิดพลาด จึงวัดไม่ได้: " + ", ".join(failed))

    def search(self, kit: Path | None) -> None:
        if kit is None:
            self.stdout.write("\nไม่ได้ระบุ --kit จึงวัดการค้นหากับเนื้อหาของเว็บไซต์นี้ (เช่น ชุดสาธิต)")
        rows = searching.of_site() if kit is None else searching.of_kit(kit)
        heads = ("docs", "MB", "docs/s", "MB/s", "queries", "p50 ms", "p95 ms")
        self.stdout.write("\n" + " ".join(f"{head:>8}" for head in heads) + "  corpus")
        for row in rows:
            size = row.size / 1_000_000
            self.stdout.write(
                f"{row.documents:8} {size:8.2f} {row.documents / row.seconds:8.0f} {size / row.seconds:8.2f}"
                f" {row.queries:8} {row.p50:8.2f} {row.p95:8.2f}  {row.name}"
            )
