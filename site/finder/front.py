"""What the home page shows of search: the services that people look for most."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core.access import public
from core.front import Entry, FrontSection, front_section
from services.models import ServicePage


@front_section(order=5)
def most_wanted(request: HttpRequest) -> FrontSection | None:
    """The guides to which most searches lead, of those that everybody may read; none where too few search."""
    pages = public(ServicePage.objects.filter(wanted__isnull=False)).order_by("-wanted__searches", "title")
    return FrontSection(
        "most-wanted",
        _("มีคนหามากที่สุด"),
        [Entry(each.display_title, each.get_url(request) or "") for each in pages],
        look="tiles",
    )
