"""What stands behind every page is read once for a version of the content, and is never older than it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django.fixtures import Settings
from wagtail.models import PageViewRestriction

from core.kept import kept, under
from home.models import HomePage, MenuItem


def test_one_version_is_asked_for_once_and_another_anew() -> None:
    asked: list[tuple[str, int]] = []

    @kept
    def answer(word: str, number: int) -> str:
        asked.append((word, number))
        return f"{word}-{len(asked)}"

    with under("1"):
        assert [answer("a", 1), answer("a", 1), answer("b", 1)] == ["a-1", "a-1", "b-2"]
    with under("2"):
        assert [answer("a", 1), answer("a", 1)] == ["a-3", "a-3"]
    with under("1"):
        assert answer("a", 1) == "a-4", "only the latest version is held"


def test_without_a_version_everybody_reads_for_themselves() -> None:
    asked: list[int] = []

    @kept
    def answer() -> int:
        asked.append(1)
        return len(asked)

    with under("1"):
        assert answer() == 1
    assert [answer(), answer()] == [2, 3]


@pytest.fixture
def cache_on(settings: Settings) -> Iterator[None]:
    settings.PAGE_CACHE_SECONDS = 600
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_menu_leads_only_to_what_everybody_may_read_at_that_moment(home: HomePage, cache_on: None) -> None:
    def menu() -> str:
        html: str = Client().get("/about/").content.decode()
        return html.partition('<ul class="wrap nav__list">')[2].partition("</ul>")[0]

    item = MenuItem.objects.get(page__slug="organisations")
    page = item.page.specific
    assert (menu().count(item.label), menu().count("/organisations/")) == (1, 1)

    MenuItem.objects.filter(pk=item.pk).update(label="ชื่อที่เปลี่ยน")
    assert "ชื่อที่เปลี่ยน" in menu()
    closed = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert "ชื่อที่เปลี่ยน" not in menu()
    assert "/organisations/" not in menu()
    closed.delete()
    assert "ชื่อที่เปลี่ยน" in menu()
    page.unpublish()
    assert "ชื่อที่เปลี่ยน" not in menu()
    page.save_revision().publish()
    page.slug = "bodies"
    page.save_revision().publish()
    assert 'href="/bodies/"' in menu()
    assert "/organisations/" not in menu()
