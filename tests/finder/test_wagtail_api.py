"""Wagtail's API v3: reading only, and only what the public may see."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from wagtail.models import PageViewRestriction

from finder import wagtail_api
from home.models import PlainPage

pytestmark = pytest.mark.django_db

Publish = Callable[..., PlainPage]


def operations() -> list[tuple[str, set[str]]]:
    return [
        (path, set(operation.methods))
        for router in wagtail_api.api._get_bound_routers()
        for path, view in router.path_operations.items()
        for operation in view.operations
    ]


def test_every_operation_reads() -> None:
    found = operations()

    assert len(found) >= 8
    assert {tuple(methods) for _, methods in found} == {("GET",)}
    assert not [path for path, _ in found if "actions" in path]


def test_every_mounted_address_refuses_to_write(client: Client) -> None:
    values = {"page_id": "1", "revision_id": "1", "site_id": "1", "type_name": "home.PlainPage"}
    paths = {
        "/api/v3/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda name: values[str(name[1])], str(pattern.pattern))
        for router in wagtail_api.api._get_bound_routers()
        for pattern in router.urls_paths(router.prefix)
    }

    assert len(paths) >= 9
    for path in sorted(paths):
        for method in ("post", "put", "patch", "delete"):
            response = getattr(client, method)(path, "{}", content_type="application/json")
            assert response.status_code in {404, 405}, (method, path, response.status_code)


def test_the_documentation_page_with_its_foreign_script_is_not_served(client: Client) -> None:
    assert client.get("/api/v3/docs/").status_code == 404


def test_only_public_pages_are_listed(client: Client, publish: Publish) -> None:
    shown = publish("ใบขับขี่เปิดเผย", "shown")
    draft = publish("ใบขับขี่ร่าง", "draft", live=False)
    private = publish("ใบขับขี่ภายใน", "private")
    below = publish("ใบขับขี่ใต้ภายใน", "below", private)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)

    listing = client.get("/api/v3/pages/")
    assert listing.status_code == 200
    assert "ใบขับขี่เปิดเผย" in listing.content.decode()
    for page in (draft, private, below):
        assert page.title not in listing.content.decode()
        assert client.get(f"/api/v3/pages/{page.pk}/").status_code == 404
        assert client.get(f"/api/v3/pages/find/?id={page.pk}").status_code == 404
        assert client.get(f"/api/v3/pages/{page.pk}/?version=draft").status_code == 404
    assert client.get(f"/api/v3/pages/{shown.pk}/").json()["title"] == "ใบขับขี่เปิดเผย"


def test_the_draft_of_a_live_page_stays_a_draft_even_for_a_session(client: Client, publish: Publish) -> None:
    page = publish("ใบขับขี่", "licence")
    page.title = "ชื่อใหม่ที่ยังไม่เผยแพร่"
    page.save_revision()
    client.force_login(User.objects.create_superuser("admin"))

    body = client.get(f"/api/v3/pages/{page.pk}/?version=draft").content.decode()
    assert "ใบขับขี่" in body
    assert "ยังไม่เผยแพร่" not in body


@pytest.mark.parametrize("path", ["whoami/", "sites/", "schema/", "pages/2/revisions/"])
def test_what_is_not_public_asks_for_a_token_in_thai(client: Client, path: str) -> None:
    client.force_login(User.objects.create_superuser("admin"))
    response = client.get(f"/api/v3/{path}")

    assert response.status_code == 401
    assert "admin" not in response.content.decode()


@pytest.mark.parametrize(
    ("path", "status"),
    [("pages/99999/", 404), ("pages/?limit=1000", 400), ("pages/?limit=x", 422), ("pages/?order=zzz", 422)],
)
def test_errors_are_thai_json(client: Client, home: object, path: str, status: int) -> None:
    response = client.get(f"/api/v3/{path}")

    assert response.status_code == status
    assert response.json()["title"] == wagtail_api.TITLES[status]


@pytest.mark.parametrize("text", ["'", '"', 'ก"ข', "*", "-", "AND", "%00", "%ED%A0%80", "ก" * 5000, "่้๊"])
def test_hostile_searches_are_answered(client: Client, publish: Publish, text: str) -> None:
    publish("ใบขับขี่", "licence")

    assert client.get(f"/api/v3/pages/?search={text}").status_code in {200, 422}
