"""The review screen points into the original text; the queue goes by urgency; two registrars lose nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from circulars.admin.places import label_of, pieces_of, places_of
from circulars.importing import import_paths, import_uploads
from circulars.models import CircularFlag, CircularIndexPage, CircularPage

SAMPLES = Path(__file__).parent / "letters" / "samples"
LETTER = """ที่ มท 0201/ว {n}

สำนักงานปลัดกระทรวงมหาดไทย
ถนนอัษฎางค์ กทม. 10200

31 กุมภาพันธ์ 2567

เรื่อง การทดสอบระบบครั้งที่ {n}

เรียน ผู้ว่าราชการจังหวัดทุกจังหวัด

ด้วยมีการทดสอบระบบ จึงเรียนมาเพื่อโปรดทราบ

ขอแสดงความนับถือ

(นายสมมติ ทดสอบ)
ปลัดกระทรวงมหาดไทย
"""

pytestmark = pytest.mark.django_db


def doubtful(n: int, head: str = "") -> CircularPage:
    import_uploads([(f"{n}.txt", (head + LETTER.format(n=n)).encode())], None)
    return CircularPage.objects.get(running=n)


def test_every_place_holds_the_words_that_it_stands_for(
    registry: CircularIndexPage, samples: list[str]
) -> None:
    import_paths(samples)
    numbers = dates = 0
    for letter in CircularPage.objects.all():
        places = places_of(letter, letter.flags.open())
        text = letter.raw_text
        at = {place.name: text[place.start : place.end] for place in places}
        assert "".join(piece.text for piece in pieces_of(text, places)) == text
        if letter.number_raw and "number" in at:
            numbers += 1
            assert letter.number_raw in at["number"]
        if letter.date_raw and "date" in at:
            dates += 1
            assert letter.date_raw in at["date"]
    assert numbers >= 4
    assert dates >= 4


def test_the_screen_links_values_and_doubts_with_the_text(
    registry: CircularIndexPage, client: Client, registrar: Any
) -> None:
    letter, after = doubtful(15), doubtful(16)
    client.force_login(registrar)
    html = client.get(f"/admin/circulars/{letter.pk}/").content.decode()
    flag = letter.flags.open().filter(start__isnull=False)[0]
    for name in ("number", "subject", "addressees-0", f"flag-{flag.pk}"):
        assert f'id="place-{name}"' in html
        assert f'data-place="{name}"' in html
    assert f'href="/admin/circulars/{after.pk}/" data-next-letter' in html


def test_who_comes_second_is_told_and_keeps_what_was_typed(
    registry: CircularIndexPage, client: Client, registrar: Any, admin_user: Any
) -> None:
    letter = doubtful(15)
    first = letter.flags.blocking()[0]
    stale = CircularFlag.objects.get(pk=first.pk)
    first.resolve(admin_user, "เหตุผลของคนแรก")
    with pytest.raises(ValidationError):
        stale.resolve(registrar, "เหตุผลของคนที่สอง")
    client.force_login(registrar)
    address = f"/admin/circulars/{letter.pk}/flags/{first.pk}/"
    html = client.post(address, {"reason": "เหตุผลของคนที่สอง"}, follow=True).content.decode()
    assert "วินิจฉัยหรือหมดไปแล้ว" in html
    assert "เหตุผลของคนที่สอง" in html
    first.refresh_from_db()
    assert (first.resolved_by, first.resolution) == (admin_user, "เหตุผลของคนแรก")


def test_the_queue_goes_by_urgency_and_is_filtered(
    registry: CircularIndexPage, client: Client, registrar: Any, django_assert_max_num_queries: Any
) -> None:
    slow, urgent = doubtful(15), doubtful(16, "ด่วนที่สุด\n")
    assert urgent.speed == "ด่วนที่สุด"
    client.force_login(registrar)
    with django_assert_max_num_queries(45):
        html = client.get("/admin/circulars/").content.decode()
    assert html.index(urgent.title) < html.index(slow.title)

    def shown(query: str) -> set[int]:
        html = client.get(f"/admin/circulars/?{query}").content.decode()
        return {letter.pk for letter in (slow, urgent) if f"/admin/circulars/{letter.pk}/" in html}

    assert shown("speed=ด่วนที่สุด") == {urgent.pk}
    assert shown("severity=error") == {slow.pk, urgent.pk}
    assert shown("code=NUMBER_UNREADABLE") == set()
    assert shown("original__received_at_to=2020-01-01") == set()
    CircularPage.objects.filter(pk=slow.pk).update(owner=registrar)
    assert shown(f"owner={registrar.pk}") == {slow.pk}


def test_the_part_of_a_doubt_is_named_in_thai() -> None:
    assert label_of("references[1]") == "อ้างถึง 2"
    assert label_of("mentions.cabinet_resolutions[0]") == "มติคณะรัฐมนตรีในข้อความ 1"
    assert label_of("document") == "ทั้งฉบับ"
