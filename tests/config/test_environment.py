"""Addresses in the environment: usable, or refused with words that name the variable."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from config import env


@pytest.mark.parametrize("url", ["locmem://", "dummy://", "file:///tmp/pages", "redis://127.0.0.1:6379/0"])
def test_every_cache_that_the_documentation_names_can_be_opened(url: str) -> None:
    entry = env.cache(url, "pages", 10)
    cache = import_string(str(entry["BACKEND"]))(entry.get("LOCATION", ""), {})
    # The redis backend looks for its client only when first used; making one does not connect.
    assert cache is not None
    assert not url.startswith("redis") or cache._cache.get_client() is not None


def test_an_unknown_cache_is_refused_by_name() -> None:
    with pytest.raises(ImproperlyConfigured, match="CACHE_URL"):
        env.cache("memory://x", "pages", 10)


def test_pages_and_counts_never_push_each_other_out() -> None:
    pages, counts = (env.cache("locmem://", name, 10) for name in ("pages", "counts"))
    assert pages["LOCATION"] != counts["LOCATION"]
    assert pages["KEY_PREFIX"] != counts["KEY_PREFIX"]


@pytest.mark.parametrize("value", ["-1", "1.5", "ten", "๖๐"])
def test_a_span_that_is_no_number_of_seconds_is_refused_by_name(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUAM_PAGE_CACHE", value)
    with pytest.raises(ImproperlyConfigured, match="RUAM_PAGE_CACHE"):
        env.seconds("RUAM_PAGE_CACHE", 600)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "tantivy",
        "tantivy://elsewhere",
        "solr://x",
        "elasticsearch://",
        "elasticsearch://search",
        "elasticsearch://search:0",
        "elasticsearch://search:9200,",
        "elasticsearch://search:9200/ร่วม",
        "elasticsearch://search:9200/a.b",
        "elasticsearch://search:9200?timeout=soon",
        "elasticsearch://search:9200?colour=red",
        "elasticsearch://me:hush@search",
    ],
)
def test_a_search_engine_that_is_not_there_is_refused_by_name(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SEARCH_URL") as refused:
        env.search(url)
    assert "hush" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "tantivy://",
        "elasticsearch://127.0.0.1:9200",
        "elasticsearch://a.go.th:9200,b.go.th:9201/ruam-test",
        "elasticsearch://me:h%40sh@search:9200?tls=1&ca=/etc/ssl/search.pem&timeout=2.5",
    ],
)
def test_a_search_engine_is_accepted_without_connecting(url: str) -> None:
    assert env.search(url) == url
