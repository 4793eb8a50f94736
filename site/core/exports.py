"""Wagtail's own exports (reports, lists of snippets) as CSV: no cell is ever run as a formula.

Wagtail guards XLSX alone, and what readers typed into the site stands in its lists too.
"""

from __future__ import annotations

from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from core.papers.data import safe

_value = SpreadsheetExportMixin.preprocess_field_value


def _guarded(self: Any, field: str, value: Any, export_format: str) -> Any:
    """What stands in the cell; a text that a spreadsheet would run gets an apostrophe before it."""
    found = _value(self, field, value, export_format)
    return safe(found) if export_format == self.FORMAT_CSV and isinstance(found, str) else found


SpreadsheetExportMixin.preprocess_field_value = _guarded
