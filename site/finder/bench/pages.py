"""Every public page type beside a bare view of the same bytes, in turn, in one process."""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test.utils import override_settings
from django.urls import reverse
from wagtail.models import get_page_models

from finder.bench import bare
from organisations.models import Organisation

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class PageTiming:
    """Medians in milliseconds, and the size in bytes; a status other than 200 was not timed."""

    name: str
    path: str
    status: int
    size: int
    page: float
    bare: float


def measure(queries: list[str], requests: int) -> Iterator[PageTiming]:
    """Time one page of each type; `requests` are made in each of five rounds, the two sides in turn."""
    handler = WSGIHandler()
    for name, path in addresses(queries):
        status, body = ask(handler, path)
        if status != 200:
            yield PageTiming(name, path, status, len(body), 0.0, 0.0)
            continue
        bare.BODIES[:] = [body]
        ours: list[float] = []
        theirs: list[float] = []
        for _ in range(ROUNDS):
            ours += timed(handler, path, requests)
            with override_settings(ROOT_URLCONF=bare.__name__):
                theirs += timed(handler, "/0/", requests)
        yield PageTiming(name, path, status, len(body), statistics.median(ours), statistics.median(theirs))


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


def timed(handler: WSGIHandler, path: str, requests: int) -> list[float]:
    """Milliseconds of each of some requests, after one that is not counted."""
    ask(handler, path)
    times = []
    for _ in range(requests):
        begun = time.perf_counter()
        ask(handler, path)
        times.append((time.perf_counter() - begun) * 1000)
    return times


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
