"""`manage.py bench`: tables of speed, all measured in this run."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.benching import ENGINES, Figure, Options, Row, Table, count_processor_time, tables
from core.memory import settle
from search.relevance import evaluate


class Command(BaseCommand):
    help = "วัดความเร็วของทุกส่วนที่ลงทะเบียนไว้ เป็นตาราง วัดในคราวเดียวกันบนเครื่องนี้"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--kit", type=Path, metavar="DIR", help="ชุดทดสอบการค้นหา (ปริยาย: เนื้อหาของเว็บไซต์นี้)")
        parser.add_argument("--requests", type=int, default=10, help="จำนวนคำขอต่อรอบ ห้ารอบ (ปริยาย 10)")
        parser.add_argument("--letters", type=int, default=20, help="จำนวนหนังสือที่นำเข้าต่อรอบ (ปริยาย 20)")
        parser.add_argument("--only", action="append", metavar="NAME", help="วัดเฉพาะตารางที่มีชื่อนี้ ระบุซ้ำได้")
        parser.add_argument(
            "--engine",
            choices=(*ENGINES, "both"),
            default="tantivy",
            help="เครื่องมือค้นหาที่วัด Elasticsearch จะเริ่มขึ้นบนเครื่องนี้เพื่อการวัด (ปริยาย tantivy)",
        )
        parser.add_argument("--list", action="store_true", help="แสดงชื่อตารางทั้งหมดโดยไม่วัด")
        parser.add_argument(
            "--processor-time", action="store_true", help="นับเวลาหน่วยประมวลผลแทนเวลาจริง ใช้เมื่อเครื่องทำงานอื่นอยู่"
        )
        parser.add_argument("--plot", type=Path, metavar="DIR", help="วาดภาพของตารางที่มีภาพไว้ในโฟลเดอร์นี้")

    def handle(self, **options: Any) -> None:
        known = tables()
        if options["list"]:
            for table in known:
                self.stdout.write(
                    f"{table.name:<16} {table.title}{'  (ใช้เวลาหลายนาที)' if table.slow else ''}"
                )
            return
        kit = options["kit"]
        if kit is not None and not evaluate.collections_of(kit):
            raise CommandError(f"{kit} ไม่ใช่ชุดทดสอบการค้นหา ต้องมี docs_*.jsonl.gz และ queries.jsonl.gz")
        settle()  # as a server process does
        only = options["only"] or [table.name for table in known if not table.slow]
        unknown = set(only) - {table.name for table in known}
        if unknown:
            raise CommandError(f"ไม่มีตารางชื่อ {', '.join(sorted(unknown))} ดูชื่อทั้งหมดด้วย --list")
        if options["processor_time"]:
            count_processor_time()
            self.stdout.write("เวลาเป็นเวลาหน่วยประมวลผลของกระบวนการนี้")
        engines = ENGINES if options["engine"] == "both" else (options["engine"],)
        counts = max(1, options["requests"]), max(1, options["letters"])
        chosen = Options(kit, *counts, options["plot"], engines)
        self.stdout.write(f"ภาระของเครื่องก่อนวัด (1, 5, 15 นาที): {_load()}; {os.cpu_count()} หน่วยประมวลผล")
        if kit is None:
            self.stdout.write("ไม่ได้ระบุ --kit จึงวัดการค้นหากับเนื้อหาของเว็บไซต์นี้ (เช่น ชุดสาธิต)")
        failed = [row for table in known if table.name in only for row in self.show(table, chosen)]
        self.stdout.write(f"\nภาระของเครื่องหลังวัด: {_load()}")
        if failed:
            reasons = ", ".join(f"{row.name} ({row.failed})" for row in failed)
            raise CommandError(f"รายการต่อไปนี้วัดไม่ได้: {reasons}")

    def show(self, table: Table, options: Options) -> list[Row]:
        """Print a table; gives the rows that could not be measured."""
        self.stdout.write(f"\n{table.title} [{table.name}]")
        heads: list[str] = []
        failed = []
        for row in table.measure(options):
            if row.failed:
                failed.append(row)
                continue
            if list(row.figures) != heads:
                heads = list(row.figures)
                self.stdout.write(" ".join(f"{head:>10}" for head in heads))
            figures = " ".join(f"{_written(row.figures[head]):>10}" for head in heads)
            self.stdout.write(f"{figures}  {row.name}")
        return failed


def _written(figure: Figure) -> str:
    return f"{figure:.2f}" if isinstance(figure, float) else str(figure)


def _load() -> str:
    return " ".join(f"{value:.1f}" for value in os.getloadavg())
