"""Saving guides, centres and delegations from records."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User

from organisations.models import Organisation
from services.importing import RecordError, save_centre, save_delegation, save_service
from services.models import CentrePage, Delegation, LifeEvent, ServicePage

pytestmark = pytest.mark.django_db
Organisations = dict[str, Organisation]
Record = dict[str, Any]


def test_a_guide_is_stored_with_every_part(guide: ServicePage) -> None:
    page = ServicePage.objects.get(slug="card-lost")

    assert page.live
    assert page.get_url() == "/services/card-lost/"
    assert page.organisation.code == "registry"
    assert page.get_parent().specific.organisation == page.organisation
    assert page.last_reviewed == datetime.date(2023, 5, 1)
    assert [step.value["detail"] for step in page.steps] == ["ตรวจสอบตัวบุคคล", "ถ่ายรูปและพิมพ์บัตร"]
    assert [(fee.value["kind"], fee.value["amount"]) for fee in page.fees] == [
        ("fixed", Decimal(1020)),
        ("conditional", None),
    ]
    assert (page.fees_unverified, page.documents_unverified) == (True, False)
    assert [event.name for event in page.life_events.all()] == ["เอกสารหาย"]


@pytest.mark.parametrize("kind", ["guide", "centre", "order"])
def test_saving_the_same_again_changes_nothing(
    kind: str, order: Delegation, record: Record, centre_record: Record, order_record: Record
) -> None:
    ways: dict[str, tuple[Any, Record]] = {
        "guide": (save_service, record),
        "centre": (save_centre, centre_record),
        "order": (save_delegation, order_record),
    }
    save, again = ways[kind]
    before = save(again).instance
    revisions = before.revisions.count()

    saved = save(again)

    assert saved.action == "unchanged"
    assert saved.instance.revisions.count() == revisions


def test_a_change_is_published_and_rows_that_stay_keep_their_identity(
    guide: ServicePage, record: Record
) -> None:
    identities = [row.id for row in guide.criteria]
    record["criteria"].append("มีอายุครบเจ็ดปี")
    record["summary"] = "ออกบัตรใหม่"

    saved = save_service(record)

    page = ServicePage.objects.get(pk=guide.pk)
    assert saved.action == "updated"
    assert page.summary == "ออกบัตรใหม่"
    assert [row.id for row in page.criteria][:2] == identities
    assert not page.has_unpublished_changes


def test_a_guide_that_changes_its_owner_moves_and_keeps_its_address(
    guide: ServicePage, record: Record
) -> None:
    save_service(record | {"organisation": "roads"})

    page = ServicePage.objects.get(slug="card-lost")
    assert page.organisation.code == "roads"
    assert page.get_parent().specific.organisation.code == "roads"
    assert page.get_url() == "/services/card-lost/"


def test_the_owner_is_found_by_name_and_the_other_names_are_partners(
    organisations: Organisations, record: Record
) -> None:
    del record["organisation"]
    page = save_service(record | {"agency": "กรมทะเบียน / กรมถนน", "ministry_code": "มท"}).instance

    assert page.organisation.code == "registry"
    assert [partner.code for partner in page.partners.all()] == ["roads"]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"title": ""}, "title"),
        ({"id": "Card Lost"}, "อักษรอังกฤษตัวเล็ก"),
        ({"id": "life-events"}, "สงวนไว้"),
        ({"organisation": "nowhere"}, "nowhere"),
        ({"organisation": None, "agency": "กรมที่ไม่มีจริง"}, "กรมที่ไม่มีจริง"),
        ({"life_events": ["วันหยุด"]}, "วันหยุด"),
        ({"colour": "blue"}, "colour"),
        ({"steps": "รับคำขอ"}, "steps"),
        ({"steps": [{"type": "ก", "detail": "ข", "duration": {"value": "นาน", "unit": "minute"}}]}, "นาน"),
        (
            {"steps": [{"type": "ก", "detail": "ข", "duration": {"value": 1, "unit": "fortnight"}}]},
            "fortnight",
        ),
        ({"steps": [{"type": "ก", "detail": "ข", "duration": {"value": 5}}]}, "ทั้งจำนวนและหน่วยเวลา"),
        ({"steps": [{"type": "ก", "detail": "ข", "duration": {"value": -5, "unit": "minute"}}]}, "0"),
        (
            {"steps": [{"order": 1, "type": "ก", "detail": "ข"}, {"order": 1, "type": "ค", "detail": "ง"}]},
            "ซ้ำ",
        ),
        ({"total_duration": {"value": 14, "unit": "minute"}}, "15 นาที เกินระยะเวลารวมที่ระบุไว้ 14 นาที"),
        ({"total_duration": {"value": 0, "unit": "minute"}}, "มากกว่าศูนย์"),
        ({"total_duration": {"value": 15}}, "ทั้งจำนวนและหน่วยเวลา"),
        ({"criteria": ["ก", "ข", "ก"]}, "รายการที่ 3 ซ้ำกับรายการที่ 1"),
        ({"documents": {"other": [{"name": "ใบสมัคร", "original": 0, "copies": 0}]}}, "ใบสมัคร"),
        ({"documents": {"other": [{"name": "ใบสมัคร", "original": -1}]}}, "original"),
        ({"documents": ["ใบสมัคร"]}, "documents"),
        ({"fees": [{"item": "ค่าบัตร", "kind": "none", "amount": 5}]}, "ค่าบัตร"),
        ({"fees": [{"item": "ค่าบัตร", "kind": "fixed"}]}, "ค่าบัตร"),
        ({"fees": [{"item": "ค่าบัตร", "amount": True}]}, "amount"),
        ({"channels": [{"type": "pigeon", "name": "ก"}]}, "pigeon"),
        ({"channels": [{"type": "online", "name": "ก", "url": "javascript:x"}]}, r"channels\[1\].url: "),
        ({"last_reviewed": "2567-02-30"}, "2567-02-30"),
        ({"legal_basis": [{"title": "ก", "valid_from": "2567-02-01", "valid_to": "2566-02-01"}]}, "วันสิ้นสุด"),
        ({"unverified": ["everything"]}, "everything"),
        ({"sample": "yes"}, "true"),
        ({"title": "ก" * 300}, "255"),
    ],
)
def test_a_wrong_guide_is_refused_whole_with_the_reason(
    organisations: Organisations, record: Record, change: Record, complaint: str
) -> None:
    with pytest.raises(RecordError, match="(?s)" + complaint.replace("(", r"\(")):
        save_service(record | change)

    assert not ServicePage.objects.exists()
    assert not LifeEvent.objects.exists()


@pytest.mark.parametrize("record", [None, [], "id-card", 5])
def test_what_is_no_record_is_refused(organisations: Organisations, record: Any) -> None:
    with pytest.raises(RecordError, match="ระเบียน"):
        save_service(record)


def test_every_reason_is_named_at_once(organisations: Organisations, record: Record) -> None:
    with pytest.raises(RecordError) as refused:
        save_service(record | {"title": "", "life_events": ["วันหยุด"], "sample": 1})

    assert len(refused.value.reasons) == 3
    assert str(refused.value).startswith("card-lost: ")


def test_units_that_cannot_be_compared_are_accepted(organisations: Organisations, record: Record) -> None:
    page = save_service(record | {"total_duration": {"value": 1, "unit": "working_day"}}).instance

    assert page.total_unit == "working_day"


def test_a_second_guide_of_the_same_name_and_owner_is_refused(guide: ServicePage, record: Record) -> None:
    with pytest.raises(RecordError, match="อยู่แล้ว"):
        save_service(record | {"id": "card-lost-again"})
    assert save_service(record | {"id": "card-lost-again", "organisation": "roads"}).action == "created"


def test_what_citizens_type_is_never_stored(organisations: Organisations, record: Record) -> None:
    words = "ทำกระเป๋าตังค์หล่น"
    page = save_service(record | {"everyday_queries": [words]}).instance

    assert words not in str(page.serializable_data())
    assert words not in str(page.get_latest_revision().content)


def test_an_editor_saves_a_draft_and_a_reviewer_publishes(
    record: Record, editor: User, reviewer: User
) -> None:
    page = save_service(record, editor).instance
    assert not page.live
    assert page.get_latest_revision().user == editor

    save_service(record | {"summary": "ใหม่"}, reviewer)
    page.refresh_from_db()
    assert page.live
    assert page.summary == "ใหม่"


def test_nobody_saves_for_an_organisation_that_is_not_theirs(record: Record, editor: User) -> None:
    with pytest.raises(RecordError, match="ไม่มีสิทธิ"):
        save_service(record | {"organisation": "roads"}, editor)

    assert not ServicePage.objects.exists()


def test_nobody_takes_a_guide_from_another_organisation(
    organisations: Organisations, record: Record, editor: User
) -> None:
    save_service(record | {"organisation": "roads"})

    with pytest.raises(RecordError, match="ไม่มีสิทธิ"):
        save_service(record, editor)
    assert ServicePage.objects.get().organisation.code == "roads"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"kind": "castle"}, "castle"),
        ({"province": "atlantis"}, "atlantis"),
        ({"latitude": 48.1}, "ละติจูด"),
        ({"latitude": None}, "ทั้งละติจูดและลองจิจูด"),
        ({"postcode": "๕๐๓๐๐"}, "รหัสไปรษณีย์"),
        ({"address": ""}, "ที่ตั้ง"),
        ({"opening_hours": [{"days": ["someday"], "opens": "08.30", "closes": "16.30"}]}, "days"),
        ({"opening_hours": [{"days": ["mon"], "opens": "25.00", "closes": "16.30"}]}, "25.00"),
        ({"opening_hours": [{"days": ["mon"], "opens": "08.30", "closes": "08.30"}]}, "ต่างจากเวลาเปิด"),
        ({"facilities": ["helipad"]}, "helipad"),
        ({"services": [{"service": "nothing"}]}, "nothing"),
        ({"services": [{"service": "card-lost"}, {"service": "card-lost"}]}, "มากกว่าหนึ่งครั้ง"),
        (
            {"schedule": [{"date": "2569-12-19", "starts": "09.00", "ends": "12.00", "place": "วัด"}]},
            "หน่วยบริการเคลื่อนที่",
        ),
        ({"email": "nobody"}, "อีเมล"),
    ],
)
def test_a_wrong_centre_is_refused_whole_with_the_reason(
    guide: ServicePage, centre_record: Record, change: Record, complaint: str
) -> None:
    with pytest.raises(RecordError, match=complaint):
        save_centre(centre_record | change)
    assert not CentrePage.objects.exists()


def test_a_centre_without_hours_is_stored(guide: ServicePage, centre_record: Record) -> None:
    assert save_centre(centre_record | {"opening_hours": []}).action == "created"


def test_a_changed_level_is_saved(centre: CentrePage, centre_record: Record) -> None:
    centre_record["services"][0]["level"] = "information"

    assert save_centre(centre_record).action == "updated"
    assert CentrePage.objects.get().offerings.get().level == "information"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"order_no": ""}, "order_no"),
        ({"order_date_be": "2566-13-01"}, "2566-13-01"),
        ({"order_date_be": None}, "order_date_be"),
        ({"delegating_authority": "nowhere"}, "nowhere"),
        ({"service_guides": ["nothing"]}, "nothing"),
        ({"service_guides": []}, "service_guides"),
        ({"centres": ["nothing"]}, "nothing"),
        ({"centres": []}, "ครอบคลุมทุกศูนย์"),
        ({"expires_be": "2566-01-31"}, "วันสิ้นสุด"),
        ({"revoked_be": "2566-01-31", "revoked_by": "คำสั่ง"}, "วันยกเลิก"),
        ({"revoked_be": "2567-01-31"}, "เลขที่คำสั่งที่ยกเลิก"),
        ({"revoked_by": "คำสั่งที่ 5/2567"}, "เลขที่คำสั่งที่ยกเลิก"),
        ({"published_url": "not an address"}, "ที่อยู่เว็บ"),
    ],
)
def test_a_wrong_delegation_is_refused_whole_with_the_reason(
    centre: CentrePage, order_record: Record, change: Record, complaint: str
) -> None:
    with pytest.raises(RecordError, match=complaint):
        save_delegation(order_record | change)
    assert not Delegation.objects.exists()


def test_an_order_for_every_centre_names_none(centre: CentrePage, order_record: Record) -> None:
    order = save_delegation(order_record | {"centres": "all"}).instance

    assert order.all_centres
    assert order.as_order().covers(centre.offerings.get().service_id, centre.pk)


def test_an_editors_order_proves_nothing_before_it_is_published(
    centre: CentrePage, order_record: Record, editor: User
) -> None:
    order = save_delegation(order_record, editor).instance

    assert not Delegation.objects.get().live
    assert not order.in_force(datetime.date(2024, 1, 1))
