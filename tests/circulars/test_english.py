"""English pages of letters say of their Thai text that it is Thai, so that screen readers read it in Thai."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from circulars.importing import import_paths
from circulars.models import CircularIndexPage, CircularPage
from organisations.models import Organisation
from tests.marks import wrongly_marked

pytestmark = pytest.mark.django_db


def test_all_thai_of_an_english_page_is_marked(
    registry: CircularIndexPage, samples: list[str], registrar: Any, client: Client
) -> None:
    import_paths(samples)
    doubtful = CircularPage.objects.get(number="", kind="external")
    doubtful.publish_under_verification(registrar, "ตรวจเลขที่")
    noted = CircularPage.objects.get(slug="nr-0505-w118-2566")
    noted.corrections.create(text="แก้ไขวันที่ตามต้นฉบับ", made_by=registrar)
    CircularPage.objects.filter(pk=noted.pk).update(
        note="สำเนาไม่ชัด", withdrawn_at=timezone.now(), withdrawn_reason="ออกใหม่แล้ว"
    )
    Organisation.objects.update(name_en="")
    found = CircularPage.objects.live().values_list("slug", flat=True)
    letters = {slug: f"/circulars/{slug}/" for slug in found}
    assert len(letters) > 4
    lists = {
        "list": "/circulars/",
        "filtered": "/circulars/?organisation=opm&speed=ด่วนที่สุด",
        "none": "/circulars/?year=2400",
        "day": f"/circulars/{noted.slug}/?as-at=1/1/2567",
        "home": "/",
    }
    assert not wrongly_marked(client, lists | letters, in_thai=False)
