"""The map of the site for people."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from home.models import HomePage, PlainPage

pytestmark = pytest.mark.django_db
MOST_QUERIES = 25


def test_every_link_of_the_map_opens(
    client: Client, home: HomePage, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(MOST_QUERIES):
        html = client.get("/sitemap/").content.decode()
    main = html.partition("<main")[2].partition("</main>")[0]
    links = set(re.findall(r'href="(/[^"#]*)"', main))

    assert {"/services/", "/centres/", "/circulars/", "/guidelines/", "/organisations/", "/search/"} <= links
    assert {"/services/questions/", "/services/journeys/", "/services/delegations/"} <= links
    for link in links:
        assert client.get(link.replace("&amp;", "&")).status_code == 200, link
    assert 'href="/sitemap/"' in client.get("/").content.decode()
    assert client.get("/en/sitemap/").status_code == 200


def test_what_is_hidden_is_not_on_the_map(client: Client, home: HomePage) -> None:
    page = PlainPage(title="เฉพาะภายใน", slug="inner")
    home.add_child(instance=page)
    page.save_revision().publish()
    assert "เฉพาะภายใน" in client.get("/sitemap/").content.decode()
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert "เฉพาะภายใน" not in client.get("/sitemap/").content.decode()
