"""The letter's own date (วันที่), wherever a kind of letter puts it. A garbled one is found, and not read."""

from __future__ import annotations

import re
from typing import NamedTuple

from circulars.letters import labels
from circulars.letters.layout import Line
from circulars.letters.types import LetterDate
from search.thai.dates import ThaiDate, find_dates, parse_date

_MONTH = (
    r"(?:(?:มกรา|กุมภา|มีนา|เมษา|พฤษภา|มิถุนา|กรก[ฎฏ]า|สิงหา|กันยา|ตุลา|พฤ[ศษ]จิกา|ธันวา)(?:คม|ยน|พันธ์)?"
    r"|(?<=\d) ?(?:ม\.ค|ก\.พ|มี\.ค|เม\.ย|พ\.ค|มิ\.ย|ก\.ค|ส\.ค|ก\.ย|ต\.ค|พ\.ย|ธ\.ค)\.)"
)
_SAYS_MONTH = re.compile(_MONTH)
_GARBLED = re.compile(rf"[^ \t]{{1,3}} ?{_MONTH} ?(?:[พค]\.ศ\. ?)?[^ \t]{{2,5}}$")
_GIVEN = re.compile(
    r"(?:สั่ง|ประกาศ|ให้ไว้|แถลง|ออกให้)[ \t]*(?:ไว้)?[ \t]*(?:ณ|เมื่อ|ตั้งแต่)?[ \t]*วันที่[ \t]*|^ณ วันที่[ \t]*"
)
_TIME = re.compile(r"^[ \t,]*(?:เวลา[ \t]*)?\d{1,2}[.:]\d{2}[ \t]*(?:น\.?|นาฬิกา)?[ \t]*$")
_LIKE_A_DATE = re.compile(r"^[\d๐o.…]{1,6} ?[ก-๎]{2,9}(?:คม|ยน|พันธ์) ?(?:พ\.ศ\. ?)?\d{4}$")
"""A month that no calendar has, misspelt or misread: "๕ มกรคม ๒๕๖๗"."""
_YEAR_ALONE = re.compile(r"^(?:พ\.ศ\. ?)?2[45]\d{2}$")
_ENDS_IN_DAY = re.compile(r"วันที่(?: ?\d{1,2})?$|(?:^| )\d{1,2}$")


class Found(NamedTuple):
    """A date and its place in a line; `date` is None where a month stands but the rest is garbled."""

    line: Line
    start: int
    end: int
    date: ThaiDate | None

    @property
    def raw(self) -> str:
        """The original's words."""
        return self.line.raw(self.start, self.end)

    @property
    def value(self) -> LetterDate:
        """As the record says it."""
        return as_date(self.date, self.raw) if self.date else LetterDate(self.raw, status="invalid")


def as_date(found: ThaiDate, raw: str) -> LetterDate:
    """A date as read at the head of a letter."""
    if found.status == "invalid":
        return LetterDate(raw, None, None, "day" if found.day else found.precision, "invalid")
    precision = "year" if found.precision == "fiscal_year" else found.precision
    whole = found.status == "ok" and found.precision == "day"
    return LetterDate(raw, found.be, found.iso, precision, "ok" if whole else "incomplete")


def date_in(line: Line, left: int, end: int, alone: bool = False) -> Found | None:
    """The date of a cell of the head that holds little else; `alone`: a year by itself may be one."""
    cell = line.text[left:end]
    dates = find_dates(cell)
    for date in dates:
        rest = (cell[: date.start] + _TIME.sub("", cell[date.end :])).strip(" .,:()-")
        if date.precision in {"day", "month"} and not rest:
            return Found(line, left + date.start, left + date.end, date)
    if _SAYS_MONTH.search(cell) and len(cell) <= 32 and re.search(r"\d", cell):
        tail = [date for date in dates if date.status == "ok" and date.precision == "day"]
        if tail and _only_words(cell[: tail[0].start], cell[tail[0].end :]):
            return Found(line, left + tail[0].start, left + tail[0].end, tail[0])
        return Found(line, left, end, None)
    if _LIKE_A_DATE.match(cell):
        return Found(line, left, end, None)
    year = parse_date(cell) if alone and _YEAR_ALONE.match(cell) else None
    return Found(line, left, end, year) if year else None


def _only_words(before: str, after: str) -> bool:
    """Whether nothing beside a date can be a part of it: no digit, no sign that touches its day."""
    touching = (bool(before) and not before.endswith((" ", "ที่"))) or 0 < len(before.strip()) < 3
    return not touching and not re.search(r"\d", before + after)


def last_alone(lines: list[Line], within: int | None = None) -> tuple[int, Found] | None:
    """The last line that is a date and nothing else, with its index: below a stamped letter or statement.

    Looked for among the last `within` lines, or among all.

    The rest of a date that was wrapped in a sentence is none.
    """
    first = max(len(lines) - within, 0) if within else 0
    for position in range(len(lines) - 1, first - 1, -1):
        if position and _is_rest_of_date(lines[position - 1].text, lines[position].text):
            continue
        found = _alone(lines[position])
        if found is not None:
            return position, found
    return None


def _is_rest_of_date(above: str, line: str) -> bool:
    """Whether a date was broken between two lines; one that has its own day was not, "ภาค ๓" above or not."""
    ends = _ENDS_IN_DAY.search(above)
    return ends is not None and (ends[0] == "วันที่" or not line[0].isdigit())


def given(lines: list[Line]) -> Found | None:
    """The date of an order or announcement: "สั่ง ณ วันที่ …"."""
    for line in reversed(lines):
        match = _GIVEN.search(line.text)
        found = _from(line, match.end()) if match else None
        if found is not None:
            return found
    return None


def _alone(line: Line) -> Found | None:
    label = labels.DATE_LABEL.match(line.text)
    found = _from(line, label.end() if label else 0)
    if found is None or line.text[found.end :].strip(" .,()"):
        return None
    return found


def _from(line: Line, start: int) -> Found | None:
    """The date that begins at `start`, or what is left of it."""
    words = line.text[start:]
    for date in find_dates(words):
        whole = date.year_be is not None or not words[date.end :].strip(" .,()")
        if whole and not words[: date.start].strip(" (") and date.precision in {"day", "month"}:
            return Found(line, start + date.start, start + date.end, date)
    return Found(line, start, len(line.text), None) if _GARBLED.match(words) else None
