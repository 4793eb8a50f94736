"""A service guide from a record."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _

from organisations.models import Kind, Organisation
from services.choices import UNIT_CHOICES, Audience, ChannelType, ComplaintKind, FeeKind, Level, ProcessType
from services.importing import streams
from services.importing.known import Known
from services.importing.records import Reader, Record, Saved, organisation_of
from services.importing.saving import save_page
from services.importing.sheets import VERIFIED_PARTS
from services.life_events import LifeEvent, standard_life_events
from services.models import ServicePage

FIELDS = [
    "id",
    "sample",
    "title",
    "title_en",
    "agency",
    "organisation",
    "ministry_code",
    "life_events",
    "summary",
    "criteria",
    "channels",
    "steps",
    "total_duration",
    "documents",
    "fees",
    "forms",
    "legal_basis",
    "result",
    "complaint_channels",
    "joint_service",
    "verification",
    "unverified",
    "last_reviewed",
    "valid_from",
    "valid_to",
    "review_by",
    "audience",
    "process_type",
    "variant_of",
    "variant_name",
    "areas",
    "allows_local",
]
NEVER_STORED = ("everyday_queries",)
"""What citizens type, kept beside a record to test search: storing it would make such a test trivial."""

PLACES = {
    "slug": "id",
    "partners": "agency",
    "is_sample": "sample",
    "total_value": "total_duration.value",
    "total_unit": "total_duration.unit",
    "identity_documents": "documents.identity_from_government",
    "other_documents": "documents.other",
    "no_documents": "documents.none",
    "joint_service_level": "joint_service.level",
    **{f"{part}_source": f"verification.{part}" for part in VERIFIED_PARTS},
    **{f"{part}_unverified": "unverified" for part in VERIFIED_PARTS},
}
"""Fields of a guide that its record calls otherwise."""
PART_PLACES = {
    ("steps", "value"): "duration.value",
    ("steps", "unit"): "duration.unit",
    ("identity_documents", "originals"): "original",
    ("other_documents", "originals"): "original",
}
"""Parts of a row of a field, likewise."""


@transaction.atomic
def save_service(
    record: Record, user: AbstractUser | None = None, known: Known | None = None, *, keep: bool = True
) -> Saved:
    """Create or update the guide whose address is the record's `id`, under the owner's folder.

    The owner is `organisation` (a code) or the first known name in `agency`, whose other names become
    partners. `user` is who saves it, None for the system; an editor's change waits as a draft. `known` is
    what records of the same transaction asked for. With `keep` false the guide is given as it would
    stand, and whoever calls takes back what little was written for it.

    Raises RecordError.
    """
    known = known or Known()
    reader = Reader.of(record, (*FIELDS, *NEVER_STORED))
    slug = reader.code()
    organisations = _organisations(reader, known)
    values = _values(reader)
    steps = _ordered_steps(reader)
    rows = _rows(reader) | {"steps": _steps(steps)}
    life_events = [
        event for name in reader.texts("life_events") if (event := _life_event(reader, name, known))
    ]
    areas = _areas(reader)
    reader.finish()
    page = known.guide(slug) or ServicePage(slug=slug)
    _keep_files(page, rows["forms"])
    owner, *partners = organisations
    related = {"life_events": life_events, "partners": partners, "areas": areas}
    numbers = [number for number, _row in steps]

    def place(field: str, row: int, part: str) -> str:
        found = PLACES.get(field, field)
        if not row:
            return found
        found = f"{found}[{numbers[row - 1] if field == 'steps' else row}]"
        return f"{found}.{PART_PLACES.get((field, part), part)}" if part else found

    return save_page(page, owner, values, rows, related, user, known=known, place=place, keep=keep)


def _areas(reader: Reader) -> list[Organisation]:
    """The provinces and local governments whose codes a record lists."""
    codes = list(dict.fromkeys(reader.texts("areas")))
    found = {each.code: each for each in Organisation.objects.filter(code__in=codes)} if codes else {}
    for code in codes:
        if code not in found or found[code].kind not in (Kind.PROVINCE, Kind.LOCAL):
            reader.wrong("areas", _("ไม่พบจังหวัดหรือท้องถิ่นรหัส %s") % code)
    return [found[code] for code in codes if code in found]


def _guide(reader: Reader, key: str) -> int | None:
    """The number of the guide with a code; None where the record names none."""
    code = reader.text(key)
    found = ServicePage.objects.filter(slug=code).values_list("pk", flat=True).first() if code else None
    if code and found is None:
        reader.wrong(key, _("ไม่พบคู่มือรหัส %s") % code)
    return found


def _keep_files(page: ServicePage, forms: list[dict[str, Any]]) -> None:
    """Records carry no files: a form that keeps its name keeps its file."""
    files = {row["name"]: row["file"] for row in streams.rows_of(page, "forms")}
    for form in forms:
        form["file"] = files.get(form["name"])


def _values(reader: Reader) -> dict[str, Any]:
    total = reader.part("total_duration")
    verification = reader.part("verification")
    unverified = reader.texts("unverified")
    for part in sorted(set(unverified) - set(VERIFIED_PARTS)):
        names = ", ".join(f"{name} ({code})" for code, name in VERIFIED_PARTS.items())
        reader.wrong("unverified", _("“%(value)s” ไม่อยู่ในตัวเลือก %(known)s") % {"value": part, "known": names})
    return {
        "title": reader.text("title", required=True),
        "title_en": reader.text("title_en"),
        "summary": reader.text("summary", required=True),
        "result": reader.text("result"),
        "process_type": reader.choice("process_type", ProcessType.choices),
        "audience": reader.choice("audience", Audience.choices, Audience.PEOPLE),
        "total_value": total.number("value"),
        "total_unit": total.choice("unit", UNIT_CHOICES),
        "joint_service_level": reader.part("joint_service").choice("level", Level.choices),
        "no_documents": reader.part("documents").flag("none"),
        "is_sample": reader.flag("sample"),
        "variant_of_id": _guide(reader, "variant_of"),
        "variant_name": reader.text("variant_name"),
        "allows_local": reader.flag("allows_local"),
        **{key: reader.date(key) for key in ("last_reviewed", "valid_from", "valid_to", "review_by")},
        **{f"{part}_unverified": part in unverified for part in VERIFIED_PARTS},
        **{f"{part}_source": verification.text(part) for part in VERIFIED_PARTS},
    }


def _rows(reader: Reader) -> dict[str, list[Any]]:
    documents = reader.part("documents")
    return {
        "criteria": reader.texts("criteria"),
        "channels": [channel_row(row) for row in reader.parts("channels")],
        "identity_documents": [_document(row) for row in documents.parts("identity_from_government", "name")],
        "other_documents": [_document(row) for row in documents.parts("other", "name")],
        "fees": [fee_row(row) for row in reader.parts("fees")],
        "forms": [
            {"name": row.text("name", required=True), "file": None, "url": row.text("url")}
            for row in reader.parts("forms", "name")
        ],
        "legal_basis": [
            {
                "title": row.text("title", required=True),
                **_texts(row, "sections", "url"),
                "valid_from": _iso(row.date("valid_from")),
                "valid_to": _iso(row.date("valid_to")),
            }
            for row in reader.parts("legal_basis", "title")
        ],
        "complaint_channels": [
            {
                "name": row.text("name", required=True),
                "kind": row.choice("kind", ComplaintKind.choices, ComplaintKind.OWNER),
                **_texts(row, "phone", "url"),
            }
            for row in reader.parts("complaint_channels", "name")
        ],
    }


def channel_row(row: Reader) -> dict[str, Any]:
    """A channel as its StreamField stores it."""
    return {
        "type": row.choice("type", ChannelType.choices),
        "name": row.text("name", required=True),
        **_texts(row, "hours", "url", "phone", "downtime", "note"),
    }


def _ordered_steps(reader: Reader) -> list[tuple[int, Reader]]:
    """The steps as they follow one another, each with its number in the record."""
    orders: dict[int, list[tuple[int, Reader]]] = {}
    for number, row in enumerate(reader.parts("steps"), 1):
        order = row.integer("order", number)
        same = orders.setdefault(order, [])
        same.append((number, row))
        if len(same) > 1:
            row.wrong("order", _("ลำดับที่ %d ซ้ำกัน") % order)
    return [each for order in sorted(orders) for each in orders[order]]


def _steps(ordered: list[tuple[int, Reader]]) -> list[dict[str, Any]]:
    steps = []
    for _number, row in ordered:
        duration = row.part("duration")
        value = duration.number("value")
        steps.append(
            {
                "type": row.text("type", required=True),
                "detail": row.text("detail", required=True),
                "value": None if value is None else str(value),
                "unit": duration.choice("unit", UNIT_CHOICES),
                "responsible_unit": row.text("responsible_unit"),
            }
        )
    return steps


def _document(row: Reader) -> dict[str, Any]:
    return {
        "name": row.text("name", required=True),
        "issuer": row.text("issuer"),
        "originals": row.integer("original"),
        "copies": row.integer("copies"),
        "unit": row.text("unit") or "ฉบับ",
        **_texts(row, "condition", "note"),
        "service": _guide(row, "service"),
    }


def fee_row(row: Reader) -> dict[str, Any]:
    """An item of the fees as its StreamField stores it."""
    amount = row.number("amount")
    kind = FeeKind.CONDITIONAL if amount is None else FeeKind.FIXED if amount else FeeKind.NONE
    if row.record.get("kind") == FeeKind.FORMULA:
        amount = None
    return {
        "item": row.text("item", required=True),
        "kind": row.choice("kind", FeeKind.choices, kind),
        "amount": None if not amount else str(amount),
        "unit": row.text("unit") or "บาท",
        "note": row.text("note"),
        "unverified": row.flag("unverified"),
    }


def _texts(row: Reader, *keys: str) -> dict[str, str]:
    return {key: row.text(key) for key in keys}


def _iso(date: Any) -> str | None:
    return date.isoformat() if date else None


def _life_event(reader: Reader, name: str, known: Known) -> LifeEvent | None:
    event = known.life_event(name)
    if event is None:
        names = sorted({*standard_life_events(), *LifeEvent.objects.values_list("name", flat=True)})
        reader.wrong(
            "life_events",
            _("ไม่รู้จักเหตุการณ์ “%(name)s” ใช้ได้: %(known)s") % {"name": name, "known": ", ".join(names)},
        )
    return event


def _organisations(reader: Reader, known: Known) -> list[Organisation]:
    """The owner, then the partners."""
    if reader.record.get("organisation"):
        owner = organisation_of(reader, find=known.organisation)
        found = [owner] if owner else []
    else:
        found = []
    for name in reader.text("agency", required=not reader.record.get("organisation")).split("/"):
        organisation = known.organisation_named(name.strip())
        if organisation is not None and organisation not in found:
            found.append(organisation)
    if not found and not reader.errors:
        reader.wrong("agency", _("ไม่พบหน่วยงาน “%s” ในทะเบียนหน่วยงาน") % reader.text("agency"))
        reader.finish()
    return found
