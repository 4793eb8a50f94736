"""An import that is killed, or finds the disk full, leaves nothing half done; doing it again completes it."""

from __future__ import annotations

import errno
import hashlib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import FileSystemStorage
from django.core.management import CommandError, call_command
from django.test import Client

from circulars import finding, importing, proposing
from circulars.bulk import publish_first, publishable
from circulars.files import Received
from circulars.importing import NotStored, import_paths, import_received, import_uploads
from circulars.models import (
    CircularFlag,
    CircularIndexPage,
    CircularPage,
    Citation,
    Held,
    Original,
    Proposal,
    Status,
)
from circulars.models.original import Unsure, original_path
from circulars.registering import Batch

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """Stands for the end of the process: nothing in the import may catch it."""


@pytest.fixture
def letters(letter_text: str) -> list[tuple[str, bytes]]:
    """Two letters, the second citing the first."""
    cites = "อ้างถึง หนังสือกระทรวงมหาดไทย ที่ มท 0201/ว 15 ลงวันที่ 9 มกราคม 2567\n\n"
    second = letter_text.replace("ว 15", "ว 16").replace("\nด้วย", f"\n{cites}ด้วย")
    return [("1.txt", letter_text.encode()), ("2.txt", second.encode())]


STEPS = [
    (Batch, "register"),
    (Batch, "write"),
    (importing, "settle_new"),
    (importing, "settle_others"),
    (importing, "first_revisions"),
    (importing, "publish_first"),
    (importing, "told_of"),
]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("where", "step"), STEPS, ids=[step for _, step in STEPS])
def test_an_import_killed_at_a_step_is_completed_by_doing_it_again(
    registry: CircularIndexPage,
    letters: list[tuple[str, bytes]],
    monkeypatch: pytest.MonkeyPatch,
    where: Any,
    step: str,
    after: bool,
) -> None:
    real = getattr(where, step)

    def kill(*args: Any, **options: Any) -> None:
        if after:
            real(*args, **options)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(where, step, kill)
        with pytest.raises(Killed):
            import_uploads(letters, None)
    for page in CircularPage.objects.live():
        assert page.live_revision is not None
    if not CircularPage.objects.exists():
        assert not Original.objects.exists()
        assert not CircularFlag.objects.exists()
    import_uploads(letters, None)
    first, second = CircularPage.objects.order_by("number")
    assert (first.live, second.live) == (True, True)
    assert [page.revisions.count() for page in (first, second)] == [1, 1]
    assert Citation.objects.get().target == first
    assert Original.objects.count() == 2


def test_an_original_that_was_half_written_is_written_anew(
    registry: CircularIndexPage, letters: list[tuple[str, bytes]]
) -> None:
    name, data = letters[0]
    digest = hashlib.sha256(data).hexdigest()
    storage = Original._meta.get_field("file").storage
    path = Path(storage.path(original_path(Original(sha256=digest), digest)))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data[:40])
    assert [one.action for one in import_uploads([(name, data)], None)] == ["created"]
    assert Path(Original.objects.get().file.path) == path
    assert hashlib.sha256(path.read_bytes()).hexdigest() == digest


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The disk takes the first bytes of a file and then no more."""

    def save(self: FileSystemStorage, name: str, content: Any) -> str:
        place = Path(self.path(name))
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.read()[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(FileSystemStorage, "_save", save)
        yield patched


def test_a_full_disk_registers_nothing_and_says_so(
    registry: CircularIndexPage,
    letters: list[tuple[str, bytes]],
    full_disk: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    letters = [(name, data + f"\n{tmp_path}".encode()) for name, data in letters]  # bytes not stored before
    place = tmp_path / "1.txt"
    place.write_bytes(letters[0][1])
    with pytest.raises(CommandError, match="พื้นที่เก็บแฟ้ม") as raised:
        call_command("import_letters", str(place), "--no-input")
    assert raised.value.returncode == 2
    with pytest.raises(NotStored, match=r"1\.txt"):
        import_uploads(letters, None)
    assert not CircularPage.objects.exists()
    assert not Original.objects.exists()
    full_disk.undo()
    assert [one.action for one in import_uploads(letters, None)] == ["created", "created"]
    for original in Original.objects.all():
        assert Path(original.file.path).stat().st_size == original.size


def test_a_large_archive_is_read_entry_by_entry(
    registry: CircularIndexPage,
    letters: list[tuple[str, bytes]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = tmp_path / "large.zip"
    with zipfile.ZipFile(place, "w") as archive:
        for name, data in letters:
            archive.writestr(name, data)
    monkeypatch.setattr(finding, "read_path", lambda path: pytest.fail("read as a whole"))
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail("read as a whole"))
    assert [one.action for one in import_paths([str(place)])] == ["created", "created"]


def again_as(text: str, unsure: Unsure = Unsure.NO) -> list[Received]:
    return [Received("again.txt", text.encode(), text, "utf-8", unsure)]


@pytest.mark.parametrize("unsure", [Unsure.NO, Unsure.OCR])
def test_other_words_of_a_public_letter_are_shown_to_nobody_before_a_person_takes_them_in(
    registry: CircularIndexPage,
    client: Client,
    letter_text: str,
    monkeypatch: pytest.MonkeyPatch,
    admin_user: User,
    unsure: Unsure,
) -> None:
    """Nor with their doubt afterwards, nor when taking them in is killed on the way."""
    import_received(again_as(letter_text), None, dry_run=False)
    page = CircularPage.objects.get()
    cites = "อ้างถึง หนังสือกรมการปกครอง ที่ มท 0309/ว 9 ลงวันที่ 31 กุมภาพันธ์ 2566\n\n"
    wrong = letter_text.replace("ด้วยมีการทดสอบระบบ", f"{cites}ด้วยถ้อยคำใหม่")
    for _ in range(2):
        import_received(again_as(wrong, unsure), None, dry_run=False)
        assert "ด้วยมีการทดสอบระบบ" in client.get(page.url).content.decode()
    proposal = Proposal.objects.open().get()
    with monkeypatch.context() as patched:
        patched.setattr(proposing, "settle_others", _killing)
        with pytest.raises(Killed):
            proposing.accept(proposal, admin_user, "ตรวจกับต้นฉบับแล้ว")
    assert "ด้วยมีการทดสอบระบบ" in client.get(page.url).content.decode()
    proposing.accept(Proposal.objects.open().get(), admin_user, "ตรวจกับต้นฉบับแล้ว")
    page = CircularPage.objects.get(pk=page.pk)
    assert (page.live, page.status, client.get(page.url).status_code) == (False, Status.HELD, 404)
    assert set(page.flags.blocking().values_list("code", flat=True)) == {
        "INVALID_DATE",
        *(["READ_BY_OCR"] if unsure == Unsure.OCR else []),
    }


def _killing(*args: Any, **options: Any) -> None:
    raise Killed


def test_many_are_published_by_the_rules_for_one(registry: CircularIndexPage, letter_text: str) -> None:
    """A doubtful, an internal and a secret letter pass no rule when letters are published together."""
    texts = [
        letter_text.replace("ว 15", "ว ๒พค"),
        letter_text.replace("ว 15", "ว 17").replace("ที่ มท", "ลับ\nที่ มท"),
    ]
    outcomes = import_received([one for text in texts for one in again_as(text)], None, dry_run=False)
    assert [one.action for one in outcomes] == ["held", "held"]
    for page in CircularPage.objects.all():
        assert publishable([page]) == []
        with pytest.raises(Held):
            publish_first([page], None)
        with pytest.raises(Held):
            page.latest_revision.publish()
    assert not CircularPage.objects.live().exists()
