"""What apps have done beside the web server, without the worker knowing them.

An app decorates a function in its own `jobs.py`; the worker calls it again and again. A job must bear being
called twice and being killed at any moment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class BackgroundJob:
    """A named function and how many seconds lie between two calls."""

    name: str
    run: Work
    interval: float


_jobs: dict[str, BackgroundJob] = {}


def background_job(name: str, interval: float) -> Callable[[Work], Work]:
    """Register a function for the worker, to be called every `interval` seconds."""

    def register(work: Work) -> Work:
        _jobs[name] = BackgroundJob(name, work, interval)
        return work

    return register


def background_jobs() -> list[BackgroundJob]:
    """All that apps registered, by name."""
    return [_jobs[name] for name in sorted(_jobs)]
