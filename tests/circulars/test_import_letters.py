"""The command: what it prints, what it stores, what it refuses."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from circulars import importing
from circulars.importing import import_uploads
from circulars.models import CircularIndexPage, CircularPage, Original
from organisations.models import Organisation
from search.thai.normalise import normalise
from tests.circulars.letters.test_parse import PLAIN

pytestmark = pytest.mark.django_db


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[list[dict[str, Any]], int]:
    """Lines and exit status of `import_letters --json`."""
    status = 0
    try:
        call_command("import_letters", "--json", *args)
    except SystemExit as error:
        status = int(error.code or 0)
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()], status


def comparable(value: Any) -> Any:
    if isinstance(value, str):
        return re.sub(r"\s", "", normalise(value))
    if isinstance(value, list):
        return [comparable(item) for item in value]
    if isinstance(value, dict):
        return {key: comparable(item) for key, item in value.items()}
    return value


def doubts(flags: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {
        (flag["code"], re.sub(r"\[\d+\]", "", flag["field"])) for flag in flags if flag["severity"] != "info"
    }


@pytest.mark.parametrize("dry", [("--dry-run",), ()], ids=["dry", "stored"])
@pytest.mark.parametrize("order", [1, -1], ids=["forward", "backward"])
def test_every_sample_prints_its_expected_record(
    capsys: pytest.CaptureFixture[str],
    registry: CircularIndexPage,
    samples: list[str],
    dry: tuple[str, ...],
    order: int,
) -> None:
    lines, status = run(capsys, *dry, *samples[::order])
    assert status == 0
    assert len(lines) == len(samples)
    for line in lines:
        expected = json.loads(Path(line["file"]).with_suffix(".json").read_text(encoding="utf-8"))
        for key in line:
            if key in expected and key != "flags":
                assert comparable(line[key]) == comparable(expected[key]), (line["file"], key)
        assert doubts(line["flags"]) == doubts(expected["flags"])
        held = not expected["publishable"] or any(flag["severity"] == "error" for flag in expected["flags"])
        assert line["action"] == ("held" if held else "created")
        assert (line["url"] is None) == held
    assert CircularPage.objects.count() == (0 if dry else len(samples))
    assert Original.objects.count() == (0 if dry else len(samples))


def test_importing_again_changes_nothing(
    capsys: pytest.CaptureFixture[str], registry: CircularIndexPage, samples: list[str]
) -> None:
    run(capsys, *samples)
    before = list(CircularPage.objects.order_by("pk").values_list("pk", "latest_revision", "live", "flags"))
    lines, status = run(capsys, *samples)
    assert {line["action"] for line in lines} == {"unchanged"}
    assert status == 0
    assert (
        list(CircularPage.objects.order_by("pk").values_list("pk", "latest_revision", "live", "flags"))
        == before
    )


def test_bad_input_is_refused_by_name_and_the_rest_imported(
    capsys: pytest.CaptureFixture[str], registry: CircularIndexPage, tmp_path: Path, letter_text: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "big.txt").write_bytes(b"a" * (50 * 1024 * 1024))
    (tmp_path / "none.txt").write_text("ไม่มีหนังสือ", encoding="utf-8")
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7 ...")
    (tmp_path / "noise.txt").write_bytes(bytes(range(128, 256)) * 20)
    (tmp_path / "good.txt").write_text(letter_text, encoding="utf-8")
    names = ["empty.txt", "big.txt", "none.txt", "scan.pdf", "noise.txt", "folder", "missing.txt", "good.txt"]
    lines, status = run(capsys, *(str(tmp_path / name) for name in names))
    assert status == 1
    codes = [line["error"]["code"] if line["error"] else None for line in lines]
    assert codes == [
        "EMPTY",
        "TOO_LARGE",
        "NO_LETTER",
        "NOT_TEXT",
        "UNKNOWN_ENCODING",
        "IS_DIRECTORY",
        "NOT_FOUND",
        None,
    ]
    for line in lines[:-1]:
        assert line["file"] in line["error"]["message"]
        assert (line["action"], line["url"], line["number"], line["flags"]) == ("refused", None, None, [])
        assert line.keys() == lines[-1].keys()
    assert [page.number for page in CircularPage.objects.all()] == ["มท 0201/ว 15"]


def test_nothing_imported_is_status_two(
    capsys: pytest.CaptureFixture[str], registry: CircularIndexPage, tmp_path: Path
) -> None:
    _, status = run(capsys, str(tmp_path / "missing.txt"))
    assert status == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp874"])
def test_thai_encodings(
    capsys: pytest.CaptureFixture[str],
    registry: CircularIndexPage,
    tmp_path: Path,
    letter_text: str,
    encoding: str,
) -> None:
    (tmp_path / "a.txt").write_bytes(letter_text.encode(encoding))
    (line,), status = run(capsys, str(tmp_path / "a.txt"))
    assert status == 0
    assert line["subject"] == "การทดสอบระบบ"


def test_two_letters_in_one_file(
    capsys: pytest.CaptureFixture[str], registry: CircularIndexPage, tmp_path: Path, letter_text: str
) -> None:
    (tmp_path / "two.txt").write_text(
        letter_text + "\n" + letter_text.replace("ว 15", "ว 16"), encoding="utf-8"
    )
    lines, _ = run(capsys, str(tmp_path / "two.txt"))
    assert [line["number"]["canonical"] for line in lines] == ["มท 0201/ว 15", "มท 0201/ว 16"]
    assert Original.objects.count() == 1


@pytest.mark.parametrize("again", ["", "ลับ\n\n"], ids=["the same", "now secret"])
def test_one_letter_twice_in_a_long_import(
    registry: CircularIndexPage, monkeypatch: pytest.MonkeyPatch, again: str
) -> None:
    """The two are registered, and finished, in batches of their own."""
    monkeypatch.setattr(importing, "TOGETHER", 2)
    cites = "สิ่งที่ส่งมาด้วย สำเนาหนังสือกรมสมมติ ที่ มท 0309/11980 ลงวันที่ 4 มกราคม 2567\n\nด้วยมี"
    letter = PLAIN.replace("ด้วยมี", cites)
    others = [PLAIN.replace("ว 15", f"ว {number}") for number in (21, 22, 23)]
    texts = [letter, *others, f"{again}{letter}"]
    outcomes = import_uploads([(f"{at}.txt", text.encode()) for at, text in enumerate(texts)], None)
    page = CircularPage.objects.get(running=15)
    assert page.citations.count() == 1
    assert (page.live, page.is_secret) == (not again, bool(again))
    assert outcomes[-1].action == ("held" if again else "unchanged")
    assert {outcomes[0].url, outcomes[-1].url} == {None if again else page.get_url()}


@pytest.mark.parametrize("together", [True, False], ids=["one file", "two files"])
@pytest.mark.parametrize("order", [1, -1], ids=["forward", "backward"])
def test_the_copy_sent_along_in_one_file_is_the_letter_it_is_called(
    registry: CircularIndexPage, together: bool, order: int
) -> None:
    """A digit of number and day misread: the copy in the same file is meant; elsewhere it may be another."""
    cites = "สิ่งที่ส่งมาด้วย สำเนาหนังสือกรมสมมติ ที่ มท 0309/11980 ลงวันที่ 4 มกราคม 2567\n\nด้วยมี"
    covering = PLAIN.replace("ด้วยมี", cites)
    copy = (
        PLAIN.replace("มท 0201/ว 15", "มท 0309/11989")
        .replace("9 มกราคม", "5 มกราคม")
        .replace("ทดสอบระบบ", "อื่น")
    )
    texts = [f"{covering}\n{copy}"] if together else [covering, copy][::order]
    outcomes = import_uploads([(f"{at}.txt", text.encode()) for at, text in enumerate(texts)], None)
    (citing,) = (one.letter for one in outcomes if one.letter and one.letter.enclosures)
    cited = citing.enclosures[0].cites_letter
    assert cited is not None
    raised = {flag.code for flag in citing.flags if flag.severity == "error"}
    if together:
        assert (cited.target, cited.mismatches) == ("มท 0309/11989", ("running 11980≠11989", "day 4≠5"))
        assert raised == {"CROSSREF_NUMBER_MISMATCH", "CROSSREF_DATE_MISMATCH"}
    else:
        assert (cited.match, raised) == ("not_in_registry", set())


def test_the_same_letter_twice_and_the_same_number_for_another(
    capsys: pytest.CaptureFixture[str], registry: CircularIndexPage, tmp_path: Path, letter_text: str
) -> None:
    texts = [
        letter_text,
        letter_text,
        letter_text.replace("การทดสอบระบบ", "เรื่องอื่น"),
        letter_text.replace("2567", "2568"),
    ]
    for at, text in enumerate(texts):
        (tmp_path / f"{at}.txt").write_text(text, encoding="utf-8")
    lines, status = run(capsys, *(str(tmp_path / f"{at}.txt") for at in range(len(texts))))
    assert [line["action"] for line in lines] == ["created", "unchanged", "refused", "created"]
    assert lines[2]["error"]["code"] == "DUPLICATE_NUMBER"
    assert status == 1
    assert [line["url"] for line in lines] == [
        "/circulars/mt-0201-w15-2567/",
        "/circulars/mt-0201-w15-2567/",
        None,
        "/circulars/mt-0201-w15-2568/",
    ]


def test_markup_in_a_letter_is_shown_as_words(
    capsys: pytest.CaptureFixture[str],
    registry: CircularIndexPage,
    tmp_path: Path,
    letter_text: str,
    client: Client,
) -> None:
    evil = letter_text.replace("การทดสอบระบบ", "<script>alert(1)</script> ทดสอบ").replace(
        "ด้วยมี", "ด้วย <img src=x onerror=y> มี"
    )
    (tmp_path / "a.txt").write_text(evil, encoding="utf-8")
    (line,), _ = run(capsys, str(tmp_path / "a.txt"))
    html = client.get(line["url"]).content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_a_letter_without_date_or_number_is_held(
    capsys: pytest.CaptureFixture[str], registry: CircularIndexPage, tmp_path: Path, letter_text: str
) -> None:
    text = letter_text.replace("9 มกราคม 2567", "").replace("ที่ มท 0201/ว 15", "")
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (line,), status = run(capsys, str(tmp_path / "a.txt"))
    assert (line["action"], line["url"], status) == ("held", None, 0)
    assert CircularPage.objects.get().slug == "acc-1"


def test_a_municipality_with_the_prefix_of_its_province_is_not_the_province(
    registry: CircularIndexPage, letter_text: str
) -> None:
    province = Organisation.objects.create(
        code="udon", kind="province", name_th="จังหวัดอุดรธานี", letter_prefix="อด"
    )
    for number, issuer in (("อด ๕๒๐๐๒/ว ๑๘", None), ("อด ๐๐๑๗.๒/ว ๑๘", province)):
        text = letter_text.replace("มท 0201/ว 15", number).replace(
            "สำนักงานปลัดกระทรวงมหาดไทย", "สำนักงานของผู้ส่ง"
        )
        (outcome,) = import_uploads([("a.txt", text.encode())], None)
        assert outcome.page is not None
        assert outcome.page.issuer == issuer
