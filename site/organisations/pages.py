"""Pages of organisations: the public list and profiles, and the folders that hold their pages."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page

from core.models import BasePage
from organisations.contributions import sections_for


class OrganisationIndexPage(RoutablePageMixin, BasePage):
    """The list of organisations, and one page for each at /organisations/<code>/ (ทำเนียบหน่วยงาน)."""

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("ทำเนียบหน่วยงาน")

    @path("")
    def listing(self, request: HttpRequest) -> HttpResponse:
        from organisations.models import Kind, Organisation

        organisations = list(Organisation.objects.select_related("parent").prefetch_related("names"))
        groups = [
            (label, [organisation for organisation in organisations if organisation.kind == kind])
            for kind, label in Kind.choices
        ]
        return self.render(request, context_overrides={"groups": [group for group in groups if group[1]]})

    @path("<slug:code>/")
    def profile(self, request: HttpRequest, code: str) -> HttpResponse:
        from organisations.models import Organisation

        organisation = get_object_or_404(
            Organisation.objects.select_related("parent", "parent__parent", "successor").prefetch_related(
                "names", "children"
            ),
            code=code,
        )
        return self.render(
            request,
            context_overrides={
                "organisation": organisation,
                "sections": sections_for(organisation, request),
            },
            template="organisations/organisation.html",
        )


class OrganisationFolder(Page):
    """A place in the page tree that holds what one organisation writes (แฟ้มของหน่วยงาน).

    Readers never see it: the pages inside have addresses of their own (see `core.flat`). It exists so
    that permissions follow the organisation.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("หน่วยงาน"),
        on_delete=models.PROTECT,
        related_name="folders",
    )

    content_panels = [*Page.content_panels, FieldPanel("organisation")]

    class Meta:
        verbose_name = _("แฟ้มของหน่วยงาน")
        verbose_name_plural = _("แฟ้มของหน่วยงาน")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        return []
