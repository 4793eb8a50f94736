"""The structured parts of a service guide and of a centre, each a row that editors add, sort and remove."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from core.thai_dates import ThaiDateBlock
from services.choices import UNIT_CHOICES, ChannelType, ComplaintKind, Facility, FeeKind


class CriterionBlock(blocks.TextBlock):
    """A condition that the applicant or the matter must meet (หลักเกณฑ์)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"rows": 2, "max_length": 1000} | kwargs)

    @cached_property
    def field(self) -> forms.CharField:
        """With a name for screen readers: a block that is one field alone is written without a label."""
        field: forms.CharField = blocks.TextBlock.field.func(self)
        field.widget.attrs["aria-label"] = _("หลักเกณฑ์")
        return field

    class Meta:
        icon = "check"
        label = _("หลักเกณฑ์")


class ChannelBlock(blocks.StructBlock):
    """A way to ask for the service (ช่องทางการให้บริการ)."""

    type = blocks.ChoiceBlock(choices=ChannelType.choices, label=_("ประเภท"))
    name = blocks.CharBlock(max_length=255, label=_("ชื่อช่องทางหรือสถานที่"))
    hours = blocks.CharBlock(
        max_length=255,
        required=False,
        label=_("วันและเวลาให้บริการ"),
        help_text=_("เช่น เปิดวันจันทร์ - วันศุกร์ 08.30 - 16.30 น. (เว้นวันหยุดราชการ)"),
    )
    url = blocks.URLBlock(required=False, label=_("ที่อยู่เว็บสำหรับเริ่มใช้บริการ"))
    phone = blocks.CharBlock(required=False, max_length=60, label=_("โทรศัพท์"))
    downtime = blocks.CharBlock(
        required=False,
        max_length=255,
        label=_("ช่วงที่ปิดระบบหรืองดให้บริการ"),
        help_text=_("เช่น ปิดปรับปรุงระบบทุกวันอาทิตย์ 00.00 - 06.00 น. แสดงข้างปุ่มเริ่มทำออนไลน์"),
    )
    note = blocks.CharBlock(required=False, max_length=255, label=_("หมายเหตุ"))

    class Meta:
        icon = "site"
        label = _("ช่องทาง")
        label_format = "{type} {name}"


class StepBlock(blocks.StructBlock):
    """A step of the procedure, with the longest time that it takes (ขั้นตอน)."""

    type = blocks.CharBlock(
        max_length=100, label=_("ประเภทขั้นตอน"), help_text=_("เช่น การตรวจสอบเอกสาร การพิจารณา การลงนาม")
    )
    detail = blocks.TextBlock(rows=2, label=_("รายละเอียด"))
    value = blocks.DecimalBlock(
        required=False, min_value=0, max_digits=7, decimal_places=2, label=_("ใช้เวลาไม่เกิน")
    )
    unit = blocks.ChoiceBlock(choices=UNIT_CHOICES, required=False, label=_("หน่วยเวลา"))
    responsible_unit = blocks.CharBlock(required=False, max_length=255, label=_("ส่วนงานหรือหน่วยงานที่รับผิดชอบ"))

    class Meta:
        icon = "list-ol"
        label = _("ขั้นตอน")
        label_format = "{type}"


class _SeldomChosen:
    """Rows that choose nothing cost no look-up: Wagtail prepares one for every list of rows."""

    def bulk_to_python(self, values: list[Any]) -> list[Any]:
        if all(value is None for value in values):
            return list(values)
        chosen: list[Any] = super().bulk_to_python(values)  # type: ignore[misc]
        return chosen


class GuideChooserBlock(_SeldomChosen, blocks.PageChooserBlock):
    """A guide that most rows do not name (คู่มือ)."""


class FileChooserBlock(_SeldomChosen, DocumentChooserBlock):
    """A file that most rows do not have (แฟ้ม)."""


DECONSTRUCT_ALIASES = {
    GuideChooserBlock: "wagtail.blocks.PageChooserBlock",
    FileChooserBlock: "wagtail.documents.blocks.DocumentChooserBlock",
}
"""Migrations know them as Wagtail's own: nothing about what is stored differs."""


class DocumentBlock(blocks.StructBlock):
    """A paper that the applicant brings, with how many originals and copies (เอกสารหลักฐาน)."""

    name = blocks.CharBlock(max_length=255, label=_("ชื่อเอกสาร"))
    issuer = blocks.CharBlock(required=False, max_length=255, label=_("หน่วยงานผู้ออกเอกสาร"))
    originals = blocks.IntegerBlock(min_value=0, max_value=99, default=1, label=_("ฉบับจริง (จำนวน)"))
    copies = blocks.IntegerBlock(min_value=0, max_value=99, default=0, label=_("สำเนา (จำนวน)"))
    unit = blocks.CharBlock(max_length=30, default="ฉบับ", label=_("หน่วยนับ"))
    condition = blocks.CharBlock(
        required=False,
        max_length=255,
        label=_("เงื่อนไข"),
        help_text=_("ต้องใช้เมื่อใด เช่น กรณีมอบอำนาจ เว้นว่างหากทุกคนต้องใช้"),
    )
    note = blocks.CharBlock(
        required=False,
        max_length=255,
        label=_("หมายเหตุ"),
        help_text=_("บอกรายละเอียดของเอกสารที่ทุกคนต้องใช้ เช่น ของทั้งสองฝ่าย"),
    )
    service = GuideChooserBlock(
        page_type="services.ServicePage",
        required=False,
        label=_("ขอเอกสารนี้ได้จากคู่มือ"),
        help_text=_("ผู้ที่ยังไม่มีเอกสารนี้จะเห็นลิงก์ไปคู่มือที่เลือก เว้นว่างได้ ระบบหาจากช่อง “สิ่งที่ได้รับ” ที่ชื่อตรงกัน"),
    )

    class Meta:
        icon = "doc-full"
        label = _("เอกสาร")
        label_format = "{name}"


class FeeBlock(blocks.StructBlock):
    """An item of the fees (ค่าธรรมเนียม)."""

    item = blocks.CharBlock(max_length=255, label=_("รายการ"))
    kind = blocks.ChoiceBlock(choices=FeeKind.choices, default=FeeKind.FIXED, label=_("ลักษณะ"))
    amount = blocks.DecimalBlock(
        required=False, min_value=0, max_digits=12, decimal_places=2, label=_("จำนวน")
    )
    unit = blocks.CharBlock(
        max_length=100, default="บาท", label=_("หน่วย"), help_text=_("เช่น บาท บาท/ฉบับ ร้อยละ")
    )
    note = blocks.CharBlock(
        required=False,
        max_length=255,
        label=_("เงื่อนไขหรือวิธีคำนวณ"),
        help_text=_("เช่น ร้อยละ 2 ของราคาประเมิน ไม่ต่ำกว่า 100 บาท ต้องระบุเมื่อเลือก “คิดตามสูตร”"),
    )
    unverified = blocks.BooleanBlock(required=False, label=_("ยังไม่ได้ตรวจสอบกับหน่วยงาน"))

    class Meta:
        icon = "tag"
        label = _("ค่าธรรมเนียม")
        label_format = "{item}"


class FormBlock(blocks.StructBlock):
    """A form to fill in (แบบฟอร์ม), as a file or at an address where there is one."""

    name = blocks.CharBlock(max_length=255, label=_("ชื่อหรือรหัสแบบฟอร์ม"))
    file = FileChooserBlock(required=False, label=_("แฟ้มแบบฟอร์ม"))
    url = blocks.URLBlock(required=False, label=_("ที่อยู่เว็บของแบบฟอร์ม"))

    class Meta:
        icon = "form"
        label = _("แบบฟอร์ม")
        label_format = "{name}"


class LegalBasisBlock(blocks.StructBlock):
    """A law or rule on which the service rests, with the dates for which it holds (กฎหมายที่เกี่ยวข้อง)."""

    title = blocks.CharBlock(max_length=500, label=_("ชื่อกฎหมาย"))
    sections = blocks.CharBlock(required=False, max_length=255, label=_("มาตราหรือข้อ"))
    url = blocks.URLBlock(required=False, label=_("ที่อยู่เว็บของตัวบท"))
    valid_from = ThaiDateBlock(required=False, label=_("ใช้บังคับตั้งแต่"))
    valid_to = ThaiDateBlock(required=False, label=_("ใช้บังคับถึง"))

    class Meta:
        icon = "openquote"
        label = _("กฎหมาย")
        label_format = "{title}"


class ComplaintBlock(blocks.StructBlock):
    """Where to complain (ช่องทางการร้องเรียน)."""

    name = blocks.CharBlock(max_length=255, label=_("ชื่อช่องทาง"))
    kind = blocks.ChoiceBlock(choices=ComplaintKind.choices, default=ComplaintKind.OWNER, label=_("ผู้รับเรื่อง"))
    phone = blocks.CharBlock(required=False, max_length=60, label=_("โทรศัพท์"))
    url = blocks.URLBlock(required=False, label=_("ที่อยู่เว็บ"))

    class Meta:
        icon = "warning"
        label = _("ช่องทางร้องเรียน")
        label_format = "{name}"


class FacilityBlock(blocks.ChoiceBlock):
    """What helps a visitor (สิ่งอำนวยความสะดวก)."""

    choices = Facility.choices

    class Meta:
        icon = "check"
        label = _("สิ่งอำนวยความสะดวก")


def rows(name: str, block: blocks.Block) -> list[tuple[str, Any]]:
    """The definition of a StreamField whose rows are all of one kind."""
    return [(name, block)]
