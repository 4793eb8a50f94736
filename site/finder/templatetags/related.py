"""Where to go on from a page (see finder.related)."""

from __future__ import annotations

from typing import Any

from django import template
from wagtail.models import Page

from core import documents
from finder import related

register = template.Library()


@register.inclusion_tag("components/related.html", takes_context=True)
def related_pages(context: dict[str, Any]) -> dict[str, Any]:
    """Related pages of the page being shown; nothing for lists and for pages that nobody has saved yet."""
    page: Page | None = context.get("page")
    if not isinstance(page, Page) or not page.pk or documents.builder_of(type(page)) is None:
        return {"items": []}
    return {"items": related.links_of(page, context.get("request"))}
