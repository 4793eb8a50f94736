"""What a letter is called that becomes secret when it is read again, and one whose class is lifted."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Revision

from circulars import runs
from circulars.correcting import correct
from circulars.importing import import_uploads
from circulars.indexing import circular_document
from circulars.letters import parse_letters
from circulars.models import CentralRegistry, CircularIndexPage, CircularPage, ImportRun
from circulars.proposing import hold_if_secret
from organisations.models import Organisation
from tests.circulars.test_secret_doors import staff

pytestmark = pytest.mark.django_db

WORDS = "แผนปกปิดพิเศษ"


@pytest.fixture
def became_secret(
    registry: CircularIndexPage,
    registrar: Any,
    letter_text: str,
    django_capture_on_commit_callbacks: Any,
) -> tuple[CircularPage, ImportRun, Any]:
    """A letter that an editor brought in and that was public for a while, its import, and the editor."""
    import_uploads([("o.txt", letter_text.replace("ว 15", "ว 16").encode())], registrar)
    user = staff(CircularPage.objects.get())
    run = ImportRun.objects.create(created_by=user)
    text = letter_text.replace("การทดสอบระบบ", WORDS)
    runs.add_file(run, "a.txt", SimpleUploadedFile("a.txt", text.encode()))
    again = text.replace("ด้วยมี", "ด้วยจะมี").replace(WORDS, "เรื่องอื่น")
    runs.add_file(run, "b.txt", SimpleUploadedFile("b.txt", again.encode()))  # refused, and names the first
    with django_capture_on_commit_callbacks(execute=True):
        runs.later(run)
    page = CircularPage.objects.get(running=15)
    assert page.live
    correct(page, user, "ชื่อเรื่องไม่ครบ", {"title": f"{WORDS} ฉบับเต็ม"}, page.latest_revision_id)
    page = CircularPage.objects.get(pk=page.pk)
    assert hold_if_secret(page, parse_letters(f"ลับมาก\n{page.raw_text}")[0])
    return CircularPage.objects.get(pk=page.pk), run, user


def test_a_letter_found_secret_loses_its_name(
    became_secret: tuple[CircularPage, ImportRun, Any], client: Client
) -> None:
    page, run, user = became_secret
    assert not page.live
    assert page.title == page.draft_title == f"หนังสือมีชั้นความลับ ทะเบียนชั่วคราวที่ {page.accession}"
    assert page.slug == f"acc-{page.accession}"
    assert not Redirect.objects.exists()
    assert not Revision.objects.filter(object_str__contains=WORDS).exists()
    client.force_login(user)
    lists = [
        reverse("circulars_admin:run", args=[run.pk]),
        reverse("circulars_admin:run", args=[run.pk]) + "report.csv",
        *(f"/admin/reports/{name}/" for name in ("site-history", "aging-pages")),
        f"/admin/pages/search/?q={WORDS}",
        f"/admin/pages/{page.get_parent().pk}/",
        "/admin/",
        "/admin/circulars/",
    ]
    for address in lists:
        answer = client.get(address)
        assert answer.status_code == 200, address
        body = b"".join(answer) if answer.streaming else answer.content
        text = body.decode().replace(f"q={WORDS}", "").replace(f'value="{WORDS}"', "")
        text = text.replace(f"<em>{WORDS}</em>", "")
        assert WORDS not in text, address
        assert "mt-0201-w15" not in text, address
        assert ("a.txt" in text) == ("/runs/" in address), address
    client.logout()
    for address in ("/circulars/mt-0201-w15-2567/", f"/circulars/{page.slug}/"):
        assert client.get(address).status_code == 404


def test_once_lifted_it_has_name_and_address_again(
    became_secret: tuple[CircularPage, ImportRun, Any], registrar: Any, client: Client
) -> None:
    page, _run, _user = became_secret
    CentralRegistry.objects.create(organisation=Organisation.objects.get(code="opdc"))
    page.lift_secrecy(registrar, "คำสั่งที่ 1/2567")
    CircularPage.objects.get(pk=page.pk).get_latest_revision().publish(user=registrar)
    assert WORDS in client.get("/circulars/mt-0201-w15-2567/").content.decode()


@pytest.mark.parametrize("number", ["ว 15", "ล 15"])
def test_a_letter_whose_class_is_lifted_is_called_by_its_subject(
    registry: CircularIndexPage, registrar: Any, letter_text: str, client: Client, number: str
) -> None:
    text = f"ลับมาก\n\n{letter_text}".replace("การทดสอบระบบ", WORDS).replace("ว 15", number)
    import_uploads([("s.txt", text.encode())], registrar)
    page = CircularPage.objects.get()
    assert page.slug == "acc-1"
    page.lift_secrecy(registrar, "คำสั่งที่ 1/2567")
    client.force_login(registrar)
    seen = CircularPage.objects.get().latest_revision_id
    client.post(reverse("circulars_admin:publish", args=[page.pk]), {"seen": seen})
    client.logout()
    page = CircularPage.objects.get()
    assert page.live
    assert page.title == WORDS
    assert page.slug.startswith("mt-0201-")
    assert not Redirect.objects.exists()
    text = client.get(page.url).content.decode()
    assert f"<title>{WORDS}" in text
    assert "ชั้นความลับ" not in text
    document = circular_document(page)
    assert document is not None
    assert document.title == WORDS


def test_a_title_that_a_person_typed_meanwhile_stays(
    registry: CircularIndexPage, registrar: Any, letter_text: str
) -> None:
    import_uploads([("s.txt", f"ลับมาก\n\n{letter_text}".encode())], registrar)
    page = CircularPage.objects.get()
    page.title = "ชื่อที่นายทะเบียนตั้ง"
    page.save_revision(user=registrar)
    CircularPage.objects.get().lift_secrecy(registrar, "คำสั่งที่ 1/2567")
    page = CircularPage.objects.get()
    page.get_latest_revision().publish(user=registrar)
    assert CircularPage.objects.get().title == "ชื่อที่นายทะเบียนตั้ง"


def test_who_may_not_see_it_is_not_told_whose_the_number_is(
    registry: CircularIndexPage, registrar: Any, letter_text: str
) -> None:
    import_uploads([("s.txt", f"ลับมาก\n\n{letter_text}".encode())], registrar)
    user = staff(CircularPage.objects.get())
    for by, is_told in ((user, False), (None, False), (registrar, True)):
        [outcome] = import_uploads([("o.txt", letter_text.encode())], by)
        assert (outcome.action, outcome.page, outcome.earlier) == ("refused", None, None)
        assert outcome.error is not None
        assert outcome.error.code == "NUMBER_TAKEN"
        assert "เรื่องไม่ตรงกัน" not in outcome.error.message
        assert "มีในทะเบียน" not in outcome.error.message
        assert ("ชั้นความลับ" in outcome.error.message) == is_told
