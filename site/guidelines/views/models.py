"""The way from the menu to the guidelines that one's organisation issues, and taking an edition back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.limits import SHORT, text_field
from guidelines.editions import latest, standing
from guidelines.models import AdaptationPage, GuidelineEdition, GuidelinePage
from guidelines.models.guideline import WRITERS
from guidelines.upstream.targets import edition_before, may_withdraw, withdraw
from organisations.permissions import organisations_of

TITLE = gettext_lazy("เขียนแนวทางต้นแบบ")


def written_guidelines(user: Any) -> list[GuidelinePage]:
    """The guidelines that the user's organisations issue and that the user may change; all for superusers."""
    found = GuidelinePage.objects.select_related("issuer").order_by("path")
    if not user.is_superuser:
        found = found.filter(issuer__in=organisations_of(user, *WRITERS))
    return list(found)


class Models(WagtailAdminTemplateMixin, View):
    """Each guideline with its edition and the way to its editor, from which one comes back here."""

    page_title = TITLE
    header_icon = "edit"
    template_name = "guidelines/admin/models.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        found = written_guidelines(request.user)
        if not found:
            raise PermissionDenied
        return self.render_to_response(
            self.get_context_data(
                guidelines=[(each, latest(each), self._may_withdraw(each)) for each in found]
            )
        )

    def _may_withdraw(self, guideline: GuidelinePage) -> bool:
        return may_withdraw(self.request.user, guideline) and standing(guideline).count() > 1

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class WithdrawalForm(forms.Form):
    """Why an edition is taken back; readers see it."""

    reason = text_field(
        SHORT,
        rows=4,
        label=gettext_lazy("เหตุผลที่ถอน"),
        help_text=gettext_lazy("ประชาชนและหน่วยงานเห็นข้อความนี้เมื่อเปิดที่อยู่ของฉบับที่ถอน"),
        error_messages={"required": gettext_lazy("กรุณาบอกเหตุผลที่ถอนฉบับนี้")},
    )


class WithdrawEdition(WagtailAdminTemplateMixin, View):
    """Taking back the newest edition (การถอนฉบับ), after saying what follows. Its address names the edition,
    so that sending the form twice takes back no second one. A 404 for whoever may not."""

    header_icon = "warning"
    template_name = "guidelines/admin/withdraw.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        editions = GuidelineEdition.objects.select_related("guideline", "guideline__issuer")
        edition = editions.filter(pk=kwargs.pop("edition_pk")).first()
        if edition is None or not may_withdraw(request.user, edition.guideline):
            raise Http404
        self.edition = edition
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            edition_before(self.edition)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect("guidelines:models")
        return self._show(WithdrawalForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = WithdrawalForm(request.POST)
        if form.is_valid():
            try:
                withdraw(self.edition, form.cleaned_data["reason"], request.user)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("ถอนฉบับที่ %s แล้ว") % self.edition.number)
                return redirect("guidelines:models")
        return self._show(form)

    def _show(self, form: WithdrawalForm) -> HttpResponse:
        adaptations = AdaptationPage.objects.live().filter(edition=self.edition)
        return self.render_to_response(
            self.get_context_data(
                form=form,
                edition=self.edition,
                before=standing(self.edition.guideline).filter(number__lt=self.edition.number).first(),
                resting=adaptations.count(),
            )
        )

    def get_page_title(self) -> str:
        return _("ถอนฉบับที่ %s") % self.edition.number

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("guidelines:models"), "label": str(TITLE)},
            {"url": "", "label": self.get_page_title()},
        ]
