"""The questions of a tree as editors write them, and as plain data that needs no query to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from services.life_events import slug_validator

KEY_LENGTH = 30


class LeadBlock(blocks.StructBlock):
    """A guide or a journey to which an answer leads (คู่มือหรือเส้นทางที่คำตอบนำไป)."""

    page = blocks.PageChooserBlock(
        page_type=["services.ServicePage", "services.JourneyPage"], label=_("คู่มือหรือเส้นทางบริการ")
    )
    note = blocks.CharBlock(
        required=False,
        max_length=255,
        label=_("ใช้เมื่อ"),
        help_text=_("เช่น เมื่อเช่าสถานที่ เว้นว่างหากทุกคนที่ตอบข้อนี้ต้องใช้"),
    )
    note_en = blocks.CharBlock(required=False, max_length=255, label=_("ใช้เมื่อ (ภาษาอังกฤษ)"))

    class Meta:
        icon = "doc-full-inverse"
        label = _("คู่มือหรือเส้นทาง")


class AnswerBlock(blocks.StructBlock):
    """An answer: it leads to another question, or to guides and advice (คำตอบ)."""

    text = blocks.CharBlock(max_length=150, label=_("คำตอบ"))
    text_en = blocks.CharBlock(required=False, max_length=150, label=_("คำตอบ (ภาษาอังกฤษ)"))
    hint = blocks.CharBlock(required=False, max_length=255, label=_("คำอธิบายคำตอบ"))
    hint_en = blocks.CharBlock(required=False, max_length=255, label=_("คำอธิบายคำตอบ (ภาษาอังกฤษ)"))
    key = blocks.CharBlock(
        required=False,
        max_length=KEY_LENGTH,
        validators=[slug_validator],
        label=_("คำในที่อยู่เว็บ"),
        help_text=_("อักษรอังกฤษตัวเล็ก เช่น food ลิงก์ที่ส่งต่อกันใช้คำนี้ เว้นว่างให้ระบบตั้งให้"),
    )
    next = blocks.CharBlock(
        required=False,
        max_length=KEY_LENGTH,
        label=_("ไปยังคำถาม (รหัส)"),
        help_text=_("รหัสของคำถามถัดไป เว้นว่างหากคำตอบนี้ได้ผลแล้ว"),
    )
    advice = blocks.TextBlock(
        required=False, rows=2, max_length=1000, label=_("คำแนะนำ"), help_text=_("แสดงเหนือรายการคู่มือ")
    )
    advice_en = blocks.TextBlock(required=False, rows=2, max_length=1000, label=_("คำแนะนำ (ภาษาอังกฤษ)"))
    leads = blocks.ListBlock(LeadBlock(), default=[], min_num=0, label=_("คู่มือที่ตรงกับคำตอบ"))

    class Meta:
        icon = "pick"
        label = _("คำตอบ")
        label_format = "{text}"


class QuestionBlock(blocks.StructBlock):
    """A question with its answers (คำถาม)."""

    key = blocks.CharBlock(
        max_length=KEY_LENGTH,
        validators=[slug_validator],
        label=_("รหัสคำถาม"),
        help_text=_("อักษรอังกฤษตัวเล็ก เช่น kind ให้คำตอบของข้ออื่นอ้างถึง"),
    )
    text = blocks.CharBlock(max_length=200, label=_("คำถาม"))
    text_en = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("คำถาม (ภาษาอังกฤษ)"),
        help_text=_("เว้นว่างได้ หน้าภาษาอังกฤษจะแสดงข้อความภาษาไทยแทน"),
    )
    hint = blocks.TextBlock(required=False, rows=2, max_length=500, label=_("คำอธิบายคำถาม"))
    hint_en = blocks.TextBlock(required=False, rows=2, max_length=500, label=_("คำอธิบายคำถาม (ภาษาอังกฤษ)"))
    answers = blocks.ListBlock(AnswerBlock(), min_num=2, label=_("คำตอบ"))
    unsure = blocks.TextBlock(
        required=False,
        rows=2,
        max_length=1000,
        label=_("คำแนะนำสำหรับผู้ตอบว่า “ไม่แน่ใจ”"),
        help_text=_("ทุกข้อมีคำตอบ “ไม่แน่ใจ” ซึ่งพาไปดูคู่มือทั้งหมดที่อาจเกี่ยวข้อง ข้อความนี้แสดงเหนือรายการนั้น"),
    )
    unsure_en = blocks.TextBlock(
        required=False, rows=2, max_length=1000, label=_("คำแนะนำสำหรับผู้ตอบว่า “ไม่แน่ใจ” (ภาษาอังกฤษ)")
    )

    class Meta:
        icon = "help"
        label = _("คำถาม")
        label_format = "{key}: {text}"


@dataclass(frozen=True, slots=True)
class Lead:
    """A page's number, and when it is needed."""

    page: int
    note: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it was written; `next` is the key of a question."""

    key: str
    text: str
    hint: str = ""
    next: str = ""
    advice: str = ""
    leads: tuple[Lead, ...] = ()
    text_en: str = ""
    hint_en: str = ""
    advice_en: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was written."""

    key: str
    text: str
    hint: str = ""
    unsure: str = ""
    answers: tuple[Answer, ...] = ()
    text_en: str = ""
    hint_en: str = ""
    unsure_en: str = ""


def questions_of(stream: Any) -> tuple[Question, ...]:
    """The questions of a StreamField value as plain data. No query: chosen pages stay numbers."""
    return tuple(_question(row["value"]) for row in stream.raw_data)


def _question(value: dict[str, Any]) -> Question:
    return Question(
        value.get("key") or "",
        value.get("text") or "",
        value.get("hint") or "",
        value.get("unsure") or "",
        tuple(_answer(*_item(row)) for row in value.get("answers") or ()),
        *(value.get(name) or "" for name in ("text_en", "hint_en", "unsure_en")),
    )


def _answer(value: dict[str, Any], identity: str) -> Answer:
    leads = (_item(row)[0] for row in value.get("leads") or ())
    return Answer(
        value.get("key") or identity.replace("-", "")[:8],
        value.get("text") or "",
        value.get("hint") or "",
        value.get("next") or "",
        value.get("advice") or "",
        tuple(
            Lead(lead["page"], lead.get("note") or "", lead.get("note_en") or "")
            for lead in leads
            if lead.get("page")
        ),
        *(value.get(name) or "" for name in ("text_en", "hint_en", "advice_en")),
    )


def _item(row: Any) -> tuple[dict[str, Any], str]:
    """Value and identity of a list's row, which Wagtail stores with or without an identity."""
    if isinstance(row, dict) and row.get("type") == "item":
        return row["value"], str(row.get("id") or "")
    return row, ""
