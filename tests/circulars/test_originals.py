"""The file that a letter came in: for readers where all of it is public already, for staff with its pages."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from django.test import Client
from PIL import Image
from wagtail.models import PageViewRestriction

from circulars.files import Received
from circulars.importing import import_received
from circulars.models import CircularIndexPage, CircularPage, Original, Registration
from circulars.models.original import Unsure
from circulars.originals import is_open
from organisations.models import Membership, Organisation, Role

pytestmark = pytest.mark.django_db
Take = Callable[..., CircularPage]


@pytest.fixture
def take(registry: CircularIndexPage) -> Take:
    """Registers the letters of one file; gives the first."""

    def register(text: str, data: bytes = b"", encoding: str = "utf-8", **how: Any) -> CircularPage:
        received = Received("หนังสือ.txt", data or text.encode(), text, encoding, **how)
        page = import_received([received], None, dry_run=False)[0].page
        assert page is not None
        return CircularPage.objects.get(pk=page.pk)

    return register


def got(client: Client, page: CircularPage) -> tuple[int, bytes]:
    answer = client.get(f"/circulars/{page.slug}/original/")
    return answer.status_code, b"".join(answer) if answer.streaming else b""


def test_readers_get_the_file_of_a_public_letter(take: Take, client: Client, letter_text: str) -> None:
    page = take(letter_text)
    assert got(client, page) == (200, letter_text.encode())
    answer = client.get(f"/circulars/{page.slug}/original/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    html = client.get(page.url).content.decode()
    assert f"/circulars/{page.slug}/original/" in html
    assert page.original.sha256 in html


@pytest.mark.parametrize(
    "why",
    ["held", "secret beside it", "held beside it", "masked", "restricted", "scan", "word", "taken back"],
)
def test_readers_never_get_what_no_page_shows(
    take: Take, client: Client, registry: CircularIndexPage, letter_text: str, why: str
) -> None:
    other = letter_text.replace("ว 15", "ว 16").replace("การทดสอบระบบ", "อีกเรื่องหนึ่ง")
    match why:
        case "held":
            page = take(letter_text.replace("ว 15", "ว ๒พค"))
        case "secret beside it":
            page = take(letter_text + "\f" + other.replace("ที่ มท", "ลับ\nที่ มท"))
            assert page.original_id in CircularPage.objects.exclude(secrecy="").values_list(
                "original", flat=True
            )
        case "held beside it":
            page = take(letter_text + "\f" + other.replace("ว 16", "ว ๒พค"))
            assert CircularPage.objects.filter(original=page.original).count() == 2
        case "masked":
            page = take(letter_text.replace("จึงเรียนมา", "โทร. 081-234-5678 จึงเรียนมา"))
        case "scan":
            page = take(letter_text, encoding="tesseract 5.3.0", unsure=Unsure.OCR)
            CircularPage.objects.filter(pk=page.pk).update(live=True, status="verifying")
        case "word":
            page = take(letter_text, encoding="docx")
        case _:
            page = take(letter_text)
    if why == "restricted":
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    if why == "taken back":
        page.unpublish()
    page = CircularPage.objects.get(pk=page.pk)
    assert got(client, page) == (404, b"")
    assert not (page.live and is_open(page))
    assert f"/circulars/{page.slug}/original/" not in client.get(page.url).content.decode()


@pytest.mark.parametrize("why", ["secret", "held", "another subject", "deleted"])
def test_a_letter_that_was_not_registered_from_the_file_keeps_it_closed(
    take: Take, client: Client, letter_text: str, why: str
) -> None:
    other = letter_text.replace("ว 15", "ว 16").replace("การทดสอบระบบ", "อีกเรื่องหนึ่ง")
    match why:
        case "secret":
            other = other.replace("ที่ มท", "ลับ\nที่ มท")
            take(other)
        case "held":
            other = other.replace("ว 16", "ว ๒พค")
            take(other)
        case "another subject":
            take(other.replace("อีกเรื่องหนึ่ง", "เรื่องที่มาก่อน"))
        case "deleted":
            take(other).delete()
    page = take(letter_text + "\f" + other)
    assert page.live
    assert CircularPage.objects.filter(original=page.original).count() == 1
    assert got(client, page) == (404, b"")
    assert f"/circulars/{page.slug}/original/" not in client.get(page.url).content.decode()


@pytest.mark.parametrize(
    "rest",
    [
        "\nผู้ประสานงาน นายสมมติ เลขประจำตัวประชาชน 1-1037-02071-81-1\n",
        "\n\nบันทึกแนบท้าย\nไม่ให้ผู้ร้องเรียนทราบ\n",
        "\f\nที่ มท 0201/ว 99\n\nไม่ให้ผู้ร้องเรียนทราบ\n",
    ],
)
def test_words_that_no_page_shows_keep_the_file_closed_or_are_shown(
    take: Take, client: Client, letter_text: str, rest: str
) -> None:
    page = take(letter_text + rest)
    shown = client.get(page.url).content.decode()
    status, data = got(client, page)
    for line in filter(None, map(str.strip, rest.splitlines())):
        assert line in shown or status == 404, (line, data.decode())


def test_a_letter_deleted_later_closes_the_file_that_it_came_in(
    take: Take, client: Client, letter_text: str
) -> None:
    other = letter_text.replace("ว 15", "ว 16").replace("การทดสอบระบบ", "อีกเรื่องหนึ่ง")
    page = take(letter_text + "\f" + other)
    assert got(client, page)[0] == 200
    CircularPage.objects.exclude(pk=page.pk).get().delete()
    assert got(client, page) == (404, b"")


def test_the_same_letter_twice_in_a_file_hides_nothing(take: Take, client: Client, letter_text: str) -> None:
    page = take(letter_text + "\f" + letter_text)
    assert got(client, page)[0] == 200


@cache
def scan() -> bytes:
    packed = io.BytesIO()
    Image.new("L", (620, 877), 255).save(
        packed, "PDF", save_all=True, append_images=[Image.new("L", (620, 877), 90)]
    )
    return packed.getvalue()


def test_the_review_screen_shows_the_pages_of_a_scan_to_who_may_see_every_letter_in_it(
    take: Take, client: Client, registrar: Any, letter_text: str, django_user_model: Any
) -> None:
    page = take(letter_text, scan(), "tesseract 5.3.0", unsure=Unsure.OCR)
    screen, picture = f"/admin/circulars/{page.pk}/", f"/admin/circulars/{page.pk}/pages/1.png"
    client.force_login(registrar)
    html = client.get(screen).content.decode()
    assert f"{screen}pages/0.png" in html
    assert picture in html
    answer = client.get(picture)
    assert Image.open(io.BytesIO(answer.content)).format == "PNG"
    assert "private" in answer["Cache-Control"]
    assert client.get(f"{screen}pages/2.png").status_code == 404
    assert b"".join(client.get(f"{screen}original/")) == scan()
    editor = django_user_model.objects.create_user("editor")
    Membership.objects.create(user=editor, organisation=Organisation.objects.get(), role=Role.EDITOR)
    for user in (None, editor):
        client.logout()
        if user is not None:
            client.force_login(user)
        for door in (picture, f"{screen}original/"):
            answer = client.get(door)
            assert answer.status_code == (302 if user is None else 403)
            assert answer["Content-Type"].startswith("text/html")


def test_a_secret_letter_in_the_same_file_keeps_the_file_from_who_may_not_lift_it(
    take: Take, client: Client, registrar: Any, letter_text: str
) -> None:
    other = letter_text.replace("ว 15", "ว 16").replace("การทดสอบระบบ", "อีกเรื่องหนึ่ง")
    page = take(letter_text + "\f" + other.replace("ที่ มท", "ลับ\nที่ มท"), scan())
    open_one = CircularPage.objects.filter(secrecy="").first() or page
    client.force_login(registrar)
    shown = client.get(f"/admin/circulars/{open_one.pk}/pages/0.png")
    assert "no-store" in shown["Cache-Control"], "other people use this computer too"
    Registration.objects.all().delete()  # another organisation entered it
    secret = CircularPage.objects.exclude(secrecy="").first()
    assert secret is not None
    for letter in (open_one, secret):
        for door in ("original/", "pages/0.png"):
            assert client.get(f"/admin/circulars/{letter.pk}/{door}").status_code == 403
    assert Original.objects.count() == 1
