"""Guides out to files and in from files, in Wagtail's admin."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from organisations.models import Role
from organisations.permissions import organisations_of
from services import batches, guide_files, sending
from services.importing import workbook
from services.importing.export import service_record
from services.models import GuideBatch, ServicePage

SALT = "services.guide_files"
PREVIEW_SECONDS = 2 * 60 * 60
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def may_exchange(user: Any) -> bool:
    """Whether the user writes guides for any organisation."""
    return bool(user.is_superuser or organisations_of(user, Role.EDITOR, Role.REVIEWER).exists())


class WriterMixin:
    """A view for those who write guides."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_exchange(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class GuideFileForm(forms.Form):
    """The file of guides (แฟ้มคู่มือ)."""

    file = forms.FileField(
        label=_("แฟ้มคู่มือ (.xlsx หรือ .json)"),
        help_text=_("เริ่มจากแฟ้มที่ส่งออก แก้ไข แล้วนำกลับเข้ามา ระบบจะแสดงความแตกต่างก่อนบันทึก"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        upload = cleaned.get("file")
        if upload is None:
            return cleaned
        try:
            guide_files.check_kind(upload.name, upload.size, guide_files.IN_BATCHES)
            data = upload.read(guide_files.IN_BATCHES.bytes + 1)
            if len(data) > guide_files.AT_ONCE.bytes:
                cleaned["batch"] = data
            else:
                cleaned["contents"] = guide_files.read_file(upload.name, data, guide_files.AT_ONCE)
        except guide_files.TooMany:
            cleaned["batch"] = data
        except guide_files.FileError as error:
            self.add_error("file", error.reasons)
        return cleaned


class GuideImportView(WriterMixin, WagtailAdminTemplateMixin, FormView):
    """Takes a file, shows what it would change, and saves once the editor says so. A large file is left to
    the worker (`services.batches`).

    Between the two the records travel with the page, signed for this user; saving asks again for
    every right.
    """

    template_name = "services/admin/guide_import.html"
    form_class = GuideFileForm
    page_title = _("นำเข้าคู่มือจากแฟ้ม")
    header_icon = "upload"
    success_url = reverse_lazy("guide_import")
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": "", "label": _("นำเข้าคู่มือจากแฟ้ม")},
    ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "records" not in request.POST:
            return super().post(request, *args, **kwargs)
        try:
            held = signing.loads(request.POST["records"], salt=self._salt(), max_age=PREVIEW_SECONDS)
        except signing.BadSignature:
            form = GuideFileForm()
            context = self.get_context_data(form=form, stale=True)
            return self.render_to_response(context, status=409)
        outcomes = guide_files.save(
            held["records"], held["seen"], cast(User, request.user), held["untouched"]
        )
        drafts = [one.page.pk for one in outcomes if one.page and one.action in ("created", "updated")]
        return self.render_to_response(
            self.get_context_data(
                form=GuideFileForm(), outcomes=outcomes, is_saved=True, unsent=sending.unsent(drafts)
            )
        )

    def form_valid(self, form: GuideFileForm) -> HttpResponse:
        if data := form.cleaned_data.get("batch"):
            name = form.cleaned_data["file"].name
            return redirect("guide_batch", batches.begin(name, data, cast(User, self.request.user)).pk)
        contents: workbook.Read = form.cleaned_data["contents"]
        outcomes = guide_files.preview(contents, cast(User, self.request.user))
        wanted = [
            record
            for record, outcome in zip(contents.records, outcomes, strict=False)
            if outcome.action in ("created", "updated")
        ]
        held = {
            "records": wanted,
            "seen": {outcome.name: outcome.revision for outcome in outcomes},
            "untouched": contents.untouched,
        }
        return self.render_to_response(
            self.get_context_data(
                form=GuideFileForm(),
                outcomes=outcomes,
                wanted=len(wanted),
                untouched=guide_files.parts_named(contents.untouched),
                records=signing.dumps(held, salt=self._salt(), compress=True) if wanted else "",
            )
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        addresses = {kind: reverse("guide_export", args=[kind]) for kind in ("xlsx", "json")}
        mine = GuideBatch.objects.filter(user=cast(User, self.request.user)).defer("file")
        taken = Counter(one.action for one in kwargs.get("outcomes", ()))
        counts = [
            (label, taken[action]) for action, label in guide_files.ACTION_LABELS.items() if taken[action]
        ]
        return super().get_context_data(exports=addresses, batches=mine[:10], counts=counts, **kwargs)

    def _salt(self) -> str:
        return f"{SALT}.{self.request.user.pk}"


class GuideExportView(WriterMixin, View):
    """The guides of the organisations that the user writes for; all of them for a superuser."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        user = cast(User, request.user)
        guides = ServicePage.objects.select_related("organisation")
        guides = guides.prefetch_related("partners", "life_events")
        if not user.is_superuser:
            mine = organisations_of(user, Role.EDITOR, Role.REVIEWER)
            guides = guides.filter(organisation__in=mine)
        records = [service_record(page) for page in guides.order_by("slug")]
        if kind == "json":
            text = json.dumps(records, ensure_ascii=False, indent=2)
            response = HttpResponse(text, content_type="application/json; charset=utf-8")
        else:
            response = HttpResponse(workbook.written(records), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="guides.{kind}"'
        response["Cache-Control"] = "private, no-store"
        return response
