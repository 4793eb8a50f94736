"""Letters in Wagtail's admin: menu, screens, what the page choosers and lists may show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from circulars.admin import deleting  # noqa: F401  (its hooks)
from circulars.admin.distribution import distribution_url
from circulars.admin.guarding import letters_kept_from
from circulars.admin.home import LettersPanel
from circulars.admin.permissions import follows_letters, has_inbox, may_follow, may_register, may_see
from circulars.admin.queue import review_url
from circulars.models import CentralRegistry, CircularPage, ResponseTime, Topic, TwoPersonRule


class RegistrarMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_register(request.user)


class FollowingMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return follows_letters(request.user)


class InboxMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return has_inbox(request.user)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("circulars/", include("circulars.admin.urls"))]


@hooks.register("register_admin_menu_item")
def menu() -> MenuItem:
    items = [
        RegistrarMenuItem(
            _("คิวตรวจหนังสือ"), reverse("circulars_admin:queue"), icon_name="clipboard-list", order=1
        ),
        RegistrarMenuItem(_("นำเข้าหนังสือ"), reverse("circulars_admin:upload"), icon_name="upload", order=2),
        FollowingMenuItem(
            _("ติดตามการรับทราบ"), reverse("circulars_admin:tracking"), icon_name="time", order=3
        ),
    ]
    return SubmenuMenuItem(_("หนังสือ"), Menu(items=items), name="circulars", icon_name="doc-full", order=210)


@hooks.register("register_admin_menu_item")
def inbox() -> MenuItem:
    return InboxMenuItem(
        _("กล่องหนังสือเข้า"), reverse("circulars_admin:inbox"), name="inbox", icon_name="mail", order=140
    )


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def review_button(page: Page, user: Any, next_url: str | None = None, **kwargs: Any) -> Iterator[Button]:
    letter = page.specific_deferred if page.specific_class is CircularPage else None
    if letter is None:
        return
    registered = CircularPage.objects.select_related("issuer").get(pk=page.pk)
    if may_see(user, registered):
        yield Button(_("ตรวจหนังสือ"), review_url(letter), icon_name="clipboard-list", priority=15)
    if may_follow(user, registered):
        yield Button(_("การส่งและการรับทราบ"), distribution_url(letter), icon_name="mail", priority=16)


@hooks.register("before_copy_page")
def letters_are_not_copied(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A number stands for one letter: a copy would be a second letter of the same number."""
    if page.specific_class is not CircularPage:
        return None
    messages.error(request, _("หนังสือในทะเบียนคัดลอกไม่ได้ โปรดนำเข้าจากแฟ้มต้นฉบับ"))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("construct_page_chooser_queryset")
@hooks.register("construct_explorer_page_queryset")
def without_letters_of_registrars(*arguments: Any) -> QuerySet[Page]:
    """Lists of pages without what is the registrars' alone: letters that are not public, and secret ones.

    Choosers give (pages, request), the explorer (parent, pages, request); there a letter may show its draft.
    """
    pages, request = arguments[-2:]
    if not may_register(request.user):
        hidden = CircularPage.objects.all() if len(arguments) > 2 else CircularPage.objects.filter(live=False)
        pages = pages.exclude(pk__in=hidden.values("pk"))
    return pages.exclude(pk__in=letters_kept_from(request.user).values("pk"))


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("circulars.resolve_flag", _("วินิจฉัยข้อสงสัย"), _("วินิจฉัยข้อสงสัย"))
    actions.register_action("circulars.agree", _("เห็นชอบให้เผยแพร่"), _("เห็นชอบให้เผยแพร่"))
    actions.register_action("circulars.verify", _("เผยแพร่ระหว่างตรวจสอบ"), _("เผยแพร่ระหว่างตรวจสอบ"))
    actions.register_action("circulars.correct", _("แก้ไขหนังสือที่เผยแพร่แล้ว"), _("แก้ไขหนังสือที่เผยแพร่แล้ว"))
    actions.register_action("circulars.approve-correction", _("เห็นชอบการแก้ไข"), _("เห็นชอบการแก้ไข"))
    actions.register_action("circulars.turn-down-correction", _("ไม่รับการแก้ไข"), _("ไม่รับการแก้ไข"))
    actions.register_action("circulars.accept", _("รับข้อความที่เสนอแทน"), _("รับข้อความที่เสนอแทน"))
    actions.register_action("circulars.turn-down", _("ไม่รับข้อความที่เสนอ"), _("ไม่รับข้อความที่เสนอ"))
    actions.register_action("circulars.relate", _("เพิ่มความเชื่อมโยง"), _("เพิ่มความเชื่อมโยง"))
    actions.register_action("circulars.undo-relation", _("เพิกถอนความเชื่อมโยง"), _("เพิกถอนความเชื่อมโยง"))
    actions.register_action("circulars.reinstate", _("ยกเลิกการถอนหนังสือ"), _("ยกเลิกการถอนหนังสือ"))
    actions.register_action("circulars.withdraw", _("ถอนหนังสือ"), _("ถอนหนังสือ"))
    actions.register_action("circulars.distribute", _("ส่งถึงหน่วยงาน"), _("ส่งถึงหน่วยงาน"))
    actions.register_action("circulars.lift_secrecy", _("ปรับหรือยกเลิกชั้นความลับ"), _("ปรับหรือยกเลิกชั้นความลับ"))


@hooks.register("construct_homepage_panels")
def letters_panel(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(LettersPanel())


class TopicViewSet(SnippetViewSet):
    """What letters are about."""

    model = Topic
    icon = "tag"
    menu_label = _("หัวข้อหนังสือ")
    list_display = ["name_th", "code"]
    add_to_settings_menu = True


class ResponseTimeViewSet(SnippetViewSet):
    """How soon letters of each speed are to be acknowledged."""

    model = ResponseTime
    icon = "time"
    menu_label = _("ระยะเวลารับทราบหนังสือ")
    list_display = ["__str__", "acknowledge_days", "remind_days"]
    add_to_settings_menu = True


class TwoPersonRuleViewSet(SnippetViewSet):
    """Whose letters two persons must agree to."""

    model = TwoPersonRule
    icon = "group"
    menu_label = _("หน่วยงานที่ต้องมีผู้เห็นชอบหนังสือสองคน")
    add_to_settings_menu = True


class CentralRegistryViewSet(SnippetViewSet):
    """Who keeps the central registry."""

    model = CentralRegistry
    icon = "lock"
    menu_label = _("หน่วยงานทะเบียนกลาง")
    add_to_settings_menu = True


register_snippet(CentralRegistryViewSet)
register_snippet(TwoPersonRuleViewSet)
register_snippet(ResponseTimeViewSet)
register_snippet(TopicViewSet)
