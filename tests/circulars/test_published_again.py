"""A letter that was public, was taken back and changed goes public again only with a note to readers."""

from __future__ import annotations

import datetime
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from circulars.correcting import approve, correct, turn_down
from circulars.importing import import_uploads
from circulars.models import CircularIndexPage, CircularPage, Held, Proposal, TwoPersonRule
from circulars.proposing import accept
from organisations.models import Membership, Organisation, Role

pytestmark = pytest.mark.django_db

NOTE = "อ่านเลขที่ผิดจากภาพสแกน"
OTHER = "มท 0201/ว 51"


def now() -> CircularPage:
    return CircularPage.objects.get()


@pytest.fixture
def taken_back(registry: CircularIndexPage, registrar: Any, letter_text: str) -> CircularPage:
    import_uploads([("a.txt", letter_text.encode())], registrar)
    assert now().live
    now().unpublish(user=registrar)
    return now()


def edited(user: Any) -> CircularPage:
    """Its number changed by hand, as Wagtail's editor stores a page that is not live."""
    page = now()
    page.best_number = OTHER
    page.save()
    page.save_revision(user=user)
    return now()


def test_the_same_content_needs_no_note(taken_back: CircularPage, registrar: Any) -> None:
    taken_back.get_latest_revision().publish(user=registrar)
    assert now().live
    assert not now().corrections.exists()


def test_no_door_publishes_other_content_without_one(taken_back: CircularPage, registrar: Any) -> None:
    page = edited(registrar)
    client = Client()
    client.force_login(registrar)
    seen = {"seen": page.latest_revision_id, "reason": "กำลังตรวจ"}
    for name in ("publish", "verify"):
        client.post(reverse(f"circulars_admin:{name}", args=[page.pk]), seen)
        assert not now().live
    said = client.get(reverse("circulars_admin:review", args=[page.pk])).content.decode()
    assert "เคยเผยแพร่แล้ว และต่างไปจากที่ผู้อ่านเคยเห็น" in said
    edit = {"action-publish": "1", "title": page.title, "slug": page.slug, "best_number": OTHER}
    edit |= {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), edit)
    assert "ต้องมีบันทึกการแก้ไขที่ผู้อ่านเห็นก่อน" in answer.content.decode()
    with pytest.raises(Held):
        now().get_latest_revision().publish(user=registrar)
    by_hand = now()
    by_hand.live = True
    with pytest.raises(Held):
        by_hand.save()
    past = timezone.now() - datetime.timedelta(hours=1)
    now().save_revision(user=registrar, approved_go_live_at=past)
    call_command("publish_scheduled")
    assert not now().live


def test_with_the_note_it_goes_public_and_readers_see_it(
    taken_back: CircularPage, registrar: Any, client: Client
) -> None:
    page = edited(registrar)
    client.force_login(registrar)
    address = reverse("circulars_admin:standing", args=[page.pk])
    screen = client.get(address).content.decode()
    assert "บอกผู้อ่านที่นี่ก่อนเผยแพร่" in screen
    assert f'value="{OTHER}"' in screen, "the draft, not what was"
    form = {"form": "correct", "correct-seen": page.latest_revision_id, "correct-best_number": OTHER}
    assert client.post(address, form).status_code == 200, "no note"
    answer = client.post(address, {**form, "correct-text": NOTE}, follow=True)
    assert "ผู้อ่านเห็นเมื่อเผยแพร่หนังสืออีกครั้ง" in answer.content.decode()
    assert not now().live
    waiting = now().corrections.get()
    assert (waiting.state, waiting.changes) == ("waiting", {"best_number": ["", OTHER]})
    with pytest.raises(ValidationError):
        approve(waiting, registrar)
    client.post(reverse("circulars_admin:publish", args=[page.pk]), {"seen": now().latest_revision_id})
    page = now()
    assert page.live
    assert (page.corrections.get().state, page.shown["best_number"]) == ("made", OTHER)
    assert NOTE in Client().get(page.get_url()).content.decode()
    assert "text_hash" not in page.corrections.get().changes


def test_a_note_that_says_something_else_is_none(taken_back: CircularPage, registrar: Any) -> None:
    page = edited(registrar)
    correct(page, registrar, NOTE, {"best_number": OTHER}, page.latest_revision_id)
    page = now()
    page = page.get_latest_revision_as_object()
    page.title = "ชื่ออื่น"
    page.save_revision(user=registrar)
    with pytest.raises(Held):
        now().get_latest_revision().publish(user=registrar)
    correct(now(), registrar, "และชื่อเรื่อง", {}, now().latest_revision_id)
    now().get_latest_revision().publish(user=registrar)
    states = now().corrections.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["turned-down", "made"]
    assert set(now().corrections.made().get().changes) == {"title", "best_number"}


def test_a_note_that_is_turned_down_leaves_the_draft(taken_back: CircularPage, registrar: Any) -> None:
    page = edited(registrar)
    waiting = correct(page, registrar, NOTE, {"best_number": OTHER}, page.latest_revision_id)
    turn_down(waiting, registrar, "ยังไม่แน่")
    assert now().get_latest_revision_as_object().best_number == OTHER
    with pytest.raises(Held):
        now().get_latest_revision().publish(user=registrar)


def test_a_change_that_is_taken_back_needs_no_note(taken_back: CircularPage, registrar: Any) -> None:
    page = edited(registrar)
    page.best_number = ""
    page.save()
    page.save_revision(user=registrar)
    with pytest.raises(ValidationError):
        correct(now(), registrar, NOTE, {}, now().latest_revision_id)
    now().get_latest_revision().publish(user=registrar)
    assert now().live


def test_a_letter_that_was_never_public_is_edited_freely(
    registry: CircularIndexPage, registrar: Any, letter_text: str
) -> None:
    TwoPersonRule.objects.create(organisation=Organisation.objects.get(code="opdc"))
    import_uploads([("a.txt", letter_text.encode())], registrar)
    assert not now().live
    TwoPersonRule.objects.all().delete()
    with pytest.raises(ValidationError):
        correct(now(), registrar, NOTE, {"best_number": OTHER}, now().latest_revision_id)
    page = edited(registrar)
    page.get_latest_revision().publish(user=registrar)
    assert now().live
    assert not now().corrections.exists()


def test_a_text_that_was_taken_in_meanwhile_is_told(
    taken_back: CircularPage, registrar: Any, letter_text: str
) -> None:
    import_uploads([("b.txt", letter_text.replace("ด้วยมี", "ด้วยจะมี").encode())], registrar)
    accept(Proposal.objects.get(), registrar, "ตามต้นฉบับลงนาม")
    assert not now().live
    now().get_latest_revision().publish(user=registrar)
    assert "ตามต้นฉบับลงนาม" in Client().get(now().get_url()).content.decode()


def test_a_text_that_made_it_secret_needs_a_note_after_the_class_is_lifted(
    registry: CircularIndexPage, registrar: Any, letter_text: str
) -> None:
    import_uploads([("a.txt", letter_text.encode())], registrar)
    secret = "ลับ\n\n" + letter_text.replace("ด้วยมี", "ด้วยจะมี")
    import_uploads([("b.txt", secret.encode())], registrar)
    now().lift_secrecy(registrar, "คำสั่งที่ 1/2567")
    with pytest.raises(Held):
        now().get_latest_revision().publish(user=registrar)
    correct(now(), registrar, "ข้อความตามต้นฉบับลงนาม", {}, now().latest_revision_id)
    now().get_latest_revision().publish(user=registrar)
    assert set(now().corrections.made().get().changes) == {"text_hash"}
    client = Client()
    client.force_login(registrar)
    history = client.get(reverse("circulars_admin:standing", args=[now().pk])).content.decode()
    assert "ข้อความตามต้นฉบับ (SHA-256)" in history


def test_where_two_must_agree_the_note_does_not_publish(
    taken_back: CircularPage, registrar: Any, django_user_model: Any
) -> None:
    opdc = Organisation.objects.get(code="opdc")
    second = django_user_model.objects.create_user("second")
    Membership.objects.create(user=second, organisation=opdc, role=Role.REGISTRAR)
    TwoPersonRule.objects.create(organisation=opdc)
    page = edited(registrar)
    correct(page, registrar, NOTE, {"best_number": OTHER}, page.latest_revision_id)
    with pytest.raises(Held):
        now().get_latest_revision().publish(user=registrar)
    now().agree(registrar)
    now().get_latest_revision().publish(user=second)
    assert now().live
    assert now().corrections.get().state == "made"


def test_what_readers_had_is_known_after_an_upgrade(
    taken_back: CircularPage, registrar: Any, letter_text: str
) -> None:
    had = taken_back.shown
    page = edited(registrar)
    import_uploads([("o.txt", letter_text.replace("ว 15", "ว 16").encode())], registrar)
    public = CircularPage.objects.get(running=16)
    CircularPage.objects.update(shown={})
    import_module("circulars.migrations.0021_values_readers_had").fill(apps, None)
    assert CircularPage.objects.get(pk=page.pk).shown == had
    assert CircularPage.objects.get(pk=public.pk).shown == public.shown
