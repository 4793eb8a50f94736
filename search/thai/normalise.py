"""One spelling for every way Thai text is stored: what index, query, comparison and keys are made of.

The law: `normalise` is idempotent, and `align` gives the same text together with where each of its
characters comes from in the original, so that a highlight can be cut from the original. The stored
text itself is never rewritten.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_THAI_DIGITS = {0x0E50 + digit: str(digit) for digit in range(10)}
_FULL_WIDTH = {0xFF01 + i: chr(0x21 + i).lower() for i in range(94)}

# Glyphs that fonts of the 1990s put into the private use area, and PDF producers copy from there.
_WINDOWS_GLYPHS = dict(zip(range(0xF700, 0xF71B), "ฐิีึื่้๊๋์่้๊๋์ญัํ็่้๊๋์ฺุู", strict=True))
_MAC_GLYPHS = dict(zip(range(0xF884, 0xF88A), "ัิีึื็", strict=True))
_MAC_GLYPHS |= {0xF88A + i: "่้๊๋์"[i // 3] for i in range(15)}
_MAC_GLYPHS |= dict(zip(range(0xF899, 0xF89F), "ํญฺุูฐ", strict=True))

_PUNCTUATION = {ord(c): '"' for c in "“”„‟«»″〝〞"} | {ord(c): "'" for c in "‘’‚‛′`´"}
_PUNCTUATION |= {ord(c): "-" for c in "‐‑‒–—―−﹣"} | {ord("…"): "...", ord("⁄"): "/", ord("∕"): "/"}
_PUNCTUATION |= {ord("Σ"): "σ"}  # the one letter whose small form depends on its neighbours
_PUNCTUATION |= {ord("•"): "-", ord("●"): "-", ord("฿"): "บาท"}

_ROMAN = {0x2160 + i: unicodedata.normalize("NFKC", chr(0x2160 + i)).lower() for i in range(32)}

_SPACES = {ord(c): " " for c in "\u00a0\u1680\u202f\u205f\u3000\t\u000b\u001f\u001c\u001d\u001e"}
_SPACES |= dict.fromkeys(range(0x2000, 0x200B), " ")
_SPACES |= {ord(c): "\n" for c in "\r\u000c\u0085\u2028\u2029"}

_INVISIBLE = dict.fromkeys((*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)), "")
_INVISIBLE |= dict.fromkeys((0xAD, 0xFEFF, 0xFFFE, 0xFFFF, *range(0xFE00, 0xFE10)), "")
_INVISIBLE |= dict.fromkeys((*range(0, 9), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0)), "")
_INVISIBLE |= dict.fromkeys(range(0xD800, 0xE000), "")  # lone surrogates, which no encoder takes

_TABLE: dict[int, str] = (
    _INVISIBLE | _SPACES | _PUNCTUATION | _THAI_DIGITS | _FULL_WIDTH | _ROMAN | _WINDOWS_GLYPHS | _MAC_GLYPHS
)

_SPECIAL = re.compile("[" + "".join(map(re.escape, map(chr, sorted(_TABLE)))) + "]")

_VOWEL_MARK = "\u0e31\u0e34-\u0e3a\u0e47\u0e4d"
_TONE = "\u0e48-\u0e4c\u0e4e"
_MARK = _VOWEL_MARK + _TONE
_CLUSTER = re.compile(rf".[\u0300-\u036f{_MARK}]*", re.DOTALL)

Replace = str | Callable[["re.Match[str]"], str]


def _ordered(match: re.Match[str]) -> str:
    """Vowel marks before tone marks, each mark once."""
    marks = dict.fromkeys(match.group())
    return "".join(m for m in marks if not "่" <= m <= "์") + "".join(m for m in marks if "่" <= m <= "์")


def _without_spaces(match: re.Match[str]) -> str:
    return match.group().replace(" ", "")


def _one_space(match: re.Match[str]) -> str:
    return "\n" if "\n" in match.group() else " "


# Each step: a cheap test whether it may apply at all, what it looks for, what it writes.
_STEPS: tuple[tuple[tuple[str, ...], re.Pattern[str], Replace], ...] = (
    # white space: one space, or one line break
    (("  ", "\n", " \n"), re.compile(r"[ \n]{2,}"), _one_space),
    # PDF text that lost ำ leaves its า behind a space, where no Thai word can begin: "ส านัก", "น ้า"
    ((" ",), re.compile(r"(?<=[ก-ฮ]) (?=[่-๋]?า)([่-๋]?)า"), r"\1ำ"),
    # marks: doubled, or the tone before the vowel
    ((), re.compile(rf"(?:[{_TONE}][{_MARK}]|[{_VOWEL_MARK}][{_VOWEL_MARK}])[{_MARK}]*"), _ordered),
    ((), re.compile(rf"[{_VOWEL_MARK}](?:[{_TONE}]){{2,}}"), _ordered),
    # nikhahit and sara aa are two halves of sara am; its tone stands before it
    (("\u0e4d",), re.compile(r"ํ([่-๋]?)[าำ]"), r"\1ำ"),
    # the same vowel typed again
    (("าา", "ะะ", "ำำ", "ำา"), re.compile(r"(?<=า)า+|(?<=ะ)ะ+|(?<=ำ)[ำา]+"), ""),
    (("ำ",), re.compile(r"ำ([่-๋])[ำา]*"), r"\1ำ"),
    (("เเ",), re.compile(r"เเ"), "แ"),
    # an abbreviation set with spaced dots: "ก . พ . ร ."
    ((" .",), re.compile(r"(?<![ก-๎])[ก-ฮ]{1,3} \.(?: ?[ก-ฮ]{1,3} \.)*"), _without_spaces),
    # ไม้ยมก belongs to the word before it, and a space follows
    ((" ๆ", "\nๆ"), re.compile(r"[ \n]+(?=ๆ)"), ""),
    (("ๆ",), re.compile(r"ๆ(?=[ก-ู])"), "ๆ "),
)


_SETTLED_STEPS = (0, len(_STEPS) - 2)  # white space, that before ไม้ยมก too, uncovers nothing new


# Where no step finds anything to do: most texts, and nearly all titles, are done after one look.
_UNSETTLED = re.compile(
    rf"[{_TONE}][{_MARK}]|[{_VOWEL_MARK}](?:[{_VOWEL_MARK}]|[{_TONE}]{{2}})"
    r"|[ \n](?:[ \n.ๆ]|[่-๋]?า)|ํ|ำ[ำา่-๋]|ๆ[ก-ู]|เเ|าา|ะะ"
)


def _special(match: re.Match[str]) -> str:
    return _TABLE[ord(match.group())]


def _applies(hints: tuple[str, ...], text: str) -> bool:
    for hint in hints:
        if hint in text:
            return True
    return not hints


def _fold(text: str) -> str:
    """Character by character: invisible ones go, digits are Arabic, letters small; then composed (NFC)."""
    text = _SPECIAL.sub(_special, text).lower()
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def normalise(text: str) -> str:
    """Give the one spelling of a text. Idempotent; takes any string, lone surrogates and NUL too."""
    settled = False
    while not settled:
        text = _fold(text)
        if not _UNSETTLED.search(text):
            break
        settled = True
        for number, (hints, pattern, replacement) in enumerate(_STEPS):
            if _applies(hints, text):
                before, text = text, pattern.sub(replacement, text)
                # A rewrite can uncover another; ordinary text is done in one round.
                settled = settled and (text == before or number in _SETTLED_STEPS)
    return text.strip(" \n")


@dataclass(frozen=True, slots=True)
class Normalised:
    """A normalised text, and for each of its characters the piece of the original it was made from.

    `original[starts[i]:ends[j]]` is what became `text[i : j + 1]`; both run upwards.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Offsets into the original of `text[start:end]` (an empty piece has no extent)."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return at, at
        return self.starts[start], self.ends[end - 1]


class _Tracked:
    """A text under rewriting, with the origin of each character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = list(range(len(text)))
        self.ends = list(range(1, len(text) + 1))

    def splice(self, edits: list[tuple[int, int, str]]) -> None:
        """Replace pieces `(start, end, text)`, in order and apart from one another."""
        if not edits:
            return
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for start, end, text in edits:
            pieces += (self.text[at:start], text)
            starts += self.starts[at:start]
            ends += self.ends[at:start]
            if start < end:
                starts += [self.starts[start]] * len(text)
                ends += [self.ends[end - 1]] * len(text)
            else:
                origin = self.ends[start - 1] if start else 0
                starts += [origin] * len(text)
                ends += [origin] * len(text)
            at = end
        self.text = "".join(pieces) + self.text[at:]
        self.starts = starts + self.starts[at:]
        self.ends = ends + self.ends[at:]

    def substitute(self, pattern: re.Pattern[str], replacement: Replace) -> None:
        give = replacement if callable(replacement) else lambda match: match.expand(replacement)
        matches = [(m.start(), m.end(), give(m)) for m in pattern.finditer(self.text)]
        self.splice([match for match in matches if match[2] != self.text[match[0] : match[1]]])

    def fold(self) -> None:
        if _SPECIAL.search(self.text):
            self.splice([(m.start(), m.end(), _special(m)) for m in _SPECIAL.finditer(self.text)])
        small = self.text.lower()
        if len(small) == len(self.text):
            self.text = small
        else:
            letters = [(i, char.lower()) for i, char in enumerate(self.text)]
            self.splice([(i, i + 1, new) for i, new in letters if new != self.text[i]])
        if not unicodedata.is_normalized("NFC", self.text):
            whole = unicodedata.normalize("NFC", self.text)
            pieces = [(m.start(), m.end(), m.group()) for m in _CLUSTER.finditer(self.text)]
            edits = [(s, e, unicodedata.normalize("NFC", p)) for s, e, p in pieces]
            if "".join(new for _, _, new in edits) != whole:  # composition across bases, e.g. Hangul
                edits = [(0, len(self.text), whole)]
            self.splice([edit for edit in edits if edit[2] != self.text[edit[0] : edit[1]]])

    def strip(self) -> None:
        size = len(self.text)
        left = size - len(self.text.lstrip(" \n"))
        right = len(self.text.rstrip(" \n"))
        if left or right < size:
            right = max(left, right)
            self.text = self.text[left:right]
            self.starts, self.ends = self.starts[left:right], self.ends[left:right]


def _letter_by_letter(text: str, folded: str) -> bool:
    """Whether folding alone normalises a text, each character into one: so it is with most texts."""
    if len(folded) != len(text) or folded.strip(" \n") != folded or _UNSETTLED.search(folded):
        return False
    if folded == text:
        return True
    one_each = all(len(_special(match)) == 1 for match in _SPECIAL.finditer(text))
    return one_each and len(text.lower()) == len(text)


def align(text: str) -> Normalised:
    """Normalise and keep the origin of every character; `align(text).text == normalise(text)`."""
    if _letter_by_letter(text, folded := _fold(text)):
        return Normalised(folded, range(len(text)), range(1, len(text) + 1))
    tracked = _Tracked(text)
    while True:
        tracked.fold()
        before = tracked.text
        if _UNSETTLED.search(before):
            for hints, pattern, replacement in _STEPS:
                if _applies(hints, tracked.text):
                    tracked.substitute(pattern, replacement)
        if tracked.text == before:
            break
    tracked.strip()
    return Normalised(tracked.text, tuple(tracked.starts), tuple(tracked.ends))
