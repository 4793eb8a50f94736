"""The one door to search: what the search page, the commands, the API and the evaluation call."""

from __future__ import annotations

from search.document import PUBLIC
from search.engine import Engine
from search.parse import parse_query
from search.query import Filters
from search.results import Explanation, Results


def answer(
    engine: Engine,
    text: str,
    *,
    filters: Filters | None = None,
    access: tuple[str, ...] = (PUBLIC,),
    page: int = 1,
    page_size: int = 20,
) -> Results:
    """Answer what a reader typed.

    Any text is taken; one that can find nothing gives no hits and a `message` in Thai. `access` are the
    tokens the reader holds: what needs another is in no hit, count, facet or suggestion. Raises
    `EngineUnavailable` and nothing else.
    """
    query = parse_query(text, filters=filters, access=access, page=page, page_size=page_size)
    return engine.search(query)


def suggest(engine: Engine, text: str, *, access: tuple[str, ...] = (PUBLIC,), limit: int = 8) -> list[str]:
    """What a reader may be typing: titles and words of documents that `access` may see, the likeliest first.

    The typed letters may stand in the middle of a Thai run. Raises `EngineUnavailable` and nothing else.
    """
    return engine.suggest(text, access, limit)


def explain(
    engine: Engine,
    text: str,
    *,
    filters: Filters | None = None,
    access: tuple[str, ...] = (PUBLIC,),
    limit: int = 10,
) -> Explanation:
    """How a text is understood, and why its results come in this order. Raises `EngineUnavailable`."""
    return engine.explain(parse_query(text, filters=filters, access=access), limit)
