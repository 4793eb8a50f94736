"""A local variant of a central guide from a record."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _

from services.importing.records import Reader, Record, Saved, organisation_of
from services.importing.saving import save_page
from services.importing.service import channel_row, fee_row
from services.models import LocalGuidePage, ServicePage

FIELDS = ["id", "central", "organisation", "unit", "channels", "fees", "sample"]


@transaction.atomic
def save_local_guide(record: Record, user: AbstractUser | None = None) -> Saved:
    """Create or update what an organisation fills into a central guide: `central` and `organisation` are
    codes, `unit`, `channels` and `fees` as in a guide. `user` as in `save_service`. Raises RecordError."""
    reader = Reader.of(
        {"id": record.get("central"), **record} if isinstance(record, dict) else record, FIELDS
    )
    code = reader.text("central", required=True)
    central = ServicePage.objects.filter(slug=code).first()
    if code and central is None:
        reader.wrong("central", _("ไม่พบคู่มือรหัส %s") % code)
    organisation = organisation_of(reader)
    values: dict[str, Any] = {
        "unit": reader.text("unit", required=True),
        "is_sample": reader.flag("sample"),
    }
    rows = {
        "channels": [channel_row(row) for row in reader.parts("channels")],
        "fees": [fee_row(row) for row in reader.parts("fees")],
    }
    if not rows["channels"]:
        reader.wrong("channels", _("ต้องระบุ"))
    reader.finish()
    assert organisation is not None  # an unknown one is an error above
    assert central is not None
    page = LocalGuidePage.objects.filter(central=central, organisation=organisation).first()
    page = page or LocalGuidePage(central=central, organisation=organisation, slug=f"local-{central.pk}")
    page.title = organisation.name_th
    return save_page(page, organisation, values, rows, {}, user)
