"""The public search page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import translate_url
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from core.bilingual import in_reader_language
from finder import answering, choosing, limits, query_log
from finder.promotions import promoted
from organisations.models import Organisation
from search import EngineUnavailable, Hit, Results

MAX_PAGE = 1000


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """/search/?q=&type=…&sort=&page=: an answer or a clear message, whatever is asked.

    Choices without words list what fits them; neither words nor choices give the ways in.
    """
    asked = choosing.asked(request.GET)
    filtered = bool(asked.filters)
    if (asked.text.strip() or filtered) and limits.asks_too_often(request):
        return _wait(request, asked)
    context: dict[str, Any] = {"q": asked.text, "asked": asked, "hide_search": True, "filtered": filtered}
    if filtered:
        context["chips"] = choosing.chips(asked)
    try:
        results = _find(request, asked)
    except EngineUnavailable:
        return render(request, "finder/search.html", {**context, "unavailable": True}, status=503)
    if results is not None:
        plain = results.page == 1 and not filtered and asked.sort == "relevance"
        if plain and not results.message:
            query_log.record(asked.text, results.total)
        context |= {
            "results": results,
            "hits": _shown(results.hits),
            "facets": choosing.facets(results, asked),
            "orders": choosing.orders(asked),
            "promoted": promoted(asked.text) if plain else [],
        }
    return render(request, "finder/search.html", context)


def _wait(request: HttpRequest, asked: choosing.Asked) -> HttpResponse:
    context = {"q": asked.text, "asked": asked, "hide_search": True, "too_many": True}
    response = render(request, "finder/search.html", context, status=429)
    response["Retry-After"] = str(int(limits.SPAN.total_seconds()))
    return response


def _find(request: HttpRequest, asked: choosing.Asked) -> Results | None:
    """The results, those of the last page where a page beyond it was asked for; None without a query."""
    if not asked.text.strip() and not asked.filters:
        return None
    page = choosing.number(request.GET.get("page"), 1, MAX_PAGE) or 1
    wanted = answering.Request(asked.text, asked.filters, page=page, sort=asked.sort, whole=asked.whole)
    results = answering.find(wanted, request.user)
    if page > results.pages:
        results = answering.find(replace(wanted, page=results.pages), request.user)
    return results


def _shown(hits: Iterable[Hit]) -> list[dict[str, Any]]:
    """Hits, each with its address and the name of its organisation in the reader's language. In English one
    query."""
    language = get_language() or "th"
    english: dict[str, str] = {}
    if language == "en":
        names = {hit.organisation_name for hit in hits}
        known = Organisation.objects.filter(name_th__in=names).exclude(name_en="")
        english = dict(known.values_list("name_th", "name_en"))
    shown = []
    for hit in hits:
        with override("th"):
            url = translate_url(hit.url, language)
        name = hit.organisation_name
        shown.append(
            {
                "hit": hit,
                "kind": answering.kind_of(hit),
                "url": f"{url}#{hit.anchor}" if hit.anchor else url,
                "time": Decimal(hit.extra["time"]) if hit.extra.get("time") else None,
                "organisation": in_reader_language(name, english.get(name, "")),
            }
        )
    return shown
