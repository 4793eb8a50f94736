"""OPDC publishes an edition of the model guideline from Wagtail's own page editor, by its real form."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, rich_text, streamfield

from guidelines.models import AdaptationPage, GuidelinePage
from organisations.models import Kind, Organisation, ReviewBypass, Role

CHANGED = {
    "sections-1-body-0-value": rich_text("<p>ประชาชนรอไม่เกินยี่สิบนาที</p>"),
    "sections-1-change": "minor",
    "sections-1-change_note": "ลดเวลารอ",
}
"""What a person types into the second section of the form."""


def block_value(block: dict[str, Any]) -> Any:
    return rich_text(block["value"]) if block["type"] == "paragraph" else block["value"]


def rendered(client: Client, guideline: GuidelinePage) -> dict[str, Any]:
    """The form of the editor as a browser would send it back unchanged; the streams, which scripts draw,
    from what was given to them."""
    return shown(client.get(reverse("wagtailadmin_pages:edit", args=[guideline.pk])))


def shown(answer: Any) -> dict[str, Any]:
    """The form of an answer, as a browser would send it back."""
    assert answer.status_code == 200
    html = answer.content.decode()
    form: Any = BeautifulSoup(html, "html.parser").select_one("form[data-edit-form]")
    data = querydict_from_html(html, form_id=form["id"]).dict()
    data |= {box["name"]: "on" for box in form.select("input[type=checkbox][checked]")}
    streams: dict[str, Any] = {}
    for section in answer.context["form"].formsets["sections"].initial_forms:
        for name in ("indicators", "body"):
            stream = section.initial.get(name) or getattr(section.instance, name)
            blocks = stream.get_prep_value()
            rows = streamfield([(block["type"], block_value(block)) for block in blocks])
            for position, block in enumerate(blocks):
                rows[str(position)]["id"] = block["id"]
            streams[f"{section.prefix}-{name}"] = rows
    return {**data, **nested_form_data(streams)}


def test_publishing_from_the_editor_freezes_an_edition(
    guideline: GuidelinePage, superuser: Any, client: Client
) -> None:
    client.force_login(superuser)
    data = {**rendered(client, guideline), **CHANGED, "action-publish": "1"}

    answer = client.post(reverse("wagtailadmin_pages:edit", args=[guideline.pk]), data)

    assert answer.status_code == 302, answer.context["form"].errors
    assert [each.number for each in guideline.editions.all()] == [1, 2]


def test_what_lacks_a_note_is_named_and_nothing_is_stored(
    guideline: GuidelinePage, superuser: Any, client: Client
) -> None:
    client.force_login(superuser)
    stood = guideline.latest_revision_id
    data = rendered(client, guideline)
    data |= {"sections-1-body-0-value": CHANGED["sections-1-body-0-value"], "action-publish": "1"}

    answer = client.post(reverse("wagtailadmin_pages:edit", args=[guideline.pk]), data)

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "MG-02 เป้าหมาย: แก้ไขจากฉบับที่ 1 กรุณาเลือกระดับการแก้ไขและเขียนบันทึกการแก้ไข" in text
    assert "ยังบันทึกหรือเผยแพร่ไม่ได้" in text
    section = BeautifulSoup(text, "html.parser").select_one("#inline_child_sections-1")
    assert section is not None
    assert [each.get_text(strip=True) for each in section.select(".error-message")] == [
        "กรุณาเลือกระดับการแก้ไขของหมวด “เป้าหมาย”",
        "กรุณาเขียนว่าแก้ไขอะไรในหมวด “เป้าหมาย” เพราะเหตุใด",
    ]
    typed = json.dumps("ประชาชนรอไม่เกินยี่สิบนาที").strip('"')
    assert typed in text.replace("\\\\", "\\"), "what was typed is still there"
    assert guideline.editions.count() == 1
    assert GuidelinePage.objects.get().latest_revision_id == stood


@pytest.mark.parametrize("action", ["publish", "unpublish", "delete", "move", "copy"])
def test_the_api_of_the_admin_only_reads(
    guideline: GuidelinePage, superuser: Any, client: Client, action: str
) -> None:
    client.force_login(superuser)
    api = reverse("wagtailadmin_api:pages:detail", args=[guideline.pk])
    assert client.get(api).status_code == 200
    assert client.post(f"{api}action/{action}/").status_code == 404


@pytest.fixture
def opdc(guideline: GuidelinePage) -> Organisation:
    """The issuer, in the way that its guideline comes to be reviewed by it."""
    issuer = Organisation.objects.create(code="opdc", kind=Kind.DEPARTMENT, name_th="สำนักงานผู้ออกแนวทาง")
    page = GuidelinePage.objects.get(pk=guideline.pk)
    page.issuer = issuer
    page.save()
    return issuer


def test_the_issuers_editor_sends_an_edition_to_review_and_a_reviewer_publishes_it(
    guideline: GuidelinePage, opdc: Organisation, person: Any, client: Client
) -> None:
    writer = person("writer", opdc, Role.EDITOR, Role.REVIEWER)
    approver = person("approver", opdc, Role.REVIEWER)
    address = reverse("wagtailadmin_pages:edit", args=[guideline.pk])
    models = reverse("guidelines:models")
    client.force_login(writer)
    assert address in client.get(models).content.decode()
    unsaid = {**rendered(client, guideline), **CHANGED, "sections-1-change_note": ""}

    refused = client.post(address, {**unsaid, "action-submit": "1"})
    assert "MG-02 เป้าหมาย: แก้ไขจากฉบับที่ 1" in refused.content.decode()
    sent = client.post(
        f"{address}?next={models}", {**unsaid, **CHANGED, "action-submit": "1", "next": models}
    )

    assert (sent.status_code, sent.headers["Location"]) == (302, models)
    state = TaskState.objects.get()
    approve = reverse("wagtailadmin_pages:workflow_action", args=[guideline.pk, "approve", state.pk])
    client.post(approve)
    assert guideline.editions.count() == 1, "who wrote it does not approve it"
    client.force_login(approver)
    client.post(approve)
    assert [(each.number, each.published_by) for each in guideline.editions.all()][1:] == [(2, approver)]
    assert not ReviewBypass.objects.exists()


@pytest.mark.parametrize("is_alone", [False, True])
def test_a_reviewer_who_changes_the_draft_is_told_why_they_may_not_approve_it(
    guideline: GuidelinePage, opdc: Organisation, person: Any, client: Client, is_alone: bool
) -> None:
    """By the form that still has the button, after it was saved by itself, and on opening the draft."""
    approver = person("approver", opdc, Role.REVIEWER)
    if not is_alone:
        person("second", opdc, Role.REVIEWER, first_name="สมชาย", last_name="ใจดี")
    expected = "หน่วยงานยังไม่มีผู้สอบทานคนอื่น" if is_alone else "แล้วขอให้ผู้สอบทานคนอื่นอนุมัติ: สมชาย ใจดี"
    address = reverse("wagtailadmin_pages:edit", args=[guideline.pk])
    client.force_login(person("writer", opdc, Role.EDITOR))
    client.post(address, {**rendered(client, guideline), **CHANGED, "action-submit": "1"})
    client.force_login(approver)
    assert "หลักสี่ตา" not in client.get(address).content.decode()
    before = GuidelinePage.objects.get().latest_revision_id
    typed = {**rendered(client, guideline), "introduction": "คำนำที่ผู้สอบทานเขียน"}
    approve = {**typed, "action-workflow-action": "1", "workflow-action-name": "approve"}

    refused = client.post(address, approve).content.decode()
    assert "หลักสี่ตา" in refused
    assert "คำนำที่ผู้สอบทานเขียน" in refused
    assert GuidelinePage.objects.get().latest_revision_id == before

    client.post(address, typed, headers={"accept": "application/json"})
    saved = GuidelinePage.objects.get().latest_revision_id
    assert saved != before
    again = client.post(address, {**approve, "overwrite_revision_id": saved}).content.decode()
    opened = client.get(address).content.decode()
    for text in (again, opened):
        assert "หลักสี่ตา" in text
        assert expected in text
    state = TaskState.objects.get()
    doors = [
        reverse(f"wagtailadmin_pages:{name}", args=[guideline.pk, "approve", state.pk])
        for name in ("collect_workflow_action_data", "workflow_action")
    ]
    for door in doors:  # the dialog of a button on a screen that was open before they wrote
        dialog = client.get(door, headers={"x-requested-with": "XMLHttpRequest"}).json()
        assert expected in dialog["html"]
        assert "<form" not in dialog["html"]
        assert "step" not in dialog
    pressed = client.post(doors[1], {"comment": "เห็นชอบ"}, follow=True)
    assert expected in pressed.content.decode()
    assert GuidelinePage.objects.get().latest_revision_id == saved
    assert guideline.editions.count() == 1


def test_nobody_of_the_issuer_publishes_past_the_review(
    guideline: GuidelinePage, opdc: Organisation, person: Any, client: Client
) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[guideline.pk])
    client.force_login(person("writer", opdc, Role.EDITOR, Role.REVIEWER))

    client.post(address, {**rendered(client, guideline), **CHANGED, "action-publish": "1"})

    assert guideline.editions.count() == 1
    with pytest.raises(PermissionDenied):
        GuidelinePage.objects.get().get_latest_revision().publish(user=person("other", opdc, Role.EDITOR))


def test_the_right_to_write_the_model_reaches_no_adaptation_and_no_other_ministry(
    guideline: GuidelinePage,
    opdc: Organisation,
    adaptation: AdaptationPage,
    editor: Any,
    person: Any,
    client: Client,
) -> None:
    model = reverse("wagtailadmin_pages:edit", args=[guideline.pk])
    draft = reverse("wagtailadmin_pages:edit", args=[adaptation.pk])
    client.force_login(person("writer", opdc, Role.EDITOR, Role.REVIEWER))
    assert (client.get(model).status_code, client.get(draft).status_code) == (200, 403)
    assert not GuidelinePage.objects.get().permissions_for_user(get_user(client)).can_delete()
    client.force_login(editor)
    assert (client.get(model).status_code, client.get(reverse("guidelines:models")).status_code) == (403, 403)
    client.force_login(person("watcher", opdc, Role.MONITOR))
    assert client.get(model).status_code == 403


def test_a_superuser_who_publishes_an_edition_is_on_record(
    guideline: GuidelinePage, opdc: Organisation, superuser: Any, client: Client
) -> None:
    client.force_login(superuser)
    data = {**rendered(client, guideline), **CHANGED, "action-publish": "1"}

    answer = client.post(reverse("wagtailadmin_pages:edit", args=[guideline.pk]), data, follow=True)

    assert "ฉบับที่ 2 ใช้อยู่แล้วตั้งแต่บัดนี้" in answer.content.decode()
    assert [each.user for each in ReviewBypass.objects.all()] == [superuser]
    again = {**rendered(client, guideline), "action-publish": "1"}
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[guideline.pk]), again, follow=True)
    assert "ไม่มีหมวดใดเปลี่ยนจากฉบับที่ 2" in answer.content.decode()
    assert guideline.editions.count() == 2, "keys of the rich text editor are no change"


def test_screens_about_a_review_say_nothing_to_outsiders_and_in_words_that_it_is_over(
    guideline: GuidelinePage, opdc: Organisation, ministry: Organisation, person: Any, client: Client
) -> None:
    """Where a page is in no review, too: a title that nobody published is no outsider's to learn."""
    client.force_login(person("writer", opdc, Role.EDITOR))
    data = {**rendered(client, guideline), **CHANGED, "action-submit": "1"}
    client.post(reverse("wagtailadmin_pages:edit", args=[guideline.pk]), data)
    state = TaskState.objects.get()
    state.workflow_state.cancel()
    GuidelinePage.objects.update(draft_title="ชื่อที่ยังไม่เผยแพร่")
    doors = [
        reverse(f"wagtailadmin_pages:{name}", args=[guideline.pk, "approve", state.pk])
        for name in ("collect_workflow_action_data", "workflow_action")
    ]
    for door in doors:
        answer = client.get(door, headers={"x-requested-with": "XMLHttpRequest"}).json()
        assert "ไม่ได้อยู่ระหว่างการสอบทานแล้ว" in answer["html"]
    client.force_login(person("outsider", ministry, Role.EDITOR, Role.REVIEWER))
    doors.append(reverse("wagtailadmin_pages:workflow_preview", args=[guideline.pk, state.task_id]))
    doors.append(reverse("wagtailadmin_pages:confirm_workflow_cancellation", args=[guideline.pk]))
    for headers in ({}, {"x-requested-with": "XMLHttpRequest"}):
        for door in doors:
            answer = client.get(door, headers=headers)
            assert "Location" not in answer.headers or "edit" not in answer.headers["Location"], door
            assert "ชื่อที่ยังไม่เผยแพร่" not in answer.content.decode(), door
        assert "ชื่อที่ยังไม่เผยแพร่" not in client.get(reverse("wagtailadmin_home")).content.decode()
