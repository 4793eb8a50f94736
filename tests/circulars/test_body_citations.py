"""Letters that only the body names are in the web of references, whichever of the two arrives first."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from circulars.importing import import_uploads
from circulars.models import CircularIndexPage, CircularPage, Citation, Relation

pytestmark = pytest.mark.django_db
WORDING = "ให้ยกเลิกหนังสือ ที่ มท 0201/ว 15 ลงวันที่ 9 มกราคม 2567"


@pytest.fixture
def later(letter_text: str) -> str:
    """A letter whose body cancels the one of `letter_text`."""
    text = letter_text.replace("ว 15", "ว 16").replace("9 มกราคม", "20 มีนาคม")
    return text.replace("ด้วยมีการทดสอบระบบ", WORDING)


def take_in(*texts: str) -> list[CircularPage]:
    import_uploads([(f"{at}.txt", text.encode()) for at, text in enumerate(texts)], None)
    return list(CircularPage.objects.order_by("running"))


def test_an_edge_of_the_web_that_the_cited_letter_completes_when_it_comes(
    registry: CircularIndexPage, later: str, letter_text: str, client: Client
) -> None:
    (new,) = take_in(later)
    assert new.live
    (one,) = new.citations.all()
    assert (one.in_body, one.link, one.match, one.target) == (True, "cancels", "not_in_registry", None)
    assert new.raw_text[one.start : one.end] == one.raw == WORDING.removeprefix("ให้ยกเลิก")
    assert [flag.code for flag in new.flags.open()] == ["REFERENCE_NOT_FOUND"]
    old, new = take_in(letter_text)
    one = new.citations.get()
    assert (one.match, one.target_id) == ("exact", old.pk)
    assert not new.flags.open().exists()
    html = client.get(new.get_url()).content.decode()
    assert "หนังสือที่อ้างในข้อความ" in html
    assert f'href="{old.get_url()}"' in html
    assert "<dt>อ้างถึง</dt>" not in html
    assert "ถูกยกเลิกโดย (ตามถ้อยคำ)" in client.get(old.get_url()).content.decode()


def test_the_wording_ends_nothing_before_a_person_records_it(
    registry: CircularIndexPage, later: str, letter_text: str, client: Client, admin_user: Any
) -> None:
    old, new = take_in(letter_text, later)
    assert not Relation.objects.exists()
    client.force_login(admin_user)
    address = reverse("circulars_admin:standing", args=[new.pk])
    html = client.get(address).content.decode()
    assert "กรอกแบบข้างล่างตามถ้อยคำนี้" in html
    form = client.get(f"{address}?wording={new.citations.get().pk}").context["forms"]["relate"]
    assert form.initial["target"] == old.pk
    assert form.initial["quote"] == WORDING.removeprefix("ให้")
    sent = {f"relate-{name}": form.initial[name] for name in ("kind", "target", "quote")}
    client.post(address, {"form": "relate", **sent})
    assert Relation.objects.get().target_id == old.pk
    assert "กรอกแบบข้างล่างตามถ้อยคำนี้" not in client.get(address).content.decode()


def test_letters_registered_by_an_older_program_are_read_again(
    registry: CircularIndexPage, later: str, letter_text: str
) -> None:
    take_in(letter_text, later)
    Citation.objects.all().delete()
    call_command("reread_letters")
    assert Citation.objects.get().target is not None
