"""The way in: the guidelines, the adaptations of one's organisations, and the button that starts one."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from guidelines.models import AdaptationPage, GuidelinePage
from guidelines.starting import start_adaptation
from guidelines.tracking import Row, rows_for
from organisations.models import Membership, Organisation, ReviewBypass, Role
from organisations.permissions import organisations_of


def adapting_organisations(user: Any) -> list[Organisation]:
    """The organisations for which the user writes or reviews adaptations."""
    return list(organisations_of(user, Role.EDITOR, Role.REVIEWER))


class Workbench(WagtailAdminTemplateMixin, View):
    """Every guideline with the state of one's own adaptations (ปรับใช้แนวทาง)."""

    page_title = gettext_lazy("ปรับใช้แนวทาง")
    header_icon = "doc-full-inverse"
    template_name = "guidelines/admin/workbench.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        organisations = adapting_organisations(user)
        if not organisations and not user.is_superuser:
            raise PermissionDenied
        editable = set(
            Membership.objects.filter(user=user, role=Role.EDITOR).values_list("organisation", flat=True)
        )
        guidelines: list[tuple[GuidelinePage, list[Row]]] = []
        for guideline in GuidelinePage.objects.live().select_related("issuer"):
            wanted = organisations
            if user.is_superuser:
                started = AdaptationPage.objects.filter(guideline=guideline).values("organisation")
                wanted = list(Organisation.objects.filter(pk__in=started)) + organisations
            guidelines.append((guideline, rows_for(guideline, list(dict.fromkeys(wanted)))))
        pages = [row.adaptation.pk for _guideline, rows in guidelines for row in rows if row.adaptation]
        waiting = ReviewBypass.objects.filter(page__in=pages, confirmed_at=None)
        return self.render_to_response(
            self.get_context_data(
                guidelines=guidelines, editable=editable, user=user, forced={each.page_id for each in waiting}
            )
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


@require_POST
def start(request: HttpRequest, guideline_pk: int) -> HttpResponse:
    """The button "เริ่มปรับใช้": makes the draft of the organisation named in the form, or finds it."""
    guideline = get_object_or_404(GuidelinePage.objects.live(), pk=guideline_pk)
    organisation = Organisation.objects.filter(code=request.POST.get("organisation", "")).first()
    if organisation is None:
        raise Http404
    existed = AdaptationPage.objects.filter(guideline=guideline, organisation=organisation).exists()
    try:
        page = start_adaptation(guideline, organisation, request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(reverse("guidelines:workbench"))
    if not existed:
        messages.success(
            request,
            _("สร้างฉบับร่างของ%(name)sแล้ว ทุกหมวดใช้ตามต้นแบบจนกว่าท่านจะปรับ") % {"name": organisation.name_th},
        )
    return redirect("guidelines:adaptation", page.pk)
