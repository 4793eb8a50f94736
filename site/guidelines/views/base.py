"""What the screens of one adaptation share: who may see it, its newest draft, the way back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from guidelines.deciding import draft_of
from guidelines.models import AdaptationPage, GuidelineParameter
from organisations.models import Role
from organisations.permissions import may_act_for


def refused(error: ValidationError | PermissionDenied) -> list[str]:
    """Why nothing was saved. Who is here acts for the organisation, so a refusal means that the draft went to
    review, or was locked, meanwhile: what was written is shown again with the reason."""
    return error.messages if isinstance(error, ValidationError) else [str(error)]


class AdaptationScreen(WagtailAdminTemplateMixin, View):
    """A screen of one adaptation. Whoever does not act for its organisation gets a 404 at every one."""

    header_icon = "doc-full-inverse"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        queryset = AdaptationPage.objects.select_related("organisation", "guideline", "edition")
        page = queryset.filter(pk=kwargs["pk"]).first()
        if page is None or not may_act_for(request.user, page.organisation, Role.EDITOR, Role.REVIEWER):
            raise Http404
        self.page = page
        try:
            return super().dispatch(request, *args, **kwargs)
        except MultiValueDictKeyError:  # Wagtail's list of blocks, of which a part did not arrive
            messages.error(request, _("แบบฟอร์มไม่ครบ กรุณาเปิดหน้านี้ใหม่แล้วบันทึกอีกครั้ง"))
            return redirect(request.path)

    @cached_property
    def draft(self) -> AdaptationPage:
        return draft_of(self.page)

    @cached_property
    def may_edit(self) -> bool:
        permissions = self.page.permissions_for_user(self.request.user)
        return permissions.can_edit() and not permissions.page_locked()

    @cached_property
    def blanks(self) -> dict[str, GuidelineParameter]:
        return {blank.key: blank for blank in self.page.guideline.parameters.all()}

    @cached_property
    def is_restored(self) -> bool:
        """Whether this only shows again what was written before the session ended (keep.js)."""
        if self.request.POST.get("restore") != "1":
            return False
        messages.warning(self.request, _("นี่คือข้อความที่ท่านเขียนไว้ก่อนต้องเข้าสู่ระบบใหม่ ยังไม่ได้บันทึก กรุณาตรวจแล้วบันทึก"))
        return True

    @property
    def overview_url(self) -> str:
        return reverse("guidelines:adaptation", args=[self.page.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [
            *self.breadcrumbs_items,
            {"url": reverse("guidelines:workbench"), "label": _("ปรับใช้แนวทาง")},
            {"url": self.overview_url, "label": self.page.organisation.name_th},
        ]
        if self.get_page_title() != self.page.organisation.name_th:
            items.append({"url": "", "label": self.get_page_title()})
        return items

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            page=self.page, draft=self.draft, may_edit=self.may_edit, overview_url=self.overview_url, **kwargs
        )
