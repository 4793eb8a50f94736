"""Writing many documents: in requests of a bearable size, again and later where the cluster is full."""

from __future__ import annotations

import base64
import json
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from search.document import Document
from search.engine import EngineUnavailable
from search.engines.entries import Entry, entries
from search.schema import FIELDS

REQUEST_BYTES = 4_000_000
REQUEST_ITEMS = 400
ATTEMPTS = 6
FIRST_PAUSE = 0.25
FULL = frozenset({429, 503})
"""Answers that ask to come again: the cluster is full, or a shard is not ready."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A line of a bulk request, and the document under it where there is one."""

    key: str
    target: str
    lines: tuple[bytes, ...]

    @property
    def size(self) -> int:
        return sum(map(len, self.lines))


Send = Callable[[list[bytes]], list[dict[str, Any]]]
"""Sends the lines of a bulk request; gives what became of each operation. Raises `Full` where refused."""


class Full(Exception):
    """The cluster refused a whole request because it is full (429)."""


def index_operations(documents: Iterable[Document], targets: Sequence[str]) -> Iterator[Operation]:
    """Put documents into indexes, unless a newer version is there."""
    for document, given in entries(documents):
        body = _line(as_sent(given))
        for target in targets:
            action = _action("index", target, document.key, document.version)
            yield Operation(document.key, target, (action, body))


def delete_operations(key: str, targets: Iterable[str], version: int | None) -> Iterator[Operation]:
    """Take a document out of indexes; without a version whatever version is there."""
    for target in targets:
        yield Operation(key, target, (_action("delete", target, key, version),))


def as_sent(given: Entry) -> dict[str, Any]:
    """A document as the index takes it: every token that it is to be found by, separated by spaces."""
    made: dict[str, Any] = {}
    for field in FIELDS:
        value = given[field.name]
        if value is None:
            continue
        if field.kind == "bytes":
            made[field.name] = base64.b64encode(value).decode("ascii")
        else:
            made[field.name] = list(value) if field.kind == "keywords" else value
    made["title_words"] = sorted({word for word in given["title"].split() if not word.startswith("#")})
    return made


def send_all(operations: Iterable[Operation], send: Send) -> dict[str, list[tuple[Operation, int]]]:
    """Send operations in order, a bearable number at a time.

    Gives operations, without their lines, with their final HTTP status under "done", "conflict" (an older
    version) and "absent" (the target is not there). Raises EngineUnavailable where the cluster stays full,
    or takes a document for faulty; what went before it is done, and may be sent again.
    """
    outcome: dict[str, list[tuple[Operation, int]]] = {"done": [], "conflict": [], "absent": []}
    for request in _requests(operations):
        _send_one(request, send, outcome)
    return outcome


def _send_one(waiting: list[Operation], send: Send, outcome: dict[str, list[tuple[Operation, int]]]) -> None:
    reason = ""
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(FIRST_PAUSE * 2 ** (attempt - 1) * (0.75 + random.random() / 2))  # noqa: S311
        try:
            items = send([line for operation in waiting for line in operation.lines])
        except Full as error:
            reason = str(error)
            continue
        again = []
        for operation, item in zip(waiting, items, strict=True):
            (result,) = item.values()
            sent = replace(operation, lines=())  # what was sent is not kept: there may be many
            status, error_of = int(result["status"]), result.get("error") or {}
            if status in FULL:
                reason = str(error_of.get("reason"))
                again.append(operation)
            elif status < 300 or (status == 404 and not error_of):  # deleted what was not there
                outcome["done"].append((sent, status))
            elif status == 409:
                outcome["conflict"].append((sent, status))
            elif status == 404:
                outcome["absent"].append((sent, status))
            else:
                raise EngineUnavailable(f"{operation.key} was refused: {error_of.get('reason')}")
        waiting = again
        if not waiting:
            return
    raise EngineUnavailable(f"the search cluster is full: {reason}")


def _requests(operations: Iterable[Operation]) -> Iterator[list[Operation]]:
    gathered: list[Operation] = []
    size = 0
    for operation in operations:
        if gathered and (size + operation.size > REQUEST_BYTES or len(gathered) >= REQUEST_ITEMS):
            yield gathered
            gathered, size = [], 0
        gathered.append(operation)
        size += operation.size
    if gathered:
        yield gathered


def _action(name: str, target: str, key: str, version: int | None) -> bytes:
    about: dict[str, Any] = {"_index": target, "_id": key}
    if version is not None:
        about |= {"version": version, "version_type": "external_gte"}
    return _line({name: about})


def _line(value: object) -> bytes:
    # A lone surrogate cannot be sent; it is in no word that anybody types.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
