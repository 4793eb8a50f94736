"""The analyzer: what a text is indexed with, and the same for what a query is looked up with.

Four streams are made of a text, each a string of tokens separated by spaces, so that any engine that can
split at white space takes them:

words   dictionary words, the words inside compounds, and canonical tokens (see `search.canonical`)
pairs   adjacent words, each pair as one short token: an order-keeping match that survives most differences
        in cutting
grams   every three characters in a row of the skeleton, each once, for noise and spelling errors
marks   the canonical tokens alone

The skeleton is the normalised text without white space, in one byte a character: what candidates are
compared with.
"""

from __future__ import annotations

import codecs
import hashlib
import re
import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from search.canonical import find_canonical
from search.thai.lexicon import abbreviation_key, lexicon
from search.thai.normalise import normalise
from search.thai.segment import dictionary_hash, segment, sub_words
from search.tokens import Canonical, amount_token

ANALYZER_VERSION = 11
"""Raised whenever the tokens of an unchanged text change."""

_WORD = re.compile(r"[^\W_]")
_EDGES = re.compile(r"^[^\w\u0e00-\u0e7f]+|[^\w\u0e00-\u0e7f]+$")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_LATIN_PARTS = re.compile(r"[a-z0-9]+|[ก-๎]+")
_LETTER = string.ascii_letters + string.digits + "+-"
_LETTERS = np.frombuffer(_LETTER.encode(), np.uint8)
_ODD_NUMBER, _64_BITS = 0x9E3779B97F4A7C15, 2**64 - 1
_ODD, _HALF, _30_BITS, _6_BITS = (
    np.uint64(_ODD_NUMBER),
    np.uint64(32),
    np.uint64(2**30 - 1),
    np.uint64(63),
)
_SHIFTS = np.arange(0, 30, 6, dtype=np.uint64)
_BYTES = np.array((16, 8, 0), dtype=np.uint32)

_SHORT_LATIN = re.compile(r"(?<!\S)[a-z]{2,4}(?!\S)")
_SPACE = re.compile(r"\s+")

CUT_SHORT = "ฯ"
"""What stands behind a name that is cut short (ไปยาลน้อย): nobody types it, and few write it everywhere."""
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
    if word.endswith(CUT_SHORT) and len(word) > 1:
        parts = (*parts, word[:-1])
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
    known = [piece for piece in map(_known, segment(plain)) if piece[0]]
    words = [word for word, _, _ in known]
    found = canonical_tokens(find_canonical(plain))
    marks = " ".join(dict.fromkeys((*extra, *found, *_abbreviations_among(words))))
    stream = " ".join([expanded for _, expanded, _ in known])
    return Streams(
        words=f"{stream} {marks}" if marks else stream,
        pairs=_pairs([code for word, _, code in known if word != CUT_SHORT]),
        marks=marks,
        skeleton=skeleton(plain),
    )


def pairs_of(words: Sequence[str]) -> str:
    """Tokens of adjacent words: five letters that hold 30 bits of both, a tenth of their text."""
    return _pairs([_code(word) for word in words])


def pair_of(before: str, behind: str) -> str:
    """The token of two adjacent words, quicker than `pairs_of` where there are no more."""
    code = (_code(before) * _ODD_NUMBER + _code(behind) & _64_BITS) >> 32
    return "".join([_LETTER[code >> shift & 63] for shift in (0, 6, 12, 18, 24)])


def _pairs(of_words: Sequence[int]) -> str:
    if len(of_words) < 2:
        return ""
    codes = np.array(of_words, np.uint64)
    codes = (codes[:-1] * _ODD + codes[1:]) >> _HALF & _30_BITS
    return _tokens(_LETTERS[codes[:, None] >> _SHIFTS & _6_BITS])


def grams_of(text: bytes) -> str:
    """Tokens of every three bytes in a row of a skeleton, each once."""
    if len(text) < 3:
        return ""
    codes = np.frombuffer(text, np.uint8).astype(np.uint32)
    grams = codes[:-2] << 16 | codes[1:-1] << 8 | codes[2:]
    grams.sort()
    each = grams[np.append(True, grams[1:] != grams[:-1])]
    return _tokens((each[:, None] >> _BYTES).astype(np.uint8))


def _tokens(characters: npt.NDArray[np.uint8]) -> str:
    """Rows of bytes as tokens of Latin-1 characters with a space behind each."""
    spaces = np.full((len(characters), 1), ord(" "), np.uint8)
    return np.hstack((characters, spaces)).tobytes().decode("latin-1")


@lru_cache(maxsize=50_000)
def _code(word: str) -> int:
    """64 bits of a word, the same with ฯ behind it as without."""
    word = word.removesuffix(CUT_SHORT)
    return int.from_bytes(
        hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big"
    )


@lru_cache(maxsize=200_000)
def _known(piece: str) -> tuple[str, str, int]:
    """All that is to know of a piece of the segmenter, for the quick way through a long text."""
    word = clean(piece)
    return (word, expansion(word), _code(word)) if word else ("", "", 0)


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


def short_latin(words: str) -> list[str]:
    """The Latin words of few letters in a stream of words, each once.

    A skeleton does not tell where they begin and end, and they stand in longer ones by chance: rid in hybrid.
    """
    return list(dict.fromkeys(_SHORT_LATIN.findall(words)))


def apart(literal: bytes) -> bytes:
    """A piece of a skeleton; a Latin word of few letters as it stands behind a text that has it as a word."""
    return b"\x01" + literal + b"\x01" if _SHORT_LATIN.fullmatch(literal.decode("latin-1")) else literal


def squeeze(text: str) -> str:
    """Normalised text without white space and quotation marks."""
    return "".join(text.split()).replace('"', "").replace("'", "")


def skeleton(text: str) -> bytes:
    """A normalised text squeezed, in TIS-620, one byte a character."""
    return squeeze(text).encode("tis-620", "ruam-skeleton")
