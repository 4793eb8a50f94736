"""Four eyes: another person of the organisation approves; everything else is refused or recorded."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import Page, TaskState

from guidelines.deciding import SectionInput, save_section
from guidelines.models import AdaptationPage
from guidelines.plain import stream_from_text
from guidelines.reviewing import approve, send_back, send_to_review
from organisations.models import Membership, Organisation, ReviewBypass, Role
from organisations.workflow import may_approve


def fresh(page: AdaptationPage) -> AdaptationPage:
    return AdaptationPage.objects.get(pk=page.pk)


@pytest.fixture
def complete(adaptation: AdaptationPage, editor: Any) -> AdaptationPage:
    """Everything filled in, ready for review."""
    given = SectionInput("inherited", values={"mission": "ขนส่ง"})
    save_section(adaptation, "MG-02", given, editor)
    return fresh(adaptation)


@pytest.fixture
def sent(complete: AdaptationPage, editor: Any) -> AdaptationPage:
    send_to_review(complete, editor)
    return fresh(complete)


def test_missing_blanks_stop_the_way_to_review_with_a_list(adaptation: AdaptationPage, editor: Any) -> None:
    with pytest.raises(ValidationError, match="MG-02 เป้าหมาย: ยังไม่ได้กรอก “ภารกิจ”"):
        send_to_review(adaptation, editor)
    with pytest.raises(ValidationError, match="ภารกิจ"):
        fresh(adaptation).get_workflow().start(fresh(adaptation), editor)
    assert fresh(adaptation).current_workflow_state is None


def test_missing_blanks_stop_publication_too(adaptation: AdaptationPage, superuser: Any) -> None:
    with pytest.raises(ValidationError, match="ภารกิจ"):
        adaptation.get_latest_revision().publish(user=superuser)
    assert not fresh(adaptation).live


def test_another_person_publishes(sent: AdaptationPage, reviewer: Any) -> None:
    approve(sent, reviewer)

    assert fresh(sent).live
    assert not ReviewBypass.objects.exists()


def test_who_wrote_does_not_approve(sent: AdaptationPage, ministry: Organisation, editor: Any) -> None:
    Membership.objects.create(user=editor, organisation=ministry, role=Role.REVIEWER)

    with pytest.raises(PermissionDenied):
        approve(sent, editor)
    with pytest.raises(PermissionDenied):
        TaskState.objects.get().specific.approve(user=editor)
    assert not fresh(sent).live


def test_a_reviewer_who_rewrote_is_a_writer(
    complete: AdaptationPage, editor: Any, reviewer: Any, person: Any, ministry: Organisation
) -> None:
    given = SectionInput("adapted", "ชัดขึ้น", body=stream_from_text("ถ้อยคำของผู้สอบทาน"))
    save_section(complete, "MG-04", given, reviewer)
    send_to_review(fresh(complete), editor)

    assert not may_approve(fresh(complete), reviewer)
    other = person("second-reviewer", ministry, Role.REVIEWER)
    approve(fresh(complete), other)
    assert fresh(complete).live
    assert fresh(complete).decisions.get(section_id="MG-04").approved_by == other


def test_a_new_round_begins_after_approval(
    sent: AdaptationPage, reviewer: Any, ministry: Organisation, person: Any
) -> None:
    approve(sent, reviewer)
    writer = person("new-writer", ministry, Role.EDITOR)
    given = SectionInput("adapted", "ใหม่", body=stream_from_text("ถ้อยคำใหม่"))
    save_section(fresh(sent), "MG-04", given, writer)
    send_to_review(fresh(sent), writer)

    approve(fresh(sent), reviewer)
    assert fresh(sent).decisions.get(section_id="MG-04").choice == "adapted"


def test_only_the_owners_reviewers_approve(
    sent: AdaptationPage, person: Any, other_ministry: Organisation, ministry: Organisation
) -> None:
    for name, organisation, role in (
        ("elsewhere", other_ministry, Role.REVIEWER),
        ("colleague", ministry, Role.EDITOR),
        ("monitor", ministry, Role.MONITOR),
    ):
        with pytest.raises(PermissionDenied):
            approve(sent, person(name, organisation, role))
    assert not fresh(sent).live


def test_a_reviewer_cannot_publish_past_the_review(complete: AdaptationPage, reviewer: Any) -> None:
    with pytest.raises(PermissionDenied):
        complete.get_latest_revision().publish(user=reviewer)
    with pytest.raises(PermissionDenied):
        complete.get_latest_revision().publish(user=reviewer, skip_permission_checks=True)


def test_a_superuser_may_but_it_is_recorded(complete: AdaptationPage, superuser: Any) -> None:
    complete.get_latest_revision().publish(user=superuser)

    bypass = ReviewBypass.objects.get()
    assert (bypass.kind, bypass.user, bypass.page_id) == ("published", superuser, complete.pk)


def test_a_superusers_approval_is_recorded(sent: AdaptationPage, superuser: Any) -> None:
    approve(sent, superuser)

    assert fresh(sent).live
    assert ReviewBypass.objects.get().kind == "approved"


def test_sent_back_with_a_comment_and_sent_again(sent: AdaptationPage, editor: Any, reviewer: Any) -> None:
    with pytest.raises(PermissionDenied):
        save_section(sent, "MG-04", SectionInput("not-applicable", "ไม่มี"), editor)
    with pytest.raises(ValidationError, match="สิ่งที่ต้องแก้ไข"):
        send_back(sent, reviewer, " ")

    send_back(sent, reviewer, "ขอเหตุผลของ MG-04")
    save_section(fresh(sent), "MG-04", SectionInput("not-applicable", "ไม่มีจุดบริการ"), editor)
    send_to_review(fresh(sent), editor)
    approve(fresh(sent), reviewer)

    assert fresh(sent).decisions.get(section_id="MG-04").choice == "not-applicable"


def test_nothing_new_is_not_sent(sent: AdaptationPage, editor: Any, reviewer: Any) -> None:
    with pytest.raises(ValidationError, match="สอบทานแล้ว"):
        send_to_review(sent, editor)
    approve(sent, reviewer)
    with pytest.raises(ValidationError, match="ไม่มีการแก้ไขใหม่"):
        send_to_review(fresh(sent), editor)


def test_decisions_can_go_on_after_publication(sent: AdaptationPage, editor: Any, reviewer: Any) -> None:
    approve(sent, reviewer)
    save_section(fresh(sent), "MG-04", SectionInput("not-applicable", "ย้ายแล้ว"), editor)

    assert fresh(sent).decisions.get(section_id="MG-04").choice == "inherited"
    assert fresh(sent).get_latest_revision_as_object().decisions.get(section_id="MG-04").choice == (
        "not-applicable"
    )


def test_the_task_lists_what_waits_for_a_reviewer(
    sent: AdaptationPage, reviewer: Any, person: Any, other_ministry: Organisation
) -> None:
    waiting = TaskState.objects.reviewable_by(reviewer)

    assert [state.workflow_state.content_object for state in waiting] == [Page.objects.get(pk=sent.pk)]
    elsewhere = person("elsewhere", other_ministry, Role.REVIEWER)
    assert not TaskState.objects.reviewable_by(elsewhere).exists()
