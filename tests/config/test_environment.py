"""The environment: usable, or refused with words that name the variable, and each variable documented."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

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


@pytest.mark.parametrize("value", ["0", "-6", "six", "๖"])
def test_an_interval_of_no_months_is_refused_by_name(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUAM_REPORT_INTERVAL_MONTHS", value)
    with pytest.raises(ImproperlyConfigured, match=r"RUAM_REPORT_INTERVAL_MONTHS.* 1 or more"):
        env.count("RUAM_REPORT_INTERVAL_MONTHS", 6, least=1)


OF_THE_SYSTEM = {"PATH", "PYTHONPATH"}


def variables_read(text: str) -> Iterator[str]:
    """Names that Python source reads from the environment: by os.environ, os.getenv, or a function of
    `config.env` or of dj_database_url."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Subscript):
            reader, given = ast.unparse(node.value), [node.slice]
        elif isinstance(node, ast.Call):
            reader = ast.unparse(node.func)
            given = [*node.args[:1], *(each.value for each in node.keywords if each.arg == "env")]
        else:
            continue
        if re.match(r"(os\.)?(environ|getenv)\b|env\.|dj_database_url\.", reader):
            for each in given:
                if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value.isupper():
                    yield each.value


def test_readers_of_the_environment_are_found() -> None:
    text = 'a(env.flag("A_1"), os.environ["B"], os.environ.get("C", "D"), dj_database_url.config(env="E"))'
    text += '; x("F")'
    assert sorted(variables_read(text)) == ["A_1", "B", "C", "E"]


def test_every_variable_that_is_read_is_in_the_operators_manual() -> None:
    sources = [
        env.ROOT / "manage.py",
        *(env.ROOT / "site").rglob("*.py"),
        *(env.ROOT / "search").rglob("*.py"),
    ]
    read = {name for path in sources for name in variables_read(path.read_text(encoding="utf-8"))}
    assert {"DATABASE_URL", "RUAM_DATA", "RUAM_SINGLE_MACHINE"} <= read
    manual = (env.ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert sorted(read - OF_THE_SYSTEM - set(re.findall(r"`([A-Z][A-Z0-9_]+)(?==|`)", manual))) == []
