"""One writer at a time, across processes."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

PAUSE = 0.02


@contextmanager
def writer_lock(wait: float = 0.0) -> Iterator[bool]:
    """Hold the right to write to the index; yields whether it was got within `wait` seconds.

    An advisory lock on a file, which the kernel lets go of when its holder dies, however it dies.
    """
    path = settings.SEARCH_DIR.with_suffix(".lock")  # beside the index that it is for
    path.parent.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + wait
    with path.open("a") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= until:
                    yield False
                    return
                time.sleep(PAUSE)
            else:
                break
        yield True
