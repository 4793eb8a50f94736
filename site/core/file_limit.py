"""How often one sender may ask for whole lists, originals and Wagtail's API: what readers never come near.

These answers are long, depend on what was asked, and no kept page can give them. Who is counted:
`core.rate_limit.asks_too_often`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_only_middleware

from core import rate_limit

SPAN = datetime.timedelta(minutes=1)


@sync_only_middleware
class FileLimitMiddleware:
    """Answers 429 in words, with Retry-After, where a sender asks for the views of `FILE_VIEWS` too often.

    A name that ends with a colon stands for all views of that namespace.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, arguments: Any, names: Any
    ) -> HttpResponse | None:
        found, most = request.resolver_match, settings.RUAM_FILES_PER_MINUTE
        if found is None or not settings.FILE_VIEWS & {found.view_name, f"{found.namespace}:"}:
            return None
        if not rate_limit.asks_too_often(request, "file", most, SPAN):
            return None
        return HttpResponse(
            "ขอข้อมูลจากเครือข่ายนี้ถี่เกินไป โปรดรอหนึ่งนาทีแล้วลองใหม่\n"
            "Too many requests from this network; wait a minute.\n",
            status=429,
            content_type="text/plain; charset=utf-8",
            headers={"Retry-After": str(int(SPAN.total_seconds()))},
        )
