"""The public list of a central guide's local variants, and what a guide's page shows of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet, Window
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from wagtail.url_routing import RouteResult

from core.access import public
from core.matching import holding
from organisations.models import Kind, Organisation
from services.guides import ServicePage
from services.local_guides import LocalGuidePage, variants_of

LIST = "local"
SHOWN = 6
"""As many variants stand on the central guide's page itself; more are behind a search."""
PAGE_SIZE = 50
LONGEST_TEXT = 100


@dataclass(frozen=True, slots=True)
class Variant:
    """A line of the list: where and when, and what it costs where that differs."""

    page: LocalGuidePage
    url: str
    place: str
    hours: str

    @property
    def name(self) -> str:
        return self.page.organisation.display_name


def route(central: ServicePage, request: HttpRequest, components: list[str]) -> RouteResult:
    """What stands below a guide's address. Raises Http404."""
    if not central.live or not central.allows_local:
        raise Http404
    if components == [LIST]:
        return RouteResult(central, kwargs={"show_local": True})
    openly = public(ServicePage.objects.filter(pk=central.pk))
    found = LocalGuidePage.objects.filter(central__in=openly, organisation__code=components[0])
    page = found.select_related("organisation__parent").first()
    if page is None:
        raise Http404
    central._is_open = True
    page.central = central
    return page.route(request, components[1:])


def serve_list(central: ServicePage, request: HttpRequest) -> HttpResponse:
    """/services/<slug>/local/?q=: all variants, or those of a place; where there is one only, it itself."""
    text = asked_for(request)
    found = in_place(variants_of(central), text)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page", "1"))
    shown = [variant(central, each, request) for each in page.object_list]
    if text and page.paginator.count == 1:
        return redirect(shown[0].url)
    context = {"page": central, "list": page, "variants": shown, "q": text, "total": page.paginator.count}
    return TemplateResponse(request, "services/local_guides.html", context)


def asked_for(request: HttpRequest) -> str:
    """The words of a place that a reader asks the list for."""
    return " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:LONGEST_TEXT]


def in_place(found: QuerySet[LocalGuidePage], text: str) -> QuerySet[LocalGuidePage]:
    """Those of which a name of the organisation or of its province holds every word."""
    return holding(found, text, "organisation__plain_names", "organisation__parent__plain_names")


def variant(central: ServicePage, page: LocalGuidePage, request: HttpRequest | None = None) -> Variant:
    """A line of the list. No query."""
    page.central = central
    first = next(iter(page.channels), None)
    return Variant(
        page,
        page.get_url(request) or "",
        first.value["name"] if first else "",
        first.value["hours"] if first else "",
    )


def local_context(central: ServicePage, request: HttpRequest | None) -> dict[str, Any]:
    """What a central guide's page shows of its variants: a few themselves, of many how many there are."""
    if not central.allows_local:
        return {}
    central._is_open = True  # who reads its page may read it; a preview leads to what is public only
    found = list(variants_of(central).annotate(of_all=Window(Count("pk")))[: SHOWN + 1])
    if len(found) <= SHOWN:
        return {"variants": [variant(central, each, request) for each in found]}
    return {"variants": [], "variant_total": found[0].of_all}


def province_of(organisation: Organisation) -> Organisation | None:
    """The province that a province or local government is or lies in."""
    if organisation.kind == Kind.PROVINCE:
        return organisation
    above = organisation.parent
    return above if above is not None and above.kind == Kind.PROVINCE else None
