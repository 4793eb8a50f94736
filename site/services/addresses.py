"""Sections whose pages have flat addresses, and the folders that hold those pages by organisation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page
from wagtail.query import PageQuerySet

from core.collation import sort_key
from core.flat import FlatChildMixin, FlatIndexMixin
from core.models import BasePage
from organisations.models import Organisation, OrganisationFolder


class SectionIndexPage(FlatIndexMixin, RoutablePageMixin, BasePage):
    """The front page of a section whose pages stand in organisations' folders (หน้าแรกของหมวด).

    A page's address is the section's and its own slug; the same in capital letters redirects to it.
    """

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["organisations.OrganisationFolder"]

    class Meta:
        abstract = True

    flat_child_related: tuple[str, ...] = ()
    """Foreign keys of a child that its page shows, read together with it."""

    @classmethod
    def found(cls, slug: str, path: str) -> PageQuerySet:
        return super().found(slug, path).select_related(*cls.flat_child_related)

    @path("<str:slug>/", name="wrong_case")
    def wrong_case(self, request: HttpRequest, slug: str) -> HttpResponse:
        page = self.find(slug.lower()) if slug != slug.lower() else None
        if page is None or not page.live:
            raise Http404
        return redirect(page.get_url(request), permanent=True)

    @classmethod
    def reserved_slugs(cls) -> frozenset[str]:
        """Slugs that are the section's own addresses, so that no page may have them."""
        first_parts = (str(url.pattern).partition("/")[0] for url in cls.get_subpage_urls())
        return frozenset(part for part in first_parts if part and "<" not in part)


class SectionChildMixin(FlatChildMixin):
    """A page of such a section (หน้าในหมวด): its owner is the organisation of the folder in which it stands.

    `section_model` is the index page's model; set it after both classes exist.
    """

    section_model: type[SectionIndexPage]

    @classmethod
    def can_exist_under(cls, parent: Page) -> bool:
        folder = parent.specific
        if not super().can_exist_under(parent) or not isinstance(folder, OrganisationFolder):  # type: ignore[misc]
            return False
        section = folder.get_parent()
        return section is not None and section.specific_class is cls.section_model

    title: str
    sort_key: str

    def derive(self) -> None:
        """Fill the fields that follow from others."""
        self.sort_key = sort_key(self.title)

    def set_owner(self) -> None:
        """Take the owner from the folder, once the page has a place in the tree."""
        folder = self.get_parent().specific if self.path else None  # type: ignore[attr-defined]
        if isinstance(folder, OrganisationFolder):
            self.organisation_id = folder.organisation_id

    is_checked = False
    """Whether `full_clean` has just found nothing, so that saving need not ask again."""
    only_these: tuple[str, ...] | None = None
    """Fields that saving writes, None for all; see `checked`."""

    @contextmanager
    def checked(self, only: tuple[str, ...] | None = None) -> Iterator[None]:
        """While a page that was found right is stored and published, it is checked no more. With `only`,
        saving writes no other fields: the page stands in the database as it is here but for these."""
        self.is_checked, self.only_these = True, only
        try:
            yield
        finally:
            self.is_checked, self.only_these = False, None

    def save(self, *args: Any, **kwargs: Any) -> Any:
        if self.only_these is not None:
            kwargs.setdefault("update_fields", list(self.only_these))
        return super().save(*args, **kwargs)  # type: ignore[misc]

    def minimal_clean(self) -> None:
        """What Wagtail asks of a draft, which may lack anything but its owner."""
        if self.is_checked:
            return
        self.set_owner()
        self.derive()
        super().minimal_clean()  # type: ignore[misc]

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        if self.is_checked:
            return
        self.set_owner()
        self.derive()
        super().full_clean(*args, **kwargs)  # type: ignore[misc]

    def clean(self) -> None:
        super().clean()  # type: ignore[misc]
        slug = self.slug  # type: ignore[attr-defined]
        if slug in self.section_model.reserved_slugs():
            raise ValidationError({"slug": _("ที่อยู่เว็บ “%s” สงวนไว้ใช้กับหน้าอื่นของระบบ โปรดตั้งชื่ออื่น") % slug})
        if slug != slug.lower():
            raise ValidationError({"slug": _("ที่อยู่เว็บต้องเป็นอักษรอังกฤษตัวเล็ก เช่น %s") % slug.lower()})
        twin = type(self).objects.filter(slug=slug).exclude(pk=self.pk).only("title").first()  # type: ignore[attr-defined]
        if twin is not None:
            raise ValidationError(
                {
                    "slug": _("ที่อยู่เว็บ “%(slug)s” ใช้กับ “%(title)s” แล้ว โปรดตั้งชื่ออื่น")
                    % {"slug": slug, "title": twin.title}
                }
            )


def folder_of(section: Page, organisation: Organisation) -> OrganisationFolder:
    """The organisation's folder in a section, made where there is none.

    A new folder does not by itself give anybody a permission; see `services.permissions`.
    """
    folder = find_folder(section, organisation)
    if folder is None:
        folder = new_folder(organisation)
        section.add_child(instance=folder)
    return folder


def find_folder(section: Page, organisation: Organisation) -> OrganisationFolder | None:
    """The organisation's folder in a section, None where there is none yet."""
    return OrganisationFolder.objects.child_of(section).filter(organisation=organisation).first()


def new_folder(organisation: Organisation) -> OrganisationFolder:
    """A folder for an organisation, not stored."""
    return OrganisationFolder(title=organisation.name_th, slug=organisation.code, organisation=organisation)
