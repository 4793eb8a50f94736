"""Latin abbreviations as they are spoken: ดีแอลที is DLT, and DLT may stand in a text as ดีแอลที."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.query import Alternative, Group
from search.relevance.weights import SPELT_OUT
from search.ways import in_words

_TABLE = """
a เอ|b บี|c ซี|d ดี|e อี|f เอฟ|g จี|h เอช เอ็ช|i ไอ|j เจ|k เค|l แอล เอ็ล|m เอ็ม เอม|n เอ็น เอน|o โอ|p พี|q คิว|r อาร์
s เอส|t ที|u ยู|v วี|w ดับเบิลยู ดับเบิ้ลยู ดับบลิว|x เอ็กซ์ เอกซ์|y วาย|z แซด แซต
"""
_ROWS = [row.split() for row in _TABLE.replace("|", "\n").split("\n") if row]
_NAMES = {name: latin for latin, *names in _ROWS for name in names}
_SPOKEN = {latin: names[0] for latin, *names in _ROWS}
_ANY = "|".join(sorted(_NAMES, key=len, reverse=True))
_NAME = re.compile(_ANY)
_RUN = re.compile(rf"(?<![ก-๎])(?:(?:{_ANY})[ .-]?){{2,6}}(?:{_ANY})(?![ก-๎])")
"""Two letters stand in too many Latin words by chance."""
_LATIN = re.compile("[a-z]{3,5}")


def find_spelt_out(text: str) -> Iterator[tuple[int, int, Group]]:
    """Runs of names of letters, each with the abbreviation that they spell: `text[start:end]`."""
    for match in _RUN.finditer(text):
        latin = "".join(_NAMES[name] for name in _NAME.findall(match.group()))
        typed = in_words(match.group(), 1.0, "typed")
        spellings = (latin, f"e-{latin[1:]}") if latin[0] == "e" else (latin,)  # e-GP
        meant = [in_words(each, SPELT_OUT, "abbr") for each in spellings]
        yield *match.span(), Group(match.group(), "word", (typed, *meant))


def spoken(latin: str) -> tuple[Alternative, ...]:
    """The names of the letters of a short Latin word, as another way to say it; nothing for other words."""
    if not _LATIN.fullmatch(latin):
        return ()
    return (in_words("".join(map(_SPOKEN.__getitem__, latin)), SPELT_OUT, "abbr"),)
