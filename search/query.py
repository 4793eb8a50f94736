"""The typed plan of a search, that both engines compile."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Literal, get_args

from search.document import PUBLIC


@dataclass(frozen=True, slots=True)
class Filters:
    """The facet choices of a reader. An empty tuple does not filter. Years are Buddhist; a fiscal year
    (ปีงบประมาณ) is the one it ends in: 1 October 2566 to 30 September 2567 is 2567.
    """

    types: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    topics: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    fiscal_years: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        """Whether the reader chose anything."""
        return any(getattr(self, field.name) for field in fields(self))


Sort = Literal["relevance", "newest", "oldest", "title"]
"""The order of results. By date what has none stands last; `title` is the order of Thai dictionaries."""

SORTS: tuple[Sort, ...] = get_args(Sort)


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


GroupKind = Literal["word", "letter", "date", "telephone", "amount", "abbreviation", "form", "measure"]


@dataclass(frozen=True, slots=True)
class Group:
    """A unit of the query: any of its alternatives satisfies it. `tells`: its part beside others."""

    text: str
    kind: GroupKind
    alternatives: tuple[Alternative, ...]
    tells: float = 1.0


@dataclass(frozen=True, slots=True)
class Chunk:
    """What was typed without a space in it: its skeleton, and which of the query's groups it is made of.

    meant  what its skeleton would be without a typing error, or as texts write a number in it
    forms  its skeletons with a head written otherwise (`search.heads`)
    core   what all of `forms` have in common, so that most texts need not be read for each; or empty
    """

    literal: bytes
    groups: tuple[int, ...]
    meant: tuple[bytes, ...] = ()
    forms: tuple[bytes, ...] = ()
    core: bytes = b""


@dataclass(frozen=True, slots=True)
class Query:
    """What a reader asked, understood (see `parse_query`).

    text       as typed
    plain      normalised, without operators
    groups     what to look for; empty only where the query can find nothing
    chunks     the runs of groups that no space parts
    pairs      tokens of adjacent words (see `analysis.pairs_of`)
    skeleton   `plain` squeezed, for comparison with candidates
    phrases    skeletons that a result must contain: what stood in quotes
    excluded   words of what followed a minus sign; a result must not have the words of one side by side
    own        tokens of which a letter's own number or date must have all (a bare "ว 118")
    message    a sentence for the reader where the query could not be used as typed, in Thai
    sort       the order of the results
    whole      a facet of which every value is counted, not only the most frequent; or empty
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
    sort: Sort = "relevance"
    whole: str = ""

    @property
    def browses(self) -> bool:
        """Whether a choice without words lists all that fits it."""
        return not self.groups and self.message is None and bool(self.filters)
