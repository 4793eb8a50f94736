"""The site's own JSON API: search and suggestions, read only."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query, Schema
from ninja.errors import HttpError, ValidationError
from pydantic import Field, field_validator

from finder import answering, choosing, limits
from finder.rendering import ThaiJSONRenderer
from search import SORTS, TYPES, EngineUnavailable, FacetValue, Filters, Sort

TOO_MANY = "ค้นหาจากเครือข่ายนี้ถี่เกินไป โปรดรอหนึ่งนาทีแล้วลองใหม่"
UNAVAILABLE = "ระบบค้นหายังไม่พร้อมในขณะนี้ โปรดลองใหม่ในอีกสักครู่"
MAX_PAGE = 1000

api = NinjaAPI(
    title="Ruam (ร่วม)",
    version="1",
    description="ค้นหาคู่มือบริการ หนังสือเวียน แนวทางศูนย์บริการร่วม และหน่วยงาน เฉพาะสิ่งที่เปิดเผยต่อสาธารณะ",
    urls_namespace="api",
    docs_url=None,
    renderer=ThaiJSONRenderer(),
)


class ResultSchema(Schema):
    """One result; date is ISO or null, number null unless a circular."""

    type: str
    title: str
    url: str
    number: str | None
    date: datetime.date | None
    organisation: str
    snippet: str
    score: float


class FacetSchema(Schema):
    """A value, what readers call it (Thai), and how many results have it."""

    value: str
    label: str
    count: int


class SearchSchema(Schema):
    query: str
    total: int
    page: int
    pages: int
    message: str | None
    did_you_mean: str | None
    results: list[ResultSchema]
    facets: dict[str, list[FacetSchema]]


class SuggestSchema(Schema):
    query: str
    suggestions: list[str]


class ErrorSchema(Schema):
    code: str
    message: str


class SearchParameters(Schema):
    """What may be asked. An empty value counts as not given: `year=&page=` is what a plain form sends."""

    q: str = Field("", description="ข้อความที่ต้องการค้นหา")
    type: list[str] = Field([], description="ประเภท: " + ", ".join(TYPES))
    organisation: list[str] = Field([], description="รหัสหน่วยงาน")
    year: list[Annotated[int, Field(ge=2000, le=3000)]] = Field([], description="ปี พ.ศ.")
    fiscal_year: list[Annotated[int, Field(ge=2000, le=3000)]] = Field(
        [], description="ปีงบประมาณ (พ.ศ.) 1 ตุลาคม ถึง 30 กันยายน นับตามปีที่สิ้นสุด"
    )
    topic: list[str] = Field([], description="รหัสหัวข้อหรือเหตุการณ์ในชีวิต")
    status: list[str] = Field([], description="สถานะของหนังสือ")
    sort: Sort = Field("relevance", description="ลำดับผลลัพธ์: " + ", ".join(SORTS))
    page: int = Field(1, ge=1, le=MAX_PAGE, description="หน้าที่")

    @field_validator("type", "organisation", "year", "fiscal_year", "topic", "status", mode="before")
    @classmethod
    def without_blanks(cls, values: list[str]) -> list[str]:
        return [value for value in values if value]

    @field_validator("sort", mode="before")
    @classmethod
    def relevance_unless_given(cls, value: str) -> str:
        return value or "relevance"

    @field_validator("page", mode="before")
    @classmethod
    def first_unless_given(cls, value: str | int) -> str | int:
        return 1 if value == "" else value


@api.get(
    "/search",
    response={200: SearchSchema, 422: ErrorSchema, 429: ErrorSchema, 503: ErrorSchema},
    summary="ค้นหา",
)
def search(request: HttpRequest, parameters: Query[SearchParameters]) -> dict[str, Any]:
    """As `manage.py find --json` gives it to that reader, and the facets with their counts.

    Choices without a text list what fits them, the newest first.
    """
    _not_too_often(request, "search")
    unknown = [value for value in parameters.type if value not in TYPES]
    if unknown:
        raise HttpError(422, f"ไม่มีประเภท {unknown[0]} ประเภทที่มีคือ {' '.join(TYPES)}")
    results = answering.find(
        answering.Request(
            text=parameters.q,
            filters=Filters(
                types=tuple(parameters.type),
                organisations=tuple(parameters.organisation),
                years=tuple(parameters.year),
                topics=tuple(parameters.topic),
                statuses=tuple(parameters.status),
                fiscal_years=tuple(parameters.fiscal_year),
            ),
            page=parameters.page,
            sort=parameters.sort,
        ),
        request.user,
    )
    return {
        "query": results.query,
        "total": results.total,
        "page": results.page,
        "pages": results.pages,
        "message": results.message,
        "did_you_mean": results.did_you_mean,
        "results": [answering.as_json(hit) for hit in results.hits],
        "facets": {name: _counted(name, values) for name, values in results.facets},
    }


def _counted(name: str, values: tuple[FacetValue, ...]) -> list[dict[str, Any]]:
    names = choosing.labels(name, [value.value for value in values])
    return [
        {"value": one.value, "label": names.get(one.value, one.value), "count": one.count} for one in values
    ]


@api.get(
    "/suggest", response={200: SuggestSchema, 429: ErrorSchema, 503: ErrorSchema}, summary="คำแนะนำขณะพิมพ์"
)
def suggest(request: HttpRequest, q: str = "") -> dict[str, Any]:
    """What the reader may be typing: titles and words of what that reader may see, the likeliest first."""
    _not_too_often(request, "suggest")
    text = answering.readable(q)
    return {"query": text, "suggestions": answering.suggestions(text, request.user)}


def _not_too_often(request: HttpRequest, what: str) -> None:
    """Raises HttpError 429 where the sender has to wait."""
    if limits.asks_too_often(request, what):
        raise HttpError(429, TOO_MANY)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    names = ", ".join(sorted({[p for p in part["loc"] if isinstance(p, str)][-1] for part in error.errors}))
    return _error(request, 422, "invalid", f"ค่าของพารามิเตอร์ไม่ถูกต้อง: {names}")


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    code = "too_many" if error.status_code == 429 else "invalid"
    response = _error(request, error.status_code, code, str(error))
    if error.status_code == 429:
        response["Retry-After"] = str(int(limits.SPAN.total_seconds()))
    return response


@api.exception_handler(EngineUnavailable)
def unavailable(request: HttpRequest, error: EngineUnavailable) -> HttpResponse:
    return _error(request, 503, "unavailable", UNAVAILABLE)


def _error(request: HttpRequest, status: int, code: str, message: str) -> HttpResponse:
    return api.create_response(request, {"code": code, "message": message}, status=status)
