"""How often one sender may search: robots wait with a message in words, readers never meet it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver

from home.models import PlainPage

pytestmark = pytest.mark.django_db
ROBOT = "203.0.113.7"


@pytest.fixture(autouse=True)
def few(settings: Any, publish: Callable[..., PlainPage], found: Callable[..., list[str]]) -> None:
    publish("บัตรหาย", "lost")
    assert "/lost/" in found("บัตรหาย")
    cache.clear()
    settings.RUAM_SEARCHES_PER_MINUTE = 3


def statuses(client: Client, address: str, times: int, sender: str = ROBOT) -> list[int]:
    return [client.get(address, REMOTE_ADDR=sender).status_code for _ in range(times)]


def test_who_searches_too_often_is_told_in_words_to_wait(client: Client) -> None:
    assert statuses(client, "/search/?q=บัตรหาย", 3) == [200, 200, 200]

    refused = client.get("/search/?q=บัตรหาย", REMOTE_ADDR=ROBOT)
    assert refused.status_code == 429
    assert refused["Retry-After"] == "60"
    assert "โปรดรอหนึ่งนาทีแล้วค้นหาใหม่" in refused.content.decode()
    assert "บัตรหาย" in refused.content.decode(), "what was typed is kept in the box"
    answer = client.get("/api/search?q=บัตรหาย", REMOTE_ADDR=ROBOT)
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many")
    assert answer["Retry-After"] == "60"


def test_everybody_else_goes_on(client: Client) -> None:
    statuses(client, "/search/?q=บัตร", 5)

    assert statuses(client, "/search/?q=บัตร", 1, "203.0.113.8") == [200]
    assert statuses(client, "/search/", 9) == [200] * 9, "the ways in are always there"
    assert statuses(client, "/lost/", 9) == [200] * 9
    assert statuses(client, "/search/?q=บัตร", 9, "127.0.0.1") == [200] * 9, "which may be a proxy"
    client.force_login(User.objects.create_user("colleague"))
    assert statuses(client, "/search/?q=บัตร", 9) == [200] * 9


def test_typing_asks_for_many_suggestions(client: Client) -> None:
    assert statuses(client, "/api/suggest?q=บัตร", 31) == [*[200] * 30, 429]


def test_a_limit_of_none_is_no_limit(client: Client, settings: Any) -> None:
    settings.RUAM_SEARCHES_PER_MINUTE = 0

    assert set(statuses(client, "/search/?q=บัตร", 9)) == {200}


def test_by_default_a_person_cannot_reach_it() -> None:
    from config.settings import base

    assert base.RUAM_SEARCHES_PER_MINUTE >= 120


def test_a_proxy_that_adds_the_port_tells_senders_apart(client: Client, settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

    def ask(sender: str) -> int:
        return client.get("/search/?q=บัตร", HTTP_X_FORWARDED_FOR=f"127.0.0.1, {sender}").status_code

    assert [ask("203.0.113.7:4711") for _ in range(4)] == [200, 200, 200, 429]
    assert ask("203.0.113.8:4711") == 200


@pytest.mark.parametrize(
    "address", ["/services/guides.csv", "/centres/points.json", "/circulars/letters.json", "/api/v3/pages/"]
)
def test_whole_lists_are_not_drawn_without_end(client: Client, settings: Any, address: str) -> None:
    settings.RUAM_FILES_PER_MINUTE = 2
    assert statuses(client, address, 2) == [200, 200]

    refused = client.get(address, REMOTE_ADDR=ROBOT)
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert "โปรดรอหนึ่งนาที" in refused.content.decode()
    assert statuses(client, address, 3, "203.0.113.8") == [200, 200, 429], "another sender has another count"
    assert statuses(client, "/lost/", 9) == [200] * 9, "pages are not counted"
    client.force_login(User.objects.create_user("colleague"))
    assert statuses(client, address, 9) == [200] * 9


def test_every_view_with_a_limit_exists(settings: Any) -> None:
    spaces = get_resolver().namespace_dict
    for view in settings.FILE_VIEWS:
        space, _, name = view.partition(":")
        assert not name or name in spaces[space][1].reverse_dict, view
