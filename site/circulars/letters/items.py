"""Lists under a label: references (อ้างถึง) and enclosures (สิ่งที่ส่งมาด้วย), numbered and wrapped."""

from __future__ import annotations

import re

from circulars.letters.layout import Line, joined, span_of
from circulars.letters.types import Citation, Enclosure, ReferenceType, Span
from search.thai.dates import ThaiDate, find_dates
from search.thai.letter_numbers import LetterNumber, find_numbers
from search.thai.normalise import normalise
from search.thai.numerals import repair_digits

_MARKER = re.compile(r"^[-•(]?[ ]?(\d{1,2})(?:(?P<dot>[.)]+| [.)](?= ))[ \t]*|[ \t]+(?=[ก-๎\"(]))(?!\d)")
_BULLET = re.compile(r"[-–•*]\s+(?=\S)")
_INLINE = re.compile(r"(?<=[ \t])(\d{1,2})[.)]+[ \t]*(?=[ก-๎\"(])")
_WORDS = {"หนึ่ง": 1, "สอง": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "เจ็ด": 7, "แปด": 8, "เก้า": 9, "สิบ": 10}
_UNITS = "ชุด|ฉบับ|แผ่น|เล่ม|หน้า|ซอง|ใบ|รายการ"
_QUANTITY = re.compile(
    rf"(?:จำนวน|รวม)[ \t]*(?P<n>\d{{1,6}}|{'|'.join(_WORDS)})[ \t]*(?:\([^()]*\)[ \t]*)?"
    rf"(?P<unit>[ก-๎]{{2,12}})"
    rf"(?:[ \t]*\([^()]*\))?[ .)]*$|[ \t(](?P<n2>\d{{1,4}})[ \t]*(?P<unit2>{_UNITS})[ .)]*$"
)
_NEW_REFERENCE = re.compile(r"^(?:สำเนา)?(?:หนังสือ|มติ|พระราช|ระเบียบ|ประกาศ|คำสั่ง|กฎ|ข้อบังคับ|บันทึก|โทรสาร|วิทยุ)")
_FINISHED = re.compile(r"(?:\d{4}|\d{2})$|จำนวน ?\d+ ?[ก-๎]+$")
_AND_LETTER = re.compile(
    r"(?:(?<=[ \t])|^)(?:และ|กับ)[ \t]*(?=$|(?:หนังสือ|บันทึกข้อความ|ด่วน|ที่[ \t]?[ก-ฮ]{2,3}[. \t(]))"
)
_COUNTED = re.compile(rf"จำนวน ?\d+ ?(?:{_UNITS})$")
_DATED_END = re.compile(r"(?:ลง ?วันที่|ลว\.?|เมื่อวันที่|วันที่)$")
_DATED = re.compile(r"(?:ลง[ ]?วันที่|ลว\.?|เมื่อวันที่|วันที่)[ \t]*")

_CLASSED = re.compile(
    r"(?:(?<![ก-๎])|(?<=สุด)|(?<=มาก)|(?<=ด่วน))ลับ(?:ที่สุด|มาก)?[ \t)]*(?:ด่วน(?:ที่สุด|มาก)?[ \t]*)?(?:ที่)?[ \t]*$"
)
"""A secrecy class at the number: "หนังสือกระทรวง… ลับ ด่วนมาก ที่ …"."""

_TYPES: tuple[tuple[ReferenceType, re.Pattern[str]], ...] = (
    ("cabinet_resolution", re.compile(r"^(?:สำเนา)?(?:มติ ?(?:คณะรัฐมนตรี|ครม)|มติคณะกรรมการรัฐมนตรี)")),
    (
        "law",
        re.compile(r"^(?:สำเนา)?(?:ร่าง)?(?:พระราชบัญญัติ|พระราชกำหนด|พระราชกฤษฎีกา|รัฐธรรมนูญ|ประมวล|พ\.ร\.[บกฎ])"),
    ),
    ("regulation", re.compile(r"^(?:สำเนา)?(?:ร่าง)?(?:ระเบียบ|กฎ|ข้อบังคับ|ข้อบัญญัติ|เทศบัญญัติ)")),
    ("letter", re.compile(r"^(?:สำเนา|ภาพถ่าย)?(?:หนังสือ(?!รับรอง|มอบอำนาจ|เดินทาง)|บันทึกข้อความ)")),
)


def items(lines: list[Line]) -> list[list[Line]]:
    """The lines of each item, markers taken off. Wrapped lines go with the item they continue."""
    found: list[list[Line]] = []
    numbered = False
    bulleted = sum(_BULLET.match(line.text) is not None for line in lines) > 1
    for line in lines:
        bullet = _BULLET.match(line.text) if bulleted else None
        if bullet:
            found.append([line.part(bullet.end()) or line])
            continue
        marker = _MARKER.match(line.text)
        expected = len(found) + 1 if numbered or not found else 2
        if marker and _is_next(marker, expected, found) and (expected > 1 or not found):
            numbered = True
            found.append([])
            line = line.part(marker.end()) or line
        elif not found or (not numbered and not bulleted and _begins_item(found[-1], line)):
            found.append([])
        first, *more = _inline(line, len(found)) if numbered else [line]
        found[-1].append(first)
        found += [[part] for part in more]
    return [item for item in found if item]


def read_references(lines: list[Line]) -> list[tuple[Citation, Span]]:
    """What the letter refers to, with its place. One item may name several letters: each is a citation."""
    parts = [part for item in items(lines) for part in _each_letter(item)]
    return [(citation(joined(part)), span_of(part)) for part in parts]


def read_enclosures(lines: list[Line]) -> list[tuple[Enclosure, Span, int]]:
    """What is sent along: each with its place and the number of lines it took."""
    found = []
    for n, item in enumerate(items(lines), start=1):
        raw = joined(item)
        plain = normalise(raw)
        quantity = _QUANTITY.search(plain)
        cited = citation(raw) if find_numbers(plain, readable_only=False) else None
        found.append(
            (
                Enclosure(
                    n=n,
                    raw=raw,
                    quantity=_count(quantity["n"] or quantity["n2"]) if quantity else None,
                    unit=(quantity["unit"] or quantity["unit2"]) if quantity else None,
                    cites_letter=cited,
                ),
                span_of(item),
                len(item),
            )
        )
    return found


def _count(words: str) -> int:
    return _WORDS.get(words) or int(words)


def citation(raw: str) -> Citation:
    """A citation read from its words: what kind, which number, which date. Not yet looked up."""
    plain = normalise(raw)
    number = next(iter(find_numbers(plain, readable_only=False)), None)
    kind = _type(plain, number)
    dated = cited_date(plain, number)
    date_be = dated.be if dated else None
    if number is None or kind != "letter":
        return Citation(kind, raw, date_be=date_be)
    return Citation(
        kind,
        raw,
        number_canonical=number.canonical,
        date_be=date_be,
        prefix=number.prefix,
        unit_code=number.code,
        subagency=number.sub,
        circular=number.circular,
        running=number.running,
        series=number.series,
        secret=number.secret or _CLASSED.search(plain, 0, number.start) is not None,
    )


def cited_date(plain: str, number: LetterNumber | None = None) -> ThaiDate | None:
    """The date that a citation gives its document: the one after ลงวันที่, of a letter after its number."""
    start = number.end if number else 0
    days = [date for date in find_dates(repair_digits(plain)) if date.precision in {"day", "month"}]
    after = [date for date in days if date.start >= start]
    labelled = [date for date in after if _DATED.search(plain[max(0, date.start - 12) : date.start])]
    return next(iter([*labelled, *after]), None)


def _type(plain: str, number: LetterNumber | None) -> ReferenceType:
    words = plain.lstrip("-• ")
    if number is not None and not words.startswith("คำสั่ง"):
        return "letter"
    return next((kind for kind, pattern in _TYPES if pattern.match(words)), "other")


def _is_next(marker: re.Match[str], expected: int, found: list[list[Line]]) -> bool:
    """Whether the marker counts on, a misread ๔, ๘ or ๙ included.

    The day of a wrapped date does not, nor the number of "จำนวน / 2 เล่ม".
    """
    above = found[-1][-1].text if found else ""
    if marker["dot"] is None and above.endswith(("จำนวน", "รวม")):
        return False
    if _DATED_END.search(above) and find_dates(marker.string):
        return False
    number = int(marker[1])
    return number == expected or (marker["dot"] is not None and number == 5 and expected in (4, 8, 9))


def _each_letter(item: list[Line]) -> list[list[Line]]:
    """The item apart at each "และ ที่ …" between two letter numbers: "ที่ กค 0405/ว 1 … และ ที่ กค 0405/ว 2 …"."""
    parts: list[list[Line]] = [[]]
    numbered = False
    for line, below in zip(item, [*item[1:], None], strict=True):
        start = seen = 0
        joints = [*_AND_LETTER.finditer(line.text)]
        for joint, after in zip(joints, [*joints[1:], None], strict=False):
            numbered = numbered or _names_letter(line.text[seen : joint.start()])
            seen = joint.end()
            ahead = line.text[seen : after.start() if after else None]
            ahead += f" {below.text}" if below and not after else ""
            if numbered and _names_letter(ahead):
                before = line.part(start, joint.start())
                parts[-1] += [before] if before else []
                parts.append([])
                start, numbered = joint.end(), False
        rest = line.part(start)
        parts[-1] += [rest] if rest else []
        numbered = numbered or _names_letter(line.text[seen:])
    return [part for part in parts if part]


def _names_letter(plain: str) -> bool:
    return next(iter(find_numbers(plain, readable_only=False)), None) is not None


def _begins_item(held: list[Line], line: Line) -> bool:
    above = held[-1].text
    return bool(_COUNTED.search(above) or (_NEW_REFERENCE.match(line.text) and _FINISHED.search(above)))


def _inline(line: Line, count: int) -> list[Line]:
    """One line that holds several items: "1. … 2. …"."""
    parts, at = [], 0
    for match in _INLINE.finditer(line.text):
        within_brackets = line.text.count("(", 0, match.start()) > line.text.count(")", 0, match.start())
        if int(match[1]) != count + 1 or within_brackets:
            continue
        before = line.part(at, match.start())
        parts += [before] if before else []
        at = match.end()
        count += 1
    rest = line.part(at)
    return [*parts, *([rest] if rest else [])] if at else [line]
