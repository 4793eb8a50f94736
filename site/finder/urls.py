"""Addresses that have no language: APIs, feeds and what machines ask for."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from finder import api, cards, feeds, health, sitemaps, wagtail_api

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v3/", wagtail_api.api.urls),
    path("api/", api.api.urls),
    path("health/", health.health),
    path("robots.txt", sitemaps.robots),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.section, name="sitemap-section"),
    path("cards/site.png", cards.site_card, name="site-card"),
    path("cards/<int:number>.png", cards.page_card, name="page-card"),
    path("feeds/<slug:type>.atom", feeds.LatestFeed(), name="feed"),
]
