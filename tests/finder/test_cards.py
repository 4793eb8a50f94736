"""Pictures for links: true Thai type, drawn once, and none of what not everybody may find."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import checks
from django.test import Client
from PIL import Image, ImageFont, features
from wagtail.models import PageViewRestriction

from core.cards import Card, can_set_thai, draw
from core.fonts import font_path
from finder import cards
from home.models import PlainPage


def type_of_cards() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_path("sarabun", 600)), 80, layout_engine=ImageFont.Layout.RAQM)


@pytest.mark.parametrize(("vowel", "both"), [("ที", "ที่"), ("ตั", "ตั้"), ("กี", "กี๊"), ("ซึ", "ซึ้")])
def test_a_tone_mark_stands_above_the_vowel_and_not_on_it(vowel: str, both: str) -> None:
    font = type_of_cards()
    top = font.getbbox(both)[1]
    assert top < font.getbbox(vowel)[1] - 5, "the mark is lifted over the vowel"
    assert top < font.getbbox(both[0] + both[2])[1] - 5, "higher than over the bare consonant"
    assert font.getlength(both) == pytest.approx(font.getlength(vowel)), "and moves nothing that follows"


@pytest.mark.django_db
def test_without_thai_layout_there_is_a_site_but_no_picture(
    client: Client, publish: Callable[..., PlainPage], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish("หน้าหนึ่ง", "one")
    address = picture_address(client.get("/one/").content.decode())
    monkeypatch.setattr(features, "check", lambda feature: feature != "raqm")

    (said,) = can_set_thai(None)
    assert said.level < checks.ERROR
    assert "libfribidi0" in str(said.hint)
    assert "og:image" not in client.get("/one/").content.decode()
    assert client.get(address).status_code == client.get("/cards/site.png").status_code == 404


@pytest.mark.parametrize("title", ["", "ก" * 3000, "คำ " * 500, "ที่ ๑๒๓ <b>&", "a" * 500, "🐘 ช้าง"])
def test_any_title_makes_a_picture_of_the_right_size(title: str) -> None:
    picture = Image.open(io.BytesIO(draw(Card(title, title, title))))

    assert picture.size == (1200, 630)
    assert picture.format == "PNG"


def picture_address(html: str) -> str:
    found = re.search(r'property="og:image" content="http://testserver(/[^"]+)"', html)
    return found.group(1) if found else ""


@pytest.mark.django_db
def test_a_page_names_its_picture_and_it_is_drawn_once(
    client: Client, publish: Callable[..., PlainPage], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    publish("การเดินทางไปราชการ", "travel")
    html = client.get("/travel/").content.decode()
    assert '<meta property="og:title" content="การเดินทางไปราชการ">' in html
    assert '<meta name="twitter:card" content="summary_large_image">' in html
    address = picture_address(html)

    first = client.get(address)
    monkeypatch.setattr(cards, "draw", lambda card: pytest.fail("drawn twice"))
    again = client.get(address)
    assert first["Content-Type"] == "image/png"
    assert first.content == again.content
    assert [path.suffix for path in (Path(settings.RUAM_DATA) / "cards").iterdir()] == [".png"]


@pytest.mark.django_db
def test_a_new_title_makes_a_new_picture(client: Client, publish: Callable[..., PlainPage]) -> None:
    page = publish("ชื่อเดิม", "named")
    address = picture_address(client.get("/named/").content.decode())
    before = client.get(address)
    page.title = "ชื่อใหม่"
    page.save_revision().publish()

    after = client.get(address)
    assert after["ETag"] != before["ETag"]
    assert after.content != before.content


@pytest.mark.django_db
@pytest.mark.parametrize("hide", ["unpublish", "login", "password"])
def test_what_not_everybody_may_find_has_no_picture(
    hide: str, client: Client, publish: Callable[..., PlainPage], admin_client: Client
) -> None:
    page = publish("เรื่องลับ", "secret")
    address = picture_address(client.get("/secret/").content.decode())
    assert client.get(address).status_code == 200, "drawn while it was public, and kept on the disk"
    if hide == "unpublish":
        page.unpublish()
    else:
        PageViewRestriction.objects.create(page=page, restriction_type=hide, password="x" * 12)

    assert client.get(address).status_code == 404
    assert admin_client.get(address).status_code == 404, "a picture is public or is not"
    assert "og:image" not in admin_client.get("/secret/").content.decode()


@pytest.mark.django_db
def test_whoever_is_signed_in_sees_no_tags_and_other_pages_have_the_sites_picture(
    client: Client, publish: Callable[..., PlainPage]
) -> None:
    publish("หน้าหนึ่ง", "one")
    assert picture_address(client.get("/").content.decode()) == "/cards/site.png"
    assert client.get("/cards/site.png")["Content-Type"] == "image/png"
    assert client.get("/cards/999999.png").status_code == 404
    client.force_login(User.objects.create_user("somebody"))
    assert "og:" not in client.get("/one/").content.decode()


@pytest.mark.django_db
def test_old_pictures_are_thrown_away(
    client: Client, settings: Any, publish: Callable[..., PlainPage]
) -> None:

    client.get("/cards/site.png")
    (kept,) = (Path(settings.RUAM_DATA) / "cards").iterdir()
    assert cards.prune() == 0
    os.utime(kept, (0, 0))
    assert cards.prune() == 1
    assert client.get("/cards/site.png").status_code == 200
