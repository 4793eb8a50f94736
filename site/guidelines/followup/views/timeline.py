"""The screen of one organisation's events with one guideline."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from guidelines.followup.access import may_follow_up, may_see_timeline
from guidelines.followup.timeline import Kind, timeline
from guidelines.models import GuidelinePage
from organisations.models import Organisation


class Timeline(WagtailAdminTemplateMixin, View):
    """What one organisation did with one guideline and when (ลำดับเหตุการณ์ของหน่วยงาน).

    Whoever is neither of the organisation nor its monitor gets a 404.
    """

    header_icon = "history"
    template_name = "followup/admin/timeline.html"

    def get_page_title(self) -> str:
        return _("ลำดับเหตุการณ์")

    @cached_property
    def found(self) -> tuple[GuidelinePage, Organisation]:
        """Raises Http404 for what the user may not see as for what is not there."""
        guideline = GuidelinePage.objects.live().filter(pk=self.kwargs["guideline_pk"]).first()
        organisation = Organisation.objects.filter(pk=self.kwargs["organisation_pk"]).first()
        if guideline is None or organisation is None:
            raise Http404
        if not may_see_timeline(self.request.user, guideline, organisation):
            raise Http404
        return guideline, organisation

    def get(self, request: HttpRequest, guideline_pk: int, organisation_pk: int) -> HttpResponse:
        guideline, organisation = self.found
        events = timeline(guideline, organisation)
        chosen = request.GET.get("kind", "")
        there = {event.kind for event in events}
        kinds = [("", _("ทั้งหมด"), chosen == "")]
        kinds += [(each.value, str(each.label), each.value == chosen) for each in Kind if each in there]
        return self.render_to_response(
            self.get_context_data(
                guideline=guideline,
                organisation=organisation,
                events=[event for event in events if chosen in {"", event.kind.value}],
                kinds=kinds,
                leads_to_rounds=may_follow_up(request.user, guideline),
            )
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]
