"""The registrar's queue: letters that wait for a decision."""

from __future__ import annotations

from typing import Any

import django_filters  # type: ignore[import-untyped]
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from circulars.admin.permissions import letters_for, may_register
from circulars.letters.flags import FLAG_KINDS
from circulars.models import CircularFlag, CircularPage, Kind, Status

_OPEN = Q(flags__resolved_at=None, flags__lapsed_at=None)


class QueueFilters(WagtailFilterSet):
    """By state, kind and doubt."""

    status = django_filters.ChoiceFilter(label=_("สถานะ"), choices=Status.choices)
    kind = django_filters.ChoiceFilter(label=_("ชนิด"), choices=Kind.choices)
    code = django_filters.ChoiceFilter(
        label=_("ข้อสงสัย"),
        choices=[(code, kind.title) for code, kind in FLAG_KINDS.items() if kind.severity != "info"],
        method="with_open_flag",
    )

    class Meta:
        model = CircularPage
        fields = ["status", "kind"]

    def with_open_flag(
        self, queryset: QuerySet[CircularPage], name: str, value: str
    ) -> QuerySet[CircularPage]:
        flags = CircularFlag.objects.open().filter(code=value, page=OuterRef("pk"))
        return queryset.filter(Exists(flags))


class QueueView(ReportView):
    """Letters that are held, are being verified or have open doubts, the latest first."""

    model = CircularPage
    page_title = _("คิวตรวจหนังสือ")
    header_icon = "clipboard-list"
    index_url_name = "circulars_admin:queue"
    index_results_url_name = "circulars_admin:queue_results"
    filterset_class = QueueFilters
    default_ordering = "-pk"
    list_export = ["number", "title", "date_raw", "issuer_name", "get_status_display", "errors", "warnings"]
    columns = [
        TitleColumn("title", label=_("เรื่อง"), get_url=lambda letter: review_url(letter)),
        Column("number_raw", label=_("เลขที่")),
        Column("date_raw", label=_("วันที่")),
        Column("issuer_name", label=_("ส่วนราชการ")),
        Column("get_status_display", label=_("สถานะ")),
        Column("errors", label=_("ต้องวินิจฉัย")),
        Column("warnings", label=_("ควรตรวจดู")),
        DateColumn("latest_revision_created_at", label=_("แก้ไขล่าสุด")),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_register(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[CircularPage]:
        letters = letters_for(self.request.user).annotate(
            errors=Count("flags", filter=_OPEN & Q(flags__severity="error")),
            warnings=Count("flags", filter=_OPEN & Q(flags__severity="warn")),
        )
        return letters.filter(Q(live=False) | Q(errors__gt=0) | Q(warnings__gt=0)).order_by("-pk")


def review_url(letter: CircularPage) -> str:
    """Address of the review screen of a letter."""
    return reverse("circulars_admin:review", args=[letter.pk])
