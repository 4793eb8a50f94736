"""No personal number of a letter reaches the public, in whatever field it stands and whoever typed it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from circulars.importing import import_uploads
from circulars.indexing import circular_document
from circulars.models import CircularIndexPage, CircularPage, Correction

pytestmark = pytest.mark.django_db

MOBILE, CITIZEN = "081 234 5678", "1-1002-00345-67-8"
NUMBERS = re.compile("081 234|๐๘๑ ๒๓๔|1-1002-00345|๑-๑๐๐๒-๐๐๓๔๕")
HIDDEN = "แสดงเฉพาะสองหลักท้าย"
DOORS = (
    *("/circulars/", "/", "/sitemap.xml", "/api/v3/pages/", "/organisations/"),
    *(f"/circulars/letters.{form}" for form in ("csv", "json", "jsonld", "atom")),
)
PLACES = {
    "position": ("ปลัดกระทรวงมหาดไทย\n\nกองกลาง", f"ปลัดกระทรวงมหาดไทย {MOBILE}\n\nกองกลาง"),
    "issuer": ("สำนักงานปลัดกระทรวงมหาดไทย\n", f"สำนักงานปลัดกระทรวงมหาดไทย {MOBILE}\n"),
    "address": ("กทม. 10200", f"กทม. 10200 มือถือ {MOBILE}"),
    "owner": ("กองกลาง", f"กองกลาง (นายสมชาย {MOBILE})"),
    "subject": ("การทดสอบระบบ\n\nเรียน", f"การทดสอบระบบ ติดต่อ {MOBILE}\n\nเรียน"),
    "addressee": ("ผู้ว่าราชการจังหวัดทุกจังหวัด", f"นายสมชาย {CITIZEN}"),
    "closing": ("ขอแสดงความนับถือ", f"ขอแสดงความนับถือ {MOBILE}"),
    "number": ("ว 15", f"ว ๒พค {MOBILE}"),
    "purpose": ("เพื่อโปรดทราบ", f"เพื่อโปรดทราบ {CITIZEN}"),
    "enclosure": ("ด้วยมี", f"สิ่งที่ส่งมาด้วย สำเนาบัตร {CITIZEN} จำนวน 1 ฉบับ\n\nด้วยมี"),
}


def public(page: CircularPage) -> CircularPage:
    if not page.live:
        root = get_user_model().objects.create_superuser("root", "root@example.org", "x")
        page.publish_under_verification(root, "กำลังตรวจ")
    return CircularPage.objects.get(pk=page.pk)


def told(page: CircularPage, client: Client) -> str:
    """All that the public may have of it, the search index included."""
    found = []
    for address in (page.url, *DOORS):
        answer = client.get(address)
        assert answer.status_code == 200, address
        body = b"".join(answer) if answer.streaming else answer.content
        found.append(body.decode())
    return "\n".join([*found, repr(circular_document(page))])


@pytest.mark.parametrize("place", PLACES)
def test_a_number_is_masked_wherever_it_stands(
    registry: CircularIndexPage, letter_text: str, registrar: Any, client: Client, place: str
) -> None:
    before, after = PLACES[place]
    assert before in letter_text
    import_uploads([("a.txt", letter_text.replace(before, after, 1).encode())], registrar)
    page = public(CircularPage.objects.get())
    text = told(page, client)
    assert page.slug in text
    assert not NUMBERS.search(text)
    assert HIDDEN in client.get(page.url).content.decode() or "xx" not in text


def test_what_the_reader_misses_is_said(
    registry: CircularIndexPage, letter_text: str, registrar: Any, client: Client
) -> None:
    import_uploads([("a.txt", letter_text.encode())], registrar)
    assert HIDDEN not in client.get(CircularPage.objects.get().url).content.decode()
    shown = 0
    for at, place in enumerate(("position", "issuer", "closing", "enclosure", "addressee")):
        text = letter_text.replace(*PLACES[place], 1).replace("ว 15", f"ว {16 + at}")
        import_uploads([(f"{at}.txt", text.encode())], registrar)
        page = CircularPage.objects.get(running=16 + at)
        if page.live:
            shown += 1
            assert HIDDEN in client.get(page.url).content.decode(), place
    assert shown > 2


def test_what_people_typed_is_masked_too(
    registry: CircularIndexPage, letter_text: str, registrar: Any, client: Client
) -> None:
    import_uploads([("a.txt", letter_text.encode())], registrar)
    CircularPage.objects.get().unpublish()
    CircularPage.objects.update(shown={})  # as if it had not been public yet
    page = CircularPage.objects.get()
    page.title = f"การทดสอบ โทร {MOBILE}"
    page.title_en, page.search_description = f"Test {MOBILE}", f"โทร {MOBILE}"
    page.note, page.best_signatory_name = f"สอบถาม {MOBILE}", f"นายถูกต้อง {MOBILE}"
    page.save_revision(user=registrar).publish(user=registrar)
    page = CircularPage.objects.get()
    Correction.objects.create(page=page, text=f"แก้ตามที่แจ้งทาง {MOBILE}", made_by=registrar)
    text = told(page, client) + client.get(page.url, headers={"accept-language": "en"}).content.decode()
    text += client.get(f"/en{page.url}").content.decode()
    assert "การทดสอบ โทร" in text
    assert not NUMBERS.search(text)
    assert "081" not in page.title
