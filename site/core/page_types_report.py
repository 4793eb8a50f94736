"""Wagtail's report on types of pages, for superusers alone.

It names the page of each type that was edited last, to everybody who may edit some page: another
ministry's draft among them. Every other report of Wagtail's is filtered by what its reader may edit.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView

NAME = "page-types-usage"


class PageTypesReport(PageTypesUsageReportView):
    """The report, refused to all but superusers."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


urlpatterns: list[URLPattern] = [
    path("", require_admin_access(PageTypesReport.as_view())),
    path("results/", require_admin_access(PageTypesReport.as_view(results_only=True))),
]
"""Stand before Wagtail's own addresses, whose names lead here by their path."""


def without_report(request: HttpRequest, items: list[MenuItem]) -> None:
    """Take the report out of the menu of those to whom it is refused."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name != NAME]
