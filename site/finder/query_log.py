"""What is searched for, without who searched.

A request appends one line to a file, which costs no database write and waits for no lock; the worker adds
the lines up by day. The text is normalised and masked before it reaches the file.
"""

from __future__ import annotations

import datetime
import json
import logging
import os
import re
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from finder.models import QueryCount
from search.thai import normalise

log = logging.getLogger(__name__)

LONGEST = 100
"""Characters; a longer text is a passage that was pasted, not a query to learn from."""

MASK = "●"

_MAIL = re.compile(r"\S+@\S+")
_NUMBERS = re.compile(r"(?<![\d/])\+?\d(?:[ .-]?\d){8,}(?!\d)")
_PASSPORT = re.compile(r"(?<![a-z0-9])[a-z]{1,2}\d{6,8}(?![a-z0-9])")


def masked(text: str) -> str:
    """The query as it may be kept: normalised, on one line; citizen numbers (13 digits), telephone (9 and
    10) and account numbers however they are spaced, passport numbers and mail addresses become ●."""
    text = " ".join(normalise(text).split())
    for pattern in (_MAIL, _NUMBERS, _PASSPORT):
        text = pattern.sub(MASK, text)
    return text


def record(text: str, found: int) -> None:
    """Note a search and how much it found. A disk that is full loses the note, never the search."""
    text = masked(text)
    if not text or len(text) > LONGEST:
        return
    line = json.dumps([timezone.localdate().isoformat(), text, found], ensure_ascii=False) + "\n"
    try:
        handle = os.open(_file(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, line.encode())
        finally:
            os.close(handle)
    except OSError as error:
        log.warning("A search could not be counted: %s", error)


def collect() -> int:
    """Add what was noted to the counts, and drop the counts that are too old; gives how many lines were new.

    The lines are moved aside first, so that none is counted while others are written. A worker that is
    killed in between counts them when it is back.
    """
    taken = _file().with_suffix(".taken")
    if not taken.exists():
        if not _file().exists():
            prune()
            return 0
        os.replace(_file(), taken)
    searches: Counter[tuple[str, str]] = Counter()
    found: dict[tuple[str, str], int] = {}
    for line in taken.read_text(encoding="utf-8").splitlines():
        try:
            day, text, count = json.loads(line)
        except ValueError:  # half a line, from a full disk
            continue
        searches[day, text] += 1
        found[day, text] = count
    with transaction.atomic():
        for (day, text), times in searches.items():
            row, _created = QueryCount.objects.get_or_create(day=datetime.date.fromisoformat(day), text=text)
            QueryCount.objects.filter(pk=row.pk).update(
                searches=F("searches") + times, found=min(found[day, text], 2_000_000_000)
            )
        prune()
    taken.unlink()
    return sum(searches.values())


def prune() -> None:
    """Forget days older than RUAM_QUERY_LOG_DAYS."""
    oldest = timezone.localdate() - datetime.timedelta(days=settings.RUAM_QUERY_LOG_DAYS)
    QueryCount.objects.filter(day__lt=oldest).delete()


def _file() -> Path:
    return Path(settings.RUAM_DATA) / "searches.jsonl"
