"""A journey through several services from a record."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _

from services.choices import Audience
from services.importing.records import Reader, Record, Saved, organisation_of
from services.importing.saving import save_page
from services.journeys.blocks import Join
from services.models import JourneyPage, LifeEvent, ServicePage

FIELDS = [
    "id",
    "sample",
    "title",
    "title_en",
    "organisation",
    "audience",
    "summary",
    "summary_en",
    "life_events",
    "steps",
]


@transaction.atomic
def save_journey(record: Record, user: AbstractUser | None = None) -> Saved:
    """Create or update the journey whose address is the record's `id`, under its organisation's folder.

    `steps` lists records of title, join (then, and, or) and content: records of text; of guide (the id of
    a guide) and condition; or of link (an address), title and note. Each text may have an English one beside
    it (text_en, title_en, condition_en, note_en). `user` as in `save_service`.
    Raises RecordError.
    """
    reader = Reader.of(record, FIELDS)
    slug = reader.code()
    organisation = organisation_of(reader)
    values = {
        "title": reader.text("title", required=True),
        "title_en": reader.text("title_en"),
        "summary": reader.text("summary", required=True),
        "summary_en": reader.text("summary_en"),
        "audience": reader.choice("audience", Audience.choices, Audience.PEOPLE),
        "is_sample": reader.flag("sample"),
    }
    events = life_events_of(reader)
    steps = [
        {
            "title": row.text("title", required=True),
            "title_en": row.text("title_en"),
            "join": row.choice("join", Join.choices, Join.THEN),
            "content": [_item(slug, row.name, part) for part in row.parts("content", "text")],
        }
        for row in reader.parts("steps")
    ]
    if not steps:
        reader.wrong("steps", _("ต้องมีอย่างน้อยหนึ่งขั้น"))
    reader.finish()
    assert organisation is not None  # an unknown one is an error above
    page = JourneyPage.objects.filter(slug=slug).first() or JourneyPage(slug=slug)
    return save_page(page, organisation, values, {"steps": steps}, {"life_events": events}, user)


def life_events_of(reader: Reader) -> list[LifeEvent]:
    """The registered life events that a record names."""
    names = reader.texts("life_events")
    known = {event.name: event for event in LifeEvent.objects.filter(name__in=names)}
    for name in names:
        if name not in known:
            reader.wrong("life_events", _("ไม่รู้จัก %s") % name)
    return list(known.values())


def guide_of(reader: Reader, key: str = "guide") -> int | None:
    """The number of the guide with a record's code."""
    code = reader.text(key, required=True)
    found = ServicePage.objects.filter(slug=code).values_list("pk", flat=True).first()
    if code and found is None:
        reader.wrong(key, _("ไม่พบบริการ %s") % code)
    return found


def nested(kind: str, value: Any, *place: str) -> dict[str, Any]:
    """A row inside a row, whose identity follows from its place and content, so that the same record
    saved twice changes nothing."""
    content = json.dumps([*place, kind, value], sort_keys=True, ensure_ascii=False)
    return {"type": kind, "value": value, "id": str(uuid.uuid5(uuid.NAMESPACE_OID, content))}


def _item(slug: str, step: str, part: Reader) -> dict[str, Any]:
    if "guide" in part.record:
        guide = {
            "page": guide_of(part),
            "condition": part.text("condition"),
            "condition_en": part.text("condition_en"),
        }
        return nested("guide", guide, slug, step)
    if "link" in part.record:
        link = {
            "title": part.text("title", required=True),
            "title_en": part.text("title_en"),
            "url": part.text("link"),
            "note": part.text("note"),
            "note_en": part.text("note_en"),
        }
        return nested("link", link, slug, step)
    text = {"text": part.text("text", required=True), "text_en": part.text("text_en")}
    return nested("text", text, slug, step)
