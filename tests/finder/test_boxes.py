"""Wagtail's own search boxes find Thai: through the admin's addresses and API v3."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.files.base import ContentFile
from django.test import Client
from modelsearch.backends import get_search_backend
from modelsearch.query import MATCH_ALL, MATCH_NONE, Boost, Phrase, PlainText
from modelsearch.utils import parse_query_string
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import GroupPagePermission, Page
from wagtail.search.models import IndexEntry

from finder.boxes import keeping
from home.models import HomePage, PlainPage

pytestmark = pytest.mark.django_db

Publish = Callable[..., PlainPage]
LICENCE = "การขอรับใบอนุญาตประกอบกิจการที่เป็นอันตรายต่อสุขภาพ"


@pytest.fixture
def licence(publish: Publish) -> PlainPage:
    publish("บัตรประจำตัวประชาชนหาย", "id-card")
    publish("รายงานผลการติดตามศูนย์บริการร่วม รอบที่ ๑๒", "report")
    return publish(LICENCE, "licence")


def explorer(client: Client, text: str, parent: Page) -> list[str]:
    response = client.get(f"/admin/pages/{parent.pk}/", {"q": text})
    assert response.status_code == 200
    return [page.title for page in response.context["object_list"]]


def everywhere(client: Client, text: str) -> list[str]:
    response = client.get("/admin/pages/search/", {"q": text})
    assert response.status_code == 200
    return [page.title for page in response.context["object_list"]]


def chooser(client: Client, text: str) -> list[str]:
    response = client.get("/admin/choose-page/search/", {"q": text})
    assert response.status_code == 200
    return [page.title for page in response.context["pages"]]


def api(client: Client, text: str, **more: str) -> list[str]:
    response = client.get("/api/v3/pages/", {"search": text, **more})
    assert response.status_code == 200, response.content[:300]
    return [item["title"] for item in response.json()["items"]]


@pytest.mark.parametrize(
    "text",
    [
        "ใบอนุญาต",  # a word in the middle of a run
        "อนุญาต",  # a word inside a word
        "ใบอนุญ",  # half-typed
        "ขอรับใบอนุ",
        "สุขภาพ อันตราย",  # in another order
        "ใบอนุญาตขอรับ",
        "ขอรับ ใบอนุญาต",
        "“ใบอนุญาต”",
        "การขอรับใบอนุญาตประกอบกิจการที่เป็นอันตรายต่อ",
        LICENCE,
    ],
)
def test_the_admins_boxes_find_thai_while_typing(
    admin_client: Client, home: HomePage, licence: PlainPage, text: str
) -> None:
    for titles in (
        explorer(admin_client, text, home),
        everywhere(admin_client, text),
        chooser(admin_client, text),
    ):
        assert titles == [LICENCE]


@pytest.mark.parametrize(
    "text", ["ใบอนุญาต", "อนุญาต", "สุขภาพ อันตราย", '"ขอรับใบอนุญาต"', "อนุญาต -", "'ใบอนุญาต'"]
)
def test_the_api_finds_whole_words(client: Client, licence: PlainPage, text: str) -> None:
    assert api(client, text) == [LICENCE]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("บัตรประจําตัว", "บัตรประจำตัวประชาชนหาย"),  # ำ in two characters
        ("บัตร\u200bประจำตัว", "บัตรประจำตัวประชาชนหาย"),
        ("รอบที่ 12", "รายงานผลการติดตามศูนย์บริการร่วม รอบที่ ๑๒"),
        ("ศูนย์บริการร่วม ๑๒", "รายงานผลการติดตามศูนย์บริการร่วม รอบที่ ๑๒"),
    ],
)
def test_spelling_and_digits_do_not_matter(
    admin_client: Client, home: HomePage, licence: PlainPage, text: str, title: str
) -> None:
    assert explorer(admin_client, text, home) == [title]
    assert api(admin_client, text) == [title]


def test_letter_numbers_are_found_however_they_are_typed(
    admin_client: Client, home: HomePage, publish: Publish
) -> None:
    publish("สรุปหนังสือ นร 0505/ว 118 ลงวันที่ 5 มีนาคม 2566", "summary")
    publish("สรุปหนังสือ นร 0505/ว 211", "other")

    for text in ("นร0505/ว118", "ที่ นร ๐๕๐๕/ว ๑๑๘", "นร 0505/ว 118"):
        assert len(api(admin_client, text)) == 1, text
    for text in ("นร0505/ว118", "นร ๐๕๐๕/ว ๑๑๘", "ว118", "ว 118"):
        assert len(explorer(admin_client, text, home)) == 1, text
    assert len(api(admin_client, "5 มี.ค. 66")) == 1


def test_what_does_not_stand_there_is_not_found(
    admin_client: Client, home: HomePage, licence: PlainPage
) -> None:
    for text in ("หนังสือเดินทาง", "ใบอนุญาต หนังสือเดินทาง", "zebra", "ใบอนุญาตzebra"):
        assert explorer(admin_client, text, home) == []
        assert api(admin_client, text) == []
    assert api(admin_client, "ใบอนุญาต หนังสือเดินทาง", search_operator="or") == [LICENCE]


def test_the_best_comes_first(admin_client: Client, home: HomePage, publish: Publish) -> None:
    """Title before text, a word's beginning before its middle, the whole run before its parts."""
    publish("คู่มือเรื่องอื่น", "text", introduction="กล่าวถึงยาแผนโบราณไว้หนึ่งครั้ง")
    publish("ยาแผนโบราณ", "title")
    assert api(admin_client, "ยาแผนโบราณ") == ["ยาแผนโบราณ", "คู่มือเรื่องอื่น"]

    publish("โรงพยาบาลกลาง", "hospital")
    assert explorer(admin_client, "ยา", home)[0] == "ยาแผนโบราณ"
    assert set(explorer(admin_client, "ยา", home)) == {"ยาแผนโบราณ", "โรงพยาบาลกลาง"}

    publish("ทะเบียนการขออนุญาตโรงงาน", "scattered")
    publish("การทะเบียนโรงงาน", "together")
    assert explorer(admin_client, "ทะเบียนโรงงาน", home) == ["การทะเบียนโรงงาน", "ทะเบียนการขออนุญาตโรงงาน"]


HOSTILE = [
    '"', "'", '"""""', 'ใบ"อนุญาต', "\\", "ใบอนุญาต\\", "*", "^", "title:x", "{title} : x", "NEAR(a b)", "AND",
    "OR NOT", "a AND", "(((", "-", "\x00", "ใบ\x00อนุญาต", "่้๊๋", "์", "ฯ", "_", "%", "%s", "🙂", "\ufffd",
    "\ud800", "ก" * 10_000, "ใบอนุญาต " * 1_200, '"ก" ' * 2_000, "(" * 5_000, "é́", "':*", "!x",
    "a & b | !c <-> d",
]  # fmt: skip


def test_nothing_that_is_typed_breaks_a_box(admin_client: Client, home: HomePage, licence: PlainPage) -> None:
    backend = get_search_backend()
    for text in HOSTILE:
        for results in (
            backend.search(text, Page.objects.all()),
            backend.autocomplete(text, Page.objects.all()),
            backend.search(parse_query_string(text)[1], Page.objects.all()),
            backend.search(text, Page.objects.all(), operator="or"),
        ):
            assert len(results) == results.count(), ascii(text[:40])
        if "\ud800" not in text and "\x00" not in text:
            everywhere(admin_client, text)
            chooser(admin_client, text)
            if len(text) < 3_000:
                api(admin_client, text)
    for text in ("่้๊๋", '"', "\x00", "🙂", " "):
        assert list(backend.autocomplete(text, Page.objects.all())) == []
        assert list(backend.search(text, Page.objects.all())) == []


def test_documents_images_and_tags_are_found(admin_client: Client, home: HomePage) -> None:
    document = Document.objects.create(title="แบบคำขอรับใบอนุญาต", file=ContentFile(b"text", "form.txt"))
    document.tags.add("โรงงานอุตสาหกรรม")
    document.save()
    Document.objects.create(title="ระเบียบพัสดุ", file=ContentFile(b"text", "rules.txt"))
    Image.objects.create(title="ภาพหน้าศูนย์บริการร่วม", file=get_test_image_file())
    Image.objects.create(title="ตราสัญลักษณ์", file=get_test_image_file())

    for text in ("ใบอนุญาต", "ขอรับใบอนุญ"):
        for address in ("/admin/documents/", "/admin/documents/chooser/results/"):
            page = admin_client.get(address, {"q": text}).content.decode()
            assert "แบบคำขอรับใบอนุญาต" in page, address
            assert "ระเบียบพัสดุ" not in page, address
    for address in ("/admin/images/", "/admin/images/chooser/results/"):
        page = admin_client.get(address, {"q": "บริการร่วม"}).content.decode()
        assert "ภาพหน้าศูนย์บริการร่วม" in page, address
        assert "ตราสัญลักษณ์" not in page, address


def test_an_index_follows_its_objects(admin_client: Client, home: HomePage, licence: PlainPage) -> None:
    licence.title = "หนังสือเดินทางชำรุด"
    licence.save_revision().publish()
    assert explorer(admin_client, "ใบอนุญาต", home) == []
    assert explorer(admin_client, "เดินทางชำ", home) == ["หนังสือเดินทางชำรุด"]

    licence.delete()
    assert explorer(admin_client, "เดินทางชำ", home) == []


def test_an_editor_finds_only_where_they_may_work(client: Client, home: HomePage, publish: Publish) -> None:
    mine, theirs = publish("กองหนึ่ง", "one"), publish("กองสอง", "two")
    publish("ใบอนุญาตของกองหนึ่ง", "one-licence", mine, live=False)
    publish("ใบอนุญาตของกองสอง", "two-licence", theirs, live=False)
    group = Group.objects.create(name="กองหนึ่ง")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group, page=mine, permission=Permission.objects.get(codename="change_page")
    )
    editor = User.objects.create_user("editor")
    editor.groups.add(group)
    client.force_login(editor)

    assert everywhere(client, "ใบอนุญาต") == ["ใบอนุญาตของกองหนึ่ง"]
    assert explorer(client, "ใบอนุญาต", mine) == ["ใบอนุญาตของกองหนึ่ง"]
    assert client.get(f"/admin/pages/{theirs.pk}/", {"q": "ใบอนุญาต"}).status_code in {302, 403}
    assert api(Client(), "ใบอนุญาต") == []  # drafts


def test_a_search_looks_up_once_and_pages_do_not_drift(
    admin_client: Client, home: HomePage, publish: Publish, django_assert_num_queries: Any
) -> None:
    for number in range(25):
        publish(f"ใบอนุญาตลำดับ {number}", f"licence-{number}")
    backend = get_search_backend()
    backend.search("ใบอนุญาต", Page.objects.all()).count()  # content types are remembered
    results = backend.search("ใบอนุญาต", Page.objects.all())
    with django_assert_num_queries(4):  # one look-up, a count, who may be shown, the objects
        assert results.count() == 25
        first = list(results[:10])
    pages = [page.pk for at in range(0, 25, 10) for page in results[at : at + 10]]
    assert sorted(pages) == sorted(set(pages))
    assert pages[:10] == [page.pk for page in first]
    named = backend.search("ใบอนุญาต", Page.objects.order_by("title"), order_by_relevance=False)
    assert named[0].title == "ใบอนุญาตลำดับ 0"


def test_queries_of_wagtail_can_be_combined(home: HomePage, licence: PlainPage, publish: Publish) -> None:
    other = publish("ใบอนุญาตขับรถ", "driving")
    backend = get_search_backend()

    def pages(query: Any) -> set[int]:
        return {page.pk for page in backend.search(query, PlainPage.objects.all())}

    both = {licence.pk, other.pk}
    everything = set(PlainPage.objects.values_list("pk", flat=True))
    assert pages(PlainText("ใบอนุญาต") & ~PlainText("ขับรถ")) == {licence.pk}
    assert pages(PlainText("ขับรถ") | PlainText("สุขภาพ")) == both
    assert pages(~PlainText("ใบอนุญาต")) == everything - both
    assert pages(~PlainText("ใบอนุญาต") & ~PlainText("บัตร")) == everything - both - pages(PlainText("บัตร"))
    assert pages(~PlainText("ใบอนุญาต") | PlainText("ขับรถ")) == everything - {licence.pk}
    assert pages(Boost(Phrase("ใบอนุญาตขับรถ"), 2.0)) == {other.pk}
    assert pages(MATCH_ALL) == everything
    assert pages(MATCH_NONE) == set()
    facet = backend.search("ใบอนุญาต", Page.objects.all()).facet("content_type_id")
    assert list(facet.values()) == [2]


def test_the_worker_writes_an_index_of_another_kind_anew_once(
    admin_client: Client, home: HomePage, licence: PlainPage
) -> None:
    entries = IndexEntry.objects.filter(object_id=str(licence.pk))
    entries.update(title=LICENCE, autocomplete=LICENCE, body="")  # as Wagtail's own backend writes it
    assert explorer(admin_client, "ใบอนุญาต", home) == []

    keeping.mend()
    assert explorer(admin_client, "ใบอนุญาต", home) == [LICENCE]
    assert api(admin_client, "ใบอนุญาต") == [LICENCE]

    entries.update(title="", autocomplete="", body="")
    keeping.mend()
    assert explorer(admin_client, "ใบอนุญาต", home) == []
