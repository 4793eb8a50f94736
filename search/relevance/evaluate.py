"""Relevance against a kit: `python -m search.relevance.evaluate --kit DIR --engine ENGINE`.

A kit is a folder with `docs_<collection>.jsonl.gz` and `queries.jsonl.gz`. Each collection gets an index
of its own; each query is answered by `search.service.answer`, the function that the search page calls.
With `--engine both` a server is started for it unless `--url` names one, and the classes stand side by side.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import datetime
import gzip
import json
import math
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from search.document import Document, Passage
from search.engine import Engine, EngineUnavailable
from search.engines import open_engine
from search.engines.address import Address, with_name
from search.engines.local_server import ServerFailed, local_server
from search.service import answer

DEPTH = 20
LOCAL = "elasticsearch://127.0.0.1:9200"
"""Where `make elasticsearch` serves."""


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def documents(path: Path) -> Iterator[Document]:
    """The kit's texts as plain pages."""
    for number, row in enumerate(read_lines(path)):
        date = row.get("date") or ""
        with contextlib.suppress(ValueError):
            day = datetime.date.fromisoformat(date[:10]) if date else None
            yield Document(
                key=row["id"],
                type="page",
                title=row["title"],
                url=f"/{row['id']}/",
                body=(Passage(row["body"]),),
                date=day,
                topics=(row["category"],) if row.get("category") else (),
                version=number,
            )


def measures(ids: Sequence[str], relevant: Iterable[str]) -> tuple[float, float, float, float]:
    """success@1, MRR@10, nDCG@10 and recall@20 of a ranked list; every relevant document gains 1."""
    wanted = set(relevant)
    hits = [key in wanted for key in dict.fromkeys(ids)][:DEPTH]
    gain = sum(1 / math.log2(rank + 2) for rank, hit in enumerate(hits[:10]) if hit)
    ideal = sum(1 / math.log2(rank + 2) for rank in range(min(10, len(wanted))))
    first = next((1 / (rank + 1) for rank, hit in enumerate(hits[:10]) if hit), 0.0)
    return float(hits[:1] == [True]), first, gain / ideal, sum(hits) / len(wanted)


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def collections_of(kit: Path) -> list[str]:
    return sorted(path.name[5:-9] for path in kit.glob("docs_*.jsonl.gz"))


def build(kit: Path, engine: str, url: str | None, folder: Path) -> dict[str, Engine]:
    """Index every collection of the kit; says on standard error how long it took."""
    engines: dict[str, Engine] = {}
    for name in collections_of(kit):
        address = "tantivy://" if engine == "tantivy" else with_name(url or LOCAL, f"kit-{name}")
        engines[name] = open_engine(address, folder / name)
        begun = time.perf_counter()
        count = engines[name].rebuild(documents(kit / f"docs_{name}.jsonl.gz"))
        sys.stderr.write(f"{name}: {count} documents indexed in {time.perf_counter() - begun:.1f} s\n")
    return engines


def run(kit: Path, engines: dict[str, Engine]) -> tuple[list[dict[str, Any]], list[float]]:
    """Answer every query; gives rows with `qid`, `class`, `ids`, `measures`, and the milliseconds of each."""
    rows, times = [], []
    for query in read_lines(kit / "queries.jsonl.gz"):
        begun = time.perf_counter()
        results = answer(engines[query["collection"]], query["q"], page_size=DEPTH)
        times.append((time.perf_counter() - begun) * 1000)
        ids = [hit.key for hit in results.hits]
        rows.append(
            {
                "qid": query["qid"],
                "class": query["class"],
                "ids": ids,
                "measures": measures(ids, query["relevant_ids"]),
            }
        )
    return rows, times


def table(rows: Sequence[dict[str, Any]], times: Sequence[float]) -> str:
    by_class: dict[str, list[tuple[float, ...]]] = collections.defaultdict(list)
    for row in rows:
        by_class[row["class"]].append(row["measures"])
    lines = [f"{'class':<24} {'n':>5} {'S@1':>6} {'MRR@10':>7} {'nDCG@10':>8} {'R@20':>6}"]

    def line(name: str, count: int, values: Sequence[float]) -> str:
        return f"{name:<24} {count:>5} {values[0]:6.3f} {values[1]:7.3f} {values[2]:8.3f} {values[3]:6.3f}"

    def mean(values: Sequence[Sequence[float]]) -> list[float]:
        return [sum(column) / len(values) for column in zip(*values, strict=True)]

    lines += [line(name, len(values), mean(values)) for name, values in sorted(by_class.items())]
    if rows:
        lines.append(line("all queries", len(rows), mean([row["measures"] for row in rows])))
        lines.append(line("all classes", len(by_class), mean([mean(v) for v in by_class.values()])))
    lines.append(f"milliseconds a query: p50 {percentile(times, 0.5):.1f}, p95 {percentile(times, 0.95):.1f}")
    return "\n".join(lines)


def side_by_side(rows: Mapping[str, Sequence[dict[str, Any]]], times: Mapping[str, Sequence[float]]) -> str:
    """nDCG@10 of each class by engine, and how far the engines are apart."""
    engines = list(rows)
    lines = [
        " ".join([f"{'nDCG@10':<24} {'n':>5}", *(f"{name:>14}" for name in engines), f"{'difference':>11}"])
    ]
    classes = sorted({row["class"] for row in rows[engines[0]]})
    for kind in [*classes, ""]:
        reached = [[r["measures"][2] for r in rows[name] if kind in ("", r["class"])] for name in engines]
        means = [sum(values) / len(values) for values in reached]
        figures = " ".join(f"{mean:14.3f}" for mean in means)
        apart = max(means) - min(means)
        lines.append(f"{kind or 'all queries':<24} {len(reached[0]):>5} {figures} {apart:11.3f}")
    for share in (0.5, 0.95):
        figures = " ".join(f"{percentile(times[name], share):14.1f}" for name in engines)
        lines.append(f"{f'milliseconds, p{share * 100:.0f}':<30} {figures}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kit", type=Path, required=True)
    parser.add_argument("--engine", choices=("tantivy", "elasticsearch", "both"), default="tantivy")
    parser.add_argument("--url", help=f"of the cluster, instead of {LOCAL}")
    parser.add_argument("--run", type=Path, help="write the ranked lists here, one JSON object a line")
    parser.add_argument("--index", type=Path, help="folder for the indexes; a temporary one otherwise")
    options = parser.parse_args(arguments)
    if not collections_of(options.kit) or not (options.kit / "queries.jsonl.gz").exists():
        parser.error(f"{options.kit} is no search kit: it needs docs_*.jsonl.gz and queries.jsonl.gz")
    if options.engine != "tantivy":
        try:
            Address.parse(options.url or LOCAL)
        except ValueError as error:
            parser.error(f"--url: {error}")
    names = ("tantivy", "elasticsearch") if options.engine == "both" else (options.engine,)
    rows: dict[str, list[dict[str, Any]]] = {}
    times: dict[str, list[float]] = {}
    with contextlib.ExitStack() as stack:
        folder = options.index or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        try:
            url = options.url
            if options.engine == "both" and not url:
                url = stack.enter_context(local_server()).url
            for name in names:
                engines = build(options.kit, name, url, folder)
                rows[name], times[name] = run(options.kit, engines)
                if name == "elasticsearch":
                    for engine in engines.values():
                        engine.drop()
        except (EngineUnavailable, ServerFailed) as error:
            sys.stderr.write(f"{error}\n")
            return 1
    for name in names:
        if options.run:
            path = options.run.with_name(f"{name}-{options.run.name}") if len(names) > 1 else options.run
            with path.open("w", encoding="utf-8") as file:
                for row in rows[name]:
                    file.write(json.dumps({"qid": row["qid"], "ids": row["ids"]}) + "\n")
        title = f"{name}\n" if len(names) > 1 else ""
        sys.stdout.write(f"{title}{table(rows[name], times[name])}\n")
    if len(names) > 1:
        sys.stdout.write(f"\n{side_by_side(rows, times)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
