"""Where one letter ends and the next begins, in a text that holds several."""

from __future__ import annotations

import re
from itertools import pairwise

from circulars.letters import labels
from circulars.letters.layout import Line
from search.thai.letter_numbers import parse_heading

_HEADINGS = {
    "order": re.compile(r"^(?:คำสั่ง|ระเบียบ|ข้อบังคับ)(?!ที่)[ก-๎0-9a-z(). ]{3,120}$"),
    "publicity": re.compile(r"^(?:ประกาศ|แถลงการณ์|ข่าว(?!สาร))[ก-๎0-9a-z(). ]{3,120}$"),
    "record": re.compile(r"^(?:หนังสือรับรอง|รายงานการประชุม)[ก-๎0-9a-z()/. ]{0,160}$"),
}
_AHEAD = 14


def heading_kind(line: Line) -> str | None:
    """Kind of a letter whose first line is such a heading ("คำสั่งกรม…", "ประกาศจังหวัด…"), else None."""
    if labels.MEMO.match(line.text):
        return "internal"
    return next((kind for kind, pattern in _HEADINGS.items() if pattern.match(line.text)), None)


def is_number_line(line: Line) -> bool:
    """Whether the line is the ที่ line at the head of a letter."""
    match = labels.NUMBER.match(line.text)
    if match is None:
        return False
    number = parse_heading(line.text[match.end() :])
    return number is not None and bool(number.prefix or number.code)


def split(lines: list[Line]) -> list[list[Line]]:
    """The lines of each letter. Text without any letter gives an empty list."""
    anchors = _anchors(lines)
    if not anchors:
        return [lines] if _looks_like_letter(lines) else []
    starts = [
        _with_head(lines, anchor, previous)
        for previous, anchor in zip([None, *anchors], anchors, strict=False)
    ]
    starts[0] = 0
    bounds = [*starts, len(lines)]
    parts = [lines[start:end] for start, end in pairwise(bounds)]
    return [part for part in parts if _looks_like_letter(part)]


def _anchors(lines: list[Line]) -> list[int]:
    """Indexes of the lines at which a letter's head is recognised, one per letter."""
    found: list[int] = []
    finished = True
    for position, line in enumerate(lines):
        if labels.CLOSING.match(line.text) or _is_signature(line) or _is_place_and_date(lines, position):
            finished = True
        kind = heading_kind(line)
        if kind in {"order", "publicity", "record"} and not _has_order_head(lines, position):
            kind = None
        if not kind and not is_number_line(line):
            continue
        if not finished and not _has_letter_head(lines, position):
            continue
        if found and not kind and _belongs_to_heading(lines, found[-1], position):
            continue
        found.append(position)
        finished = False
    return found


def _belongs_to_heading(lines: list[Line], heading: int, position: int) -> bool:
    """Whether the ที่ line is that of the memo or order whose heading stands just above."""
    near = position - heading <= 5
    return (
        near
        and heading_kind(lines[heading]) is not None
        and not any(labels.SUBJECT.match(line.text) for line in lines[heading:position])
    )


def _is_signature(line: Line) -> bool:
    match = labels.NAME.match(line.text)
    return match is not None and line.text.startswith("(") and not match["rest"]


def _is_place_and_date(lines: list[Line], position: int) -> bool:
    return "ตราประทับ" in lines[position].text


def _has_letter_head(lines: list[Line], position: int) -> bool:
    """Whether a subject or a salutation follows soon: then it is a head, not a citation on its own line."""
    ahead = lines[position + 1 : position + _AHEAD]
    for line in ahead:
        if labels.REFERENCE.match(line.text) or labels.ENCLOSURE.match(line.text):
            return False
        if labels.SUBJECT.match(line.text) or labels.SALUTATION.match(line.text):
            return True
    return False


def _has_order_head(lines: list[Line], position: int) -> bool:
    """Whether a number or subject follows the heading at once, and it stands apart from what is above."""
    if position and not lines[position].blank_before and not lines[position].new_page:
        return False
    ahead = lines[position + 1 : position + 4]
    return any(
        labels.SUBJECT.match(line.text) or line.text.startswith(("ที่", "ฉบับที่", "เลขที่", "ครั้งที่"))
        for line in ahead
    )


def _with_head(lines: list[Line], anchor: int, previous: int | None) -> int:
    """The letter's first line: class words above its number are its own, save the foot of the one before."""
    start = anchor
    floor = previous + 1 if previous is not None else 0
    while start > floor and labels.CLASS_LINE.match(lines[start - 1].text):
        start -= 1
        if lines[start].new_page:
            return start
    classes = anchor - start
    if previous is not None and classes and _has_class_at_head(lines, previous):
        start += 1
    return start


def _has_class_at_head(lines: list[Line], anchor: int) -> bool:
    """Whether the letter at `anchor` has a secrecy class above it, so that its foot has one too."""
    above = lines[max(0, anchor - 1)]
    return (
        anchor > 0
        and labels.SECRECY_WORD.search(above.text) is not None
        and bool(labels.CLASS_LINE.match(above.text))
    )


def _looks_like_letter(lines: list[Line]) -> bool:
    if any(is_number_line(line) for line in lines[:12]) and len(lines) > 2:
        return True
    for position, line in enumerate(lines[:6]):
        kind = heading_kind(line)
        if kind and (kind == "internal" or _has_order_head(lines, position)):
            return True
    salutation = any(labels.SALUTATION.match(line.text) for line in lines)
    subject = any(labels.SUBJECT.match(line.text) for line in lines)
    closing = any(labels.CLOSING.match(line.text) for line in lines)
    return salutation and (subject or closing)
