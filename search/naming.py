"""Names that texts cut short with ไปยาลน้อย: กรมอุทยานฯ for กรมอุทยานแห่งชาติ สัตว์ป่า และพันธุ์พืช."""

from __future__ import annotations

import re

from search.analysis import CUT_SHORT as MARK
from search.analysis import skeleton, words_of
from search.query import Alternative
from search.relevance.weights import CUT_SHORT
from search.thai.segment import sub_words

_BODY = re.compile(
    "กระทรวง|กรม|สำนัก|คณะกรรมการ|การ|สภา|สถาบัน|องค์การ|มหาวิทยาลัย|กองทุน|ศูนย์|ตลาด|ธนาคาร|บริษัท|สมาคม|มูลนิธิ|พระราช|โครงการ"
)
_LONG = 14
"""Letters of a name that anybody cuts short, and the fewest that are left of what the body is called."""
_LEFT = 4
_MOST = 3


def cut_short(text: str) -> list[Alternative]:
    """How texts may write the name of a body after they have said it once; empty for other words."""
    body = _BODY.match(text)
    if len(text) < _LONG or body is None:
        return []
    first = text.split(" ")[0]
    lengths = {len(text[: match.start()]) for match in re.finditer(" ", text)}
    at = 0
    for part in _row(first):
        at += len(part)
        lengths.add(at)
    least = body.end() + _LEFT
    short = [text[:length].rstrip() for length in sorted(lengths) if least <= length <= len(text) - 3]
    return [_shortened(each) for each in short[:_MOST]]


def _row(word: str) -> list[str]:
    """The longest parts of a word that follow one another from its beginning."""
    parts, row, at = sub_words(word), [], 0
    while fitting := [part for part in parts if word.startswith(part, at)]:
        row.append(max(fitting, key=len) if at else min(fitting, key=len))
        at += len(row[-1])
    return row


def _shortened(text: str) -> Alternative:
    tokens = tuple(dict.fromkeys(words_of(text + MARK)))
    return Alternative(tokens, (skeleton(text + MARK),), CUT_SHORT, "cut short", text + MARK)
