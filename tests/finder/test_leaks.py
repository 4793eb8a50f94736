"""What an outsider may not see is behind no door: neither as text, nor as a title, nor in a count."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from circulars.importing import import_uploads
from circulars.models import CircularPage
from finder import answering, delivery
from finder.engine import engine
from home.models import HomePage, PlainPage
from search import SORTS

pytestmark = pytest.mark.django_db

WORD = "พิพัฒนาการสงวน"
"""Stands in everything that is hidden and in nothing that is public."""

LETTER = f"""{{secrecy}}ที่ มท 0201/ว {{number}}

สำนักงานปลัดกระทรวงมหาดไทย
ถนนอัษฎางค์ กทม. 10200

{{date}}

เรื่อง {WORD}

เรียน ผู้ว่าราชการจังหวัดทุกจังหวัด

ด้วยมี{WORD}

จึงเรียนมาเพื่อโปรดทราบ

ขอแสดงความนับถือ

(นายสมมติ ทดสอบ)
ปลัดกระทรวงมหาดไทย
"""


@pytest.fixture(autouse=True)
def private_files(settings: Any, tmp_path: Path) -> None:
    storages = {**settings.STORAGES}
    storages["private"] = {
        **storages["private"],
        "OPTIONS": {"location": tmp_path / "private", "base_url": None},
    }
    settings.STORAGES = storages
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def hidden(publish: Callable[..., PlainPage]) -> list[Page]:
    """A draft, an unpublished page, pages behind every restriction and below one, a held, a secret letter."""
    draft = publish(f"{WORD} ร่าง", "a-draft", live=False)
    gone = publish(f"{WORD} เลิก", "b-gone")
    gone.unpublish()
    password, login, groups = (
        publish(f"{WORD} {name}", f"c-{name}") for name in ("password", "login", "groups")
    )
    below = publish(f"{WORD} ใต้หน้าจำกัด", "d-below", groups)
    PageViewRestriction.objects.create(page=password, restriction_type="password", password="x")
    PageViewRestriction.objects.create(page=login, restriction_type="login")
    PageViewRestriction.objects.create(page=groups, restriction_type="groups").groups.add(
        Group.objects.create(name="ผู้มีสิทธิ์")
    )
    texts = [
        LETTER.format(secrecy="ลับมาก\n", number=15, date="9 มกราคม 2567"),
        LETTER.format(secrecy="", number="๑พค", date="31 เมษายน 2567"),
    ]
    outcomes = import_uploads([(f"{n}.txt", text.encode()) for n, text in enumerate(texts)], None)
    assert [outcome.action for outcome in outcomes] == ["held", "held"]
    delivery.deliver()
    letters = list(CircularPage.objects.all())
    assert len(letters) == 2
    return [draft, gone, password, login, groups, below, *letters]


def outsider_sees(client: Client) -> dict[str, str]:
    """What every public door gives to somebody who asks for the hidden word."""
    doors = {}
    addresses: list[tuple[str, dict[str, str | list[str]]]] = [
        ("/", {}),
        ("/search/", {"q": WORD}),
        ("/en/search/", {"q": WORD}),
        ("/search/", {"q": "", "type": "circular"}),
        ("/search/", {"q": "", "type": ["circular", "page"], "sort": "title", "all": "organisation"}),
        ("/search/", {"q": WORD, "status": "held", "sort": "newest", "topic": "x"}),
        ("/api/search", {"fiscal_year": "2567", "sort": "oldest"}),
        ("/api/search", {"type": ["circular", "page"], "sort": "title"}),
        ("/api/search", {"q": WORD}),
        ("/api/suggest", {"q": WORD[:8]}),
        ("/sitemap.xml", {}),
        ("/robots.txt", {}),
        ("/health/", {}),
        ("/circulars/", {}),
        ("/organisations/", {}),
        ("/api/v3/pages/", {"limit": "20"}),
        ("/api/v3/pages/", {"search": WORD}),
        *((f"/feeds/{name}.atom", {}) for name in answering.TYPE_NAMES),
    ]
    for address, parameters in addresses:
        response = client.get(address, parameters)
        assert response.status_code == 200, address
        doors[f"{address} {parameters}"] = response.content.decode()
    return doors


@pytest.mark.usefixtures("each_engine")
def test_no_door_shows_anything_to_an_outsider(client: Client, hidden: list[Page]) -> None:
    for address, body in outsider_sees(client).items():
        shown = body.replace(f'value="{WORD}"', "").replace(f"“{WORD}”", "").replace(f'"query": "{WORD}"', "")
        for trace in (
            f"{WORD} ",
            "a-draft",
            "b-gone",
            "c-password",
            "c-login",
            "c-groups",
            "d-below",
            "0201",
        ):
            assert trace not in shown, address
        assert shown.count(WORD) == 0 or "/search/" in address, address


@pytest.mark.usefixtures("each_engine")
def test_totals_and_facets_count_nothing_hidden(client: Client, hidden: list[Page]) -> None:
    chosen: dict[str, Any] = {"type": ["circular", "page"]}
    for sort in SORTS:
        answer = client.get("/api/search", {"q": WORD, "sort": sort}).json()
        assert (answer["total"], answer["results"]) == (0, [])
        assert all(not values for values in answer["facets"].values())
        listed = client.get("/api/search", {**chosen, "sort": sort}).json()
        assert WORD not in json.dumps(listed["results"], ensure_ascii=False)
        assert (listed["facets"]["status"], listed["facets"]["fiscal_year"]) == ([], [])
        assert sum(value["count"] for value in listed["facets"]["type"]) == listed["total"]
    assert client.get("/api/suggest", {"q": WORD}).json()["suggestions"] == []


def test_neither_addresses_nor_previews_nor_revisions_open_them(client: Client, hidden: list[Page]) -> None:
    for page in hidden:
        response = client.get(page.get_url())
        assert response.status_code in {302, 404} or WORD not in response.content.decode()
        for address in (
            f"/admin/pages/{page.pk}/edit/preview/",
            f"/admin/pages/{page.pk}/view_draft/",
            f"/admin/pages/{page.pk}/revisions/{page.latest_revision_id or 1}/view/",
        ):
            response = client.get(address)
            assert response.status_code == 302
            assert "/admin/login/" in response["Location"]


def test_find_gives_an_outsider_nothing_and_the_index_holds_only_what_somebody_may_find(
    hidden: list[Page], capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("find", WORD, "--json")
    assert json.loads(capsys.readouterr().out)["total"] == 0

    draft, gone, password, login, groups, below, *letters = (f"page-{page.pk}" for page in hidden)
    held = engine().versions().keys()
    assert not {draft, gone, password, *letters} & held
    assert {login, groups, below} <= held


def test_each_reader_finds_exactly_what_that_reader_may_see(hidden: list[Page]) -> None:
    somebody, member = User.objects.create_user("somebody"), User.objects.create_user("member")
    member.groups.add(Group.objects.get(name="ผู้มีสิทธิ์"))

    def seen(reader: Any) -> set[str]:
        return {hit.url for hit in answering.find(answering.Request(WORD), reader).hits}

    assert seen(None) == set()
    assert seen(somebody) == {"/c-login/"}
    assert seen(member) == {"/c-login/", "/c-groups/", "/c-groups/d-below/"}
    somebody.is_active = False
    assert seen(somebody) == set()


def test_document_files_behind_a_restriction_are_not_handed_out(client: Client, home: HomePage) -> None:
    collection = Collection.get_first_root_node().add_child(name="ภายใน")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    document = get_document_model().objects.create(
        title=WORD, file=ContentFile(WORD.encode(), name="hidden.txt"), collection=collection
    )

    response = client.get(document.url)
    assert response.status_code == 302
    assert client.get(settings.MEDIA_URL + document.file.name).status_code == 404
