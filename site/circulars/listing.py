"""The public list: filters, counts and pages. Counts are taken apart from the page that is shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from wagtail.models import PageViewRestriction

from circulars.graph import LONG
from circulars.models.choices import Kind, Speed, Status
from circulars.models.corrections import Topic
from circulars.models.page import CircularPage
from circulars.models.readers import UNCLASSIFIED, readable
from organisations.models import Organisation

if TYPE_CHECKING:
    from circulars.models import CircularIndexPage

PER_PAGE = 20
FIELDS = {
    "organisation": "issuer__code",
    "year": "year_be",
    "kind": "kind",
    "speed": "speed",
    "topic": "topics__code",
}
"""Filters: name in the address → field of the letter."""
_COUNTED = {"organisation": "issuer", "year": "year_be", "kind": "kind", "speed": "speed"}
"""Filters that are counted together; topics are counted apart, as a letter may have several."""

Row = dict[str, Any]
Chosen = dict[str, set[str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, with how many letters have it."""

    value: str
    label: str
    count: int
    selected: bool


SORTS: dict[str, tuple[Any, ...]] = {
    "date": (F("effective_date").desc(nulls_last=True), "-pk"),
    "number": ("number_key", "pk"),
}
"""Orders of the list: the newest first and the undated last, on any database, or numbers in their natural
order (ว 9 before ว 10)."""


def public_letters() -> QuerySet[CircularPage]:
    """The letters that readers may see, newest first."""
    return readable(CircularPage.objects.all()).order_by(*SORTS["date"])


def counted_letters(index: CircularIndexPage) -> QuerySet[CircularPage]:
    """The same letters, told by the registry's own table alone, so that many are counted by an index of it.

    `status` says whether a letter is live (circulars.signals); view restrictions are asked for once.
    """
    restricted = list(PageViewRestriction.objects.values_list("page", "page__path"))
    if any(index.path.startswith(path) for _, path in restricted):
        return CircularPage.objects.none()
    letters = CircularPage.objects.filter(
        UNCLASSIFIED, status__in=(Status.PUBLISHED, Status.VERIFYING)
    ).order_by()
    hidden = [page for page, path in restricted if path.startswith(index.path)]
    return letters.exclude(pk__in=hidden) if hidden else letters


def chosen_from(request: HttpRequest) -> Chosen:
    """The values that the address chooses, by filter: at most twenty of each, in writable signs."""
    return {name: {_written(value) for value in request.GET.getlist(name)[:20] if value} for name in FIELDS}


def _written(value: str) -> str:
    """The value with its control signs replaced, which neither databases nor feeds take: it finds nothing."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in value)


def letters_matching(request: HttpRequest) -> QuerySet[CircularPage]:
    """The public letters that the filters in the address leave, in the order that it asks for."""
    return _filtered(public_letters(), chosen_from(request)).order_by(*SORTS[sort_of(request)])


def sort_of(request: HttpRequest) -> str:
    """The order that the address asks for; by date where it asks for none that there is."""
    asked = request.GET.get("sort", "")
    return asked if asked in SORTS else "date"


def words_of(chosen: Chosen) -> str:
    """The filters in words, for titles."""
    return ", ".join(sorted(_label(name, value) for name, values in chosen.items() for value in values))


def list_context(index: CircularIndexPage, request: HttpRequest) -> dict[str, Any]:
    """What the template shows. Unknown filter values find nothing; an impossible page shows the nearest."""
    chosen = chosen_from(request)
    counted = counted_letters(index)
    labels = _Labels()
    rows = _counts(_filtered(counted, {"topic": chosen["topic"]}), labels)
    total = sum(row["n"] for row in rows if _matches(row, chosen))
    last = max(1, -(-total // PER_PAGE))
    asked = request.GET.get("page", "1")
    current = min(max(1, int(asked) if asked.isdecimal() and len(asked) < 9 else 1), last)
    found = letters_matching(request).select_related("issuer").defer(*LONG)
    query = request.GET.copy()
    query.pop("page", None)
    facets = [_facet(name, rows, chosen, labels) for name in _COUNTED]
    facets.append(_topics(_filtered(counted, {**chosen, "topic": set()}), chosen["topic"]))
    return {
        "letters": list(found[(current - 1) * PER_PAGE : current * PER_PAGE]),
        "current": current,
        "last": last,
        "total": total,
        "facets": [facet for facet in facets if facet["values"]],
        "is_filtered": any(chosen.values()),
        "sorts": _sorts(request),
        "sort": sort_of(request),
        "query": f"?{query.urlencode()}" if query else "",
        "filter_words": words_of(chosen),
    }


def _sorts(request: HttpRequest) -> list[dict[str, Any]]:
    """The orders to choose from, each with its address."""
    query = request.GET.copy()
    query.pop("page", None)
    found = []
    for name, label in (("date", gettext("วันที่ ใหม่ไปเก่า")), ("number", gettext("เลขที่"))):
        query["sort"] = name
        found.append({"name": name, "label": label, "url": f"?{query.urlencode()}"})
    return found


class _Labels:
    """Codes and names of organisations, read once."""

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.names: dict[str, str] = {}

    def read(self, keys: set[int]) -> None:
        for one in Organisation.objects.filter(pk__in=keys).only("code", "name_th", "name_en"):
            self.codes[one.pk], self.names[one.code] = one.code, one.display_name


def _counts(letters: QuerySet[CircularPage], labels: _Labels) -> list[Row]:
    """How many letters have each combination of filter values that occurs."""
    rows = list(letters.order_by().values(*_COUNTED.values()).annotate(n=Count("pk")))
    labels.read({row["issuer"] for row in rows if row["issuer"]})
    return [
        {
            "organisation": labels.codes.get(row["issuer"], ""),
            "year": str(row["year_be"] or ""),
            "kind": row["kind"],
            "speed": row["speed"],
            "n": row["n"],
        }
        for row in rows
    ]


def _matches(row: Row, chosen: Chosen, but: str = "") -> bool:
    return all(not chosen[name] or name == but or row[name] in chosen[name] for name in _COUNTED)


def _filtered(letters: QuerySet[CircularPage], chosen: Chosen) -> QuerySet[CircularPage]:
    for name, values in chosen.items():
        wanted = (
            {value for value in values if value.isdecimal() and len(value) < 6} if name == "year" else values
        )
        if name == "topic" and values:
            through = CircularPage.topics.through.objects.filter(topic__code__in=values)
            letters = letters.filter(pk__in=through.values("circularpage"))
        elif values:
            letters = letters.filter(**{f"{FIELDS[name]}__in": wanted})
    return letters


def _facet(name: str, rows: list[Row], chosen: Chosen, labels: _Labels) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    for row in rows:
        if row[name] and _matches(row, chosen, but=name):
            counts[row[name]] += row["n"]
    values = [
        Choice(
            value,
            labels.names.get(value, value) if name == "organisation" else _label(name, value),
            n,
            value in chosen[name],
        )
        for value, n in counts.items()
    ]
    if name == "year":
        values.sort(key=lambda one: one.value, reverse=True)
    else:
        values.sort(key=lambda one: (-one.count, one.label))
    return {"title": _title(name), "name": name, "values": values, "open": bool(chosen[name])}


def _topics(letters: QuerySet[CircularPage], chosen: set[str]) -> dict[str, Any]:
    """The topics that public letters have; nothing is counted while there are none."""
    topics = list(Topic.objects.all())
    counts: dict[int, int] = {}
    if topics:
        through = CircularPage.topics.through.objects.filter(circularpage__in=letters.order_by().values("pk"))
        counts = dict(through.order_by().values_list("topic").annotate(n=Count("pk")))
    values = [
        Choice(one.code, one.display_name, counts[one.pk], one.code in chosen)
        for one in topics
        if one.pk in counts
    ]
    return {"title": _title("topic"), "name": "topic", "values": values, "open": bool(chosen)}


def _title(name: str) -> str:
    return {
        "organisation": gettext("หน่วยงาน"),
        "year": gettext("ปี พ.ศ."),
        "kind": gettext("ชนิด"),
        "speed": gettext("ชั้นความเร็ว"),
        "topic": gettext("หัวข้อเรื่อง"),
    }[name]


def _label(name: str, value: str) -> str:
    match name:
        case "kind":
            return str(dict(Kind.choices).get(value, value))
        case "speed":
            return str(dict(Speed.choices).get(value, value))
        case "organisation":
            found = Organisation.objects.filter(code=value).first()
        case "topic":
            found = Topic.objects.filter(code=value).first()
        case _:
            return value
    return found.display_name if found else value
