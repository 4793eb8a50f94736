"""What a visitor still has to get, by an address alone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from services.importing import RecordError, save_service
from services.models import ServicePage

pytestmark = pytest.mark.django_db
ADDRESS = "/services/card-lost/"


@pytest.fixture
def house(record: dict[str, Any], organisations: Any) -> ServicePage:
    """A guide whose result is a document of the other one."""
    page: ServicePage = save_service(
        record
        | {
            "id": "house-book",
            "title": "การขอทะเบียนบ้าน",
            "result": "ทะเบียนบ้าน",
            "fees": [{"item": "เล่มใหม่", "amount": 30}],
            "total_duration": {"value": 2, "unit": "day"},
            "documents": {"none": True},
            "steps": [],
        }
    ).instance
    return page


def missing(client: Client, query: str) -> dict[str, str]:
    """By document what the page says of it, of those that it says are missing."""
    html = client.get(f"{ADDRESS}?{query}").content.decode()
    block = html.partition('id="still-needed"')[2].partition("</div>")[0]
    rows = re.findall(r'<li data-paper="[^"]+"([^>]*)>(.*?)</li>', block, re.S)
    shown = [row for attributes, row in rows if "hidden" not in attributes]
    return {re.findall(r'items__title">(.*?)<', row)[0]: row for row in shown}


def paper(guide: ServicePage, number: int = 0) -> str:
    return str([*guide.identity_documents, *guide.other_documents][number].id)


def test_what_is_not_at_hand_is_named_with_the_service_that_issues_it(
    client: Client, house: ServicePage, guide: ServicePage
) -> None:
    found = missing(client, "list=1")

    assert list(found) == ["ทะเบียนบ้าน"], "a document of one case counts once the case is chosen"
    row = found["ทะเบียนบ้าน"]
    for part in ('href="/services/house-book/"', "การขอทะเบียนบ้าน", "กรมทะเบียน", "2 วัน", "30 บาท"):
        assert part in row, part
    html = client.get(f"{ADDRESS}?list=1").content.decode()
    assert "รวมไม่เกิน 30 บาท" in html
    assert "อีกไม่เกิน 2 วัน" in html


def test_several_fees_of_one_guide_count_together_as_the_most_that_is_paid(
    client: Client, house: ServicePage, guide: ServicePage, record: dict[str, Any]
) -> None:
    fees = [{"item": "คำขอ", "amount": 5}, {"item": "เล่มใหม่", "amount": 30}]
    save_service(
        record
        | {"id": "house-book", "title": "การขอทะเบียนบ้าน", "result": "ทะเบียนบ้าน", "fees": fees}
        | {"documents": {"none": True}, "steps": [], "total_duration": {"value": 2, "unit": "day"}}
    )
    html = client.get(f"{ADDRESS}?list=1").content.decode()
    assert "2 รายการ รายการละ 5 – 30 บาท" in html
    assert "รวมไม่เกิน 35 บาท" in html


def test_the_first_screen_names_three_documents_and_says_how_many_more_there_are(
    client: Client, organisations: Any, record: dict[str, Any]
) -> None:
    def prepared(documents: dict[str, Any]) -> str:
        save_service(record | {"documents": documents, "process_type": "benefit"})
        row = client.get(ADDRESS).content.decode().partition("<dt>ต้องเตรียม</dt>")[2].partition("</div>")[0]
        return " ".join(re.sub(r"<[^>]+>", " ", row).split())

    many = [{"name": name, "original": 1} for name in ("บัตร", "รูปถ่าย", "แผนที่", "สัญญา", "ใบเสร็จ")]
    assert "และอีก 2 รายการ" in prepared({"other": many})
    assert "และอีก" not in prepared({"other": many[:3]})
    assert prepared({"none": True}) == "ไม่ต้องใช้เอกสาร"
    assert prepared({"other": []}) == "ยังไม่ระบุ", "an empty list promises nothing"


def test_a_case_adds_its_documents_and_what_is_at_hand_goes(
    client: Client, house: ServicePage, guide: ServicePage
) -> None:
    assert list(missing(client, "case=1")) == ["ทะเบียนบ้าน", "หนังสือมอบอำนาจ"]
    assert list(missing(client, f"case=1&have={paper(guide)}")) == ["หนังสือมอบอำนาจ"]
    everything = client.get(f"{ADDRESS}?case=1&have={paper(guide)}&have={paper(guide, 1)}").content.decode()
    assert re.search(r"<p data-estimate-done>", everything), "complete"


@pytest.mark.parametrize("query", ["have=x&case=9", "case=-1&case=²&case=1e3", "have=%00&list=%F0%9F%98%80"])
def test_an_address_that_makes_no_sense_is_as_good_as_an_empty_one(
    client: Client, guide: ServicePage, query: str
) -> None:
    assert list(missing(client, query)) == ["ทะเบียนบ้าน"]


def test_the_page_without_an_address_of_ones_own_shows_the_list_alone(
    client: Client, guide: ServicePage
) -> None:
    html = client.get(ADDRESS).content.decode()
    assert re.search(r'id="still-needed"[^>]* hidden', html)


def test_the_editor_can_name_the_guide_of_a_document_and_an_outsider_hears_nothing_of_a_draft(
    client: Client, house: ServicePage, record: dict[str, Any]
) -> None:
    record["documents"]["other"][0]["service"] = "house-book"
    save_service(record)
    assert "/services/house-book/" in missing(client, "case=1")["หนังสือมอบอำนาจ"]

    house.unpublish()
    html = client.get(f"{ADDRESS}?case=1").content.decode()
    assert "house-book" not in html
    assert "การขอทะเบียนบ้าน" not in html
    record["documents"]["other"][0]["service"] = "no-such"
    with pytest.raises(RecordError, match="ไม่พบคู่มือรหัส"):
        save_service(record)


def test_cases_of_one_service_lead_to_one_another(
    client: Client, guide: ServicePage, record: dict[str, Any]
) -> None:
    other = save_service(
        record
        | {"id": "card-old", "title": "บัตรหมดอายุ", "variant_of": "card-lost", "variant_name": "บัตรหมดอายุ"}
    ).instance
    for address, there in ((ADDRESS, "/services/card-old/"), ("/services/card-old/", ADDRESS)):
        assert f'class="chip" href="{there}"' in client.get(address).content.decode()
    with pytest.raises(RecordError, match="คู่มือหลัก"):
        save_service(record | {"id": "card-3", "title": "ใหม่", "variant_of": "card-old"})

    other.unpublish()
    assert "card-old" not in client.get(ADDRESS).content.decode()


def test_fees_by_a_formula_downtime_area_and_dated_laws_are_shown(
    client: Client, record: dict[str, Any], organisations: Any
) -> None:
    record["channels"][1]["downtime"] = "ปิดระบบวันอาทิตย์ 00.00 - 06.00 น."
    record["fees"] = [{"item": "จดทะเบียน", "kind": "formula", "note": "ร้อยละ 2 ของราคาประเมิน"}]
    record["areas"] = ["chiang-mai"]
    record["legal_basis"] = [
        {"title": "กฎเก่า", "valid_to": "2560-01-01"},
        {"title": "กฎใหม่", "valid_from": "2599-01-01"},
    ]
    save_service(record)
    html = client.get(ADDRESS).content.decode()

    first_screen = html.partition('<dl class="facts facts--guide">')[2].partition("</dl>")[0]
    assert "ร้อยละ 2 ของราคาประเมิน" in first_screen
    assert "จังหวัดเชียงใหม่" in first_screen
    assert re.search(r'id="downtime">ปิดระบบวันอาทิตย์', html)
    assert "สิ้นผลแล้ว" in html
    assert "จะใช้บังคับตั้งแต่" in html
    with pytest.raises(RecordError, match="ต้องเขียนวิธีคำนวณ"):
        save_service(record | {"fees": [{"item": "จดทะเบียน", "kind": "formula"}]})
    with pytest.raises(RecordError, match="ไม่พบจังหวัดหรือท้องถิ่นรหัส"):
        save_service(record | {"areas": ["registry"]})
