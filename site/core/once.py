"""What follows from saving, done once a piece of work instead of once a save.

Publishing a page saves it three times, and every save writes Wagtail's search boxes, its index of references
and the outbox anew. Where many pages are stored, each is a piece: what its saves ask for waits until the end
of the piece, in the same transaction, and is done once. Outside of a piece everything is done at once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from django_tasks.backends.immediate import ImmediateBackend

_waiting: ContextVar[dict[Hashable, Callable[[], object]] | None] = ContextVar("waiting", default=None)


@contextmanager
def piece() -> Iterator[None]:
    """A piece of work inside a transaction. Of a piece that fails nothing is done: it is rolled back.

    A piece inside a piece is part of it.
    """
    if _waiting.get() is not None:
        yield
        return
    waiting: dict[Hashable, Callable[[], object]] = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    for act in waiting.values():
        act()


def once(key: Hashable, act: Callable[[], object]) -> None:
    """Do something at the end of the piece, the latest of its key; now where no piece is under way."""
    waiting = _waiting.get()
    if waiting is None:
        act()
    else:
        waiting[key] = act


class TaskBackend(ImmediateBackend):
    """Runs tasks at once, and in a piece each with the same arguments once, at the end."""

    def _execute_task(self, task_result: Any) -> None:
        task = task_result.task
        key = (task.module_path, repr(task_result.args), repr(task_result.kwargs))
        once(key, partial(super()._execute_task, task_result))
