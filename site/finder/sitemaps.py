"""What search machines may know of: public pages and organisations."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap as WagtailSitemap
from wagtail.contrib.sitemaps import views

from organisations.models import Organisation

LIMIT = 10_000


class PageSitemap(WagtailSitemap):
    """Live pages without view restrictions."""

    limit = LIMIT


class OrganisationSitemap(Sitemap):
    """The public page of every organisation."""

    limit = LIMIT

    def items(self) -> QuerySet[Organisation]:
        return Organisation.objects.order_by("code")

    def location(self, item: Organisation) -> str:
        return item.url

    def lastmod(self, item: Organisation) -> datetime:
        return item.updated_at


SECTIONS = {"pages": PageSitemap, "organisations": OrganisationSitemap}


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """One map while everything fits into it, an index of maps beyond that."""
    sections: dict[str, Sitemap] = {"pages": PageSitemap(request), "organisations": OrganisationSitemap()}
    if all(section.paginator.num_pages == 1 for section in sections.values()):
        return views.sitemap(request, sections)
    return views.index(request, sections, sitemap_url_name="sitemap-section")


@require_safe
def section(request: HttpRequest, section: str) -> HttpResponse:
    return views.sitemap(request, SECTIONS, section=section)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing secret lies behind these; they are of no use to a search machine."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in ("/admin/", "/api/", "/search/", "/en/search/", "/health/")),
        "",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
