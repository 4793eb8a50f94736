"""Who is told of a review of a guideline or an adaptation, of what, and who is not."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import Page

from core.mailing import deliver
from guidelines.deciding import SectionInput, save_section
from guidelines.models import AdaptationPage, GuidelinePage
from guidelines.starting import start_adaptation
from organisations.models import Membership, Organisation, Role
from organisations.review_mail import tell_of_reviews

DAY = datetime.timedelta(days=1)


@pytest.fixture
def people(person: Any, ministry: Organisation, other_ministry: Organisation) -> dict[str, Any]:
    """Of the ministry two editors and two reviewers; of another one a reviewer; an administrator."""
    roles = {
        "editor": (ministry, Role.EDITOR),
        "colleague": (ministry, Role.EDITOR),
        "reviewer": (ministry, Role.REVIEWER),
        "second": (ministry, Role.REVIEWER),
        "stranger": (other_ministry, Role.REVIEWER),
    }
    made = {name: person(name, *role, email=f"{name}@example.go.th") for name, role in roles.items()}
    admin = person("root", is_superuser=True, is_staff=True, email="root@example.go.th")
    return {**made, "root": admin}


@pytest.fixture(params=["guideline", "adaptation"])
def draft(
    request: pytest.FixtureRequest, guideline: GuidelinePage, ministry: Organisation, people: dict[str, Any]
) -> Page:
    """A draft of the model or of an adaptation, written by the editor and by the second reviewer."""
    if request.param == "guideline":
        guideline.issuer = ministry
        guideline.save()
        page: Page = guideline
        for writer, note in (("editor", "ฉบับปรับปรุง"), ("second", "ฉบับปรับปรุงครั้งที่สอง")):
            page.introduction = note
            page.save_revision(user=people[writer])
        return page
    page = start_adaptation(guideline, ministry, people["editor"])
    save_section(page, "MG-02", SectionInput("inherited", values={"mission": "ขนส่ง"}), people["editor"])
    save_section(page, "MG-04", SectionInput("not-applicable", "ไม่มีจุดบริการ"), people["second"])
    return AdaptationPage.objects.get()


def told(now: datetime.datetime | None = None) -> dict[str, list[Any]]:
    """The mails that go out, by the name of who gets them, a minute after the last was sent."""
    mail.outbox.clear()
    tell_of_reviews(now or timezone.now() + datetime.timedelta(minutes=1))
    deliver(timezone.now() + datetime.timedelta(hours=1))
    found: dict[str, list[Any]] = {}
    for message in mail.outbox:
        [address] = message.to
        found.setdefault(address.partition("@")[0], []).append(message)
    return found


def act(page: Page, name: str, user: Any, comment: str = "") -> None:
    page = Page.objects.get(pk=page.pk).specific
    state = page.current_workflow_task_state
    state.task.specific.on_action(state, user, name, comment=comment)


def test_who_may_approve_is_told_at_once_and_every_week(draft: Any, people: dict[str, Any]) -> None:
    draft.get_workflow().start(draft, people["editor"])
    assert mail.outbox == [], "Wagtail itself writes nothing"
    assert told(timezone.now()) == {}, "who sent it may be sending more"
    now = timezone.now() + datetime.timedelta(minutes=1)
    first = told(now)
    assert list(first) == ["reviewer"], "neither who wrote nor another ministry's reviewer nor administrators"
    [message] = first["reviewer"]
    assert message.subject == f"รอท่านสอบทาน: {draft.title}"
    assert "ผู้ส่ง editor" in message.body
    is_adaptation = isinstance(draft, AdaptationPage)
    path = f"guidelines/adaptations/{draft.pk}/" if is_adaptation else f"pages/{draft.pk}/edit/"
    assert f"/admin/{path}" in message.body
    assert told(now + 6 * DAY) == {}
    assert list(told(now + 7 * DAY)) == ["reviewer"]

    act(draft, "approve", people["reviewer"])
    assert "reviewer" not in told(now + 15 * DAY)


def test_its_writers_are_told_that_it_was_sent_back_and_then_published(
    draft: Any, people: dict[str, Any]
) -> None:
    draft.get_workflow().start(draft, people["editor"])
    act(draft, "reject", people["reviewer"], "ขอเหตุผล & หลักฐาน")
    assert mail.outbox == []
    back = told()
    assert sorted(back) == ["editor", "second"]
    for [message] in back.values():
        assert message.subject == f"ส่งกลับให้แก้ไข: {draft.title}"
        assert "ความเห็น: ขอเหตุผล & หลักฐาน" in message.body
        assert "ผู้สอบทาน reviewer" in message.body
    assert told() == {}

    page = Page.objects.get(pk=draft.pk).specific
    page.current_workflow_state.resume(user=people["editor"])
    assert list(told()) == ["reviewer"]
    act(draft, "approve", people["reviewer"])
    assert mail.outbox[1:] == []
    done = told()
    assert sorted(done) == ["editor", "second"]
    published = Page.objects.get(pk=draft.pk)
    assert "ได้รับอนุมัติและเผยแพร่แล้ว" in done["editor"][0].body
    assert str(published.full_url) in done["editor"][0].body
    assert told() == {}


def test_who_left_is_told_nothing(draft: Any, people: dict[str, Any]) -> None:
    draft.get_workflow().start(draft, people["editor"])
    act(draft, "reject", people["reviewer"], "ขอเหตุผล")
    Membership.objects.filter(user=people["editor"]).delete()
    type(people["second"]).objects.filter(pk=people["second"].pk).update(is_active=False)
    assert told() == {}


def test_what_waits_for_its_time_says_when(draft: Any, people: dict[str, Any]) -> None:
    planned = draft.get_latest_revision_as_object()
    planned.go_live_at = timezone.now() + 3 * DAY
    planned.save_revision(user=people["editor"])
    draft = Page.objects.get(pk=draft.pk).specific
    draft.get_workflow().start(draft, people["editor"])
    act(draft, "approve", people["reviewer"])
    assert "ระบบจะเผยแพร่เองเมื่อ" in told()["editor"][0].body


def test_an_ended_organisation_is_not_written_to(
    draft: Any, people: dict[str, Any], ministry: Organisation
) -> None:
    draft.get_workflow().start(draft, people["editor"])
    Organisation.objects.filter(pk=ministry.pk).update(valid_to=timezone.localdate() - DAY)
    assert told() == {}
