"""The typed plan of a search, that both engines compile."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from search.document import PUBLIC


@dataclass(frozen=True, slots=True)
class Filters:
    """The facet choices of a reader. An empty tuple does not filter. `years` are Buddhist."""

    types: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    topics: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to say a unit of the query.

    tokens    what the index holds for it, all of them needed
    literals  pieces of skeleton that a text which says it contains, all of them needed (see `analysis`)
    weight    0 to 1: how surely it means what was typed
    reason    why it is here, for `explain`: "typed", "parts", or a kind of the lexicon
    text      the words, for highlights; empty for canonical tokens
    """

    tokens: tuple[str, ...]
    literals: tuple[bytes, ...]
    weight: float = 1.0
    reason: str = "typed"
    text: str = ""

    @property
    def loose(self) -> bool:
        """Whether half of the pieces say it in part: the words of an everyday term's official name."""
        return self.reason in ("synonym", "related") and len(self.literals) > 1


GroupKind = Literal["word", "letter", "date", "telephone", "amount", "abbreviation", "form"]


@dataclass(frozen=True, slots=True)
class Group:
    """A unit of the query: any of its alternatives satisfies it."""

    text: str
    kind: GroupKind
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    """What was typed without a space in it: its skeleton, and which of the query's groups it is made of."""

    literal: bytes
    groups: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What a reader asked, understood (see `parse_query`).

    text       as typed
    plain      normalised, without operators
    groups     what to look for; empty only where the query can find nothing
    chunks     the runs of groups that no space parts
    pairs      adjacent words joined
    skeleton   `plain` squeezed, for comparison with candidates
    phrases    skeletons that a result must contain: what stood in quotes
    excluded   words of what followed a minus sign; a result must not have all words of one
    own        tokens of which a letter's own number or date must have all (a bare "ว 118")
    message    a sentence for the reader where the query could not be used as typed, in Thai
    """

    text: str
    filters: Filters = field(default_factory=Filters)
    access: tuple[str, ...] = (PUBLIC,)
    page: int = 1
    page_size: int = 20
    plain: str = ""
    groups: tuple[Group, ...] = ()
    chunks: tuple[Chunk, ...] = ()
    pairs: tuple[str, ...] = ()
    skeleton: bytes = b""
    phrases: tuple[bytes, ...] = ()
    excluded: tuple[tuple[str, ...], ...] = ()
    own: tuple[str, ...] = ()
    message: str | None = None
