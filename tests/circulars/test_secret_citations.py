"""A letter that cites a secret one waits for a person; readers and other letters are told nothing of that."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from circulars.importing import import_uploads
from circulars.letters import parse_letters
from circulars.models import CircularIndexPage, CircularPage

pytestmark = pytest.mark.django_db
CITED = "ตามหนังสือสำนักงานปลัดกระทรวงมหาดไทย ที่ มท 0201/ว 15 ลงวันที่ 9 มกราคม 2567 นั้น"


@pytest.fixture
def secret(letter_text: str) -> str:
    return "ลับมาก\n\n" + letter_text.replace("การทดสอบระบบ", "แผนลับสุดยอด")


@pytest.fixture
def citing(letter_text: str) -> str:
    text = letter_text.replace("ว 15", "ว 16").replace("9 มกราคม", "20 มีนาคม")
    return text.replace("ด้วยมีการทดสอบระบบ", CITED)


def take_in(*texts: str) -> CircularPage:
    """The letter that cites the other."""
    import_uploads([(f"{at}.txt", text.encode()) for at, text in enumerate(texts)], None)
    return CircularPage.objects.get(running=16)


@pytest.mark.parametrize(
    "words",
    ["หนังสือกรมสมมติ ลับ ที่ มท 0201/7", "หนังสือกรมสมมติ ลับมาก ด่วนที่สุด ที่ มท 0201/7", "หนังสือกรมสมมติ ที่ มท 0201(ล)/7"],
)
def test_words_that_call_the_cited_letter_secret_are_doubted(letter_text: str, words: str) -> None:
    (letter,) = parse_letters(letter_text.replace("ด้วยมีการทดสอบระบบ", f"ตาม{words} ลงวันที่ 4 มกราคม 2567 นั้น"))
    assert ("CITES_SECRET", "warn") in {(one.code, one.severity) for one in letter.flags}
    (letter,) = parse_letters(
        letter_text.replace("ด้วยมีการทดสอบระบบ", "คนกลับมาก ตามหนังสือกรมสมมติ ที่ มท 0201/7 ลงวันที่ 4 มกราคม 2567")
    )
    assert "CITES_SECRET" not in {one.code for one in letter.flags}


def test_it_is_held_until_a_person_decides(
    registry: CircularIndexPage, secret: str, citing: str, registrar: Any
) -> None:
    page = take_in(secret, citing)
    assert not page.live
    (doubt,) = page.flags.open().filter(code="CITES_SECRET")
    assert (doubt.related, doubt.field) == ("", "mentions.letters[0]")
    assert "แผนลับสุดยอด" not in doubt.message
    assert page.citations.get().target is None
    doubt.resolve(registrar, "ได้รับอนุญาตให้เผยแพร่เลขที่")
    page.save_revision().publish()
    assert CircularPage.objects.get(pk=page.pk).live


def test_one_that_readers_have_stays_and_tells_them_nothing(
    registry: CircularIndexPage, secret: str, citing: str, client: Client, django_user_model: Any
) -> None:
    page = take_in(citing)
    before = client.get(page.get_url()).content.decode()
    page = take_in(secret)
    assert page.live
    assert page.flags.open().filter(code="CITES_SECRET").exists()
    after = client.get(page.get_url())
    assert after.status_code == 200
    assert "ชั้นความลับ" not in after.content.decode()
    assert after.content.decode().count("<li>") == before.count("<li>")
    page.save()
    lifter = django_user_model.objects.create_user("lifter")
    lifter.user_permissions.add(Permission.objects.get(codename="lift_secrecy"))
    other = CircularPage.objects.get(running=15)
    other.lift_secrecy(django_user_model.objects.get(pk=lifter.pk), "คำสั่งที่ 1/2568")
    assert not page.flags.open().filter(code="CITES_SECRET").exists()
    assert page.citations.get().target_id == other.pk


def test_another_year_is_another_letter(registry: CircularIndexPage, secret: str, citing: str) -> None:
    page = take_in(secret, citing.replace("9 มกราคม 2567", "9 มกราคม 2566"))
    assert page.live
    assert not page.flags.filter(code="CITES_SECRET").exists()


def test_a_class_that_opens_the_subject_holds_the_letter(
    registry: CircularIndexPage, letter_text: str
) -> None:
    (letter,) = parse_letters(letter_text.replace("เรื่อง การทดสอบระบบ", "เรื่อง ลับ การสอบสวนข้อเท็จจริง"))
    assert letter.secrecy == "ลับ"
    (letter,) = parse_letters(letter_text.replace("เรื่อง การทดสอบระบบ", "เรื่อง ลับแลเมืองงาม"))
    assert letter.secrecy is None


def test_two_series_of_an_office_have_letters_of_their_own(
    registry: CircularIndexPage, letter_text: str
) -> None:
    other = letter_text.replace("ว 15", "ว(ท) 15").replace("การทดสอบระบบ", "อีกเรื่องหนึ่ง")
    citing = letter_text.replace("ว 15", "ว 16").replace("9 มกราคม", "20 มีนาคม")
    citing = citing.replace("ด้วยมีการทดสอบระบบ", CITED.replace("ว 15", "ว(ท) 15"))
    page = take_in(letter_text, other, citing)
    assert page.citations.get().target is not None
    assert page.citations.get().target.mark == "ว(ท)"
