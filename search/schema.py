"""One table of index fields, that both engines compile, and what a document puts into them."""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import dataclass, fields
from typing import Any, Literal

from search.analysis import analyse_normalised, grams_of, short_latin, skeleton
from search.definitions import definitions
from search.document import Document, Passage
from search.ranking import PART, Candidate, day_number
from search.thai.collation import sort_key
from search.thai.letter_numbers import parse_number
from search.thai.normalise import normalise
from search.tokens import date_tokens, letter_tokens

SCHEMA_VERSION = 4
_PASSAGE = tuple(field.name for field in fields(Passage))

Kind = Literal["keyword", "keywords", "tokens", "number", "bytes"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the index.

    keyword, keywords  one value or several, matched whole
    tokens             tokens separated by spaces, ranked by BM25
    number             a whole number
    bytes              stored only

    `facet`: its values are counted; `sorts`: results are ordered by it. A number serves both anyway.
    """

    name: str
    kind: Kind
    facet: bool = False
    sorts: bool = False
    stored: bool = False
    frequencies: bool = True


FIELDS: tuple[Field, ...] = (
    Field("key", "keyword"),
    Field("stamp", "keyword"),  # key, tab, version: both at once for the check against the content
    Field("uid", "number"),  # stands for this version of this document, in caches and sets
    Field("type", "keyword", facet=True),
    Field("organisation", "keywords", facet=True),
    Field("year", "number", facet=True),
    Field("fiscal_year", "number", facet=True),
    Field("topic", "keywords", facet=True),
    Field("status", "keyword", facet=True),
    Field("access", "keywords"),
    Field("defines", "keywords", facet=True),  # abbreviations that the text explains itself
    Field("day", "number"),
    Field("newest", "number", sorts=True),  # descending; of one day in an order that no edit changes
    Field("oldest", "number", sorts=True),  # descending too, so that what has no date stands last
    Field("title_order", "keyword", sorts=True),
    Field("own", "tokens", frequencies=False),
    Field("words", "tokens"),
    Field("title", "tokens"),
    Field("pairs", "tokens", frequencies=False),
    Field("grams", "tokens", frequencies=False),
    Field("title_grams", "tokens", frequencies=False),
    Field("skeleton", "bytes", stored=True),
    Field("source", "bytes", stored=True),
)

FACETS: tuple[str, ...] = ("type", "organisation", "year", "fiscal_year", "topic", "status")

_DAYS = 1 << 22
"""More than the days from 1900 to 9999."""
_KEY_BITS = 41
_SORTED_TITLE = 200
"""Letters of a title that decide its place; of those equal so far, the key does."""


def buddhist_year(date: datetime.date | None) -> int | None:
    return date.year + 543 if date else None


def fiscal_year(date: datetime.date | None) -> int | None:
    """The Buddhist fiscal year (ปีงบประมาณ), 1 October to 30 September, by the year it ends in.

    >>> fiscal_year(datetime.date(2023, 9, 30)), fiscal_year(datetime.date(2023, 10, 1))
    (2566, 2567)
    """
    return date.year + 543 + (date.month >= 10) if date else None


def _orders(document: Document) -> dict[str, int | str]:
    """Where a document stands in each order: unique, and the same after an edit that does not touch it."""
    digest = hashlib.blake2b(document.key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    tie = int.from_bytes(digest, "big") >> (64 - _KEY_BITS)
    day = day_number(document.date)
    return {
        "newest": day << _KEY_BITS | tie,
        "oldest": (_DAYS - day if day else 0) << _KEY_BITS | tie,
        "title_order": f"{sort_key(normalise(document.title)[:_SORTED_TITLE])}0000{tie:011x}",
    }


def own_tokens(document: Document) -> tuple[str, ...]:
    """Tokens of the letter number and the date that the document itself bears."""
    tokens: list[str] = []
    if document.number:
        number = parse_number(document.number)
        if number and number.running is not None:
            tokens += letter_tokens(number)
    if document.date:
        tokens += date_tokens(document.date.year + 543, document.date.month, document.date.day)
        tokens.append(f"#g{fiscal_year(document.date)}")
    return tuple(tokens)


def uid_of(source: bytes) -> int:
    """63 bits of a dumped document, that differ whenever anything about it differs."""
    digest = hashlib.blake2b(source, digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def values(document: Document) -> dict[str, Any]:
    """What each field of FIELDS holds for a document; a facet without a value is left out."""
    own = own_tokens(document)
    other_names = (*document.keywords, *((document.number,) if document.number else ()))
    head = "\n".join((document.title, *other_names))
    body = "\n".join(
        part
        for part in (
            document.summary,
            document.organisation_name,
            *(text for passage in document.body for text in (passage.heading, passage.text)),
        )
        if part
    )
    source = dump(document)
    whole_text = normalise(f"{head}\n{body}")
    streams = analyse_normalised(whole_text, own)
    names = b"\x03".join(skeleton(normalise(name)) for name in other_names)
    title_skeleton = skeleton(normalise(document.title))
    # Normalising the body once more is dear: mostly it is what follows the head.
    plain_head = normalise(head)
    follows = plain_head and whole_text.startswith(f"{plain_head}\n")
    body_skeleton = skeleton(whole_text[len(plain_head) + 1 :] if follows else normalise(body))
    marked = " ".join((*streams.marks.split(), *short_latin(streams.words)))
    marks = marked.encode("tis-620", "ruam-skeleton").replace(b" ", b"\x01")
    whole = PART.join((title_skeleton, names, body_skeleton, b"\x01" + marks + b"\x01" if marks else b""))
    return {
        "key": document.key,
        "stamp": f"{document.key}\t{document.version}",
        "uid": uid_of(source),
        "type": document.type,
        "organisation": document.organisations,
        "year": buddhist_year(document.date),
        "fiscal_year": fiscal_year(document.date),
        "topic": document.topics,
        "status": document.status or None,
        "access": document.access,
        "defines": definitions(whole_text, f"{head}\n{body}"),
        "day": day_number(document.date),
        **_orders(document),
        "own": " ".join(own),
        "words": streams.words,
        "title": " ".join(analyse_normalised(plain_head).words.split()),
        "pairs": streams.pairs,
        "grams": grams_of(streams.skeleton),
        "title_grams": grams_of(title_skeleton + b"\x03" + names),
        "skeleton": b"\x04".join(
            (document.type.encode(), str(day_number(document.date)).encode(), " ".join(own).encode(), whole)
        ),
        "source": source,
    }


def candidate_of(uid: int, stored: bytes) -> Candidate:
    """The stored skeleton of a document as a candidate without a score."""
    kind, day, own, whole = stored.split(b"\x04", 3)
    return Candidate(uid, 0.0, whole, kind.decode(), int(day), own.decode())


def dump(document: Document) -> bytes:
    """A document as JSON, with sorted keys; `load` reads it back."""
    plain = {field.name: getattr(document, field.name) for field in fields(document)}
    plain["body"] = [{n: getattr(passage, n) for n in _PASSAGE} for passage in document.body]
    plain["date"] = document.date.isoformat() if document.date else None
    plain["extra"] = dict(sorted(document.extra.items()))
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def load(data: bytes) -> Document:
    """The document that `dump` wrote."""
    plain: dict[str, Any] = json.loads(data.decode("utf-8", "surrogatepass"))
    given: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in plain.items()}
    given["body"] = tuple(Passage(**passage) for passage in plain["body"])
    given["date"] = datetime.date.fromisoformat(plain["date"]) if plain["date"] else None
    return Document(**given)
