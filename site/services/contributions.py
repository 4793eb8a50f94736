"""What an organisation's page shows of its services and centres."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

from organisations.contributions import Section, contribute
from organisations.models import Organisation
from services.models import CentreIndexPage, CentrePage, ServiceIndexPage, ServicePage

SHOWN = 8


@contribute(order=10)
def services_section(organisation: Organisation, request: HttpRequest) -> Section | None:
    """The guides that the organisation owns."""
    return _section(ServicePage, ServiceIndexPage, _("บริการและคู่มือสำหรับประชาชน"), organisation, request)


@contribute(order=20)
def centres_section(organisation: Organisation, request: HttpRequest) -> Section | None:
    """The centres that the organisation runs."""
    return _section(CentrePage, CentreIndexPage, _("ศูนย์บริการร่วมและหน่วยเคลื่อนที่"), organisation, request)


@dataclass(frozen=True, slots=True)
class Item:
    """A link on an organisation's page."""

    url: str
    title: str
    description: str


def _section(
    model: type[ServicePage] | type[CentrePage],
    index_model: type[Page],
    heading: str,
    organisation: Organisation,
    request: HttpRequest,
) -> Section | None:
    pages = model.objects.live().public().filter(organisation=organisation).order_by("title")
    total = pages.count()
    if not total:
        return None
    index = index_model.objects.live().first()
    items = [Item(page.get_url(request), page.display_title, page.summary) for page in pages[:SHOWN]]
    more = f"{index.get_url(request)}?organisation={organisation.code}" if index else ""
    return Section(heading, items, more_url=more, total=total)
