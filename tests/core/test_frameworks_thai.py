"""Thai words of Wagtail's and Django's own screens: all there, with their places, and no known blunder."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
import wagtail
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django.fixtures import Settings

from core import translations

OURS = translations.CATALOGUE.parents[2] / "th" / "LC_MESSAGES"
DOMAINS = ["django", "djangojs"]
# Places of values and HTML tags with their attributes: a translation keeps both
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}|</?[a-z][^>]*>")

# Misspelt, spoken or machine-made Thai that Wagtail's own catalogue holds, and words this site says otherwise
BLUNDERS = [
    *("คุฯ", "คุณ", "มั้ย", "ทำไม", "ขออภัย,", "ใช่,", "ค้าหา", "วาระ", "เซฟ"),
    *("ก๊อป", "ก็อป", "ตีพิมพ์", "จัดพิมพ์", "เว็บไซด์", "เวอร์ชั่น", "เวอร์ชัน", "เรีบย", "เก็บข้อมูล"),
    *("เกร็ดเล็ก", "ของสะสม", "หลายๆ", "เอ็นเทอร์", "เอ็กซ์โปร", "อัพโหลด", "อัพเดท", "อัปเดต", "ลิงค์"),
    *("บล็อค", "ล็อค", "แท็ก", "พาสเวิร์ด", "โปรโมท", "โปรโมชั่น", "workflow", "collection"),
]


# Two translations of one word side by side, as “ลบ,ลบทิ้ง”
PAIR = re.compile(r"[ก-๙] ?, ?[ก-๙]")

# The columns of pages alone say these, and a search of pages fills the place with “None”
WITHOUT_MODEL_NAME = "%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s"


def forms(texts: object) -> list[str]:
    return [texts] if isinstance(texts, str) else list(texts)  # type: ignore[call-overload]


def messages(path: Path) -> Iterator[Message]:
    if path.is_file():
        with path.open("rb") as file:
            yield from (message for message in read_po(file, ignore_obsolete=True) if message.id)


def key(message: Message) -> tuple[str | None, str]:
    return message.context, forms(message.id)[0]


def effective(domain: str) -> Iterator[tuple[str, str]]:
    """Every message of the installed Wagtail apps and its Thai: ours, else Wagtail's, else ""."""
    ours = {key(message): forms(message.string)[0] for message in messages(OURS / f"{domain}.po")}
    for app in apps.get_app_configs():
        if app.name.partition(".")[0] != "wagtail":
            continue
        folder = Path(app.path) / "locale"
        theirs = {
            key(message): forms(message.string)[0]
            for message in messages(folder / "th" / "LC_MESSAGES" / f"{domain}.po")
            if not message.fuzzy
        }
        for message in messages(folder / "en" / "LC_MESSAGES" / f"{domain}.po"):
            yield forms(message.id)[0], ours.get(key(message)) or theirs.get(key(message), "")


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_message_of_the_installed_wagtail_apps_is_thai(domain: str) -> None:
    found = dict(effective(domain))
    assert len(found) > 80
    assert [text for text, thai in found.items() if not thai] == [], f"translate them in {OURS}/{domain}.po"


@pytest.mark.parametrize("domain", DOMAINS)
def test_no_known_blunder_is_shown(domain: str) -> None:
    read = [(text, PLACE.sub(" ", thai)) for text, thai in effective(domain)]
    assert [(text, thai, word) for text, thai in read for word in BLUNDERS if word in thai] == []
    assert [(text, thai) for text, thai in read if PAIR.search(thai)] == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_translation_is_of_a_message_there_is_and_keeps_its_places(domain: str) -> None:
    theirs = {
        key(message)
        for package in (wagtail, django)
        for path in Path(str(package.__file__)).parent.rglob(f"locale/en/LC_MESSAGES/{domain}.po")
        for message in messages(path)
    }
    ours = list(messages(OURS / f"{domain}.po"))

    assert len(ours) > 80
    assert [key(message) for message in ours if key(message) not in theirs] == []
    for message in ours:
        # Thai has one plural form; Wagtail's singular may lack a place that its plural has
        places = [PLACE.findall(text) for text in forms(message.id)]
        if forms(message.id)[0].startswith(WITHOUT_MODEL_NAME):
            places[0].remove("%(model_name)s")
        expected = [sorted(found) for found in places]
        assert sorted(PLACE.findall(forms(message.string)[0])) in expected, message.id


def test_a_message_has_one_translation() -> None:
    for domain in DOMAINS:
        text = (OURS / f"{domain}.po").read_text("utf-8")
        ids = re.findall(r'^msgid "(.+)"$', text, re.MULTILINE)
        assert len(ids) == len(set(ids))


@pytest.mark.django_db
def test_the_compiled_catalogues_serve_the_admin_and_its_scripts(
    tmp_path: Path, settings: Settings, client: Client
) -> None:
    folder = tmp_path / "th" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    for domain in DOMAINS:
        shutil.copy(OURS / f"{domain}.po", folder)
        pybabel = str(Path(sys.executable).with_name("pybabel"))
        source, target = str(folder / f"{domain}.po"), str(folder / f"{domain}.mo")
        subprocess.run([pybabel, "--quiet", "compile", "-i", source, "-o", target], check=True)
    settings.LOCALE_PATHS = [tmp_path]
    client.force_login(get_user_model().objects.create_superuser("ผู้ดูแล", "admin@example.go.th", "รหัสผ่าน"))
    translation.trans_real._translations.clear()  # type: ignore[attr-defined]
    try:
        screen = client.get(reverse("wagtailsearchpromotions:index")).content.decode()
        script = client.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    finally:
        translation.trans_real._translations.clear()  # type: ignore[attr-defined]
    assert "ผลการค้นหาที่แนะนำ" in screen
    assert json.dumps("กำลังบันทึกอัตโนมัติ…") in script
