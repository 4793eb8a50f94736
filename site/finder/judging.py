"""Relevance on the site's own content: judged queries over the demo content, and every document by name.

The judged queries (site/demo/data/judged) name addresses. Beside them every document that the public may
find is looked for in ways that its own fields give: by its title, by its other names, by a letter's number.
All are asked through `answering.find`, as the search page asks; promotions are the page's own and not in it.
"""

from __future__ import annotations

import csv
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from finder import answering, building
from search import PUBLIC, Document
from search.relevance.evaluate import DEPTH, measures
from search.thai.lexicon import lexicon
from search.thai.normalise import normalise

JUDGED = Path(__file__).resolve().parents[1] / "demo" / "data" / "judged" / "queries.tsv"

Judgement = tuple[str, str, tuple[str, ...]]
"""Class, query and the keys of the documents that it must find."""


def queries() -> Iterator[Judgement]:
    """Queries that the site's own documents give: title, other names, letter number."""
    wanted: dict[tuple[str, str], list[str]] = defaultdict(list)
    for document in _public():
        for kind, text in _ways(document):
            wanted[kind, text].append(document.key)
    for (kind, text), keys in wanted.items():
        yield kind, text, tuple(keys)


def judged(path: Path = JUDGED) -> Iterator[Judgement]:
    """The judged queries whose documents this site has; those that are a term of the lexicon are apart.

    Raises OSError for a missing file, ValueError for one without the columns class, query, relevant.
    """
    keys = {document.url: document.key for document in _public()}
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        if rows.fieldnames is None or not {"class", "query", "relevant"} <= set(rows.fieldnames):
            raise ValueError(f"{path} must have the columns class, query and relevant")
        for row in rows:
            relevant = tuple(keys[url] for url in row["relevant"].split() if url in keys)
            if relevant:
                apart = " (lexicon)" if _is_a_term(row["query"]) else ""
                yield row["class"] + apart, row["query"], relevant


def run(asked: list[Judgement] | None = None) -> tuple[list[dict[str, Any]], list[float]]:
    """Answer queries (by default the site's own) as the public; rows and milliseconds for `evaluate.table`.

    Raises EngineUnavailable where the index cannot answer now.
    """
    rows, times = [], []
    for number, (kind, text, relevant) in enumerate(queries() if asked is None else asked):
        begun = time.perf_counter()
        results = answering.find(answering.Request(text, page_size=DEPTH), None)
        times.append((time.perf_counter() - begun) * 1000)
        ids = [hit.key for hit in results.hits]
        rows.append(
            {
                "qid": f"{kind}-{number}",
                "class": kind,
                "query": text,
                "ids": ids,
                "measures": measures(ids, relevant),
                "first": next((n for n, key in enumerate(ids, 1) if key in relevant), None),
            }
        )
    return rows, times


def within(rows: list[dict[str, Any]], kind: str, most: int) -> float:
    """Share of the queries of a class that have a right document among the first `most`."""
    ranks = [row["first"] for row in rows if row["class"] == kind]
    return sum(rank is not None and rank <= most for rank in ranks) / len(ranks) if ranks else 0.0


def _public() -> Iterator[Document]:
    return (document for document in building.all_documents([]) if PUBLIC in document.access)


def _is_a_term(query: str) -> bool:
    return bool(lexicon().meanings(normalise(query)))


def _ways(document: Document) -> Iterator[tuple[str, str]]:
    yield "title", document.title
    if document.number:
        yield "number", document.number
    if document.type == "organisation":
        for name in dict.fromkeys(document.keywords):
            yield "other-name", name
