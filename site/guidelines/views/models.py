"""The way from the menu to the guidelines that one's organisation issues."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from guidelines.editions import latest
from guidelines.models import GuidelinePage
from guidelines.models.guideline import WRITERS
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
            self.get_context_data(guidelines=[(each, latest(each)) for each in found])
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]
