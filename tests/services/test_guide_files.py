"""Guides leave as files and come back: looked at first, refused with reasons, never half."""

from __future__ import annotations

import datetime
import io
import json
import zipfile
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from organisations.models import Membership, Organisation, Role
from services import guide_files
from services.importing import save_service, workbook
from services.importing.export import service_record
from services.importing.known import Known
from services.models import GuideLaw, ServicePage

pytestmark = pytest.mark.django_db


def test_a_guide_with_every_part_comes_back_unchanged(guide: ServicePage) -> None:
    record = service_record(guide)

    assert save_service(record).action == "unchanged"
    assert service_record(ServicePage.objects.get()) == record


def test_a_guide_goes_through_a_workbook_unchanged(guide: ServicePage) -> None:
    record = service_record(guide)

    (back,) = workbook.read(workbook.written([record])).records

    assert save_service(back).action == "unchanged"


def upload(client: Client, records: Any, name: str = "guides.json") -> Any:
    data = records if isinstance(records, bytes) else json.dumps(records).encode()
    return client.post("/admin/guides/import/", {"file": SimpleUploadedFile(name, data)})


def confirm(client: Client, preview: Any) -> Any:
    return client.post("/admin/guides/import/", {"records": preview.context["records"]})


@pytest.fixture
def at_work(client: Client, reviewer: User, guide: ServicePage) -> Client:
    client.force_login(User.objects.get(pk=reviewer.pk))
    return client


def test_what_would_change_is_shown_before_it_is_saved(at_work: Client, guide: ServicePage) -> None:
    record = service_record(guide)
    new = {**record, "id": "card-new", "title": "การขอมีบัตรครั้งแรก"}
    bad = {**record, "id": "card-bad", "audience": "ผี", "steps": [{"type": "รับคำขอ"}]}
    preview = upload(at_work, [{**record, "summary": "สรุปใหม่"}, new, bad])

    assert [each.action for each in preview.context["outcomes"]] == ["updated", "created", "refused"]
    page = preview.content.decode()
    assert "<ins>สรุปใหม่</ins>" in page
    assert "ขั้นตอน รายการที่ 1 รายละเอียด: ต้องระบุ" in page
    assert ServicePage.objects.get().summary == guide.summary

    saved = confirm(at_work, preview)
    assert [each.action for each in saved.context["outcomes"]] == ["updated", "created"]
    assert ServicePage.objects.get(slug="card-lost").summary == "สรุปใหม่"
    assert ServicePage.objects.get(slug="card-new").live
    assert not ServicePage.objects.filter(slug="card-bad").exists()


def test_an_editor_imports_drafts_and_somebody_elses_guides_are_refused(
    client: Client, guide: ServicePage, editor: User, organisations: dict[str, Organisation]
) -> None:
    client.force_login(User.objects.get(pk=editor.pk))
    record = service_record(guide)
    foreign = {**record, "id": "road-permit", "organisation": "roads", "agency": "กรมถนน"}
    preview = upload(client, [{**record, "summary": "ร่างใหม่"}, foreign])

    assert [each.action for each in preview.context["outcomes"]] == ["updated", "refused"]
    assert "เก็บเป็นร่าง" in preview.content.decode()
    confirm(client, preview)
    stored = ServicePage.objects.get()
    assert (stored.summary, stored.has_unpublished_changes) == (guide.summary, True)
    assert stored.get_latest_revision_as_object().summary == "ร่างใหม่"


def test_what_an_editor_imports_is_sent_to_review_with_one_press(
    client: Client, guide: ServicePage, editor: User, reviewer: User
) -> None:
    GuideLaw.objects.create(
        code="law",
        title="กฎหมาย",
        valid_from=datetime.date(2020, 1, 1),
        requirements=[("requirement", {"requirement": "steps", "section": "มาตรา 7"})],
    )
    record = service_record(guide)
    client.force_login(User.objects.get(pk=editor.pk))
    new = {**record, "id": "second", "title": "อีกเรื่องหนึ่ง"}
    unfinished = {
        **record,
        "id": "third",
        "title": "เรื่องที่ยังไม่ครบ",
        "criteria": [],
        "documents": {},
        "steps": [],
    }
    saved = confirm(client, upload(client, [{**record, "summary": "ร่างใหม่"}, new, unfinished]))
    drafts = ServicePage.objects.filter(has_unpublished_changes=True)
    assert set(saved.context["unsent"]) == set(drafts.values_list("pk", flat=True))
    assert "ให้ผู้สอบทาน" in saved.content.decode()

    asked = {"guides": ",".join(map(str, saved.context["unsent"]))}
    said = client.post("/admin/guides/send/", asked, follow=True).content.decode()
    assert "ส่งคู่มือ 2 เรื่องให้ผู้สอบทานแล้ว" in said
    assert "ยังส่ง “เรื่องที่ยังไม่ครบ” ไม่ได้" in said
    assert {page.slug for page in drafts if page.workflow_in_progress} == {"card-lost", "second"}
    guide.refresh_from_db()
    assert guide.summary != "ร่างใหม่", "nothing is public before somebody approves"
    again = client.post("/admin/guides/send/", {"guides": str(guide.pk)}, follow=True).content.decode()
    assert "ไม่มีร่างที่รอส่ง" in again

    client.force_login(User.objects.get(pk=reviewer.pk))
    state = guide.current_workflow_task_state
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[guide.pk, "approve", state.pk]))
    guide.refresh_from_db()
    assert guide.summary == "ร่างใหม่"


def test_nobody_sends_the_drafts_of_another_organisation(
    client: Client, guide: ServicePage, editor: User, organisations: dict[str, Organisation]
) -> None:
    guide.save_revision(user=editor, changed=True)
    ServicePage.objects.filter(pk=guide.pk).update(has_unpublished_changes=True)
    stranger = User.objects.create_user("roads-editor")
    Membership.objects.create(user=stranger, organisation=organisations["roads"], role=Role.EDITOR)
    client.force_login(User.objects.get(pk=stranger.pk))
    said = client.post("/admin/guides/send/", {"guides": str(guide.pk)}, follow=True).content.decode()

    assert guide.title not in said
    assert not ServicePage.objects.get().workflow_in_progress


def test_what_somebody_changed_meanwhile_is_not_overwritten(at_work: Client, guide: ServicePage) -> None:
    preview = upload(at_work, [{**service_record(guide), "summary": "จากแฟ้ม"}])
    guide.summary = "จากเพื่อนร่วมงาน"
    guide.save_revision().publish()

    (outcome,) = confirm(at_work, preview).context["outcomes"]
    assert (outcome.action, "หลังจากท่านดูตัวอย่าง" in outcome.reasons[0]) == ("refused", True)
    assert ServicePage.objects.get().summary == "จากเพื่อนร่วมงาน"


def test_a_preview_is_good_only_for_whom_it_was_made(at_work: Client, guide: ServicePage) -> None:
    preview = upload(at_work, [{**service_record(guide), "summary": "จากแฟ้ม"}])
    at_work.force_login(User.objects.create_superuser("other"))

    assert confirm(at_work, preview).status_code == 409
    assert ServicePage.objects.get().summary == guide.summary


def test_a_workbook_names_the_row_of_what_is_wrong(at_work: Client, guide: ServicePage) -> None:
    record = service_record(guide)
    record["channels"][1]["type"] = "โทรเลข"

    (outcome,) = upload(at_work, workbook.written([record]), "guides.xlsx").context["outcomes"]
    assert "แผ่นงาน “channels” แถว 4" in outcome.reasons[0]


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (workbook.MOST_BYTES + 1))
    return out.getvalue()


def with_cell(value: str) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(workbook.written([])))
    book["guides"].append(["card-lost", value])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("guides.json", b"", "ว่าง"),
        ("guides.json", b"{}", "ต้องเป็นรายการ"),
        ("guides.json", b"[]", "ไม่พบคู่มือในแฟ้ม"),
        ("guides.json", b"[" * 100_000, "ไม่ใช่ JSON ที่ถูกต้อง"),
        ("guides.json", b'[{"id": "a"},\n {"id": "b",}]', "บรรทัดที่ 2 ตัวอักษรที่ 13: มีเครื่องหมาย , เกินหน้า }"),
        ("guides.json", "ก".encode("cp874"), "UTF-8"),
        ("guides.xlsx", b"PK\x03\x04 not a workbook", "เปิดแฟ้มไม่ได้"),
        ("guides.xlsx", bomb(), "มากเกินไปเมื่อคลายออก"),
        ("guides.xlsx", with_cell("=1+1"), "ช่อง B3 มีสูตร"),
        ("guides.xlsm", b"PK", "รับเฉพาะแฟ้ม"),
        ("guides.json", b'[{"id": "x", "title": "a\\u0000"}]', "อักขระที่เก็บไม่ได้"),
        ("guides.json", b'[{"id": "x\\ud800"}]', "อักขระที่เก็บไม่ได้"),
        ("guides.json", b" " * (25 * 1024 * 1024 + 1), "ใหญ่เกิน 25 เมกะไบต์"),
    ],
    ids=[
        "empty",
        "object",
        "none",
        "deep",
        "comma",
        "encoding",
        "zip",
        "bomb",
        "formula",
        "macros",
        "nul",
        "half",
        "large",
    ],
)
def test_a_hostile_file_is_refused_in_words(at_work: Client, name: str, data: bytes, reason: str) -> None:
    response = upload(at_work, data, name)

    assert response.status_code == 200
    assert any(reason in error for error in response.context["form"].errors["file"])


def test_times_and_days_in_cells_are_read_as_texts(at_work: Client, guide: ServicePage) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook.written([service_record(guide)])))
    book["channels"]["D3"], book["guides"]["T3"] = datetime.time(8, 30), datetime.date(2023, 5, 2)
    out = io.BytesIO()
    book.save(out)
    preview = upload(at_work, out.getvalue(), "guides.xlsx")

    assert [each.action for each in confirm(at_work, preview).context["outcomes"]] == ["updated"]
    stored = service_record(ServicePage.objects.get())
    assert (stored["channels"][0]["hours"], stored["last_reviewed"]) == ("08.30", "2023-05-02")


def test_records_of_the_wrong_shape_are_refused_one_by_one(at_work: Client) -> None:
    outcomes = upload(at_work, [None, 5, {"id": ["x"]}, {"id": "x", "steps": "y"}]).context["outcomes"]

    assert [each.action for each in outcomes] == ["refused"] * 4


def test_texts_that_look_like_formulas_stay_texts(guide: ServicePage) -> None:
    record = {**service_record(guide), "summary": "=HYPERLINK(1)"}
    book = openpyxl.load_workbook(io.BytesIO(workbook.written([record])))

    cells = [cell for row in book["guides"].iter_rows() for cell in row if cell.value == "=HYPERLINK(1)"]
    assert [cell.data_type for cell in cells] == ["s"]


def test_an_export_has_the_guides_of_ones_own_organisations_only(
    client: Client, guide: ServicePage, reviewer: User, organisations: dict[str, Organisation]
) -> None:
    assert client.get("/admin/guides/export.json").status_code == 302
    client.force_login(User.objects.get(pk=reviewer.pk))
    assert [each["id"] for each in json.loads(client.get("/admin/guides/export.json").content)] == [
        "card-lost"
    ]
    assert workbook.read(client.get("/admin/guides/export.xlsx").content).records[0]["id"] == "card-lost"

    stranger = User.objects.create_user("roads-reviewer")
    Membership.objects.create(user=stranger, organisation=organisations["roads"], role=Role.REVIEWER)
    client.force_login(User.objects.get(pk=stranger.pk))
    assert json.loads(client.get("/admin/guides/export.json").content) == []

    client.force_login(User.objects.create_user("nobody"))
    for address in ("/admin/guides/export.json", "/admin/guides/import/"):
        assert client.get(address).status_code == 302


def test_looking_tells_what_saving_does(
    guide: ServicePage, reviewer: User, organisations: dict[str, Organisation]
) -> None:
    """Looking stores nothing, so each way in which saving ends must be foreseen by it."""
    record = service_record(guide)
    records = [
        record,
        {**record, "summary": "สรุปใหม่", "total_duration": {"value": "20.5", "unit": "minute"}},
        {**record, "id": "first-card", "title": "การขอมีบัตรครั้งแรก"},
        {**record, "id": "same-title"},
        {**record, "id": "life-events", "title": "สงวนไว้"},
        {**record, "id": "long", "title": "ก" * 300},
        {**record, "id": "late", "title": "ช้าไป", "total_duration": {"value": 1, "unit": "minute"}},
        {**record, "id": "bare", "title": "ไม่มีขั้นตอน", "steps": [], "criteria": [], "process_type": "permit"},
        {
            **record,
            "id": "no-folder",
            "title": "หน่วยงานแรก",
            "organisation": "interior",
            "agency": "กระทรวงภายใน",
        },
    ]
    user = User.objects.get(pk=reviewer.pk)
    Membership.objects.create(user=user, organisation=organisations["interior"], role=Role.EDITOR)
    rows, revisions = ServicePage.objects.count(), guide.revisions.count()

    looked = guide_files.preview(workbook.Read(records), user)
    assert (ServicePage.objects.count(), guide.revisions.count()) == (rows, revisions)
    saved = guide_files.save(records, {each.name: each.revision for each in looked[:1]}, user)

    def told(outcome: guide_files.Outcome) -> tuple[Any, ...]:
        return outcome.action, outcome.reasons, outcome.differences, outcome.public

    assert [each.action for each in looked[:3]] == ["unchanged", "updated", "created"]
    assert {each.action for each in looked[3:7]} == {"refused"}
    assert (looked[8].action, looked[8].public) == ("created", False)
    assert list(map(told, saved)) == list(map(told, looked))


def test_guides_that_move_are_looked_at_and_taken_back(
    guide: ServicePage, organisations: dict[str, Organisation]
) -> None:
    superuser = User.objects.create_superuser("mover")
    record = {**service_record(guide), "organisation": "roads", "agency": "กรมถนน"}

    (looked,) = guide_files.preview(workbook.Read([record]), superuser)

    assert looked.action == "updated"
    assert ("organisation", ["registry"], ["roads"]) in [
        (each.part, each.before, each.after) for each in looked.differences
    ]
    assert ServicePage.objects.get().organisation.code == "registry"


@pytest.mark.parametrize(("keep", "most"), [(False, 18), (True, 86)])
def test_one_more_guide_of_a_file_costs_few_queries(
    guide: ServicePage, keep: bool, most: int, django_assert_max_num_queries: Any
) -> None:
    record, superuser = service_record(guide), User.objects.create_superuser("counter")
    records = [{**record, "id": f"card-{n}", "title": f"เรื่องที่ {n}"} for n in range(4)]
    known, contents = Known(), workbook.Read(records)
    guide_files.take(records[0], contents, superuser, keep=keep, known=known)

    with django_assert_max_num_queries(3 * most):
        outcomes = [
            guide_files.take(each, contents, superuser, keep=keep, known=known) for each in records[1:]
        ]

    assert [each.action for each in outcomes] == ["created"] * 3
    assert ServicePage.objects.count() == (5 if keep else 1)
