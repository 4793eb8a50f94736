"""Search boxes on PostgreSQL: text search vectors written and asked token by token.

PostgreSQL's own parser is passed by: it cuts Thai by the locale of the database. Every part of a query is
asked of each column, which is what the indexes of Wagtail's table are made for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import TextField, Value
from django.db.models.functions import Cast
from modelsearch.backends.database.postgres.postgres import (
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchRebuilder,
)
from wagtail.search.models import IndexEntry

from finder.boxes.asking import BoxResults, Matches, Question, StartCompiler, WordCompiler
from finder.boxes.words import Part
from finder.boxes.writing import WritesTokens

_LARGEST = 700_000
"""Bytes of tokens in one column; PostgreSQL refuses a vector of a megabyte."""
_LONGEST = 1_000
"""Bytes of a token; PostgreSQL refuses one of 2 kB."""
_LAST_POSITION = 16_383
_WEIGHT = {"title": 4.0, "body": 1.0, "autocomplete": 1.0}


def _quoted(token: str) -> str:
    short = token.encode()[:_LONGEST].decode(errors="ignore")
    return "'" + short.replace("\\", "\\\\").replace("'", "''") + "'"


def vector_text(found: Sequence[str]) -> str:
    """Tokens with their places as PostgreSQL writes a vector."""
    places: dict[str, list[str]] = {}
    size = 0
    for place, token in enumerate(found, start=1):
        quoted = _quoted(token)
        size += 0 if quoted in places else len(quoted.encode()) + 8
        if size > _LARGEST:
            break
        if len(at := places.setdefault(quoted, [])) < 250:
            at.append(str(min(place, _LAST_POSITION)))
    return " ".join(f"{token}:{','.join(at)}" for token, at in places.items())


def query_text(part: Part) -> str:
    """One part of a question in PostgreSQL's language."""
    star = ":*" if part.start else ""
    ways = ("(" + " & ".join(_quoted(token) + star for token in way) + ")" for way in part.ways)
    return "(" + " | ".join(ways) + ")"


class Index(WritesTokens, PostgresIndex):
    @staticmethod
    def column(found: Sequence[str]) -> Cast:
        return Cast(Value(vector_text(found), output_field=TextField()), SearchVectorField())


class PostgresBoxes(PostgresSearchBackend):
    """Wagtail's backend for PostgreSQL with Thai words."""

    query_compiler_class = WordCompiler
    autocomplete_query_compiler_class = StartCompiler
    index_class = Index
    results_class = BoxResults
    atomic_rebuilder_class = PostgresSearchRebuilder

    def lookup(self, question: Question) -> Matches:
        """Ids and scores of all entries that match."""
        parts = [query_text(part) for part in question.parts]
        whole = " | ".join([*parts, *([f"{_quoted(question.bonus)}:*"] if question.bonus else [])])
        joined = " AND " if question.every else " OR "
        one = "(" + " OR ".join(f"{column} @@ %s::tsquery" for column in question.columns) + ")"
        scores = [f"{_WEIGHT[column]} * ts_rank({column}, %s::tsquery, 1)" for column in question.columns]
        with self.get_index_for_model(None).read_connection.cursor() as cursor:
            cursor.execute(
                f"SELECT object_id, {' + '.join(scores)} FROM {IndexEntry._meta.db_table} "  # noqa: S608 - our names
                f"WHERE content_type_id = ANY(%s) AND ({joined.join([one] * len(parts))})",
                [
                    *[whole] * len(scores),
                    list(question.content_types),
                    *[part for part in parts for _ in question.columns],
                ],
            )
            return cursor.fetchall()

    @staticmethod
    def among(model: type[models.Model], keys: Iterable[Any]) -> list[Any]:
        return list(keys)
