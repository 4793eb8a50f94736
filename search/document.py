"""What is put into an index: one frozen `Document` a page, whatever the engine."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

PUBLIC = "public"
"""The access token that everybody holds, signed in or not."""

TYPES = (
    "circular",
    "service",
    "centre",
    "guideline",
    "adaptation",
    "organisation",
    "page",
    "document",
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a document that can be pointed at: a section, a step, a page of a file.

    `anchor` is the fragment of the document's URL that shows it (without `#`), or empty.
    """

    text: str
    heading: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found (เอกสารในดัชนี).

    The text is the original text: normalisation happens inside the index only.

    key            unique and stable over edits: "page-12", "organisation-opdc"
    type           one of TYPES
    url            path on this site, Thai version, e.g. "/services/id-card-lost/"
    keywords       other names of the same thing: abbreviations, former names, English name
    number         a letter's canonical number, e.g. "นร 1205/85"; None unless a circular
    date           the date that readers know it by; None where it has none
    organisations  codes of the organisations that own it, the nearest first, its ancestors after
    topics         codes or words of life events and topics, for facets
    status         a facet of its own kind, e.g. "in-force"; empty where it has none
    access         tokens; a reader who holds any one of them may find the document
    version        grows with every change; an older version never overwrites a newer one
    extra          further values that a result list shows, never searched
    """

    key: str
    type: str
    title: str
    url: str
    body: tuple[Passage, ...] = ()
    summary: str = ""
    keywords: tuple[str, ...] = ()
    number: str | None = None
    date: datetime.date | None = None
    organisations: tuple[str, ...] = ()
    organisation_name: str = ""
    topics: tuple[str, ...] = ()
    status: str = ""
    access: tuple[str, ...] = (PUBLIC,)
    version: int = 0
    extra: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.type not in TYPES:
            raise ValueError(f"unknown document type {self.type!r}; one of {', '.join(TYPES)}")
        if not self.key:
            raise ValueError("a document needs a key")
