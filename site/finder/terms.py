"""The editors' lexicon: what they have written in the admin, as search understands queries with it.

It is read when a query is understood, never when a text is indexed: the index holds the words of texts, not
what they mean. So a change counts from the next search on, and nothing has to be indexed again for it.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Max
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from finder.models import Term
from search.thai.lexicon import Entry, Lexicon


@dataclass(slots=True)
class _Kept:
    lexicon: Lexicon
    stamp: object
    looked_at: float


_kept: _Kept | None = None
_lock = threading.Lock()


def terms() -> Lexicon:
    """The editors' lexicon, at most `RUAM_TERMS_SECONDS` behind what another process has saved."""
    global _kept
    now = time.monotonic()
    kept = _kept
    if kept is not None and now - kept.looked_at < settings.RUAM_TERMS_SECONDS:
        return kept.lexicon
    stamp = Term.objects.aggregate(latest=Max("updated_at"), count=Count("pk"))
    with _lock:
        if kept is None or kept.stamp != stamp:
            kept = _Kept(Lexicon(entry(term) for term in Term.objects.all()), stamp, now)
        kept.looked_at = now
        _kept = kept
    return kept.lexicon


def entry(term: Term) -> Entry:
    """A line of the editors' lexicon as search takes it."""
    return Entry(term.term, term.kind, tuple(term.lines()), term.uncertain, term.only)  # type: ignore[arg-type]


@receiver([post_save, post_delete], sender=Term, dispatch_uid="finder.term_changed")
def term_changed(**kwargs: Any) -> None:
    """This process looks again at once; the others when their time is up."""
    global _kept
    with _lock:
        _kept = None
