"""Panels of the page editor that tell editors what the system noticed."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.utils import timezone
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


def quality_context(page: Any, user: Any) -> dict[str, Any]:
    """What the panel of quality shows of a guide: remarks, and guides that may be the same service."""
    from services import duplicates, quality

    return {
        "remarks": quality.remarks(page, timezone.localdate()),
        "twins": list(duplicates.warnings(page, user))[:5] if page.title else [],
    }


class QualityPanel(Panel):
    """What to mend in the guide as it was last saved; renewed after every autosave."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "services/admin/quality_panel.html"

        @property
        def media(self) -> Media:
            return Media(js=["services/js/quality.js"], css={"all": ["services/css/quality.css"]})

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            is_saved = self.instance.pk is not None
            found = quality_context(self.instance, self.request.user) if is_saved else {}
            return context | {"is_saved": is_saved, **found}
