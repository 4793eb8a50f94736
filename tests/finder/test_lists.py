"""The catalogue's own field asks the site's search: everyday words, with the filters and without secrets."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from finder import engine
from organisations.models import Kind, Organisation
from services.importing import save_service

pytestmark = pytest.mark.django_db

TITLES = {
    "passport": "การขอหนังสือเดินทางทั่วไป",
    "licence": "การขอรับใบอนุญาตขับรถส่วนบุคคล",
    "tax": "การชำระภาษีรถประจำปี",
    "elderly": "การลงทะเบียนขอรับเบี้ยยังชีพผู้สูงอายุ",
    "marriage": "การจดทะเบียนสมรส",
}
EVERYDAY = {
    "พาสปอร์ต": "passport",
    "ใบขับขี่": "licence",
    "ต่อภาษีรถ": "tax",
    "เบี้ยคนแก่": "elderly",
    "จดทะเบียนแต่งงาน": "marriage",
    "จดทะเบียนเเต่งงาน": "marriage",
}


@pytest.fixture
def guides(home: Any, found: Callable[..., list[str]]) -> dict[str, Any]:
    Organisation.objects.create(code="registry", kind=Kind.DEPARTMENT, name_th="กรมทะเบียน")
    made = {}
    for slug, title in TITLES.items():
        audience = "business" if slug == "licence" else "people"
        record = {"id": slug, "title": title, "organisation": "registry", "summary": "เรื่องของกรม"}
        made[slug] = save_service(record | {"process_type": "other", "audience": audience}).instance
    found("การ")
    return made


def listed(client: Client, query: str) -> list[str]:
    answer = client.get(f"/services/?{query}")
    assert answer.status_code == 200
    return re.findall(
        r'class="items__title"><a href="/services/([a-z-]+)/"', unescape(answer.content.decode())
    )


@pytest.mark.parametrize("words", EVERYDAY)
def test_everyday_words_find_the_guide_first_in_every_form_of_the_list(
    client: Client, guides: dict[str, Any], words: str
) -> None:
    text = quote(words)
    shown = listed(client, f"q={text}")
    assert shown[:1] == [EVERYDAY[words]]

    rows = csv.DictReader(
        io.StringIO(b"".join(client.get(f"/services/guides.csv?q={text}")).decode("utf-8-sig"))
    )
    assert [row["รหัส"] for row in rows] == shown
    answer = client.get(f"/services/guides.json?q={text}").json()
    assert [guide["code"] for guide in answer["guides"]] == shown
    feed = client.get(f"/services/guides.atom?q={text}").content.decode()
    assert {slug for slug in TITLES if f"/services/{slug}/" in feed} == set(shown)


def test_the_best_come_first_and_filters_and_counts_hold(client: Client, guides: dict[str, Any]) -> None:
    shown = listed(client, "q=ใบขับขี่")
    html = client.get("/services/?q=ใบขับขี่").content.decode()
    assert "เรียงตามความเกี่ยวข้อง" in html
    assert listed(client, "q=ใบขับขี่&audience=business") == ["licence"]
    assert listed(client, "q=ใบขับขี่&audience=people") == [slug for slug in shown if slug != "licence"]
    assert re.search(r'name="audience" value="business".*choice__count">1<', html)
    assert "เรียงตามตัวอักษร" in client.get("/services/").content.decode()


def test_what_is_not_for_everybody_is_not_found_though_the_index_knows_it(
    client: Client, guides: dict[str, Any]
) -> None:
    PageViewRestriction.objects.create(page=guides["passport"], restriction_type=PageViewRestriction.LOGIN)
    assert "passport" not in listed(client, "q=พาสปอร์ต")
    for form in ("csv", "json", "atom"):
        answer = client.get(f"/services/guides.{form}?q=พาสปอร์ต")
        assert "passport" not in b"".join(answer).decode(), form


def test_without_the_search_the_words_themselves_are_still_found(
    client: Client, guides: dict[str, Any], index_directory: Path
) -> None:
    shutil.rmtree(index_directory)
    engine._open.cache_clear()
    assert listed(client, "q=พาสปอร์ต") == []
    assert listed(client, "q=หนังสือเดินทาง") == ["passport"]
    assert "เรียงตามตัวอักษร" in client.get("/services/?q=หนังสือเดินทาง").content.decode()


def test_asking_the_search_adds_one_query_at_most(
    client: Client, guides: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(13):
        assert listed(client, "q=พาสปอร์ต&audience=people")
