"""Not asking again and again what does not answer."""

from __future__ import annotations

import threading
import time


class Breaker:
    """After a silence nobody is let through for a while, then one at a time until an answer comes.

    Without it every reader of a hanging server would wait for its whole timeout, and the site's threads
    with them.
    """

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._until = 0.0
        self._lock = threading.Lock()

    def lets_through(self) -> bool:
        with self._lock:
            now = time.monotonic()
            if now < self._until:
                return False
            if self._until:
                self._until = now + self._pause  # this one tries; the others wait for what comes of it
            return True

    def answered(self) -> None:
        with self._lock:
            self._until = 0.0

    def silent(self) -> None:
        with self._lock:
            self._until = time.monotonic() + self._pause
