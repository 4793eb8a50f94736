"""Doors past `save()` to what is locked: whole querysets, the base manager, fixtures. What Django does by
itself, deleting pages and people, goes on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from guidelines.deciding import SectionInput, save_section
from guidelines.models import AdaptationPage, EditionSection, GuidelineEdition, GuidelinePage, SectionDecision
from guidelines.models.edition import FrozenError
from guidelines.models.section import body_of
from guidelines.plain import stream_from_text
from guidelines.reviewing import approve, send_to_review

from .conftest import Publish

pytestmark = pytest.mark.django_db

OWN = "ถ้อยคำที่ห้ามเขียน"
Rows = list[dict[str, Any]]


def locked(page: AdaptationPage) -> SectionDecision:
    return SectionDecision.objects.get(page=page, section_id="MG-01")


@pytest.mark.parametrize("manager", ["objects", "_base_manager"])
def test_decisions_are_not_written_many_at_a_time(adaptation: AdaptationPage, manager: str) -> None:
    rows = getattr(SectionDecision, manager)
    row = locked(adaptation)
    row.choice, row.reason, row.body = "replaced", "เหตุผล", body_of(stream_from_text(OWN))
    doors: list[Callable[[], Any]] = [
        lambda: rows.filter(pk=row.pk).update(choice="replaced"),
        lambda: rows.filter(pk=row.pk).update(decided_by=None, reason="x"),
        lambda: rows.filter(pk=row.pk).update(edition=None),
        lambda: rows.bulk_update([row], ["choice", "body"]),
        lambda: rows.bulk_create([row], update_conflicts=True, unique_fields=["id"], update_fields=["body"]),
        lambda: rows.bulk_create([SectionDecision(page=adaptation, section_id="MG-99")]),
        lambda: rows.filter(pk=row.pk).delete(),
        lambda: adaptation.decisions.filter(section_id="MG-01").update(choice="replaced"),
    ]
    for door in doors:
        with pytest.raises(TypeError, match=r"changed through their adaptation.*save_section"):
            door()

    assert locked(adaptation).choice == "inherited"
    assert SectionDecision.objects.filter(page=adaptation).count() == 4


@pytest.mark.parametrize("manager", ["objects", "_base_manager"])
def test_a_frozen_section_is_not_unlocked(adaptation: AdaptationPage, manager: str) -> None:
    rows = getattr(EditionSection, manager)
    section = EditionSection.objects.get(section_id="MG-01")
    section.mode = "adaptable"
    doors: list[Callable[[], Any]] = [
        lambda: rows.filter(pk=section.pk).update(mode="adaptable"),
        lambda: rows.bulk_update([section], ["mode"]),
        lambda: rows.bulk_create(
            [section], update_conflicts=True, unique_fields=["id"], update_fields=["mode"]
        ),
        lambda: rows.filter(pk=section.pk).delete(),
        lambda: getattr(GuidelineEdition, manager).update(number=9),
    ]
    for door in doors:
        with pytest.raises(FrozenError):
            door()
    assert EditionSection.objects.get(pk=section.pk).is_locked


def test_people_and_pages_are_deleted_as_before(
    adaptation: AdaptationPage, editor: Any, reviewer: Any
) -> None:
    save_section(adaptation, "MG-02", SectionInput("inherited", values={"mission": "ขนส่ง"}), editor)
    send_to_review(AdaptationPage.objects.get(), editor)
    approve(AdaptationPage.objects.get(), reviewer)
    publisher = type(editor).objects.create_superuser("publisher")
    model = GuidelinePage.objects.get().get_latest_revision_as_object()
    section = next(each for each in model.sections.all() if each.section_id == "MG-04")
    section.mode, section.change, section.change_note = "locked", "major", "ปรับปรุง"
    model.sections.add(section)
    model.save_revision(user=publisher).publish(user=publisher)
    assert GuidelineEdition.objects.filter(published_by=publisher).exists()
    assert SectionDecision.objects.filter(decided_by=editor).exists()

    editor.delete()
    publisher.delete()
    assert not SectionDecision.objects.exclude(decided_by=None).exists()
    assert not GuidelineEdition.objects.exclude(published_by=None).exists()
    AdaptationPage.objects.get().delete()
    assert not SectionDecision.objects.exists()


@pytest.fixture
def dumped(adaptation: AdaptationPage, tmp_path: Path) -> Callable[[Callable[[Rows], None]], str]:
    """Write the guidelines of the site as a fixture, changed by a function; gives its path."""

    def write(change: Callable[[Rows], None]) -> str:
        path = tmp_path / "guidelines.json"
        call_command("dumpdata", "guidelines", output=str(path), verbosity=0)
        rows = json.loads(path.read_text())
        change(rows)
        path.write_text(json.dumps(rows))
        return str(path)

    return write


def of(rows: Rows, model: str, section: str) -> dict[str, Any]:
    fields: dict[str, Any] = next(
        row["fields"]
        for row in rows
        if row["model"] == f"guidelines.{model}" and row["fields"]["section_id"] == section
    )
    return fields


def reworded(section: str) -> Callable[[Rows], None]:
    def change(rows: Rows) -> None:
        words = json.dumps([{"type": "paragraph", "value": f"<p>{OWN}</p>", "id": "x"}])
        of(rows, "sectiondecision", section).update(choice="replaced", reason="เหตุผล", body=words)

    return change


def test_a_fixture_of_what_is_there_is_loaded(
    adaptation: AdaptationPage, editor: Any, publish: Publish, dumped: Any
) -> None:
    given = SectionInput("adapted", "เหตุผล", body=stream_from_text("ตั้งในศาลากลาง"))
    save_section(adaptation, "MG-04", given, editor)
    publish(MG_04={"mode": "locked"})
    path = dumped(lambda rows: None)

    call_command("loaddata", path, verbosity=0)

    assert SectionDecision.objects.count() == 4


@pytest.mark.parametrize("section", ["MG-01", "MG-04"])
def test_a_fixture_does_not_reword_what_its_edition_or_a_newer_one_locks(
    adaptation: AdaptationPage, publish: Publish, dumped: Any, section: str
) -> None:
    publish(MG_04={"mode": "locked"})
    path = dumped(reworded(section))

    with pytest.raises(ValidationError, match="ห้ามแก้ไขถ้อยคำ"):
        call_command("loaddata", path, verbosity=0)

    assert not SectionDecision.objects.exclude(choice="inherited").exists()


def test_a_fixture_neither_unlocks_a_section_nor_comes_in_the_other_order(
    adaptation: AdaptationPage, dumped: Any
) -> None:
    path = dumped(lambda rows: of(rows, "editionsection", "MG-01").update(mode="adaptable"))
    with pytest.raises(FrozenError):
        call_command("loaddata", path, verbosity=0)

    def decision_first(rows: Rows) -> None:
        reworded("MG-04")(rows)
        of(rows, "sectiondecision", "MG-04")["edition"] = 9999
        section = of(rows, "editionsection", "MG-04")
        edition = next(row for row in rows if row["model"] == "guidelines.guidelineedition")
        rows.append({**edition, "pk": 9999, "fields": {**edition["fields"], "number": 9}})
        fields = {**section, "edition": 9999, "mode": "locked"}
        rows.append({"model": "guidelines.editionsection", "pk": 9999, "fields": fields})

    with pytest.raises(ValidationError, match="MG-04: หมวดนี้ห้ามแก้ไขถ้อยคำ"):
        call_command("loaddata", dumped(decision_first), verbosity=0)
    assert not SectionDecision.objects.exclude(choice="inherited").exists()
