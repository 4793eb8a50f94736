"""How fast documents are indexed and queries answered: on a search kit, or on the site's own content."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from finder import building, judging
from search import Document, Engine
from search.engines import open_engine
from search.relevance import evaluate
from search.service import answer

MOST_QUERIES = 1000


@dataclass(frozen=True, slots=True)
class SearchTiming:
    """One corpus: documents and bytes of text, seconds to index them, milliseconds of queries."""

    name: str
    documents: int
    size: int
    seconds: float
    queries: int
    p50: float
    p95: float


def of_kit(kit: Path) -> list[SearchTiming]:
    """One row for each collection of a kit."""
    asked = list(evaluate.read_lines(kit / "queries.jsonl.gz"))
    return [
        _measure(
            name,
            list(evaluate.documents(kit / f"docs_{name}.jsonl.gz")),
            [query["q"] for query in asked if query["collection"] == name],
        )
        for name in evaluate.collections_of(kit)
    ]


def of_site() -> list[SearchTiming]:
    """One row for all that can be found on this site."""
    return [
        _measure(
            "เว็บไซต์นี้",
            list(building.all_documents([])),
            [text for _, text, _ in judging.queries()],
        )
    ]


def _measure(name: str, documents: list[Document], queries: list[str]) -> SearchTiming:
    queries = queries[:: max(1, len(queries) // MOST_QUERIES)]
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine("tantivy://", Path(folder))
        begun = time.perf_counter()
        engine.rebuild(documents)
        seconds = time.perf_counter() - begun
        _times(engine, queries[:20])
        times = _times(engine, queries)
    return SearchTiming(
        name,
        len(documents),
        sum(_size(document) for document in documents),
        seconds,
        len(queries),
        evaluate.percentile(times, 0.5),
        evaluate.percentile(times, 0.95),
    )


def _times(engine: Engine, queries: Iterable[str]) -> list[float]:
    """Milliseconds of each whole answer, facets and highlights included."""
    times = []
    for text in queries:
        begun = time.perf_counter()
        answer(engine, text)
        times.append((time.perf_counter() - begun) * 1000)
    return times


def _size(document: Document) -> int:
    return sum(len(text.encode()) for text in (document.title, *(part.text for part in document.body)))
