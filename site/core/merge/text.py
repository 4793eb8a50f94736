"""Three-way merge of Thai text.

Text is compared word by word (Thai has no spaces to compare by) and changes are kept as spans of
characters of the base that never begin or end inside a character with its vowels and marks. Two changes
that touch, or that could equally well stand where the other one is, are a conflict; nothing is guessed.
docs/merge.md tells the rules and what was measured.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from search.thai.segment import segment

Tokenise = Callable[[str], list[str]]

_RUNS = re.compile(r"\s+|[0-9A-Za-z๐-๙]+|[^\s0-9A-Za-z๐-๙]+")
_LEADING = frozenset("เแโใไ")
_TRAILING = frozenset("ะาำๅๆฯ")
_LARGE = 4_000_000


@dataclass(frozen=True, slots=True)
class Edit:
    """base[start:end] became `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Where both sides changed the same words differently: offset in `Merge.text`, and the three wordings."""

    at: int
    base: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged text. Where there are conflicts, `text` has our wording and `conflicts` has both."""

    text: str
    conflicts: tuple[Conflict, ...] = ()

    @property
    def clean(self) -> bool:
        return not self.conflicts


def words(text: str) -> list[str]:
    """Words, spaces and signs whose concatenation is the text; none begins with a combining mark."""
    pieces: list[str] = []
    for run in _RUNS.findall(text):
        pieces += segment(run) if len(run) > 1 else [run]
    return glue(pieces)


def glue(pieces: Iterable[str]) -> list[str]:
    glued: list[str] = []
    for piece in pieces:
        if glued and piece and not can_cut(glued[-1] + piece, len(glued[-1])):
            glued[-1] += piece
        elif piece:
            glued.append(piece)
    return glued


def can_cut(text: str, at: int) -> bool:
    """Whether text[at:] may be parted from text[:at]: not before a mark or vowel that belongs to what is left
    of it, nor after a vowel that belongs to what is right of it."""
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    joined = after in _TRAILING or unicodedata.category(after) in {"Mn", "Mc", "Me", "Cf"}
    return not (joined or before in _LEADING or before == "\u200d")


def edits(base: str, other: str, tokenise: Tokenise = words) -> list[Edit]:
    """The changes that make `other` of `base`, as small as whole words allow, in order, never touching."""
    return _edits(base, other, tokenise(base), tokenise(other)) if base != other else []


def _edits(base: str, other: str, left: list[str], right: list[str]) -> list[Edit]:
    """`edits` of texts that are cut already."""
    at_left, at_right = [0, *accumulate(map(len, left))], [0, *accumulate(map(len, right))]
    cuts_left, cuts_right = set(at_left), set(at_right)
    found: list[Edit] = []
    for i1, i2, j1, j2 in _changes(left, right):
        edit = _shrink(
            base, other, at_left[i1], at_left[i2], at_right[j1], at_right[j2], cuts_left, cuts_right
        )
        if found and found[-1].end == edit.start:
            edit = Edit(found[-1].start, edit.end, found[-1].text + edit.text)
            found.pop()
        found.append(edit)
    return found


def _changes(left: list[str], right: list[str]) -> list[tuple[int, int, int, int]]:
    """Spans (i1, i2, j1, j2) of tokens that differ."""
    first = 0
    while first < min(len(left), len(right)) and left[first] == right[first]:
        first += 1
    last = 0
    while last < min(len(left), len(right)) - first and left[-1 - last] == right[-1 - last]:
        last += 1
    middle_left, middle_right = left[first : len(left) - last], right[first : len(right) - last]
    # Without autojunk the matcher is exact but quadratic in the worst case: only for what fits.
    is_large = len(middle_left) * len(middle_right) > _LARGE
    matcher = difflib.SequenceMatcher(None, middle_left, middle_right, autojunk=is_large)
    return [
        (first + i1, first + i2, first + j1, first + j2)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal"
    ]


def _shrink(
    base: str, other: str, b1: int, b2: int, o1: int, o2: int, cuts_base: set[int], cuts_other: set[int]
) -> Edit:
    """Leave out what both sides of a change have in common at its ends.

    A change of one word may make the dictionary cut its neighbours differently; an end may therefore lie
    where either text has a word's end, as long as no character is parted from its marks.
    """

    def may_cut(in_base: int, in_other: int) -> bool:
        return (
            (in_base in cuts_base or in_other in cuts_other)
            and can_cut(base, in_base)
            and can_cut(other, in_other)
        )

    room = min(b2 - b1, o2 - o1)
    best = step = 0
    while step < room and base[b1 + step] == other[o1 + step]:
        step += 1
        if may_cut(b1 + step, o1 + step):
            best = step
    b1, o1, room = b1 + best, o1 + best, room - best
    best = step = 0
    while step < room and base[b2 - 1 - step] == other[o2 - 1 - step]:
        step += 1
        if may_cut(b2 - step, o2 - step):
            best = step
    return Edit(b1, b2 - best, other[o1 : o2 - best])


def apply(base: str, changes: Sequence[Edit], start: int = 0, end: int | None = None) -> str:
    """base[start:end] with the changes that lie in it."""
    end = len(base) if end is None else end
    parts, at = [], start
    for edit in changes:
        parts += [base[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, base[at:end]])


def _zone(base: str, edit: Edit) -> tuple[int, int]:
    """The span of the base in which the same change could stand with the same result.

    Inserting "ก" beside another "ก" could be before or after it: a change of the other side in between
    must not be ordered by chance.
    """
    start, end = edit.start, edit.end
    if edit.start == edit.end:
        moving = edit.text
    elif not edit.text:
        moving = base[start:end]
    else:
        return start, end
    ring = moving
    while start > 0 and base[start - 1] == ring[-1]:
        ring = ring[-1] + ring[:-1]
        start -= 1
    ring = moving
    while end < len(base) and base[end] == ring[0]:
        ring = ring[1:] + ring[0]
        end += 1
    return start, end


def merge_text(base: str, ours: str, theirs: str, tokenise: Tokenise = words) -> Merge:
    """Merge two texts that were both made from `base`."""
    if ours == theirs or base == theirs:
        return Merge(ours)
    if base == ours:
        return Merge(theirs)
    cut = tokenise(base)
    sides = tuple(_edits(base, other, cut, tokenise(other)) for other in (ours, theirs))
    parts: list[str] = []
    conflicts: list[Conflict] = []
    at = size = 0

    def write(text: str) -> None:
        nonlocal size
        parts.append(text)
        size += len(text)

    for mine, other in _clusters(base, *sides):
        start = min(edit.start for edit in (*mine, *other))
        end = max(edit.end for edit in (*mine, *other))
        write(base[at:start])
        our_text, their_text = apply(base, mine, start, end), apply(base, other, start, end)
        if not mine or (other and our_text == their_text):
            write(their_text)
        else:
            if other:
                conflicts.append(Conflict(size, base[start:end], our_text, their_text))
            write(our_text)
        at = end
    write(base[at:])
    return Merge("".join(parts), tuple(conflicts))


def _clusters(base: str, ours: list[Edit], theirs: list[Edit]) -> Iterable[tuple[list[Edit], list[Edit]]]:
    """The changes of both sides, those whose zones touch together."""
    tagged = [(*_zone(base, edit), 0, edit) for edit in ours]
    tagged += [(*_zone(base, edit), 1, edit) for edit in theirs]
    tagged.sort(key=lambda each: (each[3].start, each[3].end, each[2]))
    # A zone reaches to the left of its change, so that clusters are found from both ends.
    groups: list[tuple[int, int, list[tuple[int, Edit]]]] = []
    for start, end, side, edit in tagged:
        members = [(side, edit)]
        while groups and start <= groups[-1][1]:
            earlier = groups.pop()
            start, end = min(start, earlier[0]), max(end, earlier[1])
            members = earlier[2] + members
        groups.append((start, end, members))
    for _start, _end, members in groups:
        yield (
            [edit for side, edit in members if side == 0],
            [edit for side, edit in members if side == 1],
        )
