"""What the public reads about services, centres and delegations."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction, Site

from services.importing import save_service
from services.models import CentrePage, Delegation, ServicePage

pytestmark = pytest.mark.django_db
MOST_QUERIES = 13


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/services/",
        "/services/?q=บัตร&event=lost-documents&organisation=registry&feature=complete",
        "/services/life-events/",
        "/services/life-events/lost-documents/",
        "/services/delegations/",
        "/services/delegations/registry-12-2566/",
        "/services/card-lost/",
        "/centres/",
        "/centres/?kind=joint&province=chiang-mai&service=card-lost",
        "/centres/city-hall/",
        "/centres/bus/",
        "/en/services/card-lost/",
    ],
)
def test_every_page_needs_few_queries(
    address: str,
    client: Client,
    order: Delegation,
    mobile_unit: CentrePage,
    django_assert_max_num_queries: Any,
) -> None:
    Site.get_site_root_paths()  # cached from the first page of a process on
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(address).status_code == 200


def test_a_guide_needs_fewer_queries_than_twelve(
    client: Client, order: Delegation, django_assert_max_num_queries: Any
) -> None:
    Site.get_site_root_paths()
    with django_assert_max_num_queries(MOST_QUERIES - 2):
        client.get("/services/card-lost/")


def test_an_english_guide_says_what_of_it_is_thai(client: Client, guide: ServicePage) -> None:
    english = text_of(client, "/en/services/card-lost/").partition("<main")[2]
    for thai in ("ออกบัตรใบใหม่แทนใบที่หาย", "สำนักทะเบียนอำเภอ", "ถ่ายรูปและพิมพ์บัตร", "ผู้มีสัญชาติไทย", "ทะเบียนบ้าน"):
        assert f'<span lang="th">{thai}</span>' in english
    assert "Replacing a lost card" in english
    assert 'lang="th"' not in text_of(client, "/services/card-lost/").partition("<main")[2]


def test_a_guide_answers_what_who_where_how_long_how_much_and_what_to_bring(
    client: Client, guide: ServicePage
) -> None:
    html = text_of(client, "/services/card-lost/")
    first_screen = html.partition('<dl class="facts facts--guide">')[2].partition("</dl>")[0]

    for answer in ("ประชาชน", "สำนักทะเบียนอำเภอ", "15 นาที", "คิดตามรายการและเงื่อนไข", "ทะเบียนบ้าน", "บัตรประจำตัว"):
        assert answer in first_screen
    assert "หนังสือมอบอำนาจ" not in first_screen, "needed in one case only"


def test_a_guide_shows_all_its_parts(client: Client, guide: ServicePage) -> None:
    html = text_of(client, "/services/card-lost/")

    for part in (
        "ยื่นภายใน 60 วัน",
        "ระบบคำขอออนไลน์",
        "https://example.go.th/start",
        "ตรวจสอบตัวบุคคล",
        "ฉบับจริง 1 ฉบับ · สำเนา 2 ฉบับ",
        "กรณีมอบอำนาจ",
        "1,020 บาท",
        "ตามระยะทาง",
        "บ.ป.1",
        "พระราชบัญญัติบัตร พ.ศ. 2526",
        "สายด่วน 1111",
        "1\u00a0พฤษภาคม 2566",
        "ยังไม่ได้ตรวจสอบ",
        "ห้ามใช้อ้างอิง",
    ):
        assert part in html, part
    assert html.index("รับคำขอ") < html.index("ถ่ายรูปและพิมพ์บัตร"), "steps in their order"


def test_a_guide_that_is_not_a_sample_has_no_such_mark(
    client: Client, record: dict[str, Any], organisations: Any
) -> None:
    save_service(record | {"sample": False})

    assert "ห้ามใช้อ้างอิง" not in text_of(client, "/services/card-lost/")


def test_nothing_in_a_guide_can_break_out_of_the_page(
    client: Client, record: dict[str, Any], organisations: Any
) -> None:
    save_service(record | {"title": "</script><script>alert(1)</script>", "summary": "<b>a</b> & </script>"})
    html = text_of(client, "/services/card-lost/")

    assert "<script>alert" not in html
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[1])  # type: ignore[index]
    assert data["@type"] == "GovernmentService"
    assert data["name"] == "</script><script>alert(1)</script>"
    assert data["description"] == "<b>a</b> & </script>"


def test_the_linked_data_name_provider_channels_and_fees(client: Client, guide: ServicePage) -> None:
    html = text_of(client, "/services/card-lost/")
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[1])  # type: ignore[index]

    assert data["provider"]["name"] == "กรมทะเบียน"
    assert [channel["name"] for channel in data["availableChannel"]] == ["สำนักทะเบียนอำเภอ", "ระบบคำขอออนไลน์"]
    assert data["offers"][0] == {
        "@type": "Offer",
        "name": "ออกบัตรใหม่",
        "price": "1020",
        "priceCurrency": "THB",
    }
    assert "price" not in data["offers"][1]


def test_the_badge_names_the_order_that_proves_it(client: Client, order: Delegation) -> None:
    for address in ("/services/card-lost/", "/centres/city-hall/"):
        html = text_of(client, address)
        assert "เสร็จที่จุดบริการ" in html
        assert "ตามคำสั่งกรมทะเบียน ที่ 12/2566 ลงวันที่ 10 มกราคม 2566" in html
        assert 'href="/services/delegations/registry-12-2566/"' in html


def test_a_level_without_an_order_in_force_is_never_shown_as_finished(
    client: Client, order: Delegation
) -> None:
    order.revoked = datetime.date(2024, 1, 1)
    order.revoked_by = "คำสั่งกรมทะเบียน ที่ 1/2567"
    order.save()

    for address in ("/services/card-lost/", "/centres/city-hall/"):
        html = text_of(client, address)
        assert "ยังยืนยันไม่ได้ว่าเสร็จที่จุดบริการ" in html
        assert "ถูกยกเลิกตั้งแต่วันที่ 1 มกราคม 2567 ตามคำสั่งกรมทะเบียน ที่ 1/2567" in html
        assert not re.search(r'tag--success">\s*เสร็จที่จุดบริการ', html)
    assert "card-lost" not in text_of(client, "/services/?feature=complete")
    assert "ถูกยกเลิกแล้ว" in text_of(client, order.url)


def test_an_unpublished_order_is_nowhere(client: Client, order: Delegation) -> None:
    order.unpublish()

    assert client.get("/services/delegations/registry-12-2566/").status_code == 404
    assert "12/2566" not in text_of(client, "/services/delegations/")
    assert "12/2566" not in text_of(client, "/services/card-lost/")


@pytest.mark.parametrize(
    ("state", "shown"),
    [("in-force", True), ("coming", False), ("ended", False), ("", True), ("nonsense", True)],
)
def test_the_register_is_filtered_by_state(
    client: Client, order: Delegation, state: str, shown: bool
) -> None:
    assert ("registry-12-2566" in text_of(client, f"/services/delegations/?state={state}")) is shown


def test_an_entry_of_the_register_shows_every_field(client: Client, order: Delegation) -> None:
    html = text_of(client, "/services/delegations/registry-12-2566/")

    for part in (
        "มอบอำนาจการออกบัตร",
        "อธิบดี",
        "หัวหน้าศูนย์",
        "มอบอำนาจช่วงต่อไม่ได้",
        "จนกว่าจะมีคำสั่งเปลี่ยนแปลง",
        "/services/card-lost/",
        "/centres/city-hall/",
    ):
        assert part in html, part


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=บัตร", True),
        ("q=บัตร+หาย", True),
        ("q=บัตร+ไฟฟ้า", False),
        ("q=LOST", True),
        ("event=lost-documents", True),
        ("event=having-a-child", False),
        ("organisation=registry", True),
        ("organisation=roads", False),
        ("organisation=roads&organisation=registry", True),
        ("feature=online", True),
        ("feature=free", False),
        ("feature=complete", True),
        ("feature=nonsense", True),
        ("page=999", True),
        ("page=nonsense", True),
        ("q=%00%F0%28", False),
    ],
)
def test_the_catalogue_is_filtered_without_javascript(
    client: Client, order: Delegation, query: str, found: bool
) -> None:
    assert ('href="/services/card-lost/"' in text_of(client, f"/services/?{query}")) is found


def test_the_catalogue_stands_in_dictionary_order(
    client: Client, organisations: Any, record: dict[str, Any]
) -> None:
    for number, title in enumerate(["การขอใบอนุญาต", "แก้ทะเบียน", "การแจ้งเกิด", "เกษตรกร", "การแก้ชื่อ"]):
        save_service(record | {"id": f"guide-{number}", "title": title})
    html = text_of(client, "/services/")

    places = [
        html.index(f">{title}<") for title in ("เกษตรกร", "การแก้ชื่อ", "แก้ทะเบียน", "การแจ้งเกิด", "การขอใบอนุญาต")
    ]
    assert places == sorted(places)


def test_a_long_catalogue_is_paged_and_keeps_the_filters(
    client: Client, organisations: Any, record: dict[str, Any]
) -> None:
    for number in range(25):
        save_service(record | {"id": f"guide-{number}", "title": f"บริการ {number:02}"})
    first = text_of(client, "/services/?event=lost-documents")

    assert first.count('class="items__title"') == 20
    assert "page=2" in first
    second = text_of(client, "/services/?event=lost-documents&page=2")
    assert second.count('class="items__title"') == 5


def test_what_a_reader_may_not_see_is_in_no_list(
    client: Client, order: Delegation, guide: ServicePage
) -> None:
    PageViewRestriction.objects.create(page=guide, restriction_type=PageViewRestriction.LOGIN)

    for address in (
        "/services/",
        "/services/life-events/",
        "/centres/city-hall/",
        "/services/delegations/registry-12-2566/",
    ):
        html = text_of(client, address)
        assert "กรณีบัตรหาย" not in html, address
        assert "/services/card-lost/" not in html, address


def test_centres_do_not_tell_of_a_guide_that_a_reader_may_not_see(
    client: Client, centre: CentrePage, guide: ServicePage
) -> None:
    assert centre.title in text_of(client, "/centres/?service=card-lost")
    assert "1 บริการ" in text_of(client, "/centres/")

    PageViewRestriction.objects.create(page=guide, restriction_type=PageViewRestriction.LOGIN)
    assert "/centres/city-hall/" not in text_of(client, "/centres/?service=card-lost")
    assert "1 บริการ" not in text_of(client, "/centres/")


def test_an_unpublished_guide_is_in_no_list(client: Client, order: Delegation, guide: ServicePage) -> None:
    guide.unpublish()

    for address in (
        "/services/",
        "/services/life-events/",
        "/centres/city-hall/",
        "/services/delegations/registry-12-2566/",
    ):
        assert "กรณีบัตรหาย" not in text_of(client, address), address


def test_the_centres_are_filtered_by_place_model_and_service(
    client: Client, centre: CentrePage, mobile_unit: CentrePage
) -> None:
    both = text_of(client, "/centres/")
    assert "/centres/city-hall/" in both
    assert "/centres/bus/" in both
    for query in ("province=chiang-mai", "kind=joint", "q=ศาลากลาง+เชียงใหม่", "organisation=chiang-mai"):
        html = text_of(client, f"/centres/?{query}")
        assert "/centres/city-hall/" in html, query
        assert "/centres/bus/" not in html, query
    assert "/centres/bus/" in text_of(client, "/centres/?service=card-lost")
    assert "/centres/bus/" not in text_of(client, "/centres/?service=other")


def test_a_centre_tells_place_hours_contact_and_facilities(client: Client, centre: CentrePage) -> None:
    html = text_of(client, "/centres/city-hall/")

    for part in (
        "ชั้น 1 ศาลากลางจังหวัด",
        "จังหวัดเชียงใหม่",
        "วันจันทร์ – วันศุกร์ 08.30 – 16.30 น.",
        'href="tel:053000101"',
        "ทางลาดสำหรับเก้าอี้รถเข็น",
        'href="geo:18.840000,98.970000"',
    ):
        assert part in html, part


def test_a_mobile_unit_shows_the_stops_to_come_over_midnight_too(
    client: Client, mobile_unit: CentrePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime.datetime.fromisoformat("2026-12-01T10:00+07:00")
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    html = text_of(client, "/centres/bus/")

    assert "ตลาดนัดกลางคืน" in html
    assert "18.00 – 00.30 น. (วันถัดไป)" in html
    assert "วัดในอดีต" not in html


def test_an_organisation_lists_its_services_and_centres(client: Client, centre: CentrePage) -> None:
    assert 'href="/services/card-lost/"' in text_of(client, "/organisations/registry/")
    assert 'href="/centres/city-hall/"' in text_of(client, "/organisations/chiang-mai/")
