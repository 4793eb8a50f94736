"""A central guide stays while local variants rest on it: deleting is refused with their names."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from services.models import LocalGuidePage

NAMED = 5


def variants_left_behind(page: Page) -> list[LocalGuidePage]:
    """Variants elsewhere in the tree, drafts included, of central guides at or below a page."""
    below = Page.objects.descendant_of(page, inclusive=True)
    found = LocalGuidePage.objects.filter(central__in=below.values("pk")).exclude(pk__in=below.values("pk"))
    return list(found.select_related("central", "organisation").order_by("sort_key"))


def _refuse(request: HttpRequest, variants: list[LocalGuidePage]) -> None:
    names = ", ".join(each.organisation.name_th for each in variants[:NAMED])
    messages.error(
        request,
        _(
            "ลบ “%(title)s” ไม่ได้ เพราะมีฉบับของท้องถิ่น %(number)d แห่งใช้อยู่ (%(names)s) "
            "หากเลิกใช้ให้ยกเลิกการเผยแพร่แทน ฉบับของท้องถิ่นจะไม่แสดงด้วย"
        )
        % {"title": variants[0].central.title, "number": len(variants), "names": names},
    )


@hooks.register("before_delete_page")
def keep_central_guides(request: HttpRequest, page: Page) -> HttpResponse | None:
    if variants := variants_left_behind(page):
        _refuse(request, variants)
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("before_bulk_action")
def keep_central_guides_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    if action_type != "delete":
        return None
    for page in objects:
        if isinstance(page, Page) and (variants := variants_left_behind(page)):
            _refuse(request, variants)
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None
