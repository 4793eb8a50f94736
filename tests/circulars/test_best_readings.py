"""Readers find and cite a letter by the number and date that a person accepted; what was read stays."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from circulars.correcting import correct
from circulars.importing import import_uploads
from circulars.indexing import circular_document
from circulars.models import CircularIndexPage, CircularPage, DeletedLetter

pytestmark = pytest.mark.django_db


def take(user: Any, *texts: str) -> list[Any]:
    return import_uploads([(f"{n}.txt", text.encode()) for n, text in enumerate(texts)], user)


def readings(**changes: Any) -> dict[str, Any]:
    return {"best_number": "", "best_date": None, "best_signatory_name": "", **changes}


def corrected(page: CircularPage, user: Any, **changes: Any) -> CircularPage:
    page.refresh_from_db()
    correct(page, user, "เทียบกับต้นฉบับ", readings(**changes), page.latest_revision_id)
    return CircularPage.objects.get(pk=page.pk)


def citing(text: str) -> str:
    """A later letter that cites ว 15 of 9 January in its body."""
    cited = "ตามหนังสือสำนักงานปลัดกระทรวงมหาดไทย ที่ มท 0201/ว 15 ลงวันที่ 9 มกราคม 2567 นั้น"
    later = (
        text.replace("ว 15", "ว 16")
        .replace("9 มกราคม", "20 มีนาคม")
        .replace("การทดสอบระบบ\n\nเรียน", "การติดตามผล\n\nเรียน")
    )
    return later.replace("ด้วยมีการทดสอบระบบ", cited)


@pytest.fixture
def misread(registry: CircularIndexPage, registrar: Any, letter_text: str) -> CircularPage:
    """A public letter read as ว 51 that was ว 15."""
    take(registrar, letter_text.replace("ว 15", "ว 51"))
    return CircularPage.objects.get()


def test_the_screen_takes_only_a_free_number(
    misread: CircularPage, registrar: Any, letter_text: str, client: Client
) -> None:
    take(registrar, letter_text.replace("ว 15", "ว 18").replace("การทดสอบระบบ", "เรื่องอื่น"))
    client.force_login(registrar)
    address = reverse("circulars_admin:standing", args=[misread.pk])
    form = {"form": "correct", "correct-text": "คำที่พิมพ์ไว้", "correct-seen": misread.latest_revision_id}
    for typed, told in (
        ("ไม่ใช่เลข", "ไม่เป็นเลขที่หนังสือ"),
        ("0201/ว 15", "ไม่เป็นเลขที่"),
        ("มท. ๐๒๐๑/ว. ๑๘", "เรื่องอื่น"),
    ):
        html = client.post(address, {**form, "correct-best_number": typed}).content.decode()
        assert told in html
        assert "คำที่พิมพ์ไว้" in html
    assert CircularPage.objects.get(pk=misread.pk).best_number == ""
    assert client.post(address, {**form, "correct-best_number": "มท. ๐๒๐๑/ว. ๑๕"}).status_code == 302
    assert CircularPage.objects.get(pk=misread.pk).best_number == "มท 0201/ว 15"
    by_hand = CircularPage.objects.get(pk=misread.pk)
    by_hand.best_number = "มท 0201/ว 18"
    with pytest.raises(ValidationError):
        by_hand.save()
    assert CircularPage.objects.get(pk=misread.pk).running == 15


def test_the_number_is_taken_and_the_one_misread_is_free(
    misread: CircularPage, registrar: Any, letter_text: str
) -> None:
    page = corrected(misread, registrar, best_number="มท 0201/ว 15")
    assert (page.number, page.running, page.key_as_read["running"]) == ("มท 0201/ว 51", 15, 51)
    other, again, right = take(
        registrar,
        letter_text.replace("การทดสอบระบบ", "เรื่องที่ต่างไป"),
        letter_text.replace("ว 15", "ว 51").replace("โทร.", "โทรศัพท์"),
        letter_text.replace("ว 15", "ว 51").replace("การทดสอบระบบ", "ฉบับที่เป็น ว 51 จริง"),
    )
    assert (other.action, other.error.code, other.earlier) == ("refused", "DUPLICATE_NUMBER", page)
    assert (again.action, again.error.code, again.earlier) == ("held", "CHANGED_TEXT", page)
    assert right.action == "created"
    back = CircularPage.objects.get(pk=page.pk)
    with pytest.raises(ValidationError, match="ฉบับที่เป็น"):
        correct(back, registrar, "คืนค่าเดิม", readings(), back.latest_revision_id)
    restriction = PageViewRestriction.objects.create(page=right.page, restriction_type="login")
    with pytest.raises(ValidationError) as refused:
        correct(back, registrar, "คืนค่าเดิม", readings(), back.latest_revision_id)
    assert "ฉบับที่เป็น" not in str(refused.value)
    restriction.delete()
    page.corrections.all().delete()  # with which it could not be deleted
    page.delete()
    assert DeletedLetter.objects.get().number == "มท 0201/ว 15"
    [gone] = take(registrar, letter_text.replace("การทดสอบระบบ", "เรื่องที่ต่างไป"))
    assert gone.error.code == "NUMBER_TAKEN"


def test_lists_and_search_go_by_what_was_accepted(
    misread: CircularPage, registrar: Any, letter_text: str, client: Client
) -> None:
    take(registrar, letter_text.replace("ว 15", "ว 18").replace("9 มกราคม", "9 มีนาคม"))
    page = corrected(
        misread,
        registrar,
        best_number="มท 0201/ว 15",
        best_date=datetime.date(2024, 5, 9),
        best_signatory_name="นายถูกต้อง จริงแท้",
    )

    def listed(query: str) -> list[str]:
        return [
            one["number"]
            for one in json.loads(client.get(f"/circulars/letters.json{query}").content)["letters"]
        ]

    assert listed("") == ["มท 0201/ว 15", "มท 0201/ว 18"]
    assert listed("?sort=number") == ["มท 0201/ว 15", "มท 0201/ว 18"]
    document = circular_document(page)
    assert document is not None
    assert (document.number, document.date) == ("มท 0201/ว 15", datetime.date(2024, 5, 9))
    assert "มท 0201/ว 51" in document.keywords
    html = client.get(page.get_url()).content.decode()
    assert "ที่ มท 0201/ว 15 ลงวันที่ 9 พฤษภาคม 2567" in html
    assert "นายถูกต้อง จริงแท้" in html
    page = corrected(page, registrar, best_number="มท 0201/ว 15", best_date=datetime.date(2017, 1, 9))
    assert listed("?year=2560") == ["มท 0201/ว 15"]
    assert listed("?year=2567") == ["มท 0201/ว 18"]
    again = corrected(page, registrar)
    assert (again.running, again.year_be, again.key_as_read) == (51, 2567, {})
    assert (again.effective_number, again.effective_date) == ("มท 0201/ว 51", datetime.date(2024, 1, 9))


def test_a_correction_settles_who_cites_the_letter(
    misread: CircularPage, registrar: Any, letter_text: str
) -> None:
    take(registrar, citing(letter_text))
    other = CircularPage.objects.get(running=16)
    assert other.citations.get().match != "exact"
    page = corrected(misread, registrar, best_number="มท 0201/ว 15")
    assert (other.citations.get().match, other.citations.get().target_id) == ("exact", page.pk)
    assert not other.flags.blocking().exists()
    corrected(page, registrar, best_number="มท 0201/ว 15", best_date=datetime.date(2024, 2, 2))
    assert other.citations.get().match == "probable"
    assert other.flags.blocking().filter(code="CROSSREF_DATE_MISMATCH").exists()
    assert CircularPage.objects.get(pk=other.pk).status == "verifying"
    corrected(page, registrar, best_number="มท 0309/ว 777")
    assert other.citations.get().target is None
    assert not other.flags.blocking().exists()


def test_a_date_in_doubt_is_not_offered_for_copying(
    misread: CircularPage, registrar: Any, client: Client
) -> None:
    CircularPage.objects.filter(pk=misread.pk).update(date_status="conflict", status="verifying")
    html = client.get(misread.get_url()).content.decode()
    assert "(วันที่อยู่ระหว่างตรวจสอบ)" in html
    assert "ลงวันที่ 9" not in html
    assert "วันที่สำหรับคัดลอก" not in html
    page = CircularPage.objects.get(pk=misread.pk)
    page.best_date = datetime.date(2024, 1, 9)
    page.save()
    html = client.get(page.get_url()).content.decode()
    assert "ลงวันที่ 9 มกราคม 2567" in html
    assert Page.objects.get(pk=page.pk).live
