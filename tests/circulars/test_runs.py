"""An import from the admin: files sent one by one, worked off in steps, resumed, seen by its sender alone."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from circulars import importing, runs
from circulars.models import CircularIndexPage, CircularPage, ImportRun, Original, SentFile
from circulars.registering import Batch
from organisations.models import Membership, Organisation, Role

pytestmark = pytest.mark.django_db
UPLOAD = "/admin/circulars/upload/"


class Killed(BaseException):
    """Stands for the end of the process."""


def numbered(text: str, number: int) -> str:
    return text.replace("ว 15", f"ว {number}").replace("การทดสอบระบบ", f"การทดสอบครั้งที่ {number}", 1)


def zipped(entries: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return packed.getvalue()


@pytest.fixture
def run_of(registrar: Any) -> Callable[..., ImportRun]:
    """A run with these files, ready to be worked on."""

    def make(**files: bytes) -> ImportRun:
        run = ImportRun.objects.create(created_by=registrar)
        for name, data in files.items():
            assert runs.add_file(run, name, SimpleUploadedFile(name, data))
        runs.begin(run)
        return run

    return make


def test_files_are_sent_one_by_one_and_the_report_says_what_became_of_each(
    registry: CircularIndexPage,
    client: Client,
    registrar: Any,
    letter_text: str,
    django_capture_on_commit_callbacks: Any,
) -> None:
    client.force_login(registrar)
    start = client.post(f"{UPLOAD}start/").json()
    secret = numbered(letter_text, 17).replace("ที่ มท", "ลับ\nที่ มท")
    archive = zipped(
        {
            "ข.txt": numbered(letter_text, 16).encode(),
            "ค.txt": secret.encode(),
            "../ง.txt": numbered(letter_text, 18).encode(),
            "จ.pdf": b"%PDF-1.7 broken",
        }
    )
    for name, data in (("ก.txt", letter_text.encode()), ("รวม.zip", archive)):
        answer = client.post(start["send"], {"name": name, "file": SimpleUploadedFile("x", data)})
        assert answer.json() == {"name": name}
    chosen = json.dumps([["ก.txt", len(letter_text.encode())], ["รวม.zip", len(archive)], ["ใหม่.txt", 7]])
    again = client.post(f"{UPLOAD}start/", {"files": chosen}).json()
    assert (again["send"], [one["name"] for one in again["have"]]) == (start["send"], ["ก.txt", "รวม.zip"])
    assert again["have"][1]["size"] == len(archive)
    assert again["have"][1]["sha256"] == hashlib.sha256(archive).hexdigest()
    client.post(start["send"], {"name": "ก.txt", "file": SimpleUploadedFile("x", letter_text.encode())})
    assert SentFile.objects.count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(start["go"]).json()["page"]
    run = ImportRun.objects.get()
    assert run.state == ImportRun.State.DONE
    assert {line.file: line.code or line.action for line in run.lines.all()} == {
        "ก.txt": "created",
        "รวม.zip/ข.txt": "created",
        "รวม.zip/ค.txt": "held",
        "รวม.zip/../ง.txt": "UNSAFE_NAME",
        "รวม.zip/จ.pdf": "NOT_TEXT",
    }
    assert client.get(f"{page}state/").json()["percent"] == 100
    html = client.get(page).content.decode()
    for letter in CircularPage.objects.all():
        assert f"/admin/circulars/{letter.pk}/" in html
    assert "หนังสือมีชั้นความลับ ทะเบียนชั่วคราวที่ 1" in html
    assert "การทดสอบครั้งที่ 17" not in html
    report = client.get(f"{page}report.csv").content.decode("utf-8-sig")
    assert report.count("\r\n") == 6
    assert "การทดสอบครั้งที่ 17" not in report
    assert "มท 0201/ว 16" in report
    for sent in SentFile.objects.all():
        assert not sent.file
    assert client.post(start["send"], {"name": "ฉ", "file": SimpleUploadedFile("x", b"x")}).status_code == 404
    assert CircularPage.objects.get(number="มท 0201/ว 15").owner == registrar


def test_two_files_of_one_name_are_both_taken(
    registry: CircularIndexPage,
    client: Client,
    registrar: Any,
    letter_text: str,
    django_capture_on_commit_callbacks: Any,
) -> None:
    client.force_login(registrar)
    start = client.post(f"{UPLOAD}start/").json()
    for number in (15, 77):  # two scans of one name in one import
        file = SimpleUploadedFile("scan.txt", numbered(letter_text, number).encode())
        client.post(start["send"], {"name": "scan.txt", "file": file})
    with django_capture_on_commit_callbacks(execute=True):
        client.post(start["go"])
    files = [SimpleUploadedFile("a.txt", numbered(letter_text, number).encode()) for number in (78, 79, 78)]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(UPLOAD, {"files": files})
    assert set(CircularPage.objects.values_list("running", flat=True)) == {15, 77, 78, 79}
    named = [list(run.lines.values_list("file", flat=True)) for run in ImportRun.objects.order_by("pk")]
    assert named == [["scan.txt", "scan.txt (2)"], ["a.txt", "a.txt (2)"]]


def test_a_plain_form_does_the_same_without_a_script(
    registry: CircularIndexPage,
    client: Client,
    registrar: Any,
    letter_text: str,
    django_capture_on_commit_callbacks: Any,
) -> None:
    client.force_login(registrar)
    files = [
        SimpleUploadedFile("1.txt", letter_text.encode()),
        SimpleUploadedFile("2.txt", letter_text.replace("การทดสอบระบบ", "อีกเรื่องหนึ่ง").encode()),
    ]
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(UPLOAD, {"files": files})
    page = answer["Location"]
    html = client.get(page).content.decode()
    first = CircularPage.objects.get()
    assert html.count(f"/admin/circulars/{first.pk}/") == 2  # the refused one shows the earlier letter
    assert "ฉบับที่มีอยู่แล้ว" in html
    assert first.title in html
    assert page in client.get(UPLOAD).content.decode()


@pytest.mark.parametrize(
    ("where", "step"),
    [(Batch, "register"), (Batch, "write"), (runs, "_line"), (importing, "publish_first"), (runs, "_end")],
    ids=["register", "write", "line", "publish", "end"],
)
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_run_that_is_killed_goes_on_and_reports_each_letter_once(
    registry: CircularIndexPage,
    run_of: Callable[..., ImportRun],
    letter_text: str,
    monkeypatch: pytest.MonkeyPatch,
    where: Any,
    step: str,
    after: bool,
) -> None:
    entries = {f"{n}.txt": numbered(letter_text, n).encode() for n in range(1, 6)}
    run = run_of(**{"all.zip": zipped(entries), "6.txt": numbered(letter_text, 6).encode()})
    monkeypatch.setattr(runs, "MOST_TOGETHER", 2)
    real, calls = getattr(where, step), []

    def kill(*args: Any, **options: Any) -> Any:
        calls.append(1)
        if len(calls) < 2 and step != "_end":
            return real(*args, **options)
        if after:
            real(*args, **options)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(where, step, kill)
        with pytest.raises(Killed):
            runs.work(run, 60)
    run = ImportRun.objects.get()
    assert run.state != ImportRun.State.DONE or (step, after) == ("_end", True)
    assert runs.work(run, 60)
    run.refresh_from_db()
    assert (run.state, run.total) == (ImportRun.State.DONE, 6)
    assert sorted(run.lines.values_list("file", "action")) == sorted(
        (name, "created") for name in [*(f"all.zip/{entry}" for entry in entries), "6.txt"]
    )
    assert CircularPage.objects.live().count() == Original.objects.count() == 6
    assert {page.revisions.count() for page in CircularPage.objects.all()} == {1}


def test_a_letter_that_waits_to_be_looked_up_is_not_called_published(
    registry: CircularIndexPage,
    client: Client,
    registrar: Any,
    run_of: Callable[..., ImportRun],
    letter_text: str,
) -> None:
    run = run_of(**{"1.txt": letter_text.encode()})
    client.force_login(registrar)
    address = f"/admin/circulars/runs/{run.pk}/"

    def told() -> list[str]:
        return [client.get(f"{address}{door}").content.decode() for door in ("", "report.csv")]

    assert not runs.work(run, 0)  # one step: registered, and no more
    assert not CircularPage.objects.live().exists()
    for words in told():
        assert "ลงทะเบียนแล้ว รอเทียบกับทะเบียนก่อนเผยแพร่" in words
        assert "นำเข้าและเผยแพร่แล้ว" not in words
    assert runs.work(run, 60)
    for words in told():
        assert "นำเข้าและเผยแพร่แล้ว" in words
        assert "รอเทียบ" not in words


def test_two_workers_on_one_run_register_each_letter_once(
    registry: CircularIndexPage, run_of: Callable[..., ImportRun], letter_text: str
) -> None:
    run = run_of(a=letter_text.encode(), b=numbered(letter_text, 16).encode())
    stale = ImportRun.objects.get()
    assert [one.done for one in stale.files.all()] == [0, 0]
    sent = stale.files.first()
    assert sent is not None
    runs.work(run, 60)
    with pytest.raises(runs._Moved):
        runs._store(stale, sent, [], 1)
    assert runs.work(stale, 60)
    assert run.lines.count() == CircularPage.objects.count() == 2


def test_a_letter_that_trips_the_registry_is_named_and_the_others_go_on(
    registry: CircularIndexPage,
    run_of: Callable[..., ImportRun],
    letter_text: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = run_of(**{f"{n}.txt": numbered(letter_text, n).encode() for n in (1, 2, 3)})
    real = Batch.register

    def trip(self: Batch, source: Any, letter: Any) -> Any:
        if source.name == "2.txt":
            raise ZeroDivisionError
        return real(self, source, letter)

    monkeypatch.setattr(Batch, "register", trip)
    runs.work(run, 60)
    assert {line.file: line.code or line.action for line in run.lines.all()} == {
        "1.txt": "created",
        "2.txt": "FAILED",
        "3.txt": "created",
    }


def test_a_full_disk_stops_it_and_it_goes_on_when_there_is_room(
    registry: CircularIndexPage,
    client: Client,
    registrar: Any,
    letter_text: str,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    def full(self: FileSystemStorage, name: str, content: Any) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    client.force_login(registrar)
    start = client.post(f"{UPLOAD}start/").json()
    letter = numbered(letter_text, 77) + "\nพื้นที่"
    with monkeypatch.context() as patched:
        patched.setattr(FileSystemStorage, "_save", full)
        file = SimpleUploadedFile("x", letter.encode())
        answer = client.post(start["send"], {"name": "1.txt", "file": file})
        assert (answer.status_code, "พื้นที่เก็บแฟ้ม" in answer.json()["error"]) == (507, True)
        page = client.post(UPLOAD, {"files": [SimpleUploadedFile("1.txt", letter.encode())]})
        assert "พื้นที่เก็บแฟ้ม" in page.content.decode()
    assert not SentFile.objects.exists()
    client.post(start["send"], {"name": "1.txt", "file": SimpleUploadedFile("x", letter.encode())})
    with monkeypatch.context() as patched:
        patched.setattr(FileSystemStorage, "_save", full)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(start["go"])
    run = ImportRun.objects.get()
    assert run.state == ImportRun.State.STOPPED
    address = f"/admin/circulars/runs/{run.pk}/"
    assert "พื้นที่เก็บแฟ้ม" in client.get(address).content.decode()
    assert not CircularPage.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{address}resume/")
    assert CircularPage.objects.get().live


def test_an_import_is_for_who_sent_it_alone(
    registry: CircularIndexPage,
    client: Client,
    registrar: Any,
    run_of: Callable[..., ImportRun],
    letter_text: str,
    django_user_model: Any,
) -> None:
    run = run_of(**{"ชื่อแฟ้มที่บอกความลับ.txt": letter_text.encode()})
    address = f"/admin/circulars/runs/{run.pk}/"
    other = django_user_model.objects.create_user("other-registrar")
    Membership.objects.create(user=other, organisation=Organisation.objects.get(), role=Role.REGISTRAR)
    editor = django_user_model.objects.create_user("editor")
    Membership.objects.create(user=editor, organisation=Organisation.objects.get(), role=Role.EDITOR)
    for user in (None, editor, other):
        client.logout()
        if user is not None:
            client.force_login(user)
        for door in ("", "state/", "report.csv"):
            answer = client.get(address + door)
            assert answer.status_code in ({302} if user is None else {403, 404}), (user, door)
            assert "บอกความลับ" not in answer.content.decode()
        for door in ("go/", "files/", "resume/"):
            answer = client.post(address + door)
            assert answer.status_code in ({302} if user is None else {403, 404}), (user, door)
        assert "บอกความลับ" not in client.get(UPLOAD, follow=True).content.decode()
        if user is not other:
            client.post(f"{UPLOAD}start/")
            assert ImportRun.objects.count() == 1
    client.force_login(registrar)
    assert client.get(address).status_code == 200


def test_who_lost_the_right_registers_nothing_any_more(
    registry: CircularIndexPage, registrar: Any, run_of: Callable[..., ImportRun], letter_text: str
) -> None:
    run = run_of(a=letter_text.encode())
    registrar.is_active = False
    registrar.save()
    assert runs.work(ImportRun.objects.get(), 60)
    run.refresh_from_db()
    assert (run.state, CircularPage.objects.count()) == (ImportRun.State.STOPPED, 0)


def test_a_large_run_is_left_to_the_worker(
    registry: CircularIndexPage,
    run_of: Callable[..., ImportRun],
    letter_text: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from circulars.jobs import import_letters

    monkeypatch.setattr(runs, "SMALL_FILES", 1)
    run = run_of(a=letter_text.encode(), b=numbered(letter_text, 16).encode())
    staged = [Path(one.file.path) for one in run.files.all()]
    assert all(place.exists() for place in staged)
    runs.work_a_little(run.pk)
    assert not CircularPage.objects.exists()
    assert import_letters() == 0
    assert CircularPage.objects.live().count() == 2
    assert not any(place.exists() for place in staged)


def test_other_files_are_never_joined_to_an_import_that_was_broken_off(
    registry: CircularIndexPage, client: Client, registrar: Any, letter_text: str, django_user_model: Any
) -> None:
    client.force_login(registrar)
    size = len(letter_text.encode())

    def start(*chosen: tuple[str, int], **more: Any) -> dict[str, Any]:
        answer: dict[str, Any] = client.post(f"{UPLOAD}start/", {"files": json.dumps(chosen), **more}).json()
        return answer

    first = start(("ก.txt", size), ("ข.txt", 9))
    client.post(first["send"], {"name": "ก.txt", "file": SimpleUploadedFile("x", letter_text.encode())})
    assert start(("ก.txt", size), ("ข.txt", 9))["run"] == first["run"]
    assert start(("ข.txt", 9), ("ก.txt", size), ("ค.txt", 1))["run"] == first["run"]
    for chosen in ([("ข.txt", 9)], [("ก.txt", size + 1)], [("อื่น.txt", size)]):
        other = start(*chosen)
        assert other["run"] != first["run"]
        assert other["have"] == []
    same_size = start(("ก.txt", size), other=[first["run"]])
    assert same_size["run"] != first["run"], "the bytes were others"
    assert same_size["have"] == []
    for words in ("", "[", "{}", "[1]", '[["a"]]', '[["a", "b"]]', "null"):
        assert client.post(f"{UPLOAD}start/", {"files": words}).json()["have"] == []
    assert client.post(f"{UPLOAD}start/", {"other": ["x", "9" * 40]}).status_code == 200
    assert list(ImportRun.objects.get(pk=first["run"]).files.values_list("name", flat=True)) == ["ก.txt"]
