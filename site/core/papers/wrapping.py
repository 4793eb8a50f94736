"""Where a line of Thai may end: between the words that Ruam's segmenter finds, and nowhere else."""

from __future__ import annotations

import re

from search.thai.numerals import to_arabic, to_thai
from search.thai.segment import segment, sub_words

_THAI = re.compile(r"[\u0e00-\u0e7f]")
_ONE = frozenset((word, "ที่") for word in ("รอบ", "วัน", "ฉบับ", "ครั้ง", "หมวด", "ตาราง"))
"""Words that count (รอบที่ 2), which no line parts."""
_OPENING = "([{“‘\"'"
_STAYS_WITH_THE_LAST = frozenset("ๆฯ)]}”’.,;:!?%\"'/\u0e46\u0e2f")


def in_digits(text: str, digits: str) -> str:
    """`text` with its digits in the script "thai" or "arabic"; "as-is" leaves them.

    >>> in_digits("ข้อ 12", "thai")
    'ข้อ ๑๒'
    """
    return {"thai": to_thai, "arabic": to_arabic}.get(digits, str)(text)


def pieces(text: str) -> list[str]:
    """`text` cut where a line may end, spaces as pieces of their own; joined, the pieces are the text.

    A closing bracket, ๆ and ฯ stay with the word before them, an opening bracket with the word after it.
    """
    found: list[str] = []
    for word in (part for token in segment(text) for part in re.split(r"(\s+)", token) if part):
        last = found[-1] if found else ""
        joins = last and not last.isspace() and not word.isspace()
        if joins and (
            (last, word) in _ONE or word[0] in _STAYS_WITH_THE_LAST or last[-1] in _OPENING or _is_mark(word)
        ):
            found[-1] = last + word
        else:
            found.append(word)
    return found


def finer(piece: str, longest: int) -> list[str]:
    """A long piece (the name of a ministry is one word of the lexicon) cut into the words that it is made
    of, none longer than `longest`; the piece itself where it cannot be.

    >>> finer("กระทรวงมหาดไทย", 10)
    ['กระทรวง', 'มหาดไทย']
    """
    words = sorted({word for word in sub_words(piece) if len(word) <= longest}, key=len, reverse=True)
    ways: dict[int, list[str]] = {len(piece): []}
    for start in range(len(piece) - 1, -1, -1):
        for word in words:
            rest = ways.get(start + len(word))
            if rest is None or not piece.startswith(word, start):
                continue
            if start not in ways or len(rest) + 1 < len(ways[start]):
                ways[start] = [word, *rest]
    return ways.get(0, [piece])


def is_thai(piece: str) -> bool:
    return bool(_THAI.search(piece))


def _is_mark(word: str) -> bool:
    """Whether it begins with a vowel or tone that cannot stand at the head of a line."""
    return word[0] in "ะาำๅ" or "\u0e31" <= word[0] <= "\u0e3a" or "\u0e47" <= word[0] <= "\u0e4e"
