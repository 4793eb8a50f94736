"""Names of persons that were perhaps misread. A name is never put right: it is kept as it is read."""

from __future__ import annotations

import re

from circulars.letters.types import Signatory
from search.thai.normalise import normalise

_NO_NAME = re.compile(r"[0-9a-z|/\\{}<>@#*=]")
_HONORIFIC = re.compile(r"^(?:นางสาว|นาง|นาย)\s*")
_MOST_EDITS = 2
_SHORTEST = 4


def impossible_signs(name: str) -> str:
    """The digits, Latin letters and other signs within a Thai name, which no such name has; "" without any.

    A name in Latin letters throughout is a foreigner's and holds nothing impossible.
    """
    plain = normalise(name)
    return "".join(_NO_NAME.findall(plain)) if re.search("[ก-ฮ]", plain) else ""


def nearly_same(one: Signatory | None, other: Signatory | None) -> bool:
    """Whether two letters are signed in one position by names so alike that one is probably misread.

    One of given name and surname is the same, the other differs by one or two signs.
    """
    if one is None or other is None or not one.position or _bare(one.position) != _bare(other.position or ""):
        return False
    here, there = _parts(one.name), _parts(other.name)
    if here is None or there is None or here == there:
        return False
    if here[1] == there[1]:
        return _near(here[0], there[0])
    return here[0] == there[0] and _near(here[1], there[1])


def _bare(words: str) -> str:
    return re.sub(r"\s", "", normalise(words))


def _parts(name: str) -> tuple[str, str] | None:
    """Given name and surname, rank and honorific taken off."""
    words = _HONORIFIC.sub("", normalise(name)).split()
    return (_HONORIFIC.sub("", words[-2]), words[-1]) if len(words) > 1 else None


def _near(one: str, other: str) -> bool:
    """Whether the words differ by one or two signs put in, left out or changed (Levenshtein)."""
    if min(len(one), len(other)) < _SHORTEST or abs(len(one) - len(other)) > _MOST_EDITS:
        return False
    row = [*range(len(other) + 1)]
    for at, sign in enumerate(one, start=1):
        above, row = row, [at]
        for place, letter in enumerate(other, start=1):
            row.append(min(above[place] + 1, row[-1] + 1, above[place - 1] + (sign != letter)))
    return row[-1] <= _MOST_EDITS
