"""System checks that keep Ruam honest about what can be found."""

from __future__ import annotations

from typing import Any

from django.core import checks
from wagtail.models import get_page_models

from core import documents


@checks.register()
def every_page_type_is_indexed_or_excluded(**kwargs: Any) -> list[checks.CheckMessage]:
    """A page type that nobody thought of would be missing from search without a word."""
    return [
        checks.Error(
            f"{model._meta.label} has neither a document function nor an exclusion.",
            hint=(
                "Decorate a function with core.documents.document_of(Model) in the app's indexing.py, "
                "or call core.documents.exclude(Model, reason)."
            ),
            obj=model,
            id="core.E001",
        )
        for model in get_page_models()
        if model._meta.app_label != "wagtailcore"
        and documents.builder_of(model) is None
        and documents.exclusion_of(model) is None
    ]
