"""The one interface that both engines keep."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from search.document import Document
from search.query import Query
from search.results import Explanation, Results
from search.thai.lexicon import Terms


class EngineUnavailable(Exception):
    """The engine cannot answer now (server down, index missing); the caller may say so and try later."""


@dataclass(frozen=True, slots=True)
class IndexState:
    """How an index is.

    status  "ready"; "stale": made by another analyzer or lexicon, it answers but should be rebuilt;
            "missing" or "unusable" (another schema, damaged): it cannot answer, rebuild it
    count   documents in it, 0 where it cannot be read
    """

    status: Literal["ready", "stale", "missing", "unusable"]
    count: int


class Engine(Protocol):
    """An index that takes documents and answers queries.

    All methods raise `EngineUnavailable` where the engine cannot be reached.
    """

    def index(self, documents: Iterable[Document]) -> int:
        """Add or replace documents by key, keeping the newer version; visible when it returns.

        Gives how many were taken.
        """

    def delete(self, keys: Iterable[str]) -> None:
        """Remove documents by key; an unknown key is no error."""

    def search(self, query: Query) -> Results:
        """Answer a query with what the reader's access tokens allow."""

    def suggest(self, text: str, access: tuple[str, ...], limit: int = 8) -> list[str]:
        """Titles, names and words that continue or contain what is being typed; of visible documents only."""

    def explain(self, query: Query, limit: int = 10) -> Explanation:
        """How the query was understood, and what the scores of the first results are made of."""

    def glossary(self, access: tuple[str, ...]) -> Terms:
        """Abbreviations that documents explain themselves, of those only that these tokens open."""

    def versions(self) -> dict[str, int]:
        """Key to version of everything in the index, for the check that compares it with the content."""

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Build a fresh index beside the live one and swap it in. Gives how many documents it holds."""

    def drop(self) -> None:
        """Remove the index and all that belongs to it."""

    def state(self) -> IndexState:
        """How the index is; never raises for a missing or damaged one."""
