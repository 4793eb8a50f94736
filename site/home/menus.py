"""The site's menus: what stands in the header and in the footer, for editors to arrange on the home page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable, Page, Site

from core.access import is_public
from core.kept import kept


class MenuItem(Orderable):
    """A link in the header or the footer (รายการเมนู), with a name shorter than the page's title."""

    class Place(models.TextChoices):
        HEADER = "header", _("แถบเมนูด้านบน")
        FOOTER = "footer", _("ส่วนท้ายของหน้า")

    home = ParentalKey("home.HomePage", on_delete=models.CASCADE, related_name="menu_items")
    place = models.CharField(_("ตำแหน่ง"), max_length=10, choices=Place.choices, default=Place.HEADER)
    page = models.ForeignKey(Page, verbose_name=_("หน้า"), on_delete=models.CASCADE, related_name="+")
    label = models.CharField(_("ชื่อในเมนู"), max_length=40)
    label_en = models.CharField(_("ชื่อในเมนูภาษาอังกฤษ"), max_length=40, blank=True)

    panels = [
        FieldPanel("page"),
        FieldPanel("place"),
        FieldRowPanel([FieldPanel("label"), FieldPanel("label_en")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("รายการเมนู")
        verbose_name_plural = _("รายการเมนู")

    def __str__(self) -> str:
        return self.label

    @property
    def display_label(self) -> str:
        """The label in the reader's language, Thai where there is no English one."""
        return self.label_en if get_language() == "en" and self.label_en else self.label


@dataclass(frozen=True, slots=True)
class Link:
    """A menu item as a template shows it. `current`: the page itself or something below it is being read."""

    page_id: int
    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Menus:
    """The links of the header and of the footer, in the editors' order."""

    header: tuple[Link, ...]
    footer: tuple[Link, ...]

    def label_of(self, page_id: int) -> str:
        """The short name under which a page stands in a menu, or an empty string."""
        return next((link.label for link in (*self.header, *self.footer) if link.page_id == page_id), "")


def menus(request: HttpRequest) -> Menus:
    """The menus of the request's site, without what not everybody may read. Two queries at most, one where
    the site is already known, none where a page showed the same content before."""
    site = Site.find_for_request(request)
    if site is None:
        return Menus((), ())
    shown = {
        place: tuple(
            replace(link, current=bool(link.url) and request.path.startswith(link.url)) for link in links
        )
        for place, links in _links(site, get_language() or "").items()
    }
    return Menus(shown[MenuItem.Place.HEADER], shown[MenuItem.Place.FOOTER])


@kept
def _links(site: Site, language: str) -> dict[str, tuple[Link, ...]]:
    """The links of a site's menus by place, in the language that is active, to what everybody may read."""
    items = MenuItem.objects.filter(is_public("page"), home_id=site.root_page_id).select_related("page")
    links: dict[str, list[Link]] = {place: [] for place in MenuItem.Place.values}
    for item in items:
        url = item.page.specific_deferred.get_url(current_site=site) or ""  # its type knows its address
        links[item.place].append(Link(item.page_id, item.display_label, url, current=False))
    return {place: tuple(found) for place, found in links.items()}


def context(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `menus`, read from the database only where a template shows them."""
    return {"menus": SimpleLazyObject(lambda: menus(request))}
