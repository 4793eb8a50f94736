"""Whole pages kept for readers who are not signed in, until anything changes.

A page is kept under its address, the reader's choices, whether it is compressed, the day in Bangkok
and the version of all content (`core.content_version`). It is looked up before any other work, so that a hit
costs one query. Kept are only answers to a plain GET without a query string that set no cookie and that
belong to a view named in `PAGE_CACHE_VIEWS`: their number is bounded by the pages there are. A page that says
what is true for an hour (open now) tells by `stale_at` when it stops being true.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, has_vary_header, patch_cache_control

from core import content_version, preferences
from core.kept import under

LARGEST = 500_000
"""Bytes of the largest page that is kept."""

PRIVATE = frozenset({"private", "no-store", "no-cache", "max-age=0"})

_moments: ContextVar[list[datetime.datetime] | None] = ContextVar("page_cache_moments", default=None)


def stale_at(moment: datetime.datetime | None) -> None:
    """The page being made stops being true at this moment; None where none is known."""
    moments = _moments.get()
    if moment is not None and moments is not None:
        moments.append(moment)


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answers from the cache where it may, and keeps what may be kept. The outermost after static files."""

    def serve(request: HttpRequest) -> HttpResponse:
        if not _may_be_asked(request) or not (version := content_version.current()):
            return get_response(request)
        kept, key = caches["pages"], _key(request, version)
        found = kept.get(key)
        if found is None:
            moments: list[datetime.datetime] = []
            token = _moments.set(moments)
            try:
                with under(version):
                    response = get_response(request)
            finally:
                _moments.reset(token)
            seconds = _seconds(moments)
            if not _may_be_kept(request, response) or seconds <= 0:
                return response
            response["ETag"] = f'W/"{hashlib.sha256(response.content).hexdigest()[:24]}"'
            patch_cache_control(response, no_cache=True)
            kept.set(key, (response.content, dict(response.items())), seconds)
        else:
            response = HttpResponse(found[0], headers=found[1])
        return get_conditional_response(request, response["ETag"], None, response) or response

    return serve


def _may_be_asked(request: HttpRequest) -> bool:
    """Whether a kept page may answer: a plain GET by somebody of whom we know only how pages should look."""
    return bool(
        settings.PAGE_CACHE_SECONDS
        and request.method == "GET"
        and not request.META.get("QUERY_STRING")
        and not request.path.startswith(settings.PAGE_CACHE_NEVER)
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
        and "HTTP_AUTHORIZATION" not in request.META
        and "HTTP_RANGE" not in request.META
    )


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    match: Any = request.resolver_match
    directives = {each.strip().lower() for each in response.get("Cache-Control", "").split(",")}
    return bool(
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and match is not None
        and not settings.PAGE_CACHE_VIEWS.isdisjoint({match.view_name, *match.namespaces})
        and not has_vary_header(response, "Accept")
        and PRIVATE.isdisjoint(directives)
        and len(response.content) <= LARGEST
    )


def _key(request: HttpRequest, version: str) -> str:
    parts = (
        request.scheme,
        request.get_host(),
        request.path,
        preferences.read(request).key,
        "gzip" if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "") else "plain",
        timezone.localdate().isoformat(),
        version,
    )
    return hashlib.sha256("\n".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()


def _seconds(moments: list[datetime.datetime]) -> float:
    now = timezone.now()
    return min([float(settings.PAGE_CACHE_SECONDS), *((each - now).total_seconds() for each in moments)])
