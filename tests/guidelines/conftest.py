"""A small model guideline, two organisations, and the people who act for them."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from guidelines.importing import save_guideline
from guidelines.models import AdaptationPage, GuidelinePage
from guidelines.starting import start_adaptation
from home.models import HomePage
from organisations.models import Kind, Membership, Organisation, Role

Publish = Callable[..., GuidelinePage]

RECORD: dict[str, Any] = {
    "meta": {
        "slug": "counter",
        "title_th": "แนวทางเคาน์เตอร์บริการ",
        "title_en": "Counter guideline",
        "grounded_on": [{"id": "R1", "text_th": "ลดภาระของประชาชน"}],
        "parameters": [
            {"key": "name", "label_th": "ชื่อหน่วยงาน", "type": "organisation_name"},
            {"key": "mission", "label_th": "ภารกิจ"},
            {"key": "places", "label_th": "ที่ตั้ง", "type": "list"},
        ],
    },
    "sections": [
        {
            "id": "MG-01",
            "heading_th": "หลักการ",
            "mode": "locked",
            "grounded_on": ["R1"],
            "body_th": "ให้บริการเสร็จสิ้น ณ จุดเดียว",
        },
        {
            "id": "MG-02",
            "heading_th": "เป้าหมาย",
            "heading_en": "Targets",
            "mode": "adaptable",
            "required_additions": ["mission"],
            "body_th": "ประชาชนรอไม่เกินสามสิบนาที\nเจ้าหน้าที่แจ้งผลภายในวันเดียวกัน",
        },
        {
            "id": "MG-03",
            "heading_th": "การมอบอำนาจ",
            "mode": "locked",
            "allow_supplement": True,
            "body_th": "ให้มอบอำนาจแก่ผู้บริหารศูนย์",
        },
        {"id": "MG-04", "heading_th": "ที่ตั้ง", "mode": "adaptable", "body_th": "ตั้งในย่านชุมชน"},
    ],
}
"""Four sections: locked, adaptable with a blank, locked with supplements, adaptable."""


@pytest.fixture
def guideline(home: HomePage) -> GuidelinePage:
    page = save_guideline(RECORD).page
    assert isinstance(page, GuidelinePage)
    return page


@pytest.fixture
def ministry(db: None) -> Organisation:
    return Organisation.objects.create(code="mot", kind=Kind.MINISTRY, name_th="กระทรวงคมนาคม")


@pytest.fixture
def other_ministry(db: None) -> Organisation:
    return Organisation.objects.create(code="moph", kind=Kind.MINISTRY, name_th="กระทรวงสาธารณสุข")


@pytest.fixture
def person(db: None) -> Callable[..., Any]:
    """Make a user who holds roles in an organisation."""

    def make(name: str, organisation: Organisation | None = None, *roles: str, **kwargs: Any) -> Any:
        user = get_user_model().objects.create_user(username=name, password="pass", **kwargs)
        for role in roles:
            Membership.objects.create(user=user, organisation=organisation, role=role)  # type: ignore[misc]
        return get_user_model().objects.get(pk=user.pk)

    return make


@pytest.fixture
def editor(person: Callable[..., Any], ministry: Organisation) -> Any:
    return person("editor", ministry, Role.EDITOR)


@pytest.fixture
def reviewer(person: Callable[..., Any], ministry: Organisation) -> Any:
    return person("reviewer", ministry, Role.REVIEWER)


@pytest.fixture
def superuser(person: Callable[..., Any]) -> Any:
    return person("root", is_superuser=True, is_staff=True)


@pytest.fixture
def adaptation(guideline: GuidelinePage, ministry: Organisation, editor: Any) -> AdaptationPage:
    return start_adaptation(guideline, ministry, editor)


@pytest.fixture
def publish(guideline: GuidelinePage) -> Publish:
    """Publish the model again: `changes` by section id are laid over the record; None removes a section."""
    record = copy.deepcopy(RECORD)

    def again(order: list[str] | None = None, **changes: Any) -> GuidelinePage:
        record["meta"]["edition_note"] = "ปรับปรุง"
        for name, change in changes.items():
            key = name.replace("_", "-")
            found = next((each for each in record["sections"] if each["id"] == key), None)
            if change is None:
                record["sections"].remove(found)
            elif found is None:
                record["sections"].append({"id": key, "mode": "adaptable", **change})
            else:
                found.update({"change": "major", "change_note": "ปรับปรุง", **change})
        if order:
            record["sections"].sort(key=lambda each: order.index(each["id"]))
        save_guideline(record)
        return GuidelinePage.objects.get(pk=guideline.pk)

    return again
