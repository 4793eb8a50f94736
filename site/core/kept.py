"""What pages read alike for everybody, kept in the process for as long as no content changes at all.

The menus and the holidays stand behind every page and change a few times a year. A request for which
`core.page_cache` asked for the version of the content (`core.content_version`) shows them as they were last
read under that version; any write of content, a restriction or a move among them, makes another version. A
request of which nobody knows the version (signed in, with a query string, the admin) reads them itself.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

Result = TypeVar("Result")

_version: ContextVar[str] = ContextVar("kept_version", default="")


@contextmanager
def under(version: str) -> Iterator[None]:
    """While a page is made of the content of this version, which was asked for before anything else."""
    token = _version.set(version)
    try:
        yield
    finally:
        _version.reset(token)


def kept(make: Callable[..., Result]) -> Callable[..., Result]:
    """A function whose answer follows from content and its arguments alone, asked once for each version.

    The answer is shared between threads: it must be immutable. The arguments are few, such as a site and a
    language. What is read late may be newer than the version under which it is kept, never older.
    """
    held: tuple[str, dict[tuple[Hashable, ...], Any]] = ("", {})

    @wraps(make)
    def known(*arguments: Hashable) -> Result:
        nonlocal held
        version, mine = _version.get(), held
        if not version:
            return make(*arguments)
        if mine[0] != version:
            mine = held = (version, {})
        answers = mine[1]
        if arguments not in answers:
            answers[arguments] = make(*arguments)
        found: Result = answers[arguments]
        return found

    return known
