"""A question tree from a record."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _

from services.importing.journey import life_events_of, nested
from services.importing.records import Reader, Record, RecordError, Saved, organisation_of
from services.importing.saving import save_page
from services.models import JourneyPage, QuestionTreePage, ServicePage
from services.questions import checking
from services.questions.blocks import questions_of

FIELDS = [
    "id",
    "sample",
    "title",
    "title_en",
    "organisation",
    "summary",
    "summary_en",
    "life_events",
    "questions",
]


@transaction.atomic
def save_questions(record: Record, user: AbstractUser | None = None) -> Saved:
    """Create or update the question tree whose address is the record's `id`, under its organisation's folder.

    `questions` lists records of key, text, hint, unsure and answers: records of text, hint, key and either
    next (the key of a question), or advice and leads, each the id of a guide or a journey or a record of page
    and note. Each text may have an English one beside it (text_en). `user` as in `save_service`.

    Raises RecordError, also where somebody could get lost in the tree.
    """
    reader = Reader.of(record, FIELDS)
    slug = reader.code()
    organisation = organisation_of(reader)
    values = {
        "title": reader.text("title", required=True),
        "title_en": reader.text("title_en"),
        "summary": reader.text("summary", required=True),
        "summary_en": reader.text("summary_en"),
        "is_sample": reader.flag("sample"),
    }
    events = life_events_of(reader)
    questions = [_question(slug, row) for row in reader.parts("questions")]
    reader.finish()
    assert organisation is not None  # an unknown one is an error above
    page = QuestionTreePage.objects.filter(slug=slug).first() or QuestionTreePage(slug=slug)
    if problems := checking.problems(questions_of(_Raw(questions))):
        raise RecordError(slug, problems)
    return save_page(page, organisation, values, {"questions": questions}, {"life_events": events}, user)


class _Raw:
    """Rows in the shape in which a StreamField holds them."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.raw_data = [{"value": row} for row in rows]


def _question(slug: str, row: Reader) -> dict[str, Any]:
    key = row.code("key")
    return {
        "key": key,
        "text": row.text("text", required=True),
        "text_en": row.text("text_en"),
        "hint": row.text("hint"),
        "hint_en": row.text("hint_en"),
        "answers": [
            nested("item", _answer(f"{slug} {key}", part), slug, key) for part in row.parts("answers")
        ],
        "unsure": row.text("unsure"),
        "unsure_en": row.text("unsure_en"),
    }


def _answer(place: str, part: Reader) -> dict[str, Any]:
    leads = [
        nested(
            "item", {"page": _page(lead), "note": lead.text("note"), "note_en": lead.text("note_en")}, place
        )
        for lead in part.parts("leads", "page")
    ]
    return {
        "text": part.text("text", required=True),
        "text_en": part.text("text_en"),
        "hint": part.text("hint"),
        "hint_en": part.text("hint_en"),
        "key": part.code("key"),
        "next": part.text("next"),
        "advice": part.text("advice"),
        "advice_en": part.text("advice_en"),
        "leads": leads,
    }


def _page(lead: Reader) -> int | None:
    code = lead.text("page", required=True)
    for model in (ServicePage, JourneyPage):
        found: int | None = model.objects.filter(slug=code).values_list("pk", flat=True).first()
        if found is not None:
            return found
    if code:
        lead.wrong("page", _("ไม่พบคู่มือหรือเส้นทาง %s") % code)
    return None
