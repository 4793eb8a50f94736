"""How fast a new edition of a model guideline is classified for everyone who adapted it, and how fast the
screen is on which one of them merges it; nothing is kept."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from core.benching import Options, Row, costs, speed
from guidelines.importing import save_guideline
from guidelines.models import (
    AdaptationPage,
    GuidelineEdition,
    GuidelinePage,
    SectionDecision,
    UpstreamSummary,
)
from guidelines.models.adaptation import Choice
from guidelines.models.section import body_of
from guidelines.models.upstream import UpstreamKind
from guidelines.plain import stream_from_text
from guidelines.starting import make_draft
from guidelines.upstream.summarising import bring_up_to_date
from guidelines.upstream.targets import pending, target_of
from organisations.models import Kind, Organisation

SECTIONS, ADAPTATIONS, OWN = 16, 400, 3
TEXT = """ส่วนราชการพึงกำหนดเป้าหมายของศูนย์บริการร่วมให้ประชาชนได้รับบริการที่รวดเร็วภายในสามสิบนาที
เจ้าหน้าที่แจ้งผลภายในวันเดียวกัน และบันทึกเวลาที่ใช้จริงทุกงาน
- จัดช่องทางสำหรับผู้สูงอายุและคนพิการ
- แสดงค่าธรรมเนียมและระยะเวลาให้เห็นชัดเจน"""
CHANGED, ADAPTED = ("สามสิบนาที", "ยี่สิบนาที"), ("ในวันเดียวกัน", "ภายในหนึ่งชั่วโมง")
CLASHING = ("สามสิบนาที", "สิบนาที")


class Undo(Exception):
    """Takes everything back."""


@speed("upstream", "แนวทาง: จำแนกฉบับใหม่ต่อฉบับปรับใช้", slow=True)
def upstream(options: Options) -> Iterator[Row]:
    """A quarter of the adaptations, then all: time, and the peak of Python's memory in a run of its own."""
    rows: list[Row] = []
    try:
        with transaction.atomic():
            guideline = adapted_guideline()
            pages = list(AdaptationPage.objects.filter(guideline=guideline).values_list("pk", flat=True))
            for number in (len(pages) // 4, len(pages)):
                rows.append(_classified(guideline, pages[:number]))
            raise Undo
    except Undo:
        yield from rows


LENGTHS = (("หมวดปกติ", 1), ("หมวดยาวประมาณสิบหน้า", 30))
"""How often the text of four paragraphs stands in a section: as in the sample guideline, and ten pages."""


@speed("merge", "แนวทาง: หน้าจอรวมการเปลี่ยนแปลงของต้นแบบ ไม่ใช้แคช")
def merge(options: Options) -> Iterator[Row]:
    """The whole screen through all middleware, as its editor opens it: a clean merge, and a conflict."""
    for name, repeated in LENGTHS:
        with transaction.atomic(), override_settings(ALLOWED_HOSTS=["testserver"]):
            guideline = adapted_guideline(1, repeated)
            page = AdaptationPage.objects.get(guideline=guideline)
            client = Client()
            client.force_login(get_user_model().objects.create_superuser("speed-of-merge"))
            draft = page.get_latest_revision_as_object()
            for section_id, change in pending(draft, _target(guideline)).items():
                if change.kind not in {UpstreamKind.CLEAN, UpstreamKind.CONFLICT} or change.target is None:
                    continue
                url = reverse("guidelines:upstream_section", args=[page.pk, section_id])
                response = client.get(url)
                what = f"{name}: {change.kind.label}"
                if response.status_code != 200:
                    yield Row(what, failed=str(response.status_code))
                    continue
                times = costs(partial(client.get, url), max(options.requests, 20))
                characters = len(str(change.target.body.get_prep_value()))
                yield Row(what, {"characters": characters, **times, "bytes": len(response.content)})
            transaction.set_rollback(True)


def _classified(guideline: GuidelinePage, pages: list[int]) -> Row:
    UpstreamSummary.objects.filter(page__guideline=guideline).delete()
    begun, begun_at = time.perf_counter(), time.process_time()
    bring_up_to_date(guideline, pages)
    seconds, processor = time.perf_counter() - begun, time.process_time() - begun_at
    found = UpstreamSummary.objects.filter(page__in=pages).values_list("kinds", flat=True)
    kinds = [kind for each in found for kind in each.values()]
    merged = sum(kind in {UpstreamKind.CLEAN, UpstreamKind.CONFLICT} for kind in kinds)
    UpstreamSummary.objects.filter(page__guideline=guideline).delete()
    tracemalloc.start()
    bring_up_to_date(guideline, pages)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    figures: dict[str, Any] = {
        "adaptations": len(pages),
        "sections": SECTIONS,
        "changes": len(kinds),
        "merged": merged,
        "s": round(seconds, 2),
        "CPU s": round(processor, 2),
        "peak MB": round(peak / 1e6, 1),
    }
    return Row("จำแนก", figures)


def _target(guideline: GuidelinePage) -> GuidelineEdition:
    target = target_of(guideline)
    assert target is not None
    return target


def adapted_guideline(number: int = ADAPTATIONS, repeated: int = 1) -> GuidelinePage:
    """A guideline whose second edition rewords every section; each organisation adapted three, in the first
    of which it changed other words and in the second the same ones."""
    sections: list[dict[str, Any]] = [
        {"id": f"BM-{at:02}", "heading_th": f"หมวดที่ {at}", "mode": "adaptable", "body_th": _text(repeated)}
        for at in range(1, SECTIONS + 1)
    ]
    record = {"meta": {"slug": "speed-of-upstream", "title_th": "วัดความเร็ว"}, "sections": sections}
    guideline = save_guideline(record).page
    for at in range(number):
        body = Organisation.objects.create(code=f"speed-{at}", kind=Kind.DEPARTMENT, name_th=f"หน่วยงานที่ {at}")
        draft, _new = make_draft(guideline, body, None)
        for place, section in enumerate(sections[at % 5 :: 5][:OWN]):
            decision = next((d for d in draft.decisions.all() if d.section_id == section["id"]), None)
            if decision is None:
                decision = SectionDecision(section_id=section["id"], edition=draft.edition)
                draft.decisions.add(decision)
            own = _text(repeated).replace(*(CLASHING if place == 1 else ADAPTED))
            decision.choice, decision.reason = Choice.ADAPTED, "วัดความเร็ว"
            decision.body = body_of(stream_from_text(own, f"{section['id']}/{at}"))
            draft.decisions.add(decision)
        draft.save_revision()
    for section in sections:
        text = section["body_th"].replace(*CHANGED)
        section |= {"body_th": text, "change": "major", "change_note": "วัดความเร็ว"}
    return GuidelinePage.objects.get(pk=save_guideline(record).page.pk)


def _text(repeated: int) -> str:
    """The text with each repetition numbered, so that no two paragraphs are alike."""
    if repeated == 1:
        return TEXT
    return "\n".join(f"{line} ({at})" for at in range(1, repeated + 1) for line in TEXT.splitlines())
