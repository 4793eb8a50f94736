"""Where a letter tells another letter's sentence again, and a word of it is another.

The sentences are laid beside one another (`comparing.gaps`). What stands between the words that both
share is doubted when it is another quantity or day, another name behind the same noun, a negation more or
less, the opposite word, or one of a list less. Other words are how a person retells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from circulars.letters.amounts import revised
from circulars.letters.comparing import Difference, Gap, common_blocks, gaps, same_body, squeezed
from circulars.letters.quantities import Quantity, differ, find_quantities

_NAMED = (
    r"(?:กระทรวง|กรม(?!ธรรม์)|จังหวัด|อำเภอ|ตำบล|เทศบาล(?:นคร|เมือง|ตำบล)?|สำนักงาน|สำนัก|มหาวิทยาลัย|โรงเรียน|โรงพยาบาล"
    r"|โครงการ|พระราชบัญญัติ|พระราชกฤษฎีกา|กฎกระทรวง|หลักสูตร|โรงแรม|ห้องประชุม|บริษัท|คณะกรรมการ|คณะอนุกรรมการ|สถาบัน"
    r"|นางสาว|นาง|นาย(?!ก|อำเภอ|ทะเบียน|แพทย์)|ดร\.)"
)
_HEAD = re.compile(_NAMED)
_VERB = re.compile(
    r"ให้|ได้|จะ|และ|ที่|ซึ่ง|โดย|เพื่อ|ขอ|ตาม|ใน|ไป|มา|ต่อ|เป็น|มี|แล้ว|ทำ|รายงาน|ดำเนิน|พิจารณา|เสนอ|แจ้ง|ส่ง|จัด|ทุก|ต้อง|ควร|ไม่|ดังกล่าว|ทั้ง|นี้|นั้น"
)
_DOTTED = re.compile(r"(?:[ก-ฮ]{1,2}\.){2,6}")
_LONGEST_FORM = 6
_NOMINAL = ("การ", "ความ")
_LONGEST_NAME = 24
_NEGATION = re.compile(r"ไม่(?!น้อยกว่า|เกิน|มากกว่า|ต่ำกว่า)|ห้าม|มิ(?!ถุนา|น้อย)|งดเว้น|งด")
_ENDS_NEGATED = re.compile(r"(?:ไม่|มิ|ห้าม|งดเว้น|งด)(?:ต้อง|ให้)?$")
_LONG_STRETCH = 20
_NOT = "ให้ทำหรือไม่ให้ทำไม่ตรงกัน"
_AUXILIARY = re.compile(r"ให้|ต้อง|ได้|ควร|พึง")
_OPPOSITES = (
    {"ก่อน", "หลัง"},
    {"ก่อน", "หลังจาก"},
    {"น้อยกว่า", "เกิน"},
    {"น้อยกว่า", "มากกว่า"},
    {"อย่างน้อย", "ไม่เกิน"},
    {"อย่างน้อย", "อย่างมาก"},
    {"ต่ำกว่า", "สูงกว่า"},
    {"ต่ำกว่า", "เกิน"},
    {"เพิ่ม", "ลด"},
    {"เพิ่มขึ้น", "ลดลง"},
    {"ทุก", "บาง"},
    {"เปิด", "ปิด"},
    {"เริ่ม", "สิ้นสุด"},
    {"อนุมัติ", "ยกเลิก"},
    {"อนุญาต", "ระงับ"},
)
_LEADING = "เแโใไ"
_MARK = re.compile("[ัิ-ฺ็-๎ะาำ]")
_LISTED = re.compile(rf"(?:และ|,)?(?:{_NAMED}|ปลัด|อธิบดี|ผู้ว่าราชการ)[ก-๎.]{{2,50}},?")
_GOES_ON = re.compile(rf"และ|,|{_NAMED}|ปลัด|อธิบดี|ผู้ว่าราชการ")
_ACTS = re.compile(r"ให้|ได้|จะ|เพื่อ|โดย|ตาม|ขอ|ใน")
_CONTEXT = 14


def told_otherwise(told: str, there: str) -> list[Difference]:
    """The words in which `told`, what a letter tells of another, differs from that letter's body `there`."""
    here, other = squeezed(told), squeezed(there)
    ours, theirs = find_quantities(here), find_quantities(other)
    found = []
    for gap in gaps(here, other):
        one = _quantity(gap, ours, theirs) or _word(_whole_signs(gap))
        if one is not None:
            found.append(one)
    return found or [*_negated_before(here, other)]


def _quantity(gap: Gap, ours: list[Quantity], theirs: list[Quantity]) -> Difference | None:
    here = [one for one in ours if one.start <= gap.end and gap.start <= one.end]
    there = [one for one in theirs if one.start <= gap.end2 and gap.start2 <= one.end]
    if len(here) != len(there):
        return None
    for one, other in zip(here, there, strict=True):
        otherwise = revised(gap.one, one.start) - revised(gap.other, other.start)
        if (
            one.what == other.what
            and differ(one, other)
            and not otherwise
            and not _moved(gap, one, other, ours, theirs)
        ):
            return Difference(_spaced(one.words), _spaced(other.words), f"{one.what}ไม่ตรงกัน")
    return None


def _moved(gap: Gap, one: Quantity, other: Quantity, ours: list[Quantity], theirs: list[Quantity]) -> bool:
    """Whether what the other says is told elsewhere, or what is told was said elsewhere in like words."""
    told = any(other.value == each.value for each in ours)
    like = gap.start - gap.begin < _LONG_STRETCH and any(one.value == each.value for each in theirs)
    return told or like


def _word(gap: Gap) -> Difference | None:
    left, right = gap.left, gap.right
    if _negated(left, right):
        return Difference(*_in_context(gap), _NOT)
    if {left, right} in _OPPOSITES:
        return Difference(*_in_context(gap), "ความหมายตรงข้ามกัน")
    if _one_less(gap):
        return Difference(*_in_context(gap), "รายชื่อหน่วยงานไม่ตรงกัน")
    forms = _abbreviations(gap)
    if forms is not None:
        return Difference(*forms, "ชื่อย่อไม่ตรงกัน")
    head = _head_before(gap)
    if head is not None:
        return Difference(
            gap.one[head : gap.end], gap.other[gap.start2 - gap.start + head : gap.end2], "ชื่อไม่ตรงกัน"
        )
    return None


def _abbreviations(gap: Gap) -> tuple[str, str] | None:
    """The whole of two dotted abbreviations in or at the gap that differ: ก.พ.ร. and ก.พ."""
    around = ((gap.one, gap.start, gap.end), (gap.other, gap.start2, gap.end2))
    forms = []
    for text, start, end in around:
        touching = [
            form for form in _DOTTED.finditer(text, max(0, start - 16), end + 16) if form.start() <= end
        ]
        forms.append([form.group() for form in touching if form.end() >= start])
    if [len(each) for each in forms] != [1, 1] or forms[0] == forms[1] or same_body(forms[0][0], forms[1][0]):
        return None
    rests = [words.replace(".", "") for words in (gap.left, gap.right)]
    return (forms[0][0], forms[1][0]) if max(map(len, rests)) <= _LONGEST_FORM else None


def _negated(left: str, right: str) -> bool:
    negations = [_NEGATION.search(words) is not None for words in (left, right)]
    bare = [_AUXILIARY.sub("", _NEGATION.sub("", words)) for words in (left, right)]
    return negations[0] != negations[1] and not any(bare)


def _negated_before(here: str, other: str) -> Iterator[Difference]:
    """A long stretch that both share, before which only one of them says not: มิ|ให้เจ้าหน้าที่เรียกเก็บ…."""
    for start, start2, size in common_blocks(here, other):
        ends = [text[max(0, at - 6) : at] for text, at in ((here, start), (other, start2))]
        says = [_ENDS_NEGATED.search(words) is not None for words in ends]
        if size >= _LONG_STRETCH and says[0] != says[1] and all(len(words) >= 4 for words in ends):
            yield Difference(ends[0] + here[start : start + 14], ends[1] + other[start2 : start2 + 14], _NOT)


def _one_less(gap: Gap) -> bool:
    """Whether a body stands in one list and not in the other, the list going on behind it."""
    words = gap.left or gap.right
    if (gap.left and gap.right) or not _LISTED.fullmatch(words) or _ACTS.search(words):
        return False
    listed = _HEAD.search(gap.one, max(0, gap.start - 40), gap.start) is not None
    return listed and (words.startswith(("และ", ",")) or _GOES_ON.match(gap.one, gap.end) is not None)


def _head_before(gap: Gap) -> int | None:
    """Where the noun begins, behind which both texts name something else."""
    if not (gap.left and gap.right) or not all(
        re.fullmatch("[ก-๎.]+", words) for words in (gap.left, gap.right)
    ):
        return None
    if same_body(gap.left, gap.right):
        return None
    named_for_doing = gap.one.endswith(_NOMINAL, gap.begin, gap.start)  # กรมการ|จัดหางาน
    if not named_for_doing and any(_VERB.match(words) for words in (gap.left, gap.right)):
        return None
    heads = [*_HEAD.finditer(gap.one, max(gap.begin, gap.start - _LONGEST_NAME), gap.start)]
    if not heads or _VERB.search(gap.one, heads[-1].end(), gap.start):
        return None
    return heads[-1].start()


def _whole_signs(gap: Gap) -> Gap:
    """The gap with the vowel before it and the consonant of a mark: ไ|ม่| and ไ|ด้| are ไม่ and ได้."""
    back = 0
    while gap.start - back > gap.begin and (
        gap.one[gap.start - back - 1] in _LEADING
        or any(
            _MARK.match(text[at - back : at - back + 1])
            for text, at in ((gap.one, gap.start), (gap.other, gap.start2))
        )
    ):
        back += 1
    return gap.begun_before(back)


def _spaced(words: str) -> str:
    return re.sub(r"(?<=\d)(?=[ก-๎])|(?<=[ก-๎])(?=\d)", " ", words)


def _in_context(gap: Gap) -> tuple[str, str]:
    back = min(_CONTEXT, gap.start - gap.begin)
    return gap.one[gap.start - back : gap.end + 6], gap.other[gap.start2 - back : gap.end2 + 6]
