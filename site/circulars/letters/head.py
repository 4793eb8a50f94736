"""The head of a letter: number, issuer and address, date. Speed and secrecy: `classes`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice

from circulars.letters import labels
from circulars.letters.addressees import names_an_office
from circulars.letters.contacts import Contacts, contact_start, read_contacts
from circulars.letters.days import date_in
from circulars.letters.layout import GAP, Line, continued
from circulars.letters.noise import is_caption
from circulars.letters.types import LetterDate, Number, Span
from search.thai.dates import find_dates
from search.thai.letter_numbers import LetterNumber, find_numbers, parse_heading
from search.thai.numerals import parse_int, repair_digits

_ADDRESS = re.compile(
    r"(?:^|[\t ])(?:ถนน|ถ\.|กทม\.?|กรุงเทพ|ทำเนียบ|ศาลากลาง|ศูนย์ราชการ|อาคาร|ชั้น ?\d"
    r"|ซอย|ตรอก|แขวง(?!ทางหลวง|การทาง)|เขต|ตำบล|ต\.|อำเภอ|อ\."
    r"|จ\.|เลขที่ ?\d|หมู่ ?\d|ตู้ ?ป\.?ณ|วังสวน|พระราชวัง)|(?<=[ก-๎]) ?\d{5}$|^\d{1,4}(?:/\d{1,4})? "
)
_HALL = re.compile(r"^ศาลากลาง(?:จังหวัด)?[ก-๎]*")
"""The province hall: an address below a province's name, the sender where it stands alone."""
_HEADING = re.compile(
    r"คำสั่ง|ระเบียบ|ข้อบังคับ|ข้อบัญญัติ|เทศบัญญัติ|ประกาศ|แถลงการณ์|ข่าว(?:ประชาสัมพันธ์|แจก(?:สื่อมวลชน)?|สารนิเทศ|สำหรับสื่อมวลชน|ด่วน)?"
    r"|รายงานการประชุม|หนังสือรับรอง"
)
_HEAD_LINES = 12
_GOES_ON = re.compile(r"และ[ก-ฮเแโใไ]")
"""No name begins with "and": the line goes on with the one above it."""
_YEARLY = re.compile(
    r"^(?P<label>(?:เลข)?ที่|ครั้งที่|ฉบับที่)[ \t]*(?P<n>\d{1,6})[ \t]*/[ \t]*(?P<year>2[45]\d{2})(?!\d)"
)
_MOST_COLUMNS = 20
_CITIES = frozenset({"กรุงเทพมหานคร", "เมืองพัทยา"})
"""Places that send letters themselves."""
_GARBLED_NUMBER = re.compile(
    rf"{labels.NUMBER.pattern}(?:[ก-ฮ][ .\t]{{0,3}}){{2,4}}[^/]{{0,24}}\d[^/]{{0,12}}/"
)
"""Label and prefix of a number that no grammar reads: it is unreadable, and not the sender's name."""
_WANTS_RUNNING = re.compile(r"/[ ]?(?:ว ?\.?)?$")
_SIGN_OF_NUMBER = re.compile(r"\([ก-ฮ.]{1,3}\)")
"""Left of "ศย 016/ว 415 (ป)": a mark of the register, and no sender."""
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff"))
_MEETING = re.compile(r"(?P<label>ครั้งที่)[ \t]*(?P<n>\d{1,6})[ \t]*/[ \t]*(?P<year>2[45]\d{2})(?!\d)")


@dataclass(slots=True)
class Head:
    """What stands at the head. Spans are offsets in the original."""

    number: Number = field(default_factory=Number)
    date: LetterDate = field(default_factory=LetterDate)
    two_digit_year: bool = False
    issuer: str | None = None
    address: list[str] = field(default_factory=list)
    contacts: Contacts = field(default_factory=Contacts)
    spans: dict[str, Span] = field(default_factory=dict)


def read_head(lines: list[Line], kind: str) -> Head:
    """Number, date, issuer and address from the lines above the first label."""
    head = Head()
    rest = _take_number(lines, kind, head)
    rest = _take_date(rest, head, kind)
    if kind == "internal":
        rest = _take_memo_unit(rest, head)
    _take_issuer(rest, kind, head)
    return head


def without_receiver(lines: list[Line], salutation: list[Line]) -> list[Line]:
    """The head of a letter that bears a received stamp, without the receiving office named above the number.

    It is told from the sender by what the letter is addressed to, and by another office that the head names.
    """
    first = next((at for at, line in enumerate(lines) if labels.NUMBER.match(line.text)), 0)
    for at, line in enumerate(lines[:first]):
        others = [part for other in lines[:at] + lines[at + 1 :] for part in other.text.split(GAP)]
        written_to = any(each.text.endswith(line.text) for each in salutation)
        if written_to and names_an_office(line.text) and any(map(_may_send, others)):
            return [*lines[:at], *lines[at + 1 :]]
    return lines


def _may_send(words: str) -> bool:
    return names_an_office(words.strip()) and _ADDRESS.match(words.strip()) is None


def as_number(found: LetterNumber, raw: str) -> Number:
    """A number as read at the head of a letter."""
    return Number(
        raw=raw,
        prefix=found.prefix,
        subagency=found.sub,
        unit_code=found.code or None,
        circular=found.circular,
        running=found.running,
        canonical=found.canonical if found.prefix else None,
        status=found.status if found.prefix or found.running is None else "unreadable",
        mark=f"{found.mark}({found.series})" if found.series else found.mark,
        secret=found.secret,
    )


def _take_number(lines: list[Line], kind: str, head: Head) -> list[Line]:
    """Set the number; give the lines without it."""
    for position, line in enumerate(lines):
        found = _yearly(line, kind, head) or _heading_number(line, head)
        if found is not None:
            before, after = line.part(0, found[0]), line.part(found[1])
            says_more = after is not None and any(map(str.isalpha, after.text))  # not the year of "15 / 2567"
            return [
                *lines[:position],
                *([before] if before else []),
                *([after] if after and says_more else []),
                *lines[position + 1 :],
            ]
    for position, line in enumerate(lines):
        numbers = find_numbers(line.text, readable_only=False)
        if numbers and not find_dates(line.text[: numbers[0].start]):
            number = numbers[0]
            head.number = as_number(number, line.raw(number.start, number.end))
            head.spans["number"] = line.span(number.start, number.end)
            after = line.part(number.end)
            return [*lines[:position], *([after] if after else []), *lines[position + 1 :]]
    for position, line in enumerate(lines[:_HEAD_LINES]):
        if _GARBLED_NUMBER.match(line.text):
            head.number = Number(raw=line.raw(), status="unreadable")
            head.spans["number"] = line.span()
            return [*lines[:position], *lines[position + 1 :]]
    return lines


def _heading_number(line: Line, head: Head) -> tuple[int, int] | None:
    for start in [0, *(match.end() for match in islice(re.finditer(GAP, line.text), _MOST_COLUMNS))]:
        label = labels.NUMBER.match(line.text[start:])
        column = _number_column(line.text[start + label.end() :]) if label else ""
        number = parse_heading(column)
        if label and number is None:
            number = parse_heading(line.text[start + label.end() :])
        if label is None or number is None or not (number.prefix or number.code):
            continue
        begin = start + label.start("label")
        end = start + label.end() + number.end
        exact = parse_heading(_visible(line.raw(start + label.end() + number.start, end)))
        head.number = as_number(exact or number, line.raw(begin, end))
        head.spans["number"] = line.span(begin, end)
        return start, end
    return None


def _number_column(words: str) -> str:
    """The column of the number, with a running number that a wide gap parts from its slash."""
    column, _, rest = words.partition(GAP)
    running = rest.split(GAP)[0]
    digits = repair_digits(running)
    goes_on = _WANTS_RUNNING.search(column) is not None and digits.isdigit()
    return f"{column} {running}" if goes_on else column


def _visible(raw: str) -> str:
    return raw.translate(_INVISIBLE)


def _yearly(line: Line, kind: str, head: Head) -> tuple[int, int] | None:
    """N/YYYY of orders, certificates and minutes."""
    if kind not in {"order", "publicity", "record"}:
        return None
    match = _YEARLY.match(line.text) or (_MEETING.search(line.text) if kind == "record" else None)
    if match is None:
        return None
    running = parse_int(match["n"])
    head.number = Number(
        raw=line.raw(*match.span()), running=running, canonical=f"{running}/{match['year']}", status="ok"
    )
    head.spans["number"] = line.span(*match.span())
    return match.span() if match.start() == 0 else (match.start(), match.start())


def _take_date(lines: list[Line], head: Head, kind: str) -> list[Line]:
    """Set the date from the line or column that holds little else; give the lines without it."""
    for position, line in enumerate(lines):
        for start, end in _cells(line):
            cell = line.text[start:end]
            label = labels.DATE_LABEL.match(cell)
            left = start + label.end() if label else start
            found = date_in(line, left, end, alone=kind in {"external", "internal", "stamped"})
            if found is None:
                continue
            head.date = found.value
            head.two_digit_year = bool(found.date and found.date.two_digit_year)
            head.spans["date"] = line.span(found.start, found.end)
            before, after = line.part(0, _label_before(line, start)), line.part(end)
            return [
                *lines[:position],
                *([before] if before else []),
                *([after] if after else []),
                *lines[position + 1 :],
            ]
    return lines


def _label_before(line: Line, start: int) -> int:
    """Where the label วันที่ begins that stands a wide gap before the date; `start` without one."""
    matches = [match for match in labels.DATE_LABEL.finditer(line.text, 0, start) if match.end() == start]
    return matches[-1].start() if matches else start


def _take_memo_unit(lines: list[Line], head: Head) -> list[Line]:
    rest: list[Line] = []
    for line in lines:
        match = labels.UNIT.match(line.text)
        part = line.part(match.end()) if match else None
        if part is None:
            rest.append(line)
            continue
        contact = contact_start(part)
        name = part.part(0, contact) if contact is not None else part
        if name:
            head.issuer = " ".join(name.raw().split())
            head.spans["issuer"] = name.span()
        read_contacts(part, head.contacts)
    return rest


def _take_issuer(lines: list[Line], kind: str, head: Head) -> None:
    """Sender and address. Minutes and a บันทึก have neither: they name body in the title, then the room."""
    if any(line.text.startswith("รายงานการประชุม") or labels.MADE_AT.match(line.text) for line in lines):
        return
    for line in lines:
        for start, end in _cells(line):
            part = line.part(start, end)
            if part is None or labels.MEMO.match(part.text) or labels.CLASS_LINE.match(part.text):
                continue
            if (
                is_caption(part.text)
                or _SIGN_OF_NUMBER.fullmatch(part.text)
                or (kind == "record" and _HEADING.fullmatch(part.text))
            ):
                continue
            contact = contact_start(part)
            if contact is not None:
                read_contacts(part, head.contacts)
                part = part.part(0, contact)
                if part is None:
                    continue
            _issuer_or_address(part, kind, head)


def _take_rest_of_name(part: Line, head: Head) -> Line | None:
    """Put the rest of the sender's name to it; give what of the address stands behind."""
    address = _ADDRESS.search(part.text)
    more = part.part(0, address.start()) if address else part
    if more is not None:
        head.issuer = continued(head.issuer or "", " ".join(more.raw().split()))
        head.spans["issuer"] = (head.spans["issuer"][0], more.span()[1])
    return part.part(address.start()) if address else None


def _issuer_or_address(part: Line, kind: str, head: Head) -> None:
    if head.issuer is not None and not head.address and _GOES_ON.match(part.text):
        part = _take_rest_of_name(part, head)  # type: ignore[assignment]
    if head.issuer is None:
        heading = _HEADING.match(part.text)
        if heading and kind in {"order", "publicity", "record"}:
            name = part.part(heading.end())
            if name is not None and kind != "record":
                head.issuer, head.spans["issuer"] = " ".join(name.raw().split()), name.span()
            return
        hall = _HALL.match(part.text)
        address = _ADDRESS.search(part.text, hall.end() if hall else 0)
        cut = address.start() if address and part.text not in _CITIES else None
        name = part.part(0, cut) if cut != 0 else None
        if name is not None:
            head.issuer, head.spans["issuer"] = " ".join(name.raw().split()), name.span()
            part = part.part(cut) if cut is not None else None  # type: ignore[assignment]
        elif cut is None:
            return
    if part is not None and kind not in {"order", "publicity", "internal"}:
        head.address.append(" ".join(part.raw().split()))
        head.spans.setdefault("issuer_address", part.span())


def _cells(line: Line) -> list[tuple[int, int]]:
    bounds, at = [], 0
    for cell in line.text.split(GAP):
        bounds.append((at, at + len(cell)))
        at += len(cell) + 1
    return bounds
