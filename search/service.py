"""The one door to search: what the search page, the commands, the API and the evaluation call."""

from __future__ import annotations

from search import correcting
from search.document import PUBLIC
from search.engine import Engine
from search.parse import parse_query
from search.query import Filters, Sort
from search.results import Explanation, Results
from search.thai.lexicon import Layers, Terms, lexicon


def prepare() -> None:
    """Read the dictionary, and what is made of it, before somebody waits for it: about a second."""
    parse_query("ศูนย์บริการ")
    correcting.prepare()


def answer(
    engine: Engine,
    text: str,
    *,
    filters: Filters | None = None,
    access: tuple[str, ...] = (PUBLIC,),
    page: int = 1,
    page_size: int = 20,
    sort: Sort = "relevance",
    whole: str = "",
    terms: Terms | None = None,
) -> Results:
    """Answer what a reader typed; filters without a word list what fits them, the newest first.

    Any text is taken; one that can find nothing gives no hits and a `message` in Thai. `access` are the
    tokens the reader holds: what needs another is in no hit, count, facet or suggestion. `whole` names a
    facet of which every value is counted. `terms` are known besides the shipped lexicon.
    Raises `EngineUnavailable` and nothing else.
    """
    query = parse_query(
        text,
        filters=filters,
        access=access,
        page=page,
        page_size=page_size,
        sort=sort,
        whole=whole,
        terms=_terms(engine, text, access, terms),
    )
    return engine.search(query)


def _terms(engine: Engine, text: str, access: tuple[str, ...], more: Terms | None) -> Terms:
    """The shipped lexicon, what the caller knows besides, and what the reader's documents explain."""
    known = (lexicon(), more) if more else (lexicon(),)
    return Layers((*known, engine.glossary(access)) if text.strip() else known)


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
    terms: Terms | None = None,
) -> Explanation:
    """How a text is understood, and why its results come in this order. Raises `EngineUnavailable`."""
    known = _terms(engine, text, access, terms)
    return engine.explain(parse_query(text, filters=filters, access=access, terms=known), limit)
