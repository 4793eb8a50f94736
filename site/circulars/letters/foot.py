"""Below the body: who signed and by what authority, the owner unit, telephone and fax.

In a stamped letter (หนังสือประทับตรา) there is no signature; issuer and date stand here instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from circulars.letters import labels
from circulars.letters.addressees import names_an_office
from circulars.letters.contacts import Contacts, contact_start, read_contacts
from circulars.letters.days import last_alone
from circulars.letters.layout import GAP, Line, columns, joined, span_of
from circulars.letters.types import LetterDate, Signatory, Span
from search.thai.normalise import align

_UNIT = re.compile(
    r"^(?:ส ?[ำา]?นัก|กอง|กลุ่ม|ฝ่าย|ศูนย์|ส่วน|สถาบัน|งาน|กรม|หน่วย|แผนก|คณะ|ภาค|โครงการ|สลธ|ที่ทำการ|จังหวัด"
    r"|กระทรวง|เทศบาล|โรงพยาบาล|มหาวิทยาลัย)"
)
_IGNORED = re.compile(r"^(?:สำเนา(?:ส่ง|เรียน|ถึง)|ผู้(?:ร่าง|พิมพ์|ตรวจ(?!ราชการ|สอบ)|ประสาน)|ร่าง|พิมพ์|ตรวจ|หมายเหตุ)")
_ENDORSED = re.compile(r"^[-( ]*(?:ทราบ|อนุมัติ|อนุญาต|เห็นชอบ|เห็นควร|ชอบ|ลงนาม|ดำเนินการ|มอบ)")
"""What a superior writes below a memo (เกษียนหนังสือ)."""
_HALF_BRACKETED = re.compile(r"^(?:\((?P<open>[^()]{4,60})|(?P<close>[^()]{4,60})\))$")
_OFFICER = re.compile(r"^นาย(?:ก(?:รัฐมนตรี|เทศมนตรี|องค์การ|สภา|สมาคม)|แพทย์สาธารณสุข|อำเภอ|ทะเบียน)")
_OF_WHAT = re.compile(r"(?:เลขานุการ|กรรมการ|ประธาน|นายทะเบียน)$")
"""An office in a committee, whose name may stand on the next line."""
_BARE_TITLE = re.compile(r" ?(?:อธิบดี|ปลัด|เลขาธิการ|อธิการบดี|ผู้อำนวยการ|ผู้ว่าราชการ|หัวหน้า|ผู้จัดการ)")
"""For whom somebody acts, when the office stands on the next line: "ปฏิบัติราชการแทนอธิบดี / กรม…"."""
_COMMITTEE = re.compile(r"คณะ(?:กรรมการ|อนุกรรมการ|ทำงาน|กรรมาธิการ)")
_SHORT = 60
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
    date: LetterDate | None = None
    sealed: bool = False
    spans: dict[str, Span] = field(default_factory=dict)


def read_foot(lines: list[Line]) -> Foot:
    """Signature, owner unit and contacts of a signed letter."""
    foot = Foot()
    rest = _take_signature(_one_column(lines), foot)
    _take_owner(rest, foot)
    return foot


def take_notice_foot(body: list[Line]) -> tuple[list[Line], list[Line]]:
    """Text of a notice that nobody signs, and below it whom to ask: a unit and its telephone."""
    at = len(body)
    while at and contact_start(body[at - 1]) == 0:
        at -= 1
    if at < len(body) and at and _UNIT.match(body[at - 1].text) and columns(body[at - 1].text) <= _SHORT:
        at -= 1
    return body[:at], body[at:]


def _one_column(lines: list[Line]) -> list[Line]:
    """The signature above the owner unit, where the two stand side by side."""
    for position, line in enumerate(lines):
        left, gap, right = line.text.rpartition(GAP)
        if not gap or left.lstrip().startswith("ลงชื่อ") or not labels.NAME.match(right):
            continue
        signed, owner = [], []
        for below in lines[position:]:
            cut = below.text.rfind(GAP)
            parts = (below.part(0, cut), below.part(cut + 1)) if cut >= 0 else (below, None)
            owner += [part for part in parts[:1] if part]
            signed += [part for part in parts[1:] if part]
        return [*lines[:position], *signed, *owner]
    return lines


def read_stamped_foot(body: list[Line], lines: list[Line]) -> tuple[list[Line], Foot]:
    """Issuer, date, owner unit and contacts of a stamped letter; the body without them."""
    foot = Foot()
    everything = [*body, *lines]
    dated = last_alone(everything)
    if dated is not None:
        position, found = dated
        first = _issuer_start(everything, position)
        above = [held for held in everything[first:position] if not _is_seal(held)]
        foot.sealed = len(above) < position - first
        if above:
            foot.issuer, foot.spans["issuer"] = joined(above), span_of(above)
        foot.date = found.value
        foot.spans["date"] = found.line.span(found.start, found.end)
        rest = [line for line in everything[position + 1 :] if not _is_seal(line)]
        foot.sealed = foot.sealed or len(rest) < len(everything) - position - 1
        while rest and ("ลงชื่อ" in rest[0].text or _TITLE.match(rest[0].text)):
            rest = rest[1:]  # whose initials stand on the seal
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
        if len(line.text) > 70 or labels.BODY_START.match(line.text) or labels.STATES.search(line.text):
            break
        first -= 1
        if line.blank_before and not _is_seal(line):
            return first
    offices = [at for at in range(first, position) if names_an_office(lines[at].text)]
    while len(offices) > 1 and offices[0] + 1 != offices[1]:
        offices = offices[1:]  # a sentence ran between: that office is of the text
    return offices[0] if offices else first


def _take_signature(lines: list[Line], foot: Foot) -> list[Line]:
    """Set the signatory; give the lines below."""
    for position, line in enumerate(lines):
        if labels.BLANK_NAME.match(line.text):
            return lines[_position_end(lines, position + 1) :]
        match = labels.NAME.match(line.text)
        name = match["name"].strip() if match else ""
        if match is None and position + 1 < len(lines) and labels.NAME.match(lines[position + 1].text):
            continue  # written by hand above, in brackets below
        bare = labels.BARE_NAME.match(line.text)
        if match and labels.SEAL.search(name) and not labels.BARE_NAME.match(name):
            foot.sealed = True
            continue
        below = lines[position + 1] if position + 1 < len(lines) else None
        if bare and match is None and below is not None and labels.NAME.match(below.text):
            continue
        half = _half_bracketed(line) if match is None else None
        if match is None and bare is None and half is None:
            if contact_start(line) == 0:
                return lines[position:]
            continue
        raw = line.raw(*match.span("name")) if match else (half or line).raw()
        rank = lines[position - 1] if position and labels.RANK.match(lines[position - 1].text) else None
        raw = f"{rank.raw()} {raw.strip()}" if rank else raw
        end = _position_end(lines, position + 1)
        held = lines[position + 1 : end]
        if match and match["rest"]:
            rest = line.part(*match.span("rest"))
            held = [rest, *held] if rest else held
        foot.signatory = _signatory(raw.strip(), held)
        foot.spans["signatory"] = span_of([line, *held])
        return lines[end:]
    return [line for line in lines if not _is_seal(line)]


def _half_bracketed(line: Line) -> Line | None:
    """The name in brackets of which the scan lost one."""
    match = _HALF_BRACKETED.match(line.text)
    name = line.part(*match.span(match.lastgroup or 0)) if match else None
    signs = name and labels.NAME_WITH_TITLE.match(name.text) and not _OFFICER.match(name.text)
    return name if signs else None


def _position_end(lines: list[Line], start: int) -> int:
    """Index of the first line below the signatory's position."""
    end = start
    while end < len(lines):
        line = lines[end]
        acting = end > start and _wants_more(lines[end - 1], line)
        if contact_start(line) == 0 or _IGNORED.match(line.text) or labels.NAME.match(line.text):
            break
        if end > start and not acting and not labels.ACTING.match(line.text):
            if line.blank_before or (_UNIT.match(line.text) and not _TITLE.match(line.text)):
                break
            if not _TITLE.match(line.text) and any(_UNIT.match(held.text) for held in lines[start:end]):
                break
        end += 1
    return end


def _wants_more(line: Line, below: Line) -> bool:
    """Whether the office follows on the next line: after an acting phrase, a seat in a committee."""
    if _OF_WHAT.search(line.text) and _COMMITTEE.match(below.text) and not below.blank_before:
        return True
    ends = [match.end() for match in labels.ACTING.finditer(line.text)]
    if ends and _BARE_TITLE.fullmatch(line.text, ends[-1]) and names_an_office(below.text):
        return not below.blank_before
    return len(line.text) in ends


def _signatory(name: str, lines: list[Line]) -> Signatory:
    position = " ".join(" ".join(line.raw().split()) for line in lines) or None
    plain = align(position or "")
    acting = labels.ACTING.search(plain.text)
    if position is None or acting is None:
        return Signatory(name, position)
    kind = next(words for words in ACTING_WORDS if labels.bare(words) == labels.bare(acting.group()))
    return Signatory(name, position, kind, position[plain.ends[acting.end() - 1] :].strip() or None)


ACTING_WORDS = (
    "ปฏิบัติราชการแทน",
    "รักษาราชการแทน",
    "รักษาการแทน",
    "รักษาการในตำแหน่ง",
    "ปฏิบัติหน้าที่แทน",
    "ทำการแทน",
)


def _take_owner(lines: list[Line], foot: Foot) -> None:
    """Owner unit: the lines above the first contact; then the contacts."""
    owner: list[Line] = []
    seen_contact = False
    for line in _without_other_hands(lines):
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


def _without_other_hands(lines: list[Line]) -> list[Line]:
    """The lines without what others wrote below: a superior's decision, who certified the copy."""
    kept: list[Line] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if labels.NAME.match(line.text) and not _is_seal(line):
            while kept and not _UNIT.match(kept[-1].text) and contact_start(kept[-1]) is None:
                if kept.pop().blank_before:
                    break
            at = _position_end(lines, at + 1)
            continue
        if not (_ENDORSED.match(line.text) or last_alone([line])):
            kept.append(line)
        at += 1
    return kept


def _is_seal(line: Line) -> bool:
    return line.text.startswith(("(", "[")) and labels.SEAL.search(line.text) is not None
