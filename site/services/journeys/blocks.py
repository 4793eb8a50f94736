"""The steps of a journey as editors write them, and as plain data that needs no query to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class Join(models.TextChoices):
    """How a step stands to the one before it (ความสัมพันธ์กับขั้นก่อนหน้า)."""

    THEN = "then", _("ทำต่อจากขั้นก่อนหน้า")
    AND = "and", _("และ: ต้องทำทั้งสองขั้น ทำพร้อมกันได้")
    OR = "or", _("หรือ: เลือกทำขั้นใดขั้นหนึ่ง")


class GuideItemBlock(blocks.StructBlock):
    """A service guide that the citizen needs in a step (คู่มือที่ใช้ในขั้นนี้)."""

    page = blocks.PageChooserBlock(page_type="services.ServicePage", label=_("คู่มือสำหรับประชาชน"))
    condition = blocks.CharBlock(
        required=False,
        max_length=255,
        label=_("เฉพาะกรณี"),
        help_text=_("เช่น กรณีเช่าสถานที่ เว้นว่างหากทุกคนต้องทำ"),
    )

    class Meta:
        icon = "doc-full-inverse"
        label = _("คู่มือ")


class LinkItemBlock(blocks.StructBlock):
    """An address outside this site (ลิงก์อื่น)."""

    title = blocks.CharBlock(max_length=255, label=_("ชื่อลิงก์"))
    url = blocks.URLBlock(label=_("ที่อยู่เว็บ"))
    note = blocks.CharBlock(required=False, max_length=255, label=_("คำอธิบาย"))

    class Meta:
        icon = "link"
        label = _("ลิงก์อื่น")
        label_format = "{title}"


class ContentBlock(blocks.StreamBlock):
    """What stands in a step: guides, text and links, in the order in which they are read."""

    text = blocks.TextBlock(rows=3, max_length=2000, label=_("ข้อความ"), icon="pilcrow")
    guide = GuideItemBlock()
    link = LinkItemBlock()

    class Meta:
        min_num = 1


class JourneyStepBlock(blocks.StructBlock):
    """A step of a journey (ขั้นในเส้นทาง)."""

    title = blocks.CharBlock(max_length=150, label=_("ชื่อขั้น"), help_text=_("เช่น แจ้งการเกิด"))
    join = blocks.ChoiceBlock(choices=Join.choices, default=Join.THEN, label=_("ความสัมพันธ์กับขั้นก่อนหน้า"))
    content = ContentBlock(label=_("เนื้อหาของขั้น"))

    class Meta:
        icon = "list-ol"
        label = _("ขั้น")
        label_format = "{title}"


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of a step: `kind` is a child of ContentBlock; only a guide has `guide`, a page's number."""

    kind: str
    text: str = ""
    url: str = ""
    note: str = ""
    guide: int | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """A step as it was written."""

    title: str
    join: Join
    items: tuple[Item, ...]


def outline(steps: Any) -> list[Outline]:
    """The steps of a StreamField value as plain data. No query: chosen pages stay numbers."""
    return [_step(row["value"]) for row in steps.raw_data]


def _step(value: dict[str, Any]) -> Outline:
    items = tuple(_item(row["type"], row["value"]) for row in value.get("content") or ())
    return Outline(value.get("title") or "", Join(value.get("join") or Join.THEN), items)


def _item(kind: str, value: Any) -> Item:
    if kind == "guide":
        return Item(kind, note=value.get("condition") or "", guide=value.get("page"))
    if kind == "link":
        return Item(kind, value.get("title") or "", value.get("url") or "", value.get("note") or "")
    return Item(kind, value or "")
