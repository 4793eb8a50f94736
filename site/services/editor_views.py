"""Screens beside the editor of a guide: its quality, and the values that many guides share."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from services import shared_values
from services.guide_file_views import WriterMixin
from services.models import ServicePage
from services.panels import quality_context

LONGEST = 500


def quality(request: HttpRequest, pk: int) -> HttpResponse:
    """The panel of quality for the newest draft of a guide that the user may edit."""
    stored = get_object_or_404(ServicePage, pk=pk)
    if not stored.permissions_for_user(cast(User, request.user)).can_edit():
        raise PermissionDenied
    page = stored.get_latest_revision_as_object()
    return render(request, "services/admin/quality.html", quality_context(page, request.user))


class SharedValueForm(forms.Form):
    """What to look for, and what to write instead."""

    find = forms.CharField(label=_("ค่าที่ค้น เช่น เบอร์โทรศัพท์"), max_length=LONGEST, min_length=2)
    replace = forms.CharField(label=_("เปลี่ยนเป็น"), max_length=LONGEST, required=False)
    kind = forms.ChoiceField(choices=[("", ""), ("fee", "fee")], required=False, widget=forms.HiddenInput)


class SharedValuesView(WriterMixin, WagtailAdminTemplateMixin, TemplateView):
    """Where a value is used in the guides that the user writes, and changing it in all that are ticked."""

    template_name = "services/admin/shared_values.html"
    page_title = _("ค่าที่ใช้ร่วมกันในคู่มือ")
    header_icon = "link"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": "", "label": _("ค่าที่ใช้ร่วมกันในคู่มือ")},
    ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        asked = self.request.GET
        guides = shared_values.writable(self.request.user)
        if "find" not in asked:
            return context | {"form": SharedValueForm(), "shared": shared_values.shared(guides)}
        form = SharedValueForm(asked)
        found: list[shared_values.Used] = []
        if form.is_valid():
            said = form.cleaned_data
            found = list(shared_values.uses(guides, said["find"], said["replace"] or None, said["kind"]))
        return context | {"form": form, "found": found, "asked": form.is_valid(), "said": form.cleaned_data}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = SharedValueForm(request.POST)
        seen = _revisions(request.POST.getlist("guide"))
        if not form.is_valid() or not form.cleaned_data["replace"] or not seen:
            messages.error(request, _("เลือกคู่มืออย่างน้อยหนึ่งเรื่อง และกรอกค่าใหม่"))
            return self.render_to_response(self.get_context_data())
        said, user = form.cleaned_data, cast(User, request.user)
        guides = shared_values.writable(user).filter(pk__in=seen)
        outcomes = shared_values.change(guides, seen, said["find"], said["replace"], said["kind"], user)
        return self.render_to_response(
            super().get_context_data(form=SharedValueForm(), outcomes=outcomes, said=said)
        )


def _revisions(values: list[str]) -> dict[int, int]:
    """ "12:345" → {12: 345}: guides and the newest revisions that the user was shown."""
    pairs = [value.partition(":") for value in values]
    return {
        int(pk): int(revision) for pk, _colon, revision in pairs if pk.isdecimal() and revision.isdecimal()
    }
