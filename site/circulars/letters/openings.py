"""Where the text of a letter begins, though no formula ("ด้วย", "ตามที่") opens it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from circulars.letters import labels
from circulars.letters.addressees import names_an_office, names_somebody
from circulars.letters.days import given
from circulars.letters.layout import GAP, Line

if TYPE_CHECKING:
    from circulars.letters.sections import Sections

ITEM = re.compile(r"^[(]?(\d{1,2})(?:[.)]|\s)")
COMPLETE = re.compile(r"จำนวน ?\d+ ?[ก-๎]+\)?$|\d{4}$|\.[คพย]\. ?\d{2}$|\d ?(?:ชุด|ฉบับ|แผ่น|เล่ม)\)?$")
LONG = 40
_ITEM_LINES = 6
_HEAD_LINES = 12
"""Lines of the head among which the sender is looked for."""


def tells_of_sender(parts: Sections, line: Line) -> bool:
    """Whether the line says what the sender does: nobody writes to himself, nor sends himself along."""
    cells = (cell.strip() for above in parts.head[:_HEAD_LINES] for cell in above.text.split(GAP))
    rests = [line.text[len(cell) :] for cell in cells if names_an_office(cell) and line.text.startswith(cell)]
    return any("ก" <= rest[:1] <= "๎" and labels.ACTS.match(rest) for rest in rests)


def body_above_purpose(parts: Sections) -> None:
    """Take the body out of the block above the purpose, where no formula opened it.

    A letter says something before "จึงเรียนมาเพื่อ…", an order before the day on which it was given: the lines
    that touch the last block, name nobody and begin no item are that.
    """
    if parts.has_salutation:
        held = parts.enclosures or parts.references or parts.salutation
        empty = bool(parts.purpose and parts.salutation) and not parts.body
    else:
        held = parts.subject
        empty = len(parts.body) == 1 and given(parts.body) is not None
    if not empty:
        return
    since = len(held)
    while since > 1 and _may_open(parts, held, since - 1):
        since -= 1
        if len(held[since - 1].text) < LONG:
            break
    parts.body[:0] = held[since:]
    del held[since:]


def _may_open(parts: Sections, held: list[Line], at: int) -> bool:
    line, above = held[at], held[max(0, at - 2) : at]
    if held is parts.subject or labels.BODY_START.match(line.text):
        return True
    if held is parts.salutation:
        return not names_somebody(line.text) and not left_open(above[-1].text)
    return ITEM.match(line.text) is None and COMPLETE.search(end_of(above)) is not None


def left_open(words: str) -> bool:
    return words.endswith((",", ";")) or words.count("(") > words.count(")")


def end_of(held: list[Line]) -> str:
    """The last words of a block; the unit of "29 / ฉบับ" may have come onto a line of its own."""
    return " ".join(line.text for line in held[-2:])


def last_item(lines: list[Line]) -> int:
    """The number of the list's last item; 0 when none begins in the last few lines."""
    marks = (ITEM.match(line.text) for line in reversed(lines[-_ITEM_LINES:]))
    return next((int(mark[1]) for mark in marks if mark), 0)
