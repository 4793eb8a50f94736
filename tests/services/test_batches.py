"""Files of many guides, taken in by the worker."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core.jobs import background_jobs
from services import batches, guide_files
from services.importing import workbook
from services.importing.export import service_record
from services.models import GuideBatch, GuideBatchLine, ServicePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_work(client: Client, reviewer: User, guide: ServicePage) -> Client:
    client.force_login(User.objects.get(pk=reviewer.pk))
    return client


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A handful of guides is a large file here."""
    limits = guide_files.Limits(6_000_000, 60_000_000, 20_000, 3)
    monkeypatch.setattr(guide_files, "AT_ONCE", limits)
    monkeypatch.setattr(batches, "TOGETHER", 2)


def records(guide: ServicePage, number: int = 5) -> list[dict[str, Any]]:
    """One changed guide, new ones, and a bad one in between."""
    record = service_record(guide)
    new = [{**record, "id": f"card-{n}", "title": f"เรื่องที่ {n}"} for n in range(number - 2)]
    bad = {**record, "id": "card-bad", "audience": "ผี"}
    return [{**record, "summary": "สรุปใหม่"}, *new[:1], bad, *new[1:]]


def upload(client: Client, data: bytes, name: str = "guides.json") -> Any:
    return client.post("/admin/guides/import/", {"file": SimpleUploadedFile(name, data)})


def work() -> None:
    next(job for job in background_jobs() if job.name == "guide batches").run()


def test_a_large_file_is_looked_at_and_saved_by_the_worker(at_work: Client, guide: ServicePage) -> None:
    response = upload(at_work, json.dumps(records(guide)).encode())
    address = response["Location"]
    assert "กำลังอ่านแฟ้ม" in at_work.get(address).content.decode()

    work()
    ready = at_work.get(address)
    page = ready.content.decode()
    assert "<ins>สรุปใหม่</ins>" in page
    assert "บันทึกคู่มือ 4 เรื่อง" in page
    assert at_work.get(f"{address}progress/").json() == {"state": "ready", "done": 5, "total": 5}
    assert ServicePage.objects.count() == 1, "nothing is saved before the editor says so"
    refused = at_work.get(f"{address}refused.csv").content.decode()
    assert "card-bad" in refused
    assert "“ผี” ไม่อยู่ในตัวเลือก" in refused

    at_work.post(address)
    work()
    assert at_work.get(f"{address}progress/").json() == {"state": "done", "done": 4, "total": 4}
    assert set(ServicePage.objects.values_list("slug", flat=True)) == {
        "card-lost",
        "card-0",
        "card-1",
        "card-2",
    }
    assert ServicePage.objects.get(slug="card-lost").summary == "สรุปใหม่"


def test_a_worker_that_dies_is_followed_by_one_that_goes_on(
    at_work: Client, guide: ServicePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = upload(at_work, json.dumps(records(guide, 8)).encode())["Location"]
    work()
    at_work.post(address)
    real, calls = guide_files.take, []

    def dies(*args: Any, **kwargs: Any) -> Any:
        calls.append(1)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    monkeypatch.setattr(guide_files, "take", dies)
    with pytest.raises(KeyboardInterrupt):
        work()
    batch = GuideBatch.objects.get()
    assert batch.progress == (2, 7), "the second transaction is undone as a whole"
    assert ServicePage.objects.count() == 2

    work()
    batch.refresh_from_db()
    assert (batch.state, batch.progress) == ("done", (7, 7))
    assert ServicePage.objects.count() == 7


def test_what_somebody_changed_after_the_look_is_not_overwritten(at_work: Client, guide: ServicePage) -> None:
    address = upload(at_work, json.dumps(records(guide)).encode())["Location"]
    work()
    guide.summary = "ของคนอื่น"
    guide.save_revision().publish()
    at_work.post(address)
    work()

    line = GuideBatchLine.objects.get(name="card-lost")
    assert line.action == "refused"
    assert "มีผู้แก้ไข" in line.reasons[0]
    assert ServicePage.objects.get(slug="card-lost").summary == "ของคนอื่น"


def test_a_batch_is_its_owners_alone_and_can_be_cancelled(
    at_work: Client, guide: ServicePage, editor: User, client: Client
) -> None:
    address = upload(at_work, json.dumps(records(guide)).encode())["Location"]
    client.force_login(User.objects.get(pk=editor.pk))
    for door in (address, f"{address}progress/", f"{address}refused.csv"):
        assert client.get(door).status_code == 404
    assert client.post(address).status_code == 404

    client.force_login(User.objects.get(username="registry-reviewer"))
    client.post(address, {"cancel": "1"})
    work()
    assert not GuideBatch.objects.exists()
    assert ServicePage.objects.count() == 1


def test_rights_are_asked_for_again_when_saving(at_work: Client, guide: ServicePage, reviewer: User) -> None:
    address = upload(at_work, json.dumps(records(guide)).encode())["Location"]
    work()
    at_work.post(address)
    reviewer.memberships.all().delete()
    work()

    assert set(GuideBatchLine.objects.values_list("action", flat=True)) == {"refused"}
    assert ServicePage.objects.get().summary == guide.summary


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("guides.json", b" " * 6_000_001, "ไม่ใช่ JSON"),
        ("guides.xlsx", b"\0" * 6_000_001, "เปิดแฟ้มไม่ได้"),
    ],
)
def test_a_large_file_that_is_none_says_why(at_work: Client, name: str, data: bytes, reason: str) -> None:
    address = upload(at_work, data, name)["Location"]
    work()
    assert reason in at_work.get(address).content.decode()
    assert GuideBatch.objects.get().state == "failed"


def rows(number: int) -> bytes:
    """A workbook whose first sheet has that many rows, as a program would write it."""
    source = io.BytesIO(workbook.written([]))
    out = io.BytesIO()
    with zipfile.ZipFile(source) as book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in book.namelist():
            data = book.read(entry)
            if entry == "xl/worksheets/sheet1.xml":
                more = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(3, number + 3))
                data = data.replace(b"</sheetData>", more.encode() + b"</sheetData>")
            copy.writestr(entry, data)
    return out.getvalue()


def test_a_workbook_of_a_million_rows_is_refused_without_reading_them_all(at_work: Client) -> None:
    response = upload(at_work, rows(1_000_000), "guides.xlsx")
    assert any("มีเกิน 20000 แถว" in error for error in response.context["form"].errors["file"])


def test_a_row_of_no_guide_is_refused_alone(at_work: Client, guide: ServicePage) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook.written([service_record(guide)])))
    book["fees"].append(["no-such", "ค่าอะไร", "fixed", 5])
    out = io.BytesIO()
    book.save(out)
    outcomes = upload(at_work, out.getvalue(), "guides.xlsx").context["outcomes"]

    assert [one.action for one in outcomes] == ["unchanged", "refused"]
    assert "แผ่นงาน “fees” แถว 5 อ้างถึงคู่มือ “no-such”" in outcomes[1].reasons[0]


def test_a_mistake_in_the_sheet_of_guides_is_named_by_its_row(at_work: Client, guide: ServicePage) -> None:
    good = service_record(guide)
    data = workbook.written([good, {**good, "id": "second", "title": "", "audience": "ผี"}])
    outcomes = upload(at_work, data, "guides.xlsx").context["outcomes"]

    assert outcomes[1].action == "refused"
    assert all(reason.startswith("แผ่นงาน “guides” แถว 4 คอลัมน์ “") for reason in outcomes[1].reasons)
    assert len(outcomes[1].reasons) == 2


def test_a_new_guide_that_says_the_same_as_another_is_pointed_out(
    at_work: Client, guide: ServicePage
) -> None:
    record = service_record(guide)
    twin = {**record, "id": "again", "title": "ขอมีบัตรใหม่กรณีบัตรหาย"}
    response = upload(at_work, json.dumps([twin]).encode())

    assert response.context["outcomes"][0].twins == [guide.title]
    assert "อาจซ้ำกับคู่มือที่มีอยู่แล้ว" in response.content.decode()
