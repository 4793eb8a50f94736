"""Loading organisations from a YAML file: the one that Ruam ships, or the operator's own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db import transaction

from organisations.models import Organisation, OrganisationName

SHIPPED = Path(__file__).resolve().parent / "data" / "organisations.yaml"
NAME_LISTS = {
    "abbreviations": OrganisationName.NameKind.ABBREVIATION,
    "former_names": OrganisationName.NameKind.FORMER,
    "everyday_names": OrganisationName.NameKind.EVERYDAY,
}
FIELDS = ("kind", "name_th", "name_en", "letter_prefix", "letter_unit", "letter_prefix_verified", "note")


class OrganisationsFileError(ValueError):
    """The file cannot be used; the message, in Thai, says which entry and why."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many organisations a load created, changed and left as they were."""

    created: int
    updated: int
    unchanged: int


@transaction.atomic
def load_organisations(path: Path = SHIPPED) -> Loaded:
    """Create or update the organisations of a file, by code. All or nothing; a second load changes nothing.

    Names that an administrator added stay; a parent must stand in the file or exist already.

    Raises OrganisationsFileError.
    """
    entries = _read(path)
    created = updated = 0
    known = {organisation.code: organisation for organisation in Organisation.objects.all()}
    for entry in entries:
        organisation = known.get(entry["code"]) or Organisation(code=entry["code"])
        values = {field: entry[field] for field in FIELDS if field in entry}
        if parent := entry.get("parent"):
            if parent not in known:
                raise OrganisationsFileError(f"{path}: {entry['code']}: ไม่พบหน่วยงานต้นสังกัด {parent}")
            values["parent"] = known[parent]
        changed = [field for field, value in values.items() if getattr(organisation, field) != value]
        for field in changed:
            setattr(organisation, field, values[field])
        is_new = organisation.pk is None
        if changed or is_new:
            try:
                organisation.full_clean()
            except ValidationError as error:
                reasons = "; ".join(f"{field}: {', '.join(m)}" for field, m in error.message_dict.items())
                raise OrganisationsFileError(f"{path}: {entry['code']}: {reasons}") from error
            organisation.save()
        known[organisation.code] = organisation
        names_added = _load_names(organisation, entry)
        created += is_new
        updated += not is_new and bool(changed or names_added)
    return Loaded(created, updated, len(entries) - created - updated)


def _load_names(organisation: Organisation, entry: dict[str, Any]) -> int:
    added = 0
    for key, kind in NAME_LISTS.items():
        for name in entry.get(key, []):
            _, is_new = OrganisationName.objects.get_or_create(
                organisation=organisation, name=name, kind=kind
            )
            added += is_new
    return added


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise OrganisationsFileError(f"เปิดแฟ้มหน่วยงานไม่ได้: {path} ({error.strerror})") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise OrganisationsFileError(f"แฟ้มหน่วยงานไม่ใช่ YAML ที่ถูกต้อง (UTF-8): {path}: {error}") from error
    if not isinstance(entries, list) or not entries:
        raise OrganisationsFileError(f"{path}: ต้องเป็นรายการของหน่วยงานอย่างน้อยหนึ่งรายการ")
    codes: set[str] = set()
    for number, entry in enumerate(entries, 1):
        missing = {"code", "kind", "name_th"} - set(entry) if isinstance(entry, dict) else {"code"}
        if missing:
            raise OrganisationsFileError(f"{path}: รายการที่ {number} ขาด {', '.join(sorted(missing))}")
        if entry["code"] in codes:
            raise OrganisationsFileError(f"{path}: รหัส {entry['code']} ซ้ำ")
        codes.add(entry["code"])
    return entries
