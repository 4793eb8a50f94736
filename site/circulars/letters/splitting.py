"""Where one letter ends and the next begins, in a text that holds several."""

from __future__ import annotations

import re

from circulars.letters import labels
from circulars.letters.days import last_alone
from circulars.letters.layout import GAP, Line, columns
from circulars.letters.noise import is_noise, stamp_above
from search.thai.letter_numbers import parse_heading

_HEADINGS = {
    "order": re.compile(r"^(?:คำสั่ง|ระเบียบ(?!วาระ)|ข้อบังคับ|ข้อบัญญัติ|เทศบัญญัติ)(?!ที่)[ก-๎0-9a-z(). ]{3,120}$"),
    "publicity": re.compile(r"^(?:ประกาศ(?!ไว้| ?ณ)|แถลงการณ์|ข่าว(?!สาร))[ก-๎0-9a-z(). ]{3,120}$"),
    "record": re.compile(
        r"^(?:หนังสือรับรอง|รายงานการประชุม)[ก-๎0-9a-z()/. ]{0,160}$|^เลขที่ ?\d{1,6} ?/ ?2[45]\d\d(?!\d)"
    ),
}
_NEWS = re.compile(r"^ข่าว(?:ประชาสัมพันธ์|แจก(?:สื่อมวลชน)?|สารนิเทศ|สำหรับสื่อมวลชน)$")
_NEWS_LINES = 6
_YEARLY = re.compile(r"^(?:เลข)?ที่[ \t]*\d{1,6}[ \t]*/[ \t]*2[45]\d{2}(?=$|\t)")
"""The number N/YYYY of a certificate or order, which may stand above its heading, the sender beside it."""
_AHEAD = 14
_SENDER_LINES = 5
_SENDER_COLUMNS = 60
_DATED = re.compile(r"[ \t]*(?:ลง ?วันที่|ลว)")
_CERTIFIED = re.compile(r"รับรอง|^ ?ให้ไว้")


def heading_kind(line: Line) -> str | None:
    """Kind of a letter whose first line is such a heading ("คำสั่งกรม…", "ประกาศจังหวัด…"), else None."""
    if any(labels.MEMO.match(cell) for cell in line.text.split(GAP)):
        return "internal"
    return next((kind for kind, pattern in _HEADINGS.items() if pattern.match(line.text)), None)


def kind_at(lines: list[Line], position: int) -> str | None:
    """`heading_kind` of the line there, or record for the title of a บันทึก with "ทำที่ …" below it."""
    kind = heading_kind(lines[position])
    return kind or ("record" if is_statement(lines, position) else None)


def is_statement(lines: list[Line], position: int) -> bool:
    """Whether the line is the title of a บันทึก of what was done or said, the place below it."""
    return labels.STATEMENT.match(lines[position].text) is not None and any(
        labels.MADE_AT.match(line.text) for line in lines[position + 1 : position + 3]
    )


def is_news(line: Line) -> bool:
    """Whether the line says no more than that news follow, for the press or the public."""
    return _NEWS.match(line.text) is not None


def is_number_line(line: Line) -> bool:
    """Whether the line is the ที่ line at the head of a letter."""
    match = labels.NUMBER.match(line.text)
    if match is None:
        return False
    number = parse_heading(line.text[match.end() :])
    if number is None or _DATED.match(line.text, match.end() + number.end):
        return False
    return bool(number.prefix or number.code)


def split(lines: list[Line]) -> list[list[Line]]:
    """The lines of each letter. Text without any letter gives an empty list."""
    anchors = _anchors(lines)
    if not anchors:
        return [lines] if _looks_like_letter(lines) else []
    seams = [
        _with_head(lines, anchor, previous)
        for previous, anchor in zip([None, *anchors], anchors, strict=False)
    ]
    starts = [0, *(start for start, _ in seams[1:])]
    ends = [*(end for _, end in seams[1:]), len(lines)]
    parts = [lines[start:end] for start, end in zip(starts, ends, strict=True)]
    return [part for part in parts if _looks_like_letter(part)]


def _anchors(lines: list[Line]) -> list[int]:
    """Indexes of the lines at which a letter's head is recognised, one per letter."""
    found: list[int] = []
    finished = True
    for position, line in enumerate(lines):
        if labels.CLOSING.match(line.text) or _is_signature(line) or _is_place_and_date(lines, position):
            finished = True
        kind = kind_at(lines, position)
        if kind in {"order", "publicity", "record"} and not (
            _has_order_head(lines, position) or (finished and found and _is_numbered_title(lines, position))
        ):
            kind = None
        if not kind and not is_number_line(line):
            continue
        titled = kind in {
            "order",
            "publicity",
            "record",
        }
        if not finished and not titled and not _has_letter_head(lines, position):
            continue
        if found and not kind and _belongs_to_heading(lines, found[-1], position):
            continue
        if found and kind and _number_above(lines, position) == found[-1]:
            continue  # the heading of the certificate whose number was the anchor
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
    if position and not _stands_apart(lines, position):
        return False
    if _number_above(lines, position) is not None:
        return True
    if lines[position].text.startswith("เลขที่"):
        return any(_CERTIFIED.search(line.text) for line in lines[position + 1 : position + 2 * _AHEAD])
    ahead = lines[position + 1 : position + 4]
    dated = lines[position + 1 : position + 1 + _NEWS_LINES] if is_news(lines[position]) else []
    if is_statement(lines, position) or any(last_alone([line]) for line in dated):
        return True
    return any(
        labels.SUBJECT.match(line.text) or line.text.startswith(("ที่", "ฉบับที่", "เลขที่", "ครั้งที่", "ว่าด้วย"))
        for line in ahead
    )


def _number_above(lines: list[Line], position: int) -> int | None:
    """Index of the number N/YYYY above a heading: just above it, or above sender and address too."""
    for at in range(position - 1, max(position - 1 - _SENDER_LINES, -1), -1):
        if _YEARLY.match(lines[at].text):
            return at
        if not lines[position].text.startswith("หนังสือรับรอง") or columns(lines[at].text) > _SENDER_COLUMNS:
            return None
    return None


def _is_numbered_title(lines: list[Line], position: int) -> bool:
    """Whether number N/YYYY and subject follow at once: below a letter's end no blank line is needed."""
    number, *below = lines[position + 1 : position + 4] or [lines[position]]
    return bool(_YEARLY.match(number.text)) and any(labels.SUBJECT.match(line.text) for line in below)


def _stands_apart(lines: list[Line], position: int) -> bool:
    """Whether nothing of the letter above touches the line: only a blank, a page's edge or page furniture."""
    line, above = lines[position], lines[position - 1]
    if _YEARLY.match(above.text):
        return position < 2 or above.blank_before or above.new_page or _stands_apart(lines, position - 1)
    if line.blank_before or line.new_page or stamp_above(lines, position) is not None:
        return True
    return is_noise(lines, position - 1) or labels.CLASS_LINE.match(above.text) is not None


def _with_head(lines: list[Line], anchor: int, previous: int | None) -> tuple[int, int]:
    """The letter's first line, and the end of the letter above.

    Class words, a received stamp and other page furniture above the number are the letter's own; but where
    the letter above bears a class at its head, the first class word is its foot. A secrecy word that stands
    apart from both might be either's: it counts for both, so that neither comes out.
    """
    floor = previous + 1 if previous is not None else 0
    numbered = _number_above(lines, anchor) if heading_kind(lines[anchor]) else None
    start = anchor if numbered is None else max(numbered, floor)
    while start > floor and not lines[start].new_page:
        above = lines[start - 1]
        stamp = stamp_above(lines, start)
        if stamp is not None:
            start = max(stamp, floor)
        elif (
            labels.CLASS_LINE.match(above.text)
            or labels.UNIT_LINE.match(above.text)
            or is_noise(lines, start - 1)
        ):
            start -= 1
        else:
            break
    classes = [at for at in range(start, anchor) if labels.CLASS_LINE.match(lines[at].text)]
    if previous is None or not classes:
        return start, start
    first = classes[0]
    if _has_class_at_head(lines, previous):
        return first + 1, first + 1
    apart = lines[first].blank_before and not lines[first].new_page and lines[first + 1].blank_before
    if apart and labels.SECRECY_WORD.search(lines[first].text):
        return start, first + 1
    return start, start


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
    for position in range(min(12, len(lines))):
        kind = kind_at(lines, position)
        if kind and (kind == "internal" or _has_order_head(lines, position)):
            return True
    salutation = any(labels.SALUTATION.match(line.text) for line in lines)
    if salutation and any(labels.NUMBER.match(one.text) and "/" in one.text for one in lines[:_AHEAD]):
        return True  # of a number that no grammar reads, a person says what it is
    subject = any(labels.SUBJECT.match(line.text) for line in lines)
    closing = any(labels.CLOSING.match(line.text) for line in lines)
    return salutation and (subject or closing)
