"""Four eyes at every door, by real requests; forced publication is listed and approved by another person."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from finder.schedule import publish_scheduled
from guidelines.deciding import SectionInput, save_section
from guidelines.models import AdaptationPage
from guidelines.plain import stream_from_text
from guidelines.reviewing import approve, send_to_review
from organisations.models import Membership, Organisation, ReviewBypass, Role


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def fresh(page: AdaptationPage) -> AdaptationPage:
    return AdaptationPage.objects.get(pk=page.pk)


@pytest.fixture
def complete(adaptation: AdaptationPage, editor: Any) -> AdaptationPage:
    save_section(adaptation, "MG-02", SectionInput("inherited", values={"mission": "ขนส่ง"}), editor)
    given = SectionInput("adapted", "ชัดขึ้น", body=stream_from_text("ถ้อยคำของหน่วยงาน"))
    save_section(fresh(adaptation), "MG-04", given, editor)
    return fresh(adaptation)


@pytest.fixture
def author(complete: AdaptationPage, editor: Any, ministry: Organisation) -> Any:
    """Who wrote the draft, and is a reviewer too."""
    Membership.objects.create(user=editor, organisation=ministry, role=Role.REVIEWER)
    return type(editor).objects.get(pk=editor.pk)


def test_who_wrote_publishes_and_approves_at_no_door(complete: AdaptationPage, author: Any) -> None:
    client = signed_in(author)
    edit = reverse("wagtailadmin_pages:edit", args=[complete.pk])
    form = {"title": complete.title, "introduction": "ใหม่", "slug": complete.slug, "comments-TOTAL_FORMS": 0}
    client.post(edit, {**form, "comments-INITIAL_FORMS": 0, "action-publish": "1"})
    assert not fresh(complete).live, "the edit view"
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{bulk}?id={complete.pk}")
    assert not fresh(complete).live, "bulk publication"

    send_to_review(fresh(complete), author)
    state = TaskState.objects.get()
    action = reverse("wagtailadmin_pages:workflow_action", args=[complete.pk, "approve", state.pk])
    client.post(action)
    said = client.post(reverse("guidelines:review", args=[complete.pk]), {"action": "approve"}, follow=True)
    assert "หลักสี่ตา" in said.content.decode()
    client.post(
        edit,
        {
            **form,
            "comments-INITIAL_FORMS": 0,
            "action-workflow-action": "1",
            "workflow-action-name": "approve",
        },
    )
    client.post(f"{bulk}?id={complete.pk}")
    state.refresh_from_db()
    assert (fresh(complete).live, state.status) == (False, TaskState.STATUS_IN_PROGRESS)
    assert client.post(f"/api/v3/pages/{complete.pk}/publish/").status_code in {403, 404, 405}
    assert not ReviewBypass.objects.exists()


def test_another_reviewer_approves_by_wagtails_own_button(
    complete: AdaptationPage, author: Any, reviewer: Any
) -> None:
    send_to_review(complete, author)
    state = TaskState.objects.get()
    action = reverse("wagtailadmin_pages:workflow_action", args=[complete.pk, "approve", state.pk])

    signed_in(reviewer).post(action)

    assert fresh(complete).live
    assert fresh(complete).decisions.get(section_id="MG-04").approved_by == reviewer
    assert not ReviewBypass.objects.exists()


@pytest.mark.parametrize("forced", [False, True])
def test_the_schedule_publishes_in_the_approvers_name(
    complete: AdaptationPage, editor: Any, reviewer: Any, superuser: Any, forced: bool
) -> None:
    draft = complete.get_latest_revision_as_object()
    draft.go_live_at = timezone.now() + datetime.timedelta(days=1)
    revision = draft.save_revision(user=editor)
    if forced:
        revision.publish(user=superuser)
    else:
        send_to_review(fresh(complete), editor)
        approve(fresh(complete), reviewer)
    assert not fresh(complete).live
    past = timezone.now() - datetime.timedelta(minutes=1)
    revision.refresh_from_db()
    content = {**revision.content, "go_live_at": past.isoformat()}
    type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=past, content=content)

    assert publish_scheduled() == 1

    assert fresh(complete).live
    approver = superuser if forced else reviewer
    assert fresh(complete).decisions.get(section_id="MG-04").approved_by == approver
    assert ReviewBypass.objects.count() == forced, "one forced publication is listed once"


def test_a_forced_publication_is_listed_and_approved_by_another_person(
    complete: AdaptationPage,
    superuser: Any,
    author: Any,
    reviewer: Any,
    person: Any,
    other_ministry: Organisation,
) -> None:
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    signed_in(superuser).post(f"{bulk}?id={complete.pk}")
    assert fresh(complete).live
    bypass = ReviewBypass.objects.get()
    report, button = reverse("review_bypasses"), reverse("confirm_bypass", args=[bypass.pk])
    outsider = person("outsider", other_ministry, Role.REVIEWER, Role.MONITOR)
    assert complete.title not in signed_in(outsider).get(report).content.decode()
    assert signed_in(outsider).post(button).status_code == 404
    nobody = person("nobody", other_ministry, Role.EDITOR)
    assert signed_in(nobody).get(report).status_code == 403
    for user in (superuser, author):
        shown = signed_in(user).get(report).content.decode()
        assert complete.title in shown
        assert button not in shown, "who forced or wrote it is offered no button"
        signed_in(user).post(button)
        bypass.refresh_from_db()
        assert bypass.confirmed_at is None
    client = signed_in(reviewer)
    assert button in client.get(report).content.decode()

    client.post(button)
    again = signed_in(person("second", complete.organisation, Role.REVIEWER)).post(button, follow=True)

    bypass.refresh_from_db()
    assert bypass.confirmed_by == reviewer
    assert "มีผู้รับรองแล้ว" in again.content.decode()
