"""Which letters everybody may read, asked in one place by whatever shows, names, counts or sends letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from core.access import public

if TYPE_CHECKING:
    from circulars.models.page import CircularPage

UNCLASSIFIED = Q(secrecy="") | Q(secrecy_lifted_at__isnull=False)
"""No secrecy class holds."""


def readable(letters: QuerySet[CircularPage]) -> QuerySet[CircularPage]:
    """Those of the letters that everybody may read: live, without a secrecy class that holds, and under no
    view restriction, their own or one of a page above. Adds no query."""
    return public(letters.filter(UNCLASSIFIED))


def is_readable(reference: str) -> Exists:
    """Holds where everybody may read the letter behind a foreign key, as "page" or "target"."""
    letters = apps.get_model("circulars", "CircularPage").objects.filter(pk=OuterRef(reference))
    return Exists(readable(letters))
