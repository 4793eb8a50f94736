"""The editors' lexicon: counts at once, indexes nothing again, and is written by those who may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from finder import answering, delivery
from finder.engine import engine
from finder.models import OutboxEntry, Term
from home.models import HomePage

pytestmark = pytest.mark.django_db
Publish = Callable[..., Any]
Found = Callable[..., list[str]]


@pytest.fixture
def editor(client: Client, django_user_model: type[User]) -> Client:
    """Signed in as somebody who may do no more in the admin than write terms."""
    user = django_user_model.objects.create_user("word-editor")
    group = Group.objects.create(name="คลังคำ")
    codes = ("access_admin", "add_term", "change_term", "delete_term", "view_term")
    group.permissions.set(Permission.objects.filter(codename__in=codes))
    user.groups.add(group)
    client.force_login(user)
    return client


def address(name: str, *arguments: int) -> str:
    return reverse(f"wagtailsnippets_finder_term:{name}", args=arguments)


def test_a_term_counts_from_the_next_search_on_and_nothing_is_indexed_again(
    editor: Client, home: HomePage, publish: Publish, found: Found
) -> None:
    publish("การออกหนังสือรับรองความประพฤติ", "conduct")
    assert "/conduct/" not in found("ใบประวัติดีเด่นจัง")
    versions = engine().versions()

    answer = editor.post(
        address("add"),
        {"term": "ใบประวัติดีเด่นจัง", "kind": "synonym", "meanings": "หนังสือรับรองความประพฤติ\n", "note": ""},
    )

    assert answer.status_code == 302
    assert not OutboxEntry.objects.exists()
    assert found("ใบประวัติดีเด่นจัง")[0] == "/conduct/"
    assert engine().versions() == versions
    assert engine().state().status == "ready"

    term = Term.objects.get()
    editor.post(address("delete", term.pk))
    assert "/conduct/" not in found("ใบประวัติดีเด่นจัง")


def test_a_term_may_take_the_place_of_what_is_known_already(
    home: HomePage, publish: Publish, found: Found
) -> None:
    publish("กระทรวงสาธารณสุขแจ้งมาตรการ", "health")
    publish("สำนักธรรมาภิบาลแจ้งมาตรการ", "governance")
    assert found("สธ. มาตรการ")[0] == "/health/"

    Term.objects.create(term="สธ.", kind="abbr", meanings="สำนักธรรมาภิบาล", only=True)

    assert found("สธ. มาตรการ")[0] == "/governance/"


def test_both_engines_take_the_editors_terms(
    each_engine: str, home: HomePage, publish: Publish, found: Found
) -> None:
    publish("ศูนย์ประสานงานข้อมูลเกษตรแม่นยำเปิดทำการ", "precise")
    Term.objects.create(term="ศขกม.", kind="abbr", meanings="ศูนย์ประสานงานข้อมูลเกษตรแม่นยำ")
    for text in ("ศขกม.", "ศขกม", "ศขกม เปิดทำการ"):
        assert found(text)[0] == "/precise/", text


def test_what_search_could_do_nothing_with_is_refused_in_words(editor: Client) -> None:
    refused = (
        ({"term": " . ", "meanings": "บัตร"}, "กรุณาพิมพ์คำที่มีตัวอักษร"),
        ({"term": "บัตร", "meanings": "\n \n"}, "กรุณาพิมพ์ความหมายอย่างน้อยหนึ่งบรรทัด"),
        ({"term": "บัตร", "meanings": "บัตร"}, "ความหมายต้องไม่ใช่คำเดียวกับคำที่ผู้ค้นหาพิมพ์"),
        ({"term": "บัตร", "meanings": "\n".join(f"บัตรแบบที่ {n}" for n in range(21))}, "ไม่เกิน 20 บรรทัด"),
        ({"term": "บัตร", "meanings": "ก" * 121}, "ยาวเกินไปหรือไม่มีตัวอักษร"),
    )
    for fields, said in refused:
        term = Term(kind="synonym", **fields)
        with pytest.raises(ValidationError) as error:
            term.full_clean()
        assert said in str(error.value)
    assert editor.post(address("add"), {"term": "บัตร", "kind": "x", "meanings": "บัตร"}).status_code == 200
    assert not Term.objects.exists()

    Term.objects.create(term="บัตร", kind="synonym", meanings="บัตรประจำตัวประชาชน")
    with pytest.raises(ValidationError, match="มีคำนี้ชนิดนี้อยู่แล้ว"):
        Term(term="บัตร", kind="synonym", meanings="บัตรทอง").full_clean()


def test_only_those_who_may_write_terms_see_them(
    editor: Client, django_user_model: type[User], home: HomePage
) -> None:
    term = Term.objects.create(term="คำลับเฉพาะ", kind="synonym", meanings="อะไรสักอย่าง")
    page = editor.get(address("list"))
    assert "คำลับเฉพาะ" in page.content.decode()
    assert address("list") in editor.get(reverse("wagtailadmin_home")).content.decode()
    assert editor.get(address("edit", term.pk)).status_code == 200

    stranger = Client()
    user = django_user_model.objects.create_user("somebody")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    stranger.force_login(user)
    for url in (address("list"), address("add"), address("edit", term.pk), address("delete", term.pk)):
        answer = stranger.get(url)
        assert answer.status_code in (302, 403)
        assert "คำลับเฉพาะ" not in answer.content.decode()
    assert address("list") not in stranger.get(reverse("wagtailadmin_home")).content.decode()
    assert Client().get(address("list")).status_code == 302


def test_what_a_secret_text_explains_tells_nobody_else(
    home: HomePage, publish: Publish, found: Found, admin_user: User
) -> None:
    """An abbreviation that only a restricted page explains means nothing to those who may not open it."""
    from wagtail.models import PageViewRestriction

    publish("สถาบันวิจัยเมฆและหมอกแห่งชาติรับสมัครงาน", "open")
    secret = publish("บันทึกภายใน", "secret", body=[("paragraph", "<p>สถาบันวิจัยเมฆและหมอกแห่งชาติ (สวมห.)</p>")])
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    delivery.deliver()

    assert found("สวมห.") == []
    assert answering.explanation("สวมห.", 5).units[0].ways[0][2] == "typed"
    assert not any("เมฆ" in way for unit in answering.explanation("สวมห.", 5).units for way, *_ in unit.ways)
    assert "/open/" in found("สวมห.", admin_user)
