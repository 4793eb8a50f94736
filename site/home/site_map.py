"""/sitemap/: every part of the site as one list of links, for people who look for the way."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import public
from core.site_map import Branch, branches_of
from home.models import HomePage, PlainPage


@require_safe
def view(request: HttpRequest) -> HttpResponse:
    """The sections with what the apps say stands below them, then the plain pages and what is no page."""
    home = HomePage.objects.first()
    sections: list[Branch] = []
    plain: list[Branch] = []
    for page in public(home.get_children()).specific() if home else ():
        branch = Branch(page.display_title, page.get_url(request) or "", branches_of(page.slug, request))
        (plain if isinstance(page, PlainPage) else sections).append(branch)
    tools = [
        Branch(_("ค้นหา"), reverse("search")),
        Branch(_("การแสดงผล"), reverse("preferences")),
        *plain,
    ]
    return render(request, "home/site_map.html", {"sections": sections, "tools": tools})
