"""The list of centres: nearest first, open now, finished there; the map, the calendars; what is refused."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import Any
from unittest.mock import patch

import icalendar
import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from services import directory
from services.importing import RecordError, save_centre, save_delegation
from services.models import CentrePage, Delegation, Holiday
from services.provinces import degrees, kilometres, middles, on_map

MOST_QUERIES = 15
MONDAY = datetime.datetime(2026, 12, 14, 9, 0, tzinfo=timezone.get_default_timezone())


def order_of(client: Client, query: str) -> list[str]:
    html = client.get(f"/centres/?{query}").content.decode()
    found = ("city-hall", "night", "nowhere", "bus")
    shown = {slug: html.find(f'class="items__title"><a href="/centres/{slug}/"') for slug in found}
    return sorted((slug for slug in found if shown[slug] >= 0), key=lambda slug: shown[slug])


def at(moment: datetime.datetime) -> Any:
    return patch("django.utils.timezone.now", return_value=moment)


@pytest.mark.django_db
def test_the_nearest_to_a_province_come_first(client: Client, places: None) -> None:
    assert order_of(client, "near=chiang-mai")[::3] == ["city-hall", "nowhere"]
    assert sorted(order_of(client, "near=nan")[:2]) == ["bus", "night"], "the unit comes to Nan"
    assert order_of(client, "near=nan")[2:] == ["city-hall", "nowhere"]
    assert len(order_of(client, "near=atlantis")) == 4


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("feature=weekend", ["night"]),
        ("facility=ramp", ["night", "city-hall", "nowhere"]),
        ("facility=ramp&facility=lift", ["night"]),
        ("province=nan", ["night", "bus"]),
        ("province=nan&district=อำเภอปัว", ["night"]),
        ("service=card-lost", ["city-hall", "bus"]),
        ("feature=gone&facility=%00&province=a'b&district=%00", None),
    ],
)
def test_filters_give_what_they_count(
    client: Client, places: None, query: str, found: list[str] | None
) -> None:
    shown = order_of(client, query)

    assert len(shown) == 4 if found is None else sorted(shown) == sorted(found)
    assert f"{len(shown)} แห่ง" in client.get(f"/centres/?{query}").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (MONDAY, ["city-hall", "night"]),  # Sunday evening's hours last until ten on Monday
        (MONDAY.replace(hour=12), ["city-hall"]),
        (MONDAY.replace(hour=18), []),
        (MONDAY.replace(day=10), []),  # Constitution Day
        (MONDAY.replace(day=13, hour=2), ["night"]),
    ],
)
def test_open_now_knows_holidays_and_hours_past_midnight(
    client: Client, places: None, moment: datetime.datetime, is_open: list[str]
) -> None:
    assert Holiday.objects.filter(date="2026-12-10").exists()
    with at(moment):
        assert sorted(order_of(client, "feature=open")) == sorted(is_open)
        page = client.get("/centres/nowhere/").content.decode()
    assert "โปรดสอบถามก่อนเดินทาง" in page, "a centre without hours is neither open nor closed"
    assert "ปิดอยู่" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "stands"),
    [
        ("2027-01-09T21:59", "coming"),
        ("2027-01-09T22:00", "here"),
        ("2027-01-10T01:59", "here"),
        ("2027-01-10T02:00", "over"),
    ],
)
def test_a_stop_over_midnight_runs_until_its_end_at_every_door(
    client: Client, places: None, moment: str, stands: str
) -> None:
    with at(datetime.datetime.fromisoformat(f"{moment}+07:00")):
        page = client.get("/centres/bus/").content.decode()
        assert ("วัด" in page.partition('id="schedule"')[2]) == (stands != "over")
        assert ("เปิดอยู่ ปิดเวลา 02.00 น." in page) == (stands == "here")
        assert ("bus" in order_of(client, "feature=open")) == (stands == "here")
        assert ("bus" in order_of(client, "province=nan")) == (stands != "over")


@pytest.mark.django_db
def test_the_next_stop_stands_first_and_those_that_are_over_are_gone(
    client: Client, places: None, unit_record: dict[str, Any]
) -> None:
    night = {"date": "2570-01-09", "starts": "22.00", "ends": "06.00", "place": "ตลาดโต้รุ่ง"}
    small = {"date": "2570-01-10", "starts": "01.00", "ends": "03.00", "place": "สถานีรถไฟ"}
    save_centre(unit_record | {"schedule": [small, night]})
    with at(datetime.datetime(2027, 1, 10, 4, 14, tzinfo=timezone.get_default_timezone())):
        page = client.get("/centres/bus/").content.decode().partition('id="schedule"')[2]
        assert "ตลาดโต้รุ่ง" in page
        assert "สถานีรถไฟ" not in page


@pytest.mark.django_db
def test_finished_there_follows_the_order_day_by_day(
    client: Client, centre: CentrePage, order: Delegation
) -> None:
    """With the clock moved: badge, filters, places and the guide change on the day after the order's last."""
    order.expires = datetime.date(2026, 12, 15)
    order.save()
    badge, lapsed = "มีผลถึงวันที่ 15 ธันวาคม 2569", "ยังยืนยันไม่ได้ว่าเสร็จที่จุดบริการ"
    for day, holds in ((15, True), (16, False)):
        with at(MONDAY.replace(day=day, hour=0)):
            for address in ("/centres/city-hall/", "/services/card-lost/"):
                html = client.get(address).content.decode()
                assert badge in html, "the order that proves, or proved, it is named"
                assert (lapsed in html) != holds, (address, day)
            for address in ("/centres/?service=card-lost&feature=complete", "/services/?feature=complete"):
                html = client.get(address).content.decode()
                assert ("city-hall" in html or "card-lost/" in html) == holds, (address, day)
            answer = client.get("/centres/points.json?service=card-lost").json()
            assert [each["complete"] for each in answer["centres"]] == [holds]


@pytest.mark.django_db
def test_a_revoked_order_ends_today_also_where_pages_are_kept(
    client: Client, centre: CentrePage, order: Delegation, settings: Any
) -> None:
    settings.PAGE_CACHE_SECONDS = 600
    addresses = ("/centres/city-hall/", "/services/card-lost/")
    for address in addresses:
        assert "12/2566" in client.get(address).content.decode()
        client.get(address)
    order.revoked = timezone.localdate()
    order.revoked_by = "คำสั่งที่ 1/2569"
    order.save()

    for address in addresses:
        assert "ยังยืนยันไม่ได้ว่าเสร็จที่จุดบริการ" in client.get(address).content.decode()
    assert "/centres/city-hall/" not in client.get("/centres/?feature=complete").content.decode()


@pytest.mark.django_db
def test_of_two_orders_that_contradict_each_other_one_in_force_is_enough(
    client: Client, centre: CentrePage, order: Delegation, order_record: dict[str, Any]
) -> None:
    """One order ended the power, a later one gave it anew: the reader gets the later one."""
    save_delegation(order_record | {"revoked_be": "2567-01-01", "revoked_by": "คำสั่งที่ 5/2567"})
    assert "ยังยืนยันไม่ได้" in client.get("/centres/city-hall/").content.decode()
    save_delegation(
        order_record | {"order_no": "77/2568", "order_date_be": "2568-01-10", "effective_be": "2568-01-10"}
    )

    html = client.get("/centres/city-hall/").content.decode()
    assert "77/2568" in html
    assert "ยังยืนยันไม่ได้" not in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/centres/",
        "/centres/?near=nan&service=card-lost",
        "/centres/?near=nan&near_district=5505",
        "/centres/points.json",
        "/centres/mobile.ics",
    ],
)
def test_the_list_needs_few_queries(
    client: Client, places: None, address: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(address).status_code == 200


@pytest.mark.django_db
def test_the_map_shows_provinces_with_centres_as_links_and_no_other(client: Client, places: None) -> None:
    html = client.get("/centres/").content.decode()
    drawing = html.partition('<svg class="map__drawing"')[2].partition("</svg>")[0]

    assert drawing.count("<a ") == 2
    assert 'href="/centres/?province=chiang-mai"' in drawing
    assert "จังหวัดน่าน 2 แห่ง" in drawing
    assert drawing.count("<use ") == 78
    assert drawing.count("<circle ") == 2


@pytest.mark.django_db
def test_the_places_go_out_without_asking_where_the_reader_is(client: Client, places: None) -> None:
    answer = client.get("/centres/points.json").json()

    assert [each["url"] for each in answer["centres"]] == ["/centres/night/", "/centres/city-hall/"]
    assert answer["unplaced"] == 2
    narrowed = client.get("/centres/points.json?province=nan").json()
    assert [each["latitude"] for each in narrowed["centres"]] == [19.18]


@pytest.mark.django_db
def test_a_centre_that_is_not_public_is_behind_no_new_door(client: Client, places: None) -> None:
    hidden = CentrePage.objects.get(slug="night")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    unit = CentrePage.objects.get(slug="bus")
    unit.unpublish()

    assert client.get("/centres/night/calendar.ics").status_code == 404
    assert client.get("/centres/bus/calendar.ics").status_code == 404
    doors = ("/centres/", "/centres/points.json", "/centres/mobile.ics", "/centres/?near=nan")
    for address in (*doors, "/centres/?near=nan&near_district=5507", "/centres/list.json?near_district=5507"):
        text = re.sub("<option.*?</option>", "", client.get(address).content.decode())
        for trace in ("จุดกลางคืน", "19.18", "อำเภอปัว", "/centres/bus/", "province=nan"):
            assert trace not in text, (address, trace)
    assert client.get("/centres/points.json").json()["unplaced"] == 1, "nor is it counted"


def events_of(client: Client, address: str) -> list[Any]:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    parsed = icalendar.Calendar.from_ical(response.content)
    assert max(len(line) for line in response.content.split(b"\r\n")) <= 75
    return list(parsed.walk("VEVENT"))


@pytest.mark.django_db
def test_a_stop_over_midnight_stands_in_the_calendar_and_moves_without_doubling(
    client: Client, places: None, unit_record: dict[str, Any]
) -> None:
    with at(MONDAY):
        (stop,) = events_of(client, "/centres/bus/calendar.ics")
        assert events_of(client, "/centres/mobile.ics") == [stop]
    assert stop.decoded("dtstart").isoformat() == "2027-01-09T22:00:00+07:00"
    assert stop.decoded("dtend").isoformat() == "2027-01-10T02:00:00+07:00"
    assert "วัด" in stop["location"]
    assert events_of(client, "/centres/mobile.ics?province=chiang-mai") == []

    page = CentrePage.objects.get(slug="bus")
    raw = [dict(row) for row in page.schedule.raw_data]
    raw[0]["value"]["date"] = "2027-01-16"
    page.schedule = json.dumps(raw)
    page.save_revision().publish()
    with at(MONDAY):
        (moved,) = events_of(client, "/centres/bus/calendar.ics")
    assert moved["uid"] == stop["uid"]
    assert moved.decoded("dtstart").day == 16


@pytest.mark.django_db
def test_opening_times_are_weekly_events_without_the_holidays(client: Client, centre: CentrePage) -> None:
    with at(MONDAY):
        (weeks,) = events_of(client, "/centres/city-hall/calendar.ics")

    assert weeks["rrule"] == {"FREQ": ["WEEKLY"], "BYDAY": ["MO", "TU", "WE", "TH", "FR"]}
    assert weeks.decoded("dtstart").isoformat() == "2026-12-14T08:30:00+07:00"
    left_out = [each.dt.date() for each in weeks["exdate"].dts]
    assert datetime.date(2026, 12, 31) in left_out
    assert all(day.weekday() < 5 for day in left_out)


@pytest.mark.django_db
def test_lists_of_centres_and_orders_go_out_as_the_filters_leave_them(
    client: Client, places: None, order: Delegation
) -> None:
    CentrePage.objects.filter(slug="night").update(phone="=1+1")
    answer = client.get("/centres/list.json?province=nan&facility=lift").json()
    assert (answer["total"], answer["centres"][0]["code"]) == (1, "night")
    assert answer["centres"][0]["hours"] == ["วันเสาร์ วันอาทิตย์ 20.00 – 10.00 น. (วันถัดไป)"]
    table = client.get("/centres/list.csv").getvalue().decode("utf-8-sig")
    assert len(table.splitlines()) == 5
    assert ",=1+1" not in table
    orders = client.get("/services/delegations.json?state=in-force").json()["delegations"]
    assert [each["number"] for each in orders] == ["12/2566"]
    assert "12/2566" not in client.get("/services/delegations.csv?state=ended").getvalue().decode()
    assert ",มีผลอยู่," in client.get("/services/delegations.csv").getvalue().decode()
    Delegation.objects.update(revoked=datetime.date(2024, 1, 1), revoked_by="คำสั่งที่ 9/2567")
    assert ",ถูกยกเลิกแล้ว," in client.get("/services/delegations.csv?state=ended").getvalue().decode()
    assert client.get("/services/delegations.json").json()["delegations"][0]["state"] == "ended"

    PageViewRestriction.objects.create(
        page=CentrePage.objects.get(slug="night"), restriction_type=PageViewRestriction.LOGIN
    )
    order.unpublish()
    assert "night" not in client.get("/centres/list.csv").getvalue().decode()
    assert client.get("/services/delegations.json").json()["total"] == 0
    for address in ("/centres/list.exe", "/services/delegations.xml"):
        assert client.get(address).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"latitude": 98.97, "longitude": 18.84}, "ละติจูดของประเทศไทยอยู่ระหว่าง 5 ถึง 21"),
        ({"latitude": 7.0, "longitude": 100.4}, "พิกัดนี้อยู่ห่างจากกลางจังหวัดเชียงใหม่ราว"),
        ({"longitude": None}, "พิกัดต้องมีทั้งละติจูดและลองจิจูด"),
        ({"latitude": "ครึ่ง"}, "ไม่ใช่จำนวน"),
    ],
)
def test_wrong_coordinates_are_refused_in_words(
    organisations: Any, guide: Any, centre_record: dict[str, Any], values: dict[str, Any], said: str
) -> None:
    with pytest.raises(RecordError, match=said):
        save_centre(centre_record | values)


def test_every_province_of_the_register_has_a_middle_on_the_map() -> None:
    import yaml

    from organisations.loading import SHIPPED

    entries = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    provinces = {entry["code"] for entry in entries if entry["kind"] == "province"}
    assert provinces | {"bma"} == set(middles())
    outlines = Path(directory.__file__).parent / "static" / "services" / "img" / "thailand.svg"
    svg = outlines.read_text(encoding="utf-8")
    assert all(f'id="{code}"' in svg for code in middles())
    assert "CC BY 4.0" in svg


def test_known_places_lie_where_they_should() -> None:
    assert 580 < kilometres((13.7563, 100.5018), (18.7883, 98.9853)) < 590
    for code, latitude, longitude in (("phuket", 7.89, 98.36), ("khon-kaen", 16.43, 102.84)):
        assert kilometres(middles()[code], (latitude, longitude)) < 60, code


@given(st.floats(5.6, 20.4), st.floats(97.4, 105.6))
def test_the_map_is_read_back_as_it_was_drawn(latitude: float, longitude: float) -> None:
    back = degrees(*on_map(latitude, longitude))

    assert back == pytest.approx((latitude, longitude), abs=1e-6)
