"""What may be wrong in an editor's workbook, through the screen of imports: told where, nothing lost."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core.jobs import background_jobs
from services import guide_files
from services.choices import ChannelType
from services.importing.export import service_record
from services.models import GuideBatchLine, ServicePage

pytestmark = pytest.mark.django_db

Change = Callable[[Any], None]


@pytest.fixture
def at_work(client: Client, reviewer: User, guide: ServicePage) -> Client:
    client.force_login(User.objects.get(pk=reviewer.pk))
    return client


def exported(client: Client, change: Change) -> bytes:
    """The workbook as an editor gets it, changed with a spreadsheet program."""
    book = openpyxl.load_workbook(io.BytesIO(client.get("/admin/guides/export.xlsx").content))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(client: Client, data: bytes, name: str = "guides.xlsx") -> Any:
    return client.post("/admin/guides/import/", {"file": SimpleUploadedFile(name, data)})


def brought(client: Client, change: Change) -> Any:
    return upload(client, exported(client, change))


def column(page: Any, head: str) -> int:
    return [cell.value for cell in page[1]].index(head) + 1


def put(sheet: str, row: int, head: str, value: Any) -> Change:
    def change(book: Any) -> None:
        page = book[sheet]
        page.cell(row, column(page, head)).value = value

    return change


def repeat(book: Any) -> None:
    """The guide's row once more at the end, with another summary."""
    page = book["guides"]
    page.append([cell.value for cell in page[3]])
    page.cell(4, column(page, "summary")).value = "สรุปอื่น"


def test_a_code_that_stands_twice_in_a_workbook_refuses_both_rows(
    at_work: Client, guide: ServicePage
) -> None:
    before = service_record(guide)
    preview = brought(at_work, repeat)

    outcomes = preview.context["outcomes"]
    assert [(each.name, each.action) for each in outcomes] == [("card-lost", "refused")] * 2
    first, second = (each.reasons[0] for each in outcomes)
    assert first.startswith("แผ่นงาน “guides” แถว 3: รหัสคู่มือ “card-lost” ซ้ำกับแผ่นงาน “guides” แถว 4 ")
    assert second.startswith("แผ่นงาน “guides” แถว 4: รหัสคู่มือ “card-lost” ซ้ำกับแผ่นงาน “guides” แถว 3 ")
    assert not preview.context["records"], "there is nothing to confirm"
    assert service_record(ServicePage.objects.get()) == before


def test_a_code_that_stands_twice_in_a_json_file_refuses_both(at_work: Client, guide: ServicePage) -> None:
    record = service_record(guide)
    new = {**record, "id": "card-new", "title": "การขอมีบัตรครั้งแรก"}
    records = [{**record, "summary": "หนึ่ง"}, new, {"id": " card-lost", "title": "สอง"}]
    preview = upload(at_work, json.dumps(records).encode(), "guides.json")

    assert [each.action for each in preview.context["outcomes"]] == ["created", "refused", "refused"]
    assert "รายการที่ 1 ในแฟ้ม: รหัสคู่มือ “card-lost” ซ้ำกับรายการที่ 3 ในแฟ้ม" in preview.content.decode()
    at_work.post("/admin/guides/import/", {"records": preview.context["records"]})
    assert ServicePage.objects.get(slug="card-lost").summary == guide.summary
    assert ServicePage.objects.filter(slug="card-new").exists()


def test_the_worker_refuses_a_code_that_stands_twice(
    at_work: Client, guide: ServicePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guide_files, "AT_ONCE", guide_files.Limits(5_000_000, 60_000_000, 20_000, 1))
    brought(at_work, repeat)
    next(job for job in background_jobs() if job.name == "guide batches").run()

    lines = GuideBatchLine.objects.all()
    assert {(line.name, line.action) for line in lines} == {("card-lost", "refused")}
    assert len(ServicePage.objects.get().steps) == 2


@pytest.mark.parametrize(
    ("sheet", "row", "head", "value", "label", "reason"),
    [
        ("fees", 3, "amount", -1, "จำนวนเงิน", "0"),
        ("fees", 4, "amount", "20.555", "จำนวนเงิน", "2"),
        ("fees", 3, "kind", "none", "ลักษณะ", "ไม่มีค่าธรรมเนียม"),
        ("channels", 4, "url", "javascript:alert(1)", "ที่อยู่เว็บ", "URL"),
        ("channels", 3, "type", "โทรเลข", "ประเภท", "สำนักงาน (onsite), ออนไลน์ (online)"),
        ("forms", 3, "url", "javascript:alert(1)", "ที่อยู่เว็บ", "URL"),
        ("steps", 4, "duration.unit", None, "หน่วยเวลา", "ระยะเวลาต้องมีทั้งจำนวนและหน่วยเวลา"),
        ("steps", 3, "detail", None, "รายละเอียด", "ต้องระบุ"),
        ("identity_documents", 3, "original", 120, "ฉบับจริง (จำนวน)", "99"),
        ("complaint_channels", 3, "kind", "ผี", "ลักษณะ", "สายด่วน (hotline)"),
        ("guides", 3, "audience", "ผี", "กลุ่มผู้รับบริการ", "ประชาชน (people)"),
        ("guides", 3, "title", "ก" * 300, "ชื่อ", "255"),
        ("guides", 3, "criteria", "ก\n" + "ข" * 1001, "หลักเกณฑ์และเงื่อนไข บรรทัดละหนึ่ง", "บรรทัดที่ 2: "),
        ("guides", 3, "total_duration.value", 1, "ระยะเวลารวม", "เกินระยะเวลารวมที่ระบุไว้"),
        ("guides", 3, "documents.none", True, "ไม่ต้องใช้เอกสาร (TRUE/FALSE)", "มีรายการเอกสาร"),
    ],
)
def test_what_is_refused_is_found_in_its_own_sheet_row_and_column(
    at_work: Client, sheet: str, row: int, head: str, value: Any, label: str, reason: str
) -> None:
    (outcome,) = brought(at_work, put(sheet, row, head, value)).context["outcomes"]

    assert outcome.action == "refused"
    (told,) = outcome.reasons
    place, _colon, why = told.partition("): ")
    assert f"{place})" == f"แผ่นงาน “{sheet}” แถว {row} คอลัมน์ “{head}” ({label})"
    assert reason in why


def test_steps_in_another_order_are_found_in_their_own_rows(at_work: Client) -> None:
    def change(book: Any) -> None:
        page = book["steps"]
        for row, order in ((3, 2), (4, 1)):
            page.cell(row, column(page, "order")).value = order
        page.cell(3, column(page, "duration.unit")).value = None

    (outcome,) = brought(at_work, change).context["outcomes"]
    assert outcome.reasons[0].startswith("แผ่นงาน “steps” แถว 3 คอลัมน์ “duration.unit”")


def test_a_row_that_stands_twice_is_found_in_its_sheet(at_work: Client) -> None:
    def change(book: Any) -> None:
        page = book["fees"]
        page.append([cell.value for cell in page[3]])

    (outcome,) = brought(at_work, change).context["outcomes"]
    assert outcome.reasons[0].startswith("แผ่นงาน “fees” แถว 5: ")


def test_all_formulas_are_named_line_by_line(at_work: Client) -> None:
    def change(book: Any) -> None:
        book["guides"]["D3"] = "=1+1"
        for row in range(3, 25):
            book["fees"].cell(row, 4).value = "=2*10"

    errors = brought(at_work, change).context["form"].errors["file"]
    assert errors[0] == "แผ่นงาน “guides” ช่อง D3 มีสูตร ให้แทนที่สูตรด้วยค่า"
    assert errors[1] == "แผ่นงาน “fees” ช่อง D3 มีสูตร ให้แทนที่สูตรด้วยค่า"
    assert (len(errors), errors[-1]) == (21, "และยังมีสูตรอีก 3 ช่อง")


def drop(*names: str) -> Change:
    def change(book: Any) -> None:
        for name in names:
            del book[name]

    return change


def test_a_sheet_that_is_missing_leaves_its_list_as_it_is(at_work: Client, guide: ServicePage) -> None:
    def change(book: Any) -> None:
        drop("fees", "other_documents", "steps")(book)
        page = book["guides"]
        page.delete_cols(column(page, "result"))
        page.cell(3, column(page, "summary")).value = "สรุปใหม่"

    before = service_record(guide)
    preview = brought(at_work, change)
    (outcome,) = preview.context["outcomes"]
    assert [each.part for each in outcome.differences] == ["summary"]
    assert "คงแผ่นงานไว้แต่ไม่ใส่แถว: ผลที่ได้รับ, ขั้นตอน, เอกสารอื่น, ค่าธรรมเนียม" in preview.content.decode()

    at_work.post("/admin/guides/import/", {"records": preview.context["records"]})
    assert service_record(ServicePage.objects.get()) == {**before, "summary": "สรุปใหม่"}


def test_the_worker_leaves_the_lists_of_missing_sheets(
    at_work: Client, guide: ServicePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(book: Any) -> None:
        drop("fees")(book)
        put("guides", 3, "summary", "สรุปใหม่")(book)
        page = book["guides"]
        page.append([cell.value for cell in page[3]])
        page["A4"], page.cell(4, column(page, "title")).value = "card-new", "การขอมีบัตรครั้งแรก"

    monkeypatch.setattr(guide_files, "AT_ONCE", guide_files.Limits(5_000_000, 60_000_000, 20_000, 1))
    address = brought(at_work, change)["Location"]
    job = next(job for job in background_jobs() if job.name == "guide batches")
    job.run()
    assert "คงแผ่นงานไว้แต่ไม่ใส่แถว: ค่าธรรมเนียม" in at_work.get(address).content.decode()
    at_work.post(address)
    job.run()

    stored = ServicePage.objects.get(slug="card-lost")
    assert (stored.summary, len(stored.fees)) == ("สรุปใหม่", 2)
    assert len(ServicePage.objects.get(slug="card-new").fees) == 0


def test_an_empty_sheet_means_that_there_is_none(at_work: Client, guide: ServicePage) -> None:
    preview = brought(at_work, lambda book: book["fees"].delete_rows(3, 50))
    at_work.post("/admin/guides/import/", {"records": preview.context["records"]})

    assert "คงแผ่นงานไว้" not in preview.content.decode()
    assert len(ServicePage.objects.get().fees) == 0


def test_the_workbook_offers_the_choices_by_name(at_work: Client) -> None:
    book = openpyxl.load_workbook(io.BytesIO(at_work.get("/admin/guides/export.xlsx").content))
    offered = {
        (page.title, page.cell(1, next(iter(rule.sqref.ranges)).min_col).value): rule.formula1.strip(
            '"'
        ).split(",")
        for page in book
        for rule in page.data_validations.dataValidation
    }

    assert set(offered) == {
        *(("guides", head) for head in ("audience", "process_type", "total_duration.unit")),
        *(("guides", head) for head in ("joint_service.level", "documents.none", "sample", "allows_local")),
        ("channels", "type"),
        ("steps", "duration.unit"),
        ("fees", "kind"),
        ("fees", "unverified"),
        ("complaint_channels", "kind"),
    }
    assert offered["channels", "type"] == [str(label) for label in ChannelType.labels]
    assert book["channels"]["B3"].value == "สำนักงาน"


def test_names_and_codes_are_both_taken_and_the_preview_speaks_in_names(at_work: Client) -> None:
    def change(book: Any) -> None:
        put("channels", 3, "type", "ไปรษณีย์")(book)
        put("channels", 4, "type", "kiosk")(book)
        put("fees", 3, "unverified", "FALSE")(book)
        put("guides", 3, "audience", "ผู้ประกอบการ")(book)
        put("guides", 3, "unverified", "ค่าธรรมเนียม\nระยะเวลา")(book)

    preview = brought(at_work, change)
    page = preview.content.decode()
    (outcome,) = preview.context["outcomes"]
    told = {each.part: (each.before, each.after) for each in outcome.differences}
    assert told["audience"] == (["ประชาชน"], ["ผู้ประกอบการ"])
    assert told["unverified"] == (["ค่าธรรมเนียม"], ["ค่าธรรมเนียม", "ระยะเวลา"])
    assert told["channels"][1][0].startswith("ประเภท: ไปรษณีย์ · ")
    assert "ยังไม่ได้ตรวจสอบกับหน่วยงาน: ใช่" in told["fees"][0][0]
    assert "ยังไม่ได้ตรวจสอบกับหน่วยงาน: ไม่ใช่" in told["fees"][1][0]
    assert not [code for code in ("onsite", "True", "business", "fixed") if f"{code} " in page]

    at_work.post("/admin/guides/import/", {"records": preview.context["records"]})
    stored = service_record(ServicePage.objects.get())
    assert [each["type"] for each in stored["channels"]] == ["post", "kiosk"]
    assert (stored["audience"], stored["unverified"]) == ("business", ["fees", "durations"])


@pytest.mark.parametrize("head", ["title", "summary"])
def test_a_text_of_zero_width_spaces_is_empty_in_a_file(at_work: Client, head: str) -> None:
    (outcome,) = brought(at_work, put("guides", 3, head, "\u200b\u200b \ufeff")).context["outcomes"]

    (told,) = outcome.reasons
    assert told.startswith(f"แผ่นงาน “guides” แถว 3 คอลัมน์ “{head}” (")
    assert told.endswith("ต้องระบุ")
