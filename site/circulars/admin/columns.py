"""Columns of the registry's tables in the admin."""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.tables import Column

from core.templatetags.thai import thai_date


class BuddhistDateColumn(Column):
    """A day, written short in the Buddhist era."""

    cell_template_name = "circulars/admin/date_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        context["words"] = thai_date(context["value"], "short") if context["value"] else ""
        return context


class StateColumn(Column):
    """What became of a letter in an inbox, as one of Wagtail's status tags."""

    cell_template_name = "circulars/admin/state_cell.html"
