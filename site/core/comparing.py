"""Comparing two texts for a person: paragraph by paragraph, their words marked where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.merge import Span, compare_text
from core.merge.keeping import kept

ALIKE, SURE = 0.35, 0.6
"""Likeness (0 to 1) from which paragraphs are compared by words: of all their letters, or of their ends."""
REACH = 12
"""Among how many of the next paragraphs one is looked for that shares neither beginning nor end."""
LONG = 4000
"""Characters from which paragraphs are not kept."""

_MARKS = {"added": "ins", "removed": "del"}


@dataclass(frozen=True, slots=True)
class Compared:
    """One paragraph of a comparison."""

    spans: tuple[Span, ...]

    @property
    def is_same(self) -> bool:
        return all(span.kind == "same" for span in self.spans)

    @property
    def marked(self) -> SafeString:
        """The words as HTML, in <ins> and <del> where they differ. A long section has hundreds of spans, so
        they are not set by the template engine."""
        parts = []
        for span in self.spans:
            tag, words = _MARKS.get(span.kind), escape(span.text)
            parts.append(f"<{tag}>{words}</{tag}>" if tag else words)
        return mark_safe("".join(parts))  # noqa: S308 - every part is escaped, the marks are ours


def compare_paragraphs(old: Sequence[str], new: Sequence[str]) -> list[Compared]:
    """Paragraphs of plain text: first those that are alike, then word by word within the others."""
    compared: list[Compared] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            compared += [Compared((Span("same", text),)) for text in old[i1:i2]]
        else:
            compared += _pairs(old[i1:i2], new[j1:j2])
    return compared


def _pairs(left: Sequence[str], right: Sequence[str]) -> Iterator[Compared]:
    """Each old paragraph with the new one most like it, in order; what has no partner stands alone."""
    at = 0
    for text in left:
        best = _most_like(text, right[at:])
        if best is None:
            yield Compared((Span("removed", text),))
            continue
        for other in right[at : at + best]:
            yield Compared((Span("added", other),))
        yield Compared(_spans(text, right[at + best]))
        at += best + 1
    for other in right[at:]:
        yield Compared((Span("added", other),))


@kept(LONG)
def _spans(old: str, new: str) -> tuple[Span, ...]:
    """The words of two paragraphs. A screen shows one pair in several places, and whoever merges opens it
    again and again."""
    return tuple(compare_text(old, new))


def _most_like(text: str, others: Sequence[str]) -> int | None:
    """The place of the paragraph most like `text`; None where none is like it.

    The likeness of whole texts is slow to compute, and a word that was changed throughout a section makes a
    pair of every two of its paragraphs. What two have in common at their ends is asked first, which tells
    where a few words changed; only then the likeness of the next few.
    """
    at_ends = [_alike_at_the_ends(text, other) for other in others]
    most = max(at_ends, default=0.0)
    if most >= SURE:
        return at_ends.index(most)
    likeness, found = ALIKE, None
    matcher = SequenceMatcher(None, b=text)
    for at, other in enumerate(others[:REACH]):
        matcher.set_seq1(other)
        if matcher.quick_ratio() < likeness or (ratio := matcher.ratio()) < likeness:
            continue
        if found is None or ratio > likeness:
            likeness, found = ratio, at
    return found


def _alike_at_the_ends(one: str, other: str) -> float:
    """How much of both texts, 0 to 1, is the same from the beginning on and from the end back."""
    if not one or not other:
        return 0.0
    first = _common(one, other)
    last = _common(one[first:][::-1], other[first:][::-1])
    return 2 * (first + last) / (len(one) + len(other))


def _common(one: str, other: str) -> int:
    """How many letters both begin with: halved again and again, slices being faster than letters."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
