"""What a section of the model guideline has, both while it is edited and once it is frozen."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField

from core.bilingual import in_reader_language
from core.blocks import BodyBlock
from core.limits import LimitedCharField
from core.merge.keys import without_keys
from guidelines.fields import KeysField

section_id_validator = RegexValidator(
    r"^[A-Z][A-Z0-9-]*-[0-9]{2,}$", _("รหัสหมวดต้องเป็นอักษรอังกฤษตัวใหญ่ ขีดกลาง และตัวเลข เช่น MG-01")
)


class Mode(models.TextChoices):
    """What an organisation may do with a section (การปรับแก้)."""

    LOCKED = "locked", _("ห้ามแก้ไขถ้อยคำ")
    ADAPTABLE = "adaptable", _("ปรับให้เหมาะกับภารกิจได้")


class Change(models.TextChoices):
    """How much an edition changed a section (ระดับการแก้ไข)."""

    NONE = "", _("ไม่เปลี่ยน")
    NEW = "new", _("หมวดใหม่")
    MINOR = "minor", _("แก้ไขเล็กน้อย")
    MAJOR = "major", _("แก้ไขสาระสำคัญ")


class IndicatorBlock(blocks.StructBlock):
    """A figure that is reported in every round (ตัวชี้วัด)."""

    key = blocks.RegexBlock(
        regex=r"^[a-z][a-z0-9_]*$",
        label=_("รหัส"),
        error_messages={"invalid": _("ใช้ได้เฉพาะอักษรอังกฤษตัวเล็ก ตัวเลข และขีดล่าง")},
    )
    label = blocks.CharBlock(max_length=255, label=_("ชื่อตัวชี้วัด"))
    unit = blocks.ChoiceBlock(
        choices=[
            ("percent", _("ร้อยละ")),
            ("minutes", _("นาที")),
            ("ratio", _("สัดส่วน")),
            ("count", _("จำนวน")),
        ],
        label=_("หน่วยนับ"),
    )

    class Meta:
        icon = "order"
        label = _("ตัวชี้วัด")


class IndicatorsBlock(blocks.StreamBlock):
    """The indicators of a section."""

    indicator = IndicatorBlock()


class SectionContent(models.Model):
    """The content that an edition freezes. `note` and the change note stand in the concrete models."""

    section_id = models.CharField(_("รหัสหมวด"), max_length=40, validators=[section_id_validator])
    heading_th = LimitedCharField(_("หัวข้อ"), max_length=255)
    heading_en = LimitedCharField(_("หัวข้อภาษาอังกฤษ"), max_length=255, blank=True)
    mode = models.CharField(_("การปรับแก้"), max_length=20, choices=Mode.choices, default=Mode.ADAPTABLE)
    allow_supplement = models.BooleanField(
        _("ให้หน่วยงานเพิ่มเติมท้ายหมวดได้"),
        default=False,
        help_text=_("ใช้กับหมวดที่ห้ามแก้ไขถ้อยคำ: ถ้อยคำเดิมคงอยู่ครบ และหน่วยงานเขียนเพิ่มต่อท้ายได้"),
    )
    required_additions = KeysField(
        _("ข้อมูลที่หน่วยงานต้องกรอก"), help_text=_("รหัสของช่องกรอกข้อมูล คั่นด้วยจุลภาค เช่น mission, services")
    )
    grounded_on = KeysField(_("ข้อเสนอที่เป็นฐาน"), help_text=_("รหัสของข้อเสนอหรือมติ คั่นด้วยจุลภาค เช่น R1, R4"))
    indicators = StreamField(IndicatorsBlock(), verbose_name=_("ตัวชี้วัด"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("ข้อความ"), blank=True)

    CONTENT_FIELDS = (
        "heading_th",
        "heading_en",
        "mode",
        "allow_supplement",
        "required_additions",
        "grounded_on",
        "indicators",
        "body",
    )

    class Meta:
        abstract = True

    @property
    def heading(self) -> str:
        """The heading in the reader's language, Thai where there is no English one."""
        return in_reader_language(self.heading_th, self.heading_en)

    @property
    def anchor(self) -> str:
        """The fragment of the page's URL that shows this section."""
        return self.section_id.lower()

    @property
    def is_locked(self) -> bool:
        return self.mode == Mode.LOCKED

    def content(self) -> dict[str, Any]:
        """The values that count as content, comparable; ids of blocks, which readers never see, left out."""
        return {
            **{name: getattr(self, name) for name in self.CONTENT_FIELDS[:6]},
            "indicators": stream_values(self.indicators),
            "body": stream_values(self.body),
        }


def stream_values(stream: Any) -> list[tuple[str, Any]]:
    """The blocks of a stream as (type, stored value), comparable: without the keys that the rich text editor
    gives to every paragraph, which no reader sees and which text that was imported lacks."""
    return [(block["type"], without_keys(block["value"])) for block in stream.get_prep_value()]


def body_of(data: list[dict[str, Any]]) -> Any:
    """The value of a body field from its stored form, a list of {"type", "value", "id"}."""
    return _BODY.to_python(data)


def indicators_of(data: list[dict[str, Any]]) -> Any:
    """The value of the field `indicators` from its stored form."""
    return _INDICATORS.to_python(data)


_BODY, _INDICATORS = BodyBlock(), IndicatorsBlock()
