"""The search asked by other apps' lists: keys of pages instead of results, the best first."""

from __future__ import annotations

import logging

from core.site_search import site_search
from finder import answering
from search import EngineUnavailable, Filters

log = logging.getLogger(__name__)


@site_search
def best_pages(text: str, kind: str, most: int) -> list[int] | None:
    """What everybody may find of a type; None where the index cannot answer now. See `core.site_search`."""
    request = answering.Request(text, Filters(types=(kind,)), page_size=most)
    try:
        hits = answering.find(request, None).hits
    except EngineUnavailable as error:
        log.warning("A list is shown without the search: %s", error)
        return None
    named = (hit.key.rpartition("-") for hit in hits)
    return [int(number) for name, _, number in named if name == "page"]
