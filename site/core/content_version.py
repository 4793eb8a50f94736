"""A number that changes with everything a page may show: what was cached under another one is never shown.

Every statement that writes to the database is seen on its way (signals miss `QuerySet.update`, bulk
writes and the page tree's own SQL), so no part of the site has to remember to say that it changed
something. A write adds a row in its own transaction: readers see the new content and the new version at
the same moment, in every process. What says nothing to a reader (drafts, logs, sessions, counters) is
named here or in the settings; whatever nobody thought of counts as content.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models.expressions import RawSQL
from django.db.models.signals import post_migrate, pre_migrate

KEPT = 200
"""Rows that are kept: far more than transactions run at one time."""

BOOKKEEPING = {
    "auth_user": frozenset({"last_login"}),
    "wagtailcore_page": frozenset(
        {
            "draft_title",
            "has_unpublished_changes",
            "latest_revision_id",
            "latest_revision_created_at",
            "locked",
            "locked_at",
            "locked_by_id",
        }
    ),
}
"""Columns by table that say nothing to a reader: signing in, or a draft that saves itself, writes these."""

_READS = re.compile(
    r"\s*(SELECT|PRAGMA|EXPLAIN|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|SET|SHOW|DECLARE|FETCH|CLOSE)\b", re.I
)
_TARGET = re.compile(
    r'\s*(?:INSERT (?:OR \w+ )?INTO|REPLACE INTO|UPDATE|DELETE FROM)\s+"?(?P<table>\w+)"?'
    r"(?:\s+SET\s+(?P<columns>.*?)(?:\s+WHERE\b|$))?",
    re.I | re.S,
)
_COLUMN = re.compile(r'"(\w+)" = (?:%s|NULL|-?\d+)(?:, |$)')

_paused = False


def current() -> str:
    """The version of the content that a page made now would show; empty before the first write. One query."""
    from core.models import ContentChange

    held = RawSQL("SELECT COUNT(*) FROM core_contentchange", ())
    latest = (
        ContentChange.objects.order_by("-pk").annotate(held=held).values_list("pk", "held", "token").first()
    )
    # The count tells of a transaction that began earlier and committed later than the latest row.
    return "-".join(map(str, latest)) if latest else ""


def changed() -> None:
    """Everything cached is out of date, as soon as the present transaction commits."""
    if _is_said():
        return
    from core.models import ContentChange

    row = ContentChange.objects.create(token=secrets.token_hex(6))
    if row.pk % KEPT == 0:
        ContentChange.objects.filter(pk__lte=row.pk - KEPT).delete()
    if connection.in_atomic_block:
        transaction.on_commit(_said)


def is_content(sql: str) -> bool:
    """Whether a statement writes what a page may show; where that cannot be told, it does."""
    if _READS.match(sql):
        return False
    target = _TARGET.match(sql)
    if target is None:
        return (
            not sql.lstrip().upper().startswith(("CREATE", "ALTER", "DROP", "VACUUM", "ANALYZE", "REINDEX"))
        )
    table, assignments = target["table"], target["columns"]
    if table in settings.PAGE_CACHE_SILENT_TABLES:
        return False
    if table not in BOOKKEEPING or not assignments:
        return True
    columns, rest = _COLUMN.findall(assignments), _COLUMN.sub("", assignments).strip()
    return not columns or bool(rest) or not BOOKKEEPING[table].issuperset(columns)


def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Wrapper of every statement of a connection: a write of content is followed by a new version."""
    result = execute(sql, params, many, context)
    if settings.PAGE_CACHE_SECONDS and not _paused and is_content(sql):
        changed()
    return result


def _said() -> None:
    """Does nothing. Django forgets callbacks of a savepoint that is rolled back, as the row is forgotten:
    while this one waits, the row of this transaction stands."""


def _is_said() -> bool:
    return any(entry[1] is _said for entry in connection.run_on_commit)


def _begin(sender: Any, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    if connection.alias == "default" and watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(watch)


def _pause(**kwargs: Any) -> None:
    """While tables are made there may be none to write to."""
    global _paused
    _paused = True


def _resume(sender: Any, **kwargs: Any) -> None:
    global _paused
    if sender is [config for config in apps.get_app_configs() if config.models_module is not None][-1]:
        _paused = False
        if settings.PAGE_CACHE_SECONDS and "core_contentchange" in connection.introspection.table_names():
            changed()


connection_created.connect(_begin, dispatch_uid="core.content_version.begin")
pre_migrate.connect(_pause, dispatch_uid="core.content_version.pause")
post_migrate.connect(_resume, dispatch_uid="core.content_version.resume")
