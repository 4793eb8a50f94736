"""The one door to search: what the search page, the commands, the API and the evaluation call."""

from __future__ import annotations

from search.document import PUBLIC
from search.engine import Engine
from search.parse import parse_query
from search.query import Filters
from search.results import Results


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
