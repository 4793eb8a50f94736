"""Registering letters from the admin."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from circulars.admin.forms import UploadForm
from circulars.admin.permissions import may_register
from circulars.admin.queue import review_url
from circulars.importing import import_uploads
from circulars.models.choices import ACTION_LABELS


class UploadView(WagtailAdminTemplateMixin, FormView):
    """Takes files and shows what became of each letter in them."""

    template_name = "circulars/admin/upload.html"
    form_class = UploadForm
    page_title = _("นำหนังสือเข้าทะเบียน")
    header_icon = "upload"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("circulars_admin:queue"), "label": _("คิวตรวจหนังสือ")},
        {"url": "", "label": _("นำหนังสือเข้าทะเบียน")},
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_register(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: UploadForm) -> HttpResponse:
        files = ((one.name, one.read()) for one in form.cleaned_data["files"])
        outcomes = import_uploads(files, self.request.user)
        rows = [
            {
                "file": one.file,
                "action": ACTION_LABELS[one.action],
                "title": one.page.title if one.page else "",
                "number": one.page.number if one.page else "",
                "url": review_url(one.page) if one.page else "",
                "error": one.error.message if one.error else "",
            }
            for one in outcomes
        ]
        return self.render_to_response(self.get_context_data(form=UploadForm(), rows=rows))
