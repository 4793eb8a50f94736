"""A reader's choices about how pages look: digits and theme, kept in two cookies on the reader's device.

Pages differ only by these two values, so a page cache keys on `Preferences.key`.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

YEAR = 365 * 24 * 60 * 60
DIGITS = {"": _("ตามชนิดเอกสาร"), "arabic": _("เลขอารบิก 123"), "thai": _("เลขไทย ๑๒๓")}
THEMES = {"": _("ตามอุปกรณ์"), "light": _("สว่าง"), "dark": _("มืด")}


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a reader chose. An empty string is no choice: the document or the device decides.

    digits  "arabic", "thai" or ""; without a choice letters and reports stand in Thai digits and
            citizens' pages in Arabic ones
    theme   "light", "dark" or ""
    """

    digits: str = ""
    theme: str = ""

    @property
    def key(self) -> str:
        """What a cached page varies on."""
        return f"{self.digits or '-'}.{self.theme or '-'}"

    @property
    def digit_choices(self) -> list[tuple[str, Any]]:
        return list(DIGITS.items())

    @property
    def theme_choices(self) -> list[tuple[str, Any]]:
        return list(THEMES.items())


_active: ContextVar[Preferences] = ContextVar("preferences", default=Preferences())  # noqa: B039 frozen


def active() -> Preferences:
    """The choices of the reader whose page is being made; none outside a request."""
    return _active.get()


def read(request: HttpRequest) -> Preferences:
    """The choices in the request's cookies; a value that we never wrote is no choice."""
    digits = request.COOKIES.get("digits", "")
    theme = request.COOKIES.get("theme", "")
    return Preferences(digits if digits in DIGITS else "", theme if theme in THEMES else "")


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Makes the reader's choices known to the template filters of core.templatetags.thai."""

    def activate(request: HttpRequest) -> HttpResponse:
        token = _active.set(read(request))
        try:
            return get_response(request)
        finally:
            _active.reset(token)

    return activate


def context(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `preferences` in every template."""
    return {"preferences": read(request)}


@csrf_exempt  # Sets the sender's own display and nothing else; a token would make every page uncacheable.
@require_http_methods(["GET", "POST"])
def view(request: HttpRequest) -> HttpResponse:
    """Shows the choices (GET) or keeps them and goes back to the page the reader came from (POST)."""
    if request.method == "GET":
        return render(request, "preferences.html", {"next": _safe(request, request.GET.get("next", ""))})
    response = HttpResponseRedirect(_safe(request, request.POST.get("next", "")))
    for name, choices in (("digits", DIGITS), ("theme", THEMES)):
        value = request.POST.get(name)
        if value is None or value not in choices:
            continue
        if value:
            response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=request.is_secure())
        else:
            response.delete_cookie(name, samesite="Lax")
    return response


def _safe(request: HttpRequest, address: str) -> str:
    """`address` if it is a page of this site, else the home page."""
    if url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return address
    return reverse("wagtail_serve", args=[""])
