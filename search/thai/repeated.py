"""What a query says twice where one writes it once: words for ๆ, and keys that were held down."""

from __future__ import annotations

import re
from collections.abc import Callable

from search.thai.segment import dictionary

_TWICE = re.compile(r"(?<![ก-๎])([ก-๎]{3,12}) ?\1(?![ก-๎])|(ต่าง|อื่น|จริง)\2")
"""A word said twice, which is written with ๆ; some so often that it is so inside of a row of words too."""
_HELD_KEY = re.compile(r"([ก-ฮ])\1{2,}")
"""A key that was held down: no Thai word has a letter three times in a row, though ททท. and สสส. do, and
two words beside one another, ชื่อ|ออก."""
_LONGEST_NEXT = 8


def said_once(text: str, knows: Callable[[str], bool]) -> str:
    """A normalised text with ๆ for words said twice, and one letter for a key that was held down.

    `knows` says which rows of one letter are abbreviations.
    """
    text = _TWICE.sub(_with_sign, text)
    return _HELD_KEY.sub(lambda held: held.group() if knows(held.group()) else _let_go(held), text)


def _let_go(held: re.Match[str]) -> str:
    """The letter as often as it is meant: ชื่อ|ออก all three times, twice in มาก|กว่า and อยาก|กิน, else once."""
    if len(held.group()) == 3 and _begins_word(held.string, held.start() + 1):
        return held.group()
    return held[1] * (2 if _begins_word(held.string, held.end() - 1) else 1)


def _begins_word(text: str, start: int) -> bool:
    longest = min(len(text) - start, _LONGEST_NEXT)
    return any(text[start : start + size] in dictionary() for size in range(3, longest + 1))


def _with_sign(twice: re.Match[str]) -> str:
    word = twice[1] or twice[2]
    return f"{word}ๆ" if word in dictionary() else twice.group()
