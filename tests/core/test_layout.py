"""The frame of every page."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.views.defaults import permission_denied, server_error

from core.templatetags.layout import in_language, page_numbers
from home.models import HomePage


@pytest.mark.parametrize(
    ("path", "language", "there"),
    [
        ("/", "en", "/en/"),
        ("/en/", "th", "/"),
        ("/en", "th", "/"),
        ("/english-course/", "en", "/en/english-course/"),
        ("/en/search/?q=a&page=2", "th", "/search/?q=a&page=2"),
        ("/en/search/", "en", "/en/search/"),
    ],
)
def test_the_same_page_in_another_language(path: str, language: str, there: str) -> None:
    assert in_language(path, language) == there


@pytest.mark.parametrize(
    ("current", "last", "shown"),
    [(1, 1, [1]), (1, 5, [1, 2, None, 5]), (3, 5, [1, 2, 3, 4, 5]), (6, 20, [1, None, 5, 6, 7, None, 20])],
)
def test_page_numbers(current: int, last: int, shown: list[int | None]) -> None:
    assert page_numbers(current, last) == shown


@pytest.mark.django_db
def test_every_page_has_the_frame(client: Client, home: HomePage) -> None:
    page = client.get("/organisations/").content.decode()

    assert '<html lang="th"' in page
    assert 'href="#main"' in page
    assert '<main id="main"' in page
    assert 'hreflang="en" href="http://testserver/en/organisations/"' in page
    assert '<a class="nav__link" href="/organisations/" aria-current="page">' in page
    assert 'action="/search/"' in page


@pytest.mark.django_db
def test_english_pages_stay_in_english(client: Client, home: HomePage) -> None:
    page = client.get("/en/organisations/").content.decode()

    assert '<html lang="en"' in page
    assert 'action="/en/search/"' in page
    assert '<a class="nav__link" href="/en/organisations/"' in page


@pytest.mark.django_db
def test_the_policy_is_strict_on_public_pages(client: Client, home: HomePage) -> None:
    policy = client.get("/")["Content-Security-Policy"]

    assert "unsafe-inline" not in policy
    assert "default-src 'self'" in policy


@pytest.mark.django_db
def test_a_missing_page_helps_to_go_on(client: Client, home: HomePage) -> None:
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert 'role="search"' in response.content.decode()
    assert "ไม่พบหน้าที่ต้องการ" in response.content.decode()


@pytest.mark.django_db
def test_a_forbidden_page_says_so(home: HomePage) -> None:
    response = permission_denied(RequestFactory().get("/x/"), PermissionDenied())

    assert response.status_code == 403
    assert "ไม่มีสิทธิ์" in response.content.decode()


def test_the_error_page_needs_neither_database_nor_request() -> None:
    """No django_db mark: a query would fail the test."""
    page = server_error(RequestFactory().get("/x/")).content.decode()

    assert "ขัดข้อง" in page
    assert "core/css/site.css" in page
