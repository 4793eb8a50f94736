"""The monitor's report: which organisation has come how far, and a matrix of organisations and sections."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from core.templatetags.thai import thai_date
from guidelines.models import AdaptationObligation, GuidelinePage
from guidelines.tracking import Row, State, rows_for, with_figures
from organisations.models import Membership, Role

PERMISSION = "guidelines.view_adaptation_report"


def monitored(user: Any, guideline: GuidelinePage) -> list[Row]:
    """The rows that the user may see: all for a monitor of the issuer, otherwise those of the organisations
    that they monitor, with everything below them."""
    rows = rows_for(guideline)
    if user.is_superuser:
        return rows
    mine = set(Membership.objects.filter(user=user, role=Role.MONITOR).values_list("organisation", flat=True))
    if guideline.issuer_id in mine:
        return rows
    return [
        row for row in rows if mine & {row.organisation.pk, *(a.pk for a in row.organisation.ancestors())}
    ]


def shown(date: datetime.date | None) -> str:
    """A date as people read it: short, in the Buddhist era; empty where there is none."""
    return str(thai_date(date, "short")) if date else ""


class GuidelineOfReport:
    """The guideline that a report is about: the one asked for, else the first that is live."""

    request: HttpRequest

    @cached_property
    def guidelines(self) -> list[GuidelinePage]:
        return list(GuidelinePage.objects.live().order_by("path"))

    @cached_property
    def guideline(self) -> GuidelinePage | None:
        wanted = self.request.GET.get("guideline", "")
        chosen = [each for each in self.guidelines if str(each.pk) == wanted]
        return next(iter(chosen or self.guidelines), None)


class AdaptationReport(GuidelineOfReport, ReportView):
    """การปรับใช้แนวทางของหน่วยงาน: organisation × state, with what was adapted, when, and by when it is due."""

    page_title = gettext_lazy("การปรับใช้แนวทางของหน่วยงาน")
    header_icon = "tasks"
    template_name = "guidelines/admin/report.html"
    results_template_name = "guidelines/admin/report_results.html"
    index_url_name = "guidelines:report"
    index_results_url_name = "guidelines:report_results"
    permission_required = PERMISSION
    model = AdaptationObligation
    paginate_by = 100
    export_headings = {
        "organisation.name_th": gettext_lazy("หน่วยงาน"),
        "state.label": gettext_lazy("สถานะ"),
        "own_sections": gettext_lazy("หมวดที่ต่างจากต้นแบบ"),
        "changed_at": gettext_lazy("แก้ไขล่าสุด"),
        "due": gettext_lazy("กำหนดแล้วเสร็จ"),
        "edition": gettext_lazy("ฉบับต้นแบบ"),
        "counters": gettext_lazy("จุดบริการ"),
        "services": gettext_lazy("งานที่จุดบริการ"),
        "finished": gettext_lazy("งานที่เสร็จที่จุดบริการ"),
    }
    list_export = list(export_headings)
    columns = [
        TitleColumn(
            "organisation",
            label=gettext_lazy("หน่วยงาน"),
            accessor="organisation.name_th",
            get_url=lambda row: row.adaptation.get_url() if row.is_live else None,
        ),
        StatusTagColumn(
            "state", label=gettext_lazy("สถานะ"), accessor="state.label", primary=lambda row: row.is_live
        ),
        Column("own_sections", label=gettext_lazy("หมวดที่ต่างจากต้นแบบ"), accessor=lambda row: row.own_sections),
        Column("changed_at", label=gettext_lazy("แก้ไขล่าสุด"), accessor=lambda row: shown(row.changed_at)),
        Column(
            "due",
            label=gettext_lazy("กำหนดแล้วเสร็จ"),
            accessor=lambda row: shown(row.due) or _("ไม่กำหนด"),
        ),
        Column(
            "late",
            label=gettext_lazy("เกินกำหนด"),
            accessor=lambda row: _("เกินกำหนด") if row.is_late else "",
        ),
        Column(
            "finished",
            label=gettext_lazy("เสร็จที่จุดบริการ"),
            accessor=lambda row: str(row.figures) if row.figures and row.figures.counters else "",
        ),
    ]

    def user_has_permission(self, permission: str) -> bool:
        return self.request.user.has_perm(permission)

    def get_queryset(self) -> list[Row]:
        if self.guideline is None:
            return []
        rows = with_figures(monitored(self.request.user, self.guideline))
        state = self.request.GET.get("state", "")
        if state == "late":
            return [row for row in rows if row.is_late]
        return [row for row in rows if not state or row.state == state]

    def filter_queryset(self, queryset: list[Row]) -> list[Row]:
        return queryset

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        rows = monitored(self.request.user, self.guideline) if self.guideline else []
        chosen = self.request.GET.get("state", "")
        states = [("", _("ทั้งหมด"), len(rows))]
        states += [(s.value, str(s.label), sum(row.state == s for row in rows)) for s in State]
        states.append(("late", _("เกินกำหนด"), sum(row.is_late for row in rows)))
        return super().get_context_data(
            *args,
            guidelines=self.guidelines,
            guideline=self.guideline,
            states=[(value, label, count, value == chosen) for value, label, count in states],
            matrix_url=reverse("guidelines:matrix", args=[self.guideline.pk]) if self.guideline else "",
            **kwargs,
        )

    def get_filename(self) -> str:
        return "guideline-adaptations"
