"""Thai full-text search for government documents. Imports no Django."""

from search.document import PUBLIC, TYPES, Document, Passage
from search.engine import Engine, EngineUnavailable
from search.query import Filters, Query
from search.results import FacetValue, Hit, Results, Span

__all__ = [
    "PUBLIC",
    "TYPES",
    "Document",
    "Engine",
    "EngineUnavailable",
    "FacetValue",
    "Filters",
    "Hit",
    "Passage",
    "Query",
    "Results",
    "Span",
]
