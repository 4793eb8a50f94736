"""`manage.py explain "TEXT"`: how a query is understood and why its results are in this order."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from finder import answering
from search import EngineUnavailable

WAYS = 8


class Command(BaseCommand):
    help = "อธิบายว่าระบบเข้าใจคำค้นอย่างไร (คำ การขยายคำ การตีความ) และคะแนนของผลลัพธ์แต่ละรายการมาจากอะไร"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("text", metavar="TEXT", help="ข้อความที่ต้องการค้นหา")
        parser.add_argument("--limit", type=int, default=10, help="จำนวนผลลัพธ์ที่อธิบาย (ปริยาย 10)")

    def handle(self, **options: Any) -> None:
        try:
            found = answering.explanation(options["text"], limit=max(1, options["limit"]))
        except EngineUnavailable as error:
            raise CommandError(f"ดัชนีค้นหายังไม่พร้อม: {error}") from error
        write = self.stdout.write
        write(f"คำค้น\t{found.query}\nปรับรูปแล้ว\t{found.normalised}\nตัดคำ\t{' | '.join(found.tokens)}")
        if found.message:
            write(f"ข้อสังเกต\t{found.message}")
        for unit in found.units:
            write(f"\n{unit.text}\t[{unit.kind}]")
            for way, weight, origin in unit.ways[:WAYS]:
                write(f"    {weight:5.2f}  {way}\t{origin}")
            if len(unit.ways) > WAYS:
                write(f"    และอีก {len(unit.ways) - WAYS} รูป")
        if found.phrases:
            write("ต้องมีวลี\t" + " | ".join(found.phrases))
        if found.excluded:
            write("ต้องไม่มี\t" + " | ".join(found.excluded))
        write("")
        for rank, hit in enumerate(found.hits, 1):
            parts = "  ".join(f"{name}={value:.3f}" for name, value in hit.parts.items() if value)
            write(f"{rank:3}. {hit.score:9.3f}  {hit.title}  ({hit.key})\n     {parts}")
        if not found.hits:
            write("ไม่พบผลลัพธ์")
