"""Judged queries over the site's own content, for when no search kit is at hand.

Every document that the public may find is looked for in ways that a reader would use and that its own
fields give: by its title, by its other names, by a letter's number. What a document is relevant to is
thereby known without anybody's opinion; two documents with the same title are both right.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from finder import building
from finder.engine import engine
from search import PUBLIC, Document
from search.relevance.evaluate import DEPTH, measures
from search.service import answer


def queries() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Class, query and the keys of the documents that it must find."""
    wanted: dict[tuple[str, str], list[str]] = defaultdict(list)
    for document in building.all_documents([]):
        if PUBLIC in document.access:
            for kind, text in _ways(document):
                wanted[kind, text].append(document.key)
    for (kind, text), keys in wanted.items():
        yield kind, text, tuple(keys)


def run() -> tuple[list[dict[str, Any]], list[float]]:
    """Answer every query in the live index; rows and milliseconds as search.relevance.evaluate makes them."""
    rows, times = [], []
    for number, (kind, text, relevant) in enumerate(queries()):
        begun = time.perf_counter()
        results = answer(engine(), text, page_size=DEPTH)
        times.append((time.perf_counter() - begun) * 1000)
        ids = [hit.key for hit in results.hits]
        rows.append(
            {"qid": f"{kind}-{number}", "class": kind, "ids": ids, "measures": measures(ids, relevant)}
        )
    return rows, times


def _ways(document: Document) -> Iterator[tuple[str, str]]:
    yield "title", document.title
    if document.number:
        yield "number", document.number
    if document.type == "organisation":
        for name in dict.fromkeys(document.keywords):
            yield "other-name", name
