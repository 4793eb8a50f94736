"""A guide that has everything at once is read with few queries, by whoever reads it first."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings
from wagtail.models import Site

from core.models import ContentChange
from finder import delivery, related
from organisations.models import Kind, Organisation
from services.holidays import load_standard_holidays
from services.importing import save_journey, save_local_guide, save_service
from services.models import Delegation, ServicePage
from tests.services.test_journeys import JOURNEY
from tests.services.test_local_guides import CITY

pytestmark = pytest.mark.django_db
FEWER_THAN = 12
ADDRESS = "/services/card-lost/"
ALONE = "/services/plate-lost/"
FIFTEEN_DAYS = {"value": 15, "unit": "working_day", "text_th": "15 วันทำการ"}


@pytest.fixture
def cache_on(settings: Settings) -> Iterator[None]:
    settings.PAGE_CACHE_SECONDS = 600
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.fixture
def everything(
    cache_on: None, order: Delegation, organisations: dict[str, Organisation], record: dict[str, Any]
) -> ServicePage:
    """Partners, areas, cases, sources of its documents, local variants, centres that finish it, life events,
    journeys, related pages, and a time in working days."""
    load_standard_holidays()
    Organisation.objects.create(
        code="city", kind=Kind.LOCAL, name_th="เทศบาลนครสมมติ", parent=organisations["chiang-mai"]
    )
    for slug in ("licence-lost", "plate-lost"):
        values = {"id": slug, "title": f"การขอ {slug}", "result": "ทะเบียนบ้าน", "total_duration": FIFTEEN_DAYS}
        save_service(copy.deepcopy(record) | values)
    page: ServicePage = ServicePage.objects.get(slug="card-lost")
    page.allows_local = True
    page.variant_of = ServicePage.objects.get(slug="licence-lost")
    page.total_value, page.total_unit = 15, "working_day"
    page.partners.set([organisations["roads"], organisations["interior"]])
    page.areas.set([organisations["chiang-mai"]])
    page.save_revision().publish()
    save_local_guide(CITY)
    save_journey(copy.deepcopy(JOURNEY))
    delivery.deliver()
    related.work_out(30.0)
    return page


def read(address: str, **headers: str) -> tuple[int, str]:
    """Queries and text of a page that is not kept."""
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as queries:
        response = Client().get(address, **headers)  # type: ignore[arg-type]
    assert response.status_code == 200
    return len(queries), response.content.decode()


def test_a_guide_that_has_everything_needs_fewer_than_twelve_queries(everything: ServicePage) -> None:
    Site.get_site_root_paths()
    for address in (ALONE, f"/en{ALONE}"):  # the menus and the holidays are known from any page
        read(address)
    seen = [
        read(address) for address in (ADDRESS, f"/en{ADDRESS}", f"{ADDRESS}city/", "/services/licence-lost/")
    ]

    html = seen[0][1]
    for part in (
        "กรมถนน",
        "จังหวัดเชียงใหม่",
        "กรณีอื่นของบริการนี้",
        "เทศบาลนครสมมติ",
        "ตามคำสั่งกรมทะเบียน ที่ 12/2566",
        "เอกสารหาย",
        "ส่วนหนึ่งของ",
        "เรื่องใกล้เคียง",
        "ถ้ายื่นเอกสารครบวันนี้",
    ):
        assert part in html, f"{part}: what is not shown costs nothing"
    assert [queries for queries, _html in seen if queries >= FEWER_THAN] == []


def test_a_guide_that_nobody_read_since_a_change_needs_two_more(everything: ServicePage) -> None:
    Site.get_site_root_paths()
    read(ALONE)
    known, _html = read(ADDRESS)
    ContentChange.objects.create(token="another")
    anew, _html = read(ADDRESS)
    asked, html = read(f"{ADDRESS}?have=x")

    assert "ถ้ายื่นเอกสารครบวันนี้" in html
    assert anew == known + 2, "the menus and the holidays"
    assert asked == known + 1, "these too, but not the version of the content"
