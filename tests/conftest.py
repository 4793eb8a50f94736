"""Fixtures that many rooms share."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import translation
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings
from wagtail.models import Site

from home.models import HomePage
from tests import shared_database, shared_server
from tests.replayed import Replayed


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, pytestconfig: pytest.Config
) -> Iterator[None]:
    """The tests' database in memory is there, migrated, before Django asks for it."""
    with closing(shared_database.in_memory(pytestconfig.cache.mkdir("database"))):
        yield


@pytest.fixture(autouse=True)
def begins_in_thai() -> None:
    """Every test begins in the site's language, whatever page was asked for before it in the same process."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def own_index(settings: Settings, tmp_path: Path) -> None:
    """No test finds what another has told the index, in this process or in one beside it."""
    settings.SEARCH_DIR = tmp_path / "index"


@pytest.fixture(scope="session")
def fixed_pages(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Replayed:
    """The fixed part of the page tree, made before any test can set the clock or the language."""
    from home.tree import build_site

    pages = Replayed(build_site)
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock(), transaction.atomic():
            pages.record()
            transaction.set_rollback(True)
    return pages


@pytest.fixture
def home(db: None, fixed_pages: Replayed) -> HomePage:
    """The home page of an otherwise empty site."""
    fixed_pages.do()
    Site.clear_site_root_paths_cache()  # as saving the site does: a test before may have moved it
    Site.get_site_root_paths()
    return HomePage.objects.get()


@pytest.fixture(scope="session")
def elasticsearch_server() -> str:
    """URL of the one real Elasticsearch of this test run, started by whoever asks first.

    Where none can be started, what needs it fails: it is never skipped.
    """
    return shared_server.url()


@pytest.fixture(scope="session")
def elasticsearch_address(elasticsearch_server: str) -> Callable[[], str]:
    """Gives URLs of engines on that server, each with indexes that nobody else uses."""
    return lambda: f"{elasticsearch_server}/test-{uuid.uuid4().hex[:12]}?timeout=20"


# How long one example takes is the machine's affair: a busy one must not make a test fail.
hypothesis.settings.register_profile("ruam", deadline=None)
hypothesis.settings.load_profile("ruam")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shared_server.begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shared_server.end()
