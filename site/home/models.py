"""The home page and plain pages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from core.blocks import BodyBlock
from core.models import BasePage


class HomePage(BasePage):
    """The front door (หน้าแรก): search first, then the ways in."""

    introduction = models.TextField(_("คำแนะนำเว็บไซต์"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("หน้าแรก")


class PlainPage(BasePage):
    """A page of text (หน้าทั่วไป): about, privacy, accessibility, contact."""

    introduction = models.TextField(_("คำนำ"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("เนื้อหา"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    parent_page_types = ["home.HomePage", "home.PlainPage"]
    subpage_types = ["home.PlainPage"]

    class Meta:
        verbose_name = _("หน้าทั่วไป")
        verbose_name_plural = _("หน้าทั่วไป")
