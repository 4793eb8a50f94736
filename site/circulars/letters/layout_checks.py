"""What a letter's form gives rise to: for the record rather than a doubt about what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from circulars.letters.flags import flag
from circulars.letters.layout import Line
from circulars.letters.types import Flag, ParsedLetter, Span
from search.thai.normalise import normalise

_DECOMPOSED = re.compile(
    "\u0e4d[\u0e48-\u0e4b]?\u0e32|\u0e40\u0e40|[\u0e48-\u0e4b][\u0e34-\u0e39]|[\uf700-\uf71f]"
)
_ABBREVIATED = re.compile(r"รอง ?นรม\.?|^นรม\.?|^ผวจ\.?|^อปท\.?|^รมว\.?")
_SEAL = re.compile(r"ประทับ ?ตรา(?!แทน)|\(?ตรา(?:ชื่อ)?ส่วนราชการ|ตราประทับ|\(ตรา\)")


def check_layout(letter: ParsedLetter, noise: Sequence[Line], wrapped: dict[int, int]) -> Iterator[Flag]:
    """Flags on the form of the letter; `noise` are the lines put aside, `wrapped` the lines by enclosure."""
    spans = letter.positions
    if noise:
        yield flag("PAGE_NOISE_REMOVED", "document", span=within(letter, noise[0].span()), count=len(noise))
    decomposed = _DECOMPOSED.search(letter.text)
    if decomposed:
        yield flag("DECOMPOSED_THAI", "document", span=decomposed.span())
    if letter.purpose_line and "/" in letter.purpose_line:
        yield flag("TEMPLATE_ALTERNATIVES", "purpose_line", span=spans.get("purpose_line"))
    for at, count in wrapped.items():
        if count > 1:
            field = f"enclosures[{at}]"
            yield flag("WRAPPED_LINES", field, span=spans.get(field), count=count)
    for at, item in enumerate(letter.enclosures):
        if item.quantity is None:
            field = f"enclosures[{at}]"
            yield flag("MISSING_ENCLOSURE_QUANTITY", field, span=spans.get(field))
    for at, name in enumerate(letter.addressees):
        if _ABBREVIATED.search(normalise(name)):
            field = f"addressees[{at}]"
            yield flag("ADDRESSEE_ABBREVIATED", field, span=spans.get(field), raw=name)
    if letter.kind == "stamped" and not _SEAL.search(normalise(letter.text)):
        yield flag("STAMP_NOT_SHOWN", "document")


def within(letter: ParsedLetter, span: Span) -> Span:
    """Offsets in the whole input as offsets in the letter's own text."""
    return span[0] - letter.offset, span[1] - letter.offset
