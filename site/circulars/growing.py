"""A large registry to measure in: made-up letters that cite one another, and copies of them."""

from __future__ import annotations

import hashlib
import random
import re
import uuid
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import F, Model
from wagtail.models import Page

from circulars.models import Addressee, CircularFlag, CircularPage, Citation, Enclosure
from circulars.recording import number_key

OFFICES = tuple(
    (prefix, unit, name)
    for prefix, name in (
        ("กค", "กระทรวงการคลัง"),
        ("มท", "กระทรวงมหาดไทย"),
        ("ศธ", "กระทรวงศึกษาธิการ"),
        ("สธ", "กระทรวงสาธารณสุข"),
        ("คค", "กระทรวงคมนาคม"),
        ("ยธ", "กระทรวงยุติธรรม"),
        ("รง", "กระทรวงแรงงาน"),
        ("อก", "กระทรวงอุตสาหกรรม"),
    )
    for unit in ("0201", "0303.2", "0405.10", "0506", "0912.4")
)
FIRST_YEAR, YEARS = 2550, 18
_TOPICS = ("การเบิกจ่าย", "การจัดซื้อจัดจ้าง", "การให้บริการประชาชน", "การรายงานผล", "การมอบอำนาจ", "การปฏิบัติราชการ")
_UNIT = re.compile(r"(?<= )(0201|0303\.2|0405\.10|0506|0912\.4)(?=/ว )")


def number_of(n: int) -> tuple[str, int, int]:
    """Office, running number and year of the n-th made-up letter: each number once, every year from 1 on."""
    prefix, unit, _ = OFFICES[n % len(OFFICES)]
    each = n // len(OFFICES)
    return f"{prefix} {unit}/ว ", each // YEARS + 1, FIRST_YEAR + each % YEARS


def made_up(n: int) -> str:
    """The n-th made-up letter: it cites up to three earlier ones, one in eight with a wrong number."""
    chance = random.Random(n)  # noqa: S311 - no secret, the same letters in every run
    office, running, year = number_of(n)
    name, topic = OFFICES[n % len(OFFICES)][2], _TOPICS[chance.randrange(len(_TOPICS))]
    cited = []
    for at in range(chance.randrange(4) if n else 0):
        other = chance.randrange(n)
        its_office, its_running, its_year = number_of(other)
        wrong = 1000 if chance.randrange(8) == 0 else 0
        body = OFFICES[other % len(OFFICES)][2]
        letter = f"หนังสือ{body} ที่ {its_office}{its_running + wrong} ลงวันที่ {other % 28 + 1} มีนาคม {its_year}"
        cited.append(f"{'อ้างถึง' if at == 0 else '       '}  {at + 1}. {letter}")
    items = "\n".join(
        f"        {at}. ให้ส่วนราชการดำเนินการ{topic}ตามแผนระยะที่ {chance.randrange(1, 40)}"
        for at in range(1, chance.randrange(2, 7))
    )
    return f"""ที่ {office}{running}
{name}
ถนนราชดำเนิน กทม. 10200
{n % 28 + 1} มีนาคม {year}
เรื่อง  {topic}ของส่วนราชการ ครั้งที่ {n}
เรียน  ปลัดกระทรวง อธิบดี ผู้ว่าราชการจังหวัด
{chr(10).join(cited)}
        ตามหนังสือที่อ้างถึง ได้กำหนดหลักเกณฑ์เกี่ยวกับ{topic}ไว้แล้ว นั้น
        เพื่อให้การดำเนินงานเป็นไปด้วยความเรียบร้อย จึงขอให้ดำเนินการดังนี้
{items}
        จึงเรียนมาเพื่อโปรดพิจารณาดำเนินการ
ขอแสดงความนับถือ
(นายสมมติ ทดสอบระบบ)
ปลัด{name}
กองกลาง
โทร. 0 2000 {n % 10_000:04d}
"""


def made_up_files(begin: int, end: int) -> list[tuple[str, bytes]]:
    """Letters `begin` to `end`, as files."""
    return [(f"{n}.txt", made_up(n).encode()) for n in range(begin, end)]


@transaction.atomic
def copy_into(register: int, letters: Sequence[int]) -> None:
    """Copy made-up letters, by key, with their parts and the citations among them, into another register:
    `นร 0201/ว 5` becomes `นร 0201.<register>/ว 5`, in every citation too.

    Rows only, for measuring: no history, no references of Wagtail's, and the search index hears nothing.
    """
    pages = list(CircularPage.objects.filter(pk__in=letters).select_related(None).order_by("path"))
    parent = pages[0].get_parent()
    last = parent.get_last_child()
    step = Page._str2int(last.path[-Page.steplen :])
    rows = []
    for at, page in enumerate(pages, start=step + 1):
        page.path = Page._get_path(parent.path, parent.depth + 1, at)
        page.slug, page.translation_key = f"{page.slug}-r{register}", uuid.uuid4()
        page.url_path = f"{parent.url_path}{page.slug}/"
        page.latest_revision = page.live_revision = None
        rows.append(Page(**{one.attname: getattr(page, one.attname) for one in _TREE}))
    Page.objects.bulk_create(rows, batch_size=30)
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(rows))
    new = {page.pk: row.pk for page, row in zip(pages, rows, strict=True)}
    for page in pages:
        page.pk = page.id = page.page_ptr_id = new[page.pk]
        page.unit_code = f"{page.unit_code}.{register}"
        for name in ("number", "number_raw", "raw_text"):
            setattr(page, name, _moved(getattr(page, name), register))
        page.number_key = number_key(page)
        page.text_hash = hashlib.sha256(f"{register} {page.text_hash}".encode()).hexdigest()
    waiting = iter(pages)
    while some := list(islice(waiting, 15)):  # the letters' own table alone, which `bulk_create` cannot write
        CircularPage._base_manager._insert(
            some, fields=CircularPage._meta.local_concrete_fields, using=DEFAULT_DB_ALIAS, raw=True
        )
    for model in (Addressee, Enclosure, CircularFlag, Citation):
        model.objects.bulk_create(_parts(model, new, register), batch_size=60)


_TREE = [field for field in Page._meta.concrete_fields if not field.primary_key]


def _moved(text: str, register: int) -> str:
    return _UNIT.sub(rf"\g<1>.{register}", text)


def _parts(model: type[Model], new: dict[int, int], register: int) -> Iterator[Any]:
    found: Any = model._base_manager.filter(page__in=list(new))
    for one in found:
        one.pk, one.page_id = None, new[one.page_id]
        if isinstance(one, Citation):
            one.enclosure_id = None
            one.target_id = new.get(one.target_id or 0)
            one.raw, one.number_canonical = _moved(one.raw, register), _moved(one.number_canonical, register)
            one.unit_code = f"{one.unit_code}.{register}"
        yield one
