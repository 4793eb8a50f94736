"""Lines of a text, cleaned for reading, each character with its place in the original."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from circulars.letters.types import Span
from search.thai.normalise import align, normalise
from search.thai.numerals import to_arabic

GAP = "\t"
"""Stands in a cleaned line for two or more spaces or a tab: a column may begin there."""

_WIDE = re.compile(r"(?:[ \u00a0]\u200b*){2,}|[ \u00a0]*\t[ \t\u00a0]*")
_LEADER = re.compile(r"[ \t]*(?:[.…_]{4,}|…)[ \t.…_]*")
_FORM_LINE = re.compile(
    r"\s*(?:ส่วนราชการ|ที่|วันที่|เรื่อง|เรียน)[ \t]*[.…_]{4,}|\s*(?:ส่วนราชการ|วันที่)[ \t].*[.…_]{4,}"
)
"""A line of a printed form, filled in: what stands between its dots are columns."""
_GAPS_OF_FORM = re.compile(rf"{_LEADER.pattern}|{_WIDE.pattern}")
_WITHIN_DATE = re.compile(
    r"(?<=\d)\t(?=(?:มกรา|กุมภา|มีนา|เมษา|พฤษภา|มิถุนา|กรก|สิงหา|กันยา|ตุลา|พฤศจิกา|ธันวา|[ก-ฮเ][ก-๎]{0,3}\.))"
    r"|(?<=[มนธ์.])\t(?=(?:พ\.ศ\. ?)?\d{2}(?:\d{2})?(?!\d))"
)
_ABOVE_OR_BELOW = frozenset("ัิีึืฺุู็่้๊๋์ํ๎")
_RAGGED = 1.5
_PAPER = 200
_LABEL = 12
"""Columns of a label that was taken off the line above, and of an indent."""
_APART = re.compile(r"(?:ณ|ที่) |ด่วน(?:ที่สุด|มาก)?(?: |$)")
"""Words that never end the one before them."""
_BREAK = re.compile(r"\r\n|[\n\r\f\u2028\u2029\v]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank.

    `text` is normalised: composed marks, Arabic digits, small Latin letters, `GAP` for a wide gap.
    `starts` and `ends` give, per character of `text`, the offsets in the original.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    original: str
    blank_before: bool = False
    new_page: bool = False

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """Offsets in the original of `text[start:end]`."""
        end = len(self.text) if end is None else end
        return self.starts[start], self.ends[end - 1]

    @property
    def column(self) -> int:
        """On which column of the paper the line begins."""
        start = self.starts[0]
        return columns(self.original[max(self.original.rfind("\n", 0, start), start - _PAPER) + 1 : start])

    def raw(self, start: int = 0, end: int | None = None) -> str:
        """The original's words for `text[start:end]`, wide gaps as they stand."""
        if start >= (len(self.text) if end is None else end):
            return ""
        left, right = self.span(start, end)
        return self.original[left:right].strip()

    def part(self, start: int = 0, end: int | None = None) -> Line | None:
        """The same line without what stands outside `start` and `end`; None when nothing is left."""
        end = len(self.text) if end is None else end
        while start < end and self.text[start] in " \t":
            start += 1
        while end > start and self.text[end - 1] in " \t":
            end -= 1
        if start >= end:
            return None
        return Line(
            self.text[start:end],
            self.starts[start:end],
            self.ends[start:end],
            self.original,
            self.blank_before and start == 0,
            self.new_page and start == 0,
        )


def lines_of(text: str) -> list[Line]:
    """The lines of `text` that hold anything, in order."""
    lines: list[Line] = []
    at, blank, page = 0, False, False
    for end, after in [*((m.start(), m.end()) for m in _BREAK.finditer(text)), (len(text), len(text))]:
        line = _line(text, at, end, blank, page)
        if line is None:
            blank = True
        else:
            lines.append(line)
            blank, page = False, False
        page = page or text[end:after] == "\f"
        at = after
    return lines


def joined(lines: Sequence[Line]) -> str:
    """The original words of wrapped lines as one string; no space is put inside a Thai word."""
    words = ""
    for line in lines:
        words = continued(words, " ".join(line.raw().split()))
    return words


def continued(above: str, below: str) -> str:
    """What a typist wrapped, put together: Thai runs on, all else is a space apart, ณ and ที่ too."""
    runs_on = "ก" <= above[-1:] <= "๎" and "ก" <= below[:1] <= "๎" and not _APART.match(below)
    return f"{above}{below}" if runs_on or not above else f"{above} {below}"


def columns(text: str) -> int:
    """How many columns the text takes on paper; marks above and below take none."""
    return len(text) - sum(sign in _ABOVE_OR_BELOW for sign in text)


def may_be_wrapped(above: Line, below: Line) -> bool:
    """Whether `below` can be the rest of `above`: a typist breaks lines at the margin, not long before."""
    return columns(below.text) <= _RAGGED * (columns(above.text) + _LABEL)


def flowing(lines: Sequence[Line]) -> list[Line]:
    """One line per paragraph: what a typist wrapped is put together again, with its places."""
    paragraphs: list[list[Line]] = []
    for line in lines:
        if not paragraphs or line.blank_before or line.new_page:
            paragraphs.append([])
        paragraphs[-1].append(line)
    return [_run_together(held) for held in paragraphs]


def _run_together(lines: list[Line]) -> Line:
    if len(lines) == 1:
        return lines[0]
    first = lines[0]
    words = [first.text]
    starts, ends = [*first.starts], [*first.ends]
    for above, line in pairwise(lines):
        if not ("ก" <= above.text[-1] <= "๎" and "ก" <= line.text[0] <= "๎"):
            words.append(" ")
            starts.append(ends[-1])
            ends.append(ends[-1])
        words.append(line.text)
        starts += line.starts
        ends += line.ends
    return Line("".join(words), starts, ends, first.original, first.blank_before, first.new_page)


def span_of(lines: Sequence[Line]) -> Span:
    """From the first to the last character of the lines, in whichever order they were gathered."""
    spans = [line.span() for line in lines]
    return min(start for start, _ in spans), max(end for _, end in spans)


def _line(text: str, start: int, end: int, blank: bool, page: bool) -> Line | None:
    raw = text[start:end]
    if not raw.strip():
        return None
    gaps = _GAPS_OF_FORM if _FORM_LINE.match(raw) else _WIDE
    if not gaps.search(raw.strip()) and normalise(raw) == to_arabic(raw.strip()).lower():
        left = start + len(raw) - len(raw.lstrip())
        clean = to_arabic(raw.strip()).lower()
        return Line(
            clean, range(left, left + len(clean)), range(left + 1, left + len(clean) + 1), text, blank, page
        )
    cleaned, starts, ends = "", [], []
    at = start
    for gap in [*gaps.finditer(raw), None]:
        stop = start + gap.start() if gap else end
        cell = align(text[at:stop])
        if cell.text:
            if cleaned:
                cleaned += GAP
                starts.append(ends[-1])
                ends.append(ends[-1])
            cleaned += cell.text
            starts += [at + offset for offset in cell.starts]
            ends += [at + offset for offset in cell.ends]
        at = start + gap.end() if gap else end
    cleaned = _WITHIN_DATE.sub(" ", cleaned)  # "3   มกราคม   2567" is one column
    return Line(cleaned, starts, ends, text, blank, page) if cleaned else None
