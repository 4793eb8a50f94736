"""Letters of one number that no year tells apart, since one of them bears no date that was read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from circulars.letters import Flag
from circulars.letters.flags import flag, shown
from circulars.models import CircularFlag, CircularPage
from circulars.models.doubts import TWIN
from circulars.models.readers import UNCLASSIFIED

_PARTS = ("prefix", "subagency", "unit_code", "mark", "running")
_MOST = 5
"""Other letters that the doubts about one letter name."""


def twin_name(key: int | None) -> str:
    """How a doubt keeps which other letter it means: by primary key, as their numbers are the same."""
    return f"letter-{key}"


def twin_flags(pages: Iterable[CircularPage]) -> dict[int, list[Flag]]:
    """By page, a doubt for each other letter of the number of a letter without a year; none tells of a secret
    letter. One query for a hundred letters."""
    undated = [page for page in pages if page.year_be is None and _has_number(page) and not page.is_secret]
    found: dict[int, list[Flag]] = {}
    for start in range(0, len(undated), 100):
        some = undated[start : start + 100]
        wanted = Q()
        for page in some:
            wanted |= Q(**_number_of(page))
        others: dict[tuple[Any, ...], list[tuple[int, str]]] = defaultdict(list)
        rows = CircularPage.objects.filter(UNCLASSIFIED & wanted).order_by("-year_be", "pk")
        for key, date, best, accession, *number in rows.values_list(
            "pk", "date_be", "best_date", "accession", *_PARTS
        ):
            if best is not None:
                date = f"{best.year + 543:04}-{best.month:02}-{best.day:02}"
            told = f"ลงวันที่ {shown(date)}" if date else f"ทะเบียนชั่วคราวที่ {accession} ซึ่งไม่มีวันที่เช่นกัน"
            others[tuple(number)].append((key, told))
        for page in some:
            twins = [one for one in others[tuple(_number_of(page).values())] if one[0] != page.pk]
            found[page.pk] = [
                flag(TWIN, "date", related=twin_name(key), number=page.effective_number, other=told)
                for key, told in twins[:_MOST]
            ]
    return found


def doubted_for(page: CircularPage, is_new: bool = False) -> set[int]:
    """Keys of other letters whose doubts `page` gives rise to, or gave before it changed."""
    found: set[int] = set()
    if _has_number(page):
        undated = CircularPage.objects.filter(**_number_of(page), year_be=None).exclude(pk=page.pk)
        found.update(undated.values_list("pk", flat=True))
    if not is_new:
        held = CircularFlag.objects.open().filter(code=TWIN, related=twin_name(page.pk))
        found.update(held.values_list("page", flat=True))
    return found


def _has_number(page: CircularPage) -> bool:
    return bool(page.prefix) and page.running is not None


def _number_of(page: CircularPage) -> dict[str, Any]:
    return {name: getattr(page, name) for name in _PARTS}
