"""What counts as a change of content."""

from __future__ import annotations

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from core import content_version


@pytest.mark.parametrize(
    ("sql", "content"),
    [
        ('SELECT "a" FROM "wagtailcore_page"', False),
        ('UPDATE "wagtailcore_page" SET "title" = %s WHERE 1', True),
        ('UPDATE "wagtailcore_page" SET "latest_revision_id" = %s, "draft_title" = %s WHERE 1', False),
        ('UPDATE "wagtailcore_page" SET "latest_revision_id" = %s, "title" = %s WHERE 1', True),
        ('UPDATE "wagtailcore_page" SET "locked" = 1, "live" = 0', True),
        ('UPDATE "wagtailcore_page" SET "draft_title" = (SELECT "title" FROM "x") WHERE 1', True),
        ("UPDATE wagtailcore_page SET path = '0001' || path", True),
        ('INSERT INTO "django_session" ("a") VALUES (%s)', False),
        ('INSERT OR IGNORE INTO "services_servicepage_partners" ("a") VALUES (%s)', True),
        ('DELETE FROM "services_delegation" WHERE "id" IN (%s)', True),
        ("WITH x AS (SELECT 1) UPDATE y SET a = 1", True),
        ('CREATE TABLE "x" ("a")', False),
    ],
)
def test_which_statements_change_what_pages_show(sql: str, content: bool) -> None:
    assert content_version.is_content(sql) is content


def test_every_silent_table_exists(db: None, settings: Settings) -> None:
    """A misspelt name would make nothing silent, a renamed table would be forgotten here."""
    tables = set(connection.introspection.table_names())
    assert tables >= settings.PAGE_CACHE_SILENT_TABLES
