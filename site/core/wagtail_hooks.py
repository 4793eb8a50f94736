"""The look of Wagtail's admin, and how its page editor publishes."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from core import bulk_publishing as _bulk_publishing  # noqa: F401 - registers its action
from core import tables as _tables  # noqa: F401 - writes dates of lists in Thai
from core import thai_dates as _thai_dates  # noqa: F401 - registers the field and its script
from core.explorer import may_move
from core.page_types_report import without_report
from core.publishing import EveryPageViewSet, ReadingPagesAdminAPIViewSet


@hooks.register("insert_global_admin_css")
def admin_style() -> SafeString:
    """The site's typefaces and colours on the editing side.

    A typeface that comes late is not shown, as on the public pages: so both weights are asked for first.
    """
    fonts = ("core/fonts/sarabun-400.woff2", "core/fonts/sarabun-600.woff2")
    sheets = ("core/css/fonts.css", "core/css/admin.css")
    preload = '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>'
    return format_html_join("", preload, ((static(font),) for font in fonts)) + format_html_join(
        "", '<link rel="stylesheet" href="{}">', ((static(sheet),) for sheet in sheets)
    )


@hooks.register("insert_global_admin_js")
def last_words() -> SafeString:
    """What was typed in the moment before a form is sent goes with it."""
    return format_html('<script src="{}" defer></script>', static("core/js/last-words.js"))


@hooks.register("insert_global_admin_js")
def pasted_words() -> SafeString:
    """What is pasted brings no code along as text."""
    return format_html('<script src="{}" defer></script>', static("core/js/pasted-words.js"))


@hooks.register("register_admin_viewset")
def viewset_of_every_page() -> ViewSet:
    """After Wagtail's own, whose place it takes."""
    return EveryPageViewSet()


@hooks.register("construct_admin_api")
def admin_api_that_reads(router: Any) -> None:
    router.register_endpoint("pages", ReadingPagesAdminAPIViewSet)


hooks.register("construct_reports_menu", without_report)
hooks.register("before_move_page", may_move)
