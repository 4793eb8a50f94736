"""Organisations and their people in Wagtail's admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from organisations.models import Membership, Organisation


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
    list_filter = ["role", "organisation"]


class OrganisationsGroup(SnippetViewSetGroup):
    items = (OrganisationViewSet, MembershipViewSet)
    menu_label = _("หน่วยงาน")
    menu_icon = "group"
    menu_order = 250


register_snippet(OrganisationsGroup)
