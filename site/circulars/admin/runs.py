"""The page of an import: its progress, what became of every letter, and the report as a file."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from circulars import runs
from circulars.admin.permissions import may_register, may_see
from circulars.admin.queue import review_url
from circulars.models import ImportRun, RunLine
from circulars.models.choices import ACTION_LABELS
from circulars.registering import CHANGED
from core.papers.data import safe

PER_PAGE = 100


def runs_of(user: Any) -> QuerySet[ImportRun]:
    """The imports that the user may see: their own; for a superuser all. Names of files may tell much."""
    if not may_register(user):
        return ImportRun.objects.none()
    return ImportRun.objects.all() if user.is_superuser else ImportRun.objects.filter(created_by=user)


def new_run(user: Any) -> ImportRun:
    """An import of this person, to which files may be sent."""
    return ImportRun.objects.create(created_by=user)


def run_url(run: ImportRun) -> str:
    """Address of the page of an import."""
    return reverse("circulars_admin:run", args=[run.pk])


class RunMixin(View):
    """Finds the import; one that the user may not see is not there."""

    run: ImportRun

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_register(request.user):
            raise PermissionDenied
        self.run = get_object_or_404(runs_of(request.user), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)


class RunView(RunMixin, WagtailAdminTemplateMixin, TemplateView):
    """How far it is, then the report: counts, and each letter with the way to its review."""

    template_name = "circulars/admin/run.html"
    page_title = _("ผลการนำเข้า")
    header_icon = "upload"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        upload = {"url": reverse("circulars_admin:upload"), "label": gettext("นำหนังสือเข้าทะเบียน")}
        return [*self.breadcrumbs_items, upload, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("action", "")
        chosen = asked if asked in ACTION_LABELS else ""
        lines = self.run.lines.select_related("page__issuer")
        lines = lines.filter(action=chosen) if chosen else lines
        page = Paginator(lines, PER_PAGE).get_page(self.request.GET.get("p"))
        found = runs.counts(self.run) if self.run.state == ImportRun.State.DONE else {}
        return super().get_context_data(
            run=self.run,
            progress=runs.progress(self.run),
            counts=[(name, label, found[name]) for name, label in ACTION_LABELS.items() if name in found],
            chosen=chosen,
            rows=[self._row(line) for line in page],
            page_obj=page,
            files=list(self.run.files.all()[:PER_PAGE]) if self.run.state == ImportRun.State.SENDING else [],
            **kwargs,
        )

    def _row(self, line: RunLine) -> dict[str, Any]:
        letter = line.page
        seen = letter is not None and may_see(self.request.user, letter)
        return {
            "line": line,
            "words": runs.words_of(self.run, line),
            "title": letter.title if letter else "",
            "number": letter.effective_number if letter and not letter.is_secret else "",
            "url": review_url(letter) if letter and seen else "",
            "is_earlier": letter is not None and (line.action == "refused" or line.code == CHANGED),
        }


class RunStateView(RunMixin):
    """How far it is, for the script."""

    def get(self, request: HttpRequest, pk: int) -> JsonResponse:
        told = runs.progress(self.run)
        words = gettext("อ่านแล้ว %(done)d จาก %(total)d แฟ้ม") % told
        if told["done"] >= told["total"] > 0:
            words = gettext("กำลังเทียบหนังสือที่อ้างถึงกันและเผยแพร่ฉบับที่ไม่มีข้อสงสัย")
        return JsonResponse({**told, "words": words})


class RunResumeView(RunMixin):
    """Whatever stopped it is put right: go on. Also begins what was sent and never started."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.run.state in {ImportRun.State.STOPPED, ImportRun.State.SENDING} and self.run.files.exists():
            runs.later(self.run)
        return HttpResponseRedirect(run_url(self.run))


class RunReportView(RunMixin):
    """The report as CSV."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\r\n")
        for row in runs.lines_for_report(self.run):
            writer.writerow([safe(cell) for cell in row])
        response = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="import-{self.run.pk}.csv"'
        return response
