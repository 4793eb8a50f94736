"""Letter prefixes (อักษรนำ) in ASCII, for addresses: one code per prefix, no two alike.

The table is data (letter_prefixes.tsv): ministries, other bodies, provinces, abolished ministries and
committees. A prefix that is not in it is spelt consonant by consonant after an "x", two signs each, so that
it can collide neither with a row of the table nor with another unknown prefix.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("letter_prefixes.tsv")

_CONSONANTS = "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
_SPELT = (
    *("ka", "kb", "kc", "kd", "ke", "kf", "ng", "ja", "ca", "cb", "sa", "cc", "ya", "da", "ta", "tb"),
    *("tc", "td", "na", "db", "te", "tf", "tg", "th", "nb", "ba", "pa", "pb", "fa", "pc", "fb", "pd"),
    *("ma", "yb", "ra", "la", "wa", "sb", "sc", "sd", "ha", "lb", "oa", "hb"),
)
_ASCII_OF = dict(zip(_CONSONANTS, _SPELT, strict=True))


@cache
def known_prefixes() -> dict[str, str]:
    """Thai prefix → ASCII code, for every row of the table."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return {row["prefix"]: row["ascii"] for row in csv.DictReader(lines, delimiter="\t")}


@cache
def issuers() -> dict[str, str]:
    """Thai prefix → whose it is, for every row of the table."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return {row["prefix"]: row["issuer"] for row in csv.DictReader(lines, delimiter="\t")}


@cache
def ascii_prefix(letters: str) -> str:
    """The ASCII code of a prefix or a committee ("นร" → "nr"), unique. `letters`: Thai consonants only.

    Raises ValueError for anything else.
    """
    known = known_prefixes().get(letters)
    if known:
        return known
    if not letters or any(letter not in _ASCII_OF for letter in letters):
        raise ValueError(f"{letters!r} is not a letter prefix")
    return "x" + "".join(_ASCII_OF[letter] for letter in letters)
