"""Wagtail's own search boxes, in Thai: explorer, choosers, listings of the admin and API v3's `search=`.

A search backend of Wagtail for the content's own database, made with the analyzer of the site's search:

words     what is indexed and what a query asks for, without a database
asking    from one of Wagtail's queries to the objects that match
writing   what is written when Wagtail says that an object changed
keeping   when the index must be made anew
sqlite, postgres   how each database keeps the words and finds them

Permissions stay Wagtail's: a query is answered within the queryset that its view gives.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connection


def SearchBackend(params: dict[str, Any]) -> Any:
    """The backend for this site's database. Raises ImproperlyConfigured if it is not SQLite or PostgreSQL."""
    if connection.vendor == "sqlite":
        from finder.boxes.sqlite import SQLiteBoxes

        return SQLiteBoxes(params)
    if connection.vendor == "postgresql":
        from finder.boxes.postgres import PostgresBoxes

        return PostgresBoxes(params)
    raise ImproperlyConfigured(f"finder.boxes knows SQLite and PostgreSQL, not {connection.vendor}.")
