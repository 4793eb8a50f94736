"""Middleware of the whole site."""

from __future__ import annotations

from collections.abc import Callable

from csp.constants import SELF
from csp.middleware import CSPMiddleware
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def atomic_writes(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """One transaction around every request that may write, none around the others.

    Wagtail publishes, moves and deletes outside any transaction; with this, the content and the
    outbox row that carries it to the search index are committed together or not at all. It is
    the innermost middleware: an exception has already become a response here, hence the test.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in SAFE_METHODS:
            return get_response(request)
        with transaction.atomic():
            response = get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    return middleware


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy of the settings on public pages; Wagtail's admin needs inline styles and scripts."""

    ADMIN_UPDATE = {
        "script-src": [SELF, "'unsafe-inline'"],
        "style-src": [SELF, "'unsafe-inline'"],
        "img-src": [SELF, "data:", "blob:"],
        "worker-src": [SELF, "blob:"],
    }

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith("/admin/"):
            response._csp_replace = self.ADMIN_UPDATE  # type: ignore[attr-defined]
        return super().process_response(request, response)
