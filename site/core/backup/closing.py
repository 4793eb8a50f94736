"""What must not be open again because a backup was brought back: links and requests that were used since.

A backup knows nothing of what happened after it. An app says here how it closes what would otherwise be good
once more; `manage.py restore` does it as soon as the tables are those of this version.
"""

from __future__ import annotations

from collections.abc import Callable

Closer = Callable[[], str]

_closers: list[Closer] = []


def closed_by_restoring(closer: Closer) -> Closer:
    """Register a function that closes what was open in the backup and says what it closed, or nothing."""
    _closers.append(closer)
    return closer


def close_what_was_open() -> list[str]:
    """Close it all; gives the sentences for whoever restores."""
    return [said for closer in _closers if (said := closer())]
