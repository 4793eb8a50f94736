"""What only a database with several writers can show: `make test` runs this folder on PostgreSQL alone."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import connection
from pytest_django.fixtures import Settings

if configured.DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(autouse=True)
def index_directory(settings: Settings, tmp_path: Path) -> Path:
    fonts = Path(settings.RUAM_DATA) / "fonts"  # cut once for all tests: three seconds of a processor
    fonts.mkdir(parents=True, exist_ok=True)
    (tmp_path / "fonts").symlink_to(fonts)
    settings.RUAM_DATA = tmp_path
    settings.SEARCH_DIR = tmp_path / "index"
    return tmp_path / "index"


@pytest.fixture
def at_once() -> Callable[..., list[Any]]:
    """Runs functions together, each in a thread with a connection of its own; gives what they give."""

    def at_once(*works: Callable[[], Any]) -> list[Any]:
        ready = threading.Barrier(len(works))

        def run(work: Callable[[], Any]) -> Any:
            try:
                connection.ensure_connection()
                ready.wait(60)
                return work()
            finally:
                connection.close()

        with ThreadPoolExecutor(len(works)) as threads:
            return [done.result(120) for done in [threads.submit(run, work) for work in works]]

    return at_once
