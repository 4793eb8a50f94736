"""English translations of what the site says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.utils import translation

from core import translations

PLACEHOLDER = re.compile(r"%\(\w+\)s|%[sd]")


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    return translations.bring_up_to_date(translations.read_catalogue(), translations.used_messages())


def test_every_message_has_an_english_translation(catalogue: Catalog) -> None:
    assert translations.untranslated(catalogue) == [], "run `make messages` and translate what it lists"


def test_a_translation_has_the_places_of_its_message(catalogue: Catalog) -> None:
    for message in catalogue:
        if not message.id:
            continue
        ids = [message.id] if isinstance(message.id, str) else message.id
        texts = [message.string] if isinstance(message.string, str | None) else message.string
        for text in filter(None, texts):
            assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(ids[0])), ids[0]


def test_messages_are_read_from_python_and_templates(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "site" / "a.py").write_text('_("หนึ่ง" "สอง")\nngettext("คน", "คน", n)\n"ไม่ใช่"\n', "utf-8")
    (tmp_path / "templates" / "a.html").write_text(
        "{% comment %}\nไม่ใช่ #\n{% endcomment %}\n  {% translate 'สาม' %}\n{# เก่า #}{{ _('สี่') }}"
        "{% blocktranslate count n=n trimmed %}\n  {{ n }} ข้อ\n{% plural %}\n  {{ n }} ข้อ\n"
        "{% endblocktranslate %}",
        "utf-8",
    )
    found = list(translations.used_messages(tmp_path))
    assert found == ["หนึ่งสอง", ("คน", "คน"), "สาม", "สี่", ("%(n)s ข้อ", "%(n)s ข้อ")]


def test_translations_are_kept_and_unused_ones_go() -> None:
    old = Catalog(locale="en")
    old.add("ใช้", "used")
    old.add("เลิกใช้", "gone")
    fresh = translations.bring_up_to_date(old, iter(["ใช้", "ใหม่"]))

    assert {message.id: message.string for message in fresh if message.id} == {"ใช้": "used", "ใหม่": None}
    assert translations.untranslated(fresh) == ["ใหม่"]


def test_writing_twice_changes_nothing(tmp_path: Path, catalogue: Catalog) -> None:
    path = tmp_path / "django.po"
    translations.write_catalogue(catalogue, path)
    first = path.read_bytes()
    translations.write_catalogue(translations.read_catalogue(path), path)
    assert path.read_bytes() == first


@pytest.mark.django_db
def test_the_compiled_catalogue_serves_english_readers(tmp_path: Path, settings, client, home) -> None:
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, translations.read_catalogue())
    settings.LOCALE_PATHS = [tmp_path]
    translation.trans_real._translations.clear()  # type: ignore[attr-defined]
    try:
        page = client.get("/en/").content.decode()
    finally:
        translation.trans_real._translations.clear()  # type: ignore[attr-defined]
    assert "Skip to main content" in page
    assert "ข้ามไปยังเนื้อหาหลัก" not in page


def test_the_make_target_compiles_with_babel(tmp_path: Path) -> None:
    (tmp_path / "en" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "en" / "LC_MESSAGES" / "django.po").write_bytes(translations.CATALOGUE.read_bytes())
    pybabel = Path(sys.executable).with_name("pybabel")
    subprocess.run([pybabel, "--quiet", "compile", "--directory", tmp_path, "--domain", "django"], check=True)
    assert (tmp_path / "en" / "LC_MESSAGES" / "django.mo").stat().st_size > 1000
