"""What an organisation's page shows of its services and centres."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Window
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access import public
from organisations.contributions import Section, contribute
from organisations.models import Organisation
from services.models import CentrePage, ServicePage

SHOWN = 8


@contribute(order=10)
def services_section(organisation: Organisation, request: HttpRequest) -> Section | None:
    """The guides that the organisation owns."""
    return _section(ServicePage, "services", _("บริการและคู่มือสำหรับประชาชน"), organisation, request)


@contribute(order=20)
def centres_section(organisation: Organisation, request: HttpRequest) -> Section | None:
    """The centres that the organisation runs."""
    return _section(CentrePage, "centres", _("ศูนย์บริการร่วมและหน่วยเคลื่อนที่"), organisation, request)


@dataclass(frozen=True, slots=True)
class Item:
    """A link on an organisation's page."""

    url: str
    title: str
    description: str


def _section(
    model: type[ServicePage] | type[CentrePage],
    address: str,
    heading: str,
    organisation: Organisation,
    request: HttpRequest,
) -> Section | None:
    """One query: the first few pages, each with how many there are in all."""
    pages = public(model.objects.filter(organisation=organisation))
    shown = list(pages.annotate(of_all=Window(Count("pk"))).order_by("title")[:SHOWN])
    if not shown:
        return None
    items = [Item(page.get_url(request), page.display_title, page.summary) for page in shown]
    total = shown[0].of_all
    more = reverse("wagtail_serve", args=[f"{address}/"]) + f"?organisation={organisation.code}"
    return Section(heading, items, more_url=more if total > len(items) else "", total=total)
