"""Organisations and their people in Wagtail's admin."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from core.choosers import NotChosen
from organisations.bypasses import overseen, still_waits
from organisations.models import Membership, Organisation, RoleRecord
from organisations.people import managing, records
from organisations.people.report import RoleReport
from organisations.people.views import TITLE as PEOPLE_TITLE
from organisations.reports import BypassReport, confirm_bypass


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "group"
    list_display = ["name_th", "kind", "parent", "letter_prefix"]
    list_filter = ["kind", "parent"]
    ordering = ["name_th"]
    list_per_page = 50


class MembershipViewSet(SnippetViewSet):
    model = Membership
    icon = "user"
    list_display = ["user", "organisation", "role"]
    chooser_viewset_class = NotChosen
    list_filter = ["role", "organisation"]


class OrganisationsGroup(SnippetViewSetGroup):
    items = (OrganisationViewSet, MembershipViewSet)
    menu_label = _("หน่วยงาน")
    menu_icon = "group"
    menu_order = 250


register_snippet(OrganisationsGroup)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [
        path("review-bypasses/", BypassReport.as_view(), name="review_bypasses"),
        path(
            "review-bypasses/results/",
            BypassReport.as_view(results_only=True),
            name="review_bypasses_results",
        ),
        path("review-bypasses/<int:pk>/confirm/", confirm_bypass, name="confirm_bypass"),
        path("people/", include("organisations.people.urls")),
        path("role-records/", RoleReport.as_view(), name="role_records"),
        path("role-records/results/", RoleReport.as_view(results_only=True), name="role_records_results"),
    ]


class BypassMenuItem(MenuItem):
    """Shown to administrators and to those who review or monitor for an organisation."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.is_superuser or bool(overseen(request.user))


@hooks.register("register_reports_menu_item")
def bypass_menu_item() -> MenuItem:
    return BypassMenuItem(
        BypassReport.page_title,
        reverse("review_bypasses"),
        name="review-bypasses",
        icon_name="warning",
        order=120,
    )


@hooks.register("after_edit_page")
def tell_of_what_waits(request: HttpRequest, page: Page) -> None:
    """Whoever sends on or publishes a page hears that an earlier publication was not approved yet."""
    if {"action-submit", "action-publish"} & set(request.POST) and (said := still_waits(page)):
        messages.warning(request, said)


class PeopleMenuItem(MenuItem):
    """Shown to administrators of an organisation, and to superusers."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.is_superuser or managing.administered(request.user).exists()


class RecordsMenuItem(MenuItem):
    """Shown to those who read who could do what and when."""

    def is_shown(self, request: HttpRequest) -> bool:
        return records.may_read_records(request.user)


@hooks.register("register_admin_menu_item")
def people_menu_item() -> MenuItem:
    return PeopleMenuItem(
        PEOPLE_TITLE, reverse("people:organisations"), name="people", icon_name="user", order=170
    )


@hooks.register("register_reports_menu_item")
def records_menu_item() -> MenuItem:
    return RecordsMenuItem(
        RoleReport.page_title, reverse("role_records"), name="role-records", icon_name="history", order=125
    )


@hooks.register("register_permissions")
def permission_of_the_central_auditor() -> QuerySet[Permission]:
    """A group with it reads the record of every organisation and changes nothing."""
    return Permission.objects.filter(
        content_type__app_label=RoleRecord._meta.app_label, codename="view_rolerecord"
    )


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("organisations.email", _("เปลี่ยนอีเมลของตน"), _("เปลี่ยนอีเมลของตน"))
