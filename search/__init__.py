"""Thai full-text search for government documents. Imports no Django.

The types are here; the doors are

search.service.answer       engine, text, filters, access, page → Results; what the search page calls
search.engines.open_engine  the engine that a URL names (tantivy://)
search.engine.Engine        index, delete, rebuild, versions, state; raises EngineUnavailable
"""

from search.document import PUBLIC, TYPES, Document, Passage
from search.engine import Engine, EngineUnavailable, IndexState
from search.query import SORTS, Filters, Query, Sort
from search.results import FacetValue, Hit, Results, Span

__all__ = [
    "PUBLIC",
    "SORTS",
    "TYPES",
    "Document",
    "Engine",
    "EngineUnavailable",
    "FacetValue",
    "Filters",
    "Hit",
    "IndexState",
    "Passage",
    "Query",
    "Results",
    "Sort",
    "Span",
]
