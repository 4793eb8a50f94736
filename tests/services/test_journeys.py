"""Journeys through several services: what the public reads, what editors may write, what stays hidden."""

from __future__ import annotations

import copy
import importlib
import json
import re
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from wagtail.models import PageViewRestriction

from core import documents
from finder import delivery
from finder.models import RelatedPage
from services.importing import RecordError, save_journey, save_service
from services.models import CentrePage, JourneyPage, ServicePage

pytestmark = pytest.mark.django_db
MOST_QUERIES = 13
ADDRESS = "/services/journeys/lost-wallet/"
JOURNEY: dict[str, Any] = {
    "id": "lost-wallet",
    "title": "กระเป๋าเงินหาย",
    "title_en": "Lost wallet",
    "organisation": "registry",
    "summary": "ทำบัตรทุกใบใหม่",
    "life_events": ["เอกสารหาย"],
    "steps": [
        {"title": "ทำบัตรใหม่", "content": ["ทำก่อนขั้นอื่น", {"guide": "card-lost"}]},
        {
            "title": "ขอใบขับขี่ใหม่",
            "content": [{"guide": "licence-lost", "condition": "กรณีมีใบขับขี่"}],
        },
        {"title": "ขอทะเบียนรถใหม่", "join": "and", "content": [{"guide": "plate-lost"}]},
        {
            "title": "อ่านเพิ่มเติม",
            "content": [{"link": "https://example.go.th/a", "title": "ประกาศ", "note": "ฉบับเต็ม"}],
        },
    ],
}


@pytest.fixture
def guides(guide: ServicePage, record: dict[str, Any]) -> dict[str, ServicePage]:
    made = {"card-lost": guide}
    for slug, title, fees in (
        ("licence-lost", "การขอใบขับขี่แทนใบที่หาย", [{"item": "ใบแทน", "amount": 100, "unit": "บาท"}]),
        ("plate-lost", "การขอแผ่นป้ายทะเบียนใหม่", [{"item": "แผ่นป้าย", "amount": 200, "unit": "บาท"}]),
    ):
        values = {"id": slug, "title": title, "title_en": slug, "organisation": "roads", "fees": fees}
        made[slug] = save_service(copy.deepcopy(record) | values).instance
    return made


@pytest.fixture
def journey(guides: dict[str, ServicePage]) -> JourneyPage:
    page: JourneyPage = save_journey(copy.deepcopy(JOURNEY)).instance
    return page


def text_of(client: Client, address: str = ADDRESS) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    "address",
    [ADDRESS, f"{ADDRESS}?show=all", f"/en{ADDRESS}", "/services/journeys/", "/services/plate-lost/"],
)
def test_every_page_needs_few_queries(
    address: str, client: Client, journey: JourneyPage, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(address).status_code == 200


def test_a_journey_shows_numbered_steps_totals_and_documents_once(
    client: Client, journey: JourneyPage
) -> None:
    html = text_of(client)

    assert "3 ขั้น" in html, "what is joined by “and” shares a number"
    assert re.findall(r'class="visually-hidden">([^<]*): </span>', html) == [
        "ขั้นที่ 1",
        "ขั้นที่ 2",
        "และ",
        "ขั้นที่ 3",
    ]
    assert "200 – 300 บาท" in html, "the licence is needed in one case only"
    assert "ไม่รวม การขอมีบัตรใหม่ กรณีบัตรหาย" in html, "its fee cannot be computed"
    assert "45 นาที" in html, "15 minutes thrice"
    assert html.count('data-name="ทะเบียนบ้าน"') == 1
    assert "ฉบับจริง 1 ฉบับ · สำเนา 6 ฉบับ · ขั้นที่ 1, 2" in html
    assert "กรณีมีใบขับขี่" in html
    assert html.count("<details") - html.count("<details class") >= 4
    assert " open>" not in html
    assert text_of(client, f"{ADDRESS}?show=all").count("<details open>") == 4


def test_a_related_journey_is_called_a_journey(client: Client, journey: JourneyPage) -> None:
    delivery.deliver()
    guide = ServicePage.objects.get(slug="plate-lost")
    key = documents.key_of(journey)
    RelatedPage.objects.create(page_id=guide.pk, target_id=journey.pk, key=key, kind="page", position=0)

    related = text_of(client, "/services/plate-lost/").partition('aria-labelledby="related"')[2]
    assert ADDRESS in related.partition("</nav>")[0]
    assert "เส้นทางบริการทีละขั้น" in related.partition("</nav>")[0]


def test_results_say_what_they_are_how_long_it_takes_and_what_it_costs(
    client: Client, journey: JourneyPage, centre: CentrePage
) -> None:
    delivery.deliver()

    def result(query: str, address: str, language: str = "") -> str:
        html = text_of(client, f"{language}/search/?q={query}")
        return next(li for li in html.split("<li>") if f'href="{language}{address}' in li)

    assert "เส้นทางบริการทีละขั้น" in result("กระเป๋าเงินหาย", ADDRESS)
    assert "Step by step" in result("กระเป๋าเงินหาย", ADDRESS, "/en")
    guide = result("แผ่นป้ายทะเบียน", "/services/plate-lost/")
    assert "15 นาที" in guide
    assert "200 บาท" in guide
    english = result("แผ่นป้ายทะเบียน", "/services/plate-lost/", "/en")
    assert "15 minutes" in english
    assert '<span lang="th">200 บาท</span>' in english
    assert "อำเภอเมือง" in result("ศูนย์บริการร่วมศาลากลาง", "/centres/city-hall/")


def test_a_guide_says_of_which_journey_it_is_which_step(client: Client, journey: JourneyPage) -> None:
    html = text_of(client, "/services/plate-lost/")

    assert f'ส่วนหนึ่งของ <a href="{ADDRESS}#step-3">กระเป๋าเงินหาย</a> ขั้นที่ 2 ขอทะเบียนรถใหม่' in html
    assert 'id="step-3"' in text_of(client)


@pytest.mark.parametrize("hide", ["unpublish", "restrict", "delete"])
def test_what_is_hidden_is_neither_shown_nor_counted(
    hide: str, client: Client, journey: JourneyPage, guides: dict[str, ServicePage]
) -> None:
    secret = guides["licence-lost"]
    if hide == "unpublish":
        secret.unpublish()
    elif hide == "delete":
        secret.delete()
    else:
        PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    html = text_of(client)
    build = documents.builder_of(JourneyPage)
    assert build is not None

    for trace in ("ใบขับขี่", "licence-lost", "300 บาท"):
        assert trace not in html, trace
        assert trace not in repr(build(JourneyPage.objects.get())), trace
    assert "200 บาท" in html
    assert "30 นาที" in html
    assert "สำเนา 4 ฉบับ" in html
    assert "ขั้นที่ 2: </span>ขอทะเบียนรถใหม่" in html, "the first that is left of a group begins it"
    assert "#step-2" in text_of(client, "/services/plate-lost/")


def test_a_journey_that_is_not_public_is_nowhere(client: Client, journey: JourneyPage) -> None:
    PageViewRestriction.objects.create(page=journey, restriction_type=PageViewRestriction.LOGIN)

    assert client.get(ADDRESS).status_code == 302
    for address in ("/services/card-lost/", "/services/journeys/", "/sitemap.xml", "/api/v3/pages/"):
        assert "กระเป๋าเงินหาย" not in client.get(address).content.decode(), address
        assert "lost-wallet" not in client.get(address).content.decode(), address


def test_a_draft_changes_neither_the_page_nor_the_guides(client: Client, journey: JourneyPage) -> None:
    draft = JourneyPage.objects.get()
    draft.steps = draft.steps.stream_block.to_python(list(draft.steps.raw_data)[:1])
    draft.save_revision()

    assert "ส่วนหนึ่งของ" in text_of(client, "/services/plate-lost/")
    draft.get_latest_revision().publish()
    assert "ส่วนหนึ่งของ" not in text_of(client, "/services/plate-lost/")
    assert "1 ขั้น" in text_of(client)


def test_an_ended_service_is_marked_and_not_counted(
    client: Client, journey: JourneyPage, guides: dict[str, ServicePage], record: dict[str, Any]
) -> None:
    ServicePage.objects.filter(slug="plate-lost").update(valid_to="2020-01-01")
    html = text_of(client)

    assert "บริการนี้สิ้นสุดแล้ว" in html
    assert "ไม่เกิน 100 บาท" in html


def test_machines_find_it_and_read_its_steps(client: Client, journey: JourneyPage) -> None:
    html = text_of(client)
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[1])  # type: ignore[index]
    build = documents.builder_of(JourneyPage)
    assert build is not None
    document = build(journey)
    assert document is not None

    assert data["@type"] == "HowTo"
    assert [step["name"] for step in data["step"]] == [step["title"] for step in JOURNEY["steps"]]
    assert data["step"][3]["itemListElement"][0]["url"] == "https://example.go.th/a"
    assert ADDRESS in client.get("/sitemap.xml").content.decode()
    assert "กระเป๋าเงินหาย" in client.get("/api/v3/pages/").content.decode()
    assert (document.url, document.title, document.topics) == (ADDRESS, "กระเป๋าเงินหาย", ("lost-documents",))
    assert all(f'id="{passage.anchor}"' in html for passage in document.body)
    assert journey in documents.dependents_of(ServicePage.objects.get(slug="plate-lost"))


def test_a_text_cannot_break_out_of_the_page(client: Client, guides: dict[str, ServicePage]) -> None:
    steps = [{"title": "</script><script>alert(1)</script>", "content": ["<b>a</b></script>"]}]
    save_journey(copy.deepcopy(JOURNEY) | {"steps": steps})

    assert "<script>alert" not in text_of(client)


@pytest.mark.parametrize(
    ("joins", "says"),
    [
        (["and", "then"], "ขั้นแรกไม่มีขั้นก่อนหน้า"),
        (["then", "and", "or"], "ปนกับ"),
        (["then", "or", "and"], "ปนกับ"),
    ],
)
def test_steps_that_can_be_read_in_two_ways_are_refused(
    joins: list[str], says: str, guides: dict[str, ServicePage]
) -> None:
    steps = [{"title": f"ขั้น {join}", "join": join, "content": ["ทำ"]} for join in joins]
    with pytest.raises(RecordError, match=says):
        save_journey(copy.deepcopy(JOURNEY) | {"steps": steps})
    assert not JourneyPage.objects.exists()


def test_bad_records_are_refused_whole(guides: dict[str, ServicePage]) -> None:
    twice = [{"title": "ก", "content": [{"guide": "card-lost"}, {"guide": "card-lost"}]}]
    for change, says in (
        ({"steps": [{"title": "ก", "content": [{"guide": "nothing"}]}]}, "ไม่พบบริการ nothing"),
        ({"steps": [{"title": "ก", "content": []}]}, "ขั้น"),
        ({"steps": []}, "ขั้น"),
        ({"steps": twice}, "คู่มือเดียวกันมากกว่าหนึ่งครั้ง"),
        ({"id": "Lost Wallet"}, "อักษรอังกฤษตัวเล็ก"),
        ({"life_events": ["วันสิ้นโลก"]}, "วันสิ้นโลก"),
    ):
        with pytest.raises(RecordError, match=says):
            save_journey(copy.deepcopy(JOURNEY) | change)
    assert not JourneyPage.objects.exists()


def test_the_same_record_twice_changes_nothing(journey: JourneyPage) -> None:
    assert save_journey(copy.deepcopy(JOURNEY)).action == "unchanged"
    assert save_journey(copy.deepcopy(JOURNEY) | {"title": "อื่น"}).action == "updated"


def test_it_stands_in_the_folders_of_services_only(journey: JourneyPage) -> None:
    stray = JourneyPage(title="ก", slug="lost-wallet", summary="ข")
    folder = journey.get_parent()

    assert JourneyPage.can_exist_under(folder)
    assert not JourneyPage.can_exist_under(folder.get_parent())
    with pytest.raises(ValidationError, match="lost-wallet"):
        folder.add_child(instance=stray)


def test_an_english_reader_reads_english_and_what_is_thai_says_so(
    guides: dict[str, ServicePage], client: Client
) -> None:
    record = copy.deepcopy(JOURNEY) | {"summary_en": "Get every card anew"}
    first, second, _third, last = record["steps"]
    first |= {"title_en": "Get a new card"}
    first["content"][0] = {"text": "ทำก่อนขั้นอื่น", "text_en": "Before all others"}
    second["content"][0]["condition_en"] = "If you drive"
    last["content"][0] |= {"title_en": "Notice", "note_en": "in full"}
    save_journey(record)

    english = text_of(client, f"/en{ADDRESS}").partition("<main")[2]
    for said in ("Get every card anew", "Get a new card", "<p>Before all others</p>", "Notice", "in full"):
        assert said in english
    assert "· If you drive" in english, "as a condition of a document"
    for untranslated in ("ทำบัตรใหม่", "ทำก่อนขั้นอื่น", "กรณีมีใบขับขี่", "ประกาศ"):
        assert untranslated not in english
    assert '<span lang="th">ขอทะเบียนรถใหม่</span>' in english
    assert "Get a new card" in text_of(client, "/en/services/card-lost/"), "as the step of which it is part"

    thai = text_of(client)
    assert "Get a new card" not in thai
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', text_of(client, f"/en{ADDRESS}")).group(1))  # type: ignore[union-attr]
    assert data["inLanguage"] == "th"
    assert data["step"][0]["name"] == "ทำบัตรใหม่"


def test_texts_written_before_there_were_english_ones_are_kept(journey: JourneyPage) -> None:
    """Live and in drafts: the migration puts every text into its new place and leaves the rest alone."""
    before = copy.deepcopy(list(journey.steps.raw_data))
    old = copy.deepcopy(before)
    for step in old:
        for item in step["value"]["content"]:
            if item["type"] == "text":
                item["value"] = item["value"]["text"]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE services_journeypage SET steps = %s", [json.dumps(old)])
    revision = journey.save_revision()
    revision.content["steps"] = json.dumps(old)
    revision.save()

    module = importlib.import_module("services.migrations.0010_journeys_in_english")
    migrate = module.Migration.operations[-1]
    migrate.migrate_stream_data_forward(apps, None)

    texts = [item["value"] for step in before for item in step["value"]["content"] if item["type"] == "text"]
    assert texts
    for page in (JourneyPage.objects.get(), revision.__class__.objects.get(pk=revision.pk).as_object()):
        stored = [row for step in page.steps.raw_data for row in step["value"]["content"]]
        assert [row["value"]["text"] for row in stored if row["type"] == "text"] == [
            text["text"] for text in texts
        ]
        kept = [row for step in before for row in step["value"]["content"] if row["type"] != "text"]
        assert [row for row in stored if row["type"] != "text"] == kept
