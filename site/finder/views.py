"""The public search page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import translate_url
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from finder import answering, query_log
from finder.promotions import promoted
from organisations.models import Organisation
from search import TYPES, EngineUnavailable, FacetValue, Filters, Hit, Results

LONGEST_FACET = 12
MAX_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet as a reader sees it."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    title: str
    values: tuple[Choice, ...]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """/search/?q=&type=&organisation=&year=&page=: an answer or a clear message, whatever is asked."""
    text = answering.readable(request.GET.get("q", ""))
    filters = _filters(request)
    context: dict[str, Any] = {
        "q": text,
        "hide_search": True,
        "filtered": bool(filters.types or filters.organisations or filters.years),
    }
    try:
        results = _find(request, text, filters)
    except EngineUnavailable:
        return render(request, "finder/search.html", {**context, "unavailable": True}, status=503)
    if results is not None:
        if results.page == 1 and not context["filtered"] and not results.message:
            query_log.record(text, results.total)
        context |= {
            "results": results,
            "hits": [_shown(hit) for hit in results.hits],
            "facets": _facets(results),
            "promoted": promoted(text) if results.page == 1 and not context["filtered"] else [],
        }
    return render(request, "finder/search.html", context)


def _find(request: HttpRequest, text: str, filters: Filters) -> Results | None:
    """The results, those of the last page where a page beyond it was asked for; None without a query."""
    if not text.strip() and filters == Filters():
        return None
    asked = answering.Request(text, filters, page=_number(request.GET.get("page"), 1, MAX_PAGE) or 1)
    results = answering.find(asked, request.user)
    if asked.page > results.pages:
        asked = answering.Request(text, filters, page=results.pages)
        results = answering.find(asked, request.user)
    return results


def _filters(request: HttpRequest) -> Filters:
    """The reader's choices; what no facet offers is left out."""
    get = request.GET.getlist
    codes = (value for value in get("organisation") if value.isascii() and "\0" not in value)
    years = (_number(year, 2000, 3000) for year in get("year"))
    return Filters(
        types=_distinct(value for value in get("type") if value in TYPES),
        organisations=_distinct(codes),
        years=tuple(dict.fromkeys(year for year in years if year is not None)),
    )


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))[:LONGEST_FACET]


def _number(text: str | None, least: int, most: int) -> int | None:
    if text is None or not text.isdecimal() or len(text) > 9:
        return None
    return int(text) if least <= int(text) <= most else None


def _shown(hit: Hit) -> dict[str, Any]:
    """A hit, with its address in the reader's language."""
    language = get_language() or "th"
    with override("th"):
        url = translate_url(hit.url, language)
    return {
        "hit": hit,
        "kind": answering.TYPE_NAMES[hit.type],
        "url": f"{url}#{hit.anchor}" if hit.anchor else url,
    }


def _facets(results: Results) -> list[Facet]:
    known = {value.value: value for value in results.facet("type")}
    types = [known[name] for name in answering.TYPE_NAMES if name in known]
    organisations = _longest(results.facet("organisation"))
    names = {
        organisation.code: organisation.display_name
        for organisation in Organisation.objects.filter(code__in=[value.value for value in organisations])
    }
    years = sorted(_longest(results.facet("year")), key=lambda value: value.value, reverse=True)
    return [
        Facet(
            "type",
            _("ประเภท"),
            _choices(types, answering.TYPE_NAMES),
        ),
        Facet("organisation", _("หน่วยงาน"), _choices(organisations, names)),
        Facet("year", _("ปี พ.ศ."), _choices(years, {})),
    ]


def _longest(values: tuple[FacetValue, ...]) -> list[FacetValue]:
    """The largest values, and those chosen however small they are."""
    ranked = sorted(values, key=lambda value: (not value.selected, -value.count, value.value))
    return ranked[:LONGEST_FACET]


def _choices(values: Iterable[FacetValue], names: dict[str, Any]) -> tuple[Choice, ...]:
    return tuple(
        Choice(value.value, str(names.get(value.value, value.value)), value.count, value.selected)
        for value in values
    )
