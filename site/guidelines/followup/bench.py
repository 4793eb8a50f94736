"""How fast the matrix of 400 organisations is shown, and how long their report takes; nothing is kept."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.benching import Options, Row, costs, speed
from guidelines.bench import SECTIONS, Undo, adapted_guideline
from guidelines.followup.closing import close_round
from guidelines.followup.figures import Figures
from guidelines.followup.models import IndicatorValue, ReportFile, RoundMember
from guidelines.followup.opening import open_round
from guidelines.followup.paper import make
from guidelines.models import AdaptationPage, GuidelinePage
from organisations.models import Organisation


def _administrator() -> Any:
    return get_user_model().objects.create_superuser("speed-of-follow-up")


@speed("matrix", "แนวทาง: ตารางหน่วยงานและหมวด", slow=True)
def matrix(options: Options) -> Iterator[Row]:
    """A quarter of the organisations, then all: the whole answer of the screen, and its queries."""
    rows: list[Row] = []
    try:
        with transaction.atomic():
            guideline = adapted_guideline()
            client = Client()
            client.force_login(_administrator())
            everybody = list(AdaptationPage.objects.filter(guideline=guideline).order_by("pk"))
            for page in everybody[len(everybody) // 4 :]:
                AdaptationPage.objects.filter(pk=page.pk).update(guideline=_aside(guideline))
            rows.append(_shown(client, guideline, options))
            AdaptationPage.objects.filter(pk__in=[page.pk for page in everybody]).update(guideline=guideline)
            rows.append(_shown(client, guideline, options))
            raise Undo
    except Undo:
        yield from rows


def _aside(guideline: GuidelinePage) -> GuidelinePage:
    """Some other guideline, under which adaptations are out of the way."""
    other = GuidelinePage.objects.exclude(pk=guideline.pk).first()
    if other is not None:
        return other
    made = GuidelinePage(title="ที่พัก", slug="speed-aside")
    parent = guideline.get_parent()
    parent.add_child(instance=made)
    return made


def _shown(client: Client, guideline: GuidelinePage, options: Options) -> Row:
    url = reverse("guidelines:matrix", args=[guideline.pk])
    queries = 0

    def count(execute: Any, *arguments: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*arguments)

    with connection.execute_wrapper(count):
        answer = client.get(url)
    if answer.status_code != 200:
        return Row("ตาราง", failed=f"the screen answers {answer.status_code}")
    figures = costs(lambda: client.get(url), max(options.requests, 20), warm=0)
    bodies = AdaptationPage.objects.filter(guideline=guideline).count()
    return Row(
        "ทั้งหน้า",
        {
            "bodies": bodies,
            "sections": SECTIONS,
            "queries": queries,
            "kB": len(answer.content) // 1000,
            **figures,
        },
    )


@speed("report", "แนวทาง: ปิดรอบและรายงานของ 400 หน่วยงาน", slow=True)
def report(options: Options) -> Iterator[Row]:
    """Closing, then each file as the worker makes it."""
    rows: list[Row] = []
    try:
        with transaction.atomic():
            rows += _reported(adapted_guideline())
            raise Undo
    except Undo:
        yield from rows


def _reported(guideline: GuidelinePage) -> Iterator[Row]:
    pages = AdaptationPage.objects.filter(guideline=guideline)
    bodies = Organisation.objects.filter(pk__in=pages.values("organisation"))
    today = timezone.localdate()
    opened = open_round(guideline, (today - datetime.timedelta(days=180), today), today, bodies)
    opened.indicators = [
        {"key": f"indicator_{n}", "label": f"ตัวชี้วัดที่ {n}", "unit": "percent"} for n in range(1, 8)
    ]
    opened.save()
    members = list(RoundMember.objects.filter(round=opened))
    IndicatorValue.objects.bulk_create(
        IndicatorValue(member=each, key=one["key"], amount=Decimal(at % 90), base=Decimal(100))
        for at, each in enumerate(members)
        for one in opened.indicators
    )
    obstacles = "เจ้าหน้าที่ประจำศูนย์ไม่พอในช่วงกลางวัน และระบบเชื่อมโยงข้อมูลระหว่างหน่วยงานขัดข้องบ่อยครั้ง"
    RoundMember.objects.filter(round=opened).update(submitted_at=timezone.now(), obstacles=obstacles)
    whole = _now()
    closed = close_round(opened, _administrator())
    yield _row("ปิดรอบ", whole, 0)
    figures: Figures = closed.figures or {}
    figures["organisations"] = [each | {"published": True} for each in figures["organisations"]]
    for kind in ReportFile.Kind:
        begun = _now()
        data = make(kind, figures)
        yield _row(kind.label, begun, len(data))
    yield _row("ทั้งหมด", whole, 0)


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _row(name: Any, begun: tuple[float, float], size: int) -> Row:
    wall, processor = (round(after - before, 2) for before, after in zip(begun, _now(), strict=True))
    return Row(str(name), {"s": wall, "CPU s": processor, "kB": size // 1000})
