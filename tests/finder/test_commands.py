"""find, explain, evaluate and index, as scripts call them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from wagtail.models import PageViewRestriction

from finder import answering, delivery
from finder.engine import engine
from home.models import PlainPage
from organisations.models import Organisation

pytestmark = pytest.mark.django_db

Publish = Callable[..., PlainPage]
Capture = pytest.CaptureFixture[str]


def test_find_prints_the_contracts_json(publish: Publish, capsys: Capture) -> None:
    publish("ค่าธรรมเนียมใบขับขี่", "licence")
    delivery.deliver()
    call_command("find", "ใบขับขี่", "--json")

    answer = json.loads(capsys.readouterr().out)
    assert list(answer) == ["query", "total", "results"]
    assert answer["total"] == 1
    assert list(answer["results"][0]) == [
        "type",
        "title",
        "url",
        "number",
        "date",
        "organisation",
        "snippet",
        "score",
    ]
    assert answer["results"][0] | {"snippet": "", "score": 0} == {
        "type": "page",
        "title": "ค่าธรรมเนียมใบขับขี่",
        "url": "/licence/",
        "number": None,
        "date": None,
        "organisation": "",
        "snippet": "",
        "score": 0,
    }


def test_find_shows_what_that_person_sees(publish: Publish, capsys: Capture) -> None:
    page = publish("ใบขับขี่", "licence")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    User.objects.create_user("somebody")
    delivery.deliver()

    call_command("find", "ใบขับขี่", "--json")
    assert json.loads(capsys.readouterr().out)["total"] == 0
    call_command("find", "ใบขับขี่", "--json", "--as", "somebody")
    assert json.loads(capsys.readouterr().out)["total"] == 1


def test_find_keeps_to_a_type_and_a_number(publish: Publish, capsys: Capture) -> None:
    publish("กระทรวงคมนาคมคืออะไร", "what")
    Organisation.objects.create(code="mot", kind="ministry", name_th="กระทรวงคมนาคม")
    delivery.deliver()

    call_command("find", "กระทรวงคมนาคม", "--json", "--type", "organisation")
    assert [row["url"] for row in json.loads(capsys.readouterr().out)["results"]] == ["/organisations/mot/"]
    call_command("find", "กระทรวงคมนาคม", "--json", "--limit", "1")
    answer = json.loads(capsys.readouterr().out)
    assert (answer["total"], len(answer["results"])) == (2, 1)


def test_an_unknown_user_ends_with_status_two(home: object) -> None:
    with pytest.raises(CommandError, match="nobody") as refused:
        call_command("find", "x", "--as", "nobody")
    assert refused.value.returncode == 2


@pytest.mark.parametrize("text", ["", "\udc80", "\x00", "ก" * 10_000])
def test_find_answers_whatever_a_shell_passes(publish: Publish, capsys: Capture, text: str) -> None:
    publish("ใบขับขี่", "licence")
    delivery.deliver()
    call_command("find", text, "--json")

    assert json.loads(capsys.readouterr().out)["total"] == 0


def test_find_is_the_function_of_the_search_page(
    publish: Publish, capsys: Capture, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish("ใบขับขี่", "licence")
    delivery.deliver()
    asked: list[str] = []
    original = answering.service.answer

    def noted(engine: Any, text: str, **kwargs: Any) -> Any:
        asked.append(text)
        return original(engine, text, **kwargs)

    monkeypatch.setattr(answering.service, "answer", noted)
    call_command("find", "ใบขับขี่")
    client.get("/search/", {"q": "ใบขับขี่"})
    client.get("/api/search", {"q": "ใบขับขี่"})
    assert asked == ["ใบขับขี่"] * 3


def test_explain_says_words_expansions_and_scores(publish: Publish, capsys: Capture) -> None:
    publish("ค่าธรรมเนียมใบขับขี่", "licence")
    delivery.deliver()
    call_command("explain", "ค่าธรรมเนียมใบขับขี่ ๒๔ ธ.ค. ๔๗")

    shown = capsys.readouterr().out
    assert "ตัดคำ" in shown
    assert "ค่าธรรมเนียมใบขับขี่  (page-" in shown
    assert "=" in shown.splitlines()[-1]


def test_evaluate_says_that_it_measured_the_site_itself(publish: Publish, capsys: Capture) -> None:
    publish("ค่าธรรมเนียมใบขับขี่", "licence")
    delivery.deliver()
    call_command("evaluate")

    shown = capsys.readouterr().out
    assert "ไม่ได้ระบุ --kit" in shown
    assert "nDCG@10" in shown
    assert "all queries" in shown


def test_check_finds_and_repairs_every_kind_of_difference(publish: Publish, capsys: Capture) -> None:
    lost, stale, surplus = publish("หาย", "lost"), publish("เก่า", "stale"), publish("เกิน", "surplus")
    delivery.deliver()
    engine().delete([f"page-{lost.pk}"])
    PlainPage.objects.filter(pk=stale.pk).update(title="ใหม่", introduction="ไม่ผ่านสัญญาณ")
    PlainPage.objects.filter(pk=surplus.pk).update(live=False)

    with pytest.raises(SystemExit) as ended:
        call_command("index", "check")
    assert ended.value.code == 1
    shown = capsys.readouterr().out
    assert f"ไม่มีในดัชนี\tpage-{lost.pk}" in shown
    assert f"ในดัชนีไม่ตรงกับเนื้อหา\tpage-{stale.pk}" in shown
    assert f"มีในดัชนีแต่ไม่ควรมี\tpage-{surplus.pk}" in shown

    call_command("index", "check", "--repair")
    capsys.readouterr()
    call_command("index", "check")
    assert "ตรงกัน" in capsys.readouterr().out


def test_rebuild_serves_and_loses_no_event_meanwhile(
    publish: Publish, found: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    from finder import building, rebuilding

    page, gone = publish("ใบขับขี่", "licence"), publish("เลิกใช้แล้ว", "gone")
    delivery.deliver()
    original = building.all_documents

    def with_events(failed: list[str]) -> Any:
        yield from original(failed)
        assert found("ใบขับขี่") == ["/licence/"]
        publish("หนังสือเดินทาง", "passport")
        gone.unpublish()
        page.title = "ใบอนุญาตขับรถ"
        page.save_revision().publish()
        delivery.deliver()

    monkeypatch.setattr(rebuilding.building, "all_documents", with_events)
    call_command("index", "rebuild")
    monkeypatch.undo()

    assert found("หนังสือเดินทาง") == ["/passport/"]
    assert found("เลิกใช้แล้ว") == []
    assert found("ใบอนุญาตขับรถ") == ["/licence/"]
    call_command("index", "check")
    assert "ตรงกัน" in capsys.readouterr().out


@pytest.mark.parametrize("damage", ["missing", "truncated", "unreadable"])
def test_a_damaged_index_leaves_the_site_up_and_is_rebuilt(
    publish: Publish,
    found: Callable[..., list[str]],
    client: Any,
    index_directory: Path,
    damage: str,
) -> None:
    from finder import state, worker
    from finder.engine import _open

    publish("ใบขับขี่", "licence")
    assert found("ใบขับขี่") == ["/licence/"]
    if damage == "missing":
        shutil.rmtree(index_directory)
    for path in index_directory.rglob("*"):
        if path.is_file() and damage == "truncated" and path.name != "CURRENT":
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        elif path.name == "MANIFEST":
            path.write_text("{}")
    _open.cache_clear()

    assert state.of_index() in state.NEEDS_REBUILD
    response = client.get("/search/", {"q": "ใบขับขี่"})
    assert response.status_code == 503
    assert "ระบบค้นหายังไม่พร้อมในขณะนี้" in response.content.decode()
    health = client.get("/health/")
    assert (health.status_code, health.json()["status"]) == (200, "degraded")
    publish("หนังสือเดินทาง", "passport")

    worker.mend_index()
    assert found("ใบขับขี่") == ["/licence/"]
    assert found("หนังสือเดินทาง") == ["/passport/"]
