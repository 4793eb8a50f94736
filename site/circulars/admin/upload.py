"""Registering letters from the admin: files dropped or chosen, sent one by one, worked off as a run."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from circulars import runs
from circulars.admin.forms import UploadForm
from circulars.admin.permissions import may_register
from circulars.admin.runs import new_run, run_url, runs_of
from circulars.finding import LARGEST_ARCHIVE
from circulars.importing import NotStored
from circulars.models import ImportRun

RECENT = 10


class RegistrarOnly(View):
    """For who may add letters to the registry."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_register(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class UploadView(RegistrarOnly, WagtailAdminTemplateMixin, FormView):
    """Takes files as a plain form; the script sends them one by one instead, with progress."""

    template_name = "circulars/admin/upload.html"
    form_class = UploadForm
    page_title = _("นำหนังสือเข้าทะเบียน")
    header_icon = "upload"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("circulars_admin:queue"), "label": _("คิวตรวจหนังสือ")},
        {"url": "", "label": _("นำหนังสือเข้าทะเบียน")},
    ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        recent = [(run, run_url(run)) for run in runs_of(self.request.user)[:RECENT]]
        return super().get_context_data(recent=recent, largest=LARGEST_ARCHIVE, **kwargs)

    def form_valid(self, form: UploadForm) -> HttpResponse:
        try:
            with transaction.atomic():
                run = new_run(self.request.user)
                for file in form.cleaned_data["files"]:
                    runs.add_file(run, file.name, file)
        except NotStored as error:
            messages.error(self.request, str(error))
            return self.render_to_response(self.get_context_data(form=UploadForm()))
        runs.later(run)
        return HttpResponseRedirect(run_url(run))


class StartView(RegistrarOnly):
    """The script begins a run, or goes on with one that was broken off while files were sent."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> JsonResponse:
        chosen = chosen_files(request.POST.get("files", ""))
        other = {int(key) for key in request.POST.getlist("other") if key.isdecimal() and len(key) < 19}
        run = broken_off(request.user, chosen, other) or new_run(request.user)
        return JsonResponse(
            {
                "run": run.pk,
                "send": reverse("circulars_admin:send_file", args=[run.pk]),
                "go": reverse("circulars_admin:run_go", args=[run.pk]),
                "page": run_url(run),
                "have": list(run.files.values("name", "size", "sha256")),
            }
        )


def chosen_files(sent: str) -> set[tuple[str, int]]:
    """Name and size of each file that was chosen, from the JSON of the script; empty for anything else."""
    try:
        return {(str(name)[:400], int(size)) for name, size in json.loads(sent)}
    except (ValueError, TypeError):
        return set()


def broken_off(user: Any, chosen: set[tuple[str, int]], other: set[int]) -> ImportRun | None:
    """The latest import that still takes files and for which none was sent but of those chosen now.

    By name and size; that the bytes are the same too, only the script can tell: it names those that turned
    out to be `other` ones (by key) and asks again.
    """
    mine = ImportRun.objects.filter(created_by_id=user.pk, state=ImportRun.State.SENDING)
    for run in mine.exclude(pk__in=other).prefetch_related("files").order_by("-pk"):
        if {(one.name, one.size) for one in run.files.all()} <= chosen:
            return run
    return None


class OwnRun(RegistrarOnly):
    """A run of the user's own that still takes files; any other is not there."""

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_register(request.user):
            raise PermissionDenied
        mine = ImportRun.objects.filter(created_by_id=request.user.pk, state=ImportRun.State.SENDING)
        self.run = get_object_or_404(mine, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)


class SendFileView(OwnRun):
    """One file of a run. The same file under the same name is kept once."""

    def post(self, request: HttpRequest, pk: int) -> JsonResponse:
        file = request.FILES.get("file")
        if file is None:
            return JsonResponse({"error": gettext("ไม่ได้รับแฟ้ม โปรดส่งอีกครั้ง")}, status=400)
        name = request.POST.get("name") or file.name or ""
        if (file.size or 0) > LARGEST_ARCHIVE:
            limit = LARGEST_ARCHIVE // 1024 // 1024
            words = gettext("แฟ้ม “%(name)s” ใหญ่เกิน %(limit)d เมกะไบต์ โปรดแยกเป็นแฟ้มย่อย") % {
                "name": name,
                "limit": limit,
            }
            return JsonResponse({"error": words}, status=413)
        try:
            runs.add_file(self.run, name, file)
        except NotStored as error:
            return JsonResponse({"error": str(error)}, status=507)
        return JsonResponse({"name": name})


class GoView(OwnRun):
    """All files are there: the run may be worked on."""

    def post(self, request: HttpRequest, pk: int) -> JsonResponse:
        if not self.run.files.exists():
            return JsonResponse({"error": gettext("ยังไม่มีแฟ้มใดส่งสำเร็จ โปรดเลือกแฟ้มอีกครั้ง")}, status=400)
        runs.later(self.run)
        return JsonResponse({"page": run_url(self.run)})
