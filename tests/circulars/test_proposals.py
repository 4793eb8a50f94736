"""Other words for a registered letter change nothing until a person decides; the earlier ones are kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from circulars.admin.queue import waiting_letters
from circulars.importing import Outcome, import_uploads
from circulars.models import CircularIndexPage, CircularPage, Proposal, Topic
from circulars.proposing import accept, turn_down

pytestmark = pytest.mark.django_db
WORDS, OTHER = "ด้วยมีการทดสอบระบบ", "ด้วยมีการทดสอบระบบอีกครั้ง"


def take_in(text: str, user: Any = None) -> Outcome:
    return import_uploads([("a.txt", text.encode())], user)[0]


@pytest.fixture
def page(registry: CircularIndexPage, letter_text: str) -> CircularPage:
    take_in(letter_text)
    return CircularPage.objects.get()


@pytest.fixture
def proposal(page: CircularPage, letter_text: str) -> Proposal:
    take_in(letter_text.replace(WORDS, OTHER))
    return Proposal.objects.get()


def test_they_are_held_with_the_earlier_letter_shown_whoever_imports(
    page: CircularPage, letter_text: str, registrar: Any, client: Client
) -> None:
    for user in (None, registrar):
        outcome = take_in(letter_text.replace(WORDS, OTHER), user)
        assert (outcome.action, outcome.earlier) == ("held", page)
        assert outcome.error is not None
        assert outcome.error.code == "CHANGED_TEXT"
        assert page.title in outcome.error.message
    assert Proposal.objects.count() == 1
    page.refresh_from_db()
    assert page.live
    assert OTHER not in page.body
    assert not page.corrections.exists()
    assert OTHER not in client.get(page.get_url()).content.decode()
    assert page in waiting_letters(registrar)


def test_taken_in_they_are_read_readers_are_told_and_the_earlier_kept(
    proposal: Proposal, page: CircularPage, registrar: Any, client: Client
) -> None:
    client.force_login(registrar)
    screen = reverse("circulars_admin:proposal", args=[page.pk, proposal.pk])
    assert screen in client.get(reverse("circulars_admin:review", args=[page.pk])).content.decode()
    html = client.get(screen).content.decode()
    assert f"{WORDS}<ins>อีกครั้ง</ins>" in html
    client.post(screen, {"decision": "accept", "reason": " "})
    assert Proposal.objects.open().exists()
    client.post(screen, {"decision": "accept", "reason": "แก้คำตกตามต้นฉบับ"})
    page.refresh_from_db()
    assert page.live
    assert page.body == OTHER
    assert "แก้คำตกตามต้นฉบับ" in Client().get(page.get_url()).content.decode()
    history = client.get(reverse("circulars_admin:standing", args=[page.pk])).content.decode()
    assert f"{WORDS}<ins>อีกครั้ง</ins>" in history
    assert page not in waiting_letters(registrar)
    with pytest.raises(ValidationError):
        turn_down(proposal, registrar, "อีกครั้ง")


def test_turned_down_they_do_not_come_again_nor_do_the_replaced_ones(
    proposal: Proposal, page: CircularPage, registrar: Any, letter_text: str
) -> None:
    turn_down(proposal, registrar, "เป็นร่าง")
    again = take_in(letter_text.replace(WORDS, OTHER))
    assert (again.action, again.earlier) == ("refused", page)
    take_in(letter_text.replace(WORDS, f"{WORDS} ใหม่"))
    accept(Proposal.objects.open().get(), registrar, "แก้คำตก")
    assert take_in(letter_text).action == "refused"
    assert not Proposal.objects.open().exists()


def test_only_who_may_publish_decides_and_outsiders_see_nothing(
    proposal: Proposal, page: CircularPage, client: Client, django_user_model: Any
) -> None:
    screen = reverse("circulars_admin:proposal", args=[page.pk, proposal.pk])
    assert client.get(screen).status_code == 302
    client.force_login(django_user_model.objects.create_user("stranger"))
    assert client.post(screen, {"decision": "accept", "reason": "x"}).status_code in {302, 403}
    assert Proposal.objects.open().exists()


def test_a_secrecy_class_waits_for_nobody(page: CircularPage, letter_text: str, client: Client) -> None:
    address = page.get_url()
    assert take_in("ลับ\n\n" + letter_text.replace(WORDS, OTHER)).action == "held"
    assert client.get(address).status_code == 404
    assert not Proposal.objects.exists()


def test_a_draft_that_nobody_published_yet_is_not_lost(
    proposal: Proposal, page: CircularPage, registrar: Any, client: Client
) -> None:
    topic = Topic.objects.create(code="it", name_th="ระบบสารสนเทศ")
    page = CircularPage.objects.get()
    page.best_signatory_name, page.note, page.title = "นายถูกต้อง จริงแท้", "ร่างหมายเหตุ", "ชื่อที่ร่างไว้"
    page.topics = [topic]
    page.save_revision(user=registrar)
    accept(proposal, registrar, "ตามต้นฉบับ")
    page = CircularPage.objects.get()
    assert page.live
    assert OTHER in page.body
    assert (page.best_signatory_name, page.note, page.topics.count()) == ("", "", 0)
    assert "ร่าง" not in page.title
    assert page.has_unpublished_changes
    draft = page.get_latest_revision_as_object()
    assert (draft.best_signatory_name, draft.note, draft.title) == (
        "นายถูกต้อง จริงแท้",
        "ร่างหมายเหตุ",
        "ชื่อที่ร่างไว้",
    )
    assert list(draft.topics.all()) == [topic]
    assert OTHER in draft.body
    assert "ร่าง" not in client.get(page.get_url()).content.decode()


def test_without_a_draft_there_is_none_afterwards(
    proposal: Proposal, page: CircularPage, registrar: Any
) -> None:
    accept(proposal, registrar, "ตามต้นฉบับ")
    page = CircularPage.objects.get()
    assert page.latest_revision_id == page.live_revision_id
    assert not page.has_unpublished_changes


def test_a_draft_of_a_letter_that_is_not_public_is_not_lost_either(
    proposal: Proposal, page: CircularPage, registrar: Any
) -> None:
    CircularPage.objects.get().unpublish()
    draft = CircularPage.objects.get()
    draft.best_number = "มท 0201/ว 51"
    draft.save_revision(user=registrar)
    accept(proposal, registrar, "ตามต้นฉบับ")
    assert CircularPage.objects.get().get_latest_revision_as_object().best_number == "มท 0201/ว 51"


def test_a_draft_keeps_no_title_of_a_letter_that_became_secret(
    page: CircularPage, registrar: Any, letter_text: str
) -> None:
    page.title, page.note = "ชื่อที่ร่างไว้", "ร่างหมายเหตุ"
    page.save_revision(user=registrar)
    take_in("ลับ\n\n" + letter_text.replace(WORDS, OTHER), registrar)
    page = CircularPage.objects.get()
    draft = page.get_latest_revision_as_object()
    assert (draft.note, draft.title, page.draft_title) == ("ร่างหมายเหตุ", page.title, page.title)
    assert "ชั้นความลับ" in page.title
