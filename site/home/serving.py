"""The view of all pages: Wagtail's, with one query less."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from wagtail import views
from wagtail.models import Site


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's view of pages. On the way to another page nothing but its place is asked of the home page,
    and that came with the site."""
    site = Site.find_for_request(request)
    if site is not None and path.strip("/"):
        root = site.root_page
        root.specific = root.specific_deferred
    answer: HttpResponse = views.serve(request, path)
    return answer
