"""Which public pages the site's search finds, for lists of apps that do not know the search.

The app of the search registers who answers; a list asks. Where nobody answers, or the index cannot at the
moment, the list falls back on what it can tell by itself.
"""

from __future__ import annotations

from collections.abc import Callable

Answerer = Callable[[str, str, int], list[int] | None]

_answerers: list[Answerer] = []


def site_search(answerer: Answerer) -> Answerer:
    """Register who answers `best_pages`; there is one search, and the latest that is registered is asked."""
    _answerers[:] = [answerer]
    return answerer


def best_pages(text: str, kind: str, most: int) -> list[int] | None:
    """The keys of public pages of a document type ("service") that the search finds for a text, best first.

    `most` of them at most. None where there is no search or it cannot answer now. The index may be a moment
    behind the content: who shows the pages leaves out what is not public by now.
    """
    return _answerers[0](text, kind, most) if _answerers else None
