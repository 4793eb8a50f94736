"""A letter that Wagtail restricts to some readers is named on no page of another letter, and in no inbox."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from circulars.distributing import distribute
from circulars.importing import import_uploads
from circulars.models import CircularPage, Notice, Relation
from circulars.recipients import Recipient
from finder import delivery
from organisations.models import Membership, Organisation, Role

pytestmark = pytest.mark.django_db

TITLE = "เรื่องจำกัดผู้อ่าน"
CITING = "ตามหนังสือสำนักงานปลัดกระทรวงมหาดไทย ที่ มท 0201/ว {} ลงวันที่ {} 2567 นั้น"


@pytest.fixture
def letters(registry: Any, letter_text: str, registrar: Any) -> dict[int, CircularPage]:
    """14 ← 15, the restricted one, ← 16."""
    texts = {
        14: letter_text.replace("ว 15", "ว 14").replace("9 มกราคม", "2 มกราคม"),
        15: letter_text.replace("ด้วยมีการทดสอบระบบ", CITING.format(14, "2 มกราคม")).replace(
            "การทดสอบระบบ", TITLE
        ),
        16: letter_text.replace("ว 15", "ว 16")
        .replace("9 มกราคม", "20 มีนาคม")
        .replace("ด้วยมีการทดสอบระบบ", CITING.format(15, "9 มกราคม")),
    }
    import_uploads([(f"{n}.txt", text.encode()) for n, text in texts.items()], registrar)
    return {page.running: page for page in CircularPage.objects.all()}


def restrict(page: Page, kind: str = "password") -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")


def read(client: Client, page: CircularPage) -> str:
    response = client.get(page.url)
    assert response.status_code == 200
    return str(response.content.decode())


def test_open_letters_name_each_other(letters: dict[int, CircularPage], client: Client) -> None:
    Relation.objects.create(page=letters[15], kind="cancels", target=letters[14], quote="x")
    for number in (14, 16):
        text = read(client, letters[number])
        assert TITLE in text
        assert letters[15].url in text
    assert "ยกเลิกแล้ว" in read(client, letters[14])


@pytest.mark.parametrize("kind", ["password", "login", "groups"])
def test_a_restricted_letter_is_named_on_no_other_page(
    letters: dict[int, CircularPage], client: Client, kind: str
) -> None:
    Relation.objects.create(page=letters[15], kind="cancels", target=letters[14], quote="x")
    Relation.objects.create(page=letters[16], kind="amends", target=letters[15], quote="x")
    restrict(letters[15], kind)
    for number in (14, 16):
        text = read(client, letters[number])
        assert TITLE not in text
        assert letters[15].slug not in text
    assert "ถูกยกเลิกโดย" not in read(client, letters[14])
    assert "ใช้บังคับอยู่" in read(client, letters[14])
    assert "มท ๐๒๐๑/ว ๑๕" in read(client, letters[16])  # the letter's own words stay


def test_a_restriction_above_the_letters_counts_too(letters: dict[int, CircularPage], client: Client) -> None:
    restrict(letters[15].get_parent())
    assert not Relation.objects.public().exists()
    Relation.objects.create(page=letters[15], kind="cancels", target=letters[14], quote="x")
    assert not Relation.objects.public().exists()


def test_a_restricted_letter_lies_in_no_inbox(
    letters: dict[int, CircularPage], client: Client, registrar: Any
) -> None:
    ours = Organisation.objects.create(code="ours", kind="department", name_th="กรมของผู้รับ")
    member = get_user_model().objects.create_user("member", email="m@example.org", password="a long password")
    Membership.objects.create(user=member, organisation=ours, role=Role.EDITOR)
    [delivery] = distribute(letters[15], [Recipient(ours, "")], registrar)
    client.force_login(member)
    address = reverse("circulars_admin:delivery", args=[delivery.pk])
    assert TITLE in client.get(address).content.decode()

    restrict(letters[15])
    assert client.get(address).status_code == 404
    assert TITLE not in client.get(reverse("circulars_admin:inbox")).content.decode()
    with pytest.raises(ValidationError):
        distribute(letters[15], [Recipient(ours, "")], registrar)
    assert Notice.objects.count() == 1


def test_however_many_cite_it_a_letter_keeps_its_own_references(
    registry: Any,
    letter_text: str,
    registrar: Any,
    client: Client,
    django_assert_max_num_queries: Any,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr("circulars.graph.MOST", 3)
    own = "อ้างถึง หนังสือสำนักงาน ก.พ.ร. ที่ นร 1205/85 ลงวันที่ 24 ธันวาคม 2565\n\nด้วยมี"
    citing = letter_text.replace("9 มกราคม", "20 มีนาคม").replace(
        "ด้วยมีการทดสอบระบบ", CITING.format(15, "9 มกราคม")
    )
    texts = [letter_text.replace("ด้วยมี", own, 1)]
    texts += [citing.replace("ที่ มท 0201/ว 15\n", f"ที่ มท 0201/ว {1000 + n}\n") for n in range(3)]
    import_uploads([(f"{n}.txt", text.encode()) for n, text in enumerate(texts)], registrar)
    page = CircularPage.objects.get(running=15)
    assert page.cited_by.count() == 3
    text = read(client, page)
    assert "นร ๑๒๐๕/๘๕" in text.partition("<dt>อ้างถึง</dt>")[2].partition("</dl>")[0]
    assert "มากกว่าที่แสดงไว้" not in text

    more = citing.replace("ที่ มท 0201/ว 15\n", "ที่ มท 0201/ว 1003\n")
    import_uploads([("more.txt", more.encode())], registrar)
    with django_assert_max_num_queries(20):
        text = read(client, page)
    assert "นร ๑๒๐๕/๘๕" in text.partition("<dt>อ้างถึง</dt>")[2].partition("</dl>")[0]
    assert "มีหนังสืออ้างถึงฉบับนี้มากกว่าที่แสดงไว้ 3 ฉบับ" in text
    address = html.unescape(text.partition('<p class="more"><a href="')[2].partition('"')[0])
    assert address.startswith("/search/?")
    settings.SEARCH_DIR = tmp_path / "index"
    delivery.deliver()
    found = client.get(address).content.decode()
    assert all(f"mt-0201-w{1000 + n}-2567" in found for n in range(4))
