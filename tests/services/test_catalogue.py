"""Filters, letters and files of the catalogue: a count is what its filter gives and tells nothing hidden."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from wagtail.models import PageViewRestriction

from core.collation import first_letter, sort_key
from services.catalogue import Choice, listing
from services.catalogue_filters import groups, letters
from services.durations import Duration, Unit
from services.guide_figures import has_open_fee, longest_days, most_of_fees
from services.importing import save_service
from services.index_titles import index_title
from services.models import CentrePage, Delegation, ServicePage

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 24)


def chosen(query: str = "") -> Choice:
    return Choice.of(QueryDict(query))


def slugs(query: str = "") -> list[str]:
    return [page.slug for page in listing(chosen(query), TODAY).page]


@pytest.fixture
def shop(order: Delegation, record: dict[str, Any]) -> ServicePage:
    """A second guide: also for businesses, of the province, the registry its partner; free, in seven days."""
    page: ServicePage = save_service(
        record
        | {
            "id": "open-shop",
            "title": "เปิดร้านอาหาร",
            "agency": "จังหวัดเชียงใหม่, กรมทะเบียน",
            "organisation": "chiang-mai",
            "audience": "everyone",
            "life_events": ["เริ่มธุรกิจ"],
            "channels": [{"type": "onsite", "name": "ศาลากลาง"}],
            "fees": [{"item": "คำขอ", "kind": "none"}],
            "total_duration": {"value": 5, "unit": "working_day"},
        }
    ).instance
    page.partners.add(page.organisation.__class__.objects.get(code="registry"))
    page.save()
    return page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["card-lost", "open-shop"]),
        ("audience=people", ["card-lost", "open-shop"]),
        ("audience=business", ["open-shop"]),
        ("event=lost-documents", ["card-lost"]),
        ("business=starting-a-business", ["open-shop"]),
        ("event=starting-a-business", []),
        ("event=lost-documents&business=starting-a-business", []),
        ("organisation=registry", ["card-lost", "open-shop"]),
        ("organisation=chiang-mai", ["open-shop"]),
        ("place=chiang-mai", ["card-lost", "open-shop"]),
        ("place=chiang-mai&feature=complete", ["card-lost"]),
        ("feature=online", ["card-lost"]),
        ("fee=free", ["open-shop"]),
        ("feature=free", ["open-shop"]),
        ("fee=up-to-100", ["open-shop"]),
        ("fee=conditional", ["card-lost"]),
        ("fee=free&fee=conditional", ["card-lost", "open-shop"]),
        ("time=visit", ["card-lost"]),
        ("time=week", ["card-lost", "open-shop"]),
        ("time=longer", []),
        ("letter=บ", ["card-lost"]),
        ("letter=ป", ["open-shop"]),
        ("letter=เ", ["card-lost", "open-shop"]),
        ("fee=1%20OR%201&time=&audience=robots", ["card-lost", "open-shop"]),
    ],
)
def test_each_filter_gives_what_it_says(shop: ServicePage, query: str, found: list[str]) -> None:
    assert slugs(query) == found


@pytest.mark.parametrize(
    "query", ["", "organisation=chiang-mai", "fee=free&time=week", "q=บัตร", "feature=online"]
)
def test_every_count_is_what_the_filter_then_gives(shop: ServicePage, query: str) -> None:
    base = listing(chosen(query), TODAY)
    tried = 0
    for group in groups(base):
        picked = base.choice.picked.get(group.name, ())
        for value in group.values:
            if not value.selected and not (picked and group.name != "feature"):
                assert listing(chosen(f"{query}&{group.name}={value.value}"), TODAY).total == value.count
                tried += 1
    for letter in letters(base):
        assert listing(chosen(letter.query.removeprefix("?")), TODAY).total == letter.count
    assert tried


def test_nothing_restricted_is_counted_listed_or_exported(client: Client, shop: ServicePage) -> None:
    PageViewRestriction.objects.create(page=shop, restriction_type=PageViewRestriction.LOGIN)
    found = listing(chosen("place=chiang-mai"), TODAY)

    assert found.total == 1
    assert {value.count for group in groups(found) for value in group.values} == {1}
    assert not [group for group in groups(found) if group.name == "business" and group.values]
    assert next(letter.count for letter in letters(found) if letter.label == "ป") == 0
    for address in ("/services/", "/services/guides.csv", "/services/guides.json", "/services/guides.atom"):
        body = b"".join(client.get(address)).decode()
        assert "card-lost" in body, address
        assert "open-shop" not in body, address
        assert "เปิดร้านอาหาร" not in body, address

    PageViewRestriction.objects.create(
        page=shop.get_parent().get_parent(), restriction_type=PageViewRestriction.LOGIN
    )
    for form in ("csv", "json", "atom"):
        assert client.get(f"/services/guides.{form}").status_code == 404


def test_chips_take_out_one_choice_each_and_letters_without_guides_are_no_links(
    client: Client, shop: ServicePage
) -> None:
    html = unescape(client.get("/services/?q=การ&fee=conditional&time=visit&page=3").content.decode())
    chips = re.findall(r'<a class="chip" href="([^"]*)"><span class="visually-hidden">เอาออก', html)

    assert chips == [
        "/services/?fee=conditional&time=visit",
        "/services/?q=%E0%B8%81%E0%B8%B2%E0%B8%A3&time=visit",
        "/services/?q=%E0%B8%81%E0%B8%B2%E0%B8%A3&fee=conditional",
    ]
    index = html.partition('<ul class="letters__list">')[2].partition("</ul>")[0]
    assert re.findall(r"<a [^>]*>(.)</a>", index) == ["บ"]
    assert "<span>ป</span>" in index


def test_names_are_english_on_the_english_page(client: Client, shop: ServicePage) -> None:
    registry = Delegation.objects.get().delegating_authority
    registry.name_en = "Department of Registration"
    registry.save()
    html = client.get("/en/services/?organisation=registry").content.decode()

    facets = html.partition('<form class="facets"')[2].partition("</form>")[0]
    for name in (
        "Department of Registration",
        "Lost documents",
        "No fee",
        "Same visit",
        "Businesses",
    ):
        assert name in facets
    assert "/en/services/guides.csv?organisation=registry" in html


def test_the_files_hold_the_filtered_list_and_no_formula(
    client: Client, record: dict[str, Any], organisations: Any
) -> None:
    save_service(
        record | {"id": "formula", "title": "=HYPERLINK(1)", "title_en": "@SUM(1)", "fees": ["ฟรี"][:0]}
    )
    save_service(record)
    page = client.get("/services/?letter=บ&time=visit").content.decode()
    for kind, form in (("text/csv", "csv"), ("application/json", "json"), ("application/atom+xml", "atom")):
        link = re.search(rf'<link rel="alternate" type="{re.escape(kind)}"[^>]* href="([^"]+)"', page)
        assert link, form
        body = b"".join(client.get(unescape(link[1]))).decode()
        assert "card-lost" in body
        assert "HYPERLINK" not in body

    lines = list(csv.reader(io.StringIO(b"".join(client.get("/services/guides.csv")).decode("utf-8-sig"))))
    assert len(lines) == 3
    assert {line[1] for line in lines[1:]} == {"'=HYPERLINK(1)", "การขอมีบัตรใหม่ กรณีบัตรหาย"}
    assert all(not cell.startswith(("=", "@", "+", "-")) for line in lines for cell in line)
    data = json.loads(client.get("/services/guides.json?fee=conditional").content)
    assert [guide["code"] for guide in data["guides"]] == ["card-lost"]
    assert data["total"] == 1
    assert data["next"] is None
    assert client.get("/services/guides.exe").status_code == 404


def test_a_long_list_goes_on_at_next(
    client: Client, guide: ServicePage, record: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.catalogue_files.PER_PAGE", 1)
    save_service(record | {"id": "another", "title": "ขอหนังสือเดินทาง"})
    first = client.get("/services/guides.json?audience=people").json()
    second = client.get(first["next"]).json()

    assert [first["guides"][0]["code"], second["guides"][0]["code"]] == ["card-lost", "another"]
    assert second["next"] is None


@pytest.mark.parametrize(
    "query", ["", "?place=chiang-mai&organisation=registry&fee=conditional&time=visit&letter=บ"]
)
def test_the_catalogue_needs_few_queries(
    client: Client, shop: ServicePage, mobile_unit: CentrePage, query: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(12):
        assert client.get(f"/services/{query}").status_code == 200


def test_provinces_and_organisations_that_tie_stand_in_dictionary_order(
    record: dict[str, Any], organisations: Any
) -> None:
    for code, name in (("roads", "เกษตร"), ("registry", "กรม"), ("chiang-mai", "แขวง")):
        owner = organisations[code]
        owner.name_th = name
        owner.save()
        save_service(record | {"id": f"guide-{code}", "organisation": code, "title": name})
    found = next(group for group in groups(listing(chosen(), TODAY)) if group.name == "organisation")

    assert [value.label for value in found.values] == ["กรม", "เกษตร", "แขวง"]


@pytest.mark.parametrize(
    ("value", "unit", "days"),
    [
        (420, Unit.MINUTE, 0),
        (8, Unit.HOUR, 4),
        (1, Unit.DAY, 1),
        (7, Unit.DAY, 7),
        ("7.5", Unit.DAY, 8),
        (1, Unit.WORKING_DAY, 1),
        (5, Unit.WORKING_DAY, 7),
        (7, Unit.WORKING_DAY, 11),
        (1, Unit.MONTH, 31),
        (99_999, Unit.MONTH, 32_000),
    ],
)
def test_the_longest_time_in_days(value: Any, unit: Unit, days: int) -> None:
    assert longest_days(Duration(Decimal(str(value)), unit)) == days


@pytest.mark.parametrize(
    ("fees", "most", "is_open"),
    [
        ([], None, False),
        ([("none", None, "")], Decimal(0), False),
        ([("fixed", 20, "บาท"), ("fixed", 100, "บาท/ฉบับ")], Decimal(100), False),
        ([("fixed", 20, "บาท"), ("fixed", 2, "ร้อยละของราคา")], None, True),
        ([("none", None, ""), ("conditional", None, "บาท")], None, True),
        ([("fixed", "NaN", "บาท")], None, True),
    ],
)
def test_the_dearest_item(fees: list[tuple[str, Any, str]], most: Decimal | None, is_open: bool) -> None:
    rows = [{"kind": kind, "amount": amount, "unit": unit} for kind, amount, unit in fees]
    assert most_of_fees(rows) == most
    assert has_open_fee(rows) is is_open


@pytest.mark.parametrize(
    ("title", "letter"),
    [("เกษตร", "ก"), ("“แจ้งตาย”", "จ"), ("ฤดู", "ฤ"), ("๑๑๑๑", "0"), ("Visa", "v"), ("…", "")],
)
def test_the_letter_of_the_index(title: str, letter: str) -> None:
    assert first_letter(sort_key(title)) == letter


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("การขอมีบัตรประจำตัวประชาชนใหม่ กรณีบัตรหาย", "บัตรประจำตัวประชาชนใหม่ กรณีบัตรหาย"),
        ("การขอใช้ไฟฟ้า", "ไฟฟ้า"),
        ("การขอรับใบอนุญาตขับรถ", "ใบอนุญาตขับรถ"),
        ("การยื่นคำขอเลขที่บ้าน", "เลขที่บ้าน"),
        ("การแจ้งการเกิด", "แจ้งการเกิด"),
        ("การจดทะเบียนสมรส", "จดทะเบียนสมรส"),
        ("การ์ดอวยพร", "การ์ดอวยพร"),
        ("ของหาย", "ของหาย"),
        ("การขอ", "การขอ"),
        ("บัตรทอง", "บัตรทอง"),
    ],
)
def test_an_official_head_does_not_count_in_the_index(title: str, word: str) -> None:
    assert index_title(title) == word
