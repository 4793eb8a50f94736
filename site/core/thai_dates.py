"""Dates in the admin as ministries write them: 29/11/2569, 29 พ.ย. 2569, in Thai or Arabic digits.

The field keeps the form that Wagtail's calendar reads (2026-11-29); what is typed otherwise is turned into
it, by `thai-dates.js` when the field is left and here when the form is sent. Beside the field the script says
the date in words, so that a Christian year is never read as a Buddhist one.
"""

from __future__ import annotations

import re
from typing import Any

from django.db import models
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import blocks, hooks
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.panels import PublishingPanel
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from search.thai.dates import parse_date
from search.thai.numerals import to_arabic

LONGEST = 60
"""Characters of a date; longer text is none."""
MOMENT = re.compile(r"(?P<day>.+?)(?: เวลา)? (?P<hour>\d{1,2})[:.](?P<minute>[0-5]\d)(?: ?น\.?)?")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def as_iso(text: str) -> str:
    """The text as 2026-11-29 where it is one day and nothing else, otherwise the text as it was.

    Years from 2400 on are Buddhist, also in 2569-11-29; a day that does not exist is left to be refused.

    >>> as_iso("29 พ.ย. 2569"), as_iso("๒๙/๑๑/๒๕๖๙"), as_iso("31/11/2569")
    ('2026-11-29', '2026-11-29', '31/11/2569')
    """
    bare = " ".join(text.split())
    found = parse_date(bare) if 0 < len(bare) <= LONGEST else None
    if found is None or found.raw != bare or found.precision != "day" or found.status != "ok":
        return text
    return found.first.isoformat() if found.first and found.first == found.last else text


def as_iso_moment(text: str) -> str:
    """The text as 2026-11-29 08:30 where it is a day that `as_iso` reads and a time of the clock, otherwise
    the text as it was.

    >>> as_iso_moment("29 พ.ย. 2569 เวลา 8.30 น."), as_iso_moment("29/11/2569")
    ('2026-11-29 08:30', '29/11/2569')
    """
    found = MOMENT.fullmatch(to_arabic(" ".join(text.split()))) if len(text) <= LONGEST else None
    if found is None:
        return text
    day, hour, minute = as_iso(found["day"]), int(found["hour"]), found["minute"]
    return f"{day} {hour:02}:{minute}" if ISO_DAY.fullmatch(day) and hour < 24 else text


class ThaiDateInput(AdminDateInput):
    """Wagtail's field for a date, which takes Thai dates too."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return as_iso(value) if isinstance(value, str) else value


class ThaiDateTimeInput(AdminDateTimeInput):
    """Wagtail's field for a day and a time, which takes Thai ones too."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return as_iso_moment(value) if isinstance(value, str) else value


class ThaiPublishingPanel(PublishingPanel):
    """When a page is published and taken down, with fields that take Thai dates; else as Wagtail has it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for panel in self.children:
            widget = getattr(panel, "widget", None)
            if isinstance(widget, AdminDateTimeInput):
                panel.widget = ThaiDateTimeInput(
                    attrs=widget.attrs, js_overlay_parent_selector=widget.js_overlay_parent_selector
                )


class ThaiDateBlock(blocks.DateBlock):
    """A date in a row of a StreamField. Migrations know it as Wagtail's own, whose data it has."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field_options["widget"] = ThaiDateInput(format=self.format)

    def deconstruct(self) -> Any:
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.DateBlock", args, kwargs


register_form_field_override(models.DateField, override={"widget": ThaiDateInput})
register_form_field_override(models.DateTimeField, override={"widget": ThaiDateTimeInput})


@hooks.register("insert_global_admin_js")
def script() -> SafeString:
    return format_html(
        '<script src="{}" data-example="{}" data-moment="{}" data-unread="{}" defer></script>',
        static("core/js/thai-dates.js"),
        _("เช่น 29/11/2569 หรือ 29 พ.ย. 2569"),
        _("เช่น 29/11/2569 08.30 หรือ 29 พ.ย. 2569 เวลา 08.30 น."),
        _("ไม่มีวันที่นี้ในปฏิทิน หรืออ่านเป็นวันที่ไม่ได้ พิมพ์ใหม่ เช่น 29/11/2569"),
    )
