"""Starting an adaptation."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from guidelines.models import AdaptationPage, GuidelinePage
from guidelines.starting import start_adaptation
from organisations.models import Organisation, Role


def test_a_draft_that_inherits_everything(adaptation: AdaptationPage, guideline: GuidelinePage) -> None:
    assert not adaptation.live
    assert adaptation.get_url() == "/guidelines/counter/mot/"
    assert [(each.section_id, each.choice) for each in adaptation.decisions.all()] == [
        (section.section_id, "inherited") for section in guideline.sections.all()
    ]
    assert not adaptation.values.all(), "the organisation's name fills in by itself"


def test_starting_twice_gives_the_same_page(
    adaptation: AdaptationPage, guideline: GuidelinePage, ministry: Organisation, editor: Any
) -> None:
    before = AdaptationPage.objects.get(pk=adaptation.pk).latest_revision_id

    again = start_adaptation(guideline, ministry, editor)

    assert (again.pk, again.latest_revision_id) == (adaptation.pk, before)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.MONITOR, Role.REGISTRAR])
def test_only_an_editor_starts(
    guideline: GuidelinePage, ministry: Organisation, person: Any, role: str
) -> None:
    with pytest.raises(PermissionDenied):
        start_adaptation(guideline, ministry, person("somebody", ministry, role))


def test_not_for_another_organisation(
    guideline: GuidelinePage, other_ministry: Organisation, editor: Any
) -> None:
    with pytest.raises(PermissionDenied):
        start_adaptation(guideline, other_ministry, editor)


def test_its_people_may_edit_it_and_nobody_else(
    adaptation: AdaptationPage, editor: Any, person: Any, other_ministry: Organisation
) -> None:
    outsider = person("outsider", other_ministry, Role.EDITOR, Role.REVIEWER)

    assert adaptation.permissions_for_user(editor).can_edit()
    assert not adaptation.permissions_for_user(editor).can_publish()
    assert not adaptation.permissions_for_user(outsider).can_edit()
    assert not adaptation.guideline.permissions_for_user(editor).can_edit()


def test_an_abolished_organisation_starts_nothing(
    guideline: GuidelinePage, ministry: Organisation, editor: Any
) -> None:
    ministry.valid_to = datetime.date(2020, 1, 1)
    ministry.save()

    with pytest.raises(ValidationError, match="ยุบเลิก"):
        start_adaptation(guideline, ministry, editor)


def test_a_guideline_that_is_not_public_cannot_be_adapted(
    guideline: GuidelinePage, ministry: Organisation, editor: Any
) -> None:
    guideline.unpublish()

    with pytest.raises(ValidationError, match="ยังไม่ได้เผยแพร่"):
        start_adaptation(guideline, ministry, editor)
