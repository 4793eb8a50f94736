"""The registrar's queue: letters that wait for a decision."""

from __future__ import annotations

from typing import Any

import django_filters  # type: ignore[import-untyped]
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from circulars.admin.permissions import letters_for, may_register
from circulars.letters.flags import FLAG_KINDS
from circulars.models import CircularFlag, CircularPage, Correction, Kind, Proposal, Status
from circulars.models.choices import Severity, Speed
from organisations.models import Organisation

_OPEN = Q(flags__resolved_at=None, flags__lapsed_at=None)


class QueueFilters(WagtailFilterSet):
    """By state, kind, urgency, organisation, doubt, day of registration, and who registered it."""

    status = django_filters.ChoiceFilter(label=_("สถานะ"), choices=Status.choices)
    kind = django_filters.ChoiceFilter(label=_("ชนิด"), choices=Kind.choices)
    speed = django_filters.ChoiceFilter(label=_("ชั้นความเร็ว"), choices=Speed.choices)
    issuer = django_filters.ModelChoiceFilter(
        label=_("หน่วยงานเจ้าของหนังสือ"),
        queryset=Organisation.objects.filter(circulars__secrecy="").distinct().order_by("name_th"),
    )
    severity = django_filters.ChoiceFilter(
        label=_("ระดับของข้อสงสัย"), choices=Severity.choices, method="with_open_severity"
    )
    code = django_filters.ChoiceFilter(
        label=_("ข้อสงสัย"),
        choices=[(code, kind.title) for code, kind in FLAG_KINDS.items() if kind.severity != "info"],
        method="with_open_flag",
    )

    original__received_at = django_filters.DateFromToRangeFilter(
        label=_("รับเข้าเมื่อ"), widget=DateRangePickerWidget
    )
    owner = django_filters.ModelChoiceFilter(
        label=_("ผู้นำเข้า"),
        queryset=get_user_model().objects.filter(owned_pages__isnull=False).distinct().order_by("username"),
    )

    class Meta:
        model = CircularPage
        fields = ["status", "kind", "speed", "issuer", "owner"]

    def with_open_severity(
        self, queryset: QuerySet[CircularPage], name: str, value: str
    ) -> QuerySet[CircularPage]:
        flags = CircularFlag.objects.open().filter(severity=value, page=OuterRef("pk"))
        return queryset.filter(Exists(flags))

    def with_open_flag(
        self, queryset: QuerySet[CircularPage], name: str, value: str
    ) -> QuerySet[CircularPage]:
        flags = CircularFlag.objects.open().filter(code=value, page=OuterRef("pk"))
        return queryset.filter(Exists(flags))


class QueueView(ReportView):
    """Letters that are held, are being verified or have open doubts, the most urgent first."""

    model = CircularPage
    page_title = _("คิวตรวจหนังสือ")
    header_icon = "clipboard-list"
    index_url_name = "circulars_admin:queue"
    index_results_url_name = "circulars_admin:queue_results"
    filterset_class = QueueFilters
    list_export = ["number", "title", "date_raw", "issuer_name", "get_status_display", "errors", "warnings"]
    columns = [
        TitleColumn("title", label=_("เรื่อง"), get_url=lambda letter: review_url(letter)),
        Column("number_raw", label=_("เลขที่")),
        Column("date_raw", label=_("วันที่")),
        Column("issuer_name", label=_("ส่วนราชการ")),
        Column("speed", label=_("ชั้นความเร็ว")),
        Column("get_status_display", label=_("สถานะ")),
        Column("errors", label=_("ต้องวินิจฉัย")),
        Column("warnings", label=_("ควรตรวจดู")),
        Column("proposed", label=_("ข้อเสนอที่รอตัดสิน")),
        DateColumn("latest_revision_created_at", label=_("แก้ไขล่าสุด")),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_register(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[CircularPage]:
        return waiting_letters(self.request.user)


def waiting_letters(user: Any) -> QuerySet[CircularPage]:
    """What waits for a decision that the user may take: the fastest class first, then the longest held."""
    letters = letters_for(user).annotate(
        errors=Count("flags", filter=_OPEN & Q(flags__severity="error")),
        warnings=Count("flags", filter=_OPEN & Q(flags__severity="warn")),
        proposed=Case(
            When(
                Exists(Proposal.objects.open().filter(page=OuterRef("pk"))), then=Value(gettext("รอพิจารณา"))
            ),
            When(
                Exists(Correction.objects.waiting().filter(page=OuterRef("pk"))),
                then=Value(gettext("การแก้ไขรอเห็นชอบ")),
            ),
            default=Value(""),
        ),
        urgency=Case(
            *(When(speed=speed, then=Value(rank)) for rank, speed in enumerate(Speed.values)),
            default=Value(len(Speed.values)),
        ),
    )
    waiting = letters.filter(Q(live=False) | Q(errors__gt=0) | Q(warnings__gt=0) | ~Q(proposed=""))
    return waiting.order_by("live", "urgency", "pk")


def next_letter(user: Any, letter: CircularPage) -> int | None:
    """Key of the letter that follows in the queue, round and round; None if there is none."""
    keys = list(waiting_letters(user).values_list("pk", flat=True))
    if letter.pk in keys:
        at = keys.index(letter.pk) + 1
        keys = keys[at:] + keys[: at - 1]
    return keys[0] if keys else None


def review_url(letter: CircularPage) -> str:
    """Address of the review screen of a letter."""
    return reverse("circulars_admin:review", args=[letter.pk])
