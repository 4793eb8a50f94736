"""Opening hours and the calendar of a mobile unit."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from core.thai_dates import ThaiDateBlock
from services.choices import Weekday


class OpeningBlock(blocks.StructBlock):
    """Days of the week that share one opening time (เวลาทำการ).

    A closing time not after the opening time means the next day; equal times are refused, as they
    could mean all day or never.
    """

    days = blocks.MultipleChoiceBlock(choices=Weekday.choices, label=_("วัน"))
    opens = blocks.TimeBlock(label=_("เปิด"))
    closes = blocks.TimeBlock(label=_("ปิด"))
    note = blocks.CharBlock(
        required=False,
        max_length=255,
        label=_("หมายเหตุ"),
        help_text=_("เช่น พักเที่ยง 12.00 - 13.00 น. งดรับคำขอหลัง 16.00 น."),
    )

    class Meta:
        icon = "time"
        label = _("ช่วงเวลาทำการ")

    def clean(self, value: Any) -> Any:
        result = super().clean(value)
        if result["opens"] == result["closes"]:
            raise blocks.StructBlockValidationError(
                block_errors={"closes": ValidationError(_now("เวลาปิดต้องต่างจากเวลาเปิด"))}
            )
        return result


class VisitBlock(blocks.StructBlock):
    """One stop of a mobile unit (กำหนดการออกหน่วย). Ending before it starts means the next day."""

    date = ThaiDateBlock(label=_("วันที่"))
    starts = blocks.TimeBlock(label=_("ตั้งแต่เวลา"))
    ends = blocks.TimeBlock(label=_("ถึงเวลา"))
    place = blocks.CharBlock(max_length=255, label=_("สถานที่"))
    district = blocks.CharBlock(required=False, max_length=100, label=_("อำเภอหรือเขต"))
    province = blocks.CharBlock(required=False, max_length=100, label=_("จังหวัด"))
    note = blocks.CharBlock(required=False, max_length=255, label=_("หมายเหตุ"))

    class Meta:
        icon = "calendar-alt"
        label = _("กำหนดการ")
        label_format = "{date} {place}"

    def clean(self, value: Any) -> Any:
        result = super().clean(value)
        if result["starts"] == result["ends"]:
            raise blocks.StructBlockValidationError(
                block_errors={"ends": ValidationError(_now("เวลาสิ้นสุดต้องต่างจากเวลาเริ่ม"))}
            )
        return result
