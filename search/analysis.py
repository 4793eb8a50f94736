"""The analyzer: what a text is indexed with, and the same for what a query is looked up with.

Four streams are made of a text, each a string of tokens separated by spaces, so that any engine that can
split at white space takes them:

words   dictionary words, the words inside compounds, and canonical tokens (see `search.canonical`)
pairs   adjacent words joined: an order-keeping match that survives most differences in cutting
grams   every three characters in a row of the skeleton, for noise and spelling errors
marks   the canonical tokens alone

The skeleton is the normalised text without white space, in one byte a character: what candidates are
compared with.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from search.canonical import Canonical, amount_token, find_canonical
from search.thai.lexicon import abbreviation_key, lexicon
from search.thai.normalise import normalise
from search.thai.segment import dictionary_hash, segment, sub_words

ANALYZER_VERSION = 3
"""Raised whenever the tokens of an unchanged text change."""

_WORD = re.compile(r"[^\W_]")
_EDGES = re.compile(r"^[^\w\u0e00-\u0e7f]+|[^\w\u0e00-\u0e7f]+$")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_LATIN_PARTS = re.compile(r"[a-z0-9]+|[ก-๎]+")
_SPACE = re.compile(r"\s+")
_SIGNS = re.compile(r"[\s\"']+")

_ABBREVIATED = re.compile(r"(?:[ก-ฮ]{1,6}\.)+")


def analyzer_hash() -> str:
    """What an index made by this analyzer is marked with: it changes with code version, words and lexicon."""
    parts = f"{ANALYZER_VERSION}-{dictionary_hash()}-{lexicon().hash}"
    return hashlib.sha256(parts.encode()).hexdigest()[:16]


@lru_cache(maxsize=200_000)
def clean(piece: str) -> str:
    """A piece of the segmenter as a word: without signs around it; empty for white space and punctuation."""
    if not _WORD.search(piece):
        return ""
    if _NUMBER.fullmatch(piece):
        return amount_token(piece)[2:]
    if _ABBREVIATED.fullmatch(piece):
        return piece
    return _EDGES.sub("", piece)


@lru_cache(maxsize=200_000)
def expansion(word: str) -> str:
    """A word and the words inside it, separated by spaces."""
    parts = sub_words(word)
    if not parts and any(sign in word for sign in "-_/.") and not _NUMBER.fullmatch(word):
        parts = tuple(part for part in _LATIN_PARTS.findall(word) if len(part) > 1 and part != word)
    return " ".join((word, *parts))


def words_of(text: str) -> list[str]:
    """Words of a normalised text, cleaned, without those that are only signs."""
    return [word for word in map(clean, segment(text)) if word]


@dataclass(frozen=True, slots=True)
class Streams:
    """What a text is indexed with."""

    words: str
    pairs: str
    marks: str
    skeleton: bytes


def analyse(text: str, extra: Iterable[str] = ()) -> Streams:
    """Analyse any text; `extra` canonical tokens are added (a letter's own number and date)."""
    return analyse_normalised(normalise(text), extra)


def analyse_normalised(plain: str, extra: Iterable[str] = ()) -> Streams:
    """Analyse a text that is normalised already."""
    words = words_of(plain)
    found = canonical_tokens(find_canonical(plain))
    marks = " ".join(dict.fromkeys((*extra, *found, *_abbreviations_among(words))))
    stream = " ".join(map(expansion, words))
    return Streams(
        words=f"{stream} {marks}" if marks else stream,
        pairs=" ".join(map(str.__add__, words, words[1:])),
        marks=marks,
        skeleton=skeleton(plain),
    )


def canonical_tokens(found: Iterable[Canonical]) -> Iterable[str]:
    """Index tokens of everything canonical in a text."""
    for item in found:
        yield from item.tokens


def _abbreviations_among(words: Iterable[str]) -> Iterable[str]:
    """Known abbreviations that the segmenter found inside a run of letters: ให้กยท.ดำเนินการ."""
    for word in dict.fromkeys(words):
        if word.endswith(".") and (key := abbreviation_key(word)) and len(key) > 1 and lexicon().knows(key):
            yield f"#a{key}"


def _unencodable(error: UnicodeError) -> tuple[bytes, int]:
    """Characters outside Thai and ASCII share 31 bytes that Thai does not use."""
    assert isinstance(error, UnicodeEncodeError)
    foreign = error.object[error.start : error.end]
    return bytes(0x80 + ord(char) % 31 for char in foreign), error.end


codecs.register_error("ruam-skeleton", _unencodable)


def squeeze(text: str) -> str:
    """Normalised text without white space and quotation marks."""
    return _SIGNS.sub("", text)


def skeleton(text: str) -> bytes:
    """A normalised text squeezed, in TIS-620, one byte a character."""
    return squeeze(text).encode("tis-620", "ruam-skeleton")


def grams_of(text: bytes) -> list[bytes]:
    """Every three bytes in a row of a skeleton."""
    return [text[i : i + 3] for i in range(len(text) - 2)]
