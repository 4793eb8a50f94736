"""Pages of organisations: the public list and profiles, and the folders that hold their pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page

from core.matching import spelling
from core.models import BasePage
from organisations.contributions import sections_for

if TYPE_CHECKING:
    from organisations.models import Organisation


class OrganisationIndexPage(RoutablePageMixin, BasePage):
    """The list of organisations, and one page for each at /organisations/<code>/ (ทำเนียบหน่วยงาน)."""

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("ทำเนียบหน่วยงาน")

    @path("")
    def listing(self, request: HttpRequest) -> HttpResponse:
        """All organisations by kind; `?q=` keeps those one of whose names holds the words, dots or not."""
        from organisations.models import Kind

        asked = asked_for(request)
        found = called(asked)
        groups = [
            {"kind": kind, "label": label, "organisations": [one for one in found if one.kind == kind]}
            for kind, label in Kind.choices
        ]
        return self.render(
            request,
            context_overrides={
                "groups": [group for group in groups if group["organisations"]],
                "q": asked,
                "total": len(found),
            },
        )

    @path("<slug:code>/")
    def profile(self, request: HttpRequest, code: str) -> HttpResponse:
        from organisations.models import Organisation, OrganisationName

        # One query for the organisation and those under it, another for all their names
        related = Organisation.objects.filter(Q(code=code) | Q(parent__code=code)).select_related(
            "parent", "parent__parent", "successor"
        )
        found = list(related.prefetch_related("names"))
        organisation = next((one for one in found if one.code == code), None)
        if organisation is None:
            raise Http404
        names = [
            (label, [name for name in organisation.names.all() if name.kind == kind])
            for kind, label in OrganisationName.NameKind.choices
        ]
        return self.render(
            request,
            context_overrides={
                "organisation": organisation,
                "sections": sections_for(organisation, request),
                "children": [one for one in found if one is not organisation],
                "names": [group for group in names if group[1]],
                "other_name": other_name(organisation),
            },
            template="organisations/organisation.html",
        )


def asked_for(request: HttpRequest) -> str:
    """The words of a name that a reader asks the list for."""
    return " ".join(request.GET.get("q", "").split())[:100]


def called(words: str) -> list[Organisation]:
    """The organisations of which a name holds all the words, with their parents. Two queries."""
    from organisations.models import Organisation

    organisations = Organisation.objects.select_related("parent").prefetch_related("names")
    return [organisation for organisation in organisations if is_called(organisation, words)]


def is_called(organisation: Organisation, words: str) -> bool:
    """Whether every word stands in one of the organisation's names; dots, digit script and
    spelling noise don't matter.

    A short run of bare consonants (กพร, กทม, กรม) is an abbreviation or the beginning of a name: inside a
    name it would hit by accident, as in สำนั(กพร)ะราชวัง.
    """
    names = [
        organisation.name_th,
        organisation.name_en,
        organisation.letter_prefix,
        *(name.name for name in organisation.names.all()),
    ]
    beginnings = [_plain(word) for name in names for word in name.split()]
    whole = _plain(" ".join(names))
    return all(
        any(beginning.startswith(word) for beginning in beginnings)
        if _ABBREVIATION.fullmatch(word)
        else word in whole
        for word in _plain(words).split()
    )


def other_name(organisation: Organisation) -> tuple[str, str] | None:
    """Language code and name in the language that the reader is not reading."""
    if not organisation.name_en:
        return None
    return ("th", organisation.name_th) if get_language() == "en" else ("en", organisation.name_en)


_ABBREVIATION = re.compile("[ก-ฮ]{1,4}")


def _plain(text: str) -> str:
    return spelling(text).casefold().replace(".", "")


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

    is_folder = True

    content_panels = [*Page.content_panels, FieldPanel("organisation")]

    class Meta:
        verbose_name = _("แฟ้มของหน่วยงาน")
        verbose_name_plural = _("แฟ้มของหน่วยงาน")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        return []
