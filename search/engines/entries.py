"""What documents put into an index, made by several processes where there are many.

Making an entry is all arithmetic on text, so one process would keep one processor busy while the others idle.
Helpers are processes of their own that read documents and write entries through pipes: when whoever uses
them dies, however it dies, the pipe ends and they end too. Each has one batch at a time, so that memory stays
the same whatever the number of documents.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from search.document import Document
from search.schema import values

Entry = dict[str, Any]

FEW = 500
"""Documents that are not worth starting a process for."""
BATCH = 50
MOST_HELPERS = 4
_MODULE = "search.engines.entries"
_ROOT = Path(__file__).resolve().parents[2]


def entries(documents: Iterable[Document]) -> Generator[tuple[Document, Entry]]:
    """Documents with their `search.schema.values`, in the order given."""
    given = iter(documents)
    for document in islice(given, FEW):
        yield document, values(document)
    processors = len(os.sched_getaffinity(0))
    first = list(islice(given, BATCH))
    if not first:
        return
    helpers = [_Helper() for _ in range(min(processors, MOST_HELPERS) if processors > 1 else 0)]
    try:
        yield from _made_by(helpers, first, given)
    finally:
        for helper in helpers:
            helper.close()


def _made_by(
    helpers: list[_Helper], batch: list[Document], given: Iterator[Document]
) -> Iterator[tuple[Document, Entry]]:
    idle, busy = deque(helpers), deque[tuple[_Helper | None, list[Document]]]()
    while batch or busy:
        if batch and (idle or not helpers):
            helper = idle.popleft() if idle else None
            if helper is not None:
                helper.give(batch)
            busy.append((helper, batch))
            batch = list(islice(given, BATCH))
            if helper is not None:
                continue
        helper, waiting = busy.popleft()
        made = helper.take() if helper is not None else None
        if helper is not None:
            idle.append(helper)
        # A helper that was killed is no reason to give up: its batch is made here.
        yield from zip(waiting, made or map(values, waiting), strict=True)


class _Helper:
    """A process that makes entries."""

    def __init__(self) -> None:
        path = os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH", ""))))
        self._process = subprocess.Popen(  # noqa: S603 - this very module
            [sys.executable, "-m", _MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
        )

    def give(self, batch: list[Document]) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            pickle.dump(batch, self._process.stdin)
            self._process.stdin.flush()

    def take(self) -> list[Entry] | None:
        """The entries of the batch that was given; None where the process has died."""
        assert self._process.stdout is not None
        try:
            made: list[Entry] = pickle.load(self._process.stdout)  # noqa: S301 - from our own process
        except (EOFError, pickle.UnpicklingError):
            return None
        return made

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


def _serve(source: BinaryIO, target: BinaryIO) -> None:
    os.nice(5)  # readers of the site come first
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            batch: list[Document] = pickle.load(source)  # noqa: S301 - from the process that started this one
            pickle.dump([values(document) for document in batch], target)
            target.flush()


if __name__ == "__main__":
    _serve(sys.stdin.buffer, sys.stdout.buffer)
