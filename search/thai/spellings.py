"""Words of the dictionary that sound alike, and loan words that are spelt in more than one way.

Nobody agrees how เวิร์กช็อป is written: the dictionary has four ways, all of them right to whoever types one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from rapidfuzz.distance import OSA

from search.thai.segment import dictionary
from search.thai.sound import sound

SHORTEST, LONGEST = 3, 20
"""Letters of a word that has a key."""
_SHORTEST_LOAN = 5
_LOAN = re.compile("[็์]")
"""A sign that loan words are full of."""
_LEARNED = re.compile("[ฆฌญฎฏฐฑฒณธภศษฬฤ]")
"""Letters of words from Pali and Sanskrit, where another spelling is another word: นิเทศ and นิเทศก์."""
_MOST_SIGNS = 3
"""Signs in which two spellings of one word differ."""


@cache
def by_sound() -> dict[str, tuple[str, ...]]:
    """Words of the dictionary by how they sound."""
    found: dict[str, list[str]] = defaultdict(list)
    for word in sorted(dictionary()):
        if SHORTEST <= len(word) <= LONGEST and (key := sound(word)):
            found[key].append(word)
    return {key: tuple(words) for key, words in found.items()}


@cache
def _loans() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for words in by_sound().values():
        if len(words) > 1:
            for word in words:
                others = tuple(other for other in words if other != word and _one_loan(word, other))
                if others:
                    found[word] = others
    return found


def _one_loan(one: str, other: str) -> bool:
    both = one + other
    return (
        min(len(one), len(other)) >= _SHORTEST_LOAN
        and _LOAN.search(both) is not None
        and _LEARNED.search(both) is None
        and OSA.distance(one, other) <= _MOST_SIGNS
    )


def spelt_otherwise(word: str) -> tuple[str, ...]:
    """The other spellings of a loan word in the dictionary; none of a word of our own.

    >>> "เวิร์คชอป" in spelt_otherwise("เวิร์กช็อป"), spelt_otherwise("นิเทศ")
    (True, ())
    """
    return _loans().get(word, ())
