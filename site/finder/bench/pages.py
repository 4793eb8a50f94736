"""Every public page type beside a bare view of the same bytes, in turn, in one process."""

from __future__ import annotations

import io
import statistics
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse
from wagtail.models import get_page_models

from core.benching import Options, Row, speed, timed
from finder import judging
from finder.bench import bare
from organisations.models import Organisation

ROUNDS = 5


@speed("pages", "หน้าเว็บแต่ละประเภท สร้างใหม่และจากแคช เทียบกับ view เปล่าที่ตอบข้อมูลเดียวกัน (ค่ามัธยฐาน)")
def measure(options: Options) -> Iterator[Row]:
    """Time one page of each type; requests are made in each of five rounds, the three sides in turn.

    `queries` are those of a page made anew. `cached/bare` is above 1 where a kept page is quicker than a view
    that only hands out its bytes.
    """
    handler = WSGIHandler()
    asked = [text for _, text, _ in judging.queries()]
    if not asked:
        yield Row("ค้นหา", failed="เว็บไซต์นี้ยังไม่มีเนื้อหาที่เผยแพร่ โหลดชุดสาธิตด้วย manage.py demo ก่อน")
    for name, path in addresses(asked):
        status, body = ask(handler, path)
        where = f"{name}  {path.partition('?')[0]}"
        if status != 200:
            yield Row(where, failed=str(status))
            continue
        bare.BODIES[:] = [body]
        made: list[float] = []
        kept: list[float] = []
        theirs: list[float] = []
        for _ in range(ROUNDS):
            with override_settings(PAGE_CACHE_SECONDS=0):
                made += timed(partial(ask, handler, path), options.requests)
            with override_settings(PAGE_CACHE_SECONDS=600):
                kept += timed(partial(ask, handler, path), options.requests)
                with override_settings(ROOT_URLCONF=bare.__name__):
                    theirs += timed(partial(ask, handler, "/0/"), options.requests)
        with override_settings(PAGE_CACHE_SECONDS=0), CaptureQueriesContext(connection) as queries:
            ask(handler, path)
        page, cached, plain = map(statistics.median, (made, kept, theirs))
        yield Row(
            where,
            {
                "pages/s": round(1000 / page),
                "ms": page,
                "queries": len(queries),
                "cached ms": cached,
                "bare ms": plain,
                "cached/bare": plain / cached,
                "bytes": len(body),
            },
        )


def addresses(queries: list[str]) -> Iterator[tuple[str, str]]:
    """Name and path of the first public page of each type, of an organisation and of a search."""
    for model in get_page_models():
        page = model.objects.live().public().order_by("path").first()
        url = page.get_url() if page is not None and not getattr(page, "is_folder", False) else None
        if url:
            yield str(model._meta.verbose_name), url
    organisation = Organisation.objects.order_by("code").first()
    if organisation is not None:
        yield str(Organisation._meta.verbose_name), organisation.url
    if queries:
        yield "ค้นหา", f"{reverse('search')}?q={quote(queries[0])}"


def ask(handler: WSGIHandler, address: str) -> tuple[int, bytes]:
    """Status and body that the application gives for a GET, through all middleware."""
    path, _, query = address.partition("?")
    statuses: list[str] = []

    def start_response(status: str, *rest: Any) -> Callable[[bytes], object]:
        statuses.append(status)
        return io.BytesIO().write

    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": host(),
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": host(),
        "HTTP_X_FORWARDED_PROTO": "https",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https" if settings.SECURE_SSL_REDIRECT else "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    response = handler(environ, start_response)
    try:
        body = b"".join(response)
    finally:
        response.close()
    return int(statuses[0].split()[0]), body


def host() -> str:
    named = [name for name in settings.ALLOWED_HOSTS if not name.startswith((".", "*", "["))]
    return named[0] if named else "localhost"
