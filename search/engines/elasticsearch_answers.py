"""What a cluster answers to searches, as types: only what is read of it, and read fast."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import msgspec

from search.engine import EngineUnavailable
from search.engines.counting import Values
from search.schema import FACETS


class Fields(msgspec.Struct, gc=False):
    """Stored fields of a hit. What is stored as bytes travels in base64."""

    uid: tuple[int, ...]
    skeleton: tuple[bytes, ...] = ()
    source: tuple[bytes, ...] = ()
    type: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    year: tuple[int, ...] = ()
    fiscal_year: tuple[int, ...] = ()
    topic: tuple[str, ...] = ()
    status: tuple[str, ...] = ()

    @property
    def facets(self) -> Values:
        return tuple((name, value) for name in FACETS for value in getattr(self, name))


class Hit(msgspec.Struct, gc=False):
    fields: Fields
    score: float | None = msgspec.field(default=None, name="_score")

    @property
    def uid(self) -> int:
        return self.fields.uid[0]


class Total(msgspec.Struct):
    value: int


class Hits(msgspec.Struct):
    hits: list[Hit] = []
    total: Total | None = None


class Bucket(msgspec.Struct, gc=False):
    """A value and how many documents have it."""

    key: str | int
    doc_count: int


class Counts(msgspec.Struct):
    """`sum_other_doc_count`: documents of values that are not among the buckets."""

    buckets: list[Bucket] = []
    sum_other_doc_count: int = 0


class Aggregation(Counts):
    """Values counted; those of a filtered aggregation are its `values`."""

    values: Counts | None = None


class Answer(msgspec.Struct):
    """The answer to one search."""

    took: int = 0
    hits: Hits = msgspec.field(default_factory=Hits)
    aggregations: dict[str, Aggregation] = {}
    error: dict[str, Any] | None = None

    @property
    def total(self) -> int:
        return self.hits.total.value if self.hits.total else 0


class _Answers(msgspec.Struct):
    took: int
    responses: list[Answer]


class _Vectors(msgspec.Struct):
    took: int
    term_vectors: dict[str, Any] = {}


_read_answers = msgspec.json.Decoder(_Answers).decode
_read_vectors = msgspec.json.Decoder(_Vectors).decode


def lines_of(values: Iterable[object]) -> bytes:
    """Values as JSON, one a line."""
    return b"".join([encoded(value) + b"\n" for value in values])


def encoded(value: object) -> bytes:
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:  # A lone surrogate cannot be sent; it is in no word that any text has.
        return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def answers_of(body: bytes) -> tuple[int, list[Answer]]:
    """Milliseconds that several searches took together, and their answers. Raises EngineUnavailable."""
    try:
        read = _read_answers(body)
    except msgspec.DecodeError as error:
        raise EngineUnavailable(f"the search cluster answered what is no answer: {error}") from error
    for found in read.responses:
        if found.error is not None:
            reason = found.error
            raise EngineUnavailable(
                f"the search cluster answered {reason.get('type')}: {reason.get('reason')}"
            )
    return read.took, read.responses


def vectors_of(body: bytes) -> tuple[int, dict[str, Any]]:
    """Milliseconds that counting tokens took, and their term vectors. Raises EngineUnavailable."""
    try:
        read = _read_vectors(body)
    except msgspec.DecodeError as error:
        raise EngineUnavailable(f"the search cluster answered what is no answer: {error}") from error
    return read.took, read.term_vectors


def reason_of(body: bytes) -> str:
    """Why a request was refused, as far as the answer says."""
    try:
        said = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return body[:200].decode("utf-8", "replace")
    error = said.get("error", said) if isinstance(said, dict) else said
    return str(error.get("type", error) if isinstance(error, dict) else error)
