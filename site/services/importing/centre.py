"""A service centre or mobile unit from a record."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _

from organisations.models import Organisation
from services.choices import CentreKind, Facility, Level
from services.coordinates import rounded
from services.importing.records import Reader, Record, Saved, organisation_of
from services.importing.saving import save_page
from services.models import CentrePage, Offering, ServicePage

FIELDS = [
    "id",
    "sample",
    "title",
    "title_en",
    "organisation",
    "kind",
    "summary",
    "address",
    "district",
    "province",
    "postcode",
    "latitude",
    "longitude",
    "directions",
    "opening_hours",
    "closed_on_holidays",
    "hours_note",
    "phone",
    "email",
    "website",
    "facilities",
    "gecc_valid_to",
    "services",
    "schedule",
]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@transaction.atomic
def save_centre(record: Record, user: AbstractUser | None = None) -> Saved:
    """Create or update the centre whose address is the record's `id`, under its organisation's folder.

    `services` lists records of service (the id of a guide), level and note; `days` of opening hours are
    three-letter English names. `user` as in `save_service`. Raises RecordError.
    """
    reader = Reader.of(record, FIELDS)
    slug = reader.code()
    organisation = organisation_of(reader)
    values = _values(reader)
    rows = _rows(reader)
    offerings = _offerings(reader)
    reader.finish()
    assert organisation is not None  # an unknown one is an error above
    page = CentrePage.objects.filter(slug=slug).first() or CentrePage(slug=slug)
    return save_page(page, organisation, values, rows, {}, user, children={"offerings": offerings})


def _values(reader: Reader) -> dict[str, Any]:
    province = None
    if code := reader.text("province"):
        province = Organisation.objects.filter(code=code).first()
        if province is None:
            reader.wrong("province", _("ไม่พบจังหวัดรหัส %s") % code)
    return {
        "title": reader.text("title", required=True),
        "kind": reader.choice("kind", CentreKind.choices, CentreKind.JOINT),
        "province": province,
        "latitude": rounded(reader.number("latitude")),
        "longitude": rounded(reader.number("longitude")),
        "closed_on_holidays": reader.flag("closed_on_holidays", default=True),
        "gecc_valid_to": reader.date("gecc_valid_to"),
        "is_sample": reader.flag("sample"),
        **{
            key: reader.text(key)
            for key in (
                "title_en",
                "summary",
                "address",
                "district",
                "postcode",
                "directions",
                "hours_note",
                "phone",
                "email",
                "website",
            )
        },
    }


def _rows(reader: Reader) -> dict[str, list[Any]]:
    facilities = reader.texts("facilities")
    for unknown in sorted(set(facilities) - set(Facility.values)):
        reader.wrong("facilities", _("ไม่รู้จัก %s") % unknown)
    return {
        "opening_hours": [
            {
                "days": _days(row),
                "opens": _clock(row, "opens"),
                "closes": _clock(row, "closes"),
                "note": row.text("note"),
            }
            for row in reader.parts("opening_hours")
        ],
        "facilities": facilities,
        "schedule": [
            {
                "date": _day(row),
                "starts": _clock(row, "starts"),
                "ends": _clock(row, "ends"),
                "place": row.text("place", required=True),
                "district": row.text("district"),
                "province": row.text("province"),
                "note": row.text("note"),
            }
            for row in reader.parts("schedule")
        ],
    }


def _days(row: Reader) -> list[str]:
    days = row.texts("days")
    unknown = sorted(set(days) - set(DAYS))
    if unknown or not days:
        row.wrong("days", _("ต้องเป็นรายการของ %s") % ", ".join(DAYS))
    return [str(DAYS.index(day)) for day in days if day in DAYS]


def _clock(row: Reader, key: str) -> str | None:
    time = row.time(key)
    return time.isoformat() if time else None


def _day(row: Reader) -> str | None:
    date = row.date("date")
    if date is None and not row.text("date"):
        row.wrong("date", _("ต้องระบุ"))
    return date.isoformat() if date else None


def _offerings(reader: Reader) -> list[Offering]:
    rows = reader.parts("services", "service")
    codes = [row.text("service", required=True) for row in rows]
    services = {page.slug: page for page in ServicePage.objects.filter(slug__in=codes)}
    offerings = []
    for code, row in zip(codes, rows, strict=True):
        level = row.choice("level", Level.choices, Level.INFORMATION)
        if code and code not in services:
            row.wrong("service", _("ไม่พบบริการ %s") % code)
        elif codes.count(code) > 1:
            row.wrong("service", _("บริการ %s อยู่ในรายการมากกว่าหนึ่งครั้ง") % code)
        elif code:
            offerings.append(Offering(service=services[code], level=level, note=row.text("note")))
    return offerings
