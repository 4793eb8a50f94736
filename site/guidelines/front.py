"""What the home page shows of guidelines."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access import public
from core.bilingual import in_reader_language
from core.front import Entry, FrontSection, front_section
from core.site_map import Branch, below
from core.templatetags.thai import number
from guidelines.models import AdaptationPage, GuidelinePage

SHOWN = 4


@front_section(order=30)
def guidelines(request: HttpRequest) -> FrontSection:
    """The model guidelines, with how many organisations have published an adaptation of each."""
    live = Count("adaptations", filter=Q(adaptations__in=public(AdaptationPage.objects.all())))
    pages = public(GuidelinePage.objects.annotate(adapted=live)).order_by("title")[:SHOWN]
    return FrontSection(
        "guidelines",
        _("แนวทางศูนย์บริการร่วม"),
        [
            Entry(
                page.display_title,
                page.get_url(request) or "",
                description=in_reader_language(page.introduction, ""),
                meta=ngettext("ปรับใช้แล้ว %s หน่วยงาน", "ปรับใช้แล้ว %s หน่วยงาน", page.adapted)
                % number(page.adapted),
            )
            for page in pages
        ],
        look="list",
        more_url=reverse("wagtail_serve", args=["guidelines/"]),
        more_text=_("ดูแนวทางทั้งหมด"),
    )


@below("guidelines")
def below_guidelines(request: HttpRequest) -> list[Branch]:
    """The model guidelines."""
    pages = public(GuidelinePage.objects.order_by("title"))
    return [Branch(page.display_title, page.get_url(request) or "") for page in pages]
