"""Records of guidelines and adaptations, as the demo and importers bring them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.exceptions import ValidationError
from wagtail.models import Revision

from guidelines.importing import RecordError, adopt, apply_adaptation, save_guideline
from guidelines.models import AdaptationPage, GuidelinePage
from guidelines.models.adaptation import Choice
from guidelines.reading import read_adaptation
from home.models import HomePage
from organisations.loading import load_organisations
from organisations.models import Organisation, OrganisationName, Role

DATA = Path(__file__).resolve().parents[2] / "site" / "demo" / "data" / "guidelines"


def record(name: str) -> Any:
    return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def model(home: HomePage) -> GuidelinePage:
    load_organisations()
    page = save_guideline(record("model")).page
    assert isinstance(page, GuidelinePage)
    return page


def test_the_shipped_guideline_is_public_as_edition_1(model: GuidelinePage) -> None:
    edition = model.editions.get()
    sections = list(edition.sections.all())

    assert model.get_url() == "/guidelines/joint-service-centre/"
    assert model.title == "แนวทางการจัดตั้งศูนย์บริการร่วม"
    assert model.is_sample
    assert (edition.number, len(sections)) == (1, 16)
    assert [section.section_id for section in sections if section.is_locked] == [
        "MG-01",
        "MG-03",
        "MG-09",
        "MG-15",
        "MG-16",
    ]
    assert len(sections[13].indicators) == 7


def test_a_second_import_changes_nothing(model: GuidelinePage) -> None:
    before = Revision.objects.count()

    assert save_guideline(record("model")).action == "unchanged"
    assert (Revision.objects.count(), model.editions.count()) == (before, 1)


@pytest.mark.parametrize(("name", "deviations", "added"), [("mot", 10, 1), ("bma", 9, 2)])
def test_a_shipped_adaptation_goes_public_through_review(
    model: GuidelinePage, person: Callable[..., Any], name: str, deviations: int, added: int
) -> None:
    organisation = Organisation.objects.get(code=name)
    writer, approver = (person(role, organisation, role) for role in (Role.EDITOR, Role.REVIEWER))

    page = adopt(model, record(name), writer, approver).page
    read = read_adaptation(page)
    before = Revision.objects.count()

    assert page.live
    assert page.get_url() == f"/guidelines/joint-service-centre/{name}/"
    assert sum(section.is_own and section.choice != Choice.ADDED for section in read) == deviations
    assert sum(section.choice == Choice.ADDED for section in read) == added
    assert all(section.decision and section.decision.reason for section in read if section.is_own)
    assert {section.decision.approved_by for section in read if section.is_own and section.decision} == {
        approver
    }
    assert adopt(model, record(name), writer, approver).action == "unchanged"
    assert Revision.objects.count() == before


def test_an_unknown_organisation_is_named(guideline: GuidelinePage, superuser: Any) -> None:
    with pytest.raises(RecordError, match="กระทรวงที่ไม่มี"):
        apply_adaptation(guideline, {"organisation": "กระทรวงที่ไม่มี"}, superuser)


def test_an_organisation_is_found_by_its_abbreviation(
    guideline: GuidelinePage, ministry: Organisation, editor: Any
) -> None:
    OrganisationName.objects.create(organisation=ministry, name="คค.", kind="abbreviation")

    assert apply_adaptation(guideline, {"organisation": "คค."}, editor).page.slug == "mot"


def test_an_import_may_not_change_a_locked_section(
    guideline: GuidelinePage, ministry: Organisation, editor: Any
) -> None:
    entry = {"id": "MG-01", "choice": "adapted", "reason": "อยากเปลี่ยน", "body": "ข้อความอื่น"}

    with pytest.raises(ValidationError, match="ห้ามแก้ไขถ้อยคำ"):
        apply_adaptation(guideline, {"organisation": "mot", "sections": [entry]}, editor)
    assert not AdaptationPage.objects.exists()


def test_an_unknown_blank_is_named(guideline: GuidelinePage, ministry: Organisation, editor: Any) -> None:
    with pytest.raises(RecordError, match="budget"):
        apply_adaptation(guideline, {"organisation": "mot", "values": {"budget": "1"}}, editor)


@pytest.mark.parametrize("bad", [{}, {"meta": {}}, {"meta": {"title_th": "ก"}}, None])
def test_a_record_without_its_parts_is_refused(home: HomePage, bad: Any) -> None:
    with pytest.raises(RecordError, match="ขาดส่วน"):
        save_guideline(bad)
    assert not GuidelinePage.objects.exists()
