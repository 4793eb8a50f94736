"""The screens of a large file of guides: how far it is, what would come of it, the word to save it."""

from __future__ import annotations

import csv
from typing import Any, cast

from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.papers.data import safe
from services import batches, guide_files, sending
from services.batch_models import WANTED, GuideBatch, GuideBatchLine
from services.guide_file_views import WriterMixin

PAGE_SIZE = 50
NAMED = 5
"""Drafts that could not be sent of which the reasons are shown."""


def own(request: HttpRequest) -> QuerySet[GuideBatch]:
    """The batches that the user brought; a file may hold what nobody else should see yet."""
    return GuideBatch.objects.filter(user=cast(User, request.user)).defer("file")


class BatchView(WriterMixin, WagtailAdminTemplateMixin, TemplateView):
    """One large file: progress, outcomes by action, and the button that saves."""

    template_name = "services/admin/guide_batch.html"
    page_title = _("นำเข้าคู่มือชุดใหญ่")
    header_icon = "upload"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": "", "label": _("นำเข้าคู่มือชุดใหญ่")},
    ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        batch = get_object_or_404(own(self.request), pk=self.kwargs["pk"])
        lines = batch.lines.all()
        action = self.request.GET.get("action", "")
        if action in guide_files.ACTION_LABELS:
            lines = lines.filter(action=action)
        done, total = batch.progress
        counts = batch.counts
        saved = batch.lines.filter(stage=GuideBatchLine.Stage.SAVED, page__isnull=False)
        return super().get_context_data(
            batch=batch,
            done=done,
            total=total,
            counts=counts,
            untouched=guide_files.parts_named(batch.untouched),
            wanted=sum(number for name, _label, number in counts if name in WANTED),
            refused=sum(number for name, _label, number in counts if name == "refused"),
            action=action,
            lines=Paginator(lines, PAGE_SIZE).get_page(self.request.GET.get("page", "1")),
            unsent=sending.unsent(saved.values_list("page_id", flat=True)),
            works=batch.state in ("reading", "checking", "saving"),
            **kwargs,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = get_object_or_404(own(request), pk=pk)
        if "cancel" in request.POST:
            batch.delete()
            messages.success(request, _("ยกเลิกการนำเข้าแล้ว คู่มือที่บันทึกไปก่อนหน้ายังอยู่"))
            return redirect("guide_import")
        if not batches.confirm(batch):
            messages.error(request, _("การนำเข้านี้ไม่ได้รอการยืนยันอยู่"))
        return redirect("guide_batch", pk)


class BatchProgressView(WriterMixin, View):
    """How far a batch is, for the script that shows it."""

    def get(self, request: HttpRequest, pk: int) -> JsonResponse:
        batch = get_object_or_404(own(request), pk=pk)
        done, total = batch.progress
        response = JsonResponse({"state": batch.state, "done": done, "total": total})
        response["Cache-Control"] = "private, no-store"
        return response


class BatchRefusedView(WriterMixin, View):
    """What was refused, with the reasons, as a table to mend the file by."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = get_object_or_404(own(request), pk=pk)
        response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="refused-{batch.pk}.csv"'
        response["Cache-Control"] = "private, no-store"
        writer = csv.writer(response)
        writer.writerow([_("ลำดับ"), _("รหัสคู่มือ"), _("ชื่อ"), _("เหตุผล")])
        for line in batch.lines.filter(action="refused"):
            writer.writerow([line.number, safe(line.name), safe(line.title), safe("\n".join(line.reasons))])
        return response


class SendView(WriterMixin, View):
    """Takes the numbers of drafts and sends them to review, saying what became of them."""

    def post(self, request: HttpRequest) -> HttpResponse:
        asked = request.POST.get("guides", "").split(",")
        keys = sending.unsent(int(key) for key in asked if key.isascii() and key.isdigit() and len(key) < 12)
        sent, held = sending.send(keys[: sending.AT_ONCE], request.user)
        if sent:
            text = ngettext("ส่งคู่มือ %d เรื่องให้ผู้สอบทานแล้ว", "ส่งคู่มือ %d เรื่องให้ผู้สอบทานแล้ว", sent)
            messages.success(request, text % sent)
        for page, reasons in held[:NAMED]:
            messages.error(
                request,
                gettext("ยังส่ง “%(title)s” ไม่ได้: %(reasons)s")
                % {"title": page.title, "reasons": "; ".join(reasons)},
                buttons=[
                    messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), gettext("แก้ไข"))
                ],
            )
        if len(held) > NAMED:
            messages.error(request, gettext("ยังมีอีก %d เรื่องที่ส่งไม่ได้เพราะข้อมูลไม่ครบ") % (len(held) - NAMED))
        if len(keys) > sending.AT_ONCE:
            messages.warning(
                request,
                gettext("ส่งครั้งละไม่เกิน %(most)d เรื่อง ยังเหลืออีก %(left)d เรื่อง")
                % {
                    "most": sending.AT_ONCE,
                    "left": len(keys) - sending.AT_ONCE,
                },
            )
        if not keys:
            messages.warning(request, gettext("ไม่มีร่างที่รอส่ง"))
        batch = request.POST.get("batch", "")
        return redirect("guide_batch", int(batch)) if batch.isdigit() else redirect("guide_import")
