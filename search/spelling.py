"""What a misspelt query may have meant, in the words of the documents themselves."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from rapidfuzz.fuzz import partial_ratio_alignment

from search.analysis import clean, skeleton, words_of
from search.query import Chunk, Query
from search.ranking import Scored
from search.relevance import weights as w
from search.thai.segment import dictionary, segment

_AROUND = 30
"""Letters on either side that are read to see where words begin and end."""


def did_you_mean(query: Query, best: Sequence[Scored]) -> str | None:
    """The query with its chunks as the best results write them, where no result has them as typed.

    The words come from documents that the reader may see, and from nowhere else.
    """
    meant = query.plain
    corrections = {
        way.text for group in query.groups for way in group.alternatives if way.reason == "spelling"
    }
    for chunk in query.chunks:
        if len(chunk.literal) < w.ALIKE_LETTERS or any(chunk.literal in s.candidate.skeleton for s in best):
            continue
        written = _as_written(chunk.literal, best, corrections)
        if written is None:
            for typed, put_right in _corrections(query, chunk, best):
                meant = _with_word(meant, typed, put_right)
            continue
        start, end = _place(query.plain, chunk.literal)
        if end:
            meant = meant.replace(query.plain[start:end], written)
    return meant if meant != query.plain else None


def _corrections(query: Query, chunk: Chunk, best: Sequence[Scored]) -> Iterator[tuple[str, str]]:
    """Words of a chunk that none of the best results has, and what was meant by each, as one of them says."""
    texts = [item.candidate.skeleton for item in best[: w.READ_FOR_SPELLING]]
    for group in (query.groups[number] for number in chunk.groups):
        typed = group.alternatives[0].literals
        if group.text in dictionary() or any(all(t in text for t in typed) for text in texts):
            continue
        ways = (way for way in group.alternatives if way.reason == "spelling")
        written = next((way.text for way in ways if any(way.literals[0] in text for text in texts)), None)
        if written:
            yield group.text, written


def _with_word(text: str, typed: str, put_right: str) -> str:
    """A text with a word of it put right where it stands as a word, not within an earlier one."""
    begins, ends, at = set[int](), set[int](), 0
    for piece in segment(text):
        begins |= {at, at + piece.find(clean(piece))}
        ends |= {at + len(piece), at + piece.find(clean(piece)) + len(clean(piece))}
        at += len(piece)
    at = text.find(typed)
    while at >= 0 and not (at in begins and at + len(typed) in ends):
        at = text.find(typed, at + 1)
    return text[:at] + put_right + text[at + len(typed) :] if at >= 0 else text


def _as_written(literal: bytes, best: Sequence[Scored], corrections: Container[str]) -> str | None:
    """The most similar piece of the best results, if it is made of dictionary words and of corrections."""
    found: tuple[float, str] | None = None
    for item in best[: w.READ_FOR_SPELLING]:
        text = item.candidate.skeleton
        match = partial_ratio_alignment(literal[:64], text, score_cutoff=w.LEAST_ALIKE_SPELLING)
        if match is None:
            continue
        written = _whole_words(text, match.dest_start, match.dest_end)
        words = words_of(written)
        known = all(word in dictionary() or word in corrections for word in words)
        if words and known and (not found or match.score > found[0]):
            found = (match.score, written)
    return found[1] if found and skeleton(found[1]) != literal else None


def _whole_words(text: bytes, start: int, end: int) -> str:
    """The words of a skeleton that lie at least by half between two places."""
    left = max([text.rfind(bytes((sign,)), 0, start) + 1 for sign in range(1, 5)] + [start - _AROUND])
    right = min([at for sign in range(1, 5) if (at := text.find(bytes((sign,)), end)) >= 0] + [end + _AROUND])
    words, at = [], left
    for word in segment(text[left:right].decode("tis-620", "replace")):
        inside = min(end, at + len(word)) - max(start, at)
        if inside * 2 >= len(word):
            words.append(word)
        at += len(word)
    return "".join(words)


def _place(plain: str, literal: bytes) -> tuple[int, int]:
    """Where a chunk's skeleton stands in the normalised query."""
    squeezed, origins = [], []
    for at, char in enumerate(plain):
        if skeleton(char):
            squeezed.append(char)
            origins.append(at)
    at = skeleton("".join(squeezed)).find(literal)
    return (origins[at], origins[at + len(literal) - 1] + 1) if at >= 0 else (0, 0)
