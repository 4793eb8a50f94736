"""Editions: frozen at publication, with a change note for every changed section."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from guidelines import editions
from guidelines.importing import save_guideline
from guidelines.models import EditionSection, GuidelineEdition, GuidelinePage, GuidelineSection
from guidelines.models.edition import FrozenError
from guidelines.models.section import body_of
from guidelines.plain import stream_from_text


@pytest.fixture
def record(guideline: GuidelinePage) -> Any:
    return {
        "meta": {
            "slug": "counter",
            "title_th": guideline.title,
            "title_en": guideline.title_en,
            "grounded_on": [{"id": "R1", "text_th": "ลดภาระของประชาชน"}],
            "parameters": [
                {"key": blank.key, "label_th": blank.label_th, "type": blank.kind}
                for blank in guideline.parameters.all()
            ],
        },
        "sections": [
            {
                "id": section.section_id,
                "heading_th": section.heading_th,
                "heading_en": section.heading_en,
                "mode": section.mode,
                "allow_supplement": section.allow_supplement,
                "required_additions": section.required_additions,
                "grounded_on": section.grounded_on,
                "body_th": "\n".join(
                    block.value.source.removeprefix("<p>").removesuffix("</p>") for block in section.body
                ),
            }
            for section in guideline.sections.all()
        ],
    }


def test_publishing_what_is_the_same_makes_no_edition(guideline: GuidelinePage, record: Any) -> None:
    assert save_guideline(record).action == "unchanged"
    guideline.save_revision().publish()
    assert [edition.number for edition in guideline.editions.all()] == [1]


def test_a_changed_section_needs_a_note_from_the_second_edition_on(
    guideline: GuidelinePage, record: Any
) -> None:
    record["sections"][1]["body_th"] = "ประชาชนรอไม่เกินยี่สิบนาที"

    with pytest.raises(ValidationError, match="MG-02 เป้าหมาย"):
        save_guideline(record)
    assert guideline.editions.count() == 1
    assert "ยี่สิบ" not in str(GuidelineSection.objects.get(section_id="MG-02").body)


def test_the_second_edition_says_what_changed(guideline: GuidelinePage, record: Any) -> None:
    record["sections"][1] |= {"body_th": "รอไม่เกินยี่สิบนาที", "change": "major", "change_note": "ลดเวลารอ"}

    save_guideline(record)

    second = guideline.editions.get(number=2)
    changes = {row.section_id: (row.change, row.change_note) for row in second.sections.all()}
    assert changes["MG-02"] == ("major", "ลดเวลารอ")
    assert changes["MG-01"] == ("", "")
    first = guideline.editions.get(number=1)
    assert "สามสิบนาที" in str(first.sections.get(section_id="MG-02").body)
    live = GuidelineSection.objects.get(section_id="MG-02")
    assert (live.change, live.change_note) == ("", "")


def test_a_removed_or_moved_section_needs_an_edition_note(guideline: GuidelinePage, record: Any) -> None:
    removed, moved = copy.deepcopy(record), copy.deepcopy(record)
    del removed["sections"][3]
    moved["sections"].reverse()

    for changed, complaint in ((removed, "ตัดหมวด MG-04"), (moved, "ย้ายลำดับ")):
        with pytest.raises(ValidationError, match=complaint):
            save_guideline(changed)
    removed["meta"]["edition_note"] = "รวมที่ตั้งไว้กับเป้าหมาย"
    save_guideline(removed)
    second = guideline.editions.get(number=2)
    assert (second.removed, second.note) == (["MG-04"], "รวมที่ตั้งไว้กับเป้าหมาย")


def test_a_new_section_gets_the_next_id_and_no_id_comes_back(guideline: GuidelinePage, record: Any) -> None:
    del record["sections"][3]
    record["meta"]["edition_note"] = "ตัดออก"
    save_guideline(record)
    page = GuidelinePage.objects.get(pk=guideline.pk)
    page.sections.add(
        GuidelineSection(heading_th="ใหม่", body=body_of(stream_from_text("ข้อความ")), sort_order=9)
    )
    page.save_revision().publish()

    third = guideline.editions.get(number=3)
    assert [row.section_id for row in third.sections.all()] == ["MG-01", "MG-02", "MG-03", "MG-05"]
    assert third.sections.get(section_id="MG-05").change == "new"


@pytest.mark.parametrize("door", ["page", "revision", "row"])
def test_a_section_id_never_changes(guideline: GuidelinePage, door: str) -> None:
    page = GuidelinePage.objects.get(pk=guideline.pk)
    section = page.sections.get(section_id="MG-02")
    section.section_id = "MG-77"
    page.sections.add(section)

    with pytest.raises(ValidationError, match="MG-02"):
        {"page": page.save, "revision": page.save_revision, "row": section.save}[door]()


def test_ids_are_unique_in_a_guideline(guideline: GuidelinePage) -> None:
    page = GuidelinePage.objects.get(pk=guideline.pk)
    page.sections.add(GuidelineSection(section_id="MG-02", heading_th="ซ้ำ"))

    with pytest.raises(ValidationError, match="MG-02"):
        page.save_revision()
    with pytest.raises(IntegrityError), transaction.atomic():
        GuidelineSection(page=guideline, section_id="MG-02", heading_th="ซ้ำ").save()


def test_what_is_frozen_stays(guideline: GuidelinePage) -> None:
    edition = editions.latest(guideline)
    assert edition is not None
    section = edition.sections.all()[0]

    for attempt in (
        section.save,
        section.delete,
        edition.save,
        edition.delete,
        lambda: EditionSection.objects.update(heading_th="อื่น"),
        lambda: GuidelineEdition.objects.all().delete(),
        lambda: EditionSection.objects.bulk_update([section], ["heading_th"]),
    ):
        with pytest.raises(FrozenError):
            attempt()


def test_a_draft_freezes_nothing(guideline: GuidelinePage) -> None:
    page = GuidelinePage.objects.get(pk=guideline.pk)
    page.title = "ร่าง"
    page.save_revision()

    assert guideline.editions.count() == 1
