"""Addresses of the centres' section that are not pages: calendars, and the places of all centres.

Nothing here is asked where the reader is: the places of all fitting centres go out, and the reader's own
device finds the nearest.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import public
from core.templatetags.thai import digits
from services import directory
from services.calendars import MEDIA_TYPE, calendar_of
from services.choices import CentreKind
from services.models import CentrePage
from services.presentation import status_text
from services.reading import status_of

MOST = 5_000
"""Centres in one answer; there are fewer in the country."""


@require_safe
def one_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """/centres/<slug>/calendar.ics: the stops and the opening times of one centre. Raises Http404."""
    centre = public(CentrePage.objects.filter(slug=slug)).first()
    if centre is None:
        raise Http404
    return _calendar(centre.display_title, [centre], f"{slug}.ics")


@require_safe
def mobile_calendar(request: HttpRequest) -> HttpResponse:
    """/centres/mobile.ics: the stops of all mobile units, of those that fit the list's filters if given."""
    shelf, fitting, _days_off = directory.found_by(directory.Choice.of(request.GET), timezone.localtime())
    keys = set(fitting) & shelf.values["kind"].get(CentreKind.MOBILE, set())
    units = CentrePage.objects.filter(pk__in=keys).order_by("sort_key", "pk")[:MOST]
    return _calendar(_("กำหนดการหน่วยบริการเคลื่อนที่"), units, "mobile.ics")


@require_safe
def points(request: HttpRequest) -> JsonResponse:
    """/centres/points.json: where the centres are that fit the list's filters, and whether they are open."""
    now = timezone.localtime()
    choice = directory.Choice.of(request.GET)
    shelf, fitting, days_off = directory.found_by(choice, now)
    keys = fitting[:MOST]
    placed = [key for key in keys if key in shelf.points]
    complete = shelf.values["feature"].get("complete", set())
    found = []
    for centre in directory.centres_of(placed):
        status = status_of(centre, now, days_off)
        latitude, longitude = shelf.points[centre.pk]
        province = centre.province.display_name if centre.province else ""
        found.append(
            {
                "title": centre.display_title,
                "url": centre.get_url(request),
                "latitude": latitude,
                "longitude": longitude,
                "kind": str(centre.get_kind_display()),
                "place": " ".join(filter(None, (centre.district, province))),
                "status": digits(status_text(status, now)) if status else "",
                "open": bool(status and status.is_open),
                "complete": bool(choice.service) and centre.pk in complete,
            }
        )
    response = JsonResponse(
        {"centres": found, "unplaced": len(keys) - len(placed)}, json_dumps_params={"ensure_ascii": False}
    )
    response["Cache-Control"] = "max-age=60"
    return response


def _calendar(name: str, centres: object, filename: str) -> HttpResponse:
    response = HttpResponse(
        calendar_of(name, centres, timezone.localtime()),  # type: ignore[arg-type]
        content_type=MEDIA_TYPE,
    )
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    return response
