"""Whom an addressee means: lists, groups, exceptions; what is not understood is told, never sent."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from circulars.importing import import_uploads
from circulars.models import CircularIndexPage, CircularPage, Delivery
from circulars.recipients import expand, recipients_of
from organisations.models import Organisation

pytestmark = pytest.mark.django_db
NAMES = {
    "moi": ("ministry", "กระทรวงมหาดไทย"),
    "mot": ("ministry", "กระทรวงคมนาคม"),
    "dlt": ("department", "กรมการขนส่งทางบก"),
    "cnx": ("province", "จังหวัดเชียงใหม่"),
    "cri": ("province", "จังหวัดเชียงราย"),
    "lpn": ("province", "จังหวัดลำพูน"),
    "tak": ("province", "จังหวัดตาก"),
    "pao": ("local", "องค์การบริหารส่วนจังหวัดตาก"),
    "city": ("local", "เทศบาลนครเชียงใหม่"),
    "town": ("local", "เทศบาลเมืองลำพูน"),
}


@pytest.fixture
def bodies(registry: CircularIndexPage) -> dict[str, Organisation]:
    found: dict[str, Organisation] = {}
    for code, (kind, name) in NAMES.items():
        found[code], _ = Organisation.objects.update_or_create(
            code=code,
            defaults={"kind": kind, "name_th": name, "parent": found["mot"] if code == "dlt" else None},
        )
    return found


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("ผู้ว่าราชการจังหวัดเชียงใหม่ เชียงราย และลำพูน", "cnx cri lpn"),
        ("ผู้ว่าราชการจังหวัดเชียงใหม่, เชียงราย, ลำพูน", "cnx cri lpn"),
        ("จังหวัดเชียงใหม่และจังหวัดตาก", "cnx tak"),
        ("นายก อบจ.ทุกแห่งและนายกเทศมนตรีทุกแห่ง", "pao city town"),
        ("นายกองค์การบริหารส่วนจังหวัดทุกแห่ง", "pao"),
        ("นายกเทศมนตรีนครทุกแห่ง", "city"),
        ("ปลัดกระทรวงมหาดไทย และอธิบดีกรมการขนส่งทางบก", "moi dlt"),
        ("กรมการขนส่งทางบก กระทรวงคมนาคม", "dlt"),
        ("ทุกกระทรวง ทุกกรม และทุกจังหวัด (ยกเว้นจังหวัดตากและจังหวัดลำพูน)", "moi mot dlt cnx cri"),
        ("ผู้ว่าราชการจังหวัดทุกจังหวัด ยกเว้นจังหวัดเชียงใหม่ เชียงราย และลำพูน", "tak"),
        ("ผู้ว่าราชการจังหวัดเชียงใหม่ เชียงราย และเมืองในฝัน", ""),
        ("หัวหน้าส่วนราชการ จังหวัดตาก", ""),
        ("หัวหน้าส่วนราชการทุกแห่ง จังหวัดตาก", ""),
        ("สมาคมข้าราชการ กรม ต่าง ๆ", ""),
        ("นายอำเภอทุกอำเภอ", ""),
    ],
)
def test_a_list_is_understood_whole_or_not_at_all(
    bodies: dict[str, Organisation], words: str, codes: str
) -> None:
    meant = expand(words)
    assert {one.code for one in meant.members} & {*NAMES} == {*codes.split()}
    assert meant.exceptions == ()


@pytest.mark.parametrize(
    "words",
    [
        "ผู้ว่าราชการจังหวัดทุกจังหวัด ยกเว้นจังหวัดสมมติบุรี",
        "ผู้ว่าราชการจังหวัดทุกจังหวัด (ยกเว้นจังหวัดตาก และจังหวัดชายแดนภาคใต้)",
        "กระทรวง กรม ไม่รวมหน่วยงานในกำกับ",
        "ทุกกระทรวง (ยกเว้นกระทรวงคมนาคม) และทุกจังหวัด (ยกเว้นจังหวัดในฝัน)",
    ],
)
def test_an_exception_that_names_nobody_is_never_dropped(bodies: dict[str, Organisation], words: str) -> None:
    meant = expand(words)
    assert len(meant.exceptions) == 1
    assert meant.exceptions[0].startswith(("ยกเว้น", "ไม่รวม"))
    assert "tak" not in {one.code for one in meant.members} or "จังหวัดตาก" not in words


@pytest.fixture
def letter(bodies: dict[str, Organisation], letter_text: str) -> CircularPage:
    import_uploads([("a.txt", letter_text.encode())], None)
    page = CircularPage.objects.get()
    page.addressees.all().delete()
    return page


def addressed(letter: CircularPage, *words: str) -> None:
    for at, raw in enumerate(words):
        letter.addressees.create(position=at, raw=raw)


def test_a_noun_carries_over_to_the_addressee_that_was_split_off(letter: CircularPage) -> None:
    addressed(letter, "ผู้ว่าราชการจังหวัดเชียงใหม่ เชียงราย", "ลำพูน", "ลำปาง")
    found = recipients_of(letter)
    assert [one.organisation.code for one in found.known] == ["cnx", "cri", "lpn"]
    assert found.unknown == ("ลำปาง",)


def test_an_exception_that_goes_on_after_a_comma_is_not_sent_the_letter(
    letter: CircularPage, bodies: dict[str, Organisation]
) -> None:
    addressed(letter, "ผู้ว่าราชการจังหวัดทุกจังหวัด ยกเว้นจังหวัดตาก", "จังหวัดลำพูน", "ปลัดกระทรวงคมนาคม")
    found = recipients_of(letter)
    assert [one.organisation.code for one in found.known] == ["mot"]
    (held,) = found.held
    assert held.exceptions == ("จังหวัดลำพูน",)
    assert not {"tak", "lpn"} & {one.code for one in held.members}


def test_a_held_group_goes_to_whom_a_person_picks_out(
    letter: CircularPage, bodies: dict[str, Organisation], admin_client: Client
) -> None:
    addressed(letter, "ผู้ว่าราชการจังหวัดทุกจังหวัด ยกเว้นจังหวัดสมมติบุรี", "ปลัดกระทรวงคมนาคม")
    screen = reverse("circulars_admin:distribution", args=[letter.pk])
    html = admin_client.get(screen).content.decode()
    assert "ยกเว้นจังหวัดสมมติบุรี" in html
    send = reverse("circulars_admin:send", args=[letter.pk])
    admin_client.post(send)
    assert {one.organisation.code for one in Delivery.objects.all()} == {"mot"}
    admin_client.post(send, {"held": "1"})
    assert Delivery.objects.count() == 1
    admin_client.post(send, {"held": "1", "chosen": [bodies["cnx"].pk, bodies["moi"].pk]})
    assert {one.organisation.code for one in Delivery.objects.all()} == {"mot", "cnx"}
