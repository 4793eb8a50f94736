"""The editors' and administrators' tools of search in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from finder.admin import reports, views
from finder.admin.terms import TermViewSet


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    patterns = [
        path("queries/", reports.QueryReport.as_view(), name="queries"),
        path("queries/results/", reports.QueryReport.as_view(results_only=True), name="queries_results"),
        path("zero-hits/", reports.ZeroHitReport.as_view(), name="zero_hits"),
        path(
            "zero-hits/results/", reports.ZeroHitReport.as_view(results_only=True), name="zero_hits_results"
        ),
        path("files/", reports.FileReport.as_view(), name="files"),
        path("files/results/", reports.FileReport.as_view(results_only=True), name="files_results"),
        path("explain/", views.ExplainView.as_view(), name="explain"),
        path("index/", views.IndexView.as_view(), name="index"),
    ]
    return [path("finder/", include((patterns, "finder_admin")))]


register_snippet(TermViewSet)


class QueryMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(reports.QUERIES)


class FileMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return reports.may_see_files(request.user)


class AdministratorMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)


def _report(kind: type[MenuItem], name: str, label: Any, icon: str, order: int) -> None:
    @hooks.register("register_reports_menu_item")
    def item() -> MenuItem:
        url = reverse(f"finder_admin:{name}")
        return kind(label, url, name=f"finder-{name}", icon_name=icon, order=order)


_report(QueryMenuItem, "queries", gettext_lazy("คำค้นของผู้ใช้"), "search", 200)
_report(QueryMenuItem, "zero_hits", gettext_lazy("คำค้นที่ไม่พบผล"), "warning", 210)
_report(QueryMenuItem, "explain", gettext_lazy("เหตุผลของลำดับผลการค้นหา"), "help", 220)
_report(FileMenuItem, "files", gettext_lazy("เอกสารที่ค้นจากเนื้อหาไม่ได้"), "doc-empty", 230)
_report(AdministratorMenuItem, "index", gettext_lazy("สถานะดัชนีค้นหา"), "history", 900)


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """Seeing what people search for can be given to a group."""
    return Permission.objects.filter(content_type__app_label="finder", codename="view_querycount")
