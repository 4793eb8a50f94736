"""A guide as linked data of the Core Public Service Vocabulary."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from services import cpsv
from services.durations import Duration, Unit
from services.models import ServicePage

pytestmark = pytest.mark.django_db
ADDRESS = "/services/card-lost/?format=cpsv-ap"


def test_a_guide_is_given_as_a_public_service(client: Client, guide: ServicePage) -> None:
    response = client.get(ADDRESS)
    data: dict[str, Any] = json.loads(response.content)

    assert response["Content-Type"] == "application/ld+json"
    assert data["@type"] == "cpsv:PublicService"
    assert data["dct:title"][0] == {"@language": "th", "@value": "การขอมีบัตรใหม่ กรณีบัตรหาย"}
    assert data["cv:hasCompetentAuthority"]["dct:identifier"] == "registry"
    assert data["cv:processingTime"]["@value"] == "PT15M"
    assert [len(data[key]) for key in ("cpsv:hasInput", "cv:hasCost", "cv:hasChannel")] == [3, 2, 2]
    assert data["cv:hasCost"][0]["cv:value"] == "1020"
    house, power, form = data["cpsv:hasInput"]
    assert house["dct:description"]["@value"] == "ฉบับจริง 1 ฉบับ · สำเนา 2 ฉบับ"
    assert (house["dct:publisher"]["@value"], power["dct:description"]["@value"]) == (
        "กรมทะเบียน",
        "ฉบับจริง 1 ฉบับ · กรณีมอบอำนาจ",
    )
    assert form["dct:title"]["@value"] == "บ.ป.1"
    assert (
        "1. รับคำขอ: ตรวจสอบตัวบุคคล (ไม่เกิน 5 นาที, ฝ่ายทะเบียน)"
        in data["cpsv:follows"]["dct:description"]["@value"]
    )
    assert data["dct:audience"]["@value"] == "ประชาชน"
    assert [each["dct:title"][1]["@value"] for each in data["cv:isGroupedBy"]] == ["Lost documents"]
    prefixes = {name.partition(":")[0] for name in data if ":" in name}
    assert prefixes <= set(data["@context"]), "every prefix is declared"


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [("1.5", "hour", "PT90M"), ("2.5", "day", "PT60H"), ("0.25", "minute", None), ("1", "month", "P1M")],
)
def test_a_part_of_a_unit_is_given_in_the_next_smaller_one(
    value: str, unit: str, written: str | None
) -> None:
    found = cpsv._processing_time(Duration(Decimal(value), Unit(unit)))
    assert (found and found["@value"]) == written


def test_a_partner_points_at_the_service(client: Client, guide: ServicePage, organisations: Any) -> None:
    guide.partners.add(organisations["roads"])
    guide.save_revision().publish()
    partners = json.loads(client.get(ADDRESS).content)["@reverse"]["cv:participates"]
    assert [each["dct:identifier"] for each in partners] == ["roads"]


def test_working_days_have_no_place_in_a_standard_duration(client: Client, guide: ServicePage) -> None:
    guide.total_value, guide.total_unit = 7, "working_day"
    guide.save_revision().publish()

    data = json.loads(client.get(ADDRESS).content)
    assert "cv:processingTime" not in data
    assert "7 วันทำการ" in data["cpsv:follows"]["dct:title"]["@value"]


def test_who_may_not_read_the_page_gets_no_data_either(client: Client, guide: ServicePage) -> None:
    assert "format=cpsv-ap" in client.get("/services/card-lost/").content.decode()
    PageViewRestriction.objects.create(page=guide, restriction_type=PageViewRestriction.LOGIN)

    assert "cpsv" not in client.get(ADDRESS).content.decode()
