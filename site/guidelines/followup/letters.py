"""The letters that a report refers to: named only while everybody may read them, however old its figures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F
from wagtail.models import Page

from core.access import public
from guidelines.followup.models import ReportFile, ReportingRound

NAMING = (ReportFile.Kind.DOCX, ReportFile.Kind.PDF)
"""The kinds of files that name letters."""


def frozen_letters(letters: Iterable[Page]) -> list[dict[str, Any]]:
    """What figures keep of letters, each once: {"page": primary key, "title"}."""
    return [{"page": each.pk, "title": each.title} for each in dict.fromkeys(letters)]


def titles_for_everybody(figures: dict[str, Any]) -> list[str]:
    """The frozen titles of the letters that everybody may read now, in their order. At most one query.

    Figures of earlier versions keep bare titles: one is named where a page that everybody may read bears it.
    """
    letters = figures.get("letters", [])
    if not letters:
        return []
    keys = [each["page"] for each in letters if isinstance(each, dict)]
    bare = [each for each in letters if isinstance(each, str)]
    pages = public(Page.objects.filter(pk__in=keys) | Page.objects.filter(title__in=bare))
    known = dict(pages.values_list("pk", "title"))
    titles = set(known.values())
    named: dict[str, None] = {}
    for each in letters:
        if isinstance(each, str):
            if each in titles:
                named[each] = None
        elif each["page"] in known:
            named[each["title"]] = None
    return list(named)


def with_references(figures: dict[str, Any]) -> dict[str, Any]:
    """The figures with "references", the titles that their report may name; without it, it names none."""
    return figures | {"references": titles_for_everybody(figures)}


def is_current(file: ReportFile, letters: list[Any], titles: list[str]) -> bool:
    """Whether a file that was made names the letters of `titles` and no others.

    A file that was made before files told what they name counts as naming all the frozen `letters`.
    """
    if file.kind not in NAMING:
        return True
    named = file.letters
    if named is None:
        named = [each if isinstance(each, str) else each["title"] for each in letters]
    return named == titles


def current_files(found: ReportingRound) -> list[ReportFile]:
    """The finished files of a closed round that name no letter but those that everybody may read."""
    figures = found.figures or {}
    titles = titles_for_everybody(figures)
    made = [each for each in found.files.all() if each.made_at is not None]
    return [each for each in made if is_current(each, figures.get("letters", []), titles)]


def order_anew() -> None:
    """Have the files made again that no longer name the right letters; their bytes go.

    One query for the files and one for each round whose report refers to letters.
    """
    made = ReportFile.objects.filter(kind__in=NAMING, made_at__isnull=False)
    made = made.exclude(round__figures__letters=[]).annotate(frozen=F("round__figures__letters"))
    titles: dict[int, list[str]] = {}
    for file in made.order_by("pk"):
        letters = file.frozen or []
        if file.round_id not in titles:
            titles[file.round_id] = titles_for_everybody({"letters": letters})
        if not is_current(file, letters, titles[file.round_id]):
            _order(file)


def _order(file: ReportFile) -> None:
    storage, name = file.file.storage, file.file.name
    with transaction.atomic():
        won = ReportFile.objects.filter(pk=file.pk, made_at=file.made_at).update(
            file="", sha256="", letters=None, made_at=None, parts_done=0, parts=0, failures=0, error=""
        )
        if won:
            transaction.on_commit(lambda: storage.delete(name))
