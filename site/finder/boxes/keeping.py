"""Making the index of the search boxes anew when it was written by another version, analyzer or lexicon.

Wagtail writes an entry whenever an object changes; entries made by another analyzer stay until something
rewrites them all. The worker does, entry by entry, while the site serves.
"""

from __future__ import annotations

import io
import logging

from django.core.management import call_command
from django.utils import timezone

from finder.models import Heartbeat
from search.analysis import analyzer_hash

log = logging.getLogger(__name__)

VERSION = 1
"""Raised whenever `finder.boxes` writes other tokens for an unchanged object."""
_MARK = "boxes-"


def is_current() -> bool:
    """Whether all entries were written by this version with this lexicon."""
    return Heartbeat.objects.filter(name=_mark()).exists()


def mend() -> None:
    """Rewrite all entries, unless they are current. An error leaves it to be done again."""
    if is_current():
        return
    mark = _mark()
    log.info("The index of Wagtail's search boxes is made anew")
    call_command("update_index", stdout=io.StringIO())
    Heartbeat.objects.filter(name__startswith=_MARK).exclude(name=mark).delete()
    Heartbeat.objects.update_or_create(name=mark, defaults={"seen_at": timezone.now()})


def _mark() -> str:
    return f"{_MARK}{VERSION}-{analyzer_hash()}"
