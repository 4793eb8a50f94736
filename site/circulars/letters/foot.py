"""Below the body: who signed and by what authority, the owner unit, telephone and fax.

In a stamped letter (หนังสือประทับตรา) there is no signature; issuer and date stand here instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from circulars.letters import labels
from circulars.letters.contacts import Contacts, contact_start, read_contacts
from circulars.letters.layout import Line, joined, span_of
from circulars.letters.types import Signatory, Span
from search.thai.dates import ThaiDate, find_dates
from search.thai.normalise import normalise

_UNIT = re.compile(
    r"^(?:สำนัก|กอง|กลุ่ม|ฝ่าย|ศูนย์|ส่วน|สถาบัน|งาน|กรม|หน่วย|แผนก|คณะ|ภาค|โครงการ|สลธ|ที่ทำการ|จังหวัด|กระทรวง|เทศบาล|โรงพยาบาล|มหาวิทยาลัย)"
)
_IGNORED = re.compile(r"^(?:สำเนา(?:ส่ง|เรียน|ถึง)|ผู้(?:ร่าง|พิมพ์|ตรวจ(?!ราชการ|สอบ)|ประสาน)|ร่าง|พิมพ์|ตรวจ|หมายเหตุ)")
_GIVEN_DATE = re.compile(
    r"(?:สั่ง|ประกาศ|ให้ไว้|แถลง|ออกให้)[ \t]*(?:ไว้)?[ \t]*(?:ณ|เมื่อ|ตั้งแต่)?[ \t]*วันที่[ \t]*|^ณ วันที่[ \t]*"
)
_TITLE = re.compile(
    r"^(?:รอง|ผู้ช่วย|หัวหน้า|ผู้|อธิบดี|ปลัด|เลขา|นายก|นายอำเภอ|ประธาน|รัฐมนตรี|ผอ|เจ้า|นัก|คณบดี|อธิการ|กรรมการ|ที่ปรึกษา|ราช)"
)


@dataclass(slots=True)
class Foot:
    """What stands below the body."""

    signatory: Signatory | None = None
    owner_unit: str | None = None
    contacts: Contacts = field(default_factory=Contacts)
    issuer: str | None = None
    date: ThaiDate | None = None
    date_raw: str | None = None
    sealed: bool = False
    spans: dict[str, Span] = field(default_factory=dict)


def read_foot(lines: list[Line]) -> Foot:
    """Signature, owner unit and contacts of a signed letter."""
    foot = Foot()
    rest = _take_signature(lines, foot)
    _take_owner(rest, foot)
    return foot


def read_stamped_foot(body: list[Line], lines: list[Line]) -> tuple[list[Line], Foot]:
    """Issuer, date, owner unit and contacts of a stamped letter; the body without them."""
    foot = Foot()
    everything = [*body, *lines]
    for position, line in enumerate(everything):
        date = _lone_date(line)
        if date is None:
            continue
        first = _issuer_start(everything, position)
        above = [held for held in everything[first:position] if not _is_seal(held)]
        foot.sealed = len(above) < position - first
        if above:
            foot.issuer, foot.spans["issuer"] = joined(above), span_of(above)
        foot.date, foot.date_raw = date, line.raw(date.start, date.end)
        foot.spans["date"] = line.span(date.start, date.end)
        rest = [line for line in everything[position + 1 :] if not _is_seal(line)]
        foot.sealed = foot.sealed or len(rest) < len(everything) - position - 1
        _take_owner(rest, foot)
        return everything[:first], foot
    rest = [line for line in lines if not _is_seal(line)]
    foot.sealed = len(rest) < len(lines)
    _take_owner(rest, foot)
    return body, foot


def _issuer_start(lines: list[Line], position: int) -> int:
    """Index of the first of the short lines just above the date, that name who sends the letter."""
    first = position
    while first and position - first < 4:
        line = lines[first - 1]
        if len(line.text) > 70 or labels.BODY_START.match(line.text):
            break
        first -= 1
        if line.blank_before and not _is_seal(line):
            break
    return first


def given_date(lines: list[Line]) -> tuple[ThaiDate, Line] | None:
    """The date of an order or announcement: "สั่ง ณ วันที่ …"."""
    for line in reversed(lines):
        match = _GIVEN_DATE.search(line.text)
        if match is None:
            continue
        dates = [date for date in find_dates(line.text) if date.start >= match.end()]
        if dates:
            return dates[0], line
    return None


def _take_signature(lines: list[Line], foot: Foot) -> list[Line]:
    """Set the signatory; give the lines below."""
    for position, line in enumerate(lines):
        match = labels.NAME.match(line.text)
        name = match["name"].strip() if match else ""
        bare = labels.BARE_NAME.match(line.text)
        if match and labels.SEAL.search(name) and not labels.BARE_NAME.match(name):
            foot.sealed = True
            continue
        below = lines[position + 1] if position + 1 < len(lines) else None
        if bare and match is None and below is not None and labels.NAME.match(below.text):
            continue
        if match is None and bare is None:
            if contact_start(line) == 0:
                return lines[position:]
            continue
        raw = line.raw(*match.span("name")) if match else line.raw()
        rank = lines[position - 1] if position and labels.RANK.match(lines[position - 1].text) else None
        raw = f"{rank.raw()} {raw.strip()}" if rank else raw
        end = _position_end(lines, position + 1)
        held = lines[position + 1 : end]
        if match and match["rest"]:
            rest = line.part(*match.span("rest"))
            held = [rest, *held] if rest else held
        foot.signatory = _signatory(raw.strip(), held)
        foot.spans["signatory"] = (line.span()[0], (held[-1] if held else line).span()[1])
        return lines[end:]
    return [line for line in lines if not _is_seal(line)]


def _position_end(lines: list[Line], start: int) -> int:
    """Index of the first line below the signatory's position."""
    end = start
    while end < len(lines):
        line = lines[end]
        acting = end > start and _wants_more(lines[end - 1])
        if contact_start(line) == 0 or _IGNORED.match(line.text):
            break
        if end > start and not acting and not labels.ACTING.match(line.text):
            if line.blank_before or (_UNIT.match(line.text) and not _TITLE.match(line.text)):
                break
            if not _TITLE.match(line.text) and any(_UNIT.match(held.text) for held in lines[start:end]):
                break
        end += 1
    return end


def _wants_more(line: Line) -> bool:
    """Whether the line ends with an acting phrase, so that the office follows on the next line."""
    return any(match.end() == len(line.text) for match in labels.ACTING.finditer(line.text))


def _signatory(name: str, lines: list[Line]) -> Signatory:
    position = " ".join(" ".join(line.raw().split()) for line in lines) or None
    words = position or ""
    if not labels.ACTING.search(words):
        words = normalise(words)  # marks or invisible signs within the phrase
    acting = labels.ACTING.search(words)
    if acting is None:
        return Signatory(name, position)
    kind = next(phrase for phrase in ACTING_WORDS if _bare(phrase) == _bare(acting.group()))
    return Signatory(name, position, kind, words[acting.end() :].strip() or None)


ACTING_WORDS = (
    "ปฏิบัติราชการแทน",
    "รักษาราชการแทน",
    "รักษาการแทน",
    "รักษาการในตำแหน่ง",
    "ปฏิบัติหน้าที่แทน",
    "ทำการแทน",
)


def _bare(words: str) -> str:
    return re.sub("[ัิ-ฺ็-๎ ]", "", words.replace("ำ", "า"))


def _take_owner(lines: list[Line], foot: Foot) -> None:
    """Owner unit: the lines above the first contact; then the contacts."""
    owner: list[Line] = []
    seen_contact = False
    for line in lines:
        start = contact_start(line)
        if start is not None:
            before = line.part(0, start)
            if before and not seen_contact and not _IGNORED.match(before.text):
                owner.append(before)
            read_contacts(line, foot.contacts)
            seen_contact = True
        elif not seen_contact and not _IGNORED.match(line.text) and len(line.text) <= 90:
            owner.append(line)
    if owner:
        foot.owner_unit = " / ".join(" ".join(line.raw().split()) for line in owner)
        foot.spans["owner_unit"] = span_of(owner)


def _is_seal(line: Line) -> bool:
    return line.text.startswith(("(", "[")) and labels.SEAL.search(line.text) is not None


def _lone_date(line: Line) -> ThaiDate | None:
    label = labels.DATE_LABEL.match(line.text)
    for date in find_dates(line.text):
        rest = (line.text[label.end() if label else 0 : date.start] + line.text[date.end :]).strip(" .,()")
        if not rest and date.precision in {"day", "month"}:
            return date
    return None
