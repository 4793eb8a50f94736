"""What the home page shows of services: life events, and the centres where matters are handled."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.front import Entry, FrontSection, front_section
from services.models import CentreIndexPage, CentrePage, LifeEvent, ServiceIndexPage

EVENTS = 12
CENTRES = 3


@front_section(order=10)
def life_events(request: HttpRequest) -> FrontSection | None:
    """The occasions under which most guides stand, in the order that the register of occasions gives."""
    index = ServiceIndexPage.objects.live().first()
    if index is None:
        return None
    address = index.get_url(request)
    used = LifeEvent.objects.filter(services__live=True).annotate(guides=Count("services"))
    events = sorted(used.order_by("-guides", "position")[:EVENTS], key=lambda event: event.position)
    return FrontSection(
        "life-events",
        _("เลือกตามเหตุการณ์ในชีวิต"),
        [Entry(event.display_name, f"{address}?event={event.slug}", event.description) for event in events],
        look="tiles",
        more_url=address,
        more_text=_("ดูบริการทั้งหมด"),
    )


@front_section(order=40)
def centres(request: HttpRequest) -> FrontSection | None:
    """A few of the centres, with where they are."""
    pages = list(CentrePage.objects.live().public().select_related("province").order_by("title")[:CENTRES])
    index = CentreIndexPage.objects.live().first()
    if index is None or not pages:
        return None
    return FrontSection(
        "centres",
        _("ศูนย์บริการร่วมและหน่วยเคลื่อนที่"),
        [
            Entry(
                page.display_title,
                page.get_url(request),
                page.summary,
                meta=" ".join(filter(None, (page.district, page.province and page.province.display_name))),
                tag=page.get_kind_display(),
            )
            for page in pages
        ],
        lead=_("ติดต่อหลายหน่วยงานได้ในที่เดียว"),
        more_url=index.get_url(request),
        more_text=_("ดูศูนย์ทั้งหมด"),
    )
