"""The fixed part of the page tree: home, its sections and the plain pages, made once by `manage.py setup`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import transaction
from wagtail.models import Locale, Page, Site

from home.models import HomePage, MenuItem
from home.plain_pages import make_plain_pages
from organisations import permissions


@dataclass(frozen=True, slots=True)
class SectionPage:
    """A section under the home page: which page type, at which slug, called what."""

    model: str
    slug: str
    title: str
    title_en: str
    label: str
    label_en: str
    """Short names for the menu."""


SECTIONS = (
    SectionPage(
        "services.ServiceIndexPage", "services", "บริการและคู่มือสำหรับประชาชน", "Services", "บริการ", "Services"
    ),
    SectionPage(
        "services.CentreIndexPage",
        "centres",
        "ศูนย์บริการร่วมและหน่วยเคลื่อนที่",
        "Service centres",
        "ศูนย์บริการร่วม",
        "Service centres",
    ),
    SectionPage(
        "circulars.CircularIndexPage",
        "circulars",
        "หนังสือเวียนและหนังสือราชการ",
        "Circulars",
        "หนังสือเวียน",
        "Circulars",
    ),
    SectionPage(
        "guidelines.GuidelineIndexPage",
        "guidelines",
        "แนวทางศูนย์บริการร่วม",
        "Guidelines",
        "แนวทาง",
        "Guidelines",
    ),
    SectionPage(
        "organisations.OrganisationIndexPage",
        "organisations",
        "ทำเนียบหน่วยงาน",
        "Organisations",
        "หน่วยงาน",
        "Organisations",
    ),
)


HOME_TEXTS = {
    "introduction": "คู่มือบริการภาครัฐ หนังสือเวียน และแนวทางศูนย์บริการร่วม พิมพ์คำที่ใช้พูดในชีวิตประจำวันได้เลย",
    "introduction_en": "Public services, official circulars and guidelines for joint service centres.",
    "search_examples": "บัตรประชาชนหาย\nแจ้งเกิด\nต่อภาษีรถ\nเปิดร้านอาหาร",
}


@transaction.atomic
def build_site(hostname: str = "localhost", port: int = 80, site_name: str = "ร่วม") -> Site:
    """Make the home page, the section pages and the site record; what exists is left alone."""
    root = Page.get_first_root_node()
    if root is None:
        root = Page.add_root(instance=Page(title="Root", slug="root", locale=Locale.get_default()))
    home = HomePage.objects.first()
    if home is None:
        home = HomePage(title="ร่วม", title_en="Ruam", slug="home-page", **HOME_TEXTS)
        root.add_child(instance=home)
        Page.objects.filter(depth=2, slug="home").exclude(pk=home.pk).delete()
        home.slug = "home"
        home.save()
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        site = Site(hostname=hostname, port=port, is_default_site=True)
    if site.root_page_id != home.pk:
        site.root_page, site.site_name, site.hostname, site.port = home, site_name, hostname, port
        site.save()
    for section in SECTIONS:
        _section(home, section)
    make_plain_pages(home)
    permissions.sync_all()
    return site


def serve_at(hostname: str, port: int) -> None:
    """Give the default site this address, which sitemaps, feeds and citations print."""
    site = Site.objects.get(is_default_site=True)
    if (site.hostname, site.port) != (hostname, port):
        site.hostname, site.port = hostname, port
        site.save()


def _section(home: HomePage, section: SectionPage) -> None:
    model: Any = apps.get_model(section.model)
    if not model.objects.child_of(home).exists():
        page = model(title=section.title, title_en=section.title_en, slug=section.slug)
        page.show_in_menus = True
        home.add_child(instance=page)
        page.save_revision().publish()
        MenuItem.objects.create(
            home=home,
            page=page,
            label=section.label,
            label_en=section.label_en,
            sort_order=[one.slug for one in SECTIONS].index(section.slug),
        )
