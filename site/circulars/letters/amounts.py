"""Amounts, shares and deadlines that a letter tells again of another letter, and tells otherwise.

What a letter asks for itself may differ from what it was asked: a province sets an earlier day, an answer
names fewer people. What it tells again ("ตามหนังสือที่อ้างถึง … นั้น", "… แจ้งว่า …", "มีมติ … ตามที่ … เสนอ") may not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from circulars.letters.comparing import Difference, squeezed
from circulars.letters.flags import shown
from search.thai.calendar import WEEKDAYS
from search.thai.dates import find_dates
from search.thai.normalise import normalise

_CONTEXT = 20
"""Signs before a number, spaces aside, by which two sentences are held for the same."""
_UNIT = 12
_RECITAL = re.compile(r"^(?:ตาม|อนุสนธิ|ด้วย|สืบเนื่อง|โดยที่).*?นั้น(?=\s|$)", re.DOTALL)
_TELLS = re.compile(r"แจ้งว่า|แจ้งมติ|แจ้ง[ก-๎ 0-9]{0,60}ว่า|ตามหนังสือที่อ้างถึง|(?:เสนอ|รายงาน|ระบุ|กำหนด|หารือ)(?:มา)?ว่า")
_DECIDES = re.compile(r"มติ|เห็นชอบ|อนุมัติ|รับทราบ")
_AS_PROPOSED = re.compile(r"ตามที่.{2,80}?เสนอ", re.DOTALL)
_OTHERWISE = re.compile(r"ตามความเห็น|ตามข้อสังเกต")
"""Of others than who proposed it: then what was decided may differ from what was proposed."""
_OWN_WILL = re.compile(r"จึงขอ|จึงให้|จึงเห็น|จึงได้|ในการนี้|บัดนี้|พิจารณาแล้ว ?เห็น(?!ชอบ)")
"""Here ends what is told of the other letter, and begins what this one wants."""
_FIRST = r"(?:(?:ด้วย|ตามที่|เนื่องจาก|เนื่องด้วย|โดยที่|สืบเนื่องจาก)\s*)?"
_NEXT = r"(?<=\s)"
"""Where an office is named that a sentence is about: at its beginning, or as the next one's."""
_DECIDED = re.compile(
    r"(?<=\s)(?:คณะรัฐมนตรี|ที่ประชุม|คณะ(?:อนุ)?กรรมการ[ก-๎]*)\s?(?:ได้)?(?:ประชุม|พิจารณา|(?:มี|ลง)?มติ)"
)
"""Here others than the sender decide, who may do so otherwise than they were asked."""
_NEVER = re.compile(r"(?!)")
_TURNS = re.compile(r"ในการนี้|บัดนี้")
_ITEM = re.compile(r"\(?\d{1,2}[.)]|ข้อ ?\d|-")
_REVISED = re.compile(r"ประมาณ|ราว|เกือบ|ปรับ|เหลือ|แก้ไข|เปลี่ยน|แทน|ขยาย|เพิ่มเป็น|จากเดิม|จาก\d")
_REVISED_WITHIN = 40
_NUMBER = re.compile(r"(?<![\d/.,:-])\d+(?:,\d{3})*(?:\.\d+)?(?![\d/:-]|[.,]\d)")
_NAMES_A_PLACE = re.compile(
    r"(?:ที่|ข้อ|มาตรา|วรรค|หมวด|หน้า|ฉบับ|ศ\.|ปี|เลข|รหัส|โทร\.?|(?<!เป็น)(?<!ระยะ)เวลา|ว\.?)\(?$"
)
"""Numbers that say which one, not how many."""
_DEADLINE = re.compile(rf"(?:ภายใน|ถึง|ไม่เกิน|ก่อน|ตั้งแต่)วัน(?:{'|'.join(WEEKDAYS)})?ที่$")
_SHARE = re.compile(r"ร้อยละ$")
_UNIT_WORD = re.compile(r"%|[ก-๎]{2}")
_NAMED_UNIT = re.compile(
    r"%|(?:หมื่น|แสน|ล้าน)*(?:บาท|วันทำการ|วัน|เดือน|ปี|ชั่วโมง|นาที|แห่ง|จุด|คน|ราย|ครั้ง|ชุด|ฉบับ|เล่ม|แผ่น|โครงการ|ศูนย์|เครื่อง|คัน)"
)
"""Units that the message can name whole, spaces being gone."""


@dataclass(frozen=True, slots=True)
class _Amount:
    words: str
    value: str
    unit: str
    start: int


def changed_amounts(retold: str, here: str, there: str) -> list[Difference]:
    """Numbers that the letter `here` tells again of the letter `there`, in `retold`, with another value.

    Both are bodies of letters, a blank line between paragraphs. The words before must be the same, the unit
    too; a value that the other text holds elsewhere was moved, not misread.
    """
    told = squeezed(retold)
    if not any(map(str.isdigit, told)):
        return []
    other_text = squeezed(there)
    ours, theirs = _by_context(told), _by_context(other_text)
    all_ours = {(one.value, one.unit[:2]) for held in _by_context(squeezed(here)).values() for one in held}
    all_theirs = {(one.value, one.unit[:2]) for held in theirs.values() for one in held}
    found = []
    for context, held in ours.items():
        if len(held) != 1 or len(theirs.get(context, ())) != 1:
            continue
        one, other = held[0], theirs[context][0]
        otherwise = revised(told, one.start) - revised(other_text, other.start)
        moved = (one.value, one.unit[:2]) in all_theirs or (other.value, other.unit[:2]) in all_ours
        if one.value != other.value and _same_unit(one, other) and not moved and not otherwise:
            found.append(Difference(one.words, other.words))
    return found


def told_again(body: str, sender: str | None = None, issuer: str | None = None) -> Iterator[str]:
    """The parts of a body that tell what another letter says.

    `sender` is whose letter that is: a paragraph which begins with what it does ("ด้วยกรม…เสนอ…") tells of it
    too, until `issuer`, whose letter this is, does something.
    """
    begins = _does_something(sender, _FIRST) if sender and sender != issuer else None
    turns = _does_something(issuer, _NEXT) if issuer else _NEVER
    items = False
    for paragraph in map(normalise, body.split("\n\n")):
        recital = _RECITAL.match(paragraph)
        of_sender = begins is not None and begins.match(paragraph) is not None
        tells = of_sender or _tells(paragraph) or (items and _ITEM.match(paragraph) is not None)
        own = _OWN_WILL.search(paragraph) or (turns.search(paragraph) if of_sender else None)
        own = own or (_DECIDED.search(paragraph) if of_sender else None)
        if recital and not _TURNS.search(recital.group()):
            yield recital.group()
        elif tells or recital:
            yield paragraph[: own.start()] if own else paragraph
        items = tells and own is None


def _does_something(office: str, where: str) -> re.Pattern[str]:
    """The office as the subject of a sentence; the office of a committee is named by the committee too."""
    name = r"\s*".join(map(re.escape, normalise(office).split()))
    name = re.sub(r"^สำนักงาน(?:\\s\*)?(?=คณะกรรมการ)", "(?:สำนักงาน)?", name)
    return re.compile(rf"{where}{name}(?=\s*[ก-๎(])")


def _tells(paragraph: str) -> bool:
    """Whether it passes on what was written, or what was decided as it was proposed.

    "เห็นชอบ … ตามที่ … เสนอ" is that; "ตามที่ … เสนอ คณะรัฐมนตรีมีมติ …" names but the occasion.
    """
    decides = _DECIDES.search(paragraph)
    proposed = decides and _AS_PROPOSED.search(paragraph, decides.end())
    decided_so = proposed is not None and _OTHERWISE.search(paragraph) is None
    return decided_so or _TELLS.search(paragraph) is not None


def _by_context(text: str) -> dict[str, list[_Amount]]:
    found: dict[str, list[_Amount]] = {}
    for match in _NUMBER.finditer(text):
        before = text[max(0, match.start() - _CONTEXT) : match.start()]
        if len(before) < _CONTEXT:
            continue
        amount = _date(text, match) if _DEADLINE.search(before) else _quantity(text, match, before)
        if amount is not None:
            found.setdefault(before, []).append(amount)
    return found


def _date(text: str, match: re.Match[str]) -> _Amount | None:
    dates = find_dates(text[match.start() : match.start() + 40])
    if not dates or dates[0].start != 0 or dates[0].be is None:
        return None
    return _Amount(shown(dates[0].be), dates[0].be, "", match.start())


def _quantity(text: str, match: re.Match[str], before: str) -> _Amount | None:
    unit = text[match.end() : match.end() + _UNIT]
    share = _SHARE.search(before) is not None
    if _NAMES_A_PLACE.search(before) or not (share or _UNIT_WORD.match(unit)):
        return None
    value = match.group().replace(",", "")
    value = value.rstrip("0").rstrip(".") if "." in value else value
    named = _NAMED_UNIT.match(unit)
    words = f"ร้อยละ {match.group()}" if share else f"{match.group()} {named.group() if named else ''}".strip()
    return _Amount(words, value, "" if share else unit, match.start())


def revised(text: str, start: int) -> set[str]:
    """Words before an amount at `start` that say it was changed on purpose, or is not exact."""
    return set(_REVISED.findall(text, max(0, start - _REVISED_WITHIN), start))


def _same_unit(one: _Amount, other: _Amount) -> bool:
    return one.unit[:2] == other.unit[:2]
