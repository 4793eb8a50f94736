"""The engine that the settings name, opened once per process."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from search import Engine, engines
from search.engines import open_engine


def engine() -> Engine:
    """The engine of this process. Opening never fails: a missing index is an engine that says so."""
    return _open(settings.SEARCH_URL, settings.SEARCH_DIR)


def is_embedded() -> bool:
    """Whether the index lives in this machine's files, so that a request can bring it up to date itself."""
    return engines.is_embedded(settings.SEARCH_URL)


@lru_cache(maxsize=4)
def _open(url: str, directory: Path) -> Engine:
    return open_engine(url, directory)
