"""The register of delegations and the life events in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, re_path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views import snippets

from core.choosers import NotChosen
from organisations.models import Membership, Role
from organisations.permissions import may_act_for, organisations_of
from services import batch_views, delegation_report, editor_views, guide_file_views, holidays, reminders
from services import deleting as _deleting  # noqa: F401 - registers its hooks
from services.bulk_edit import EditGuides
from services.local_guides import missing_for
from services.models import (
    CentrePage,
    Delegation,
    GuideLaw,
    Holiday,
    JourneyPage,
    LifeEvent,
    LocalGuidePage,
    PageFeedback,
    QuestionTreePage,
    ServicePage,
)


class OwnOrganisationMixin:
    """A view of one delegation, for those who act for the organisation that delegates: its editors and
    reviewers, and where something becomes public or stops being so its reviewers."""

    request: HttpRequest

    def user_has_permission(self, permission: str) -> bool:
        if not super().user_has_permission(permission):  # type: ignore[misc]
            return False
        delegation = getattr(self, "object", None)
        if delegation is None or delegation.pk is None:
            return True
        organisation = type(delegation).objects.get(pk=delegation.pk).delegating_authority
        roles = (Role.REVIEWER,) if permission == "publish" else (Role.EDITOR, Role.REVIEWER)
        return may_act_for(self.request.user, organisation, *roles)


class DelegationEditView(OwnOrganisationMixin, snippets.EditView):
    pass


class DelegationDeleteView(OwnOrganisationMixin, snippets.DeleteView):
    pass


class DelegationUnpublishView(OwnOrganisationMixin, snippets.UnpublishView):
    pass


class DelegationUnscheduleView(OwnOrganisationMixin, snippets.RevisionsUnscheduleView):
    pass


class AsksFirst:
    """For views of Wagtail's that ask for their object after, or without, asking for a permission."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        view: Any = self
        if not view.user_has_permission("change"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class OwnOrganisationOnly(AsksFirst, OwnOrganisationMixin):
    pass


class DelegationHistoryView(OwnOrganisationOnly, snippets.HistoryView):
    pass


class DelegationCompareView(OwnOrganisationOnly, snippets.RevisionsCompareView):
    pass


class DelegationUsageView(OwnOrganisationOnly, snippets.UsageView):
    pass


class DelegationViewSet(snippets.SnippetViewSet):
    model = Delegation
    icon = "key"
    list_display = ["order_no", "title", "delegating_authority", "effective", "expires", "revoked"]
    list_filter = ["delegating_authority", "sub_delegation_allowed"]
    ordering = ["-order_date"]
    list_per_page = 50
    edit_view_class = DelegationEditView
    delete_view_class = DelegationDeleteView
    unpublish_view_class = DelegationUnpublishView
    revisions_unschedule_view_class = DelegationUnscheduleView
    history_view_class = DelegationHistoryView
    revisions_compare_view_class = DelegationCompareView
    usage_view_class = DelegationUsageView
    chooser_viewset_class = NotChosen
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> Any:
        """Everybody who may enter sees published orders; drafts are for those who act for their issuer."""
        delegations = Delegation.objects.select_related("delegating_authority")
        if request.user.is_superuser:
            return delegations
        # By key, since the search box can filter by that
        own = list(Membership.objects.filter(user=request.user.pk).values_list("organisation", flat=True))
        return delegations.filter(Q(live=True) | Q(delegating_authority__in=own))


class OwnFeedbackMixin(AsksFirst):
    """A view of what a reader wrote, for the organisation whose page it is about."""

    request: HttpRequest

    def user_has_permission(self, permission: str) -> bool:
        if not super().user_has_permission(permission):  # type: ignore[misc]
            return False
        feedback = getattr(self, "object", None)
        return feedback is None or may_act_for(
            self.request.user, feedback.organisation, Role.EDITOR, Role.REVIEWER
        )


class FeedbackEditView(OwnFeedbackMixin, snippets.EditView):
    pass


class FeedbackHistoryView(OwnFeedbackMixin, snippets.HistoryView):
    pass


class FeedbackUsageView(OwnFeedbackMixin, snippets.UsageView):
    pass


class FeedbackViewSet(snippets.SnippetViewSet):
    """The queue of what readers reported, for the organisation whose page it is about."""

    model = PageFeedback
    icon = "comment"
    list_display = [
        "__str__",
        Column("about", label=_("หน้า")),
        BooleanColumn("useful", label=_("เป็นประโยชน์"), sort_key="useful"),
        Column("state", label=_("สถานะ"), accessor="get_state_display", sort_key="state"),
        "created_at",
    ]
    list_filter = ["state", "useful"]
    list_export = ["about", "useful", "message", "state", "created_at"]
    export_headings = {"about": _("หน้า")}
    list_per_page = 50
    edit_view_class = FeedbackEditView
    history_view_class = FeedbackHistoryView
    usage_view_class = FeedbackUsageView
    chooser_viewset_class = NotChosen
    copy_view_enabled = False
    inspect_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> Any:
        feedback = PageFeedback.objects.select_related("page__localguidepage__central", "organisation")
        if request.user.is_superuser:
            return feedback
        return feedback.filter(organisation__in=organisations_of(request.user, Role.EDITOR, Role.REVIEWER))


class LifeEventViewSet(snippets.SnippetViewSet):
    model = LifeEvent
    icon = "calendar-alt"
    list_display = ["name", "slug", "kind", "position"]
    list_filter = ["kind"]
    ordering = ["position", "name"]


class HolidayViewSet(snippets.SnippetViewSet):
    model = Holiday
    icon = "calendar"
    list_display = [
        "date",
        "name",
        "kind",
        BooleanColumn("confirmed", label=_("ตรวจสอบกับมติคณะรัฐมนตรีแล้ว"), sort_key="confirmed"),
    ]
    list_filter = ["kind", "confirmed"]
    ordering = ["-date"]
    list_per_page = 50


class GuideLawViewSet(snippets.SnippetViewSet):
    model = GuideLaw
    icon = "openquote"
    list_display = ["title", "valid_from", "valid_to"]
    ordering = ["-valid_from"]


class HolidayWarning(Component):
    """What is missing in the register of holidays, for those who may mend it."""

    name = "holiday_warning"
    order = 90
    template_name = "services/admin/holiday_warning.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        may_mend = user.has_perm("services.add_holiday") or user.has_perm("services.change_holiday")
        return {"warnings": holidays.warnings(timezone.localdate()) if may_mend else []}


class DueSoon(Component):
    """What the user's organisations must see to: dates that come near, and words from readers."""

    name = "due_soon"
    order = 95
    template_name = "services/admin/due_soon.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        own = list(organisations_of(user, Role.EDITOR, Role.REVIEWER))
        waiting = PageFeedback.objects.filter(organisation__in=own, state=PageFeedback.State.NEW).count()
        text = gettext("ความเห็นจากประชาชนที่ยังไม่ได้ดำเนินการ %d รายการ") % waiting
        return {
            "heading": gettext("รายการที่หน่วยงานของท่านต้องดำเนินการ"),
            "items": reminders.due_soon(timezone.localdate(), iter(own)) if own else [],
            "unfilled": [(each, guides) for each in own if (guides := missing_for(each))],
            "waiting": waiting,
            "waiting_text": text,
        }


@hooks.register("construct_homepage_panels")
def add_home_panels(request: HttpRequest, panels: list[Any]) -> None:
    panels += [HolidayWarning(), DueSoon()]


class ServicesGroup(snippets.SnippetViewSetGroup):
    items = (DelegationViewSet, FeedbackViewSet, LifeEventViewSet, HolidayViewSet, GuideLawViewSet)
    menu_label = _("บริการ")
    menu_icon = "key"
    menu_order = 220


register_snippet(ServicesGroup)


@hooks.register("construct_page_chooser_queryset")
@hooks.register("construct_explorer_page_queryset")
def without_drafts_of_others(*arguments: Any) -> QuerySet[Page]:
    """Lists of pages without what other organisations have not published. Choosers give (pages, request), the
    explorer (parent, pages, request)."""
    pages, request = arguments[-2:]
    if request.user.is_superuser:
        return pages
    own = organisations_of(request.user)
    for model in (ServicePage, CentrePage, JourneyPage, QuestionTreePage, LocalGuidePage):
        hidden = model.objects.filter(live=False).exclude(organisation__in=own)
        pages = pages.exclude(pk__in=hidden.values("pk"))
    return pages


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    view = delegation_report.DelegationReport
    return [
        path("guides/import/", guide_file_views.GuideImportView.as_view(), name="guide_import"),
        re_path(
            r"^guides/export\.(?P<kind>xlsx|json)$",
            guide_file_views.GuideExportView.as_view(),
            name="guide_export",
        ),
        path("guides/send/", batch_views.SendView.as_view(), name="guide_send"),
        path("guides/import/<int:pk>/", batch_views.BatchView.as_view(), name="guide_batch"),
        path(
            "guides/import/<int:pk>/progress/",
            batch_views.BatchProgressView.as_view(),
            name="guide_batch_progress",
        ),
        path(
            "guides/import/<int:pk>/refused.csv",
            batch_views.BatchRefusedView.as_view(),
            name="guide_batch_refused",
        ),
        path("guides/<int:pk>/quality/", editor_views.quality, name="guide_quality"),
        path("guides/shared/", editor_views.SharedValuesView.as_view(), name="guide_shared_values"),
        path("reports/delegations/", view.as_view(), name="delegation_report"),
        path(
            "reports/delegations/results/", view.as_view(results_only=True), name="delegation_report_results"
        ),
    ]


class GuideImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return guide_file_views.may_exchange(request.user)


@hooks.register("register_admin_menu_item")
def register_guide_import() -> MenuItem:
    return GuideImportMenuItem(
        guide_file_views.GuideImportView.page_title,
        reverse("guide_import"),
        name="guide-import",
        icon_name="upload",
        order=225,
    )


@hooks.register("register_admin_menu_item")
def register_shared_values() -> MenuItem:
    return GuideImportMenuItem(
        editor_views.SharedValuesView.page_title,
        reverse("guide_shared_values"),
        name="guide-shared-values",
        icon_name="link",
        order=226,
    )


hooks.register("register_bulk_action", EditGuides)


class DelegationReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return delegation_report.may_see(request.user)


@hooks.register("register_reports_menu_item")
def register_delegation_report() -> MenuItem:
    return DelegationReportMenuItem(
        delegation_report.DelegationReport.page_title,
        reverse("delegation_report"),
        name="delegation-report",
        icon_name="key",
        order=150,
    )
