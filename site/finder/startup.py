"""What a starting process owes to one that died."""

from __future__ import annotations

import logging

from django.db import DatabaseError

from finder import delivery
from finder.engine import is_embedded
from search import EngineUnavailable

log = logging.getLogger(__name__)

WAIT = 20.0
"""Seconds that a starting process waits for another that is delivering; below a server's own patience."""


def catch_up() -> None:
    """Tell an embedded index of what a killed process had committed but not delivered.

    Where several processes start at once, one delivers and the others wait for it, so that none of
    them answers from an index that lacks what was committed. Never keeps the server from starting:
    where it cannot be done now, the worker will.
    """
    if not is_embedded():
        return
    try:
        delivered = delivery.deliver(wait=WAIT)
    except (DatabaseError, EngineUnavailable, OSError) as error:
        log.warning("Waiting changes could not be brought to the index at the start: %s", error)
    else:
        if delivered:
            log.info("%d waiting changes were brought to the index at the start", delivered)
