"""Speed and secrecy classes: at the head of a letter, at the foot of its pages, on the line of its number."""

from __future__ import annotations

import re

from circulars.letters import labels
from circulars.letters.layout import GAP, Line
from circulars.letters.types import Span
from search.thai.letter_numbers import parse_heading

_HEAD_LINES = 12
_SPEED_BEHIND = re.compile(rf"[ \t]*[(\[]?[ ]?{labels.SPEED_WORD.pattern}[ ]?[)\]]?(?=[ \t]|$)")
"""A speed class after the number, in brackets or apart: "ที่ สธ 0233.05/ว 152 (ด่วนที่สุด)"."""


def take_classes(lines: list[Line]) -> tuple[list[Line], str | None, str | None, Span | None]:
    """Lines without the speed and secrecy words that stand alone, then speed, secrecy, place of the latter.

    They stand anywhere: at the head, at the foot of each page, in a column of their own. Within a sentence
    the words mean something else and are left. Of several classes the strictest counts.
    """
    kept: list[Line] = []
    speeds: list[str] = []
    secrecies: list[str] = []
    place: Span | None = None
    for position, line in enumerate(lines):
        if _is_of_cited(lines, position):
            kept.append(line)
            continue
        rest: list[tuple[int, int]] = []
        at = 0
        field: str | None = None
        for cell in line.text.split(GAP):
            end = at + len(cell)
            if labels.CLASS_FIELD.match(cell) and end < len(line.text):
                field, at = cell, end + 1
                continue
            if labels.says_no_class(f"{field} {cell}" if field else cell):
                field, at = None, end + 1
                continue
            field = None
            memo = labels.MEMO_STAMPED.match(cell)
            if memo and labels.is_secrecy_stamp(cell[memo.end() :]):
                secrecies += _classes(cell[memo.end() :], labels.SECRECY_WORD, labels.SECRECIES)
                place = line.span(at + memo.end(), end) if place is None else place
                rest.append((at, at + memo.end()))
            elif labels.CLASS_LINE.match(cell) or labels.is_secrecy_stamp(cell):
                speeds += _classes(cell, labels.SPEED_WORD, labels.SPEEDS)
                found = _classes(cell, labels.SECRECY_WORD, labels.SECRECIES) or labels.foreign_class(cell)
                place = line.span(at, end) if found and place is None else place
                secrecies += found
            else:
                rest.append((at, end))
            at = end + 1
        if rest:
            part = line.part(rest[0][0], rest[-1][1])
            kept += [part] if part else []
    return kept, labels.strictest(speeds, labels.SPEEDS), labels.strictest(secrecies, labels.SECRECIES), place


def classes_on_number_line(lines: list[Line]) -> tuple[str | None, str | None]:
    """Speed and secrecy written between the label ที่ and the number, or just before the label.

    A secrecy class that stands alone anywhere on that line counts, also after the number or within it.
    """
    for line in lines[:_HEAD_LINES]:
        if labels.NUMBER.match(line.text) and "/" in line.text:
            alone = _classes(line.text, labels.SECRECY_ALONE, labels.SECRECIES)
            if alone:
                speeds = _classes(line.text, labels.SPEED_WORD, labels.SPEEDS)
                return labels.strictest(speeds, labels.SPEEDS), labels.strictest(alone, labels.SECRECIES)
    for line in lines:
        match = labels.NUMBER.match(line.text)
        number = parse_heading(line.text[match.end() :]) if match else None
        if match and number:
            end = match.end() + number.end
            behind = _SPEED_BEHIND.match(line.text, end)
            words = line.text[: match.end() + number.start] + (behind.group() if behind else "")
            speeds = _classes(words, labels.SPEED_WORD, labels.SPEEDS)
            secrecies = _classes(words, labels.SECRECY_WORD, labels.SECRECIES)
            return labels.strictest(speeds, labels.SPEEDS), labels.strictest(secrecies, labels.SECRECIES)
    return None, None


def _is_of_cited(lines: list[Line], position: int) -> bool:
    """Whether a speed class that has a line of its own is that of a letter cited: its number touches it."""
    line, *below = lines[position : position + 2]
    if line.blank_before or not below or below[0].blank_before or not labels.CLASS_LINE.match(line.text):
        return False
    if labels.SECRECY_WORD.search(line.text) or labels.foreign_class(line.text):
        return False
    lists = (labels.REFERENCE, labels.ENCLOSURE)
    return labels.NUMBER.match(below[0].text) is not None and any(
        label.match(above.text) for above in lines[:position] for label in lists
    )


def _classes(words: str, pattern: re.Pattern[str], names: tuple[str, ...]) -> list[str]:
    return labels.plain_classes((match.group() for match in pattern.finditer(words)), names)
