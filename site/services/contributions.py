"""What an organisation's page shows of its services and centres."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Window
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access import public
from core.bilingual import in_reader_language
from organisations.contributions import Section, contribute
from organisations.models import Organisation
from services.local_guides import LOCAL_KINDS, public_variants
from services.models import CentrePage, ServicePage

SHOWN = 8
LOCAL_SHOWN = 100
"""A local government's own guides have no list but this one."""


@contribute(order=10)
def services_section(organisation: Organisation, request: HttpRequest) -> Section | None:
    """The guides that the organisation owns."""
    return _section(ServicePage, "services", _("บริการและคู่มือสำหรับประชาชน"), organisation, request)


@contribute(order=12)
def local_guides_section(organisation: Organisation, request: HttpRequest) -> Section | None:
    """The central guides that a province or local government filled in. One query, and none for others."""
    if organisation.kind not in LOCAL_KINDS:
        return None
    found = public_variants().filter(organisation=organisation).select_related("central", "organisation")
    pages = list(found.annotate(of_all=Window(Count("pk"))).order_by("central__sort_key")[:LOCAL_SHOWN])
    items = []
    for page in pages:
        page.central._is_open = True
        items.append(Item(page.get_url(request), page.display_title, in_reader_language(page.unit, "")))
    if not items:
        return None
    return Section(_("บริการในพื้นที่ของเรา"), items, more_url="", total=pages[0].of_all)


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
    items = [
        Item(page.get_url(request), page.display_title, in_reader_language(page.summary, ""))
        for page in shown
    ]
    total = shown[0].of_all
    more = reverse("wagtail_serve", args=[f"{address}/"]) + f"?organisation={organisation.code}"
    return Section(heading, items, more_url=more if total > len(items) else "", total=total)
