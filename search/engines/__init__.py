"""Engines, chosen by a URL: Tantivy inside the process, or an Elasticsearch cluster."""

from __future__ import annotations

from pathlib import Path

from search.engine import Engine
from search.engines.address import Address

__all__ = ["is_embedded", "open_engine"]


def is_embedded(url: str) -> bool:
    """Whether a URL names the engine inside the process. Raises ValueError for a URL of no engine."""
    scheme, separator, rest = url.partition("://")
    if separator and scheme == "tantivy":
        if rest:
            raise ValueError("tantivy:// takes no address: its index lies in the data directory")
        return True
    if separator and scheme == "elasticsearch":
        Address.parse(url)
        return False
    raise ValueError(f"no search engine is called {scheme!r}; use tantivy:// or elasticsearch://host:port")


def open_engine(url: str, data_dir: Path) -> Engine:
    """The engine that a URL names: `tantivy://` keeps its index in `data_dir`; a cluster is
    `elasticsearch://host:port,host2:port` (see `search.engines.address`).

    Opening neither reads nor connects, so it never fails for want of an index or a server. Raises ValueError
    for a URL of another kind.
    """
    if is_embedded(url):
        from search.engines.tantivy import TantivyEngine

        return TantivyEngine(Path(data_dir))
    from search.engines.elasticsearch import ElasticsearchEngine

    return ElasticsearchEngine(Address.parse(url))
