"""What the site finds for a reader: the one function behind the page, the API and `manage.py find`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.utils.translation import gettext_lazy as _

from core.access import reader_access
from finder.building import KIND
from finder.engine import engine
from finder.terms import terms
from search import Filters, Hit, Results, Sort, service
from search.results import Explanation

PAGE_SIZE = 20
SUGGESTIONS = 8

TYPE_NAMES = {
    "service": _("คู่มือบริการ"),
    "circular": _("หนังสือเวียนและหนังสือราชการ"),
    "guideline": _("แนวทางกลาง"),
    "adaptation": _("แนวทางของหน่วยงาน"),
    "centre": _("ศูนย์บริการและหน่วยเคลื่อนที่"),
    "organisation": _("หน่วยงาน"),
    "page": _("หน้าเว็บ"),
    "document": _("เอกสาร"),
}
"""What the types of documents are called, in the order in which a reader is offered them."""

Reader = AbstractUser | AnonymousUser | None


@dataclass(frozen=True, slots=True)
class Request:
    """What a reader asks for."""

    text: str
    filters: Filters = field(default_factory=Filters)
    page: int = 1
    page_size: int = PAGE_SIZE
    sort: Sort = "relevance"
    whole: str = ""
    """A facet of which every value is counted."""


def find(request: Request, reader: Reader) -> Results:
    """A page of results, with only what the reader may see in them, their total and their facets.

    Raises EngineUnavailable where the index cannot answer now.
    """
    return service.answer(
        engine(),
        readable(request.text),
        filters=request.filters,
        access=reader_access(reader),
        page=request.page,
        page_size=request.page_size,
        sort=request.sort,
        whole=request.whole,
        terms=terms(),
    )


def suggestions(text: str, reader: Reader, limit: int = SUGGESTIONS) -> list[str]:
    """What a reader may be typing, from what that reader may see. Raises EngineUnavailable."""
    return service.suggest(engine(), readable(text), access=reader_access(reader), limit=limit)


def explanation(text: str, limit: int) -> Explanation:
    """How a text is understood and why the public sees this order. Raises EngineUnavailable."""
    return service.explain(engine(), readable(text), access=reader_access(None), limit=limit, terms=terms())


def readable(text: str) -> str:
    """The text as valid Unicode: lone surrogates, which no index or terminal takes, become U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def kind_of(hit: Hit) -> str:
    """What a result is, in the reader's language. Where the index still names a model that was renamed or
    removed, it is what its type is called."""
    try:
        kind = apps.get_model(hit.extra.get(KIND, ""))
    except (LookupError, ValueError):
        kind = None
    return str(getattr(kind, "reader_kind", "") or TYPE_NAMES[hit.type])


def as_json(hit: Hit) -> dict[str, Any]:
    """A result as the JSON contracts give it."""
    return {
        "type": hit.type,
        "title": hit.title_text,
        "url": hit.url,
        "number": hit.number,
        "date": hit.date.isoformat() if hit.date else None,
        "organisation": hit.organisation_name,
        "snippet": hit.snippet_text,
        "score": round(hit.score, 4),
    }
