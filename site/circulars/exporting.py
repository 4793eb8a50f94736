"""Any list of letters for other programs: CSV, JSON, JSON-LD and an Atom feed, by the filters of the list."""

from __future__ import annotations

from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext

from circulars.listing import chosen_from, letters_matching, words_of
from circulars.models import CircularIndexPage, CircularPage
from circulars.presentation import citation_text
from circulars.public import linked_data, record
from core.access import public
from core.atom import AtomFeed
from core.list_files import csv_lines

PER_PAGE = 500
"""Letters in one answer of JSON; `next` leads on."""
IN_FEED = 50

CSV_HEAD = {
    "number": "เลขที่",
    "number_as_written": "เลขที่ตามที่เขียน",
    "date": "วันที่",
    "date_as_written": "วันที่ตามที่เขียน",
    "subject": "เรื่อง",
    "organisation_name": "หน่วยงาน",
    "kind": "ชนิด",
    "speed": "ชั้นความเร็ว",
    "citation": "การอ้างถึง",
    "url": "ที่อยู่เว็บ",
}


def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """/circulars/letters.<form>?organisation=…&year=… : csv, json, jsonld or atom. Raises Http404."""
    index = public(CircularIndexPage.objects.all()).first()
    if index is None:
        raise Http404
    match form:
        case "csv":
            return _csv(request)
        case "json" | "jsonld":
            return _json(request, form)
        case "atom":
            return LettersFeed(index)(request)
    raise Http404


def _csv(request: HttpRequest) -> StreamingHttpResponse:
    letters = letters_matching(request).select_related("issuer").iterator(chunk_size=500)
    lines = csv_lines(CSV_HEAD, (record(page, citation_text(page)) for page in letters))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="letters.csv"'
    return response


def _json(request: HttpRequest, form: str) -> JsonResponse:
    asked = request.GET.get("page", "1")
    number = min(max(1, int(asked)), 10_000) if asked.isdecimal() and len(asked) < 6 else 1
    letters = letters_matching(request).select_related("issuer")
    start = (number - 1) * PER_PAGE
    shown = list(letters[start : start + PER_PAGE + 1])
    more, shown = len(shown) > PER_PAGE, shown[:PER_PAGE]
    query = request.GET.copy()
    query["page"] = str(number + 1)
    following = request.build_absolute_uri(f"{request.path}?{query.urlencode()}") if more else None
    if form == "jsonld":
        data = {
            "@context": "https://schema.org",
            "@type": "ItemList",
            "itemListElement": [linked_data(page, citation_text(page)) for page in shown],
        }
        return JsonResponse(data, content_type="application/ld+json", json_dumps_params=_JSON)
    return JsonResponse(
        {"next": following, "letters": [record(one, citation_text(one)) for one in shown]},
        json_dumps_params=_JSON,
    )


_JSON = {"ensure_ascii": False}


class LettersFeed(Feed):
    """The letters that came into the registry last, of those that the filters leave."""

    feed_type = AtomFeed

    def __init__(self, index: CircularIndexPage) -> None:
        self._index = index

    def get_object(self, request: HttpRequest) -> HttpRequest:
        return request

    def title(self, obj: HttpRequest) -> str:
        words = words_of(chosen_from(obj))
        name = gettext("ร่วม: หนังสือที่เผยแพร่ล่าสุด")
        return f"{name} ({words})" if words else name

    def link(self, obj: HttpRequest) -> str:
        query = obj.GET.urlencode()
        return f"{self._index.get_url(obj)}{'?' + query if query else ''}"

    def feed_url(self, obj: HttpRequest) -> str:
        return obj.get_full_path()

    def items(self, obj: HttpRequest) -> list[CircularPage]:
        letters = letters_matching(obj).select_related("issuer")
        return list(letters.order_by("-first_published_at", "-pk")[:IN_FEED])

    def item_title(self, item: CircularPage) -> str:
        words = item.words
        return " ".join(filter(None, (words.effective_number, words.title)))

    def item_description(self, item: CircularPage) -> str:
        return str(item.words.purpose_line)

    def item_link(self, item: CircularPage) -> str:
        return item.get_url() or ""

    def item_pubdate(self, item: CircularPage) -> Any:
        return item.first_published_at

    def item_updateddate(self, item: CircularPage) -> Any:
        return item.last_published_at or item.first_published_at

    def item_author_name(self, item: CircularPage) -> str:
        return item.issuer.name_th if item.issuer else item.words.issuer_name
