"""What is read from one official letter. Frozen values; offsets are those of the text that was parsed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["external", "internal", "stamped", "order", "publicity", "record"]
"""Six kinds of official letters (หนังสือราชการ ๖ ชนิด), regulation on documentation B.E. 2526, clause 10."""

Severity = Literal["error", "warn", "info"]
NumberStatus = Literal["ok", "normalised", "unreadable", "missing"]
DateStatus = Literal["ok", "incomplete", "invalid", "conflict", "missing"]
ReferenceType = Literal["letter", "cabinet_resolution", "law", "regulation", "other"]
Match = Literal["exact", "probable", "not_in_registry"]
Link = Literal["cites", "amends", "cancels", "replaces"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Number:
    """The letter's own number (ที่). `canonical` is None when it is unreadable or missing."""

    raw: str | None = None
    prefix: str | None = None
    subagency: str | None = None
    unit_code: str | None = None
    circular: bool = False
    running: int | None = None
    canonical: str | None = None
    status: NumberStatus = "missing"
    mark: str = ""
    secret: bool = False
    """Whether it is in the register of secret letters (ล), a circular (ว ล) too."""


@dataclass(frozen=True, slots=True)
class LetterDate:
    """The letter's date (วันที่). `be` and `iso` are what the text says: YYYY-MM-DD, or YYYY-MM."""

    raw: str | None = None
    be: str | None = None
    iso: str | None = None
    precision: str | None = None
    status: DateStatus = "missing"
    best_reading_be: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A document that the letter cites: under อ้างถึง, in its body, or a letter enclosed.

    `target` is the cited letter's canonical number in the registry, else its accession number, else None;
    each of `mismatches` names a part, what is cited and what the target says: "running 45≠85". `link` is what
    the wording does to the other letter.
    """

    type: ReferenceType
    raw: str
    number_canonical: str | None = None
    date_be: str | None = None
    target: str | None = None
    match: Match | None = None
    mismatches: tuple[str, ...] = ()
    prefix: str | None = None
    unit_code: str | None = None
    subagency: str | None = None
    circular: bool = False
    running: int | None = None
    link: Link = "cites"
    series: str = ""
    """The sign in brackets after ว, which begins a series of its own: ว(ท) 22 is not ว 22."""
    secret: bool = False
    """Whether its words say that it is secret: a class before the number, or the register of secrets (ล)."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """Something sent along (สิ่งที่ส่งมาด้วย), counted from 1."""

    n: int
    raw: str
    quantity: int | None = None
    unit: str | None = None
    cites_letter: Citation | None = None


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signed. `position` holds all its lines, the acting phrase included."""

    name: str
    position: str | None = None
    acting_type: str | None = None
    acting_for: str | None = None
    best_reading: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A Cabinet resolution or a meeting that the body speaks of, with its date as read."""

    kind: Literal["cabinet_resolutions", "meetings"]
    raw: str
    start: int
    end: int
    date_be: str | None = None
    date_iso: str | None = None
    number: str | None = None
    body_name: str | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """A doubt about one field, to be resolved by a person and never deleted.

    `related` is the canonical or accession number of the other letter it was compared with; `span` is
    the place in the text, where there is one.
    """

    code: str
    severity: Severity
    field: str
    message: str
    related: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class ParsedLetter:
    """One letter (หนังสือราชการ) as its text says. `text` is the letter's own part of the input.

    `body_citations` are letters that only the body names, `mentions.letters` in the names of fields.
    `positions` maps a field ("number", "enclosures[0]") to its place in `text`; `offset` is where `text`
    begins in the input.
    """

    text: str
    offset: int = 0
    kind: Kind = "external"
    number: Number = Number()
    speed: str | None = None
    secrecy: str | None = None
    issuer: str | None = None
    issuer_address: tuple[str, ...] = ()
    owner_unit: str | None = None
    phones: tuple[str, ...] = ()
    fax: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    date: LetterDate = LetterDate()
    subject: str | None = None
    salutation: str | None = None
    purpose_line: str | None = None
    closing: str | None = None
    addressees: tuple[str, ...] = ()
    references: tuple[Citation, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    body_citations: tuple[Citation, ...] = ()
    signatory: Signatory | None = None
    body: str = ""
    mentions: tuple[Mention, ...] = ()
    flags: tuple[Flag, ...] = ()
    positions: Mapping[str, Span] = field(default_factory=dict)

    @property
    def is_circular(self) -> bool:
        """Whether it is in a circular series (หนังสือเวียน)."""
        return self.number.circular

    @property
    def publishable(self) -> bool:
        """False for letters that are or may be secret, letters of a secret register and internal memos."""
        is_suspect = any(one.code == "SECRECY_SUSPECT" for one in self.flags)
        return self.secrecy is None and self.kind != "internal" and not self.number.secret and not is_suspect
