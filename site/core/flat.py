"""Addresses that do not follow the page tree: /services/<slug>/ although a folder lies between."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.http import Http404, HttpRequest
from wagtail.models import Page
from wagtail.query import PageQuerySet


class FlatChildMixin:
    """A page whose address is its section's address and its own slug, whatever lies between in the tree.

    `flat_root_type` is the "app.Model" label of the section page. Slugs must be unique in the section,
    which `FlatIndexMixin.find` relies on and `clean` checks.
    """

    flat_root_type = ""
    flat_prefix = ""
    """What stands between the section's address and the slug, e.g. "journeys/"."""

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        parts = super().get_url_parts(request)  # type: ignore[misc]
        if parts is None or parts[2] is None:
            return parts
        site_id, root_url, path = parts
        slug = f"{self.slug}/"  # type: ignore[attr-defined]
        folder_path = path.removesuffix(slug)
        section_path = folder_path.rstrip("/").rpartition("/")[0] + "/"
        return site_id, root_url, section_path + self.flat_prefix + slug


class FlatIndexMixin:
    """The section page: finds the page for one slug anywhere below itself."""

    flat_child_model: type[Page]
    flat_below: Mapping[str, type[Page]] = MappingProxyType({})
    """Further page types in the section, by the first part of their addresses: "journeys" for "journeys/"."""

    @classmethod
    def found(cls, slug: str, path: str) -> PageQuerySet:
        """The page for a slug below the section at this path of the tree, if there is one."""
        return cls.flat_child_model.objects.filter(slug=slug, path__startswith=path)

    def find(self, slug: str) -> Page | None:
        page: Page | None = self.found(slug, self.path).first()  # type: ignore[attr-defined]
        return page

    def find_below(self, prefix: str, slug: str) -> Page | None:
        """The page of a further type under its prefix. Raises KeyError for an unknown one."""
        return self.flat_below[prefix].objects.descendant_of(self).filter(slug=slug).first()

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        if not path_components:
            return super().route(request, path_components)  # type: ignore[misc]
        if len(path_components) > 1 and path_components[0] in self.flat_below:
            page = self.find_below(path_components[0], path_components[1])
            if page is None:
                raise Http404
            return page.route(request, path_components[2:])
        page = self.find(path_components[0])
        if page is not None:
            return page.route(request, path_components[1:])
        if hasattr(self, "resolve_subpage"):
            result = super().route(request, path_components)  # type: ignore[misc]
            if not isinstance(result.page, FlatChildMixin):  # such a page has one address only
                return result
        raise Http404
