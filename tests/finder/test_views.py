"""The public search page."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import PageViewRestriction

from circulars.models import Topic
from finder import delivery
from finder.engine import engine
from home.models import PlainPage
from organisations.models import Organisation
from search import Document, EngineUnavailable

pytestmark = pytest.mark.django_db

Publish = Callable[..., PlainPage]

HOSTILE = [
    "ก" * 10_000,
    "a" * 10_000,
    "่้๊๋็์",
    "ํา",
    "!!! ??? ... ///",
    '"',
    '"" "',
    "'",
    "\\",
    "title:* AND (x OR",
    "-",
    "- -ก",
    "+ - && || ! ( ) { } [ ] ^ ~ * ? : /",
    "ก*",
    "[ก TO ข]",
    "<script>alert(1)</script>",
    "%00",
    "a%00b",
    "%ED%A0%80",
    "%FF%FE",
    "😀😀",
    "\u200b\u200b",
    " ",
    "๐" * 500,
    '"' * 2000,
    "(" * 2000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("path", ["/search/", "/en/search/", "/api/search", "/api/suggest"])
def test_whatever_is_typed_gets_an_answer(client: Client, publish: Publish, path: str, text: str) -> None:
    publish("ใบขับขี่", "licence")
    delivery.deliver()

    address = f"{path}?q={text}" if "%" in text else path
    response = client.get(address, None if "%" in text else {"q": text})
    assert response.status_code == 200


def test_a_result_is_shown_with_its_address_and_what_was_hit(client: Client, publish: Publish) -> None:
    publish("ค่าธรรมเนียมใบขับขี่", "licence", introduction="ยื่นคำขอทำใบขับขี่ได้ที่สำนักงานขนส่ง")
    delivery.deliver()

    body = client.get("/search/", {"q": "ใบขับขี่"}).content.decode()
    assert 'href="/licence/"' in body
    assert "<mark>" in body
    assert 'name="robots" content="noindex"' in body
    english = client.get("/en/search/", {"q": "ใบขับขี่"}).content.decode()
    assert 'href="/en/licence/"' in english


def test_what_was_typed_is_escaped(client: Client, home: object) -> None:
    body = client.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()

    assert "<script>alert" not in body


def test_the_page_costs_at_most_twelve_queries(client: Client, publish: Publish) -> None:
    for number in range(30):
        publish(f"ใบขับขี่ ฉบับที่ {number}", f"licence-{number}")
    page = publish("หนังสือเดินทาง", "passport")
    SearchPromotion.objects.create(query=Query.get("ใบขับขี่"), page=page)
    delivery.deliver()
    client.get("/search/", {"q": "ใบขับขี่"})

    with CaptureQueriesContext(connection) as queries:
        response = client.get("/search/", {"q": "ใบขับขี่"})
    assert response.status_code == 200
    assert len(queries) <= 12, [query["sql"] for query in queries]


def test_pages_of_results_neither_repeat_nor_lose_anything(client: Client, publish: Publish) -> None:
    for number in range(45):
        publish(f"ใบขับขี่ ฉบับที่ {number}", f"licence-{number}")
    delivery.deliver()

    seen: list[str] = []
    for page in (1, 2, 3):
        results = client.get("/api/search", {"q": "ใบขับขี่", "page": page}).json()
        assert (results["total"], results["pages"]) == (45, 3)
        seen += [result["url"] for result in results["results"]]
    assert len(set(seen)) == len(seen) == 45


@pytest.mark.parametrize("page", ["99", "0", "-1", "x", "๒", "1" * 400, ""])
def test_a_page_that_is_not_there_shows_one_that_is(client: Client, publish: Publish, page: str) -> None:
    publish("ใบขับขี่", "licence")
    delivery.deliver()

    response = client.get("/search/", {"q": "ใบขับขี่", "page": page})
    assert response.status_code == 200
    assert 'href="/licence/"' in response.content.decode()


def test_facets_narrow_the_results_without_javascript(client: Client, publish: Publish) -> None:
    publish("กระทรวงคมนาคมคืออะไร", "what")
    Organisation.objects.create(code="mot", kind="ministry", name_th="กระทรวงคมนาคม")
    delivery.deliver()

    everything = client.get("/search/", {"q": "กระทรวงคมนาคม"}).content.decode()
    assert 'name="type" value="organisation"' in everything
    assert 'href="/what/"' in everything
    narrowed = client.get("/search/", {"q": "กระทรวงคมนาคม", "type": "organisation"}).content.decode()
    assert 'href="/what/"' not in narrowed
    assert 'href="/organisations/mot/"' in narrowed


def put(*documents: Document) -> None:
    delivery.deliver()
    engine().index(documents)


def dated(number: int, date: datetime.date | None, title: str = "งบประมาณ", **more: Any) -> Document:
    given = {"key": f"d{number}", "type": "circular", "url": f"/d{number}/"} | more
    return Document(title=f"{title} {number}", date=date, **given)


@pytest.fixture
def budgets(home: object) -> None:
    """Three letters on both sides of 1 October 2566, with topics and statuses, and a hidden one."""
    Topic.objects.create(code="money", name_th="การเงินการคลัง", name_en="Finance")
    put(
        dated(1, datetime.date(2023, 9, 30), topics=("money",), status="published"),
        dated(2, datetime.date(2023, 10, 1), topics=("money", "unnamed"), status="verifying"),
        dated(3, datetime.date(2024, 1, 9), status="published"),
        dated(4, datetime.date(2024, 2, 9), topics=("hidden-topic",), status="held", access=("staff",)),
    )


@pytest.mark.parametrize("kind", ["services.Renamed", "removed.Journey", "auth.User", "nonsense"])
def test_a_result_of_a_model_that_is_gone_is_shown(client: Client, home: object, kind: str) -> None:
    put(Document(key="d1", type="service", url="/d1/", title="งบประมาณ", extra={"kind": kind}))
    answer = client.get("/search/", {"q": "งบประมาณ"})
    assert answer.status_code == 200
    assert "/d1/" in answer.content.decode()
    assert [row["kind"] for row in answer.context["hits"]] == ["คู่มือบริการ"]


def test_an_english_page_of_results_names_organisations_in_english(client: Client, home: object) -> None:
    Organisation.objects.create(code="cgd", name_th="กรมบัญชี", name_en="Accounts Department")
    Organisation.objects.create(code="local", name_th="เทศบาลไร้ชื่ออังกฤษ")
    put(
        dated(1, datetime.date(2024, 1, 9), status="published", organisation_name="กรมบัญชี"),
        dated(2, datetime.date(2024, 2, 9), status="published", organisation_name="เทศบาลไร้ชื่ออังกฤษ"),
    )
    english = client.get("/en/search/", {"q": "งบประมาณ"}).content.decode().partition("<main")[2]
    assert "<span>Accounts Department</span>" in english
    assert "กรมบัญชี" not in english
    assert '<span lang="th">เทศบาลไร้ชื่ออังกฤษ</span>' in english
    assert '<h2 class="result__title" lang="th">' in english

    thai = client.get("/search/", {"q": "งบประมาณ"}).content.decode().partition("<main")[2]
    assert "<span>กรมบัญชี</span>" in thai
    assert 'lang="th"' not in thai


def test_topics_and_statuses_are_offered_chosen_and_taken_back(client: Client, budgets: None) -> None:
    body = client.get("/search/", {"q": "งบประมาณ"}).content.decode()
    for part in ("การเงินการคลัง", "เผยแพร่ระหว่างตรวจสอบ", "ปีงบประมาณ", 'name="topic" value="money"'):
        assert part in body
    assert "hidden-topic" not in body
    assert "Finance" in client.get("/en/search/", {"q": "งบประมาณ"}).content.decode()

    chosen = {"q": "งบประมาณ", "topic": "money", "status": "verifying", "sort": "oldest", "page": "1"}
    response = client.get("/search/", chosen)
    assert [item["hit"].key for item in response.context["hits"]] == ["d2"]
    chips = {chip.label: QueryDict(chip.url[1:]).dict() for chip in response.context["chips"]}
    assert chips == {
        "การเงินการคลัง": {"q": "งบประมาณ", "status": "verifying", "sort": "oldest"},
        "เผยแพร่ระหว่างตรวจสอบ": {"q": "งบประมาณ", "topic": "money", "sort": "oldest"},
    }
    assert "ล้างตัวกรองทั้งหมด" in response.content.decode()

    answer = client.get("/api/search", chosen).json()
    assert (answer["total"], [hit["url"] for hit in answer["results"]]) == (1, ["/d2/"])
    assert answer["facets"]["topic"][0] == {"value": "money", "label": "การเงินการคลัง", "count": 1}
    assert {"value": "2566", "label": "2566", "count": 0} not in answer["facets"]["fiscal_year"]


def test_a_choice_without_words_lists_what_fits_it_newest_first(client: Client, budgets: None) -> None:
    response = client.get("/search/", {"q": "", "type": "circular", "fiscal_year": "2567"})
    assert [item["hit"].key for item in response.context["hits"]] == ["d3", "d2"]
    assert [order.label for order in response.context["orders"] if order.current] == ["ใหม่ที่สุด"]
    answer = client.get("/api/search", {"type": "circular", "year": "2566"}).json()
    assert ([hit["url"] for hit in answer["results"]], answer["message"]) == (["/d2/", "/d1/"], None)

    for nothing in ({}, {"q": " "}, {"type": "nonsense", "sort": "title", "all": "type"}):
        assert "ค้นหาได้ทุกแบบที่คุณนึกออก" in client.get("/search/", nothing).content.decode()


def test_results_are_sorted_as_asked(client: Client, budgets: None) -> None:
    orders = {"newest": ["/d3/", "/d2/", "/d1/"], "oldest": ["/d1/", "/d2/", "/d3/"]}
    for sort, expected in orders.items():
        asked = {"q": "งบประมาณ", "sort": sort}
        assert [hit["url"] for hit in client.get("/api/search", asked).json()["results"]] == expected
        page = client.get("/search/", asked)
        assert [item["url"] for item in page.context["hits"]] == expected
        assert f'name="sort" value="{sort}"' in page.content.decode()
    assert client.get("/search/", {"q": "งบประมาณ", "sort": "' OR 1"}).status_code == 200


def test_every_value_of_a_facet_can_be_reached(client: Client, home: object) -> None:
    put(*(dated(n, None, organisations=(f"office-{n:03}",)) for n in range(80)))
    first = client.get("/search/", {"q": "งบประมาณ"}).content.decode()
    assert first.count('name="organisation"') == 12
    assert "?q=%E0%B8%87%E0%B8%9A%E0%B8%9B%E0%B8%A3%E0%B8%B0%E0%B8%A1%E0%B8%B2%E0%B8%93&amp;all=org" in first
    every = client.get("/search/", {"q": "งบประมาณ", "all": "organisation"}).content.decode()
    assert every.count('name="organisation"') == 80


def test_nothing_found_helps_on(client: Client, publish: Publish) -> None:
    publish("ใบขับขี่", "licence")
    delivery.deliver()

    body = client.get("/search/", {"q": "ฆฎฏฐฑฒณ", "type": "circular"}).content.decode()
    assert "ไม่พบสิ่งที่ตรงกับ" in body
    assert "ค้นหาคำเดิมโดยไม่ใช้ตัวกรอง" in body
    assert "ล้างตัวกรองทั้งหมด" in body

    # Where there is nothing to choose from, nothing asks to choose.
    assert "กรองผลการค้นหา" not in client.get("/search/", {"q": "ฆฎฏฐฑฒณ"}).content.decode()


def test_promotions_stand_first_but_never_show_what_is_not_public(client: Client, publish: Publish) -> None:
    shown, draft = publish("หน้าแนะนำ", "shown"), publish("หน้าแนะนำร่าง", "draft", live=False)
    private = publish("หน้าแนะนำภายใน", "private")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    query = Query.get("ใบขับขี่")
    for page in (shown, draft, private):
        SearchPromotion.objects.create(query=query, page=page, description=f"เพราะ{page.title}")
    SearchPromotion.objects.create(
        query=query, external_link_url="https://www.dlt.go.th/", external_link_text="กรมการขนส่งทางบก"
    )
    delivery.deliver()

    body = client.get("/search/", {"q": "ใบขับขี่ "}).content.decode()
    assert 'href="/shown/"' in body
    assert 'href="https://www.dlt.go.th/"' in body
    assert "หน้าแนะนำร่าง" not in body
    assert "หน้าแนะนำภายใน" not in body


def test_an_index_that_does_not_answer_is_said_in_plain_thai(
    client: Client, home: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object) -> None:
        raise EngineUnavailable("down")

    monkeypatch.setattr(type(engine()), "search", refuse)
    page = client.get("/search/", {"q": "ใบขับขี่"})
    api = client.get("/api/search", {"q": "ใบขับขี่"})

    assert (page.status_code, api.status_code) == (503, 503)
    assert "ระบบค้นหายังไม่พร้อมในขณะนี้" in page.content.decode()
    assert api.json()["code"] == "unavailable"
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "parameter",
    ["page=x", "sort=no", "fiscal_year=x", "page=0", "year=abc", "year=99999999999999999999", "type=nothing"],
)
def test_the_api_says_in_thai_which_parameter_is_wrong(client: Client, home: object, parameter: str) -> None:
    response = client.get(f"/api/search?q=x&{parameter}")

    assert response.status_code == 422
    assert response.json()["code"] == "invalid"
    assert parameter.partition("=")[0] in response.json()["message"] or "ประเภท" in response.json()["message"]


def test_the_api_takes_an_empty_parameter_as_none(client: Client, publish: Publish) -> None:
    publish("ใบขับขี่", "licence")
    delivery.deliver()
    bare = client.get("/api/search", {"q": "ใบขับขี่"}).json()

    assert bare["total"] == 1
    everything = "/api/search?q=ใบขับขี่&type=&organisation=&year=&fiscal_year=&topic=&status=&sort=&page="
    assert client.get(everything).json() == bare


def test_the_api_describes_itself(client: Client, home: object) -> None:
    described = client.get("/api/openapi.json").json()

    assert set(described["paths"]) == {"/api/search", "/api/suggest"}
    assert {method for path in described["paths"].values() for method in path} == {"get"}
