"""What rests on a page of services that is about to be deleted.

A central guide stays while local variants rest on it: deleting is refused with their names. Centres,
journeys, question trees, cases and orders lose what is deleted and go on without it; before that, the
confirmation names them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions import DeleteBulkAction
from wagtail.models import Page

from services.models import (
    CentrePage,
    Delegation,
    JourneyPage,
    LocalGuidePage,
    QuestionTreePage,
    ServicePage,
)

NAMED = 5


@dataclass(frozen=True, slots=True)
class Resting:
    """What of one kind rests on a page (สิ่งที่อ้างถึงหน้านี้), and what becomes of it, in words.

    Named is only what is public: a draft may be another organisation's; it is counted.
    """

    consequence: str
    names: tuple[str, ...]
    number: int

    def __str__(self) -> str:
        names = ", ".join(self.names)
        if self.number > len(self.names):
            rest = _("และอีก %d รายการ") % (self.number - len(self.names))
            names = f"{names} {rest}" if names else rest.removeprefix("และ")
        return f"{self.consequence}: {names}"


def resting_on(page: Page) -> list[Resting]:
    """What loses something when the page is deleted with all below it, and is not deleted itself."""
    below = Page.objects.descendant_of(page, inclusive=True)
    gone = {"pk__in": below.values("pk")}
    keys = below.order_by().values("pk")
    kinds: tuple[tuple[str, QuerySet[Any]], ...] = (
        (
            _("บริการนี้จะหายไปจากหน้าของศูนย์บริการ"),
            CentrePage.objects.filter(offerings__service__in=keys).exclude(**gone),
        ),
        (
            _("ขั้นนี้จะหายไปจากเส้นทางบริการ"),
            JourneyPage.objects.filter(parts__service__in=keys).exclude(**gone),
        ),
        (
            _("คำตอบที่พามาที่นี่จะหายไปจากแบบคำถามนำทาง"),
            QuestionTreePage.objects.filter(leads__leads_to__in=keys).exclude(**gone),
        ),
        (
            _("คู่มือต่อไปนี้จะไม่เป็นกรณีของคู่มือนี้อีก"),
            ServicePage.objects.filter(variant_of__in=keys).exclude(**gone),
        ),
        (
            _("คำสั่งมอบอำนาจจะไม่ครอบคลุมบริการนี้อีก"),
            Delegation.objects.filter(services__in=keys),
        ),
        (
            _("คำสั่งมอบอำนาจจะไม่ครอบคลุมศูนย์นี้อีก"),
            Delegation.objects.filter(centres__in=keys),
        ),
    )
    found = []
    for consequence, rows in kinds:
        rows = rows.distinct()
        if number := rows.count():
            shown = rows.filter(live=True)[:NAMED]
            found.append(Resting(consequence, tuple(map(_name, shown)), number))
    return found


def _name(row: Model) -> str:
    return f"“{row.title}”" if isinstance(row, Page) else str(row)


def variants_left_behind(page: Page) -> list[LocalGuidePage]:
    """Variants elsewhere in the tree, drafts included, of central guides at or below a page."""
    below = Page.objects.descendant_of(page, inclusive=True)
    found = LocalGuidePage.objects.filter(central__in=below.values("pk")).exclude(pk__in=below.values("pk"))
    return list(found.select_related("central", "organisation").order_by("sort_key"))


def _kept(variants: list[LocalGuidePage]) -> str:
    names = ", ".join(each.organisation.name_th for each in variants[:NAMED])
    return _(
        "ลบ “%(title)s” ไม่ได้ เพราะมีฉบับของท้องถิ่น %(number)d แห่งใช้อยู่ (%(names)s) "
        "หากเลิกใช้ให้ยกเลิกการเผยแพร่แทน ฉบับของท้องถิ่นจะไม่แสดงด้วย"
    ) % {"title": variants[0].central.title, "number": len(variants), "names": names}


@hooks.register("before_delete_page")
def keep_central_guides(request: HttpRequest, page: Page) -> HttpResponse | None:
    if variants := variants_left_behind(page):
        messages.error(request, _kept(variants))
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    if request.method == "GET" and (resting := resting_on(page)):
        messages.warning(request, " • ".join([_("สิ่งที่อ้างถึงหน้านี้"), *map(str, resting)]))
    return None


@hooks.register("before_bulk_action")
def keep_central_guides_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    if action_type != "delete":
        return None
    for page in objects:
        if isinstance(page, Page) and (variants := variants_left_behind(page)):
            messages.error(request, _kept(variants))
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


class DeleteInBulk(DeleteBulkAction):
    """Wagtail's, whose confirmation says what rests on each of the pages and which of them must stay."""

    template_name = "services/admin/confirm_bulk_delete.html"

    def object_context(self, page: Page) -> dict[str, Any]:
        kept = variants_left_behind(page)
        return {
            **super().object_context(page),
            "kept": _kept(kept) if kept else "",
            "resting": resting_on(page),
        }


hooks.register("register_bulk_action", DeleteInBulk, order=100)
