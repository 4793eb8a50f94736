"""The parts of one letter, in their order: head, labelled blocks, body, purpose, closing, signature, foot."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from circulars.letters import labels
from circulars.letters.addressees import about_office, names_an_office, names_somebody
from circulars.letters.days import given, last_alone
from circulars.letters.layout import GAP, Line, may_be_wrapped
from circulars.letters.openings import (
    COMPLETE,
    ITEM,
    LONG,
    body_above_purpose,
    end_of,
    last_item,
    left_open,
    tells_of_sender,
)
from search.thai.dates import find_dates

_FIRST_AGAIN = re.compile(r"^1[.)][ \t]+[ก-๎]")
"""Behind items of a list another list begins: the body's."""
_PURPOSE_OF = re.compile(r"^(?:เพื่อ(?!ให้)|โดย(?!ที่))")
"""May begin the second line of an order's subject as well as its text."""
_COUNTED = re.compile(r"(?:จำนวน|รวม|[ \t]) ?\d+ ?(?:ชุด|ฉบับ|แผ่น|เล่ม|หน้า)$")
_RECORDER = re.compile(r"^ผู้(?:จด|บันทึก|ตรวจ)(?:บันทึก)?รายงาน")
_DAY_FOLLOWS = re.compile(r"(?:[-–]|ถึง|ตั้งแต่|ระหว่าง|ณ|ภายใน|เมื่อ|ประจำ|ลง|และ)$")
"""Words that a wrapped subject breaks off with before a day."""
_MIDDLE = 40
"""Columns from the left at which the right half of a letter's head begins."""
_NUMBERED = re.compile(r"^(?:ฉบับ|ครั้ง|เลข)?ที่ ?\d")
_ISSUE = re.compile(r"^ฉบับที่ ?\d+(?: ?/ ?2[45]\d\d)?$")
"""แถลงการณ์ and ประกาศ in several issues: below the title, not part of it."""


@dataclass(slots=True)
class Sections:
    """Lines of each part. A labelled block's first line has lost its label."""

    head: list[Line] = field(default_factory=list)
    subject: list[Line] = field(default_factory=list)
    salutation: list[Line] = field(default_factory=list)
    references: list[Line] = field(default_factory=list)
    enclosures: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    purpose: list[Line] = field(default_factory=list)
    closing: list[Line] = field(default_factory=list)
    foot: list[Line] = field(default_factory=list)
    salutation_word: str | None = None
    has_salutation: bool = True
    has_headline: bool = False


_LABELS = (
    ("enclosures", labels.ENCLOSURE),
    ("references", labels.REFERENCE),
    ("subject", labels.SUBJECT),
    ("salutation", labels.SALUTATION),
)


def sections(lines: list[Line], has_salutation: bool = True, has_headline: bool = False) -> Sections:
    """Sort the lines of one letter (noise taken out) into its parts.

    Orders and announcements have no salutation: their body follows the subject. `has_headline`: news whose
    subject bears no label have it between the sender and the date, a บันทึก above the place and the date.
    """
    parts = Sections(has_salutation=has_salutation, has_headline=has_headline)
    block = "head"
    for line in lines:
        block = _place(parts, block, line)
    _purpose_within_body(parts)
    body_above_purpose(parts)
    return parts


def _place(parts: Sections, block: str, line: Line) -> str:
    """Put one line where it belongs and say in which part the next one is read."""
    if block in {"foot", "closing"}:
        parts.foot.append(line)
        return "foot"
    if labels.CLOSING.match(line.text):
        parts.closing.append(line)
        return "closing"
    if block in {"body", "purpose"}:
        return _place_below(parts, block, line)
    if parts.has_headline:
        return _place_in_news(parts, line)
    for name, label in _LABELS:
        match = label.match(line.text)
        if match and not getattr(parts, name) and (name == "subject" or parts.has_salutation):
            line = _without_right_column(parts, line) or line
            if name == "salutation":
                parts.salutation_word = line.raw(*match.span("word"))
            rest = line.part(match.end())
            getattr(parts, name).extend([rest] if rest else [])
            return name
    if block == "head":
        if not parts.has_salutation and not parts.subject and labels.RULE_TITLE.match(line.text):
            parts.subject.append(line)
            return "subject"
        if _starts_body(parts, line):
            return _place_below(parts, "body", line)
        parts.head.append(line)
        return "head"
    again = labels.SALUTATION.match(line.text) if block == "salutation" else None
    if again:  # กราบเรียน to the presidents of the courts, เรียน to all others
        rest = line.part(again.end())
        parts.salutation += [rest] if rest else []
        return block
    if block == "subject" and parts.has_salutation:
        left = _without_right_column(parts, line)
        if left is None:
            return block
        line = left
    if _continues(parts, block, line):
        getattr(parts, block).append(line)
        return block
    if block == "subject" and parts.has_salutation and not find_dates(line.text):
        parts.subject.append(line)  # every line has a blank one above it: still the subject, เรียน is to come
        return "subject"
    if parts.salutation or not parts.has_salutation or block in {"references", "enclosures"}:
        return _place_below(parts, "body", line)
    parts.head.append(line)
    return "head"


def _place_in_news(parts: Sections, line: Line) -> str:
    """What stands above the text of news (heading, number and sender, headline, date) or of a บันทึก."""
    if last_alone([line]) or labels.MADE_AT.match(line.text):
        parts.head.append(line)
        return "body" if parts.subject and last_alone([line]) else "head"
    if parts.subject and line.blank_before:
        return _place_below(parts, "body", line)
    sender = names_an_office(line.text) and not any(names_an_office(above.text) for above in parts.head)
    title = parts.head or labels.STATEMENT.match(line.text)
    if not parts.subject and (not title or sender or _NUMBERED.match(line.text)):
        parts.head.append(line)
        return "head"
    parts.subject.append(line)
    return "subject"


def _without_right_column(parts: Sections, line: Line) -> Line | None:
    """The line without what stands right of the middle, where sender and date go on beside the subject."""
    if not parts.has_salutation or parts.salutation:
        return line
    at = 0
    for cell in line.text.split(GAP):
        part = line.part(at, at + len(cell))
        if part and part.column >= _MIDDLE:
            right = line.part(at)
            parts.head += [right] if right else []
            return line.part(0, at)
        at += len(cell) + 1
    return line


def _starts_body(parts: Sections, line: Line) -> bool:
    """Whether a line at the head is already the body: there is no salutation, or it was lost."""
    opening = labels.BODY_START.match(line.text) is not None
    if parts.has_salutation:
        return bool(parts.subject) and opening
    return opening or labels.RECORD_START.match(line.text) is not None


def _place_below(parts: Sections, block: str, line: Line) -> str:
    signature = labels.NAME.match(line.text)
    if not parts.has_salutation:
        above = parts.body[-1:]
        if (signature or labels.BARE_NAME.match(line.text)) and given(above):
            parts.foot.append(line)
            return "foot"
        if signature and given(parts.body[-2:-1]) and _written_above(above[0], signature["name"]):
            parts.foot += [parts.body.pop(), line]
            return "foot"
        if above and _RECORDER.match(line.text) and labels.BARE_NAME.match(above[0].text):
            parts.foot += [parts.body.pop(), line]
            return "foot"
        if given([line]):
            parts.body.append(line)
            return "body"
    if labels.SIGNED.match(line.text):
        return "foot"
    bare = block == "purpose" and (labels.BARE_NAME.match(line.text) or labels.RANK.match(line.text))
    if bare or (signature and line.text.startswith("(") and _may_sign(parts, block, line)):
        if block == "body" and parts.body and labels.RANK.match(parts.body[-1].text):
            parts.foot.append(parts.body.pop())
        parts.foot.append(line)
        return "foot"
    if labels.PURPOSE.match(line.text):
        parts.body.extend(parts.purpose)
        parts.purpose = [line]
        return "purpose"
    if block == "purpose" and not line.blank_before:
        parts.purpose.append(line)
        return "purpose"
    parts.body.append(line)
    return "body"


def _written_above(above: Line, name: str) -> bool:
    """Whether the line between date and brackets is a rank, or the name signed: "พลตำรวจตรี ประสิทธิ์ …"."""
    last = name.split()[-1]
    signed = above.text.replace(" ", "").endswith(last) and len(above.text) <= LONG
    return labels.RANK.match(above.text) is not None or signed


def _may_sign(parts: Sections, block: str, line: Line) -> bool:
    """A line in brackets ends the letter after its purpose, or when it is a name or a seal."""
    inner = line.text.strip("() ")
    if block == "purpose" or labels.NAME_WITH_TITLE.match(inner) is not None or "ตราประทับ" in inner:
        return True
    return bool(parts.body) and (
        labels.RANK.match(parts.body[-1].text) is not None or given(parts.body[-1:]) is not None
    )


def _continues(parts: Sections, block: str, line: Line) -> bool:
    """Whether the line is the rest of the labelled block above it."""
    held: list[Line] = getattr(parts, block)
    if block == "subject" and (_ISSUE.match(line.text) or _ends_title(parts, line)):
        return False
    if block == "subject" and parts.has_salutation and held and _is_letters_date(parts, held[-1], line):
        return False
    starts_body = labels.BODY_START.match(line.text) is not None
    if block in {"references", "enclosures"} and about_office(line.text):
        return False
    if block != "subject" and tells_of_sender(parts, line):
        return False
    if block in {"references", "enclosures"} and _FIRST_AGAIN.match(line.text) and last_item(held) > 1:
        return False
    if line.blank_before:
        item = ITEM.match(line.text)
        wanted = _items_so_far(held) + 1
        return block in {"references", "enclosures"} and item is not None and int(item[1]) == wanted > 1
    if labels.PURPOSE.match(line.text):
        return False
    if not starts_body:
        return not (held and _is_sentence_below(held, block, line))
    return bool(held) and block in {"references", "enclosures"} and not _done(held, line)


def _is_letters_date(parts: Sections, above: Line, line: Line) -> bool:
    """Whether the letter's own date, not yet met, stands alone below the subject and touches it."""
    if _DAY_FOLLOWS.search(above.text) or any(map(_is_day, parts.head)):
        return False
    return last_alone([above, line]) is not None and last_alone([above]) is None and _is_day(line)


def _is_day(line: Line) -> bool:
    return any(date.precision == "day" for date in find_dates(line.text))


def _ends_title(parts: Sections, line: Line) -> bool:
    """Whether the title of an order or announcement, which no เรียน follows, ended above."""
    if parts.has_salutation or not parts.subject:
        return False
    if given([line]):
        return True
    label = labels.DATE_LABEL.match(line.text)
    dated = [date for date in find_dates(line.text) if date.precision == "day"]
    if label and dated and dated[0].start == label.end() and dated[0].end == len(line.text):
        return True
    if not may_be_wrapped(parts.subject[-1], line) and labels.STATES.search(line.text):
        return True
    return labels.RECORD_START.match(line.text) is not None and not _PURPOSE_OF.match(line.text)


def _is_sentence_below(held: list[Line], block: str, line: Line) -> bool:
    """Whether a line that touches a block is the body's first, though no formula opens it."""
    above, end = held[-1], end_of(held)
    if block == "salutation":
        if line.text.startswith(("1. ", "1) ")):
            return True
        sentence = labels.STATES.search(line.text) or not may_be_wrapped(above, line)
        return bool(sentence) and not left_open(above.text) and not names_somebody(line.text)
    if block in {"references", "enclosures"} and labels.STATES.search(line.text):
        return bool(COMPLETE.search(end)) and ITEM.match(line.text) is None
    if block == "enclosures" and _COUNTED.search(end):
        return not may_be_wrapped(above, line) and ITEM.match(line.text) is None
    return False


def _done(held: list[Line], line: Line) -> bool:
    return len(line.text) >= LONG or COMPLETE.search(end_of(held)) is not None


def _items_so_far(lines: list[Line]) -> int:
    found = 0
    for line in lines:
        match = ITEM.match(line.text)
        if match and int(match[1]) == found + 1:
            found += 1
    return found


def _purpose_within_body(parts: Sections) -> None:
    """Take the purpose out of a last paragraph that was run together: "… นั้น จึงเรียนมาเพื่อ…"."""
    if parts.purpose:
        return
    for position in range(len(parts.body) - 1, -1, -1):
        line = parts.body[position]
        match = re.search(rf"(?<=[ \t])(?:{labels.PURPOSE.pattern})", line.text)
        if match:
            before, after = line.part(0, match.start()), line.part(match.start())
            rest = parts.body[position + 1 :]
            parts.body = parts.body[:position] + ([before] if before else [])
            parts.purpose = ([after] if after else []) + rest
            return
