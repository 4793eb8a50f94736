"""Who a letter is addressed to: names apart by comma, line, or a space before a title or an office."""

from __future__ import annotations

import re

from circulars.letters.labels import STATES
from circulars.letters.layout import columns

_TITLES = "|".join(
    (
        "รัฐมนตรี|รองนายก|รอง ?นรม|นายกรัฐมนตรี|นายก|ปลัด|อธิบดี|อธิการบดี|เลขาธิการ|เลขานุการ|ผู้ว่า",
        "ผู้อำนวยการ|ผู้บัญชาการ|ผู้บังคับการ|ผู้จัดการ|ผู้ตรวจ|ผู้บริหาร|ผู้แทน|หัวหน้า|ประธาน|ราชเลขาธิการ",
        "ราชบัณฑิต|อัยการ|เจ้ากรม|จเร|นายอำเภอ|กำนัน|ผู้ใหญ่บ้าน|คณบดี|คณะกรรมการ|กรรมการผู้จัดการ",
    )
)
_BODIES = "|".join(
    (
        "กระทรวง|ทบวง|กรม|ส[ำา]นัก|จังหวัด|ส่วนราชการ|หน่วยงาน|องค์กร|องค์การ|รัฐวิสาหกิจ|มหาวิทยาลัย",
        "เทศบาล|สถาบัน|ศูนย์|โรงพยาบาล|โรงเรียน|วิทยาลัย|สภา|ศาล|กองทัพ|กองบัญชาการ|ที่ว่าการ|ธนาคาร|ทุกกระทรวง|ทุกส่วนราชการ|การ(?:ไฟฟ้า|ประปา|รถไฟ|ท่า)",
        "อำเภอทุก|กรุงเทพมหานคร|เมืองพัทยา",
    )
)
_OFFICERS = (
    r"(?:นายแพทย์สาธารณสุข|สาธารณสุข|ศึกษาธิการ|เกษตร|ขนส่ง|พัฒนา(?:การ|สังคม)|พาณิชย์|คลัง|แรงงาน|ปศุสัตว์|ประมง|ท้องถิ่น"
    r"|โยธาธิการ|สรรพากร|สรรพสามิต|ที่ดิน|อุตสาหกรรม|ท่องเที่ยว|วัฒนธรรม|สหกรณ์|สัสดี|จัดหางาน|ประกันสังคม|สถิติ|พลังงาน|ธนารักษ์)"
    r"[ก-๎]{0,30}?(?:จังหวัด|อำเภอ)"
)
"""Heads of the ministries' offices in provinces and districts: "เกษตรและสหกรณ์จังหวัด"."""
_HEAD = rf"(?:{_TITLES}|{_BODIES}|{_OFFICERS})"
_OFFICE = re.compile(rf"(?:{_BODIES}|คณะกรรมการ|กอง|ส ?า?นัก)")
_ABOUT_OFFICE = re.compile(rf"(?:ด้วย|ตามที่|เนื่องจาก|เนื่องด้วย|โดยที่) ?(?:{_BODIES}|คณะ(?:รัฐมนตรี|กรรมการ)|ใน)")
_BRACKETS = re.compile(r"\([^()]*\)")
_EXCEPT = re.compile(r"ยกเว้น|เว้นแต่")
_OFFICER = re.compile(rf"(?:{_TITLES}|{_OFFICERS})")
_COMPANY = r"(?:ltd|limited|inc|llc|plc|corp)(?![a-z])"
"""The end of a company's English name: "Co., Ltd."."""
_SPACES = r"(?:(?<!\s)\s+)"
"""All of a run of spaces: tried from within it as well, a long run would take the square of its length."""
_CUT = re.compile(
    rf"{_SPACES}?[,;，](?!\s*{_COMPANY})\s*|{_SPACES}(?:(?:และ|กับ)\s*(?!เทียบเท่า|อื่น)(?=[ก-ฮเแโใไ])|(?={_HEAD}))"
    rf"|{_SPACES}?\d{{1,2}}[.)]\s+(?={_HEAD})"
)
_BARE_TITLE = re.compile(
    r"^(?:อ\.?ก\.?พ\.?|(?:รอง|ผู้ช่วย)?(?:ปลัด|ผู้ว่าราชการ|ผู้ว่าการ|อธิบดี|เลขาธิการ|เลขานุการ|ผู้อำนวยการ|หัวหน้า|ประธาน|ผู้จัดการ|รัฐมนตรี))$"
)
_LEADING_AND = re.compile(rf"(?:และ|กับ|รวมทั้ง)\s*(?={_HEAD})")
_CONTINUES = re.compile(r"\(|ยกเว้น|เว้นแต่")
_MARGIN = 45
_LONGEST_NAME = 200
_BEGINS = re.compile(rf"\d|-|•|(?:รอง|ผู้ช่วย)?{_HEAD}|ผู้|นาย|นาง|ท่าน|ทุก|เจ้า|(?:และ|กับ|รวมทั้ง)")
_EACH = re.compile(r"ทุก\s*(?P<noun>[ก-๎]+?)(?:[\s,;(]|และ|$)")
_UNIT_OF = re.compile(
    r"^(?:คณบดี|(?:ผู้อำนวยการ|หัวหน้า|ประธาน)?(?:คณะ(?!กรรมการ|รัฐมนตรี)|ภาควิชา|กอง(?!ทัพ|บัญชาการ|บังคับการ)|ฝ่าย|กลุ่ม|งาน))"
)
_PARENT = re.compile(r"(?:มหาวิทยาลัย|สถาบัน|กรม(?!ทุก)|กระทรวง|สำนักงาน|โรงพยาบาล|เทศบาล|วิทยาลัย)(?!ทุก|[\s,;]|$)")
"""A unit of an organisation, and the organisation after it: "คณบดีคณะนิติศาสตร์ มหาวิทยาลัย…" is one."""
_PLACE_END = re.compile(r"(?:^|[ก-๎\s])(?:ตำบล|แขวง|อำเภอ|เขต)(?!ทุก)[ก-๎]+$")
_PLACE = re.compile(r"(?:อำเภอ|จังหวัด)(?!ทุก|[\s,;]|$)|กรุงเทพมหานคร")
_GROUP = re.compile(r"^(?:กระทรวง|ทบวง)$")
_COUNT = re.compile(r"(?:ทั้ง|จำนวน|รวม)\s*\d+$")
"""How many of what follows: "โรงเรียนในสังกัดทั้ง 8 โรงเรียน"."""
_JOINS = re.compile(r"(?:(?<!ผู้)ว่าการ|ประจำ|สังกัด|ของ|(?<!ทุก)แห่ง|ใน|ถึง|ผ่าน|สำนักงาน|หรือ|โดย|และ)$")


def split_addressees(text: str) -> list[tuple[int, int]]:
    """Bounds of each addressee in `text` (normalised, one line).

    "กระทรวง กรม" is one group; what follows an exception or stands in brackets belongs to the name before it.
    """
    bounds: list[tuple[int, int]] = []
    start = seen = depth = 0
    excepted = False
    for cut in _CUT.finditer(text):
        since, seen = text[seen : cut.start()], cut.end()
        depth += since.count("(") - since.count(")")
        excepted = excepted or (depth <= 0 and _EXCEPT.search(_BRACKETS.sub("", since)) is not None)
        before = text[max(start, cut.start() - _LONGEST_NAME) : cut.start()]
        if not before.strip():
            start = cut.end()
            continue
        comma = cut.group().strip().startswith((",", ";", "，"))
        after = text[cut.end() : cut.end() + _LONGEST_NAME]
        excepts = excepted and not _ends_exception(before, after)
        if depth > 0 or (not comma and (excepts or _keeps_together(before, after))):
            continue
        bounds.append((start, cut.start()))
        start, excepted = cut.end(), False
    bounds.append((start, len(text)))
    trimmed = [_trimmed(text, bound) for bound in bounds if any(map(str.isalpha, text[bound[0] : bound[1]]))]
    return [bound for bound in trimmed if bound[0] < bound[1]]


def continues(text: str, above: str) -> bool:
    """Whether a wrapped line goes on with the addressee `above` it: brackets, exceptions, "every one".

    "ผู้ว่าราชการจังหวัด" over "ทุกจังหวัด" is one group. A line that reached the margin may have been broken within
    a name; every other line begins another addressee.
    """
    if above.rstrip().endswith((",", ";")):
        return False
    each = _EACH.match(text)
    if each:
        return each["noun"] in above
    return _CONTINUES.match(text) is not None or (columns(above) >= _MARGIN and not _BEGINS.match(text))


def about_office(text: str) -> bool:
    """Whether a sentence begins with what an office did: "ด้วยกรม…", "ตามที่กระทรวง…"."""
    return _ABOUT_OFFICE.match(text) is not None


def names_an_office(text: str) -> bool:
    """Whether the words begin as an office's name does."""
    return _OFFICE.match(text) is not None


def names_somebody(text: str) -> bool:
    """Whether a line that touches the addressees goes on with them: more names, an exception, "every one"."""
    return bool(_CONTINUES.match(text) or (_BEGINS.match(text) and not STATES.search(text)))


def _keeps_together(before: str, after: str) -> bool:
    """Whether a space is part of one name: a group, an exception, a title whose office follows."""
    words = before.strip()
    if _GROUP.match(words):
        return after.startswith(("กรม", "ทบวง"))
    if re.fullmatch(r"กระทรวง ทบวง", words):
        return after.startswith("กรม")
    if _BARE_TITLE.match(words) and re.match(_BODIES, after):
        return True
    each = _EACH.match(after)
    if each and each["noun"] in words:
        return True
    if _PLACE_END.search(words) and _PLACE.match(after):
        return True
    if _UNIT_OF.match(words) and " " not in words and _PARENT.match(after):
        return True
    return _JOINS.search(words) is not None or _COUNT.search(words) is not None


def _ends_exception(before: str, after: str) -> bool:
    """Whether an officer is named after an exception of places or bodies: nobody is excepted from those."""
    excepted = [*_EXCEPT.finditer(before)]
    if not excepted or _OFFICER.match(after) is None:
        return False
    return _OFFICER.match(before[excepted[-1].end() :].lstrip()) is None


def _trimmed(text: str, bound: tuple[int, int]) -> tuple[int, int]:
    start, end = bound
    while start < end and text[start] in " \t-•":
        start += 1
    conjunction = _LEADING_AND.match(text, start, end)
    start = conjunction.end() if conjunction else start
    while end > start and text[end - 1] in " \t,;":
        end -= 1
    numbered = re.match(r"\d{1,2}[.)]\s*", text[start:end])
    return (start + numbered.end(), end) if numbered else (start, end)
