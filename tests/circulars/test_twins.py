"""A number borne twice, once without a date, is doubted; of a secret letter nothing is told."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from circulars.correcting import correct
from circulars.importing import import_uploads
from circulars.models import CircularFlag, CircularIndexPage, CircularPage
from circulars.twins import twin_flags

pytestmark = pytest.mark.django_db
CODE = "SAME_NUMBER_UNDATED"


@pytest.fixture
def undated_text(letter_text: str) -> str:
    return letter_text.replace("9 มกราคม 2567\n\n", "").replace("การทดสอบระบบ", "เรื่องที่ไม่มีวันที่")


def take(user: Any, *texts: str) -> None:
    import_uploads([(f"{n}.txt", text.encode()) for n, text in enumerate(texts)], user)


def undated() -> CircularPage:
    return CircularPage.objects.get(year_be=None)


def dated() -> CircularPage:
    return CircularPage.objects.exclude(year_be=None).get()


def doubts() -> list[CircularFlag]:
    return list(CircularFlag.objects.open().filter(code=CODE))


@pytest.mark.parametrize("order", ["together", "dated first", "undated first"])
def test_the_letter_without_a_date_is_doubted_in_whatever_order_they_come(
    registry: CircularIndexPage, registrar: Any, letter_text: str, undated_text: str, order: str
) -> None:
    texts = [undated_text, letter_text] if order == "undated first" else [letter_text, undated_text]
    if order == "together":
        take(registrar, *texts)
    else:
        for text in texts:
            take(registrar, text)
    (doubt,) = doubts()
    assert doubt.page_id == undated().pk
    assert "มท 0201/ว 15" in doubt.message
    assert "๙ มกราคม ๒๕๖๗" in doubt.message


@pytest.mark.parametrize("other", ["ว 16", "16"])
def test_another_number_raises_no_doubt(
    registry: CircularIndexPage, registrar: Any, letter_text: str, undated_text: str, other: str
) -> None:
    take(registrar, letter_text.replace("ว 15", other), undated_text)
    assert CircularPage.objects.count() == 2
    assert doubts() == []


def test_two_of_other_years_raise_none(registry: CircularIndexPage, registrar: Any, letter_text: str) -> None:
    take(registrar, letter_text, letter_text.replace("2567", "2566"))
    assert CircularPage.objects.count() == 2
    assert doubts() == []


def test_two_without_a_date_are_both_doubted(
    registry: CircularIndexPage, registrar: Any, undated_text: str
) -> None:
    take(registrar, undated_text, undated_text.replace("ไม่มีวันที่", "ต่างออกไป"))
    assert CircularPage.objects.filter(year_be=None).count() == 2
    assert {one.page_id for one in doubts()} == set(CircularPage.objects.values_list("pk", flat=True))
    assert all("ทะเบียนชั่วคราวที่" in one.message for one in doubts())


def test_it_lapses_with_a_date_or_another_number(
    registry: CircularIndexPage, registrar: Any, letter_text: str, undated_text: str
) -> None:
    take(registrar, letter_text, undated_text)
    other = dated()
    readings = {"best_number": "มท 0201/ว 18", "best_date": None, "best_signatory_name": ""}
    correct(other, registrar, "เทียบกับต้นฉบับ", readings, other.latest_revision_id)
    assert doubts() == [], "the other bears another number"
    other = CircularPage.objects.get(pk=other.pk)
    correct(other, registrar, "กลับตามเดิม", {**readings, "best_number": ""}, other.latest_revision_id)
    assert len(doubts()) == 1
    undated().publish_under_verification(registrar, "กำลังตรวจวันที่")
    page = undated()
    given = {"best_number": "", "best_date": datetime.date(2023, 5, 2), "best_signatory_name": ""}
    correct(page, registrar, "ต้นฉบับกระดาษ", given, page.latest_revision_id)
    assert doubts() == [], "it has a date"


def test_it_lapses_when_the_other_is_deleted(
    registry: CircularIndexPage,
    registrar: Any,
    letter_text: str,
    undated_text: str,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    take(registrar, letter_text, undated_text)
    assert len(doubts()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        dated().delete()
    assert doubts() == []


def test_of_a_secret_letter_nothing_is_told(
    registry: CircularIndexPage, registrar: Any, letter_text: str, undated_text: str
) -> None:
    take(registrar, undated_text, "ลับมาก\n\n" + letter_text)
    assert dated().is_secret
    assert doubts() == []


def test_one_that_becomes_secret_is_taken_out_of_what_was_told(
    registry: CircularIndexPage, registrar: Any, letter_text: str, undated_text: str
) -> None:
    take(registrar, letter_text, undated_text)
    take(registrar, "ลับมาก\n\n" + letter_text)
    assert dated().is_secret
    assert doubts() == []
    (lapsed,) = CircularFlag.objects.filter(code=CODE)
    assert "๒๕๖๗" not in lapsed.message


def test_readers_are_told_nothing_of_the_other(
    registry: CircularIndexPage, registrar: Any, letter_text: str, undated_text: str
) -> None:
    take(registrar, letter_text, undated_text)
    page = undated()
    page.publish_under_verification(registrar, "กำลังตรวจวันที่")
    html = Client().get(CircularPage.objects.get(pk=page.pk).get_url()).content.decode()
    assert "กำลังตรวจวันที่" in html
    assert "เลขเดียวกันแต่ไม่มีวันที่" not in html
    assert "๙ มกราคม ๒๕๖๗" not in html


def test_many_are_asked_at_once(
    registry: CircularIndexPage,
    registrar: Any,
    letter_text: str,
    undated_text: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    texts = [each.replace("ว 15", f"ว {n}") for n in (15, 16, 17) for each in (letter_text, undated_text)]
    take(registrar, *texts)
    pages = list(CircularPage.objects.all())
    with django_assert_num_queries(1):
        assert sum(map(len, twin_flags(pages).values())) == 3
