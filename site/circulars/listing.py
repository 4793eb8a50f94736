"""The public list: filters, counts and pages, in a handful of queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext

from circulars.models.choices import Kind, Speed
from circulars.models.page import CircularPage
from organisations.models import Organisation

if TYPE_CHECKING:
    from circulars.models import CircularIndexPage

PER_PAGE = 20
_FIELDS = {"organisation": "issuer__code", "year": "year_be", "kind": "kind", "speed": "speed"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, with how many letters have it."""

    value: str
    label: str
    count: int
    selected: bool


def public_letters(index: CircularIndexPage) -> QuerySet[CircularPage]:
    """The letters under `index` that readers may see, newest first."""
    letters = CircularPage.objects.child_of(index).live().public().filter(secrecy="")
    lifted = CircularPage.objects.child_of(index).live().public().filter(secrecy_lifted_at__isnull=False)
    return (letters | lifted).order_by("-date", "-pk")


def list_context(index: CircularIndexPage, request: HttpRequest) -> dict[str, Any]:
    """What the template shows. Unknown filter values find nothing; an impossible page shows the nearest."""
    chosen = {name: [value for value in request.GET.getlist(name) if value][:20] for name in _FIELDS}
    letters = public_letters(index)
    facets = [_facet(name, letters, chosen) for name in _FIELDS]
    found = _filtered(letters, chosen).select_related("issuer")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "letters": page.object_list,
        "current": page.number,
        "last": page.paginator.num_pages,
        "total": page.paginator.count,
        "facets": facets,
        "is_filtered": any(chosen.values()),
    }


def _filtered(
    letters: QuerySet[CircularPage], chosen: dict[str, list[str]], but: str = ""
) -> QuerySet[CircularPage]:
    for name, values in chosen.items():
        if values and name != but:
            wanted = (
                [value for value in values if value.isdecimal() and len(value) < 6]
                if name == "year"
                else values
            )
            letters = letters.filter(**{f"{_FIELDS[name]}__in": wanted})
    return letters


def _facet(name: str, letters: QuerySet[CircularPage], chosen: dict[str, list[str]]) -> dict[str, Any]:
    field = _FIELDS[name]
    rows = _filtered(letters, chosen, but=name).order_by().values_list(field).annotate(n=Count("pk"))
    counts = {str(value): n for value, n in rows if value not in (None, "")}
    labels = _labels(name, list(counts))
    values = [
        Choice(value, labels.get(value, value), n, value in chosen[name]) for value, n in counts.items()
    ]
    ordered = (
        sorted(values, key=lambda one: one.value, reverse=True)
        if name == "year"
        else sorted(values, key=lambda one: (-one.count, one.label))
    )
    titles = {
        "organisation": gettext("หน่วยงาน"),
        "year": gettext("ปี พ.ศ."),
        "kind": gettext("ชนิด"),
        "speed": gettext("ชั้นความเร็ว"),
    }
    return {"title": titles[name], "name": name, "values": ordered, "open": bool(chosen[name])}


def _labels(name: str, values: list[str]) -> dict[str, str]:
    match name:
        case "organisation":
            return {one.code: one.display_name for one in Organisation.objects.filter(code__in=values)}
        case "kind":
            return {value: str(label) for value, label in Kind.choices}
        case "speed":
            return {value: str(label) for value, label in Speed.choices}
        case _:
            return {}
