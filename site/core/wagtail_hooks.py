"""The look of Wagtail's admin."""

from __future__ import annotations

from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def admin_style() -> SafeString:
    """The site's typefaces and colours on the editing side."""
    sheets = ("core/css/fonts.css", "core/css/admin.css")
    return format_html_join("", '<link rel="stylesheet" href="{}">', ((static(sheet),) for sheet in sheets))
