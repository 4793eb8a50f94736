"""Following up in Wagtail's admin: menus and the panels on the start page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from guidelines.followup.access import own_members, readable_rounds
from guidelines.followup.models import RoundMember
from guidelines.followup.views.reports import TITLE
from guidelines.followup.views.rounds import LIST_TITLE, followed_guidelines


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("follow-up/", include("guidelines.followup.urls"))]


class RoundsMenuItem(MenuItem):
    """Shown to those who open and close rounds."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(followed_guidelines(request.user))


class ReportsMenuItem(MenuItem):
    """Shown to those whose organisation must report."""

    def is_shown(self, request: HttpRequest) -> bool:
        return own_members(request.user).exists()


@hooks.register("register_reports_menu_item")
def rounds_menu_item() -> MenuItem:
    return RoundsMenuItem(
        LIST_TITLE, reverse("followup:rounds"), name="rounds", icon_name="calendar-check", order=110
    )


@hooks.register("register_admin_menu_item")
def reports_menu_item() -> MenuItem:
    return ReportsMenuItem(TITLE, reverse("followup:reports"), name="reporting", icon_name="order", order=160)


class FollowUpPanel(Component):
    """On the start page: the monitor's current rounds with the late list, and the reports that one owes."""

    order = 60
    template_name = "followup/admin/home_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        rounds = list(readable_rounds(user).filter(closed_at=None))
        members = list(
            RoundMember.objects.filter(round__in=rounds, submitted_at=None).select_related(
                "round", "organisation"
            )
        )
        return {
            "title": gettext_lazy("การติดตามผล"),
            "rounds": [
                (
                    each,
                    [m for m in members if m.round_id == each.pk and m.is_late],
                    sum(m.round_id == each.pk for m in members),
                )
                for each in rounds
            ],
            "owed": own_members(user).filter(round__closed_at=None, submitted_at=None),
        }


@hooks.register("construct_homepage_panels")
def add_follow_up_panel(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(FollowUpPanel())
