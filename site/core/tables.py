"""Values in the lists and read-only fields of the admin in words: dates with Buddhist years, as in the orders
beside them, and yes or no.

Wagtail writes a date by Django's Thai format, the month in Thai and the year of the Christian era, and in a
read-only field "None" and "True".
"""

from __future__ import annotations

import datetime
from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, TitleColumn

from core.templatetags.thai import thai_date

_PLAIN = (Column.cell_template_name, TitleColumn.cell_template_name)
"""Cells that write their value as it is; others say a date in their own way."""
_context = Column.get_cell_context_data
_display = FieldPanel.format_value_for_display


def _in_list(self: Any, instance: Any, parent_context: Any) -> Any:
    context = _context(self, instance, parent_context)
    value = context.get("value")
    if self.cell_template_name in _PLAIN and isinstance(value, datetime.date):
        context["value"] = thai_date(value, "short time")
    return context


def _in_field(self: Any, value: Any) -> Any:
    if isinstance(value, datetime.date):
        return thai_date(value, "time")
    if isinstance(value, bool):
        return _("ใช่") if value else _("ไม่ใช่")
    return "–" if value is None else _display(self, value)


Column.get_cell_context_data = _in_list
FieldPanel.format_value_for_display = _in_field
