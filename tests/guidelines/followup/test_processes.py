"""What several processes, and a killed one, do to a round and its report."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from guidelines.followup.closing import close_round
from guidelines.followup.models import ReportingRound, RoundMember
from guidelines.followup.paper import make
from guidelines.followup.reporting import save_report

from .conftest import FIGURES

ROOT = Path(__file__).resolve().parents[3]
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    return folder


def settle(data: Path) -> None:
    """Write what the test has made to a database that other processes open."""
    (data / "ruam.sqlite3").write_bytes(connection.connection.serialize())


def start(data: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "RUAM_DATA": str(data),
        "DATABASE_URL": f"sqlite:///{data / 'ruam.sqlite3'}",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
    }
    command = [sys.executable, str(Path(__file__).with_name("processes.py")), *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def rows(data: Path, sql: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(data / "ruam.sqlite3", timeout=30) as database:
        return database.execute(sql).fetchall()


@pytest.mark.parametrize("point", ["begun", "written"])
def test_a_killed_workers_report_is_finished_and_nothing_half_written_is_handed_out(
    point: str, data: Path, found: ReportingRound, member: RoundMember, editor: Any, monitor: Any
) -> None:
    save_report(member, editor, FIGURES, "เจ้าหน้าที่ไม่พอ", seen=0, submit=True)
    closed = close_round(found, monitor)
    settle(data)
    assert start(data, "work", point).wait(timeout=180) == -9
    files = rows(data, "SELECT kind, file, made_at FROM followup_reportfile ORDER BY id")
    assert [(file, made) for _kind, file, made in files] == [("", None)] * 4
    rows(data, "UPDATE followup_reportfile SET leased_until = '2000-01-01 00:00:00'")
    assert start(data, "work", "never").wait(timeout=180) == 0
    made = rows(data, "SELECT kind, file, sha256, made_at FROM followup_reportfile ORDER BY id")
    assert len(made) == 4
    for kind, file, sha256, made_at in made:
        content = (data / "private" / file).read_bytes()
        assert made_at is not None
        assert hashlib.sha256(content).hexdigest() == sha256
        assert content == make(kind, closed.figures or {}), "another process gives the same bytes"


def test_of_two_who_close_at_once_one_wins_and_the_other_is_told(
    data: Path, found: ReportingRound, monitor: Any
) -> None:
    settle(data)
    go = data / "go"
    both = [start(data, "close", str(found.pk), str(go)) for _ in range(2)]
    for each in both:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    go.touch()
    said = sorted(each.communicate(timeout=180)[0].strip() for each in both)
    assert said[0].startswith("closed ")
    assert said[1] == "refused รอบนี้มีผู้ปิดไปแล้ว ข้อมูลที่ปิดไว้ครั้งแรกคงเดิม"
    ((digest, files),) = rows(
        data, "SELECT digest, (SELECT count(*) FROM followup_reportfile) FROM followup_reportinground"
    )
    assert said[0] == f"closed {digest}"
    assert files == 4
