"""The public list: filters, counts and pages. One query counts every filter, another reads the page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language, gettext

from circulars.models.choices import Kind
from circulars.models.page import CircularPage

if TYPE_CHECKING:
    from circulars.models import CircularIndexPage

PER_PAGE = 20
FIELDS = {"organisation": "issuer__code", "year": "year_be", "kind": "kind", "speed": "speed"}
"""Filters: name in the address → field of the letter."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, with how many letters have it."""

    value: str
    label: str
    count: int
    selected: bool


def public_letters(index: CircularIndexPage) -> QuerySet[CircularPage]:
    """The letters under `index` that readers may see, newest first."""
    letters = CircularPage.objects.child_of(index).live().public()
    return letters.filter(Q(secrecy="") | Q(secrecy_lifted_at__isnull=False)).order_by("-date", "-pk")


def list_context(index: CircularIndexPage, request: HttpRequest) -> dict[str, Any]:
    """What the template shows. Unknown filter values find nothing; an impossible page shows the nearest."""
    chosen = {name: {value for value in request.GET.getlist(name)[:20] if value} for name in FIELDS}
    letters = public_letters(index)
    rows = _counts(letters)
    total = sum(row["n"] for row in rows if _matches(row, chosen))
    last = max(1, -(-total // PER_PAGE))
    asked = request.GET.get("page", "1")
    current = min(max(1, int(asked) if asked.isdecimal() and len(asked) < 9 else 1), last)
    found = _filtered(letters, chosen).select_related("issuer")
    return {
        "letters": list(found[(current - 1) * PER_PAGE : current * PER_PAGE]),
        "current": current,
        "last": last,
        "total": total,
        "facets": [_facet(name, rows, chosen) for name in FIELDS],
        "is_filtered": any(chosen.values()),
    }


def _counts(letters: QuerySet[CircularPage]) -> list[Row]:
    """How many letters have each combination of filter values that occurs."""
    fields = (*FIELDS.values(), "issuer__name_th", "issuer__name_en")
    rows = letters.order_by().values(*fields).annotate(n=Count("pk"))
    return [
        {name: "" if row[field] is None else str(row[field]) for name, field in FIELDS.items()}
        | {"n": row["n"], "name_th": row["issuer__name_th"], "name_en": row["issuer__name_en"]}
        for row in rows
    ]


def _matches(row: Row, chosen: dict[str, set[str]], but: str = "") -> bool:
    return all(not values or name == but or row[name] in values for name, values in chosen.items())


def _filtered(letters: QuerySet[CircularPage], chosen: dict[str, set[str]]) -> QuerySet[CircularPage]:
    for name, values in chosen.items():
        wanted = (
            {value for value in values if value.isdecimal() and len(value) < 6} if name == "year" else values
        )
        if values:
            letters = letters.filter(**{f"{FIELDS[name]}__in": wanted})
    return letters


def _facet(name: str, rows: list[Row], chosen: dict[str, set[str]]) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    for row in rows:
        if row[name] and _matches(row, chosen, but=name):
            counts[row[name]] += row["n"]
    labels = _labels(name, rows)
    values = [
        Choice(value, labels.get(value, value), n, value in chosen[name]) for value, n in counts.items()
    ]
    if name == "year":
        values.sort(key=lambda one: one.value, reverse=True)
    else:
        values.sort(key=lambda one: (-one.count, one.label))
    titles = {
        "organisation": gettext("หน่วยงาน"),
        "year": gettext("ปี พ.ศ."),
        "kind": gettext("ชนิด"),
        "speed": gettext("ชั้นความเร็ว"),
    }
    return {"title": titles[name], "name": name, "values": values, "open": bool(chosen[name])}


def _labels(name: str, rows: list[Row]) -> dict[str, str]:
    if name == "kind":
        return {value: str(label) for value, label in Kind.choices}
    if name == "organisation":
        english = get_language() == "en"
        return {
            row[name]: (row["name_en"] if english and row["name_en"] else row["name_th"]) or ""
            for row in rows
        }
    return {}
