"""Template tags of the page's frame: addresses in another language, the address to go back to."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.bilingual import in_reader_language

register = template.Library()

HOME_DEPTH = 2
"""Depth of the home page in the tree: the root is 1."""


def in_language(path: str, language: str) -> str:
    """The same address in another language: the default language has no prefix, English stands under /en/.

    >>> in_language("/en/search/?q=x", "th"), in_language("/search/?q=x", "en")
    ('/search/?q=x', '/en/search/?q=x')
    """
    for code, _name in settings.LANGUAGES:
        if code != settings.LANGUAGE_CODE and (path == f"/{code}" or path.startswith(f"/{code}/")):
            path = path[len(code) + 1 :] or "/"
            break
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"


@register.simple_tag(takes_context=True)
def this_page_in(context: dict[str, Any], language: str) -> str:
    """Path and query of the page being shown, in `language`; the home page where there is no request."""
    request: HttpRequest | None = context.get("request")
    return in_language(request.get_full_path() if request else "/", language)


@register.simple_tag(takes_context=True)
def this_page(context: dict[str, Any]) -> str:
    """Path and query of the page being shown."""
    request: HttpRequest | None = context.get("request")
    return request.get_full_path() if request else "/"


class PlainNode(template.Node):
    """What stands between {% plain %} and {% endplain %}, without the marks of language."""

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Any) -> SafeString:
        text = self.nodelist.render(context)
        return mark_safe(strip_tags(text)) if "<" in text else text  # noqa: S308 — escaped where it was written


@register.tag
def plain(parser: template.base.Parser, token: template.base.Token) -> PlainNode:
    """{% plain %}…{% endplain %} for attributes and the title of a page, which can hold text alone.

    Text that nobody has translated is written with a mark (`core.bilingual.Untranslated`), which would end
    the attribute.
    """
    nodelist = parser.parse(("endplain",))
    parser.delete_first_token()
    return PlainNode(nodelist)


@register.simple_tag
def site_path(path: str = "") -> str:
    """An address in the reader's language: {% site_path "search/" %} → /search/ or /en/search/."""
    return reverse("wagtail_serve", args=[path])


@register.simple_tag
def other_language() -> tuple[str, str]:
    """Code and name of the language that the page is not in."""
    return next((code, name) for code, name in settings.LANGUAGES if code != get_language())


@register.inclusion_tag("components/breadcrumbs.html", takes_context=True)
def breadcrumbs(context: dict[str, Any], *more: str) -> dict[str, Any]:
    """Links from the home page to the page being shown, itself not included. One query at most, in English
    one more for each page above that no menu names, whose English name is its own type's.

    A page that only holds others (its type says `is_folder = True`) is left out. A section is called by its
    short name in the menu. `more` adds label and address in turn, for a view below the page:
    {% breadcrumbs page.display_title page.url %}.
    """
    page: Page | None = context.get("page")
    links: list[dict[str, str]] = []
    if page is None or page.depth == HOME_DEPTH + 1:
        links.append({"label": _("หน้าแรก"), "url": reverse("wagtail_serve", args=[""])})
    elif page.depth > HOME_DEPTH:
        menus, request = context.get("menus"), context.get("request")
        for ancestor in page.get_ancestors().filter(depth__gte=HOME_DEPTH, live=True):
            if getattr(ancestor.specific_class, "is_folder", False):
                continue
            label = _("หน้าแรก") if ancestor.depth == HOME_DEPTH else menus and menus.label_of(ancestor.pk)
            links.append(
                {
                    "label": label or _name_of(ancestor),
                    "url": ancestor.get_url(request) or "",
                }
            )
    links += [{"label": label, "url": url} for label, url in zip(more[::2], more[1::2], strict=True)]
    return {"links": links}


def _name_of(page: Page) -> str:
    """The page's title in the reader's language, Thai where there is no English one."""
    english: str = getattr(page.specific, "title_en", "") if get_language() == "en" else ""
    return in_reader_language(page.title, english)


@register.simple_tag(takes_context=True)
def query_with(context: dict[str, Any], **changes: object) -> str:
    """The query string of this page with some values replaced, "?" first: {% query_with page=2 %}.

    None or an empty value takes the name out.
    """
    request: HttpRequest | None = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag
def page_numbers(current: int, last: int) -> list[int | None]:
    """The page numbers that a pagination shows; None stands for a gap.

    >>> page_numbers(6, 20)
    [1, None, 5, 6, 7, None, 20]
    """
    wanted = sorted({1, last, *range(max(1, current - 1), min(last, current + 1) + 1)})
    shown: list[int | None] = []
    for number in wanted:
        before = shown[-1] if shown else None
        if before is not None and number == before + 2:
            shown.append(before + 1)
        elif before is not None and number > before + 2:
            shown.append(None)
        shown.append(number)
    return shown
