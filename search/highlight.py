"""What a result shows: the original title and the passage that matched, with the matches marked."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from functools import lru_cache

from search.canonical import find_canonical
from search.document import Document, Passage
from search.graphemes import cut_after, cut_before
from search.query import Query
from search.results import Span
from search.thai.normalise import Normalised, align, normalise
from search.tokens import Canonical

SNIPPET = 230
"""Characters of a passage that a result shows."""
_LEAD = 45
_SHORTEST_PART = 4
"""A shorter part of a compound is marked in too many other words."""
_MOST_PLACES = 12
_LONGEST_KEPT = 12_000
"""Characters of a passage that is kept as it was read; a longer one is read anew each time."""
_CANONICAL = 8000
"""Weight of a match that is no word: a number, a date."""

_SPACE = re.compile(r"\s")


class Highlighter:
    """Marks what one query matched; made once for a page of results."""

    def __init__(self, query: Query, meant: str = "") -> None:
        """`meant`: the query as the documents write it, where it was misspelt."""
        self._tokens = {
            alternative.tokens[0]
            for group in query.groups
            for alternative in group.alternatives
            if alternative.tokens[0].startswith("#")
        }
        self._only_abbreviations = all(token.startswith("#a") for token in self._tokens)
        self._letters = tuple(token[2:].rstrip(".") for token in self._tokens)
        words: dict[str, float] = {}
        for group in query.groups:
            for alternative in group.alternatives:
                for word in alternative.text.split() if alternative.weight >= 0.3 else ():
                    if alternative.reason == "parts" and len(word) < _SHORTEST_PART:
                        continue
                    words[word] = max(words.get(word, 0.0), alternative.weight)
        for word in meant.split():
            words.setdefault(word, 1.0)
        self._words = sorted(words, key=lambda word: (-len(word), word))
        # Whole numbers: sums are the same in whatever order, and of equal places the first is shown.
        self._weights = {word: round(1000 * words[word]) * min(len(word), 12) for word in self._words}
        if len(query.plain) > 3 and " " in query.plain:
            self._words.insert(0, query.plain)
            self._weights[query.plain] = 4000 * len(query.plain)
        self._has_case = any(word != word.upper() for word in self._words)

    def title(self, text: str) -> tuple[Span, ...]:
        return self._spans(text)

    def snippet(self, document: Document) -> tuple[tuple[Span, ...], str]:
        """The best passage, cut to SNIPPET characters, and its anchor."""
        passages = [p for p in (Passage(document.summary), *document.body) if p.text.strip()]
        if not passages:
            return (), ""
        best = max(
            ((*self._best_place(passage.text), -number) for number, passage in enumerate(passages)),
        )
        if best[0] <= 0:
            best = max(
                (
                    (*self._best_place_normalised(passage.text), -number)
                    for number, passage in enumerate(passages)
                ),
            )
        _, place, number = best
        passage = passages[-number]
        start, end = _window(passage.text, -place)
        spans = self._spans(passage.text[start:end])
        lead = (Span("…"),) if start else ()
        tail = (Span("…"),) if end < len(passage.text) else ()
        return (*lead, *spans, *tail), passage.anchor

    def _best_place(self, text: str) -> tuple[int, int]:
        """Score and minus the start of the stretch of text with most of the query in it."""
        places: list[tuple[int, str]] = []
        low = text.lower() if self._has_case else text
        for word in self._words:
            at = low.find(word)
            for _ in range(_MOST_PLACES):
                if at < 0:
                    break
                places.append((at, word))
                at = low.find(word, at + len(word))
        return self._densest(places)

    def _best_place_normalised(self, text: str) -> tuple[int, int]:
        aligned = _read(text) if len(text) <= _LONGEST_KEPT else _read.__wrapped__(text)
        matches = self._matches(aligned.text)
        if not matches:
            return 0, 0
        places = [(aligned.starts[start], word) for start, _, word in matches]
        return self._densest(places)

    def _densest(self, places: list[tuple[int, str]]) -> tuple[int, int]:
        """The same of these places: a window moves over them, in which each word counts once."""
        places.sort()
        best = best_at = score = first = 0
        seen: dict[str, int] = {}
        for at, word in places:
            if not seen.get(word):
                score += self._weights.get(word, _CANONICAL)
            seen[word] = seen.get(word, 0) + 1
            while at - places[first][0] > SNIPPET - _LEAD - 20:
                gone = places[first][1]
                seen[gone] -= 1
                if not seen[gone]:
                    score -= self._weights.get(gone, _CANONICAL)
                first += 1
            if score > best:
                best, best_at = score, places[first][0]
        return best, -best_at

    def _canonical(self, text: str) -> Sequence[Canonical]:
        """What of the query's numbers, dates and abbreviations may stand in a normalised text."""
        if not self._tokens:
            return ()
        if not self._only_abbreviations:
            return _everything(text) if len(text) <= _LONGEST_KEPT else find_canonical(text)
        # An abbreviation stands in the text letter by letter, whatever is around it.
        likely = any(letters in text for letters in self._letters)
        return find_canonical(text, abbreviations_only=True) if likely else ()

    def _matches(self, text: str) -> list[tuple[int, int, str]]:
        """Non-overlapping matches in a normalised text: canonical ones first, then the longest words."""
        taken: list[tuple[int, int, str]] = []
        used = bytearray(len(text))
        for item in self._canonical(text):
            if self._tokens.intersection(item.tokens):
                taken.append((item.start, item.end, item.tokens[0]))
                used[item.start : item.end] = b"\x01" * (item.end - item.start)
        for word in self._words:
            at = text.find(word)
            while at >= 0:
                end = at + len(word)
                if used.find(1, at, end) < 0:
                    taken.append((at, end, word))
                    used[at:end] = b"\x01" * len(word)
                at = text.find(word, end)
        return sorted(taken)

    def _spans(self, text: str) -> tuple[Span, ...]:
        aligned = _aligned(text)
        spans: list[Span] = []
        at = 0
        for start, end, _ in self._matches(aligned.text):
            left, right = aligned.source(start, end)
            left, right = max(at, cut_before(text, left)), cut_after(text, right)
            if right <= left:
                continue
            if left > at:
                spans.append(Span(text[at:left]))
            spans.append(Span(text[left:right], hit=True))
            at = right
        if at < len(text):
            spans.append(Span(text[at:]))
        return tuple(spans)


@lru_cache(maxsize=16384)
def _aligned(text: str) -> Normalised:
    """Titles and stretches of text, short all of them, are shown again and again."""
    return align(text)


@lru_cache(maxsize=256)
def _read(text: str) -> Normalised:
    """A passage that has nothing as it was typed, read thoroughly; scanned ones are found again and again."""
    aligned = align(text)
    return Normalised(aligned.text, array("I", aligned.starts), array("I", aligned.ends))


@lru_cache(maxsize=2048)
def _everything(text: str) -> Sequence[Canonical]:
    """All that is canonical in a normalised text."""
    return find_canonical(text)


def _window(text: str, place: int) -> tuple[int, int]:
    """A stretch of about SNIPPET characters around a place, cut at white space where one is near."""
    start = max(0, place - _LEAD)
    end = min(len(text), start + SNIPPET)
    start = max(0, min(start, end - SNIPPET))
    return _outward(text, start, place, "start"), _outward(text, end, end, "end")


def _outward(text: str, at: int, limit: int, side: str) -> int:
    if at <= 0 or at >= len(text):
        return at
    if side == "start":
        space = _SPACE.search(text, at, max(at, limit))
        return space.end() if space else cut_before(text, at)
    spaces = [match.start() for match in _SPACE.finditer(text, max(0, at - 30), at)]
    return spaces[-1] if spaces else cut_before(text, at)


def plain_spans(text: str) -> Sequence[Span]:
    """A text nothing of which is marked."""
    return (Span(text),) if text else ()


__all__ = ["SNIPPET", "Highlighter", "normalise", "plain_spans"]
