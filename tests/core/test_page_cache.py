"""Pages kept for readers who are not signed in: quick, and never older than the content."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings
from wagtail.models import Page, PageViewRestriction, Site

from core import content_version, page_cache
from home.models import HomePage, PlainPage

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(autouse=True)
def cache_on(settings: Settings) -> Iterator[None]:
    settings.PAGE_CACHE_SECONDS = 600
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.fixture
def page(home: HomePage, cache_on: None) -> PlainPage:
    found: PlainPage = home.add_child(instance=PlainPage(title="หน้าที่เก็บไว้", slug="kept", live=True))
    return found


def queries_of(client: Client, address: str = "/kept/", **headers: Any) -> tuple[int, Any]:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        response = client.get(address, **headers)
    return len(seen), response


def test_a_second_reader_costs_one_query_and_sees_the_same_bytes(page: PlainPage) -> None:
    first_cost, first = queries_of(Client())
    cost, second = queries_of(Client())
    assert (cost, second.content) == (1, first.content)
    assert first_cost > 1
    assert second.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
    assert second.headers["Cache-Control"] == "no-cache"
    assert "Cookie" in second.headers["Vary"]
    asked_again = Client().get("/kept/", headers={"if-none-match": first.headers["ETag"]})
    assert asked_again.status_code == 304
    assert not asked_again.content


def test_compressed_and_plain_are_kept_apart(page: PlainPage) -> None:
    Client().get("/kept/")
    packed = Client().get("/kept/", headers={"accept-encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    cost, again = queries_of(Client(), headers={"accept-encoding": "gzip"})
    assert cost == 1
    assert again.content == packed.content
    assert "Content-Encoding" not in Client().get("/kept/").headers


def rename(page: PlainPage) -> None:
    page.title = "ชื่อใหม่"
    page.save_revision().publish()


def rename_without_signal(page: PlainPage) -> None:
    Page.objects.filter(pk=page.pk).update(title="ชื่อใหม่")


def unpublish(page: PlainPage) -> None:
    page.unpublish()


def restrict(page: PlainPage) -> None:
    PageViewRestriction.objects.bulk_create(
        [PageViewRestriction(page=page, restriction_type=PageViewRestriction.LOGIN)]
    )


def move_site(page: PlainPage) -> None:
    Site.objects.update(root_page=page)


def delete(page: PlainPage) -> None:
    Page.objects.get(pk=page.pk).delete()


def rename_by_hand(page: PlainPage) -> None:
    with connection.cursor() as cursor:
        cursor.execute("update wagtailcore_page set title = 'ชื่อใหม่' where id = %s", [page.pk])


@pytest.mark.parametrize(
    "change", [rename, rename_without_signal, unpublish, restrict, move_site, delete, rename_by_hand]
)
def test_whatever_changes_shows_at_the_next_request(page: PlainPage, change: Any) -> None:
    before = Client().get("/kept/")
    assert "หน้าที่เก็บไว้" in before.content.decode()
    change(page)
    after = Client().get("/kept/", headers={"if-none-match": before.headers["ETag"]})
    assert after.status_code != 304
    assert "<h1>หน้าที่เก็บไว้" not in after.content.decode().replace(' class="page-header__title"', "")
    assert after.status_code != 200 or "ชื่อใหม่" in after.content.decode()


def test_drafts_logs_and_signing_in_leave_pages_where_they_are(page: PlainPage) -> None:
    user = User.objects.create_superuser("chief", password="longer-than-twelve")
    Client().get("/kept/")
    version = content_version.current()
    page.title = "ร่างที่ยังไม่เผยแพร่"
    page.save_revision(user=user, log_action=True)
    Client().login(username="chief", password="longer-than-twelve")
    assert content_version.current() == version
    assert queries_of(Client())[0] == 1


def test_a_draft_is_never_kept_for_others(page: PlainPage, admin_client: Client) -> None:
    page.title = "ร่างลับ"
    page.save_revision()
    preview = admin_client.get(f"/admin/pages/{page.pk}/view_draft/")
    assert "ร่างลับ" in preview.content.decode()
    assert "ร่างลับ" not in Client().get("/kept/").content.decode()


def test_who_is_signed_in_neither_gets_nor_leaves_a_kept_page(page: PlainPage, admin_client: Client) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert "หน้าที่เก็บไว้" in admin_client.get("/kept/").content.decode()
    outsider = Client().get("/kept/")
    assert outsider.status_code == 302
    assert "หน้าที่เก็บไว้" not in outsider.content.decode()


def test_a_forged_session_cookie_gets_what_an_outsider_gets(page: PlainPage) -> None:
    Client().get("/kept/")
    forger = Client()
    forger.cookies["sessionid"] = "forged"
    assert forger.get("/kept/").content == Client().get("/kept/").content


def test_languages_hosts_and_choices_are_kept_apart(page: PlainPage, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "other.test"]
    plain = Client().get("/kept/").content
    dark = Client()
    dark.cookies["theme"] = "dark"
    assert dark.get("/kept/").content != plain
    english = Client().get("/en/kept/")
    assert english.headers["Content-Language"] == "en"
    assert english.content != plain
    assert Client().get("/kept/", headers={"accept-language": "en"}).content == plain
    assert "other.test" in Client().get("/kept/", headers={"host": "other.test"}).content.decode()
    assert "other.test" not in Client().get("/kept/").content.decode()
    assert Client().get("/kept/", headers={"host": "evil.test"}).status_code == 400


def test_an_address_with_a_query_is_not_kept(page: PlainPage) -> None:
    """Anybody can make up queries: they must not push out the pages that people read."""
    Client().get("/kept/?a=1")
    assert queries_of(Client(), "/kept/?a=1")[0] > 1


def test_the_day_in_bangkok_is_part_of_what_a_page_is(
    page: PlainPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    Client().get("/kept/")
    monkeypatch.setattr(page_cache.timezone, "localdate", lambda: datetime.date(2099, 1, 1))
    assert queries_of(Client())[0] > 1


def test_a_page_tells_when_it_stops_being_true(rf: Any) -> None:
    now = page_cache.timezone.now()
    later = now + datetime.timedelta(seconds=5)
    assert 0 < page_cache._seconds([later, now + datetime.timedelta(days=1)]) <= 5
    assert page_cache._seconds([now]) <= 0


def test_what_a_rolled_back_savepoint_changed_is_said_again_by_what_follows(page: PlainPage) -> None:
    before = content_version.current()
    try:
        with transaction.atomic():
            rename_without_signal(page)
            raise LookupError
    except LookupError:
        assert content_version.current() == before
    rename_without_signal(page)
    assert content_version.current() != before
