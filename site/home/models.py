"""The home page and plain pages."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from core.blocks import BodyBlock
from core.front import FrontSection, front_sections
from core.models import BasePage
from home import routing
from home.menus import MenuItem

__all__ = ["HomePage", "MenuItem", "PlainPage"]


class HomePage(BasePage):
    """The front door (หน้าแรก): search first, then the ways in."""

    introduction = models.TextField(_("คำแนะนำเว็บไซต์"), blank=True)
    introduction_en = models.TextField(_("คำแนะนำเว็บไซต์ภาษาอังกฤษ"), blank=True)
    search_examples = models.TextField(
        _("ตัวอย่างคำค้น"), blank=True, help_text=_("บรรทัดละคำ แสดงใต้ช่องค้นหา เช่น บัตรหาย")
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("introduction_en"),
        FieldPanel("search_examples"),
        InlinePanel("menu_items", label=_("รายการเมนู"), heading=_("เมนูของเว็บไซต์")),
    ]
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("หน้าแรก")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """As of every page, with fewer queries (`home.routing`)."""
        found = routing.below(self, path_components)
        if found is None:
            return super().route(request, path_components)
        page, rest = found
        return page.route(request, rest)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What the apps contribute. The page has a search box of its own, so the header shows none."""
        return {
            **super().get_context(request, *args, **kwargs),
            "hide_search": True,
            "rows": rows(front_sections(request)),
            "examples": [line.strip() for line in self.search_examples.splitlines() if line.strip()],
        }

    @property
    def display_introduction(self) -> str:
        """The introduction in the reader's language, Thai where there is no English one."""
        return self.introduction_en if get_language() == "en" and self.introduction_en else self.introduction


def rows(sections: list[FrontSection]) -> list[list[FrontSection]]:
    """The sections in rows of the page: two lists that follow each other share one."""
    found: list[list[FrontSection]] = []
    for section in sections:
        before = found[-1] if found else []
        if section.look == "list" and len(before) == 1 and before[0].look == "list":
            before.append(section)
        else:
            found.append([section])
    return found


class PlainPage(BasePage):
    """A page of text (หน้าทั่วไป): about, privacy, accessibility, contact."""

    introduction = models.TextField(_("คำนำ"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("เนื้อหา"), blank=True)
    introduction_en = models.TextField(_("คำนำภาษาอังกฤษ"), blank=True)
    body_en = StreamField(BodyBlock(), verbose_name=_("เนื้อหาภาษาอังกฤษ"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("introduction_en"), FieldPanel("body_en")], _("ภาษาอังกฤษ")),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    parent_page_types = ["home.HomePage", "home.PlainPage"]
    subpage_types = ["home.PlainPage"]

    @property
    def in_english(self) -> bool:
        """Whether the page is shown in English: the reader asks for it and the page has it."""
        return get_language() == "en" and bool(self.body_en)

    @property
    def display_introduction(self) -> str:
        return self.introduction_en if self.in_english else self.introduction

    @property
    def display_body(self) -> Any:
        return self.body_en if self.in_english else self.body

    class Meta:
        verbose_name = _("หน้าทั่วไป")
        verbose_name_plural = _("หน้าทั่วไป")
