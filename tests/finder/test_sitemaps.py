"""Sitemap, robots.txt and feeds: what they must show. What they must not: see test_leaks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.timezone import localtime

from finder import sitemaps
from home.models import PlainPage
from organisations.models import Organisation

pytestmark = pytest.mark.django_db

Publish = Callable[..., PlainPage]


def test_the_sitemap_names_public_pages_and_organisations_with_their_dates(
    client: Client, publish: Publish
) -> None:
    page = publish("ใบขับขี่", "licence")
    Organisation.objects.create(code="mot", kind="ministry", name_th="กระทรวงคมนาคม")

    body = client.get("/sitemap.xml").content.decode()
    assert "/licence/</loc>" in body
    assert "/organisations/mot/</loc>" in body
    assert page.last_published_at is not None
    assert f"<lastmod>{localtime(page.last_published_at):%Y-%m-%d}</lastmod>" in body


def test_a_large_site_has_an_index_of_maps(
    client: Client, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish("ใบขับขี่", "licence")
    monkeypatch.setattr(sitemaps.PageSitemap, "limit", 1)

    index = client.get("/sitemap.xml").content.decode()
    assert "<sitemapindex" in index
    assert "/sitemap-pages.xml?p=2" in index
    assert client.get("/sitemap-pages.xml?p=2").status_code == 200
    assert client.get("/sitemap-nothing.xml").status_code == 404


def test_robots_leads_to_the_sitemap(client: Client, home: object) -> None:
    body = client.get("/robots.txt").content.decode()

    assert "Sitemap: http://testserver/sitemap.xml" in body
    assert "Disallow: /admin/" in body


def test_a_feed_gives_the_newest_first(client: Client, publish: Publish) -> None:
    publish("ใบขับขี่", "licence")
    publish("หนังสือเดินทาง", "passport")

    response = client.get("/feeds/page.atom")
    body = response.content.decode()
    assert response["Content-Type"].startswith("application/atom+xml")
    assert 0 < body.index("หนังสือเดินทาง") < body.index("ใบขับขี่")
    assert 'href="http://testserver/passport/"' in body or "/passport/" in body
    assert client.get("/feeds/nothing.atom").status_code == 404
