"""A guide as the record that `save_service` reads: what is written here comes back unchanged."""

from __future__ import annotations

import datetime
from typing import Any

from services.importing.records import Record
from services.importing.sheets import VERIFIED_PARTS
from services.importing.streams import rows_of
from services.models import ServicePage


def service_record(page: ServicePage) -> Record:
    """The record of a guide as it is stored, without what is empty.

    Law: `save_service(service_record(page))` changes nothing. Files of forms are not part of a record;
    a form of the same name keeps its file.
    """
    owner = page.organisation
    identity, other = rows_of(page, "identity_documents"), rows_of(page, "other_documents")
    codes = _codes([page.variant_of_id, *(row["service"] for row in (*identity, *other))])
    record: Record = {
        "id": page.slug,
        "organisation": owner.code,
        "agency": " / ".join(each.name_th for each in (owner, *page.partners.all())),
        "title": page.title,
        "title_en": page.title_en,
        "audience": page.audience,
        "process_type": page.process_type,
        "life_events": [event.name for event in page.life_events.all()],
        "summary": page.summary,
        "result": page.result,
        "criteria": rows_of(page, "criteria"),
        "channels": rows_of(page, "channels"),
        "steps": [_step(number, row) for number, row in enumerate(rows_of(page, "steps"), 1)],
        "total_duration": {"value": _number(page.total_value), "unit": page.total_unit},
        "documents": {
            "none": page.no_documents,
            "identity_from_government": [_document(row, codes) for row in identity],
            "other": [_document(row, codes) for row in other],
        },
        "fees": [{**row, "amount": _number(row["amount"])} for row in rows_of(page, "fees")],
        "forms": [{"name": row["name"], "url": row["url"]} for row in rows_of(page, "forms")],
        "legal_basis": rows_of(page, "legal_basis"),
        "complaint_channels": rows_of(page, "complaint_channels"),
        "joint_service": {"level": page.joint_service_level},
        "verification": {part: getattr(page, f"{part}_source") for part in VERIFIED_PARTS},
        "unverified": [part for part in VERIFIED_PARTS if getattr(page, f"{part}_unverified")],
        "sample": page.is_sample,
        "variant_of": codes.get(page.variant_of_id),
        "variant_name": page.variant_name,
        "areas": sorted(area.code for area in page.areas.all()),
        "allows_local": page.allows_local,
    }
    for key in ("last_reviewed", "valid_from", "valid_to", "review_by"):
        record[key] = _date(getattr(page, key))
    return _without_empty(record)


def _step(number: int, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "order": number,
        "type": row["type"],
        "detail": row["detail"],
        "duration": {"value": _number(row["value"]), "unit": row["unit"]},
        "responsible_unit": row["responsible_unit"],
    }


def _codes(keys: list[int | None]) -> dict[int | None, str]:
    """The codes of guides by their numbers; no query where there are none."""
    wanted = {key for key in keys if key}
    if not wanted:
        return {}
    return dict(ServicePage.objects.filter(pk__in=wanted).values_list("pk", "slug"))


def _document(row: dict[str, Any], codes: dict[int | None, str]) -> dict[str, Any]:
    named = {("original" if key == "originals" else key): value for key, value in row.items()}
    return named | {"service": codes.get(row["service"])}


def _number(value: Any) -> str | None:
    return None if value is None else str(value)


def _date(value: datetime.date | None) -> str | None:
    return value.isoformat() if value else None


def _without_empty(value: Any) -> Any:
    """Without texts, lists and parts in which nothing stands; False and zero stay."""
    if isinstance(value, dict):
        parts = {key: _without_empty(part) for key, part in value.items()}
        return {key: part for key, part in parts.items() if part not in (None, "", [], {})}
    if isinstance(value, list):
        return [_without_empty(part) for part in value]
    return value
