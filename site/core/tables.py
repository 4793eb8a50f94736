"""Dates in the lists of the admin in words and Buddhist years, as in the orders beside them.

Wagtail writes what a column holds by Django's Thai format: the month in Thai, the year of the Christian era.
"""

from __future__ import annotations

import datetime
from typing import Any

from wagtail.admin.ui.tables import Column

from core.templatetags.thai import thai_date

_context = Column.get_cell_context_data


def _in_words(self: Any, instance: Any, parent_context: Any) -> Any:
    context = _context(self, instance, parent_context)
    value = context.get("value")
    plain = self.cell_template_name == Column.cell_template_name  # others say a date in their own way
    if plain and isinstance(value, datetime.date):
        context["value"] = thai_date(value, "short time")
    return context


Column.get_cell_context_data = _in_words
