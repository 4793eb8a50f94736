"""The front door."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from core.front import Entry, FrontSection
from home.models import HomePage, rows

pytestmark = pytest.mark.django_db


def section(key: str, look: str) -> FrontSection:
    return FrontSection(key, key, [Entry("x", "/x/")], look=look)  # type: ignore[arg-type]


def test_search_comes_first_and_only_once(client: Client, home: HomePage) -> None:
    page = client.get("/").content.decode()

    assert page.count('role="search"') == 1
    assert page.index('<main id="main"') < page.index('role="search"') < page.index("<h2")


def test_example_searches_lead_to_the_search_page(client: Client, home: HomePage) -> None:
    home.search_examples = "บัตรหาย\n\n  ก & ข  "
    home.save()

    page = client.get("/").content.decode()
    assert "/search/?q=%E0%B8%9A%E0%B8%B1%E0%B8%95%E0%B8%A3%E0%B8%AB%E0%B8%B2%E0%B8%A2" in page
    assert "/search/?q=%E0%B8%81%20%26%20%E0%B8%82" in page


def test_two_lists_in_a_row_stand_side_by_side() -> None:
    made = rows([section("a", "cards"), section("b", "list"), section("c", "list"), section("d", "list")])

    assert [[one.key for one in row] for row in made] == [["a"], ["b", "c"], ["d"]]


def test_english_readers_get_english_texts(client: Client, home: HomePage) -> None:
    assert home.introduction in client.get("/").content.decode()
    english = client.get("/en/").content.decode()
    assert home.introduction_en in english
    assert home.introduction not in english


def test_the_page_needs_at_most_twelve_queries(
    client: Client, home: HomePage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/")
    with django_assert_max_num_queries(12):
        client.get("/")
