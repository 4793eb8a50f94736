"""The report: totals are sums, the same figures give the same bytes, a killed worker's work is taken up."""

from __future__ import annotations

import datetime
import io
import subprocess
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from guidelines.followup import making
from guidelines.followup.closing import close_round
from guidelines.followup.figures import results, tables
from guidelines.followup.models import ReportFile, ReportingRound, RoundMember
from guidelines.followup.paper import data_sheet, make
from guidelines.followup.reporting import save_report
from guidelines.models.adaptation import Choice
from guidelines.tracking import State

from .conftest import FIGURES

SECTIONS = [
    {"id": f"MG-0{n}", "heading": f"หมวด {n}", "grounded_on": on}
    for n, on in enumerate((["R1"], ["R1", "R4"], []), 1)
]
FIGURE = st.integers(0, 500).flatmap(
    lambda base: st.tuples(st.integers(0, base).map(str), st.just(str(base)))
)
BODY = st.fixed_dictionaries(
    {
        "code": st.just("x"),
        "name": st.sampled_from(["กระทรวงหนึ่ง", "=HYPERLINK(1)", "กรม #set *สอง*"]),
        "group": st.sampled_from(["ก", "ข", "ค"]),
        "state": st.sampled_from(State.values),
        "published": st.booleans(),
        "edition": st.none() | st.integers(1, 9),
        "adaptation_late": st.booleans(),
        "choices": st.dictionaries(
            st.sampled_from(["MG-01", "MG-02", "MG-03", "MG-99"]),
            st.sampled_from([choice for choice in Choice.values if choice != Choice.ADDED]),
        ),
        "submitted": st.none() | st.just("2024-05-01"),
        "report_late": st.booleans(),
        "obstacles": st.sampled_from(["", "ขาดคน"]),
        "indicators": st.dictionaries(st.just("done"), FIGURE.map(list)),
    }
)
FIGURES_OF_A_ROUND = st.lists(BODY, max_size=12).map(
    lambda bodies: {
        "format": 1,
        "guideline": "แนวทางตัวอย่าง",
        "edition": 1,
        "issuer": "สำนักงานตัวอย่าง",
        "round": 1,
        "period": ["2024-01-01", "2024-06-30"],
        "due": "2024-07-15",
        "collected_at": "2024-07-20T02:00:00+00:00",
        "sections": SECTIONS,
        "recommendations": [{"code": "R1", "text": "ลดภาระ"}],
        "letters": [],
        "indicators": [{"key": "done", "label": "ร้อยละที่เสร็จ", "unit": "percent"}],
        "organisations": bodies,
    }
)


@given(FIGURES_OF_A_ROUND)
@settings(max_examples=150, deadline=None)
def test_every_total_is_the_sum_of_its_parts(figures: dict[str, Any]) -> None:
    bodies = figures["organisations"]
    by_key = {table.key: table for table in tables(figures)}
    for table in by_key.values():
        for column in table.counts:
            assert table.total[column] == sum(row[column] for row in table.rows)
    assert by_key["states"].total[1] == len(bodies) == by_key["groups"].total[1]
    for row in (*by_key["groups"].rows, by_key["groups"].total):
        assert row[3] + row[5] == row[1]
    for key, first in (("sections", 1), ("recommendations", 2)):
        for row in (*by_key[key].rows, by_key[key].total):
            assert sum(row[first:-1]) == row[-1]
    assert by_key["sections"].total[1:] == by_key["recommendations"].total[2:]
    (done,) = results(figures)
    given = [each["indicators"]["done"] for each in bodies if each["indicators"]]
    assert done.reported == len(given)
    assert done.amount == sum(Decimal(pair[0]) for pair in given)
    assert done.value is None or 0 <= done.value <= 100


@given(FIGURES_OF_A_ROUND)
@settings(max_examples=15, deadline=None)
def test_the_same_figures_give_the_same_data(figures: dict[str, Any]) -> None:
    for kind in (ReportFile.Kind.CSV, ReportFile.Kind.XLSX):
        assert make(kind, figures) == make(kind, figures)
    assert len(data_sheet(figures).rows) == len(figures["organisations"])


@pytest.fixture
def closed(found: ReportingRound, member: RoundMember, editor: Any, monitor: Any) -> ReportingRound:
    save_report(member, editor, FIGURES, "เจ้าหน้าที่ไม่พอ", seen=0, submit=True)
    return close_round(found, monitor)


def test_the_worker_makes_every_file_of_the_report(closed: ReportingRound) -> None:
    making.make_all()
    files = {each.kind: each.content() for each in closed.files.all()}
    text = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=files["pdf"], capture_output=True, check=True
    ).stdout.decode()
    for part in (
        "เรื่อง",
        "เรียน",
        "เลขาธิการคณะรัฐมนตรี",
        "ขอแสดงความนับถือ",
        "กระทรวงคมนาคม",
        "เจ้าหน้าที่ไม่พอ",
        "๒๕๖",
    ):
        assert part in text
    assert not set("0123456789") & set(text.replace("MG-0", "")) - set("1234")
    headings = [
        p.text
        for p in Document(io.BytesIO(files["docx"])).paragraphs
        if p.style and "Heading" in (p.style.name or "")
    ]
    assert "๑. สรุปผล" in headings
    assert "กระทรวงคมนาคม" in files["csv"].decode("utf-8-sig")
    book = load_workbook(io.BytesIO(files["xlsx"]))
    assert book.worksheets[0]["A1"].value == "สถานะ"
    assert files["xlsx"] == make("xlsx", closed.figures or {})


def test_what_a_killed_worker_left_is_taken_up(
    closed: ReportingRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(kind: str, figures: Any, progress: Any) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(making, "make", die)
        with pytest.raises(KeyboardInterrupt):
            making.make_next()
    first = closed.files.order_by("pk").first()
    assert first is not None
    assert first.made_at is None
    other = making.make_next()
    assert other is not None
    assert other.pk != first.pk, "while the lease holds, others are made"
    ReportFile.objects.filter(pk=first.pk).update(leased_until=timezone.now() - datetime.timedelta(seconds=1))
    again = making.make_next()
    assert again is not None
    assert (again.pk, again.made_at is not None) == (first.pk, True)


def test_a_monitor_sees_how_far_each_file_is_and_that_it_begins_anew_after_a_kill(
    closed: ReportingRound, monitor: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(monitor)
    screen = reverse("followup:round", args=[closed.pk])
    monkeypatch.setattr(making, "TOLD_EVERY", 0.0)
    seen: dict[str, list[int]] = {}

    def shown() -> str:
        return client.get(screen).content.decode()

    def watching(kind: str, figures: Any, progress: Any) -> bytes:
        def look(done: int, parts: int) -> None:
            progress(done, parts)
            file = closed.files.get(kind=kind)
            seen.setdefault(kind, []).append(file.percent)
            if len(seen[kind]) == 2:
                assert f"กำลังจัดทำ ร้อยละ {file.percent}" in shown()
                if kind == "docx":
                    raise KeyboardInterrupt

        return make(kind, figures, look)

    with monkeypatch.context() as patched:
        patched.setattr(making, "make", watching)
        with pytest.raises(KeyboardInterrupt):
            making.make_all()
    assert all(len(each) > 1 and each == sorted(each) and each[-1] <= 99 for each in seen.values()), seen
    killed = closed.files.get(kind="docx")
    assert killed.percent > 0
    assert "จัดทำแฟ้มรายงานแล้ว 2 จาก 4 แฟ้ม" in shown()

    ReportFile.objects.filter(pk=killed.pk).update(
        leased_until=timezone.now() - datetime.timedelta(seconds=1)
    )
    begun: list[int] = []

    def beginning(kind: str, figures: Any, progress: Any) -> bytes:
        begun.append(closed.files.get(kind=kind).percent)
        return make(kind, figures, progress)

    monkeypatch.setattr(making, "make", beginning)
    making.make_all()
    assert begun == [0, 0], "what was left half-made is begun anew"
    assert {each.percent for each in closed.files.all()} == {100}
    assert "data-making" not in shown()
    assert closed.files.get(kind="docx").content() == make("docx", closed.figures or {})


def test_a_file_that_cannot_be_made_does_not_keep_back_the_others(
    closed: ReportingRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(kind: str, figures: Any, progress: Any) -> bytes:
        if kind == ReportFile.Kind.CSV:
            raise ValueError("no")
        return b"made"

    monkeypatch.setattr(making, "make", fail)
    making.make_all()
    states = dict(closed.files.values_list("kind", "failures"))
    assert states == {"csv": ReportFile.ATTEMPTS, "xlsx": 0, "docx": 0, "pdf": 0}
    assert closed.files.filter(made_at=None).count() == 1


def test_totals_in_the_workbook_are_the_sums_of_its_rows(closed: ReportingRound) -> None:
    book = load_workbook(io.BytesIO(make("xlsx", closed.figures or {})))
    *counted, data = book.worksheets
    assert len(counted) == len(tables(closed.figures or {}))
    for sheet in counted:
        _head, *lines, total = [[cell.value for cell in row] for row in sheet.iter_rows()]
        for column in range(1, len(total)):
            assert total[column] == sum(line[column] for line in lines)
    assert data.max_row == 1 + len((closed.figures or {})["organisations"])


def test_a_lease_of_a_clock_that_was_set_back_holds_nobody_up(closed: ReportingRound) -> None:
    ReportFile.objects.filter(round=closed).update(leased_until=timezone.now() + datetime.timedelta(days=2))
    making.make_all()
    assert not closed.files.filter(made_at=None).exists()


def test_names_and_figures_are_not_parted_at_the_end_of_a_line() -> None:
    from core.papers.wrapping import finer, pieces

    assert "รอบที่" in pieces("ผลการดำเนินการ รอบที่ 2")
    name = "กระทรวงทรัพยากรธรรมชาติและสิ่งแวดล้อม"
    parts = finer(name, 24)
    assert "".join(parts) == name
    assert "สิ่งแวดล้อม" in parts
    assert finer("ฮฮฮ", 2) == ["ฮฮฮ"]
