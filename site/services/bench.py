"""How fast the catalogue answers when it is large. The guides are made for it and rolled back."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone
from wagtail.models import Page

from core.benching import Options, Row, speed, spread, timed
from core.collation import sort_key
from core.matching import plain_text
from organisations.models import Kind, Organisation
from services import guide_files
from services.addresses import folder_of
from services.choices import Audience
from services.importing import workbook
from services.importing.export import service_record
from services.index_titles import index_title
from services.models import CentrePage, LifeEvent, Offering, ServiceIndexPage, ServicePage

GUIDES = 5000
OWNERS = 150
CENTRES = 40
BATCH = 250
IMPORTED = 100
ALL_FILTERS = (
    "?q=คำขอ&audience=people&audience=business&event=lost-documents&event=having-a-child&feature=online"
    "&business=starting-a-business&fee=up-to-500&fee=conditional&time=week&time=longer&letter=ข"
)
ADDRESSES = (
    ("ทั้งหมด", ""),
    ("ตัวกรองเดียว", "?audience=people"),
    ("พื้นที่และเสร็จที่จุดบริการ", "?place=bench-province&feature=complete"),
    ("ทุกตัวกรอง", ALL_FILTERS),
    ("ทุกตัวกรองและพื้นที่", f"{ALL_FILTERS}&place=bench-province&organisation=bench-0&feature=complete"),
)


@speed("catalogue", f"รายการบริการ {GUIDES:,} คู่มือ ตัวกรองทุกตัวพร้อมจำนวน ไม่ใช้แคช")
def catalogue(options: Options) -> Iterator[Row]:
    """Whole pages through all middleware, with the page cache off."""
    index = ServiceIndexPage.objects.live().first()
    if index is None:
        yield Row("รายการบริการ", failed="เว็บไซต์นี้ยังไม่มีหน้ารวมบริการ สร้างด้วย manage.py setup ก่อน")
        return
    with transaction.atomic(), override_settings(PAGE_CACHE_SECONDS=0, ALLOWED_HOSTS=["testserver"]):
        fill(index)
        client = Client()
        for name, query in ADDRESSES:
            response = client.get(f"{index.url}{query}")
            if response.status_code != 200:
                yield Row(name, failed=str(response.status_code))
                continue
            times = spread(timed(partial(client.get, f"{index.url}{query}"), 3 * options.requests, warm=2))
            yield Row(name, {"guides": GUIDES, **times, "bytes": len(response.content)})
        transaction.set_rollback(True)


@speed("guide-import", f"นำเข้าคู่มือเมื่อมีอยู่แล้ว {GUIDES:,} เรื่อง: ตรวจแล้วบันทึก โดยงานเบื้องหลัง (เวลาหน่วยประมวลผล)")
def importing(options: Options) -> Iterator[Row]:
    """A file of guides with every part through the worker's own functions, per guide; in processor time,
    which other work on the machine does not lengthen."""
    index = ServiceIndexPage.objects.live().first()
    model = ServicePage.objects.live().exclude(steps=[]).first()
    if index is None or model is None:
        yield Row("นำเข้าคู่มือ", failed="เว็บไซต์นี้ยังไม่มีคู่มือ โหลดชุดสาธิตด้วย manage.py demo ก่อน")
        return
    with transaction.atomic():
        user = User.objects.create(username="bench-importer", is_superuser=True)
        record = service_record(model)
        fill(index)
        records = [
            {**record, "id": f"imported-{number}", "title": f"{number} เรื่องนำเข้าที่"}
            for number in range(IMPORTED)
        ]
        for name, act in (
            ("ตรวจ", partial(guide_files.preview, workbook.Read(records), user)),
            ("บันทึก", partial(guide_files.save, records, {}, user)),
        ):
            begun = time.process_time()
            refused = [one.reasons for one in act() if one.action != "created"]
            each = (time.process_time() - begun) / IMPORTED
            if refused:
                yield Row(name, failed=str(refused[0]))
                continue
            yield Row(name, {"guides": IMPORTED, "ms/guide": each * 1000, "min/5,000": each * GUIDES / 60})
        transaction.set_rollback(True)


def fill(index: ServiceIndexPage) -> None:
    """Five thousand public guides of many owners with every kind of fee, time, event, partner and offer.

    In a transaction that the caller rolls back. Written in bulk: no revision, index or cache hears of them.
    """
    owners = _organisations("bench", Kind.DEPARTMENT, OWNERS)
    province = Organisation.objects.create(code="bench-province", kind=Kind.PROVINCE, name_th="จังหวัดทดสอบ")
    folder = folder_of(index, owners[0])
    events = list(LifeEvent.objects.all())
    guides = [_guide(number, owners) for number in range(GUIDES)]
    _insert(guides, folder)
    _link(ServicePage.life_events, guides, "lifeevent_id", [event.pk for event in events] or [])
    _link(ServicePage.partners, guides[::5], "organisation_id", [owner.pk for owner in owners])
    centres = list(CentrePage.objects.live()[:CENTRES])
    for centre in centres[:1]:
        CentrePage.objects.filter(pk=centre.pk).update(province=province)
    Offering.objects.bulk_create(
        Offering(centre=centre, service=guide, level="complete_at_point" if number % 2 else "information")
        for place, centre in enumerate(centres)
        for number, guide in enumerate(guides[place :: CENTRES * 2])
    )


def _organisations(prefix: str, kind: Kind, number: int) -> list[Organisation]:
    return Organisation.objects.bulk_create(
        Organisation(code=f"{prefix}-{each}", kind=kind, name_th=f"กรมทดสอบที่ {each}")
        for each in range(number)
    )


def _guide(number: int, owners: list[Organisation]) -> ServicePage:
    letter = "กขคงจชดตทนบปผพมยรลวสหอ"[number % 22]
    title = f"{letter}ารยื่นคำขอรายการที่ {number}"
    summary = f"คำขอรายการที่ {number} สำหรับวัดความเร็วของรายการบริการ"
    audiences = Audience.values
    return ServicePage(
        title=title,
        slug=f"bench-{number}",
        organisation=owners[number % len(owners)],
        summary=summary,
        audience=audiences[number % len(audiences)],
        sort_key=sort_key(index_title(title)),
        plain_text=plain_text(title, summary),
        is_online=number % 3 == 0,
        fee_most=[None, 0, 60, 400, 5000][number % 5],
        has_open_fee=number % 5 == 0,
        total_value=1 + number % 40,
        total_unit="day",
        longest_days=number % 40,
    )


def _insert(guides: list[ServicePage], folder: Page) -> None:
    """Pages below a folder, and the guides' own table, as bulk_create does not for a model of two tables."""
    now, kind = timezone.now(), copy.copy(guides[0]).content_type_id
    first = folder.get_children().count()
    pages = []
    for number, guide in enumerate(guides, first + 1):
        path = Page._get_path(folder.path, folder.depth + 1, number)
        guide.path, guide.depth, guide.url_path = path, folder.depth + 1, f"{folder.url_path}{guide.slug}/"
        guide.draft_title, guide.first_published_at, guide.last_published_at = guide.title, now, now
        values = {each.attname: getattr(guide, each.attname) for each in Page._meta.concrete_fields}
        pages.append(Page(**{**values, "content_type_id": kind, "live": True, "locale_id": folder.locale_id}))
    for page, guide in zip(Page.objects.bulk_create(pages, batch_size=BATCH), guides, strict=True):
        guide.pk = guide.id = guide.page_ptr_id = page.pk
    own: list[models.Field[Any, Any]] = list(ServicePage._meta.local_concrete_fields)
    for start in range(0, len(guides), BATCH):
        ServicePage._base_manager._insert(
            guides[start : start + BATCH], fields=own, using=ServicePage.objects.db
        )


def _link(field: Any, guides: list[ServicePage], column: str, keys: list[int]) -> None:
    through = field.through
    if keys:
        through.objects.bulk_create(
            through(servicepage_id=guide.pk, **{column: keys[number % len(keys)]})
            for number, guide in enumerate(guides)
        )
