"""How answering and the index grow with the number of documents, from texts recombined of real ones."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.benching import Options, Row, speed
from finder.bench import plotting
from finder.bench.searching import (
    Corpus,
    answering,
    corpora,
    folder_size,
    memory,
    opened,
    peak_memory,
    text_size,
)
from search import Document, Engine, Passage

SIZES = (10_000, 30_000, 100_000)
PICTURE = "search-growth-{engine}.svg"


@speed("growth", "เมื่อเอกสารเพิ่มจาก 10,000 เป็น 100,000 ฉบับ (ประกอบขึ้นจากข้อความจริง)", slow=True)
def growth(options: Options) -> Iterator[Row]:
    """One row a size: whole answers, the index beside the text, memory; and a picture where one is wanted.

    The picture is drawn anew after each size, of processor time where other work kept the machine busy.
    """
    corpus = max(corpora(options.kit), key=lambda corpus: len(corpus.documents))
    for name in options.engines:
        points = []
        for size in SIZES:
            row = at_size(corpus, size, name)
            points.append((size, float(row.figures["p50 ms"]), float(row.figures["p95 ms"])))
            if options.plot is not None:
                options.plot.mkdir(parents=True, exist_ok=True)
                picture = options.plot / PICTURE.format(engine=name)
                picture.write_text(plotting.lines(points), encoding="utf-8")
            yield row


def at_size(corpus: Corpus, size: int, name: str = "tantivy") -> Row:
    """Index `size` recombined documents and ask the corpus's queries of them."""
    text = 0

    def counted() -> Iterator[Document]:
        nonlocal text
        for document in recombined(corpus.documents, size):
            text += text_size(document)
            yield document

    with opened(name) as (engine, folder):
        begun = time.perf_counter()
        engine.rebuild(counted())
        seconds = time.perf_counter() - begun
        index = folder_size(folder) if folder is not None else _size_in_cluster(engine)
        used, peak = memory(), peak_memory()
        return Row(
            f"{name.capitalize()}: {corpus.name}",
            {
                "docs": size,
                "text MB": text / 1e6,
                "index MB": index / 1e6,
                "x text": index / max(1, text),
                "made in s": round(seconds),
                "RSS MB": round(used / 1e6),
                "peak MB": round(peak / 1e6),
                **answering(engine, corpus.queries),
            },
        )


def _size_in_cluster(engine: Engine) -> int:
    size = getattr(engine, "size", None)
    return int(size()) if size is not None else 0


def recombined(documents: Sequence[Document], size: int, seed: int = 2546) -> Iterator[Document]:
    """`size` documents: the given ones, then as many more as needed, the beginning of one and the end of
    another under the title of a third. Words, lengths and dates keep their distribution."""
    yield from documents[:size]
    chance = random.Random(seed)  # noqa: S311 - no secret, the same texts in every run
    for number in range(len(documents), size):
        first, second, third = (chance.choice(documents) for _ in range(3))
        yield replace(
            third,
            key=f"{third.key}-{number}",
            url=f"/{number}/",
            title=_half(third.title, 0) + _half(first.title, 1),
            body=(Passage(_half(_text(first), 0)), Passage(_half(_text(second), 1))),
            date=second.date,
            topics=second.topics,
        )


def _text(document: Document) -> str:
    return "\n".join(part.text for part in document.body)


def _half(text: str, which: int) -> str:
    """The first or the second half of a text, cut at a space where there is one."""
    middle = text.find(" ", len(text) // 2)
    middle = middle if middle >= 0 else len(text)
    return text[middle:] if which else text[:middle]
