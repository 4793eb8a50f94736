"""The government lexicon: abbreviations, other names, everyday words and misspellings, shipped as data.

Files of `data/*.tsv` have the columns `term`, `kind`, `meanings` (separated by ` | `) and `weak`:

abbr        term and meanings name the same thing: each finds the other
related     an official term and its neighbours: finds the meanings, and they find it, less strongly
synonym     an everyday word: finds the official words, not the other way round
misspelling a common wrong spelling: finds the right one
name        a word that the segmenter should know, nothing more

`weak` marks what is ambiguous (ก.พ. is February or the Civil Service Commission): its meanings count little.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, Protocol, cast

from search.thai.normalise import normalise

Kind = Literal["abbr", "related", "synonym", "misspelling", "name"]
KINDS: tuple[Kind, ...] = ("abbr", "related", "synonym", "misspelling", "name")
DATA = Path(__file__).parent / "data"

_DOTTED = re.compile(r"(?:[ก-ฮ]{1,6}\.){2,}[ก-ฮ]{0,4}")
_BARE = re.compile(r"[ก-ฮ]{1,7}\.?")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the lexicon, as written."""

    term: str
    kind: Kind
    meanings: tuple[str, ...] = ()
    weak: bool = False
    only: bool = False
    """Whether other lexicons' meanings of the term don't count (never in the shipped files)."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """Another way to say a term: normalised words, and how the two are related."""

    text: str
    kind: Kind
    weak: bool


def abbreviation_key(form: str) -> str | None:
    """The index key of a Thai abbreviation, None for anything else: "สธ." and "สธ" → "สธ",
    "ก.พ.ร." → "ก.พ.ร." (its bare spelling is another key, because กพร usually means another body)."""
    if _BARE.fullmatch(form):
        return form.rstrip(".")
    if _DOTTED.fullmatch(form):
        return form if form.endswith(".") else form + "."
    return None


class Terms(Protocol):
    """What a query is understood with: one lexicon, or several as one."""

    def meanings(self, term: str) -> tuple[Meaning, ...]:
        """What else says `term`."""

    def knows(self, key: str) -> bool:
        """Whether a term without white space and final dot, normalised, is one."""

    def settles(self, term: str) -> bool:
        """Whether what other lexicons say of `term` does not count."""


@dataclass(frozen=True, slots=True)
class Layers:
    """Several lexicons as one: the shipped one, an editor's, and what the documents explain themselves."""

    lexicons: tuple[Terms, ...]

    def meanings(self, term: str) -> tuple[Meaning, ...]:
        """All meanings; one that several give counts as the surest of them."""
        found: dict[str, Meaning] = {}
        settled = [one for one in self.lexicons if one.settles(term)]
        for one in settled or self.lexicons:
            for meaning in one.meanings(term):
                known = found.get(meaning.text)
                if known is None or (known.weak and not meaning.weak):
                    found[meaning.text] = meaning
        return tuple(found.values())

    def knows(self, key: str) -> bool:
        return any(one.knows(key) for one in self.lexicons)

    def settles(self, term: str) -> bool:
        return any(one.settles(term) for one in self.lexicons)


class Lexicon:
    """Look-up over entries; built once, read by many threads."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._meanings: dict[str, dict[str, Meaning]] = {}
        self._only = frozenset(_key(entry.term) for entry in self.entries if entry.only)
        text = "\n".join(f"{e.term}\t{e.kind}\t{'|'.join(e.meanings)}\t{e.weak}" for e in self.entries)
        self.hash = hashlib.sha256(text.encode()).hexdigest()[:12]
        for entry in self.entries:
            self._add(entry)
        self._add_bare_spellings()
        self._add_siblings()
        self.longest = max((len(term) for term in self._meanings), default=0)

    def _add(self, entry: Entry) -> None:
        term = _key(entry.term)
        for raw in entry.meanings:
            meaning = _key(raw)
            if meaning and meaning != term:
                self._relate(term, normalise(raw), entry.kind, entry.weak)
                if entry.kind in ("abbr", "related"):
                    self._relate(meaning, normalise(entry.term), entry.kind, entry.weak)

    def _relate(self, term: str, text: str, kind: Kind, weak: bool) -> None:
        known = self._meanings.setdefault(term, {})
        key = _key(text)
        if key not in known or (known[key].weak and not weak):
            known[key] = Meaning(text, kind, weak)

    def _add_bare_spellings(self) -> None:
        """ "ป.ป.ช." is also typed ปปช; known to mean several things, or short, that is a weak hint."""
        dotted = [term for term in self._meanings if _DOTTED.fullmatch(term)]
        for term in dotted:
            bare = term.replace(".", "")
            known = bare in self._meanings
            for meaning in list(self._meanings[term].values()):
                if not known:
                    self._relate(bare, meaning.text, meaning.kind, meaning.weak or len(bare) < 3)
            if not known:
                self._relate(bare, term, "abbr", len(bare) < 3)
                self._relate(term, bare, "abbr", len(bare) < 3)

    def _add_siblings(self) -> None:
        """Two abbreviations of one name are each other's; only unambiguous names connect."""
        for term in [t for t in self._meanings if abbreviation_key(t)]:
            full = [m for m in self._meanings[term].values() if m.kind == "abbr" and not m.weak]
            if len(full) > 2:
                continue
            for meaning in full:
                for other in self._meanings.get(_key(meaning.text), {}).values():
                    if other.kind == "abbr" and not other.weak and _key(other.text) != term:
                        self._relate(term, other.text, "abbr", False)

    def meanings(self, term: str) -> tuple[Meaning, ...]:
        """What else says `term` (any spelling of it); empty when the lexicon does not know it."""
        return tuple(self._meanings.get(_key(term), {}).values())

    def knows(self, key: str) -> bool:
        """Whether a term without white space and final dot, normalised, is in the lexicon."""
        return key in self._meanings

    def settles(self, term: str) -> bool:
        """Whether an entry says that its meanings are the only ones."""
        return bool(self._only) and _key(term) in self._only

    def words(self, everyday: bool = False) -> set[str]:
        """Words of terms and meanings, normalised: names and abbreviations, which the segmenter must not
        cut, or with `everyday` those of synonyms, which it need not know if it knows their parts."""
        found: set[str] = set()
        for entry in self.entries:
            if (entry.kind == "synonym") != everyday:
                continue
            for raw in (entry.term, *entry.meanings):
                for word in normalise(raw).split():
                    if len(word) > 1 and re.search("[ก-ฮ]", word):
                        found.add(word)
        return found


def _key(text: str) -> str:
    """Spelling under which a term is looked up: no white space, no final dot of a one-dot abbreviation."""
    text = re.sub(r"\s+", "", normalise(text))
    return text[:-1] if text.endswith(".") and text.count(".") == 1 else text


def read_entries(path: Path) -> list[Entry]:
    """Read one file of the lexicon. Raises ValueError naming the line of an unknown kind."""
    entries = []
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE), start=2):
            if row["kind"] not in KINDS:
                raise ValueError(f"{path.name}:{number}: unknown kind {row['kind']!r}")
            meanings = tuple(part.strip() for part in (row["meanings"] or "").split("|") if part.strip())
            entries.append(Entry(row["term"], cast(Kind, row["kind"]), meanings, bool(row["weak"])))
    return entries


@cache
def lexicon() -> Lexicon:
    """The shipped lexicon."""
    return Lexicon(entry for path in sorted(DATA.glob("*.tsv")) for entry in read_entries(path))
