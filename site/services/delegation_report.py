"""The report on gaps and overlaps of delegations in Wagtail's admin."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from core.access import public
from organisations.permissions import organisations_of
from services.models import CentrePage, Delegation, Level, Offering, ServicePage
from services.offers import orders_covering
from services.presentation import date_text
from services.proof import Order
from services.proof_gaps import Finding, FindingKind, findings

SPAN = datetime.timedelta(days=60)
"""How far ahead an order that ends is shown: time enough to draw up the next one."""

KIND_NAMES = {
    FindingKind.GAP: gettext_lazy("ไม่มีคำสั่งรองรับ"),
    FindingKind.ENDING: gettext_lazy("คำสั่งใกล้สิ้นผล"),
    FindingKind.OVERLAP: gettext_lazy("คำสั่งซ้ำซ้อน"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A finding with its names (ข้อสังเกตหนึ่งรายการ)."""

    finding: Finding
    service: ServicePage
    centre: CentrePage | None

    @property
    def kind_name(self) -> str:
        return str(KIND_NAMES[self.finding.kind])

    @property
    def service_title(self) -> str:
        return str(self.service.title)

    @property
    def owner_name(self) -> str:
        return self.service.organisation.display_name

    @property
    def centre_title(self) -> str:
        return str(self.centre.title) if self.centre else _("ทุกศูนย์")

    @property
    def advice(self) -> str:
        """What is the matter and what to do about it."""
        names = [_name(order) for order in self.finding.orders]
        match self.finding.kind:
            case FindingKind.GAP if names and self.finding.orders[0].ends_revoked:
                ended = self.finding.orders[0]
                return _(
                    "%(order)s ถูกยกเลิกตั้งแต่วันที่ %(date)s ตาม%(by)s ออกคำสั่งใหม่และบันทึกในทะเบียน "
                    "หรือแก้ระดับบริการของศูนย์"
                ) % {
                    "order": names[0],
                    "date": date_text(ended.revoked) if ended.revoked else "",
                    "by": ended.revoked_by,
                }
            case FindingKind.GAP if names:
                return _("%(order)s สิ้นผลแล้วเมื่อ %(date)s ออกคำสั่งใหม่และบันทึกในทะเบียน หรือแก้ระดับบริการของศูนย์") % {
                    "order": names[0],
                    "date": _last_day(self.finding.orders[0]),
                }
            case FindingKind.GAP:
                return _("ศูนย์แจ้งว่าทำให้เสร็จได้ แต่ไม่พบคำสั่งมอบอำนาจ บันทึกคำสั่งที่มีอยู่ในทะเบียน หรือแก้ระดับบริการของศูนย์")
            case FindingKind.ENDING:
                return _("%(order)s มีผลถึง %(date)s และยังไม่มีคำสั่งที่ต่อเนื่องกัน") % {
                    "order": names[0],
                    "date": _last_day(self.finding.orders[0]),
                }
        return _("%(first)s และ %(second)s มีผลพร้อมกัน ตรวจว่าเงื่อนไขไม่ขัดกัน หรือยกเลิกฉบับที่ไม่ใช้แล้ว") % {
            "first": names[0],
            "second": names[1],
        }


def _name(order: Order) -> str:
    return _("คำสั่ง%(issuer)s ที่ %(number)s") % {"issuer": order.issuer, "number": order.number}


def _last_day(order: Order) -> str:
    return date_text(order.last_day) if order.last_day else ""


def rows(on: datetime.date) -> list[Row]:
    """The findings about public services at public centres, gaps first, then by service and centre.

    The number of queries does not depend on how many there are.
    """
    services = {page.pk: page for page in public(ServicePage.objects.all()).select_related("organisation")}
    centres = {page.pk: page for page in public(CentrePage.objects.all())}
    claims = [
        pair
        for pair in Offering.objects.filter(level=Level.COMPLETE).values_list("service", "centre")
        if pair[0] in services and pair[1] in centres
    ]
    found = [
        Row(finding, services[finding.service], centres.get(finding.centre) if finding.centre else None)
        for finding in findings(claims, orders_covering(services), on, SPAN)
        if finding.centre is None or finding.centre in centres
    ]
    order = list(FindingKind)
    return sorted(found, key=lambda row: (order.index(row.finding.kind), row.service_title, row.centre_title))


def may_see(user: Any) -> bool:
    """Whoever works for an organisation here; every row is made of what the public may read."""
    return bool(user.is_superuser or organisations_of(user).exists())


class DelegationReport(ReportView):
    """ช่องว่างและความซ้ำซ้อนของการมอบอำนาจ: what is claimed without an order, ends soon, or is ordered twice."""

    page_title = gettext_lazy("ช่องว่างและความซ้ำซ้อนของการมอบอำนาจ")
    header_icon = "key"
    results_template_name = "services/admin/delegation_report_results.html"
    index_url_name = "delegation_report"
    index_results_url_name = "delegation_report_results"
    permission_required = "services.view_delegation"
    model = Delegation
    paginate_by = 100
    list_export = ["kind_name", "service_title", "owner_name", "centre_title", "advice"]
    export_headings = {
        "kind_name": gettext_lazy("ข้อสังเกต"),
        "service_title": gettext_lazy("บริการ"),
        "owner_name": gettext_lazy("หน่วยงานเจ้าของบริการ"),
        "centre_title": gettext_lazy("ศูนย์บริการ"),
        "advice": gettext_lazy("รายละเอียดและสิ่งที่ควรทำ"),
    }
    columns = [
        TitleColumn(
            "service_title",
            label=gettext_lazy("บริการ"),
            get_url=lambda row: row.service.get_url(),
        ),
        Column("kind_name", label=gettext_lazy("ข้อสังเกต")),
        Column("owner_name", label=gettext_lazy("หน่วยงานเจ้าของบริการ")),
        Column("centre_title", label=gettext_lazy("ศูนย์บริการ")),
        Column("advice", label=gettext_lazy("รายละเอียดและสิ่งที่ควรทำ")),
    ]

    def user_has_permission(self, permission: str) -> bool:
        return may_see(self.request.user)

    def get_queryset(self) -> list[Row]:
        self.all_rows = rows(timezone.localdate())
        kind = self.request.GET.get("kind", "")
        owner = self.request.GET.get("organisation", "")
        return [
            row
            for row in self.all_rows
            if (not kind or row.finding.kind == kind)
            and (not owner or row.service.organisation.code == owner)
        ]

    def filter_queryset(self, queryset: list[Row]) -> list[Row]:
        return queryset

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        chosen = self.request.GET.get("kind", "")
        kinds = [("", _("ทั้งหมด"), len(self.all_rows))]
        kinds += [
            (kind.value, str(name), sum(row.finding.kind == kind for row in self.all_rows))
            for kind, name in KIND_NAMES.items()
        ]
        owners = {row.service.organisation.code: row.owner_name for row in self.all_rows}
        return super().get_context_data(
            *args,
            kinds=[(value, label, count, value == chosen) for value, label, count in kinds],
            owners=sorted(owners.items(), key=lambda item: item[1]),
            owner=self.request.GET.get("organisation", ""),
            report_url=reverse("delegation_report"),
            **kwargs,
        )

    def get_filename(self) -> str:
        return "delegation-gaps"
