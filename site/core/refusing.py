"""What a signed-in person gets at a screen of the admin that is not theirs: 403 with a page that says so.

Wagtail leads them to its start page with a message, which answers a request for what is not theirs as if it
had been fine. Who is not signed in is led to sign in, as before.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from wagtail.admin import auth
from wagtail.admin.localization import get_localized_response


def refuse(request: HttpRequest) -> HttpResponseBase:
    """The page with status 403, in the person's language. Raises PermissionDenied for a script's request."""
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        raise PermissionDenied
    answer: HttpResponseBase = get_localized_response(_page, request)
    return answer


def say_why(request: HttpRequest, words: str) -> None:
    """Let the page that refuses this request say why, and who may do it."""
    request.refused_because = words  # type: ignore[attr-defined]


def _page(request: HttpRequest) -> TemplateResponse:
    context = {"because": getattr(request, "refused_because", "")}
    return TemplateResponse(request, "core/admin/forbidden.html", context, status=403)


auth.permission_denied = refuse
