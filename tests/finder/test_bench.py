"""`manage.py bench`: the rows that `make bench` promises, and no trace left."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from finder import delivery
from home.models import PlainPage

pytestmark = pytest.mark.django_db


def test_bench_measures_pages_search_indexing_and_import(
    publish: Callable[..., PlainPage], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from finder.bench import pages

    publish("ค่าธรรมเนียมใบขับขี่", "licence")
    delivery.deliver()
    everything = set(pages.addresses(["ใบขับขี่"]))
    monkeypatch.setattr(
        pages, "addresses", lambda queries: [a for a in sorted(everything) if a[1].startswith("/search")]
    )
    before = Page.objects.count()
    call_command("bench", "--requests", "1", "--letters", "2")

    shown = capsys.readouterr().out
    assert {path for _, path in everything} >= {"/"}
    assert "ไม่ได้ระบุ --kit" in shown
    assert re.search(r"^ +\d+ +\d+\.\d\d +\d+ +\d+\.\d\d +\d+  .*/search/$", shown, re.M)
    assert re.search(r"นำเข้าหนังสือ.*\d+\.\d ฉบับ/วินาที", shown)
    assert Page.objects.count() == before


def test_a_folder_that_is_no_kit_is_refused(home: object, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="ไม่ใช่ชุดทดสอบ"):
        call_command("bench", "--kit", str(tmp_path))
