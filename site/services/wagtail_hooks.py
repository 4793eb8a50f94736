"""The register of delegations and the life events in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views import snippets

from organisations.models import Role
from organisations.permissions import may_act_for
from services import holidays
from services.models import Delegation, GuideLaw, Holiday, LifeEvent


class OwnOrganisationMixin:
    """A view of one delegation, for those who act for the organisation that delegates."""

    request: HttpRequest

    def user_has_permission(self, permission: str) -> bool:
        if not super().user_has_permission(permission):  # type: ignore[misc]
            return False
        delegation = getattr(self, "object", None)
        if delegation is None or delegation.pk is None:
            return True
        organisation = type(delegation).objects.get(pk=delegation.pk).delegating_authority
        return may_act_for(self.request.user, organisation, Role.EDITOR, Role.REVIEWER)


class DelegationEditView(OwnOrganisationMixin, snippets.EditView):
    pass


class DelegationDeleteView(OwnOrganisationMixin, snippets.DeleteView):
    pass


class DelegationUnpublishView(OwnOrganisationMixin, snippets.UnpublishView):
    pass


class DelegationUnscheduleView(OwnOrganisationMixin, snippets.RevisionsUnscheduleView):
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
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> Any:
        """Everybody who may enter sees published orders; drafts are for those who act for their issuer."""
        delegations = Delegation.objects.select_related("delegating_authority")
        if request.user.is_superuser:
            return delegations
        own = delegations.filter(delegating_authority__memberships__user=request.user)
        return (delegations.filter(live=True) | own).distinct()


class LifeEventViewSet(snippets.SnippetViewSet):
    model = LifeEvent
    icon = "calendar-alt"
    list_display = ["name", "slug", "kind", "position"]
    list_filter = ["kind"]
    ordering = ["position", "name"]


class HolidayViewSet(snippets.SnippetViewSet):
    model = Holiday
    icon = "calendar"
    list_display = ["date", "name", "kind", "confirmed"]
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


@hooks.register("construct_homepage_panels")
def warn_of_missing_holidays(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(HolidayWarning())


class ServicesGroup(snippets.SnippetViewSetGroup):
    items = (DelegationViewSet, LifeEventViewSet, HolidayViewSet, GuideLawViewSet)
    menu_label = _("บริการ")
    menu_icon = "key"
    menu_order = 220


register_snippet(ServicesGroup)
