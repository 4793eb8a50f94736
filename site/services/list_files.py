"""The lists of centres, delegations, journeys, questions and local variants for other programs.

By the filters of each list: CSV, JSON and an Atom feed of what was published last. Only what
everybody may read.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.access import public
from core.list_files import IN_FEED, MOST, Entry, ListFile, Row, answer
from services import directory, register
from services.choices import Facility
from services.distances import Distance
from services.journeys.reading import public_journeys
from services.local_guides import variants_of
from services.local_reading import asked_for, in_place, variant
from services.models import CentreIndexPage, CentrePage, ServiceIndexPage, ServicePage
from services.presentation import days_text, hours_text
from services.questions.reading import public_trees

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
DISTANCE_HEAD = {
    "distance_from": "วัดจากจุดกึ่งกลาง",
    "distance_to": "วัดถึงจุดกึ่งกลาง",
    "distance_km": "ระยะทางเส้นตรง (กม.)",
}
"""Added where a district was chosen from whose middle distances are taken."""
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


WAY_HEAD = {
    "code": "รหัส",
    "title": "ชื่อ",
    "title_en": "ชื่อภาษาอังกฤษ",
    "organisation": "หน่วยงาน",
    "summary": "สรุป",
    "life_events": "เหตุการณ์",
    "url": "ที่อยู่เว็บ",
}
VARIANT_HEAD = {
    "code": "รหัสหน่วยงาน",
    "organisation": "จังหวัดหรือท้องถิ่น",
    "guide": "คู่มือกลาง",
    "unit": "ส่วนงานที่รับผิดชอบ",
    "place": "สถานที่",
    "hours": "วันและเวลา",
    "url": "ที่อยู่เว็บ",
}


@require_safe
def centres(request: HttpRequest, form: str) -> HttpResponseBase:
    """/centres/list.<form>?province=… . Raises Http404."""
    index = _open(CentreIndexPage)
    choice = directory.Choice.of(request.GET)
    shelf, keys, _days_off = directory.found_by(choice, timezone.localtime())
    newest = CentrePage.objects.filter(pk__in=keys).select_related("organisation")
    file = ListFile(
        "centres",
        CENTRE_HEAD | DISTANCE_HEAD if choice.here else CENTRE_HEAD,
        (
            {**_centre(request, page), **_distance(directory.away(choice, shelf, page.pk))}
            for page in directory.centres_of(keys[:MOST])
        ),
        _("ศูนย์บริการร่วมที่เผยแพร่ล่าสุด"),
        f"{index.get_full_url(request)}{choice.query}",
        lambda: _pages(request, newest),
    )
    return answer(request, form, file)


@require_safe
def delegations(request: HttpRequest, form: str) -> HttpResponseBase:
    """/services/delegations.<form>?state=… of the published orders. Raises Http404."""
    index = _open(ServiceIndexPage)
    today = timezone.localdate()
    found = register.matching(register.Choice.of(request.GET), today)
    file = ListFile(
        "delegations",
        ORDER_HEAD,
        (
            _order(request, register.Entry(each, register.state_of(each, today)), form == "csv")
            for each in found[:MOST]
        ),
        _("คำสั่งมอบอำนาจที่ขึ้นทะเบียนหรือเปลี่ยนล่าสุด"),
        f"{index.get_full_url(request)}delegations/",
        lambda: (
            Entry(
                f"{each.order_no} {each.title}",
                request.build_absolute_uri(each.url),
                each.scope_of_power,
                each.delegating_authority.display_name,
                each.first_published_at,
                each.last_published_at,
            )
            for each in found.order_by("-last_published_at", "-pk")[:IN_FEED]
        ),
    )
    return answer(request, form, file)


@require_safe
def journeys(request: HttpRequest, form: str) -> HttpResponseBase:
    """/services/journeys.<form>. Raises Http404."""
    return _ways(request, form, "journeys", public_journeys(), _("เส้นทางบริการทีละขั้น"))


@require_safe
def questions(request: HttpRequest, form: str) -> HttpResponseBase:
    """/services/questions.<form>: the question trees. Raises Http404."""
    return _ways(request, form, "questions", public_trees(), _("ตอบคำถามเพื่อหาบริการ"))


@require_safe
def local_variants(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """/services/<guide>/local.<form>?q=… : the local variants of a central guide. Raises Http404."""
    _open(ServiceIndexPage)
    central = public(ServicePage.objects.filter(slug=slug, allows_local=True)).first()
    if central is None:
        raise Http404
    central._is_open = True
    found = in_place(variants_of(central), asked_for(request))
    file = ListFile(
        "local",
        VARIANT_HEAD,
        (_variant(request, central, each) for each in found[:MOST]),
        f"{central.display_title} {_('ฉบับของท้องถิ่น')}",
        f"{central.get_full_url(request)}local/",
        lambda: (
            Entry(
                f"{central.display_title} – {each.organisation.display_name}",
                request.build_absolute_uri(variant(central, each, request).url),
                each.unit,
                each.organisation.display_name,
                each.first_published_at,
                each.last_published_at,
            )
            for each in found.order_by("-last_published_at", "-pk")[:IN_FEED]
        ),
    )
    return answer(request, form, file)


def _open(model: type[CentreIndexPage] | type[ServiceIndexPage]) -> Any:
    """The section's page. Raises Http404 where it is not for everybody."""
    index = public(model.objects.all()).first()
    if index is None:
        raise Http404
    return index


def _ways(request: HttpRequest, form: str, name: str, pages: QuerySet[Any], title: str) -> HttpResponseBase:
    index = _open(ServiceIndexPage)
    found = pages.select_related("organisation").prefetch_related("life_events")
    file = ListFile(
        name,
        WAY_HEAD,
        (_way(request, page) for page in found.order_by("sort_key", "pk")[:MOST]),
        title,
        f"{index.get_full_url(request)}{name}/",
        lambda: _pages(request, found),
    )
    return answer(request, form, file)


def _pages(request: HttpRequest, pages: QuerySet[Any]) -> Iterable[Entry]:
    for page in pages.order_by("-last_published_at", "-pk")[:IN_FEED]:
        yield Entry(
            page.display_title,
            page.get_full_url(request),
            page.summary,
            page.organisation.display_name,
            page.first_published_at,
            page.last_published_at,
        )


def _way(request: HttpRequest, page: Any) -> Row:
    return {
        "code": page.slug,
        "title": page.title,
        "title_en": page.title_en,
        "organisation": page.organisation.display_name,
        "summary": page.summary,
        "life_events": [event.display_name for event in page.life_events.all()],
        "url": page.get_full_url(request),
    }


def _variant(request: HttpRequest, central: ServicePage, page: Any) -> Row:
    shown = variant(central, page, request)
    return {
        "code": page.organisation.code,
        "organisation": shown.name,
        "guide": central.title,
        "unit": page.unit,
        "place": shown.place,
        "hours": shown.hours,
        "url": request.build_absolute_uri(shown.url),
    }


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


def _distance(away: Distance | None) -> Row:
    """Kilometres to a tenth; None where it is not known. `distance_to` is the district to whose middle was
    measured, empty where it was to the centre itself."""
    if away is None:
        return {}
    spot = away.spot
    return {
        "distance_from": away.origin.display_name,
        "distance_to": spot.district.display_name if spot and spot.district and not spot.is_exact else "",
        "distance_km": round(away.kilometres, 1) if spot else None,
    }


def _order(request: HttpRequest, entry: register.Entry, for_people: bool) -> Row:
    """An order; `for_people` its state in words, as the register shows it, otherwise the filter's code."""
    delegation = entry.delegation
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
        "state": entry.label if for_people else entry.state,
        "url": request.build_absolute_uri(delegation.url),
    }
