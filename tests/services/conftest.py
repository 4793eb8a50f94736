"""A small catalogue: two departments, a guide with every part, a centre, a mobile unit, an order in force."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.contrib.auth.models import User

from home.models import HomePage
from organisations.models import Kind, Membership, Organisation, Role
from services.importing import save_centre, save_delegation, save_service
from services.models import CentrePage, Delegation, ServicePage

GUIDE: dict[str, Any] = {
    "id": "card-lost",
    "sample": True,
    "title": "การขอมีบัตรใหม่ กรณีบัตรหาย",
    "title_en": "Replacing a lost card",
    "organisation": "registry",
    "audience": "people",
    "process_type": "certificate",
    "life_events": ["เอกสารหาย"],
    "summary": "ออกบัตรใบใหม่แทนใบที่หาย",
    "criteria": ["ผู้มีสัญชาติไทย", "ยื่นภายใน 60 วัน"],
    "channels": [
        {"type": "onsite", "name": "สำนักทะเบียนอำเภอ", "hours": "วันจันทร์ - วันศุกร์ 08.30 - 16.30 น."},
        {"type": "online", "name": "ระบบคำขอออนไลน์", "url": "https://example.go.th/start"},
    ],
    "steps": [
        {
            "order": 2,
            "type": "ออกบัตร",
            "detail": "ถ่ายรูปและพิมพ์บัตร",
            "duration": {"value": 10, "unit": "minute"},
            "responsible_unit": "ฝ่ายทะเบียน",
        },
        {
            "order": 1,
            "type": "รับคำขอ",
            "detail": "ตรวจสอบตัวบุคคล",
            "duration": {"value": 5, "unit": "minute"},
            "responsible_unit": "ฝ่ายทะเบียน",
        },
    ],
    "total_duration": {"value": 15, "unit": "minute", "text_th": "15 นาที"},
    "documents": {
        "identity_from_government": [
            {"name": "ทะเบียนบ้าน", "issuer": "กรมทะเบียน", "original": 1, "copies": 2, "unit": "ฉบับ"}
        ],
        "other": [{"name": "หนังสือมอบอำนาจ", "original": 1, "copies": 0, "condition": "กรณีมอบอำนาจ"}],
    },
    "fees": [
        {"item": "ออกบัตรใหม่", "amount": 1020, "unit": "บาท", "unverified": True},
        {"item": "ค่าส่งไปรษณีย์", "amount": None, "unit": "บาท", "note": "ตามระยะทาง"},
    ],
    "forms": ["บ.ป.1"],
    "legal_basis": ["พระราชบัญญัติบัตร พ.ศ. 2526"],
    "result": "บัตรประจำตัว",
    "complaint_channels": [{"name": "สายด่วน 1111", "kind": "hotline"}],
    "joint_service": {"level": "complete_at_point"},
    "verification": {"fees": "unverified"},
    "unverified": ["fees"],
    "last_reviewed": "2566-05-01",
}
CENTRE: dict[str, Any] = {
    "id": "city-hall",
    "title": "ศูนย์บริการร่วมศาลากลาง",
    "organisation": "chiang-mai",
    "kind": "joint",
    "address": "ชั้น 1 ศาลากลางจังหวัด",
    "district": "อำเภอเมือง",
    "province": "chiang-mai",
    "postcode": "50300",
    "latitude": 18.84,
    "longitude": 98.97,
    "opening_hours": [{"days": ["mon", "tue", "wed", "thu", "fri"], "opens": "08.30", "closes": "16.30"}],
    "phone": "0 5300 0101",
    "facilities": ["ramp"],
    "services": [{"service": "card-lost", "level": "complete_at_point"}],
}
UNIT: dict[str, Any] = {
    "id": "bus",
    "title": "หน่วยเคลื่อนที่",
    "organisation": "registry",
    "kind": "mobile",
    "services": [{"service": "card-lost", "level": "accept_and_forward"}],
    "schedule": [
        {"date": "2569-12-19", "starts": "18.00", "ends": "00.30", "place": "ตลาดนัดกลางคืน"},
        {"date": "2566-02-01", "starts": "09.00", "ends": "12.00", "place": "วัดในอดีต"},
    ],
}
ORDER: dict[str, Any] = {
    "order_no": "12/2566",
    "order_date_be": "2566-01-10",
    "title": "มอบอำนาจการออกบัตร",
    "delegating_authority": "registry",
    "delegating_position": "อธิบดี",
    "delegate_unit": "ศูนย์บริการร่วม",
    "delegate_positions": ["หัวหน้าศูนย์"],
    "service_guides": ["card-lost"],
    "centres": ["city-hall"],
    "scope_of_power": "ออกบัตร",
    "effective_be": "2566-02-01",
}


@pytest.fixture
def record() -> dict[str, Any]:
    """A guide with every part, to change at will."""
    return copy.deepcopy(GUIDE)


@pytest.fixture
def centre_record() -> dict[str, Any]:
    return copy.deepcopy(CENTRE)


@pytest.fixture
def unit_record() -> dict[str, Any]:
    return copy.deepcopy(UNIT)


@pytest.fixture
def order_record() -> dict[str, Any]:
    return copy.deepcopy(ORDER)


@pytest.fixture
def organisations(home: HomePage) -> dict[str, Organisation]:
    ministry = Organisation.objects.create(code="interior", kind=Kind.MINISTRY, name_th="กระทรวงภายใน")
    made = [
        ministry,
        Organisation.objects.create(
            code="registry", kind=Kind.DEPARTMENT, name_th="กรมทะเบียน", parent=ministry
        ),
        Organisation.objects.create(code="roads", kind=Kind.DEPARTMENT, name_th="กรมถนน", parent=ministry),
        Organisation.objects.create(code="chiang-mai", kind=Kind.PROVINCE, name_th="จังหวัดเชียงใหม่"),
    ]
    return {organisation.code: organisation for organisation in made}


@pytest.fixture
def guide(organisations: dict[str, Organisation], record: dict[str, Any]) -> ServicePage:
    page: ServicePage = save_service(record).instance
    return page


@pytest.fixture
def centre(guide: ServicePage, centre_record: dict[str, Any]) -> CentrePage:
    page: CentrePage = save_centre(centre_record).instance
    return page


@pytest.fixture
def mobile_unit(guide: ServicePage, unit_record: dict[str, Any]) -> CentrePage:
    page: CentrePage = save_centre(unit_record).instance
    return page


@pytest.fixture
def order(centre: CentrePage, order_record: dict[str, Any]) -> Delegation:
    delegation: Delegation = save_delegation(order_record).instance
    return delegation


@pytest.fixture
def editor(organisations: dict[str, Organisation]) -> User:
    user = User.objects.create_user("registry-editor")
    Membership.objects.create(user=user, organisation=organisations["registry"], role=Role.EDITOR)
    return user


@pytest.fixture
def reviewer(organisations: dict[str, Organisation]) -> User:
    user = User.objects.create_user("registry-reviewer")
    Membership.objects.create(user=user, organisation=organisations["registry"], role=Role.REVIEWER)
    return user


@pytest.fixture
def places(centre: CentrePage, unit_record: dict[str, Any], centre_record: dict[str, Any]) -> None:
    """Chiang Mai's centre, one in Nan open at night, one without a place, and a unit bound for Nan."""
    Organisation.objects.create(code="nan", kind=Kind.PROVINCE, name_th="จังหวัดน่าน")
    save_centre(
        centre_record
        | {
            "id": "night",
            "title": "จุดกลางคืน",
            "organisation": "nan",
            "kind": "counter",
            "province": "nan",
            "district": "อำเภอปัว",
            "latitude": 19.18,
            "longitude": 100.91,
            "opening_hours": [{"days": ["sun", "sat"], "opens": "20.00", "closes": "10.00"}],
            "facilities": ["ramp", "lift"],
            "services": [],
        }
    )
    save_centre(
        centre_record
        | {"id": "nowhere", "title": "ฮ ศูนย์ไม่บอกพิกัด", "latitude": None, "longitude": None}
        | {"province": None, "opening_hours": [], "services": []}
    )
    stop = {"date": "2570-01-09", "starts": "22.00", "ends": "02.00", "place": "วัด", "province": "น่าน"}
    save_centre(unit_record | {"schedule": [stop]})
