"""An order that delegates authority from a record of the model guideline's form."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from organisations.models import Organisation
from search.thai.numerals import to_arabic
from services.forms import NO_CENTRE
from services.importing.records import (
    Reader,
    Record,
    RecordError,
    Saved,
    may_publish,
    organisation_of,
    reasons_of,
)
from services.models import CentrePage, Delegation, ServicePage

FIELDS = [
    "id",
    "sample",
    "order_no",
    "order_date_be",
    "title",
    "delegating_authority",
    "delegating_position",
    "delegate_unit",
    "delegate_positions",
    "service_guides",
    "centres",
    "scope_of_power",
    "conditions_or_ceiling",
    "sub_delegation_allowed",
    "legal_basis",
    "effective_be",
    "expires_be",
    "revoked_be",
    "revoked_by",
    "published_url",
]
EVERY_CENTRE = "all"


@transaction.atomic
def save_delegation(record: Record, user: AbstractUser | None = None) -> Saved:
    """Create or update the register's entry for one order; the same authority, number and date is the same.

    `service_guides` and `centres` list codes; `centres: all` covers every centre. Dates are Buddhist or
    Christian, told apart by the year. `user` as in `save_service`. Raises RecordError.
    """
    reader = Reader.of(record, FIELDS)
    authority = organisation_of(reader, "delegating_authority")
    values = _values(reader)
    services, centres = _covered(reader)
    for key in ("order_date_be", "effective_be"):
        if not reader.text(key):
            reader.wrong(key, _("ต้องระบุ"))
    reader.finish()
    assert authority is not None  # an unknown one is an error above
    publish = may_publish(user, authority, reader.name)
    delegation = Delegation.objects.filter(
        delegating_authority=authority, order_no=values["order_no"], order_date=values["order_date"]
    ).first()
    if delegation is None:
        delegation = Delegation(delegating_authority=authority, live=publish)
    values["code"] = delegation.code or reader.text("id") or _code(authority, values["order_no"])
    action = _set(delegation, values, services, centres)
    if action == "unchanged":
        return Saved(delegation, "unchanged")
    try:
        delegation.full_clean()
    except ValidationError as error:
        raise RecordError(reader.name, reasons_of(error, Delegation)) from error
    if delegation.pk is None or publish:
        delegation.save()
    revision = delegation.save_revision(user=user)
    if publish:
        revision.publish(user=user)
    return Saved(delegation, action)


def _values(reader: Reader) -> dict[str, Any]:
    return {
        "order_no": to_arabic(reader.text("order_no", required=True)),
        "order_date": reader.date("order_date_be"),
        "title": reader.text("title", required=True),
        "delegating_position": reader.text("delegating_position", required=True),
        "delegate_unit": reader.text("delegate_unit", required=True),
        "delegate_positions": "\n".join(reader.texts("delegate_positions")),
        "all_centres": reader.record.get("centres") == EVERY_CENTRE,
        "scope_of_power": reader.text("scope_of_power", required=True),
        "conditions_or_ceiling": reader.text("conditions_or_ceiling"),
        "sub_delegation_allowed": reader.flag("sub_delegation_allowed"),
        "legal_basis": reader.text("legal_basis"),
        "effective": reader.date("effective_be"),
        "expires": reader.date("expires_be"),
        "revoked": reader.date("revoked_be"),
        "revoked_by": reader.text("revoked_by"),
        "published_url": reader.text("published_url"),
        "is_sample": reader.flag("sample"),
    }


def _covered(reader: Reader) -> tuple[list[ServicePage], list[CentrePage]]:
    services = _pages(reader, ServicePage, "service_guides", _("ไม่พบบริการ %s"))
    if not services and not reader.errors:
        reader.wrong("service_guides", _("ต้องระบุบริการอย่างน้อยหนึ่งรายการ"))
    if reader.record.get("centres") == EVERY_CENTRE:
        return services, []
    centres = _pages(reader, CentrePage, "centres", _("ไม่พบศูนย์ %s"))
    if not centres and not reader.errors:
        reader.wrong("centres", str(NO_CENTRE))
    return services, centres


def _pages(reader: Reader, model: Any, key: str, message: str) -> list[Any]:
    codes = reader.texts(key)
    pages = {page.slug: page for page in model.objects.filter(slug__in=codes)}
    for code in codes:
        if code not in pages:
            reader.wrong(key, message % code)
    return [pages[code] for code in dict.fromkeys(codes) if code in pages]


def _set(
    delegation: Delegation, values: dict[str, Any], services: list[ServicePage], centres: list[CentrePage]
) -> Any:
    is_new = delegation.pk is None
    changed = is_new
    for field, value in values.items():
        if getattr(delegation, field) != value:
            setattr(delegation, field, value)
            changed = True
    for field, pages in (("services", services), ("centres", centres)):
        manager = getattr(delegation, field)
        if {page.pk for page in manager.all()} != {page.pk for page in pages}:
            manager.set(pages)
            changed = True
    return "created" if is_new else "updated" if changed else "unchanged"


def _code(authority: Organisation, order_no: str) -> str:
    """ "dlt-905-2566" from the order 905/2566 of dlt."""
    number = "-".join(re.findall(r"[0-9]+", order_no))
    return f"{authority.code}-{number}" if number else authority.code
