"""Entries are the same whoever makes them, and a helper that dies costs nothing but time."""

import datetime
import os
import signal

import pytest

from search.document import Document, Passage
from search.engines import entries as module
from search.engines.entries import entries
from search.schema import values


@pytest.fixture(autouse=True)
def helpers_from_the_start(monkeypatch):
    monkeypatch.setattr(module, "FEW", 2)
    monkeypatch.setattr(module, "BATCH", 3)
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 1})


def documents(count):
    for n in range(count):
        yield Document(
            key=f"letter-{n}",
            type="circular",
            title=f"หนังสือฉบับที่ {n}\ud800",
            url=f"/{n}/",
            body=(Passage(f"ตามหนังสือ นร 0505/ว {n} ลงวันที่ {n % 28 + 1} ม.ค. 2566 ให้มอบอำนาจ " * 40),),
            number=f"นร 0505/ว {n}",
            date=datetime.date(2023, 1, n % 28 + 1),
        )


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 6, 24])
def test_helpers_make_what_this_process_would(count):
    expected = [(document, values(document)) for document in documents(count)]
    assert list(entries(documents(count))) == expected


def test_a_helper_that_is_killed_loses_no_document(monkeypatch):
    give = module._Helper.give
    given = []

    def kill_the_first(helper, batch):
        given.append(helper)
        if len(given) == 2:
            os.kill(given[0]._process.pid, signal.SIGKILL)
            given[0]._process.wait()
        give(helper, batch)

    monkeypatch.setattr(module._Helper, "give", kill_the_first)
    assert [document.key for document, _ in entries(documents(24))] == [d.key for d in documents(24)]
    assert len(given) > 3


def test_no_helper_outlives_a_build_that_breaks_off(monkeypatch):
    started = []
    begin = module._Helper.__init__

    def noted(helper):
        begin(helper)
        started.append(helper._process)

    monkeypatch.setattr(module._Helper, "__init__", noted)
    making = entries(documents(24))
    for _ in range(5):
        next(making)
    making.close()
    assert [process.poll() for process in started] == [-signal.SIGKILL] * 2
