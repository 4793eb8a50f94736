"""Guidelines in Wagtail's admin: menus, the way in from the start page, and what must not be deleted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from guidelines.models import AdaptationObligation, AdaptationPage, GuidelinePage
from guidelines.reports import PERMISSION
from guidelines.sending import may_send, received, sendable_guidelines
from guidelines.tracking import rows_for
from guidelines.views.models import TITLE as WRITING_TITLE
from guidelines.views.models import written_guidelines
from guidelines.views.sending import TITLE as SENDING_TITLE
from guidelines.views.workbench import adapting_organisations
from organisations.models import Membership


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("guidelines/", include("guidelines.urls"))]


class AdaptingMenuItem(MenuItem):
    """Shown to those who write or review for an organisation."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.is_superuser or bool(adapting_organisations(request.user))


class ReportMenuItem(MenuItem):
    """Shown to monitors."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)


class SendingMenuItem(MenuItem):
    """Shown to those who issue guidelines."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(sendable_guidelines(request.user))


@hooks.register("register_admin_menu_item")
def sending_menu_item() -> MenuItem:
    return SendingMenuItem(
        SENDING_TITLE, reverse("guidelines:sendings"), name="sendings", icon_name="mail", order=155
    )


class WritingMenuItem(MenuItem):
    """Shown to the editors and reviewers of those who issue guidelines."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(written_guidelines(request.user))


@hooks.register("register_admin_menu_item")
def writing_menu_item() -> MenuItem:
    return WritingMenuItem(
        WRITING_TITLE, reverse("guidelines:models"), name="models", icon_name="edit", order=145
    )


@hooks.register("register_admin_menu_item")
def adapting_menu_item() -> MenuItem:
    return AdaptingMenuItem(
        gettext_lazy("ปรับใช้แนวทาง"),
        reverse("guidelines:workbench"),
        name="adapting",
        icon_name="doc-full-inverse",
        order=150,
    )


@hooks.register("register_reports_menu_item")
def report_menu_item() -> MenuItem:
    return ReportMenuItem(
        gettext_lazy("การปรับใช้แนวทางของหน่วยงาน"),
        reverse("guidelines:report"),
        name="adaptation-report",
        icon_name="tasks",
        order=100,
    )


class AdaptingPanel(Component):
    """On the start page of the admin: one's adaptations and where they stand."""

    order = 50
    template_name = "guidelines/admin/home_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        organisations = adapting_organisations(parent_context["request"].user)
        guidelines = list(GuidelinePage.objects.live()) if organisations else []
        return {
            "received": received(organisations),
            "rows": [
                (guideline, row) for guideline in guidelines for row in rows_for(guideline, organisations)
            ],
        }


@hooks.register("construct_homepage_panels")
def add_adapting_panel(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(AdaptingPanel())


@hooks.register("register_page_header_buttons")
def page_header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Any]:
    if isinstance(page, AdaptationPage):
        url = reverse("guidelines:adaptation", args=[page.pk])
        yield HeaderButton(_("จัดทำรายหมวด"), url=url, icon_name="list-ul", priority=1)
    elif isinstance(page, GuidelinePage):
        if page.live and may_send(user, page):
            url = reverse("guidelines:send", args=[page.pk])
            yield HeaderButton(_("ส่งให้หน่วยงาน"), url=url, icon_name="mail", priority=2)
        yield HeaderButton(_("เริ่มปรับใช้"), url=reverse("guidelines:workbench"), icon_name="copy", priority=1)


@hooks.register("after_publish_page")
def say_which_edition(request: HttpRequest, page: Page) -> None:
    """Whether publishing a guideline made an edition, which does not follow from the page."""
    if not isinstance(page, GuidelinePage) or not page.live or page.last_published_at is None:
        return
    newest = page.editions.order_by("-number").first()
    if newest is None:
        return
    if newest.published_at >= page.last_published_at:
        said = _("ฉบับที่ %(number)s ใช้อยู่แล้วตั้งแต่บัดนี้ หน่วยงานที่ปรับใช้แนวทางจะเห็นการเปลี่ยนแปลง")
    else:
        said = _("ไม่มีหมวดใดเปลี่ยนจากฉบับที่ %(number)s จึงไม่มีฉบับใหม่")
    messages.info(request, said % {"number": newest.number})


@hooks.register("construct_page_chooser_queryset")
@hooks.register("construct_explorer_page_queryset")
def without_drafts_of_others(*arguments: Any) -> QuerySet[Page]:
    """Lists of pages without what other organisations have not published. Choosers give (pages, request), the
    explorer (parent, pages, request)."""
    pages, request = arguments[-2:]
    if request.user.is_superuser:
        return pages
    own = Membership.objects.filter(user=request.user).values("organisation")
    hidden = AdaptationPage.objects.filter(live=False).exclude(organisation__in=own)
    return pages.exclude(pk__in=hidden.values("pk"))


@hooks.register("before_delete_page")
def keep_what_others_rest_on(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A guideline with editions stays: adaptations and readers refer to them."""
    specific = page.specific
    if isinstance(specific, GuidelinePage) and specific.editions.exists():
        messages.error(
            request,
            _("ลบแนวทางที่เคยเผยแพร่ไม่ได้ เพราะฉบับที่เผยแพร่ต้องคงอยู่ให้อ้างอิง หากเลิกใช้ให้ยกเลิกการเผยแพร่แทน"),
        )
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


class ObligationViewSet(SnippetViewSet):
    """Who is to adapt what by when."""

    model = AdaptationObligation
    icon = "date"
    menu_label = gettext_lazy("หน้าที่ปรับใช้แนวทาง")
    list_display = ["organisation", "guideline", "due"]
    list_filter = ["guideline", "organisation"]
    add_to_admin_menu = False


register_snippet(ObligationViewSet)
