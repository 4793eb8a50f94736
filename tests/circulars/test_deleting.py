"""A letter of which the registry has a record is not deleted in any way; another's number stays taken."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from circulars.correcting import correct, relate, undo_relation
from circulars.importing import import_uploads
from circulars.models import (
    CircularIndexPage,
    CircularPage,
    DeletedLetter,
    Delivery,
    Duty,
    DutyAnswer,
    Relation,
)
from organisations.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(registry: CircularIndexPage, registrar: Any, letter_text: str) -> tuple[CircularPage, CircularPage]:
    other = letter_text.replace("ว 15", "ว 16").replace("9 มกราคม", "20 มีนาคม")
    import_uploads([("a.txt", letter_text.encode()), ("b.txt", other.encode())], registrar)
    first, second = CircularPage.objects.order_by("running")
    return first, second


@pytest.fixture
def admin(django_user_model: Any) -> Client:
    client = Client()
    client.force_login(django_user_model.objects.create_superuser("root", password="a long password"))
    return client


def sent(letter: CircularPage, user: Any, is_acknowledged: bool = True) -> Delivery:
    return Delivery.objects.create(
        page=letter,
        organisation=Organisation.objects.create(
            code=f"to-{Organisation.objects.count()}", kind="province", name_th="จังหวัดสมมติ"
        ),
        acknowledged_at=timezone.now() if is_acknowledged else None,
        acknowledged_by=user if is_acknowledged else None,
    )


def refused(admin: Client, letter: CircularPage) -> str:
    """What every way in the admin says that refuses; that none deletes is part of it."""
    told = set()
    one = reverse("wagtailadmin_pages:delete", args=[letter.pk])
    many = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + f"?id={letter.pk}"
    above = reverse("wagtailadmin_pages:delete", args=[letter.get_parent().pk])
    name = {"wagtail_site_name": "Ruam"}
    for answer in (
        admin.get(one, follow=True),
        admin.post(one, name, follow=True),
        admin.post(many, name, follow=True),
        admin.get(above, follow=True),
        admin.post(above, name, follow=True),
    ):
        told |= {str(each) for each in answer.context["messages"]}
    assert CircularPage.objects.filter(pk=letter.pk).exists()
    with pytest.raises(ProtectedError):
        letter.delete()
    with pytest.raises(ProtectedError):
        letter.get_parent().delete()
    assert not DeletedLetter.objects.exists()
    [words] = told
    return words


def test_what_was_sent_and_acknowledged_stays(
    pair: tuple[CircularPage, CircularPage], registrar: Any, admin: Client
) -> None:
    letter, _ = pair
    delivery = sent(letter, registrar)
    sent(letter, registrar, is_acknowledged=False)
    duty = Duty.objects.create(page=letter, kind="report", text="รายงานผล")
    DutyAnswer.objects.create(duty=duty, delivery=delivery, text="ทำแล้ว", answered_by=registrar)
    words = refused(admin, letter)
    assert "ส่งถึงหน่วยงาน 2 แห่ง รับทราบแล้ว 1 แห่ง" in words
    assert "ผลตามภารกิจ 1 รายการ" in words
    assert "ถอนหนังสือ" in words
    assert Delivery.objects.count() == 2
    assert DutyAnswer.objects.count() == 1


def test_a_note_to_readers_stays(
    pair: tuple[CircularPage, CircularPage], registrar: Any, admin: Client
) -> None:
    letter, _ = pair
    correct(letter, registrar, "แก้", {"best_signatory_name": "นายสมชาย ใจดี"}, letter.latest_revision_id)
    assert "บันทึกการแก้ไข 1 รายการ" in refused(admin, CircularPage.objects.get(pk=letter.pk))


@pytest.mark.parametrize("is_target", [True, False])
def test_a_link_that_a_person_recorded_stays_at_both_ends(
    pair: tuple[CircularPage, CircularPage], registrar: Any, admin: Client, is_target: bool
) -> None:
    old, new = pair
    relation = Relation(page=new, kind="cancels", target=old, quote="จึงเรียนมาเพื่อโปรดทราบ")
    relate(relation, registrar)
    undo_relation(relation, registrar, "บันทึกผิดฉบับ")
    assert "ความเชื่อมโยง 1 รายการ" in refused(admin, old if is_target else new)


def test_a_letter_without_a_record_goes_and_its_number_stays_taken(
    pair: tuple[CircularPage, CircularPage], registrar: Any, admin: Client, letter_text: str
) -> None:
    letter, _ = pair
    sent(_, registrar)
    address = reverse("wagtailadmin_pages:delete", args=[letter.pk])
    assert "ใช้ซ้ำไม่ได้" in admin.get(address).content.decode()
    admin.post(address)
    assert not CircularPage.objects.filter(pk=letter.pk).exists()
    assert DeletedLetter.objects.get().number == "มท 0201/ว 15"
    [outcome] = import_uploads([("a.txt", letter_text.encode())], registrar)
    assert outcome.action == "refused"
