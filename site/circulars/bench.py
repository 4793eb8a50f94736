"""How fast letters are read, registered and shown; nothing is kept."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from statistics import median

from django.core.management import call_command
from django.db.models import Count
from django.http import HttpRequest
from django.test import RequestFactory
from django.test.utils import override_settings

from circulars.graph import Neighbourhood, links_of, neighbourhood
from circulars.growing import copy_into, made_up_files
from circulars.importing import import_uploads
from circulars.letters import parse_letters
from circulars.models import CircularIndexPage, CircularPage
from core.benching import Figure, Options, Row, speed, spread, timed

LETTER = """ด่วน
ที่ กค 0402.9/ว {number}
กระทรวงการคลัง
ถนนพระรามที่ 6 กทม. 10400
{day} มีนาคม 2566
เรื่อง  การทดสอบความเร็วของทะเบียนหนังสือ ฉบับที่ {number}
เรียน  ปลัดกระทรวง อธิบดี ผู้ว่าราชการจังหวัด
อ้างถึง  หนังสือกระทรวงการคลัง ที่ กค 0402.9/ว {before} ลงวันที่ {day} มีนาคม 2566
สิ่งที่ส่งมาด้วย  แบบรายงาน จำนวน 1 ชุด
        ตามหนังสือที่อ้างถึง กระทรวงการคลังได้กำหนดหลักเกณฑ์และวิธีปฏิบัติไว้แล้ว นั้น
        เพื่อให้การดำเนินงานเป็นไปด้วยความเรียบร้อย จึงขอให้ส่วนราชการรายงานผลภายใน 30 วัน
        จึงเรียนมาเพื่อโปรดพิจารณาดำเนินการ
ขอแสดงความนับถือ
(นายสมมติ ทดสอบระบบ)
ปลัดกระทรวงการคลัง
กรมบัญชีกลาง
โทร. 0 2000 0000
"""


ROUNDS = 3


@speed("letters", "นำเข้าหนังสือ: อ่าน เก็บ เทียบอ้างถึง แล้วยกเลิก")
def letters(options: Options) -> Iterator[Row]:
    """The best and the median of some rounds, each in a transaction that is rolled back at the end."""
    files = [
        (
            f"letter-{number}.txt",
            LETTER.format(number=90_000 + number, before=89_999 + number, day=1 + number % 28).encode(),
        )
        for number in range(options.letters)
    ]
    rates = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        outcomes = import_uploads(files, None, dry_run=True)
        rates.append(len(outcomes) / (time.perf_counter() - begun))
        refused = [outcome for outcome in outcomes if outcome.action == "refused"]
        if refused:
            yield Row(refused[0].file, failed=str(refused[0].error))
            return
    rates.sort()
    yield Row("ฉบับต่อวินาที", {"letters": len(files), "median/s": rates[ROUNDS // 2], "best/s": rates[-1]})


@speed("parsing", "อ่านหนังสือจากข้อความ (โปรเซสเดียว) และเวลาตามความยาวของข้อความ")
def parsing(options: Options) -> Iterator[Row]:
    """Letters a second; then one long letter, many letters and one long line of 10, 100 and 1,000 kB."""
    texts = [LETTER.format(number=90_000 + n, before=89_999 + n, day=1 + n % 28) for n in range(300)]
    rates = sorted(len(texts) * 1000 / each for each in timed(lambda: [*map(parse_letters, texts)], ROUNDS))
    yield Row(f"ฉบับต่อวินาที ({len(texts)} ฉบับ)", {"median/s": rates[ROUNDS // 2], "best/s": rates[-1]})
    begun, end = LETTER.format(number=1, before=2, day=3).split("        จึงเรียน")
    for name, unit in (("หลายฉบับ", LETTER), ("ฉบับเดียวยาว", LONG), ("บรรทัดเดียวยาว", LONG.strip())):
        unit = unit.format(number=90_000, before=89_999, day=4)
        for size in (10, 100, 1000):
            body = unit * max(1, size * 1000 // len(unit.encode()))
            text = body if unit.startswith("ด่วน") else f"{begun}{body}\n        จึงเรียน{end}"
            best = min(timed(partial(parse_letters, text), 2, warm=0))
            yield Row(f"{name} {size:,} kB", {"ms": best, "ms/kB": best / size})


LONG = "        ตามหนังสือที่อ้างถึง คณะรัฐมนตรีมีมติเมื่อวันที่ {day} มีนาคม 2566 ให้รายงานผลภายใน 30 วัน นั้น\n"


@speed("registry", "ทะเบียนหนังสือที่มีอยู่: หน้ารายการและสายการอ้างอิง ไม่ใช้แคช")
def registry(options: Options) -> Iterator[Row]:
    """The list page rendered whole, and the web around the letters with the most references."""
    index, held = CircularIndexPage.objects.live().first(), CircularPage.objects.count()
    if index is None or not held:
        yield Row("ทะเบียน", failed="เว็บไซต์นี้ยังไม่มีหนังสือ นำเข้าด้วย manage.py import_letters ก่อน")
        return
    no_cache = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    with override_settings(CACHES=no_cache):
        times = _times(lambda: index.serve(_asked(index)).render(), 3 * options.requests)
        yield Row("หน้ารายการ", {"letters": held, **times})
    most = CircularPage.objects.annotate(links=Count("cited_by")).order_by("-links", "pk")[:10]
    for name, page in (("อ้างถึงมากที่สุด", most[0]), ("อ้างถึงน้อยกว่า", [*most][-1])):
        times = _times(partial(_around, page), 3 * options.requests)
        yield Row(f"สายการอ้างอิง: {name}", {"letters": held, **times})


def _times(call: Callable[[], object], times: int) -> dict[str, Figure]:
    """Spread by the clock, and the mean of processor time, which other work on the machine disturbs less."""
    begun = time.process_time()
    figures = spread(timed(call, times))
    return {**figures, "cpu ms": (time.process_time() - begun) * 1000 / (times + 1)}


def _around(page: CircularPage) -> Neighbourhood:
    return neighbourhood(page, links_of(page))


def _asked(index: CircularIndexPage) -> HttpRequest:
    site = index.get_site()
    request = RequestFactory(SERVER_NAME=site.hostname if site else "localhost").get(index.get_url() or "/")
    request.wagtail_site = site  # type: ignore[attr-defined]
    return request


IMPORTED, HUNDRED, MEASURED = 1000, 100, 300
SIZES = (10_000, 50_000)


@speed(
    "registry-growth",
    "ทะเบียนที่โตขึ้นเป็น 10,000 และ 50,000 ฉบับ: นำเข้าจริงพร้อมดัชนีค้นหา (ใช้ RUAM_DATA เปล่า)",
    slow=True,
)
def registry_growth(options: Options) -> Iterator[Row]:
    """Fill an empty registry and measure in it at each size.

    A thousand letters are imported and copied into other registers by rows; then the search index is rebuilt.
    What is measured is imported in hundreds, as a bulk import brings letters; the rate is the median of the
    hundreds, by the clock and by processor time. Only for a registry without letters, since all of it stays.
    """
    if CircularPage.objects.exists():
        yield Row("ทะเบียน", failed="ทะเบียนนี้มีหนังสืออยู่แล้ว ตั้ง RUAM_DATA เป็นโฟลเดอร์ใหม่แล้วเรียก manage.py setup ก่อน")
        return
    for begin in range(0, IMPORTED, HUNDRED):
        import_uploads(made_up_files(begin, begin + HUNDRED), None)
    first = list(CircularPage.objects.order_by("pk").values_list("pk", flat=True))
    registers, brought = count(1), IMPORTED
    for size in SIZES:
        while (missing := size - CircularPage.objects.count()) > 0:
            copy_into(next(registers), first[:missing])
        call_command("index", "rebuild", stdout=io.StringIO())
        by_clock, by_processor = [], []
        for begin in range(brought, brought + MEASURED, HUNDRED):
            clock, processor = time.perf_counter(), time.process_time()
            import_uploads(made_up_files(begin, begin + HUNDRED), None)
            by_clock.append(HUNDRED / (time.perf_counter() - clock))
            by_processor.append(HUNDRED / (time.process_time() - processor))
        brought += MEASURED
        figures = {"letters": size, "median/s": median(by_clock), "cpu median/s": median(by_processor)}
        yield Row("นำเข้าร้อยฉบับ", figures)
        yield from registry(options)
