"""Letters that the body of a letter cites, with their place and what the wording does to them.

What อ้างถึง or an enclosure names already is no second citation, nor is the letter's own number. Contracts,
orders, licences and court cases have numbers of the same shape: the noun before the number tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from circulars.letters.items import citation
from circulars.letters.layout import Line, continued
from circulars.letters.types import Citation, LetterDate, Link, Number, Span
from search.thai.dates import ThaiDate, find_dates
from search.thai.letter_numbers import LetterNumber, find_numbers, in_one_list
from search.thai.letter_prefixes import known_prefixes

_LOOK_BACK = 100
_NOT_LETTERS = r"หนังสือ(?:รับรอง|มอบอำนาจ|เดินทาง|ค้ำประกัน|สัญญา|บริคณห์)|บันทึก(?:ข้อตกลง|ความเข้าใจ)"
_LETTER = re.compile(rf"(?!{_NOT_LETTERS})(?:หนังสือ|บันทึก(?:ข้อความ)?|วิทยุ|โทรสาร|โทรเลข)")
_BEGINS = r"(?:^|(?<=[\s(\"“])|(?<=ตาม)|(?<=โดย)|(?<=และ)|(?<=กับ)|(?<=ของ)|(?<=ยกเลิก)|(?<=แก้ไข)|(?<=เพิ่มเติม))"
_OTHER_NOUN = (
    rf"(?:{_NOT_LETTERS}|สัญญา|ข้อตกลง|ใบ(?=[ก-๎]{{2}})|คำ(?:สั่ง|ขอ|ร้อง|วินิจฉัย|ชี้ขาด|ฟ้อง|คัดค้าน)|อุทธรณ์|โครงการ|ทะเบียน|รหัส|โฉนด|กรมธรรม์|เช็ค"
    r"|มาตรฐาน|ครุภัณฑ์|รับที่|เลขรับ)"
)
_OTHER = re.compile(rf"{_BEGINS}{_OTHER_NOUN}|{_OTHER_NOUN}(?=[^\s]{{0,30}}[ ]?(?:เลขที่|หมายเลข)[ ]?$)")
_LABEL = re.compile(r"(?:(?:ด่วนที่สุด|ด่วนมาก|ด่วน|ลับที่สุด|ลับมาก|ลับ)[ \t]*)*(?:เลข)?(?:ที่[ \t]*)?$")
_LABELLED = re.compile(r"ที่[ \t]*$")
_FAR_FROM = re.compile(r"(?:[ \t]นั้น(?:[ \t]|$))|อ้างถึง|\t")
_DATED = re.compile(r"[ \t]*\(?(?:ลง[ ]?วันที่|ลว\.?|เมื่อวันที่|วันที่)?[ \t]*$")
_PARTLY = re.compile(r"ยกเลิก(?:ความ|ข้อความ|ข้อ ?\d|วรรค|บางส่วน)")
_CANCELS = re.compile(r"ยกเลิก[^\t]{0,60}$")
_AMENDS = re.compile(r"(?:แก้ไข|เพิ่มเติม|แก้ไขเพิ่มเติม|ปรับปรุง|ขยายระยะเวลา)[^\t]{0,40}$")
_REPLACES = re.compile(r"(?:ใช้แทน|แทนที่|แทน)(?:ฉบับเดิม|ความใน)?[ ]?(?:ตาม)?[ ]?$")
_TOLD = re.compile(r"(?:ได้|ถูก|ซึ่ง|ที่|ไม่|มิให้|มิได้|อย่า|แจ้ง|เคย|โดย)(?:มี)?(?:การ)?$")
_THEN_USES_THIS = re.compile(
    r"[^\t]{0,60}?(?:ให้|และ)[^\t]{0,40}?(?:ใช้|ถือปฏิบัติ|ปฏิบัติ|ดำเนินการ)[^\t]{0,60}?แทน(?:[ \t]|$)"
)
_IS_CANCELLED = re.compile(r"[ \t]*(?:[^\s]{0,30}[ \t]*)?(?:ให้)?เป็น(?:อัน)?ยกเลิก")


def find_body_citations(
    lines: Sequence[Line], number: Number, date: LetterDate, listed: Iterable[Citation]
) -> list[tuple[Citation, Span]]:
    """Each letter that the paragraphs cite, once, with its place in the original.

    `number` and `date` are the letter's own; `listed` is what it names under its labels. Another date for the
    same number is another citation: one of the two is wrong.
    """
    named = [*listed, _own(number, date)]
    found: list[tuple[Citation, Span]] = []
    for line in lines:
        for one, span in _in(line):
            if not any(_same(one, other) for other in named):
                named.append(one)
                found.append((one, span))
    return found


def conflicting(one: Citation, others: Iterable[Citation]) -> Citation | None:
    """The first of `others` that gives the very same number another date."""
    return next((other for other in others if _number_of(other) == _number_of(one) and one.running), None)


def _in(line: Line) -> Iterator[tuple[Citation, Span]]:
    if "/" not in line.text:
        return
    numbers = find_numbers(line.text, readable_only=False)
    dates = find_dates(line.text) if numbers else []
    since, refused = 0, -1
    for at, number in enumerate(numbers):
        limit = numbers[at + 1].start if at + 1 < len(numbers) else len(line.text)
        dated = _date_after(line.text, number, dates, limit)
        end = dated.end if dated else number.end
        listed = refused >= 0 and in_one_list(line.text, refused, number.start)
        start = None if listed else _start(line.text, number, since)
        if start is not None:
            words = line.text[max(since, start - _LOOK_BACK) : start]
            after = line.text[end : min(limit, end + 160)]
            cited = replace(citation(_words(line, start, end)), link=_link(words, after))
            if cited.type == "letter":
                yield cited, line.span(start, end)
        else:
            refused = end
        since = end


def _start(text: str, number: LetterNumber, since: int) -> int | None:
    """Where the quotation begins, at the noun or the label; None when the number is no letter's."""
    back = max(since, number.start - _LOOK_BACK)
    before = text[back : number.start]
    far = [match.end() for match in _FAR_FROM.finditer(before)]
    near = before[far[-1] :] if far else before
    nouns = [*_LETTER.finditer(near)]
    others = [*_OTHER.finditer(near)]
    if others and (not nouns or others[-1].start() >= nouns[-1].start()):
        return None
    if nouns:
        return number.start - len(near) + nouns[-1].start()
    label = _LABEL.search(before)
    known = number.mark or (number.prefix or "") in known_prefixes()
    if not known and not _LABELLED.search(before):
        return None
    return back + label.start() if label else number.start


def _date_after(text: str, number: LetterNumber, dates: list[ThaiDate], limit: int) -> ThaiDate | None:
    """The date that follows the number at once, before the next number."""
    after = [one for one in dates if number.end <= one.start < limit]
    return after[0] if after and _DATED.fullmatch(text, number.end, after[0].start) else None


def _link(before: str, after: str) -> Link:
    """What the wording does to the letter. What another letter did to it is told, not done."""
    cancelling = _CANCELS.search(before)
    told = cancelling is not None and _TOLD.search(before, 0, cancelling.start()) is not None
    if told:
        return "cites"
    if _PARTLY.search(before):
        return "amends"
    if cancelling:
        return "replaces" if _THEN_USES_THIS.match(after) else "cancels"
    if _IS_CANCELLED.match(after):
        return "cancels"
    if _REPLACES.search(before):
        return "replaces"
    amending = _AMENDS.search(before)
    if amending and not _TOLD.search(before, 0, amending.start()):
        return "amends"
    return "cites"


def _words(line: Line, start: int, end: int) -> str:
    """The original's words, put together where they were wrapped; what was put aside between is left out."""
    signs = zip(line.text[start:end], line.starts[start:end], line.ends[start:end], strict=True)
    pieces = "".join(" " if sign in " \t" else line.original[left:right] for sign, left, right in signs)
    words = ""
    for piece in pieces.splitlines():
        words = continued(words, " ".join(piece.split()))
    return words


def _own(number: Number, date: LetterDate) -> Citation:
    return Citation(
        "letter",
        number.raw or "",
        date_be=date.be,
        prefix=number.prefix,
        unit_code=number.unit_code,
        subagency=number.subagency,
        circular=number.circular,
        running=number.running,
        series=number.mark[2:-1] if number.circular else "",
    )


def _number_of(one: Citation) -> tuple[object, ...]:
    return one.prefix, one.subagency, one.unit_code, one.circular, one.series, one.running


def _same(one: Citation, other: Citation) -> bool:
    """Whether both name one letter: the number, and no two dates that differ."""
    if _number_of(one) != _number_of(other):
        return False
    if one.running is None:
        return "".join(one.raw.split()) == "".join(other.raw.split())
    return not (one.date_be and other.date_be) or one.date_be == other.date_be
