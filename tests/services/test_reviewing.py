"""What an editor sends to review reaches the reviewers of the same organisation, and nobody else."""

from __future__ import annotations

import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.collation import sort_key
from core.mailing import deliver
from core.publishing import changes_something
from home.models import HomePage
from organisations import review_mail
from organisations.models import Membership, Organisation, Role
from organisations.review_mail import tell_of_reviews
from services.addresses import folder_of
from services.models import (
    CentreIndexPage,
    CentrePage,
    JourneyPage,
    QuestionTreePage,
    ServiceIndexPage,
    ServicePage,
)

pytestmark = pytest.mark.django_db

NEW = "ผู้ที่บัตรหายหรือถูกทำลาย ติดต่อได้ทุกสำนักทะเบียน"


@pytest.fixture
def stranger(organisations: dict[str, Organisation]) -> User:
    user = User.objects.create_user("roads-reviewer", email="roads@example.go.th")
    Membership.objects.create(user=user, organisation=organisations["roads"], role=Role.REVIEWER)
    return user


@pytest.fixture
def waiting(guide: ServicePage, editor: User, reviewer: User, stranger: User) -> ServicePage:
    """A draft that an editor sent to review, of a guide that the reviewer had published."""
    User.objects.filter(pk=editor.pk).update(email="editor@example.go.th")
    User.objects.filter(pk=reviewer.pk).update(email="reviewer@example.go.th")
    guide.save_revision(user=reviewer).publish()
    guide.refresh_from_db()
    guide.summary = NEW
    guide.save_revision(user=User.objects.get(pk=editor.pk))
    workflow = guide.get_workflow()
    workflow.start(guide, User.objects.get(pk=editor.pk))
    return guide


@pytest.mark.parametrize("model", [ServicePage, CentrePage, JourneyPage, QuestionTreePage])
def test_a_first_draft_needs_no_more_than_a_title_and_belongs_to_its_folder(
    model: Any, organisations: dict[str, Organisation], home: HomePage
) -> None:
    section = CentreIndexPage if model is CentrePage else ServiceIndexPage
    folder = folder_of(section.objects.get(), organisations["registry"])
    draft = model(title="เกษตรกรขอน้ำ", slug="first-draft", live=False)
    folder.add_child(instance=draft)
    draft.refresh_from_db()
    assert draft.organisation == organisations["registry"]
    assert draft.sort_key == sort_key(draft.title)


def actions(page: ServicePage, user: User) -> list[str]:
    user = User.objects.get(pk=user.pk)
    task = page.current_workflow_task
    return [action for action, _label, _asks in task.get_actions(page, user)]


def test_the_reviewer_approves_and_the_guide_is_public(
    waiting: ServicePage, editor: User, reviewer: User, client: Client
) -> None:
    assert NEW not in client.get(waiting.url).content.decode()
    client.force_login(User.objects.get(pk=reviewer.pk))
    assert waiting.title in client.get(reverse("wagtailadmin_home")).content.decode()
    state = waiting.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[waiting.pk, "approve", state.pk])
    client.post(address)
    client.logout()
    assert NEW in client.get(waiting.url).content.decode()


def test_neither_the_writer_nor_a_strangers_reviewer_may_approve(
    waiting: ServicePage, editor: User, stranger: User, client: Client
) -> None:
    assert actions(waiting, editor) == actions(waiting, stranger) == []
    for user in (editor, stranger):
        with pytest.raises(PermissionDenied):
            waiting.current_workflow_task_state.specific.approve(user=user)
        client.force_login(User.objects.get(pk=user.pk))
    assert waiting.title not in client.get(reverse("wagtailadmin_home")).content.decode()
    waiting.refresh_from_db()
    assert waiting.summary != NEW


def test_a_reviewer_who_wrote_in_the_draft_does_not_approve_it(waiting: ServicePage, reviewer: User) -> None:
    assert "approve" in actions(waiting, reviewer)
    waiting.save_revision(user=reviewer)
    assert actions(waiting, reviewer) == ["reject"]


def test_only_reviewers_of_the_owner_are_told_and_once(waiting: ServicePage, mailoutbox: list[Any]) -> None:
    for _ in range(2):
        tell_of_reviews(timezone.now() + datetime.timedelta(minutes=1))
    deliver()
    [mail] = mailoutbox
    assert mail.to == ["reviewer@example.go.th"]
    assert waiting.title in mail.subject
    assert f"/admin/pages/{waiting.pk}/edit/" in mail.body


def test_many_drafts_of_one_sender_make_one_mail_that_names_them_all(
    waiting: ServicePage, editor: User, reviewer: User, mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    titles = [waiting.title]
    for number in range(4):
        page = waiting.copy(update_attrs={"slug": f"more-{number}", "title": f"งานที่ {number} & อื่น ๆ"})
        page.save_revision(user=editor)
        page.get_workflow().start(page, editor)
        titles.append(page.title)

    def told(minutes: float) -> list[Any]:
        mailoutbox.clear()
        tell_of_reviews(timezone.now() + datetime.timedelta(minutes=minutes))
        deliver(timezone.now() + datetime.timedelta(days=1))
        return list(mailoutbox)

    [first] = told(1)
    assert first.to == ["reviewer@example.go.th"]
    assert first.subject == "รอท่านสอบทาน 5 เรื่อง จาก registry-editor"
    assert [title for title in titles if title in first.body] == titles
    assert first.body.count("/edit/") == 5
    assert told(2) == []

    monkeypatch.setattr(review_mail, "MOST", 2)
    week = 7 * 24 * 60 + 3
    weekly = told(week)
    assert [each.body.count("/edit/") for each in weekly] == [2, 2, 1], (
        "a long list is cut into mails, not short"
    )
    assert told(week + 1) == []


def test_who_never_pauses_keeps_nobody_waiting_for_long(
    waiting: ServicePage, mailoutbox: list[Any], editor: User
) -> None:
    page = waiting.copy(update_attrs={"slug": "later", "title": "เรื่องต่อมา"})
    page.get_workflow().start(page, editor)
    later = timezone.now() + datetime.timedelta(minutes=9, seconds=55)
    page.current_workflow_task_state.__class__.objects.filter(pk=page.current_workflow_task_state.pk).update(
        started_at=later
    )
    tell_of_reviews(later)
    deliver()
    assert mailoutbox == []
    tell_of_reviews(later + datetime.timedelta(seconds=10))
    deliver()
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(("most", "is_changed"), [("1", False), ("2", True)])
def test_a_form_that_comes_back_as_it_went_out_changes_nothing(
    guide: ServicePage, most: str, is_changed: bool
) -> None:
    """A number comes back as text; who approves by the form wrote nothing."""
    block = guide._meta.get_field("identity_documents").stream_block
    row = {"name": "ทะเบียนบ้าน", "originals": 1, "copies": 0, "unit": "ฉบับ", "service": None}
    row |= dict.fromkeys(("issuer", "condition", "note"), "")
    before = block.to_python([{"type": "document", "id": "a", "value": row}])
    sent = {
        "rows-count": "1",
        "rows-0-type": "document",
        "rows-0-id": "a",
        "rows-0-order": "0",
        "rows-0-deleted": "",
    }
    sent |= {f"rows-0-value-{key}": "" if each is None else str(each) for key, each in row.items()}
    sent["rows-0-value-originals"] = most
    after = block.clean(block.value_from_datadict(sent, {}, "rows"))
    form = SimpleNamespace(
        formsets={},
        changed_data=["identity_documents"],
        initial={"identity_documents": before},
        cleaned_data={"identity_documents": after},
    )
    assert changes_something(form) is is_changed
    child = SimpleNamespace(**vars(form), instance=guide, has_changed=lambda: True)
    parent = SimpleNamespace(formsets={"rows": SimpleNamespace(forms=[child])}, changed_data=[])
    assert changes_something(parent) is is_changed, "in a row of a form, too"
    child.changed_data = ["identity_documents", "ORDER"]
    child.initial, child.cleaned_data = (
        {**each, "ORDER": at} for at, each in ((1, child.initial), (2, child.cleaned_data))
    )
    assert changes_something(parent), "a row that was moved"
    parent.formsets["rows"].forms = [
        SimpleNamespace(**{**vars(child), "instance": ServicePage(), "changed_data": []})
    ]
    assert changes_something(parent), "a new row"
    form.changed_data.append("laws")
    for each in (form.initial, form.cleaned_data):
        each["laws"] = ["พ.ร.บ."]
    assert changes_something(form) is is_changed, "a list that says the same"
    form.cleaned_data["laws"] = []
    assert changes_something(form)
