"""Where two persons must agree to a letter, each door refuses the first and opens for the second."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from circulars.bulk import publish_first
from circulars.correcting import correct, turn_down
from circulars.importing import import_paths, import_uploads
from circulars.models import CircularIndexPage, CircularPage, Held, Proposal, TwoPersonRule
from circulars.proposing import accept
from organisations.models import Membership, Organisation, Role

SAMPLES = Path(__file__).parent / "letters" / "samples"
ENCLOSED = SAMPLES / "seed-2-opdc-1205-85.txt"
COVER = SAMPLES / "seed-1-slc-circular.txt"

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(registrar: Any, django_user_model: Any) -> Any:
    user = django_user_model.objects.create_user("second")
    opdc = Organisation.objects.get(code="opdc")
    Membership.objects.create(user=user, organisation=opdc, role=Role.REGISTRAR)
    TwoPersonRule.objects.create(organisation=opdc)
    return user


@pytest.fixture
def letter(registry: CircularIndexPage, registrar: Any, second: Any) -> CircularPage:
    import_paths([str(ENCLOSED)], registrar)
    page = CircularPage.objects.get()
    assert not page.live, "the import"
    assert not page.flags.blocking().exists()
    return page


def fresh(page: CircularPage) -> CircularPage:
    return CircularPage.objects.get(pk=page.pk)


def test_code_publishes_for_the_second_person_only(letter: CircularPage, registrar: Any, second: Any) -> None:
    for act in (
        lambda: fresh(letter).save_revision().publish(user=registrar),
        lambda: fresh(letter).save_revision().publish(),
        lambda: publish_first([fresh(letter)], registrar),
    ):
        with pytest.raises(Held):
            act()
    by_hand = fresh(letter)
    by_hand.live = True
    with pytest.raises(Held):
        by_hand.save()
    fresh(letter).agree(registrar)
    with pytest.raises(Held):
        fresh(letter).save_revision().publish(user=registrar)
    changed = fresh(letter)
    changed.note = "สิ่งที่ไม่มีผู้เห็นชอบ"
    with pytest.raises(Held):
        changed.save_revision().publish(user=second)
    assert not fresh(letter).live
    fresh(letter).save_revision().publish(user=second)
    assert fresh(letter).live


def test_the_screens_publish_for_the_second_person_only(
    letter: CircularPage, registrar: Any, second: Any
) -> None:
    first, other = Client(), Client()
    first.force_login(registrar)
    other.force_login(second)
    address = f"/admin/circulars/{letter.pk}/"
    edit = {"action-publish": "1", "title": letter.title, "slug": letter.slug}
    edit |= {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}

    def seen() -> dict[str, Any]:
        return {"seen": fresh(letter).latest_revision_id}

    first.post(address + "publish/", seen())
    first.post(f"/admin/pages/{letter.pk}/edit/", edit)
    first.post(address + "agree/", seen())
    first.post(address + "publish/", seen())
    assert not fresh(letter).live
    assert "ผู้เห็นชอบสองคน" in first.get(address).content.decode()
    other.post(address + "publish/", seen())
    assert fresh(letter).live


def test_the_schedule_publishes_what_two_agreed_to(letter: CircularPage, registrar: Any, second: Any) -> None:
    past = timezone.now() - datetime.timedelta(hours=1)
    fresh(letter).agree(registrar)
    fresh(letter).save_revision(user=registrar, approved_go_live_at=past)
    call_command("publish_scheduled")
    assert not fresh(letter).live
    fresh(letter).agree(second)
    fresh(letter).save_revision(user=registrar, approved_go_live_at=past)
    call_command("publish_scheduled")
    assert fresh(letter).live


def test_a_correction_waits_with_its_note_for_the_second_person(
    letter: CircularPage, registrar: Any, second: Any
) -> None:
    fresh(letter).agree(registrar)
    fresh(letter).save_revision().publish(user=second)
    first, other = Client(), Client()
    first.force_login(registrar)
    other.force_login(second)
    address = f"/admin/circulars/{letter.pk}/standing/"
    form = {"form": "correct", "correct-text": "เลขที่อ่านผิด", "correct-best_number": "นร 1205/86"}
    seen = fresh(letter).latest_revision_id
    assert first.post(address, {**form, "correct-seen": seen}).status_code == 302
    waiting = fresh(letter).corrections.get()
    assert (fresh(letter).best_number, waiting.state, waiting.text) == ("", "waiting", "เลขที่อ่านผิด")
    assert "เลขที่อ่านผิด" not in Client().get(fresh(letter).get_url()).content.decode()
    assert "การแก้ไขรอเห็นชอบ" in other.get("/admin/circulars/").content.decode()
    assert "เลขที่อ่านผิด" in other.get(address).content.decode()
    late = other.post(address, {**form, "correct-text": "ของคนที่สอง", "correct-seen": seen})
    assert "ของคนที่สอง" in late.content.decode()
    decide = {"form": "approve", "correction": waiting.pk}
    first.post(address, decide)
    assert fresh(letter).best_number == ""
    assert other.post(address, decide).status_code == 302
    assert fresh(letter).best_number == "นร 1205/86"
    waiting.refresh_from_db()
    assert (waiting.state, waiting.made_by, waiting.decided_by) == ("made", registrar, second)
    assert "เลขที่อ่านผิด" in Client().get(fresh(letter).get_url()).content.decode()
    assert other.post(address, decide).status_code == 200
    assert fresh(letter).corrections.count() == 1


def test_a_correction_that_is_turned_down_stays_on_record(
    letter: CircularPage, registrar: Any, second: Any
) -> None:
    fresh(letter).agree(registrar)
    fresh(letter).save_revision().publish(user=second)
    values = {"best_signatory_name": "นายอีกคน"}
    waiting = correct(letter, registrar, "ชื่อผิด", values, fresh(letter).latest_revision_id)
    with pytest.raises(ValidationError):
        turn_down(waiting, second, " ")
    turn_down(waiting, second, "ชื่อเดิมถูกแล้ว")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decision) == ("turned-down", "ชื่อเดิมถูกแล้ว")
    assert fresh(letter).get_latest_revision_as_object().best_signatory_name == ""
    html = Client().get(fresh(letter).get_url()).content.decode()
    assert "ชื่อผิด" not in html
    correct(letter, registrar, "อีกครั้ง", values, fresh(letter).latest_revision_id)


def test_under_verification_both_agree_to_the_same_words(
    registry: CircularIndexPage, registrar: Any, second: Any
) -> None:
    import_paths([str(COVER)], registrar)
    held = CircularPage.objects.get()
    fresh(held).agree(registrar, "กำลังตรวจเลขที่")
    for user, words in ((registrar, "กำลังตรวจเลขที่"), (second, "คำอื่น")):
        with pytest.raises(Held):
            fresh(held).publish_under_verification(user, words)
    assert not fresh(held).live
    fresh(held).publish_under_verification(second, "กำลังตรวจเลขที่")
    assert fresh(held).live


def test_another_reading_of_a_public_letter_waits_again(
    letter: CircularPage, registrar: Any, second: Any
) -> None:
    fresh(letter).agree(registrar)
    fresh(letter).save_revision().publish(user=second)
    text = ENCLOSED.read_text().replace("ขอแสดงความนับถือ", "ขอแสดงความนับถืออย่างยิ่ง")
    import_uploads([("new.txt", text.encode())], registrar)
    assert fresh(letter).live
    accept(Proposal.objects.get(), registrar, "แก้คำลงท้าย")
    assert not fresh(letter).live
