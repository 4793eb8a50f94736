"""Panels of the page editor that tell editors what the system noticed."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from services import guide_checks


class DurationNotePanel(Panel):
    """Says whether the saved steps fit into the saved total, or why that cannot be compared."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "services/admin/duration_note.html"

        def is_shown(self) -> bool:
            return bool(guide_checks.duration_note(self.instance))

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"note": guide_checks.duration_note(self.instance)}
