"""What the law demands of a guide before it may be published."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.test.utils.form_data import nested_form_data, streamfield

from services import guide_laws
from services.importing import RecordError, save_service
from services.models import GuideLaw, ServicePage

pytestmark = pytest.mark.django_db
STREAMS = (
    "criteria",
    "channels",
    "steps",
    "identity_documents",
    "other_documents",
    "fees",
    "forms",
    "legal_basis",
    "complaint_channels",
)
PARTS = {"criteria": [], "channels": [], "steps": [], "total_duration": None, "documents": {}}


@pytest.fixture
def bare(record: dict[str, Any]) -> dict[str, Any]:
    """A permit of which nothing is said."""
    return record | PARTS | {"process_type": "permission"}


def test_a_permit_without_what_section_7_demands_is_refused_with_the_whole_list(
    bare: dict[str, Any], organisations: Any
) -> None:
    with pytest.raises(RecordError) as error:
        save_service(bare)

    assert len(error.value.reasons) == 5
    assert all("พ.ศ. 2558 มาตรา 7" in reason for reason in error.value.reasons)
    assert not ServicePage.objects.filter(slug="card-lost").exists(), "nothing half-written"


def test_a_service_that_is_no_permit_is_not_under_that_law(bare: dict[str, Any], organisations: Any) -> None:
    assert save_service(bare | {"process_type": "payment"}).instance.live


def test_no_documents_must_be_said_and_not_left_out(record: dict[str, Any], organisations: Any) -> None:
    permit = record | {"process_type": "permission", "documents": {}}
    with pytest.raises(RecordError, match="ไม่ต้องใช้เอกสาร"):
        save_service(permit)

    assert save_service(permit | {"documents": {"none": True}}).instance.live
    with pytest.raises(RecordError, match="มีรายการเอกสาร"):
        save_service(permit | {"documents": {"none": True, "other": [{"name": "ก", "original": 1}]}})


def test_a_law_binds_on_its_days_only(guide: ServicePage) -> None:
    GuideLaw.objects.create(
        code="newer",
        title="กฎหมายใหม่",
        valid_from=datetime.date(2030, 1, 1),
        requirements=[("requirement", {"requirement": "title_en", "section": "มาตรา 9"})],
    )
    guide.title_en = ""

    assert guide_laws.missing(guide, datetime.date(2029, 12, 31)) == []
    assert guide_laws.missing(guide, datetime.date(2030, 1, 1)) == ["ยังไม่มีชื่อภาษาอังกฤษ (กฎหมายใหม่ มาตรา 9)"]


def test_what_is_scheduled_is_held_to_the_law_of_its_day(guide: ServicePage) -> None:
    GuideLaw.objects.create(
        code="newer",
        title="กฎหมายใหม่",
        valid_from=datetime.date(2099, 1, 1),
        requirements=[("requirement", {"requirement": "title_en", "section": ""})],
    )
    guide.title_en = ""
    guide.save_revision().publish()
    guide.go_live_at = datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC)

    with pytest.raises(ValidationError, match="กฎหมายใหม่"):
        guide.save_revision().publish()


def editor_data(guide: ServicePage, **changed: Any) -> dict[str, Any]:
    return nested_form_data(
        {
            "title": guide.title,
            "slug": guide.slug,
            "summary": guide.summary,
            "audience": "people",
            **{name: streamfield([]) for name in STREAMS},
            **changed,
        }
    )


def test_the_editor_keeps_a_draft_and_lists_what_is_missing_when_asked_to_publish(
    client: Client, guide: ServicePage, reviewer: User
) -> None:
    client.force_login(reviewer)
    address = f"/admin/pages/{guide.pk}/edit/"

    draft = client.post(address, editor_data(guide, process_type="permission"))
    assert draft.status_code == 302
    refused = client.post(address, editor_data(guide, process_type="permission", **{"action-publish": "1"}))
    assert "ยังไม่มีรายการเอกสาร" in refused.content.decode()
    assert ServicePage.objects.get(pk=guide.pk).process_type == "certificate", "the public page is untouched"
    untyped = client.post(address, editor_data(guide, **{"action-publish": "1"}))
    assert "ยังไม่ได้เลือกประเภทงานบริการ" in untyped.content.decode()


@pytest.mark.parametrize("field", ["title", "summary"])
def test_a_text_of_zero_width_spaces_is_empty_in_the_form(
    client: Client, guide: ServicePage, reviewer: User, field: str
) -> None:
    client.force_login(reviewer)
    changed = {"process_type": "other", field: "\u200b\u200b \ufeff", "action-publish": "1"}
    answer = client.post(f"/admin/pages/{guide.pk}/edit/", editor_data(guide, **changed))

    assert set(answer.context["form"].errors) == {field}
    assert getattr(ServicePage.objects.get(pk=guide.pk), field) == getattr(guide, field)
