"""Wagtail's explorer and its form for moving pages, for who may know of the page.

Wagtail shows the name of any page below a user's own root, drafts of other organisations among them, to
whoever asks for its address: only the list of a page's children is filtered. Here the page itself passes the
same filters.
"""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.auth import require_admin_access
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.models import Page


def is_listed(request: HttpRequest, key: int) -> bool:
    """Whether the explorer would name the page among the children of the page above it."""
    pages = Page.objects.filter(pk=key)
    page = pages.first()
    for leave_out in hooks.get_hooks("construct_explorer_page_queryset"):
        pages = leave_out(page.get_parent() if page else None, pages, request)
    return pages.exists()


def may_move(request: HttpRequest, page: Page, destination: Page) -> None:
    """Wagtail asks only when the page is moved, after its name was shown. Raises PermissionDenied."""
    if not page.permissions_for_user(request.user).can_move():
        raise PermissionDenied


def explorer(name: str) -> Callable[..., HttpResponseBase]:
    """Wagtail's view of that name, refused for a page that the list above it would not name."""
    view = page_viewset_registry.as_view(name, parent_page_id_kwarg="parent_page_id")

    def guarded(request: HttpRequest, parent_page_id: int) -> HttpResponseBase:
        if not is_listed(request, parent_page_id):
            raise PermissionDenied
        answer: HttpResponseBase = view(request, parent_page_id=parent_page_id)
        return answer

    admitted: Callable[..., HttpResponseBase] = require_admin_access(guarded)
    return admitted


urlpatterns: list[URLPattern] = [path("", explorer("index")), path("results/", explorer("index_results"))]
"""Stand before Wagtail's own addresses, whose names lead here by their path."""
