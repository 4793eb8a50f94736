"""Telling how far the making of a long file has come."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Told, from time to time, how many parts of how many are done."""


def untold(done: int, parts: int) -> None:
    """Where nobody waits for it."""


class Counter:
    """Counts parts up to a known number and tells each."""

    def __init__(self, parts: int, progress: Progress) -> None:
        self.done, self.parts, self._progress = 0, max(parts, 1), progress

    def add(self, parts: int = 1) -> None:
        self.done = min(self.done + parts, self.parts)
        self._progress(self.done, self.parts)
