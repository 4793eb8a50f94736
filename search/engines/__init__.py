"""Engines, chosen by a URL: Tantivy inside the process is the only one of this version."""

from __future__ import annotations

from pathlib import Path

from search.engine import Engine

__all__ = ["open_engine"]


def open_engine(url: str, data_dir: Path) -> Engine:
    """The engine that a URL names: `tantivy://` keeps its index in `data_dir`;
    `elasticsearch://host:port,host2:port` is to be a cluster, and is refused until that engine is built.

    Opening neither reads nor connects, so it never fails for want of an index or a server. Raises ValueError
    for a URL of another kind.
    """
    scheme, separator, _ = url.partition("://")
    if separator and scheme == "tantivy":
        from search.engines.tantivy import TantivyEngine

        return TantivyEngine(Path(data_dir))
    raise ValueError(f"search engine {url!r} is not available in this version; use tantivy://")
