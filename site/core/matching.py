"""Words that a reader types, found in a column of the database however either of them is spelt.

The column holds texts in their one spelling (`spelling`), filled whenever they are saved; the words are
brought to the same. The texts themselves stay as they were written.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from search.thai import normalise

MOST_WORDS = 8

Matched = TypeVar("Matched", bound=Model)

_MISPLACED = (
    (re.compile("า([่-๋]?)ํ([่-๋]?)"), r"\1\2ำ"),
    (re.compile("ัว([่-๋])"), r"ั\1ว"),
)
"""Marks typed behind the letter that they precede: "จาํหน่าย", "ชัว่คราว". No Thai word is written so. The
site's search mends these by its dictionary, which a column cannot ask."""


def spelling(text: str) -> str:
    """The normalised text (`search.thai.normalise`) with its misplaced marks where they belong.

    >>> spelling("จาํหน่าย") == spelling("จําหน่าย") == "จำหน่าย"
    True
    """
    plain = normalise(text)
    for pattern, mended in _MISPLACED:
        plain = pattern.sub(mended, plain)
    return plain


def plain_text(*texts: str) -> str:
    """What a column holds for some texts, which no word spans: in one spelling, a line each."""
    return "\n".join(plain for plain in map(spelling, texts) if plain)


def holding(
    found: QuerySet[Matched], text: str, *columns: str, also: Collection[int] = ()
) -> QuerySet[Matched]:
    """Those of which some of these columns of `plain_text` hold every word of a text, of the first few; and
    those with the keys `also`."""
    every = Q()
    for word in spelling(text).split()[:MOST_WORDS]:
        held = Q()
        for column in columns:
            held |= Q(**{f"{column}__contains": word})
        every &= held
    return found.filter(every | Q(pk__in=also)) if every and also else found.filter(every)
