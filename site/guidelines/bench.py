"""How fast a new edition of a model guideline is classified for everyone who adapted it; nothing is kept."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from core.benching import Options, Row, speed
from guidelines.importing import save_guideline
from guidelines.models import AdaptationPage, GuidelinePage, SectionDecision, UpstreamSummary
from guidelines.models.adaptation import Choice
from guidelines.models.section import body_of
from guidelines.models.upstream import UpstreamKind
from guidelines.plain import stream_from_text
from guidelines.starting import make_draft
from guidelines.upstream.summarising import summaries
from organisations.models import Kind, Organisation

SECTIONS, ADAPTATIONS, OWN = 16, 400, 3
TEXT = """ส่วนราชการพึงกำหนดเป้าหมายของศูนย์บริการร่วมให้ประชาชนได้รับบริการที่รวดเร็วภายในสามสิบนาที
เจ้าหน้าที่แจ้งผลภายในวันเดียวกัน และบันทึกเวลาที่ใช้จริงทุกงาน
- จัดช่องทางสำหรับผู้สูงอายุและคนพิการ
- แสดงค่าธรรมเนียมและระยะเวลาให้เห็นชัดเจน"""
CHANGED, ADAPTED = ("สามสิบนาที", "ยี่สิบนาที"), ("ในวันเดียวกัน", "ภายในหนึ่งชั่วโมง")


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


def _classified(guideline: GuidelinePage, pages: list[int]) -> Row:
    UpstreamSummary.objects.filter(page__guideline=guideline).delete()
    begun = time.perf_counter()
    found = summaries(guideline, pages)
    seconds = time.perf_counter() - begun
    kinds = [kind for each in found.values() for kind in each.kinds.values()]
    merged = sum(kind in {UpstreamKind.CLEAN, UpstreamKind.CONFLICT} for kind in kinds)
    del found
    UpstreamSummary.objects.filter(page__guideline=guideline).delete()
    tracemalloc.start()
    summaries(guideline, pages)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    figures: dict[str, Any] = {
        "adaptations": len(pages),
        "sections": SECTIONS,
        "changes": len(kinds),
        "merged": merged,
        "s": round(seconds, 2),
        "peak MB": round(peak / 1e6, 1),
    }
    return Row("จำแนก", figures)


def adapted_guideline() -> GuidelinePage:
    """A guideline whose second edition rewords every section; each organisation adapted three."""
    sections: list[dict[str, Any]] = [
        {"id": f"BM-{at:02}", "heading_th": f"หมวดที่ {at}", "mode": "adaptable", "body_th": TEXT}
        for at in range(1, SECTIONS + 1)
    ]
    record = {"meta": {"slug": "speed-of-upstream", "title_th": "วัดความเร็ว"}, "sections": sections}
    guideline = save_guideline(record).page
    own = TEXT.replace(*ADAPTED)
    for at in range(ADAPTATIONS):
        body = Organisation.objects.create(code=f"speed-{at}", kind=Kind.DEPARTMENT, name_th=f"หน่วยงานที่ {at}")
        draft, _new = make_draft(guideline, body, None)
        for section in sections[at % 5 :: 5][:OWN]:
            decision = next((d for d in draft.decisions.all() if d.section_id == section["id"]), None)
            if decision is None:
                decision = SectionDecision(section_id=section["id"], edition=draft.edition)
                draft.decisions.add(decision)
            text = stream_from_text(own, f"{section['id']}/{at}")
            decision.choice, decision.reason = Choice.ADAPTED, "วัดความเร็ว"
            decision.body = body_of(text)
            draft.decisions.add(decision)
        draft.save_revision()
    for section in sections:
        section |= {"body_th": TEXT.replace(*CHANGED), "change": "major", "change_note": "วัดความเร็ว"}
    return GuidelinePage.objects.get(pk=save_guideline(record).page.pk)
