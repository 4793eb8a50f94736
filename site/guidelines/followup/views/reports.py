"""The organisation's screens: the reports it owes, the form, and its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from guidelines.followup.access import may_follow_up, may_report, own_members, readable_evidence
from guidelines.followup.models import Evidence, RoundMember
from guidelines.followup.paper import UNITS
from guidelines.followup.reporting import (
    WITH_BASE,
    Figure,
    add_evidence,
    check_evidence,
    read_figure,
    save_report,
)

TITLE = gettext_lazy("รายงานผลตามตัวชี้วัด")


class Reports(WagtailAdminTemplateMixin, View):
    """The reports that one's organisations owe or gave (รายงานผลตามตัวชี้วัด)."""

    page_title = TITLE
    header_icon = "order"
    template_name = "followup/admin/reports.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render_to_response(self.get_context_data(members=own_members(request.user)))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": str(TITLE)}]


@dataclass(slots=True)
class Line:
    """One indicator on the form: what it is, what was typed or stored, and what is wrong with it."""

    key: str
    label: str
    unit: str
    unit_label: str
    with_base: bool
    amount: str
    base: str
    error: str = ""


class Report(WagtailAdminTemplateMixin, View):
    """What one organisation reports in one round. Its own people write; who follows the round up reads."""

    header_icon = "order"
    template_name = "followup/admin/report.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        queryset = RoundMember.objects.select_related("round__guideline__issuer", "organisation")
        member = queryset.filter(pk=kwargs.pop("pk")).first()
        if member is None:
            raise Http404
        self.member = member
        self.may_write = may_report(request.user, member) and not member.round.is_closed
        if not may_report(request.user, member) and not may_follow_up(request.user, member.round.guideline):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return f"{self.member.organisation.name_th} – {_('รอบที่ %s') % self.member.round.number}"

    def get(self, request: HttpRequest) -> HttpResponse:
        stored = {value.key: value for value in self.member.values.all()}
        lines = [
            self._line(
                each,
                _plain(stored[each["key"]].amount) if each["key"] in stored else "",
                _plain(stored[each["key"]].base) if each["key"] in stored else "",
            )
            for each in self.member.round.indicators
        ]
        return self._show(lines, self.member.obstacles)

    def post(self, request: HttpRequest) -> HttpResponse:
        if not self.may_write:
            raise PermissionDenied
        lines, figures = [], {}
        for each in self.member.round.indicators:
            key = each["key"]
            line = self._line(
                each, request.POST.get(f"{key}-amount", ""), request.POST.get(f"{key}-base", "")
            )
            lines.append(line)
            try:
                figure: Figure | None = read_figure(line.unit, line.amount, line.base)
            except ValidationError as error:
                line.error = " ".join(error.messages)
            else:
                if figure is not None:
                    figures[key] = figure
        obstacles, problems = request.POST.get("obstacles", ""), []
        if any(line.error for line in lines):
            problems.append(_("มีช่องที่ต้องแก้ไข ระบบยังไม่บันทึก"))
        else:
            try:
                self._save(request, figures, obstacles)
            except ValidationError as error:
                problems += error.messages
            else:
                return redirect("followup:report", self.member.pk)
        return self._show(lines, obstacles, problems)

    @transaction.atomic
    def _save(self, request: HttpRequest, figures: dict[str, Figure], obstacles: str) -> None:
        """Figures and files, all or none: a bad file among them leaves nothing sent and no file."""
        uploads, key = request.FILES.getlist("evidence"), request.POST.get("evidence-key", "")
        for upload in uploads:
            check_evidence(self.member, upload, key)
        seen = request.POST.get("seen", "")
        stored = save_report(
            self.member,
            request.user,
            figures,
            obstacles,
            seen=int(seen) if seen.isdecimal() else -1,
            submit="submit" in request.POST,
        )
        for upload in uploads:
            add_evidence(stored, request.user, upload, key)
        is_sent = stored.submitted_at is not None
        messages.success(request, _("ส่งรายงานแล้ว") if is_sent else _("บันทึกร่างรายงานแล้ว ยังไม่ได้ส่ง"))

    def _line(self, indicator: dict[str, str], amount: str, base: str) -> Line:
        unit = indicator["unit"]
        return Line(
            indicator["key"],
            indicator["label"],
            unit,
            _(UNITS.get(unit, unit)),
            unit in WITH_BASE,
            amount,
            base,
        )

    def _show(self, lines: list[Line], obstacles: str, problems: list[str] | None = None) -> HttpResponse:
        self.member.refresh_from_db(fields=["version", "submitted_at"])
        return self.render_to_response(
            self.get_context_data(
                member=self.member,
                lines=lines,
                obstacles=obstacles,
                problems=problems or [],
                may_write=self.may_write,
                evidence=readable_evidence(self.request.user).filter(member=self.member),
            )
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("followup:reports"), "label": str(TITLE)},
            {"url": "", "label": self.get_page_title()},
        ]


def _plain(value: Any) -> str:
    return "" if value is None else f"{value.normalize():f}"


def evidence_file(request: HttpRequest, pk: int) -> FileResponse:
    """Hand out a file of evidence to those who may open it; to anybody else it does not exist."""
    found = get_object_or_404(readable_evidence(request.user), pk=pk)
    try:
        return FileResponse(found.file.open("rb"), as_attachment=True, filename=found.name)
    except FileNotFoundError:
        raise Http404 from None


def remove_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file away again while the round is open: POST, by the organisation that added it."""
    queryset = Evidence.objects.select_related("member__round", "member__organisation")
    found = get_object_or_404(queryset, pk=pk)
    if not may_report(request.user, found.member):
        raise Http404
    if request.method == "POST":
        try:
            found.delete()
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("นำแฟ้มหลักฐานออกแล้ว"))
    return redirect("followup:report", found.member_id)
