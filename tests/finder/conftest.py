"""A site with the real index in a directory of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from finder import answering, delivery
from home.models import HomePage, PlainPage


@pytest.fixture(autouse=True)
def index_directory(settings: Settings, tmp_path: Path) -> Path:
    fonts = Path(settings.RUAM_DATA) / "fonts"  # cut once for all tests: three seconds of a processor
    fonts.mkdir(parents=True, exist_ok=True)
    (tmp_path / "fonts").symlink_to(fonts)
    settings.RUAM_DATA = tmp_path
    settings.SEARCH_DIR = tmp_path / "index"
    return tmp_path / "index"


@pytest.fixture(params=["tantivy", "elasticsearch"])
def each_engine(request: pytest.FixtureRequest, settings: Settings) -> str:
    """The test is run with the embedded engine, and again with a real cluster."""
    if request.param == "elasticsearch":
        settings.SEARCH_URL = request.getfixturevalue("elasticsearch_address")()
    return str(request.param)


@pytest.fixture
def publish(home: HomePage) -> Callable[..., PlainPage]:
    """Publishes a plain page with this title, below the home page unless told otherwise."""

    def publish(title: str, slug: str, parent: Any = None, live: bool = True, **fields: Any) -> PlainPage:
        page = PlainPage(title=title, slug=slug, live=False, **fields)
        (parent or home).add_child(instance=page)
        revision = page.save_revision()
        if live:
            revision.publish()
        page.refresh_from_db()
        return page

    return publish


@pytest.fixture
def found() -> Callable[..., list[str]]:
    """Delivers what waits and gives the addresses found for a text, best first."""

    def found(text: str, reader: Any = None) -> list[str]:
        delivery.deliver()
        return [hit.url for hit in answering.find(answering.Request(text), reader).hits]

    return found
