"""Work on texts that is asked for again whenever a screen is opened: the last results are kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar

Work = TypeVar("Work", bound=Callable[..., Any])

KEPT = 1024
"""Results of a function that are kept; as paragraphs are, they take some hundred kilobytes."""


def kept(longest: int) -> Callable[[Work], Work]:
    """Keep the last results, which must be immutable, of a function of texts, where all its texts together
    have fewer than `longest` characters."""

    def keep(work: Any) -> Any:
        known = lru_cache(maxsize=KEPT)(work)

        @wraps(work)
        def done(*args: Any) -> Any:
            size = sum(len(each) for each in args if isinstance(each, str))
            return (known if size < longest else work)(*args)

        return done

    return keep
