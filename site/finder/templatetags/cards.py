"""What a page says of itself where a link to it is passed on (Open Graph)."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page, PageViewRestriction

from core import documents
from core.cards import can_draw

register = template.Library()


@register.inclusion_tag("components/open_graph.html", takes_context=True)
def open_graph(context: dict[str, Any]) -> dict[str, Any]:
    """The tags of the page being shown, without a query; none in a preview, for somebody signed in (whom
    no robot is) and behind a password."""
    request: HttpRequest | None = context.get("request")
    if request is None or not _is_for_everybody(request):
        return {}
    page: Page | None = context.get("page")
    own = page is not None and page.pk and documents.builder_of(type(page)) is not None
    address = reverse("page-card", args=[page.pk]) if own and page is not None else reverse("site-card")
    return {
        "title": str(getattr(page, "display_title", "")) if own else "",
        "url": request.build_absolute_uri(request.path),
        "picture": request.build_absolute_uri(address) if can_draw() else "",
        "kind": "article" if own else "website",
        "locale": "en_GB" if get_language() == "en" else "th_TH",
        "site": _("ร่วม"),
    }


def _is_for_everybody(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    if getattr(request, "is_preview", False) or (user is not None and user.is_authenticated):
        return False
    return PageViewRestriction.passed_view_restrictions_session_key not in getattr(request, "session", {})
