"""A secret letter is held and leaves no trace on any public door; only a named person lifts that."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client

from circulars.indexing import circular_document
from circulars.letters import parse_letters
from circulars.models import CentralRegistry, CircularIndexPage, CircularPage, Held
from organisations.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(registry: CircularIndexPage, tmp_path: Path, letter_text: str, capsys: Any) -> CircularPage:
    text = letter_text.replace("การทดสอบระบบ", "ถ้อยคำลึกลับเฉพาะ").replace("ที่ มท", "ลับมาก\nที่ มท")
    (tmp_path / "s.txt").write_text(text, encoding="utf-8")
    call_command("import_letters", "--json", str(tmp_path / "s.txt"))
    capsys.readouterr()
    return CircularPage.objects.get()


def test_its_line_gives_nothing_away(secret: CircularPage, tmp_path: Path, capsys: Any) -> None:
    call_command("import_letters", "--json", str(tmp_path / "s.txt"))
    out = capsys.readouterr().out
    line = json.loads(out)
    assert set(line) == {"file", "action", "url", "secrecy", "flags"}
    assert (line["url"], line["secrecy"]) == (None, "ลับมาก")
    assert "0201" not in out
    assert "ถ้อยคำ" not in out


def test_no_public_door_shows_it(secret: CircularPage, client: Client) -> None:
    assert not secret.live
    assert client.get(f"/circulars/{secret.slug}/").status_code == 404
    assert client.get("/circulars/mt-0201-w15-2567/").status_code == 404
    for address in ("/circulars/", "/circulars/?year=2567", "/sitemap.xml", "/api/v3/pages/"):
        body = client.get(address).content.decode()
        assert "ถ้อยคำลึกลับ" not in body
        assert "0201" not in body
    assert circular_document(secret) is None
    assert secret.get_sitemap_urls() == []


def test_its_name_tells_nothing_even_inside(secret: CircularPage, client: Client, settings: Any) -> None:
    assert "ถ้อยคำ" not in secret.title
    assert secret.slug == "acc-1"
    assert all("ถ้อยคำ" not in flag.message for flag in secret.flags.all())
    assert secret.original is not None
    assert Path(settings.MEDIA_ROOT) not in Path(secret.original.file.path).parents
    assert client.get(secret.original.file.url, follow=True).status_code == 404


def test_no_way_to_publish_it(secret: CircularPage, registrar: Any) -> None:
    with pytest.raises(Held):
        secret.save_revision().publish()
    with pytest.raises(Held):
        secret.publish_under_verification(registrar, "ตรวจสอบ")
    secret.live = True
    with pytest.raises(Held):
        secret.save()
    assert not CircularPage.objects.get().live
    with pytest.raises(ValidationError):
        secret.flags.get(code="SECRECY_NO_PUBLISH").resolve(registrar, "ไม่ลับแล้ว")


def test_a_citation_of_it_finds_nothing(
    secret: CircularPage, tmp_path: Path, letter_text: str, capsys: Any
) -> None:
    citing = letter_text.replace("ว 15", "ว 16").replace(
        "ด้วยมี", "อ้างถึง หนังสือสำนักงานปลัดกระทรวงมหาดไทย ที่ มท 0201/ว 15 ลงวันที่ 9 มกราคม 2567\n\nด้วยมี"
    )
    (tmp_path / "c.txt").write_text(citing, encoding="utf-8")
    call_command("import_letters", "--json", str(tmp_path / "c.txt"))
    (reference,) = json.loads(capsys.readouterr().out)["references"]
    assert (reference["match"], reference["target"]) == ("not_in_registry", None)


def test_only_a_person_who_may_lifts_it_and_says_why(
    secret: CircularPage, registrar: Any, django_user_model: Any
) -> None:
    CentralRegistry.objects.create(organisation=Organisation.objects.get(code="opdc"))
    with pytest.raises(Held):
        secret.lift_secrecy(None, "คำสั่งที่ 1/2567")
    with pytest.raises(Held):
        secret.lift_secrecy(django_user_model.objects.create_user("other"), "คำสั่งที่ 1/2567")
    with pytest.raises(ValidationError):
        secret.lift_secrecy(registrar, " ")
    secret.lift_secrecy(registrar, "คำสั่งที่ 1/2567 ยกเลิกชั้นความลับ")
    page = CircularPage.objects.get()
    assert not page.live
    assert page.secrecy_lifted_by == registrar
    assert page.flags.get(code="SECRECY_NO_PUBLISH").resolved_by == registrar
    page.save_revision().publish()
    assert CircularPage.objects.get().live


@pytest.mark.parametrize("address", ["/admin/circulars/{}/", "/admin/pages/{}/edit/"])
def test_staff_who_may_not_lift_it_do_not_see_it(
    secret: CircularPage, client: Client, django_user_model: Any, address: str
) -> None:
    from django.contrib.auth.models import Group, Permission
    from wagtail.models import GroupPagePermission

    from organisations.permissions import ADMIN_ACCESS

    user = django_user_model.objects.create_user("editor")
    group = Group.objects.create(name="editors of letters")
    group.permissions.add(Permission.objects.get(codename=ADMIN_ACCESS.partition(".")[2]))
    for codename in ("add_page", "change_page", "publish_page"):
        GroupPagePermission.objects.create(
            group=group, page=secret.get_parent(), permission=Permission.objects.get(codename=codename)
        )
    user.groups.add(group)
    client.force_login(user)
    response = client.get(address.format(secret.pk))
    assert response.status_code in {302, 403}
    assert "ถ้อยคำลึกลับ" not in client.get("/admin/circulars/").content.decode()
    listing = client.get(f"/admin/pages/{secret.get_parent().pk}/").content.decode()
    assert secret.title not in listing


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ที่ มท", "ลับ หน้า ๑ จาก ๒\nที่ มท"),
        ("ที่ มท", "เอกสารลับ\nที่ มท"),
        ("ที่ มท", "ลับเฉพาะ\nที่ มท"),
        ("ที่ มท", "(ตราลับ)\nที่ มท"),
        ("ที่ มท", "|ลับ|\nที่ มท"),
        ("ที่ มท", "…ลับมาก…\nที่ มท"),
        ("ว 15\n", "ว 15 ลับ\n"),
        ("การทดสอบระบบ", "การทดสอบระบบ (ชั้นความลับ : ลับมาก)"),
    ],
)
def test_a_class_printed_among_other_marks_counts(letter_text: str, before: str, after: str) -> None:
    assert before in letter_text
    [letter] = parse_letters(letter_text.replace(before, after, 1))
    assert letter.secrecy


@pytest.mark.parametrize("words", ["กลับ", "อำเภอลับแล", "การรักษาความลับของทางราชการ", "ตลับหมึก", "สลับกัน"])
def test_words_that_only_contain_a_class_are_no_class(letter_text: str, words: str) -> None:
    [letter] = parse_letters(letter_text.replace("การทดสอบระบบ", words))
    assert letter.secrecy is None


def test_a_stamped_memo_is_still_a_memo() -> None:
    text = "บันทึกข้อความ (ลับ)\nส่วนราชการ กองทดสอบ\nที่ ยธ 0201.3/456 วันที่ 5 ก.ค. 67\nเรื่อง ทดสอบ\nเรียน อธิบดี\nข้อความ"
    [letter] = parse_letters(text)
    assert (letter.secrecy, letter.kind) == ("ลับ", "internal")


def test_a_refused_letter_of_the_register_of_secrets_gives_nothing_away(
    registry: CircularIndexPage, tmp_path: Path, letter_text: str, capsys: Any
) -> None:
    first = letter_text.replace("/ว 15", "/ล 15")
    for name, text in (("a", first), ("b", first.replace("การทดสอบระบบ", "ถ้อยคำลึกล้ำ"))):
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit):
        call_command("import_letters", "--json", str(tmp_path / "a"), str(tmp_path / "b"))
    out = capsys.readouterr().out
    lines = [json.loads(line) for line in out.splitlines()]
    assert [line["action"] for line in lines] == ["held", "refused"]
    assert all(set(line) == {"file", "action", "url", "secrecy", "flags"} for line in lines)
    assert "ลึกล้ำ" not in out
