"""The centres nearest to a district: their order, their distances in words and files, and wrong addresses."""

from __future__ import annotations

import csv
import datetime
import json
import re
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from services.models import CentrePage
from tests.services.conftest import CENTRE

MONDAY = datetime.datetime(2026, 12, 14, 9, 0, tzinfo=timezone.get_default_timezone())
PUA, WIANG_SA, MUEANG_CHIANG_MAI = "5505", "5507", "5001"


def listed(client: Client, query: str) -> dict[str, str]:
    """By the codes of the centres in their order, the line of facts below each title."""
    html = client.get(f"/centres/?{query}").content.decode()
    found = re.findall(
        r'class="items__title"><a href="/centres/([^/]+)/".*?<p class="items__meta">(.*?)</p>', html, re.S
    )
    return {slug: " ".join(strip_tags(facts).split()) for slug, facts in found}


def status(client: Client, query: str) -> str:
    html = client.get(f"/centres/?{query}").content.decode()
    return " ".join(strip_tags(html.partition('<p role="status">')[2].partition("</p>")[0]).split())


@pytest.mark.django_db
def test_the_nearest_to_a_district_come_first_with_their_distance(client: Client, places: None) -> None:
    found = listed(client, f"near=nan&near_district={PUA}")

    assert list(found) == ["night", "city-hall", "bus", "nowhere"]
    assert found["night"].startswith("ห่าง 8.9 กม. จากจุดกึ่งกลางอำเภอปัวอยู่ในอำเภอปัว")
    assert found["city-hall"].startswith("ห่าง 216 กม. จากจุดกึ่งกลางอำเภอปัว")
    assert found["nowhere"].startswith("ยังไม่ทราบว่าอยู่ห่างเท่าใด")
    said = status(client, f"near=nan&near_district={PUA}")
    assert "วัดเป็นเส้นตรงจากจุดกึ่งกลางอำเภอปัว ไม่ใช่ระยะทางตามถนน" in said
    assert "ไม่มีแห่งใด" not in said


@pytest.mark.django_db
def test_a_district_without_a_centre_gets_its_neighbours_and_says_so(client: Client, places: None) -> None:
    query = f"near=nan&near_district={WIANG_SA}"

    assert list(listed(client, query))[:2] == ["night", "city-hall"]
    assert "ไม่มีแห่งใดอยู่ในอำเภอเวียงสา" in status(client, query)
    nothing = status(client, f"{query}&q=ไม่มีคำนี้")
    assert nothing.startswith("0 แห่ง")
    assert "ไม่มีแห่งใด" not in nothing, "where nothing fits no list begins"


@pytest.mark.django_db
def test_without_coordinates_its_own_district_stands_for_a_centre(client: Client, places: None) -> None:
    """The record says "อำเภอเมือง" of Chiang Mai, the common short name."""
    assert CENTRE["district"] == "อำเภอเมือง"
    CentrePage.objects.filter(slug="city-hall").update(latitude=None, longitude=None)

    away = listed(client, f"near=nan&near_district={PUA}")["city-hall"]
    assert "วัดถึงจุดกึ่งกลางอำเภอเมืองเชียงใหม่" in away
    at_home = listed(client, f"near=chiang-mai&near_district={MUEANG_CHIANG_MAI}")
    assert next(iter(at_home)) == "city-hall"
    assert at_home["city-hall"].startswith("อยู่ในอำเภอเมืองเชียงใหม่")


@pytest.mark.django_db
def test_a_mobile_unit_lies_where_it_comes_next_and_no_longer_where_it_was(
    client: Client, places: None
) -> None:
    bus = CentrePage.objects.get(slug="bus")
    raw = [dict(row) for row in bus.schedule.raw_data]
    assert raw[0]["value"]["date"] == "2027-01-09"
    raw[0]["value"]["district"] = "อำเภอเวียงสา"
    bus.schedule = json.dumps(raw)
    bus.save_revision().publish()
    query = f"near=nan&near_district={WIANG_SA}"

    with patch("django.utils.timezone.now", return_value=MONDAY):
        found = listed(client, query)
        assert next(iter(found)) == "bus"
        assert found["bus"].startswith("ออกหน่วยที่อำเภอเวียงสา 9 มกราคม 2570")
        assert "ไม่มีแห่งใด" not in status(client, query)
    with patch("django.utils.timezone.now", return_value=MONDAY.replace(year=2027)):
        assert listed(client, query)["bus"].startswith("ยังไม่ทราบ")
        assert "ไม่มีแห่งใด" in status(client, query)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("near=nan&near_district=5505", "near=nan&amp;near_district=5505"),
        ("near_district=5505", "near=nan&amp;near_district=5505"),
        ("near=chiang-mai&near_district=5505", "near=chiang-mai"),
        ("near=nan&near_district=9999", "near=nan"),
        ("near=nan&near_district=%00", "near=nan"),
        ("near=&near_district=5505", ""),
        ("near=atlantis&near_district=5505", ""),
    ],
)
def test_a_district_counts_only_with_its_own_province(
    client: Client, places: None, query: str, kept: str
) -> None:
    """Without JavaScript a changed province is sent with the district of the one before."""
    html = client.get(f"/centres/?{query}").content.decode()

    assert f'list.csv{"?" if kept else ""}{kept}"' in html
    assert ("กม.<span" in html) == ("near_district" in kept)
    assert ('name="near_district"' in html) == bool(kept)


@pytest.mark.django_db
def test_the_districts_of_the_chosen_province_can_be_chosen(client: Client, places: None) -> None:
    html = client.get("/centres/?near=nan&near_district=5505").content.decode()
    box = html.partition('id="centre-near-district"')[2].partition("</select>")[0]

    names = re.findall(r"<option[^>]*>(.*?)</option>", box)
    assert names[:3] == ["ไม่ระบุ", "อำเภอเมืองน่าน", "อำเภอเฉลิมพระเกียรติ"]
    assert box.count("<option") == 16
    assert '<option value="5505" selected>' in box
    assert "near_district" not in client.get("/centres/").content.decode()


@pytest.mark.django_db
def test_the_map_and_the_chip_know_the_district(client: Client, places: None) -> None:
    html = client.get("/centres/?near=nan&near_district=5505&kind=counter").content.decode()

    assert html.count('class="map__here"') == 1
    assert "CC BY 3.0 IGO" in html
    assert "ใกล้อำเภอปัว จังหวัดน่าน" in html
    assert 'class="chip" href="/centres/?kind=counter"' in html
    assert "province=nan&amp;near" not in html
    assert "map__here" not in client.get("/centres/?near=nan").content.decode()


@pytest.mark.django_db
def test_files_of_the_list_have_the_order_and_the_distances(client: Client, places: None) -> None:
    CentrePage.objects.filter(slug="city-hall").update(latitude=None, longitude=None)
    query = f"near=nan&near_district={PUA}"
    found = client.get(f"/centres/list.json?{query}").json()["centres"]

    told = [(each["code"], each["distance_to"], each["distance_km"]) for each in found]
    assert told == [
        ("night", "", 8.9),
        ("city-hall", "อำเภอเมืองเชียงใหม่", 218.1),
        ("bus", "", None),
        ("nowhere", "", None),
    ]
    assert {each["distance_from"] for each in found} == {"อำเภอปัว"}
    table = client.get(f"/centres/list.csv?{query}").getvalue().decode("utf-8-sig").splitlines()
    rows = list(csv.DictReader(table))
    assert [row["ระยะทางเส้นตรง (กม.)"] for row in rows] == ["8.9", "218.1", "", ""]
    plain: dict[str, Any] = client.get("/centres/list.json?near=nan").json()["centres"][0]
    assert "distance_km" not in plain


@pytest.mark.django_db
def test_in_english_districts_have_their_english_names(client: Client, places: None) -> None:
    html = client.get("/en/centres/?near=nan&near_district=5505").content.decode()

    assert ">Pua District</option>" in html
    text = " ".join(strip_tags(html).split())
    assert "8.9 km away" in text
    assert "from the middle of Pua District" in text
