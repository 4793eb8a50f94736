"""`manage.py bench`: the rows that `make bench` promises, from every app that has some; no trace left."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from wagtail.models import Page

from core import benching
from finder import delivery
from finder.bench import growth, pages, plotting, searching
from home.models import PlainPage
from search import Document, Engine, Passage

pytestmark = pytest.mark.django_db


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests through the WSGI handler leave the test's connection open, as Django's test client does."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


def test_bench_measures_pages_search_indexing_and_import(
    one_connection: None,
    publish: Callable[..., PlainPage],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish("ค่าธรรมเนียมใบขับขี่", "licence")
    delivery.deliver()
    everything = set(pages.addresses(["ใบขับขี่"]))
    monkeypatch.setattr(
        pages, "addresses", lambda queries: [a for a in sorted(everything) if a[1].startswith("/search")]
    )
    before = Page.objects.count()
    call_command("bench", "--requests", "1", "--letters", "2", "--only", "pages", "--only", "search")
    call_command("bench", "--letters", "2", "--only", "letters")

    shown = capsys.readouterr().out
    assert {path for _, path in everything} >= {"/"}
    assert "ไม่ได้ระบุ --kit" in shown
    assert re.search(r"^ +\d+ +\d+\.\d\d +\d+(?: +\d+\.\d\d){3} +\d+  .*/search/$", shown, re.M)
    for row in ("สร้างดัชนี", "ค้นหา", "คำแนะนำ"):
        assert re.search(rf"^[ \d.]+  Tantivy: {row} เว็บไซต์นี้$", shown, re.M)
    assert re.search(r"^ +2 +\d+\.\d\d +\d+\.\d\d  ฉบับต่อวินาที$", shown, re.M)
    assert Page.objects.count() == before


def test_any_app_registers_rows_and_a_row_that_cannot_be_measured_is_an_error(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(benching, "_TABLES", dict(benching._TABLES))

    @benching.speed("mine", "ของฉัน")
    def mine(options: benching.Options) -> Iterator[benching.Row]:
        yield benching.Row("เร็ว", {"ms": 1.5})
        yield benching.Row("พัง", failed="503")

    call_command("bench", "--list")
    assert re.search(r"^mine +ของฉัน$", capsys.readouterr().out, re.M)
    with pytest.raises(CommandError, match=r"พัง \(503\)"):
        call_command("bench", "--only", "mine")
    assert re.search(r"^ +1\.50  เร็ว$", capsys.readouterr().out, re.M)
    with pytest.raises(CommandError, match="ไม่มีตารางชื่อ yours"):
        call_command("bench", "--only", "yours")

    def elsewhere(options: benching.Options) -> list[benching.Row]:
        return []

    elsewhere.__module__ = "services.bench"
    with pytest.raises(ValueError, match="mine"):
        benching.speed("mine", "ของคนอื่น")(elsewhere)


def test_a_folder_that_is_no_kit_is_refused(home: object, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="ไม่ใช่ชุดทดสอบ"):
        call_command("bench", "--kit", str(tmp_path))


def test_recombined_documents_are_new_ones_of_the_same_words() -> None:
    """Growth is measured on keys that differ, and on text that all comes from the given documents."""
    given = [
        Document(f"d{n}", "page", f"หัวข้อ ที่ {n}", "/", (Passage(f"ข้อความแรก {n} ข้อความหลัง {n}"),))
        for n in range(5)
    ]
    made = list(growth.recombined(given, 40))

    assert made[:5] == given
    assert len({document.key for document in made}) == 40
    words = {word for document in given for word in f"{document.title} {document.body[0].text}".split()}
    for document in made[5:]:
        assert set(" ".join((document.title, *(p.text for p in document.body))).split()) <= words
    assert made == list(growth.recombined(given, 40))


def test_a_size_of_growth_tells_index_memory_and_answers() -> None:
    given = [Document(f"d{n}", "page", f"หัวข้อ {n}", "/", (Passage("ใบขับขี่ ต่ออายุ"),)) for n in range(3)]
    row = growth.at_size(searching.Corpus("ชุดเล็ก", given, ["ใบขับขี่"]), 12)

    assert row.name == "Tantivy: ชุดเล็ก"
    assert (row.figures["docs"], row.figures["queries"]) == (12, 1)
    assert min(float(row.figures[name]) for name in ("x text", "RSS MB", "p95 ms", "p95 CPU")) > 0


def test_a_cluster_is_measured_beside_what_it_says_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    class Cluster:
        took = 0

    def answer(engine: Cluster, text: str) -> None:
        engine.took += len(text)

    monkeypatch.setattr(searching, "answer", answer)
    figures = searching.answering(cast("Engine", Cluster()), ["ก" * 10] * 20)

    assert (figures["p50 took"], figures["p95 took"], figures["bound"]) == (10, 10, 30)


def test_the_picture_of_growth_is_svg_with_every_size() -> None:
    tree = ElementTree.fromstring(plotting.lines([(10_000, 5.0, 12.0), (100_000, 9.0, 31.5)]))
    texts = ["".join(node.itertext()) for node in tree.iter() if node.tag.endswith("text")]

    assert {"10,000", "100,000", "p50 9.0", "p95 31.5"} <= set(texts)


def test_processor_time_leaves_out_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(benching, "_clock", benching._clock)
    pause = threading.Event()
    assert all(each >= 20 for each in benching.timed(lambda: pause.wait(0.02), 3))
    benching.count_processor_time()
    assert all(each < 20 for each in benching.timed(lambda: pause.wait(0.02), 3))
