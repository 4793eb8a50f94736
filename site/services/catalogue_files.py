"""Any list of the catalogue for other programs: CSV, JSON and an Atom feed, by the filters of the list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import public
from core.atom import AtomFeed
from core.list_files import csv_lines
from services.catalogue import Choice, keys_of
from services.guide_checks import duration_text
from services.models import ServiceIndexPage, ServicePage

PER_PAGE = 500
"""Guides in one answer of JSON; `next` leads on."""
CHUNK = 500
IN_FEED = 50

CSV_HEAD = {
    "code": "รหัส",
    "title": "ชื่อบริการ",
    "title_en": "ชื่อภาษาอังกฤษ",
    "organisation": "หน่วยงาน",
    "partners": "หน่วยงานที่ให้บริการร่วม",
    "audience": "กลุ่มผู้รับบริการ",
    "summary": "สรุปบริการ",
    "result": "สิ่งที่ได้รับ",
    "time": "ระยะเวลารวมไม่เกิน",
    "fee": "ค่าธรรมเนียม",
    "online": "ทำออนไลน์ได้",
    "life_events": "เหตุการณ์",
    "last_reviewed": "ตรวจทานครั้งล่าสุด",
    "url": "ที่อยู่เว็บ",
}


def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """/services/guides.<form>?audience=…&fee=… : csv, json or atom. Only what everybody may read.

    Raises Http404 for another form, and where the catalogue itself is not public.
    """
    index = public(ServiceIndexPage.objects.all()).first()
    if index is None:
        raise Http404
    choice = Choice.of(request.GET)
    match form:
        case "csv":
            guides = _guides(keys_of(choice, timezone.localdate()))
            lines = csv_lines(CSV_HEAD, (record(request, page) for page in guides))
            response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
            response["Content-Disposition"] = 'attachment; filename="guides.csv"'
            return response
        case "json":
            return _json(request, choice)
        case "atom":
            return GuidesFeed(index, choice)(request)
    raise Http404


def record(request: HttpRequest, page: ServicePage) -> dict[str, Any]:
    """What a list says of a guide, by the keys of CSV_HEAD; text as the guide's page shows it."""
    total = page.total_duration
    return {
        "code": page.slug,
        "title": page.title,
        "title_en": page.title_en,
        "organisation": page.organisation.display_name,
        "partners": [partner.display_name for partner in page.partners.all()],
        "audience": str(page.get_audience_display()),
        "summary": page.summary,
        "result": page.result,
        "time": duration_text(total) if total else "",
        "fee": page.fee_summary,
        "online": page.is_online,
        "life_events": [event.display_name for event in page.life_events.all()],
        "last_reviewed": page.last_reviewed.isoformat() if page.last_reviewed else None,
        "url": page.get_full_url(request),
    }


def _guides(keys: list[int]) -> Iterator[ServicePage]:
    """The guides with these keys, in their order, a few hundred at a time."""
    related = ServicePage.objects.select_related("organisation").prefetch_related("partners", "life_events")
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        found = related.in_bulk(part)
        yield from (found[key] for key in part if key in found)


def _json(request: HttpRequest, choice: Choice) -> JsonResponse:
    keys = keys_of(choice, timezone.localdate())
    asked = choice.page
    number = (
        min(max(1, int(asked)), 10_000) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    )
    shown = keys[(number - 1) * PER_PAGE : number * PER_PAGE]
    following = None
    if len(keys) > number * PER_PAGE:
        query = request.GET.copy()
        query["page"] = str(number + 1)
        following = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
    guides = [record(request, page) for page in _guides(shown)]
    return JsonResponse(
        {"total": len(keys), "next": following, "guides": guides}, json_dumps_params={"ensure_ascii": False}
    )


class GuidesFeed(Feed):
    """The guides that were published or changed last, of those that the filters leave."""

    feed_type = AtomFeed

    def __init__(self, index: ServiceIndexPage, choice: Choice) -> None:
        self._index, self._choice = index, choice

    def get_object(self, request: HttpRequest) -> HttpRequest:
        return request

    def title(self, obj: HttpRequest) -> str:
        if self._choice.is_empty:
            return _("ร่วม: คู่มือสำหรับประชาชนที่เผยแพร่ล่าสุด")
        return _("ร่วม: คู่มือสำหรับประชาชนที่เผยแพร่ล่าสุด ตามตัวกรองที่เลือก")

    def link(self, obj: HttpRequest) -> str:
        return f"{self._index.get_url(obj)}{self._choice.query}"

    def feed_url(self, obj: HttpRequest) -> str:
        return obj.get_full_path()

    def items(self, obj: HttpRequest) -> list[ServicePage]:
        keys = keys_of(self._choice, timezone.localdate())
        found = ServicePage.objects.filter(pk__in=keys).select_related("organisation")
        return list(found.order_by("-last_published_at", "-pk")[:IN_FEED])

    def item_title(self, item: ServicePage) -> str:
        return item.display_title

    def item_description(self, item: ServicePage) -> str:
        return item.summary

    def item_link(self, item: ServicePage) -> str:
        return item.get_url() or ""

    def item_pubdate(self, item: ServicePage) -> Any:
        return item.first_published_at

    def item_updateddate(self, item: ServicePage) -> Any:
        return item.last_published_at or item.first_published_at

    def item_author_name(self, item: ServicePage) -> str:
        return item.organisation.display_name
