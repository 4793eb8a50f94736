"""What somebody means who tells what happened and names no service: a birth is one to be notified.

`thai/situations/fields.tsv` has everyday words by what they are about, `situations.tsv` what fields say
together. A situation is known by its parts, in any order: `{birth}`, a word, or a row of both that
follow one another (`{kin}{died}`); what begins with `-` must not be there. Fields under `also`, and
those of `ALWAYS`, may be said besides. The situation that explains most of what was typed counts, of two
that explain as much the one that needs more of it. Its meanings become further ways to say every unit
that it explains, so that both engines look for them; words beside it tell less.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from search.heads import Placed
from search.relevance.weights import BESIDE_SITUATION, SITUATION
from search.thai.lexicon import Meaning
from search.thai.normalise import normalise
from search.thai.segment import segment, sub_words
from search.ways import meanings_as_ways, unique

DATA = Path(__file__).parent / "thai" / "situations"

_ATOM = re.compile(r"\{(\w+)\}|([^{}\s]+)")
_MARKS = "ะัาำิีึืฺุู็่้๊๋์ํๆ"
_LEADING = "เแโใไ"
_SURE = 5
"""Letters of a word that need not be cut out by the segmenter to be one."""
_SMALL = """ของ ที่ ก็ ได้ จะ เพิ่ง พึ่ง แล้ว ไป มา ให้ กับ เป็น จาก ใน อยู่ ไว้ ใหม่ เอา ผม ฉัน หนู เรา
ตัวเอง มัน อยาก ต้อง กำลัง เคย ใบ อัน คน ๆ"""
_BETWEEN = re.compile(f"(?:{'|'.join(_SMALL.split())}| ){{0,3}}")
"""What may stand between two parts of a row."""

_ALWAYS = "kin child elder parent spouse baby office make notify people polite when"
ALWAYS = frozenset(_ALWAYS.split())
"""Fields of which any situation may speak: whom it is about, where one goes, that one wants something."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """Fields in a row, one or more; `absent` where none of it may be said."""

    fields: tuple[str, ...]
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """Parts that must all be said, fields besides, and what is meant by them: official words, normalised."""

    parts: tuple[Part, ...]
    also: frozenset[str]
    meanings: tuple[Meaning, ...]


@dataclass(frozen=True, slots=True)
class Situations:
    """All situations, and the fields of every word that they speak of, by its first two letters."""

    every: tuple[Situation, ...]
    fields: dict[str, tuple[tuple[str, frozenset[str]], ...]]

    def said(self, text: str) -> dict[str, list[Span]]:
        """Where each field is said in a normalised query; inside a longer one what is cut out."""
        ends, fine = _ends(text)
        said: dict[str, list[Span]] = defaultdict(list)
        covered = 0
        for start in range(len(text) - 1):  # of what begins at one letter, the longest first
            for word, fields in self.fields.get(text[start : start + 2], ()):
                end = start + len(word)
                if not text.startswith(word, start) or not _is_word(text, start, end):
                    continue
                cut = ends if end <= covered else fine
                if (end > covered and len(word) >= _SURE) or cut.issuperset((start, end)):
                    for field in fields:
                        said[field].append((start, end))
                    covered = max(covered, end)
        return said


def in_situation(wanted: str, placed: list[Placed]) -> list[Placed]:
    """The units of a query with what the situation it tells of is called; as they are if it tells of none."""
    best, spans = _told(wanted)
    meanings = tuple(dict.fromkeys(meaning for one in best for meaning in one.meanings))
    named = "".join(wanted.split())
    if any(named in "".join(meaning.text.split()) for meaning in meanings):
        return placed  # who uses the official words means them
    ways = meanings_as_ways(meanings)
    if not ways:
        return placed
    ways = [replace(way, weight=max(way.weight, SITUATION)) for way in ways]
    result: list[Placed] = []
    for start, end, group in placed:
        if any(start < last and first < end for first, last in spans):
            group = replace(group, alternatives=unique((*group.alternatives, *ways)))
        elif group.kind == "word":
            group = replace(group, tells=BESIDE_SITUATION)
        result.append((start, end, group))
    return result


def _told(text: str) -> tuple[list[Situation], set[Span]]:
    """The situations that explain most letters of a query, and where it says them."""
    known = situations()
    said = known.said(text)
    best: list[Situation] = []
    spans: set[Span] = set()
    most = (0, 0)
    for one in known.every if said else ():
        where = _where(one, said, text)
        if not where:
            continue
        besides = where.union(*(said[field] for field in one.also | ALWAYS if field in said))
        letters = (_letters(besides), _letters(where))
        if letters > most:
            best, spans, most = [one], besides, letters
        elif letters == most:
            best.append(one)
            spans = spans | besides
    return best, spans


def _letters(spans: set[Span]) -> int:
    return len({place for start, end in spans for place in range(start, end)})


def _where(one: Situation, said: dict[str, list[Span]], text: str) -> set[Span]:
    """Where a query says all parts of a situation; empty if it does not."""
    where: set[Span] = set()
    for part in one.parts:
        found = _rows(part.fields, said, text)
        if bool(found) == part.absent:
            return set()
        where |= found
    return where


def _rows(fields: Sequence[str], said: dict[str, list[Span]], text: str) -> set[Span]:
    """Spans of those words of these fields that follow one another."""
    rows: list[tuple[Span, ...]] = [(span,) for span in said.get(fields[0], ())]
    for field in fields[1:]:
        following = said.get(field, ())
        rows = [
            (*row, span)
            for row in rows
            for span in following
            if span[0] >= row[-1][1] and _BETWEEN.fullmatch(text, row[-1][1], span[0])
        ]
    return {span for row in rows for span in row}


def _ends(text: str) -> tuple[set[int], set[int]]:
    """Where words of a text begin and end; and where the parts of its longer words do as well."""
    at, ends, fine = 0, {0}, {0}
    for piece in segment(text):
        for part in sub_words(piece):
            first = at + piece.find(part)
            fine |= {first, first + len(part)}
        at += len(piece)
        ends.add(at)
    return ends, fine | ends


def _is_word(text: str, start: int, end: int) -> bool:
    """Whether a piece can be a word at all: it parts no letter from its vowel or mark, no Latin word."""
    behind, before = text[end : end + 1], text[:start][-1:]
    if text[start] in _MARKS or (behind and behind in _MARKS) or text[end - 1] in _LEADING:
        return False
    if before and before in _LEADING:
        return False
    return not (_latin(text[start]) and _latin(before)) and not (_latin(text[end - 1]) and _latin(behind))


def _latin(sign: str) -> bool:
    """Whether a sign is a Latin letter or a figure."""
    return sign.isascii() and sign.isalnum()


def read(fields: Path, told: Path) -> Situations:
    """Read both files. Raises ValueError for a situation that speaks of a field that is not there."""
    words: dict[str, set[str]] = defaultdict(set)
    known: set[str] = set()
    for row in _rows_of(fields):
        known.add(row["field"])
        for word in row["words"].split(" | "):
            words[normalise(word).casefold()].add(row["field"])
    every = []
    for row in _rows_of(told):
        parts = []
        for written in row["said"].split(" + "):
            names = []
            for field, literal in _ATOM.findall(written.removeprefix("-")):
                if field and field not in known:
                    raise ValueError(f"{told.name}: unknown field {field!r} in {row['said']!r}")
                name = field or normalise(literal).casefold()
                names.append(name)
                if literal:
                    words[name].add(name)
            parts.append(Part(tuple(names), written.startswith("-")))
        also = frozenset(row["also"].split())
        if not also <= known:
            raise ValueError(f"{told.name}: unknown fields {sorted(also - known)} beside {row['said']!r}")
        meanings = (Meaning(normalise(each), "synonym", False) for each in row["meanings"].split(" | "))
        every.append(Situation(tuple(parts), also, tuple(meanings)))
    by_beginning: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for word in sorted(words, key=len, reverse=True):
        if len(word) > 1:
            by_beginning[word[:2]].append((word, frozenset(words[word])))
    return Situations(tuple(every), {begins: tuple(each) for begins, each in by_beginning.items()})


def _rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def situations() -> Situations:
    """The shipped situations."""
    return read(DATA / "fields.tsv", DATA / "situations.tsv")
