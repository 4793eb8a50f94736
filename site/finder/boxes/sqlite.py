"""Search boxes on SQLite: FTS5.

FTS5 was set up by Wagtail's migration to cut text at everything that is no letter, Thai vowels and tones
included. So each token is spelled in letters: Thai characters stand as syllables of Yi, one for one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from django.db.models.expressions import RawSQL
from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteIndex,
    SQLiteSearchBackend,
    SQLiteSearchRebuilder,
)
from wagtail.search.models import IndexEntry, SQLiteFTSIndexEntry

from finder.boxes.asking import BoxResults, Matches, Question, StartCompiler, WordCompiler
from finder.boxes.words import Part
from finder.boxes.writing import WritesTokens

_THAI_LETTERS, _OTHER_LETTERS = 0xA000, 0xA100
_TABLE = {thai: _THAI_LETTERS + thai - 0x0E00 for thai in range(0x0E00, 0x0E80)}
_TABLE |= {sign: _OTHER_LETTERS + sign for sign in range(0x21, 0x7F) if not chr(sign).isalnum()}
_WEIGHTS = "1.0, 1.0, 4.0"
"""Of autocomplete, body and title, the order in which Wagtail's migration makes the columns."""


def spelled(token: str) -> str:
    """A token in characters that FTS5 keeps together; different tokens stay different."""
    return "".join(char for char in token.translate(_TABLE) if char.isalnum())


def _one_of(part: Part) -> str:
    star = "*" if part.start else ""
    ways = (" AND ".join(f'"{spelled(token)}"{star}' for token in way) for way in part.ways)
    return "(" + " OR ".join(f"({way})" for way in ways) + ")"


def match_text(question: Question) -> str:
    """A question in FTS5's language. Tokens hold letters and digits only, so nothing needs quoting."""
    text = (" AND " if question.every else " OR ").join(map(_one_of, question.parts))
    if question.bonus:
        text = f'(({text}) AND "{spelled(question.bonus)}"*) OR ({text})'
    return f"{{{' '.join(question.columns)}}} : ({text})"


class Index(WritesTokens, SQLiteIndex):
    @staticmethod
    def column(found: Sequence[str]) -> str:
        return " ".join(map(spelled, found))


class SQLiteBoxes(SQLiteSearchBackend):
    """Wagtail's backend for SQLite with Thai words."""

    query_compiler_class = WordCompiler
    autocomplete_query_compiler_class = StartCompiler
    index_class = Index
    results_class = BoxResults
    # Entries are replaced one by one, so a rebuild need not hold the write lock from beginning to end
    atomic_rebuilder_class = SQLiteSearchRebuilder

    def lookup(self, question: Question) -> Matches:
        """Ids and scores of all entries that match. CROSS JOIN keeps SQLite from asking row by row."""
        words, entries = SQLiteFTSIndexEntry._meta.db_table, IndexEntry._meta.db_table
        marks = ", ".join(["%s"] * len(question.content_types))
        with self.get_index_for_model(None).read_connection.cursor() as cursor:
            cursor.execute(
                f"SELECT e.object_id, -bm25({words}, {_WEIGHTS}) FROM {words} "  # noqa: S608 - names of our tables
                f"CROSS JOIN {entries} e ON e.id = {words}.rowid "
                f"WHERE {words} MATCH %s AND e.content_type_id IN ({marks})",
                [match_text(question), *question.content_types],
            )
            return cursor.fetchall()

    @staticmethod
    def among(model: type[models.Model], keys: Iterable[Any]) -> RawSQL:
        """Keys as one parameter: SQLite allows only so many."""
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(keys), default=str)])
