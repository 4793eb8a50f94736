"""Wagtail's API v3 with its reading routes only.

Wagtail's own instance can write, and serves a documentation page that loads a foreign script, so
it is not mounted: this one takes over every GET operation of the same routers and nothing else.
"""

from __future__ import annotations

import logging

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Router
from ninja.errors import HttpError
from ninja.errors import ValidationError as ParameterError
from pydantic import ValidationError as SchemaError
from wagtail.api.rich_text import RichTextFormatError
from wagtail.api.v3.errors import problem_response
from wagtail.api.v3.routers import pages, schema, sites, whoami

from finder.rendering import ThaiJSONRenderer

log = logging.getLogger(__name__)

TITLES = {
    400: "คำขอไม่ถูกต้อง",
    401: "ต้องยืนยันตัวตนก่อน",
    403: "ไม่มีสิทธิ์",
    404: "ไม่พบข้อมูลที่ขอ",
    422: "ค่าของพารามิเตอร์ไม่ถูกต้อง",
}

api = NinjaAPI(
    title="Ruam (ร่วม): Wagtail API",
    version="3.0.0",
    description="หน้าเว็บที่เผยแพร่แล้ว อ่านได้อย่างเดียว",
    urls_namespace="wagtailapi_v3",
    docs_url=None,
    renderer=ThaiJSONRenderer(),
)


def reading_only(router: Router) -> Router:
    """A router with the GET operations of another and of those within it."""
    kept = Router(auth=router.auth, throttle=router.throttle, tags=router.tags)
    for path, view in router.path_operations.items():
        reading = view.clone()
        reading.operations = [found for found in reading.operations if set(found.methods) == {"GET"}]
        if reading.operations:
            kept.path_operations[path] = reading
    for prefix, inner, tags in router._routers:
        kept.add_router(prefix, reading_only(inner), tags=tags)
    return kept


api.add_router("/pages/", reading_only(pages.router))
api.add_router("/schema/", reading_only(schema.router))
api.add_router("/sites/", reading_only(sites.router))
api.add_router("/", reading_only(whoami.router))


@api.exception_handler(ParameterError)
@api.exception_handler(SchemaError)
@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: Exception) -> HttpResponse:
    return _problem(422, _complaints(error))


@api.exception_handler(OverflowError)
def too_large(request: HttpRequest, error: OverflowError) -> HttpResponse:
    """A number that the database cannot hold, as an offset of twenty digits."""
    return _problem(422, [{"loc": ["offset"], "msg": "ตัวเลขในคำขอใหญ่เกินไป"}])


@api.exception_handler(PermissionDenied)
def denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return _problem(403 if request.user.is_authenticated else 401)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return _problem(404)


@api.exception_handler(RichTextFormatError)
def bad_format(request: HttpRequest, error: RichTextFormatError) -> HttpResponse:
    return _problem(400)


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _problem(error.status_code)


@api.exception_handler(OperationalError)
def unsearchable(request: HttpRequest, error: OperationalError) -> HttpResponse:
    """SQLite's full-text search, which Wagtail calls for `search=`, fails on quotes and NUL."""
    if "search" not in request.GET:
        raise error
    log.info("Wagtail's search could not read a query: %s", error)
    return _problem(422, [{"loc": ["search"], "msg": "คำค้นนี้ใช้ที่นี่ไม่ได้ โปรดค้นด้วย /api/search?q="}])


def _problem(status: int, errors: list[dict[str, object]] | None = None) -> HttpResponse:
    title = TITLES.get(status, TITLES[400])
    return problem_response(status=status, title=title, detail=title, errors=errors)


def _complaints(error: Exception) -> list[dict[str, object]]:
    """Which parameters are wrong and why, as the validator says it; never the value itself."""
    match error:
        case ParameterError():
            parts = error.errors
        case SchemaError():
            parts = [dict(part) for part in error.errors()]
        case ValidationError():
            return [{"msg": message} for message in error.messages]
        case _:
            raise TypeError(type(error))
    return [{name: part[name] for name in ("type", "loc", "msg") if name in part} for part in parts]
