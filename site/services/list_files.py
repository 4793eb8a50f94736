"""The lists of centres and of delegations for other programs: CSV and JSON, by the filters of the list."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.access import public
from core.papers.data import safe
from services import directory, register
from services.choices import Facility
from services.models import CentreIndexPage, CentrePage, Delegation, ServiceIndexPage
from services.presentation import days_text, hours_text

MOST = 10_000
"""Rows of one answer; there are fewer centres and orders in the country."""

Row = Mapping[str, Any]

CENTRE_HEAD = {
    "code": "รหัส",
    "title": "ชื่อศูนย์",
    "title_en": "ชื่อภาษาอังกฤษ",
    "kind": "รูปแบบ",
    "organisation": "หน่วยงานที่ดำเนินการ",
    "address": "ที่ตั้ง",
    "district": "อำเภอหรือเขต",
    "province": "จังหวัด",
    "postcode": "รหัสไปรษณีย์",
    "latitude": "ละติจูด",
    "longitude": "ลองจิจูด",
    "hours": "เวลาทำการ",
    "phone": "โทรศัพท์",
    "facilities": "สิ่งอำนวยความสะดวก",
    "url": "ที่อยู่เว็บ",
}
ORDER_HEAD = {
    "number": "คำสั่งที่",
    "date": "ลงวันที่",
    "title": "เรื่อง",
    "from": "หน่วยงานผู้มอบอำนาจ",
    "position": "ตำแหน่งผู้มอบอำนาจ",
    "to": "ผู้รับมอบอำนาจ",
    "powers": "อำนาจที่มอบ",
    "conditions": "เงื่อนไขหรือวงเงิน",
    "effective": "มีผลตั้งแต่",
    "expires": "มีผลถึง",
    "revoked": "ยกเลิกตั้งแต่",
    "state": "สถานะ",
    "url": "ที่อยู่เว็บ",
}


@require_safe
def centres(request: HttpRequest, form: str) -> HttpResponseBase:
    """/centres/list.<form>?province=… : csv or json. Only what everybody may read. Raises Http404."""
    if not public(CentreIndexPage.objects.all()).exists():
        raise Http404
    _shelf, keys, _days_off = directory.found_by(directory.Choice.of(request.GET), timezone.localtime())
    rows = (_centre(request, page) for page in directory.centres_of(keys[:MOST]))
    return _answer(form, "centres", CENTRE_HEAD, rows)


@require_safe
def delegations(request: HttpRequest, form: str) -> HttpResponseBase:
    """/services/delegations.<form>?state=… : csv or json of the published orders. Raises Http404."""
    if not public(ServiceIndexPage.objects.all()).exists():
        raise Http404
    today = timezone.localdate()
    found = register.matching(register.Choice.of(request.GET), today)[:MOST]
    rows = (_order(request, delegation, register.state_of(delegation, today)) for delegation in found)
    return _answer(form, "delegations", ORDER_HEAD, rows)


def _centre(request: HttpRequest, page: CentrePage) -> Row:
    hours = [
        f"{days_text(row.value['days'])} {hours_text(row.value['opens'], row.value['closes'])}"
        for row in page.opening_hours
    ]
    return {
        "code": page.slug,
        "title": page.title,
        "title_en": page.title_en,
        "kind": str(page.get_kind_display()),
        "organisation": page.organisation.display_name,
        "address": page.address,
        "district": page.district,
        "province": page.province.display_name if page.province else "",
        "postcode": page.postcode,
        "latitude": float(page.latitude) if page.latitude is not None else None,
        "longitude": float(page.longitude) if page.longitude is not None else None,
        "hours": hours,
        "phone": page.phone,
        "facilities": [str(Facility(row.value).label) for row in page.facilities],
        "url": page.get_full_url(request),
    }


def _order(request: HttpRequest, delegation: Delegation, state: str) -> Row:
    return {
        "number": delegation.order_no,
        "date": delegation.order_date.isoformat(),
        "title": delegation.title,
        "from": delegation.delegating_authority.display_name,
        "position": delegation.delegating_position,
        "to": delegation.delegate_unit,
        "powers": delegation.scope_of_power,
        "conditions": delegation.conditions_or_ceiling,
        "effective": delegation.effective.isoformat(),
        "expires": delegation.expires.isoformat() if delegation.expires else None,
        "revoked": delegation.revoked.isoformat() if delegation.revoked else None,
        "state": state,
        "url": request.build_absolute_uri(delegation.url),
    }


def _answer(form: str, name: str, head: Mapping[str, str], rows: Iterable[Row]) -> HttpResponseBase:
    if form == "json":
        found = list(rows)
        answer = {"total": len(found), name: found}
        return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
    if form != "csv":
        raise Http404
    response = StreamingHttpResponse(_lines(head, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _lines(head: Mapping[str, str], rows: Iterable[Row]) -> Iterator[bytes]:
    """Lines in UTF-8, a byte order mark first; no cell can be run as a formula."""
    yield _line(head.values(), "utf-8-sig")
    for row in rows:
        yield _line(_cell(row[key]) for key in head)


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else str(value)


def _line(cells: Iterable[str], encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow([safe(cell) for cell in cells])
    return out.getvalue().encode(encoding)
