"""What helps those who write many guides: remarks on quality, twins, shared values, editing many at once."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from organisations.models import Membership, Organisation, Role
from services import duplicates, quality
from services.importing import save_service
from services.importing.export import service_record
from services.models import LifeEvent, ServicePage

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 28)


def remarks(page: ServicePage, weight: str = "") -> dict[str, list[str]]:
    """By field what is to be mended."""
    found: dict[str, list[str]] = {}
    for remark in quality.remarks(page, TODAY):
        if not weight or remark.weight == weight:
            found.setdefault(remark.field, []).append(remark.text)
    return found


def signed_in(client: Client, user: User) -> Client:
    client.force_login(User.objects.get(pk=user.pk))
    return client


def test_a_guide_hears_what_it_lacks_by_law_and_what_readers_would_miss(
    record: dict[str, Any], organisations: Any
) -> None:
    record |= {"process_type": "permission", "criteria": [], "result": "", "complaint_channels": []}
    record["channels"] = [{"type": "onsite", "name": "อำเภอ"}, {"type": "online", "name": "เว็บ"}]
    record["fees"] = [{"item": "ใบอนุญาต", "kind": "conditional"}]
    page = _draft(record)

    assert any("หลักเกณฑ์" in text and "มาตรา 7" in text for text in remarks(page, "law")[""])
    missing = remarks(page, "missing")
    assert {"result", "channels", "fees", "complaint_channels", "review_by"} <= missing.keys()
    assert any("วันและเวลา" in text for text in missing["channels"])
    assert any("ที่อยู่เว็บ" in text for text in missing["channels"])


def _draft(record: dict[str, Any]) -> ServicePage:
    """A guide as an editor keeps it who may not publish yet, so that it may lack anything."""
    user = User.objects.create_user("writer")
    Membership.objects.create(
        user=user, organisation=Organisation.objects.get(code="registry"), role=Role.EDITOR
    )
    page: ServicePage = save_service(record, User.objects.get(pk=user.pk)).instance
    return page


def test_long_texts_long_clauses_and_jargon_are_named_with_their_place(
    record: dict[str, Any], organisations: Any
) -> None:
    long = (
        "ผู้ซึ่งมีความประสงค์จะยื่นคำขอต้องนำเอกสารหลักฐานที่เกี่ยวข้องทั้งหมดมายื่นต่อพนักงานเจ้าหน้าที่ณสำนักงานเขตพื้นที่"
        "ซึ่งตนมีชื่ออยู่ในทะเบียนบ้านหรือสำนักงานเขตอื่นที่สะดวกภายในวันและเวลาราชการ"
    )
    record["criteria"] = ["ผู้มีสัญชาติไทย", long]
    record["summary"] = "ออกบัตรใบใหม่ " * 25
    record["title"] = "การขอ" + "บัตรประจำตัว" * 10
    found = remarks(save_service(record).instance, "wording")

    assert any("ไม่เว้นวรรค" in text and "ข้อที่ 2" in text for text in found["criteria"])
    assert any("มีความประสงค์จะ" in text and "ต้องการ" in text for text in found["criteria"])
    assert not any("ข้อที่ 1" in text for text in found["criteria"])
    assert any("ยาว" in text for text in found["summary"])
    assert any("ยาว" in text for text in found["title"])


@pytest.mark.parametrize("text", ["ไปที่ท่าอากาศยานจักรี", "พึงพอใจ", "ยื่นคำขอภายใน 60 วัน", ""])
def test_words_that_only_look_like_jargon_are_left_alone(text: str) -> None:
    assert quality.jargon_in(text) == []


@pytest.mark.parametrize(
    ("title", "alike"),
    [
        ("การขอมีบัตรใหม่กรณีบัตรหาย", True),
        ("ขอมีบัตรใหม่ กรณี บัตรหาย", True),
        ("การขอมีบัตรครั้งแรก", False),
        ("การจดทะเบียนสมรส", False),
    ],
)
def test_a_title_that_says_the_same_is_found_whatever_its_form(
    guide: ServicePage, reviewer: User, title: str, alike: bool
) -> None:
    found = duplicates.Titles(User.objects.get(pk=reviewer.pk)).like(title)
    assert [each.slug for each in found] == (["card-lost"] if alike else [])


def test_two_forms_of_one_matter_are_no_twins(guide: ServicePage, record: dict[str, Any]) -> None:
    save_service(record | {"id": "in", "title": "การแจ้งย้ายเข้า"})
    titles = duplicates.Titles(User(is_superuser=True))
    assert titles.like("การแจ้งย้ายออก") == []
    assert titles.like("การแจ้งเกิด") == []
    save_service(record | {"id": "form-3", "title": "การขอหนังสือรับรองผู้ป่วย แบบที่ 3"})
    assert duplicates.Titles(User(is_superuser=True)).like("การขอหนังสือรับรองผู้ป่วย แบบที่ 8") == []


def test_nobody_hears_of_another_organisations_draft_by_its_title(
    guide: ServicePage, record: dict[str, Any], organisations: dict[str, Organisation], reviewer: User
) -> None:
    page = save_service(
        record | {"id": "secret", "title": "ใบอนุญาตลับเฉพาะ", "organisation": "roads"}
    ).instance
    page.unpublish()
    user = User.objects.get(pk=reviewer.pk)

    assert duplicates.Titles(user).like("ใบอนุญาตลับเฉพาะ") == []
    Membership.objects.create(user=user, organisation=organisations["roads"], role=Role.EDITOR)
    assert [each.slug for each in duplicates.Titles(user).like("ใบอนุญาตลับเฉพาะ")] == ["secret"]


def test_the_editor_shows_the_remarks_to_those_who_may_edit(
    client: Client, guide: ServicePage, editor: User, record: dict[str, Any]
) -> None:
    save_service(record | {"id": "card-again", "title": "ขอมีบัตรใหม่กรณีบัตรหาย"})
    signed_in(client, editor)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[guide.pk])).content.decode()
    panel = client.get(reverse("guide_quality", args=[guide.pk])).content.decode()

    assert "data-guide-quality" in html
    for text in ("อาจซ้ำกับคู่มือที่มีอยู่แล้ว", "ขอมีบัตรใหม่กรณีบัตรหาย", "ใส่วันที่ต้องทบทวน"):
        assert text in html
        assert text in panel
    signed_in(client, User.objects.create_user("nobody"))
    assert client.get(reverse("guide_quality", args=[guide.pk])).status_code in (302, 403)


SHARED = "/admin/guides/shared/"


@pytest.fixture
def three(guide: ServicePage, record: dict[str, Any]) -> list[ServicePage]:
    """Three guides with one telephone and one fee, one of them of another organisation."""
    record["complaint_channels"] = [{"name": "สายด่วน", "kind": "hotline", "phone": "0 2000 1111"}]
    record["fees"] = [{"item": "ออกบัตร", "amount": 100}]
    made = []
    for slug, owner in (("card-a", "registry"), ("card-b", "registry"), ("road", "roads")):
        changes = {"id": slug, "title": f"เรื่อง {slug}", "organisation": owner}
        made.append(save_service(record | changes).instance)
    return made


def test_where_a_value_is_used_is_listed_for_ones_own_guides(
    client: Client, three: list[ServicePage], reviewer: User
) -> None:
    signed_in(client, reviewer)
    listed = {one.text: one.guides for one in client.get(SHARED).context["shared"]}
    assert listed["0 2000 1111"] == 2, "the guide of the other organisation is not counted"
    assert listed["ออกบัตร: 100 บาท"] == 2

    found = client.get(SHARED, {"find": "๐ ๒๐๐๐ ๑๑๑๑"}).context["found"]
    assert [used.page.slug for used in found] == ["card-a", "card-b"]
    assert found[0].uses[0].place == "ช่องทางการร้องเรียน รายการที่ 1"


def test_a_shared_value_is_changed_where_it_is_ticked_after_a_preview(
    client: Client, three: list[ServicePage], reviewer: User
) -> None:
    signed_in(client, reviewer)
    asked = {"find": "0 2000 1111", "replace": "1111"}
    preview = client.get(SHARED, asked)
    assert "<ins>1111</ins>" in preview.content.decode()
    assert ServicePage.objects.get(slug="card-a").complaint_channels[0].value["phone"] == "0 2000 1111"

    first, _second = preview.context["found"]
    ticked = [f"{first.page.pk}:{first.revision}", f"{three[2].pk}:{three[2].latest_revision_id}"]
    outcomes = client.post(SHARED, {**asked, "guide": ticked}).context["outcomes"]

    assert [(one.page.slug, one.public, one.reasons) for one in outcomes] == [("card-a", True, [])]
    phones = {page.slug: page.complaint_channels[0].value["phone"] for page in ServicePage.objects.all()}
    assert (phones["card-a"], phones["card-b"], phones["road"]) == ("1111", "0 2000 1111", "0 2000 1111")


def test_a_fee_is_changed_by_item_and_amount_and_an_editor_makes_drafts(
    client: Client, three: list[ServicePage], editor: User
) -> None:
    signed_in(client, editor)
    asked = {"find": "ออกบัตร: 100 บาท", "replace": "120", "kind": "fee"}
    found = client.get(SHARED, asked).context["found"]
    assert [(use.before, use.after) for use in found[0].uses] == [("100", "120")]

    ticked = [f"{used.page.pk}:{used.revision}" for used in found]
    client.post(SHARED, {**asked, "guide": ticked})
    page = ServicePage.objects.get(slug="card-a")
    assert page.fees[0].value["amount"] == 100
    assert page.get_latest_revision_as_object().fees[0].value["amount"] == 120


def test_a_change_that_makes_a_guide_wrong_or_that_comes_too_late_is_refused(
    client: Client, three: list[ServicePage], reviewer: User
) -> None:
    signed_in(client, reviewer)
    page = three[0]
    bad = {
        "find": "ออกบัตร: 100 บาท",
        "replace": "ร้อย",
        "kind": "fee",
        "guide": f"{page.pk}:{page.latest_revision_id}",
    }
    (refused,) = client.post(SHARED, bad).context["outcomes"]
    assert refused.reasons
    late = {"find": "0 2000 1111", "replace": "1111", "guide": f"{page.pk}:1"}
    (refused,) = client.post(SHARED, late).context["outcomes"]
    assert "มีผู้แก้ไข" in refused.reasons[0]
    stored = ServicePage.objects.get(pk=page.pk)
    assert (stored.fees[0].value["amount"], stored.latest_revision_id) == (100, page.latest_revision_id)


def bulk(pages: list[ServicePage]) -> str:
    ids = "&".join(f"id={page.pk}" for page in pages)
    return f"/admin/bulk/wagtailcore/page/edit-guides/?{ids}&next=/admin/"


def test_many_guides_are_set_at_once_and_what_was_left_empty_stays(
    client: Client, three: list[ServicePage], reviewer: User
) -> None:
    signed_in(client, reviewer)
    asked = client.get(bulk(three)).content.decode()
    assert "เรื่อง card-a" in asked
    assert "ท่านไม่มีสิทธิแก้ไข" in asked
    event = LifeEvent.objects.get(name="เอกสารหาย")
    values = {"review_by": "2027-06-01", "audience": "everyone", "remove_life_events": [event.pk]}
    assert client.post(bulk(three), values).status_code == 302

    for page, is_changed in zip(three, (True, True, False), strict=True):
        stored = ServicePage.objects.get(pk=page.pk)
        assert (stored.review_by == datetime.date(2027, 6, 1)) is is_changed
        assert (stored.audience == "everyone") is is_changed
        assert (event in stored.life_events.all()) is not is_changed
        assert stored.process_type == "certificate"
        assert not stored.has_unpublished_changes


def test_setting_nothing_and_setting_what_contradicts_changes_nothing(
    client: Client, three: list[ServicePage], reviewer: User
) -> None:
    signed_in(client, reviewer)
    before = list(ServicePage.objects.values_list("pk", "latest_revision_id"))
    response = client.post(bulk(three), {})
    assert "กรอกอย่างน้อยหนึ่งช่อง" in response.content.decode()
    client.post(bulk(three), {"valid_from": "2027-06-01", "valid_to": "2026-06-01"})

    assert list(ServicePage.objects.values_list("pk", "latest_revision_id")) == before


def test_what_somebody_locked_is_left_alone_by_every_mass_edit(
    client: Client, three: list[ServicePage], editor: User, reviewer: User
) -> None:
    """By a lock of one's own, and while a review is under way."""
    locked, in_review = ServicePage.objects.get(slug="card-a"), ServicePage.objects.get(slug="card-b")
    locked.locked, locked.locked_by = True, reviewer
    locked.save()
    in_review.save_revision(user=editor)
    workflow = in_review.get_workflow()
    assert workflow is not None
    workflow.start(in_review, editor)
    signed_in(client, editor)
    asked = {"find": "0 2000 1111", "replace": "1111"}
    found = client.get(SHARED, asked).context["found"]
    ticked = [f"{used.page.pk}:{used.revision}" for used in found]

    outcomes = client.post(SHARED, {**asked, "guide": ticked}).context["outcomes"]
    records = [service_record(page) | {"summary": "เปลี่ยนจากแฟ้ม"} for page in (locked, in_review)]
    data = SimpleUploadedFile("guides.json", json.dumps(records).encode())
    preview = client.post("/admin/guides/import/", {"file": data}).context["outcomes"]

    assert [bool(one.reasons) for one in outcomes] == [True, True]
    assert [one.action for one in preview] == ["refused", "refused"]
    for page in ServicePage.objects.filter(slug__startswith="card-"):
        if page.slug != "card-lost":
            assert page.get_latest_revision_as_object().complaint_channels[0].value["phone"] == "0 2000 1111"
