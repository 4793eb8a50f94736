"""Rows that a fixture made once in this process, written again for every test that begins as that one did.

Making the fixed part of the page tree takes half a second of a processor: every page is saved three times,
with its revision, references and search entries. Writing the rows that came of it takes a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

Rows = dict[int, tuple[Any, ...]]
_BY_TRIGGERS = "wagtailsearch_indexentry_fts"


@dataclass(slots=True)
class Change:
    """What came of a piece of work: rows that went, by their rowids, and rows that came, by table."""

    gone: dict[str, list[int]] = field(default_factory=dict)
    come: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    counters: list[tuple[int, str]] = field(default_factory=list)


class Replayed:
    """A piece of work that is done once and written again where the database is as it was then.

    Elsewhere (another engine, outside of a transaction, other rows) the work itself is done.
    """

    def __init__(self, work: Callable[[], object]) -> None:
        self._work = work
        self._begin: tuple[Any, ...] | None = None
        self._change = Change()

    def record(self) -> None:
        """Do the work in a transaction that is open, to be rolled back by whoever opened it."""
        tables = _tables()
        self._begin = _outline(tables)
        before = {table: _rows(table) for table in tables}
        self._work()
        for table in tables:
            old, new = before[table], _rows(table)
            if gone := [rowid for rowid, row in old.items() if new.get(rowid) != row]:
                self._change.gone[table] = gone
            if come := [row for rowid, row in new.items() if old.get(rowid) != row]:
                self._change.come[table] = come
        self._change.counters = _all("SELECT seq, name FROM sqlite_sequence")

    def do(self) -> None:
        """The work is done when this returns."""
        if self._begin is None or not connection.in_atomic_block or _outline(_tables()) != self._begin:
            self._work()
            return
        with connection.cursor() as cursor:
            for table, rowids in self._change.gone.items():
                cursor.executemany(f'DELETE FROM "{table}" WHERE rowid = %s', [(rowid,) for rowid in rowids])
            for table, rows in self._change.come.items():
                marks = ", ".join(["%s"] * len(rows[0]))
                cursor.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)
            cursor.executemany("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", self._change.counters)


def _tables() -> list[str]:
    names = [name for (name,) in _all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return [name for name in names if not name.startswith(("sqlite_", _BY_TRIGGERS))]


def _outline(tables: list[str]) -> tuple[Any, ...]:
    """How many rows each table holds, and the last of them: enough to tell an untouched database."""
    parts = [f'SELECT count(*), max(rowid) FROM "{table}"' for table in tables]
    return tuple(_all(" UNION ALL ".join(parts)))


def _rows(table: str) -> Rows:
    return {row[0]: tuple(row[1:]) for row in _all(f'SELECT rowid, * FROM "{table}"')}


def _all(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [])
        return cursor.fetchall()
