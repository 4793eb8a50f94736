"""Cutting Thai text into words: a dictionary of common words with the government lexicon on top.

The only module that knows the segmenter (nlpo3, maximal matching). The dictionary is loaded once into a
process, under a name made from its content; cutting is thread-safe.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
import threading
from functools import cache
from pathlib import Path

import nlpo3
from pythainlp.corpus import thai_words

from search.thai.lexicon import lexicon
from search.thai.normalise import normalise

_WORD = re.compile(r"[^\W_]")
_THAI = re.compile("[ก-๎]")
_LOCK = threading.Lock()
_LOADED: set[str] = set()

# Common words that a general dictionary cuts wrongly: การ forms a noun of any verb, and maximal matching
# then prefers แนว|ทางการ to แนวทาง|การ.
_EXTRA = ("แนวทางการ", "ช่องทางการ", "เส้นทางการ", "ทิศทางการ", "หนทางการ", "คณะกรรมการ", "อนุกรรมการ")


@cache
def dictionary() -> frozenset[str]:
    """Every word the segmenter knows, normalised; words only, no phrases with spaces."""
    common = (normalise(word) for word in thai_words())
    words = {
        word for word in (*common, *lexicon().words(), *_EXTRA) if " " not in word and _THAI.search(word)
    }
    everyday = {word for word in lexicon().words(everyday=True) if _THAI.search(word)}
    return frozenset(words | {word for word in everyday if not _is_made_of(word, words)})


def _is_made_of(word: str, words: set[str]) -> bool:
    """Whether a word is a row of other words."""
    ends = {0}
    for end in range(2, len(word) + 1):
        if any(end - start > 1 and word[start:end] in words for start in ends):
            ends.add(end)
    return len(word) in ends


@cache
def dictionary_hash() -> str:
    """Changes when segmentation may change: part of what an index is marked with."""
    return hashlib.sha256("\n".join(sorted(dictionary())).encode()).hexdigest()[:12]


@cache
def _dictionary_name() -> str:
    name = f"ruam-{dictionary_hash()}"
    with _LOCK:
        if name not in _LOADED:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "words.txt"
                path.write_text("\n".join(sorted(dictionary())), encoding="utf-8")
                nlpo3.load_dict(str(path), name)
            _LOADED.add(name)
    return name


def segment(text: str) -> list[str]:
    """Cut normalised text into pieces whose concatenation is the text; spaces and signs are pieces too."""
    pieces = nlpo3.segment(text, _dictionary_name()) if text else []
    return pieces if "".join(pieces) == text else _with_gaps(text, pieces)


def _with_gaps(text: str, pieces: list[str]) -> list[str]:
    """Put back what the segmenter left out, so that offsets stay true."""
    result, at = [], 0
    for piece in pieces:
        found = text.find(piece, at)
        if found < 0:
            continue
        if found > at:
            result.append(text[at:found])
        result.append(piece)
        at = found + len(piece)
    if at < len(text):
        result.append(text[at:])
    return result


@cache
def _starts() -> dict[str, int]:
    """Longest dictionary word by its first two characters, to stop looking early."""
    longest: dict[str, int] = {}
    for word in dictionary():
        longest[word[:2]] = max(longest.get(word[:2], 0), len(word))
    return longest


def sub_words(word: str) -> tuple[str, ...]:
    """Dictionary words that a longer one is made of: กระทรวง and มหาดไทย in กระทรวงมหาดไทย, and again the
    parts of long parts; never กา in การ. A word is cut in as few parts as the dictionary allows."""
    parts = _parts(word, 2 if 8 <= len(word) < 20 else 3)
    found = dict.fromkeys(parts)
    for part in parts:
        if len(part) >= 8:
            found |= dict.fromkeys(sub_words(part))
    return tuple(found)


def _parts(word: str, shortest: int) -> list[str]:
    """All words of all ways to make `word` from the fewest dictionary words, in order of appearance."""
    size = len(word)
    if size < 5 or size > 120 or not _THAI.search(word):
        return []
    words, longest = dictionary(), _starts()
    pieces = [
        (start, end)
        for start in range(size - shortest + 1)
        for end in range(start + shortest, min(size, start + longest.get(word[start : start + 2], 0)) + 1)
        if end - start < size and word[start:end] in words and not _breaks_cluster(word, start, end)
    ]
    far = size + 1
    from_left = [0] + [far] * size
    for start, end in pieces:
        from_left[end] = min(from_left[end], from_left[start] + 1)
    from_right = [far] * size + [0]
    for start, end in reversed(pieces):
        from_right[start] = min(from_right[start], from_right[end] + 1)
    fewest = from_left[size]
    if fewest > size:
        return []
    # In a long name the fewest parts may hide common ones: คณะ|กรรม|การพัฒนาระบบราชการ hides คณะกรรมการ.
    allowed = fewest + (size >= 20)
    return [word[s:e] for s, e in pieces if from_left[s] + 1 + from_right[e] <= allowed]


def _breaks_cluster(word: str, start: int, end: int) -> bool:
    """Whether a cut here would part a consonant from its vowel or mark."""
    return (end < len(word) and word[end] in "ะัาำิีึืฺุู็่้๊๋์ํๆ") or word[end - 1] in "เแโใไ" or (word[start] in "ะัาำิีึืฺุู็่้๊๋์ํๆ")


def tokenize(text: str) -> list[str]:
    """Words of any text: normalised, cut, without white space and punctuation."""
    return [piece for piece in segment(normalise(text)) if _WORD.search(piece)]
