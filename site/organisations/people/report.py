"""The report for administrators and auditors: who could do what, for whom, on any day."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.reports import ReportView

from core.templatetags.thai import thai_date
from organisations.models import Organisation, RoleRecord
from organisations.people.models import RECORDED_ROLES, SUPERUSER
from organisations.people.records import (
    held_on,
    may_read_records,
    readable_organisations,
    readable_records,
)
from search.thai.dates import parse_date


class RoleReport(ReportView):
    """ประวัติบทบาท: whoever could act in a role; with a day, only those who could on that day.

    Superusers could act for every organisation, so they stand in the answer for each of them.
    """

    page_title = gettext_lazy("ใครมีอำนาจทำอะไรเมื่อใด")
    header_icon = "history"
    results_template_name = "organisations/admin/records_results.html"
    index_url_name = "role_records"
    index_results_url_name = "role_records_results"
    permission_required = "wagtailadmin.access_admin"
    model = RoleRecord
    paginate_by = 50
    export_headings = {
        "person": gettext_lazy("บุคคล"),
        "organisation_name": gettext_lazy("หน่วยงาน"),
        "get_role_display": gettext_lazy("บทบาท"),
        "begun_at": gettext_lazy("ตั้งแต่"),
        "begun_by": gettext_lazy("ผู้แต่งตั้ง"),
        "reason": gettext_lazy("เหตุผลที่แต่งตั้ง"),
        "ended_at": gettext_lazy("ถึง"),
        "ended_by": gettext_lazy("ผู้ยุติ"),
        "ended_reason": gettext_lazy("เหตุผลที่ยุติ"),
    }
    list_export = list(export_headings)

    def user_has_permission(self, permission: str) -> bool:
        return may_read_records(self.request.user)

    @cached_property
    def organisations(self) -> list[Organisation]:
        found = readable_organisations(self.request.user)
        return list(found.prefetch_related("names").order_by("name_th"))

    @cached_property
    def organisation(self) -> Organisation | None:
        asked = self.request.GET.get("organisation", "")
        return next((each for each in self.organisations if str(each.pk) == asked), None)

    @cached_property
    def day(self) -> datetime.date | None:
        """The day that was asked for, in either era and script; None where none was, or it is no day."""
        typed = self.request.GET.get("on", "").strip()
        found = parse_date(typed) if typed else None
        is_day = found is not None and found.precision == "day" and not found.is_range
        return found.first if found is not None and is_day else None

    def get_queryset(self) -> QuerySet[RoleRecord]:
        return readable_records(self.request.user)

    def filter_queryset(self, queryset: QuerySet[RoleRecord]) -> QuerySet[RoleRecord]:
        asked = self.request.GET
        if asked.get("organisation") and self.organisation is None:
            return queryset.none()
        if self.organisation is not None:
            queryset = queryset.filter(organisation=self.organisation) | queryset.filter(role=SUPERUSER)
        if role := asked.get("role", ""):
            queryset = queryset.filter(role__in=[role, SUPERUSER])
        if person := asked.get("person", "").strip():
            queryset = queryset.filter(person__icontains=person) | queryset.filter(username=person)
        if asked.get("on", "").strip():
            queryset = held_on(queryset, self.day) if self.day else queryset.none()
        return queryset.order_by("organisation_name", "role", "-begun_at", "pk")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        return super().get_context_data(
            *args,
            organisations=self.organisations,
            organisation=self.organisation,
            roles=[(value, str(label), value == asked.get("role")) for value, label in RECORDED_ROLES],
            asked=asked,
            day=self.day,
            problem=self._problem(),
            sentence=self._sentence(),
            **kwargs,
        )

    def _problem(self) -> str:
        if not self.request.GET.get("on", "").strip():
            return ""
        if self.day is None:
            return _("อ่านวันที่ไม่ได้ โปรดพิมพ์วันเดือนปีให้ครบ เช่น 1 ธันวาคม 2567 หรือ 1/12/2567")
        return _("วันที่นี้ยังมาไม่ถึง แสดงผู้ที่มีบทบาทอยู่ขณะนี้") if self.day > timezone.localdate() else ""

    def _sentence(self) -> str:
        """What the list answers, in words, with the name that the organisation had on that day."""
        if self.day is None:
            return ""
        day = str(thai_date(self.day, "long"))
        if self.organisation is None:
            return _("ผู้ที่มีบทบาทอยู่ในวันที่ %(day)s") % {"day": day}
        text = _("ผู้ที่ทำการแทน%(name)sได้ในวันที่ %(day)s") % {
            "name": self.organisation.name_on(self.day),
            "day": day,
        }
        if self.organisation.is_abolished(self.day):
            text += " " + _("(หน่วยงานยุบเลิกแล้วในวันนั้น)")
        return text

    def get_filename(self) -> str:
        return "role-records"
