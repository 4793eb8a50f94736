"""A secrecy word that was read badly blocks the letter for a person; words that only look like one do not."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from circulars.importing import import_uploads
from circulars.letters import parse_letters
from circulars.models import CircularIndexPage, CircularPage, Held
from circulars.references import reread, settle

SUBJECT = "เรื่อง การทดสอบระบบ"
DISTORTED = ["ลลัับบ", "ลลับ", "ลัับ", "ลลัับบมมาากก", "ล ั บ", "ลับลับ", "ลั  บ ที่สุด"]
PLACES = {
    "head": lambda text, word: f"{word}\n{text}",
    "beside the number": lambda text, word: text.replace("ว 15\n", f"ว 15   {word}\n"),
    "foot": lambda text, word: f"{text}\n{word}\n",
    "foot of a page": lambda text, word: text.replace("\n\nจึงเรียน", f"\n\n- ๑ -\n{word}\n\nจึงเรียน"),
    "end of the subject": lambda text, word: text.replace(SUBJECT, f"{SUBJECT} {word}"),
    "in brackets": lambda text, word: text.replace(SUBJECT, f"{SUBJECT} ({word})"),
}


def doubts_of(text: str) -> set[str]:
    [letter] = parse_letters(text)
    return {one.code for one in letter.flags if one.severity == "error"}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("word", DISTORTED)
def test_no_distorted_class_is_passed_over(letter_text: str, word: str, place: str) -> None:
    text = PLACES[place](letter_text, word)
    assert text != letter_text
    assert doubts_of(text) & {"SECRECY_NO_PUBLISH", "SECRECY_SUSPECT"}


@pytest.mark.parametrize("word", ["ลับ", "ลับมาก", "ลับ ที่สุด", "ลลัับบ"])
def test_a_class_that_ends_the_subject_is_for_a_person(letter_text: str, word: str) -> None:
    [letter] = parse_letters(letter_text.replace(SUBJECT, f"{SUBJECT} {word}"))
    [doubt] = [one for one in letter.flags if one.code in {"SECRECY_SUSPECT", "SECRECY_NO_PUBLISH"}]
    assert doubt.span is not None
    assert "ล" in letter.text[slice(*doubt.span)]
    assert word in letter.text[slice(*doubt.span)]


@pytest.mark.parametrize(
    "words",
    [
        *("งานประจำปีอำเภอลับแล", "อำเภอ ลับแล", "โรงพยาบาล ลับแล", "ลับมีด", "การจำหน่ายหินลับมีด", "การรักษาความลับ"),
        *("การเดินทางไปกลับ", "เที่ยว กลับ", "เวรสลับ", "ตลับหมึก", "ลูกพลับ", "อย่างลับ ๆ", "ลี้ลับ"),
        *("ลบมลทิน", "การลลบข้อมูล", "การสลัับ", "กลลัับบ"),
    ],
)
def test_words_that_only_look_like_one_raise_nothing(letter_text: str, words: str) -> None:
    for text in (
        letter_text.replace("การทดสอบระบบ", words, 1),
        letter_text.replace("ด้วยมีการทดสอบระบบ", f"ด้วยมี{words}"),
        letter_text.replace("กองกลาง", f"กลุ่ม{words}"),
    ):
        assert text != letter_text
        assert not doubts_of(text) & {"SECRECY_NO_PUBLISH", "SECRECY_SUSPECT"}


def test_a_subject_whose_secret_a_line_broke_is_none(letter_text: str) -> None:
    assert not doubts_of(letter_text.replace("การทดสอบระบบ", "การรักษาความ ลับ", 1))


def test_a_very_long_line_of_its_letters_is_read_in_a_moment(letter_text: str) -> None:
    for words in ("ลลล " * 20_000, "ลั " * 20_000, "ล" * 60_000):
        assert "SECRECY_SUSPECT" not in doubts_of(letter_text.replace("ด้วยมี", f"ด้วยมี{words}"))


@pytest.mark.django_db
def test_it_holds_until_a_person_decides(
    registry: CircularIndexPage, registrar: Any, letter_text: str, client: Client
) -> None:
    import_uploads([("a.txt", f"ลลัับบ\n{letter_text}".encode())], registrar)
    page = CircularPage.objects.get()
    assert not page.live
    assert client.get("/circulars/mt-0201-w15-2567/").status_code == 404
    with pytest.raises(PermissionDenied):
        page.publish_under_verification(registrar, "กำลังตรวจ")
    with pytest.raises(Held):
        page.get_latest_revision().publish(user=registrar)
    page.flags.get(code="SECRECY_SUSPECT").resolve(registrar, "ต้นฉบับไม่มีชั้นความลับ ตราประทับซ้อน")
    CircularPage.objects.get().get_latest_revision().publish(user=registrar)
    assert CircularPage.objects.get().live


@pytest.mark.django_db
def test_a_public_letter_in_which_it_is_found_later_leaves_readers(
    registry: CircularIndexPage, registrar: Any, letter_text: str
) -> None:
    import_uploads([("a.txt", letter_text.encode())], registrar)
    page = CircularPage.objects.get()
    assert page.live
    CircularPage.objects.update(raw_text=f"ลลัับบ\n{letter_text}")
    page = CircularPage.objects.get()
    settle(page, reread(page))
    assert not CircularPage.objects.get().live
