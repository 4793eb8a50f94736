"""Any list of the site for other programs: CSV, JSON and an Atom feed of the same entries."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.atom import AtomFeed
from core.papers.data import safe

MOST = 10_000
"""Rows of one answer."""
IN_FEED = 50

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed. `url` is absolute."""

    title: str
    url: str
    text: str
    author: str
    published: datetime.datetime | None
    updated: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list as a file.

    name     in the file's name and in JSON
    head     by the keys of every row, the head of its column in CSV
    rows     made when the file is written
    title    of the feed
    page     the absolute address of the list for people
    entries  gives the newest entries of the feed; None where the list knows no dates
    """

    name: str
    head: Mapping[str, str]
    rows: Iterable[Row]
    title: str = ""
    page: str = ""
    entries: Callable[[], Iterable[Entry]] | None = None


def answer(request: HttpRequest, form: str, file: ListFile) -> HttpResponseBase:
    """The list in one form: csv, json, or atom where the list has a feed. Raises Http404 for another."""
    match form:
        case "json":
            found = list(file.rows)
            return JsonResponse(
                {"total": len(found), file.name: found}, json_dumps_params={"ensure_ascii": False}
            )
        case "csv":
            lines = csv_lines(file.head, file.rows)
            response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
            response["Content-Disposition"] = f'attachment; filename="{file.name}.csv"'
            return response
        case "atom" if file.entries is not None:
            return _feed(request, file, file.entries())
    raise Http404


def _feed(request: HttpRequest, file: ListFile, entries: Iterable[Entry]) -> HttpResponse:
    feed = AtomFeed(
        title=_("ร่วม: %s") % file.title,
        link=file.page,
        description="",
        language=get_language(),
        feed_url=request.build_absolute_uri(),
    )
    for entry in entries:
        feed.add_item(
            entry.title,
            entry.url,
            entry.text,
            author_name=entry.author,
            unique_id=entry.url,
            pubdate=entry.published,
            updateddate=entry.updated or entry.published,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def csv_lines(head: Mapping[str, str], rows: Iterable[Row]) -> Iterator[bytes]:
    """Lines in UTF-8, a byte order mark first; no cell can be run as a formula."""
    yield _line(head.values(), "utf-8-sig")
    for row in rows:
        yield _line(_cell(row[key]) for key in head)


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(value)
    if isinstance(value, bool):
        return _("ได้") if value else ""
    return "" if value is None else str(value)


def _line(cells: Iterable[str], encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow([safe(cell) for cell in cells])
    return out.getvalue().encode(encoding)
