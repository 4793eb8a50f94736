"""The public pages: closed rounds with their figures, and the files of the report."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.access import public
from core.bilingual import in_reader_language
from guidelines.followup.figures import results, tables
from guidelines.followup.letters import current_files
from guidelines.followup.models import ReportFile, ReportingRound
from guidelines.followup.paper import UNITS
from guidelines.models import GuidelinePage


def closed_rounds() -> QuerySet[ReportingRound]:
    """The rounds that everybody may read: closed ones of public guidelines."""
    guidelines = public(GuidelinePage.objects.all()).values("pk")
    return ReportingRound.objects.filter(closed_at__isnull=False, guideline__in=guidelines)


def round_list(request: HttpRequest) -> HttpResponse:
    """Every closed round, newest first."""
    found = closed_rounds().select_related("guideline").defer("figures")
    return render(request, "followup/round_list.html", {"rounds": found})


def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The figures of one closed round. An open one does not exist for the public."""
    found = closed_rounds().select_related("guideline").prefetch_related("files").filter(pk=pk).first()
    if found is None:
        raise Http404
    shown = [(each, _(UNITS.get(each.unit, each.unit))) for each in results(found.figures or {})]
    return render(
        request,
        "followup/round.html",
        {
            "round": found,
            "figures": found.figures,
            "guideline": in_reader_language((found.figures or {})["guideline"], found.guideline.title_en),
            "tables": tables(found.figures or {}),
            "results": shown,
            "files": current_files(found),
        },
    )


def round_file(request: HttpRequest, pk: int, kind: str) -> FileResponse:
    """A file of the report of a closed round, never one that names a letter that has left the public."""
    closed = closed_rounds().filter(pk=pk).first()
    found = next((each for each in current_files(closed) if each.kind == kind), None) if closed else None
    if found is None:
        raise Http404
    return FileResponse(
        found.file.open("rb"), as_attachment=kind != ReportFile.Kind.PDF, filename=f"round-{pk}.{kind}"
    )
