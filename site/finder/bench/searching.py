"""How fast an engine indexes, answers and suggests: on a search kit, or on the site's own content."""

from __future__ import annotations

import contextlib
import os
import resource
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.benching import Figure, Options, Row, speed, spread
from finder import building, judging
from search import Document, Engine
from search.engines import open_engine
from search.engines.local_server import local_server
from search.relevance import evaluate
from search.service import answer, suggest
from search.thai.normalise import normalise
from search.thai.segment import segment

MOST_QUERIES = 1000
WARM = 300
"""Queries asked before any is timed: a process that has served for a minute is meant."""
LONGEST_TYPED = 14
"""Letters of a query that have been typed when suggestions are asked for, one by one up to these."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts that can be read again and again, and what is asked of them."""

    name: str
    documents: Sequence[Document]
    queries: Sequence[str]

    @property
    def size(self) -> int:
        """Bytes of text."""
        return sum(map(text_size, self.documents))


def corpora(kit: Path | None) -> Iterator[Corpus]:
    """One for each collection of a kit; without a kit, all that can be found on this site."""
    if kit is None:
        documents = list(building.all_documents([]))
        yield Corpus("เว็บไซต์นี้", documents, _some([text for _, text, _ in judging.queries()]))
        return
    asked = list(evaluate.read_lines(kit / "queries.jsonl.gz"))
    for name in evaluate.collections_of(kit):
        documents = list(evaluate.documents(kit / f"docs_{name}.jsonl.gz"))
        yield Corpus(name, documents, _some([q["q"] for q in asked if q["collection"] == name]))


@speed("search", "สร้างดัชนี ค้นหาทั้งคำขอ (รวมตัวกรองและการเน้นคำ) และคำแนะนำขณะพิมพ์")
def measure(options: Options) -> Iterator[Row]:
    """For each corpus: indexing beside the segmenter alone, whole answers, suggestions."""
    for name in options.engines:
        with opened(name) as (engine, folder):
            for corpus in corpora(options.kit):
                yield from measure_engine(engine, corpus, name.capitalize(), folder)


@contextlib.contextmanager
def opened(name: str) -> Iterator[tuple[Engine, Path | None]]:
    """An engine without documents, and the folder of its index where it is embedded. Elasticsearch is started
    on this machine for it; raises ServerFailed where it cannot be."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if name == "elasticsearch":
            yield open_engine(stack.enter_context(local_server()).url, folder), None
        else:
            yield open_engine("tantivy://", folder), folder


def measure_engine(engine: Engine, corpus: Corpus, label: str, folder: Path | None = None) -> Iterator[Row]:
    """The three rows of one engine on one corpus; `folder` is where an embedded index lies."""
    yield indexing(engine, corpus, f"{label}: สร้างดัชนี {corpus.name}", folder)
    yield Row(f"{label}: ค้นหา {corpus.name}", answering(engine, corpus.queries))
    yield Row(f"{label}: คำแนะนำ {corpus.name}", suggesting(engine, corpus.queries))


def indexing(engine: Engine, corpus: Corpus, name: str, folder: Path | None = None) -> Row:
    """Processor seconds (other work on the machine does not count) of a rebuild and of segmenting alone.

    `share` is of the segmenter's throughput, where helper processes count as well; `writer` leaves them out.
    """
    alone = segmenter_seconds(corpus.documents)
    before = peak_memory()
    helpers = _helpers_seconds()
    begun = time.process_time()
    engine.rebuild(corpus.documents)
    seconds = time.process_time() - begun
    helpers = _helpers_seconds() - helpers
    size = corpus.size
    figures: dict[str, Figure] = {
        "docs": len(corpus.documents),
        "MB": size / 1e6,
        "CPU s": seconds,
        "helpers s": helpers,
        "docs/s": round(len(corpus.documents) / (seconds + helpers)),
        "cut only s": alone,
        "share": alone / (seconds + helpers),
        "writer": alone / seconds,
        "more RAM": (peak_memory() - before) / 1e6,
    }
    if folder is not None:
        figures["index MB"] = folder_size(folder) / 1e6
        figures["x text"] = folder_size(folder) / max(1, size)
    return Row(name, figures)


def answering(engine: Engine, queries: Sequence[str]) -> dict[str, Figure]:
    """Milliseconds of whole answers: understood, ranked, counted, facets and highlights of 20 results.

    `CPU` is this process's own work. Of a cluster also what it says that it took, all requests of an answer
    together, and the `bound` of p95: half as much again and 15 milliseconds.
    """
    for text in queries[:WARM]:
        answer(engine, text)
    times, work, took = [], [], []
    for text in queries:
        before = getattr(engine, "took", 0)
        begun, worked = time.perf_counter(), time.process_time()
        answer(engine, text)
        times.append((time.perf_counter() - begun) * 1000)
        work.append((time.process_time() - worked) * 1000)
        took.append(float(getattr(engine, "took", 0) - before))
    figures: dict[str, Figure] = {"queries": len(times), **spread(times)}
    figures |= {name.replace("ms", "CPU"): value for name, value in spread(work).items()}
    if hasattr(engine, "took") and took:
        figures |= {name.replace("ms", "took"): value for name, value in spread(took).items()}
        figures["bound"] = float(figures["p95 took"]) * 1.5 + 15
    return figures


def suggesting(engine: Engine, queries: Sequence[str]) -> dict[str, Figure]:
    """Milliseconds of suggestions for beginnings of the queries, as they are typed."""
    typed = [text[: 1 + number % LONGEST_TYPED] for number, text in enumerate(queries)]
    for text in typed[:WARM]:
        suggest(engine, text)
    times = []
    for text in typed:
        begun = time.perf_counter()
        suggest(engine, text)
        times.append((time.perf_counter() - begun) * 1000)
    return {"typed": len(times), **spread(times)}


def segmenter_seconds(documents: Iterable[Document]) -> float:
    """Processor seconds to cut the texts into words once, and nothing else."""
    segment("คำ")  # loads the dictionary
    texts = [normalise(part) for document in documents for part in _parts(document)]
    begun = time.process_time()
    for text in texts:
        segment(text)
    return time.process_time() - begun


def text_size(document: Document) -> int:
    """Bytes of a document's title and body in UTF-8."""
    return sum(len(part.encode("utf-8", "replace")) for part in _parts(document))


def folder_size(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _helpers_seconds() -> float:
    """Processor seconds of the processes that this one has started and that have ended."""
    spent = os.times()
    return spent.children_user + spent.children_system


def memory() -> int:
    """Bytes of memory that this process has now."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * resource.getpagesize()


def peak_memory() -> int:
    """The most bytes of memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _parts(document: Document) -> tuple[str, ...]:
    return (document.title, *(part.text for part in document.body))


def _some(queries: list[str]) -> list[str]:
    """Queries spread evenly over all, at most about MOST_QUERIES."""
    return queries[:: max(1, len(queries) // MOST_QUERIES)]
