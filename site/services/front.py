"""What the home page shows of services: life events, and the centres where matters are handled."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access import public
from core.front import Entry, FrontSection, front_section
from services.life_event_pages import with_services
from services.models import CentrePage

EVENTS = 12
CENTRES = 3


@front_section(order=10)
def life_events(request: HttpRequest) -> FrontSection | None:
    """The occasions under which most guides stand, in the order that the register of occasions gives."""
    address = reverse("wagtail_serve", args=["services/"])
    most = sorted(with_services(), key=lambda event: -event.count)[:EVENTS]
    events = sorted(most, key=lambda event: event.position)
    return FrontSection(
        "life-events",
        _("เลือกตามเหตุการณ์ในชีวิต"),
        [Entry(event.display_name, event.url, event.description) for event in events],
        look="tiles",
        more_url=address,
        more_text=_("ดูบริการทั้งหมด"),
    )


@front_section(order=40)
def centres(request: HttpRequest) -> FrontSection | None:
    """A few of the centres, with where they are."""
    pages = public(CentrePage.objects.select_related("province")).order_by("title")[:CENTRES]
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
        more_url=reverse("wagtail_serve", args=["centres/"]),
        more_text=_("ดูศูนย์ทั้งหมด"),
    )
