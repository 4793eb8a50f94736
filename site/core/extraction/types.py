"""What extraction is asked and what it answers."""

from __future__ import annotations

from dataclasses import dataclass

PROBLEMS = (
    "empty",  # no bytes
    "too-large",  # more bytes than the limit; not opened
    "unsupported",  # neither PDF nor DOCX nor text
    "encrypted",  # opens only with a password
    "damaged",  # the reader gave up
    "timeout",  # the time limit was reached; the pages before it are there
    "memory",  # the memory limit was reached; the pages before it are there
    "truncated",  # more pages or characters than the limits; the first ones are there
    "no-text",  # opens, and holds no text: a scan
    "implausible",  # there is text, and most of it is no language
    "repaired",  # text was broken in a way that could be undone
)
"""Stable codes. `repaired` and `truncated` alone leave a usable text."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may cost.

    seconds     wall clock and CPU of the reading process
    memory      bytes of its address space
    size        bytes of the file
    pages       pages that are read
    characters  characters that are kept, all pages together
    """

    seconds: float = 30.0
    memory: int = 768 * 1024 * 1024
    size: int = 50 * 1024 * 1024
    pages: int = 2000
    characters: int = 3_000_000


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file.

    pages      text of each page in order, "" for one without text; DOCX and TXT have the pages that
               their page breaks make
    extractor  what read it, with its version: "pdfium 5.15.2", "docx 1", "text cp874"; "" if nothing did
    score      0 to 1: how much of the text is made of words that exist, 0 without text
    problems   codes of PROBLEMS
    """

    pages: tuple[str, ...]
    extractor: str
    score: float
    problems: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All pages, a form feed between two."""
        return "\f".join(self.pages)
