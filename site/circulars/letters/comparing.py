"""Sentences that two letters share, and the words in which they then differ.

A covering letter repeats sentences of the letter it encloses. Where the words before and after agree and
those between name another office or a negation, one of the two was corrupted. Numbers: `amounts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from circulars.letters.titles import GARBLED
from search.thai.lexicon import lexicon
from search.thai.normalise import normalise

_SEED = 8
_BEFORE = 15
_AFTER = 6
_LONGEST = 60
_NEAR = 30
_SHARED_BEFORE = 10
_SHARED = 22
"""Signs that both texts share before and around what differs, told again or not by chance."""
_SWAPPED = 24
"""Of longer stretches only one of which names an office, one is not the other misread: another sentence."""
_WITHIN = 12
"""Signs on each side of a difference in which the rest of an authority's name may stand: คณะ|รัฐ|มนตรี."""
_ITEM_NUMBER = re.compile(
    r"^[ \t]*(?:\(?\d{1,2}(?:\.\d{1,2})*[.)]?|ข้อ ?\d{1,2})[ \t]+(?=[ก-๎])|(?<=\s)\d{1,2}[.)][ \t]*(?=[ก-๎])",
    re.MULTILINE,
)
"""A list that is told again in one sentence loses them: "2. ให้รายงาน" becomes "และให้รายงาน"."""
_TO_WHOM = re.compile(r"บังคมทูล|พระมหากษัตริย์|องคมนตรี|คณะรัฐมนตรี|(?<!คณะ)นายกรัฐมนตรี|รัฐสภา|สภาผู้แทน|วุฒิสภา")
_SHORT_BEFORE = 4
_LONG_AFTER = 12
_LONG_BEFORE = 30
_SHORT_AFTER = 4
_OFFICE = re.compile(
    r"คณะรัฐมนตรี|นายกรัฐมนตรี|รัฐมนตรี|รัฐสภา|สภาผู้แทน|วุฒิสภา|บังคมทูล|พระมหากษัตริย์|องคมนตรี|ปลัด|อธิบดี|เลขาธิการ|ผู้ว่าราชการ|ผู้อำนวยการ"
    r"|คณะกรรมการ|กระทรวง[ก-๎]{3,}|กรม[ก-๎]{3,}|สำนักงาน[ก-๎.]{3,}|จังหวัด[ก-๎]{3,}|ก\.พ\.ร\.|ก\.พ\."
)
_FORBIDS = re.compile("^(?:ไม่|มิ|ห้าม|งด)$")
"""Ways to say that it is not to be done: งดเว้น, ห้าม and ไม่ให้ are one."""
_ABBREVIATED = re.compile(r"(?:[ก-ฮ]\.){2,}")
_NEGATION = re.compile(r"ไม่(?!น้อยกว่า|เกิน|มากกว่า|ต่ำกว่า)|มิ(?!ถุนา|น้อย)|ห้าม|งด|ยกเว้น|ยกเลิก|ระงับ")


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that stand in one place of two otherwise equal sentences."""

    here: str
    there: str
    what: str = "ถ้อยคำไม่ตรงกัน"
    """What differs, in Thai."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands in two texts between words that both share: `one[start:end]` and `other[start2:end2]`.

    The shared words before it begin at `begin` of `one`.
    """

    one: str
    other: str
    begin: int
    start: int
    end: int
    start2: int
    end2: int

    @property
    def left(self) -> str:
        return self.one[self.start : self.end]

    @property
    def right(self) -> str:
        return self.other[self.start2 : self.end2]

    def begun_before(self, signs: int) -> Gap:
        """The same, `signs` of the shared words taken in."""
        return replace(self, start=self.start - signs, start2=self.start2 - signs)


def differences(here: str, there: str) -> list[Difference]:
    """Differing words between shared contexts of two texts, where office or negation differ."""
    one, other = squeezed(here), squeezed(there)
    blocks = common_blocks(one, other)
    found = []
    for (start, place, size), (start2, place2, size2) in pairwise(blocks):
        left, right = one[start + size : start2], other[place + size : place2]
        if size < _BEFORE or size2 < _AFTER or place2 < place + size:
            continue
        if max(len(left), len(right)) > _LONGEST:
            continue
        if _matters(left, right) or _other_authority(
            (one, start + size, start2), (other, place + size, place2)
        ):
            found.append(Difference(left, right))
    return found or _reported_to_others(one, other, blocks) or _ends_with_others(one, other, blocks)


def gaps(one: str, other: str) -> Iterator[Gap]:
    """Where two squeezed texts differ between words that both share, in the order of both."""
    blocks = common_blocks(one, other)
    ends = (len(one), len(other), 0)
    for (start, place, size), (start2, place2, size2) in pairwise([*blocks, ends]):
        gap = Gap(one, other, start, start + size, start2, place + size, place2)
        near = place2 >= place + size and max(len(gap.left), len(gap.right)) <= _LONGEST
        if near and size2 and size >= _SHARED_BEFORE and size + size2 >= _SHARED:
            yield gap
        elif size >= _SHARED and (short := _before_short_end(gap)):
            yield short


def _before_short_end(gap: Gap) -> Gap | None:
    """The same up to a few words that both share next, at the end of a sentence: กรมการ|ปกครอง|โดยตรง."""
    left, right = (text[at : at + _NEAR] for text, at in ((gap.one, gap.start), (gap.other, gap.start2)))
    for signs in range(len(left) + len(right)):
        for at in range(max(0, signs - len(right)), min(signs, len(left)) + 1):
            shared = left[at : at + _SHORT_AFTER]
            if len(shared) == _SHORT_AFTER and right.startswith(shared, signs - at):
                return replace(gap, end=gap.start + at, end2=gap.start2 + signs - at)
    return None


def _reported_to_others(one: str, other: str, blocks: list[tuple[int, int, int]]) -> list[Difference]:
    """To whom the matter goes, where only the sentence's end is long: "นำมา|กราบบังคมทูล|เป็นระยะ ๆ ต่อไป"."""
    for start, place, size in blocks:
        if size >= _LONG_AFTER:
            left, right = one[max(0, start - _LONGEST) : start], other[max(0, place - _LONGEST) : place]
            if found := _to_others(_behind_same_words(left, right)):
                return [found]
    return []


def _ends_with_others(one: str, other: str, blocks: list[tuple[int, int, int]]) -> list[Difference]:
    """The same where the beginning is long and the end short: "…และนำมา|กราบบังคมทูล|ทุกปี"."""
    for start, place, size in blocks:
        if size >= _LONG_BEFORE:
            left, right = (
                text[at : at + _SWAPPED + _SHORT_AFTER]
                for text, at in ((one, start + size), (other, place + size))
            )
            if found := _to_others(_before_same_words(left, right)):
                return [found]
    return []


def _behind_same_words(left: str, right: str) -> Iterator[Difference]:
    """The ends of both texts behind a few words that both have, the shortest first."""
    for at in range(len(left) - _SHORT_BEFORE, -1, -1):
        there = right.rfind(left[at : at + _SHORT_BEFORE])
        if there >= 0:
            yield Difference(left[at + _SHORT_BEFORE :], right[there + _SHORT_BEFORE :])


def _before_same_words(left: str, right: str) -> Iterator[Difference]:
    """The beginnings of both texts before a few words that both have, the shortest first."""
    for at in range(1, len(left) - _SHORT_AFTER + 1):
        there = right.find(left[at : at + _SHORT_AFTER])
        if there >= 0:
            yield Difference(left[:at], right[:there])


def _to_others(differences: Iterator[Difference]) -> Difference | None:
    """The first that names an authority of the state, if both sides do, and not the same.

    So few words around it say little.
    """
    for found in differences:
        named = [set(_TO_WHOM.findall(words)) for words in (found.here, found.there)]
        if all(named) and named[0] != named[1] and _repaired(found.here) != _repaired(found.there):
            return found
        if any(named):
            return None
    return None


def _matters(left: str, right: str) -> bool:
    if _repaired(left) == _repaired(right) or not (left and right):
        return False
    if same_body(left, right):
        return False
    rewritten = min(len(left), len(right)) > _SWAPPED
    for pattern in (_OFFICE, _NEGATION):
        here, there = (
            {_FORBIDS.sub("ไม่", word) for word in pattern.findall(words)} for words in (left, right)
        )
        if here != there and ((here and there) or not rewritten):
            return True
    return False


def same_body(one: str, other: str) -> bool:
    """Whether one is the abbreviation of the other: "ก.พ.ร." and คณะกรรมการพัฒนาระบบราชการ."""
    for short, long in ((one, other), (other, one)):
        for form in _ABBREVIATED.findall(short):
            if any(
                meaning.text.replace(" ", "") in long or long in meaning.text
                for meaning in lexicon().meanings(form)
            ):
                return True
    return False


def _other_authority(here: tuple[str, int, int], there: tuple[str, int, int]) -> bool:
    """Whether both stretches (text, start, end) are part of an authority's name, and not of the same."""
    named = [_authorities(*here), _authorities(*there)]
    return all(named) and named[0] != named[1] and _repaired_stretch(*here) != _repaired_stretch(*there)


def _authorities(text: str, start: int, end: int) -> set[str]:
    found = _TO_WHOM.finditer(text, max(0, start - _WITHIN), end + _WITHIN)
    return {match.group() for match in found if match.start() < end and match.end() > start}


def _repaired_stretch(text: str, start: int, end: int) -> str:
    return _repaired(text[max(0, start - _WITHIN) : end + _WITHIN])


def common_blocks(one: str, other: str) -> list[tuple[int, int, int]]:
    """Longest runs found in both, as (place in one, place in other, size), in order. Linear in the sizes."""
    places: dict[str, list[int]] = {}
    for at in range(len(other) - _SEED + 1):
        held = places.setdefault(other[at : at + _SEED], [])
        if len(held) < 8:
            held.append(at)
    blocks: list[tuple[int, int, int]] = []
    at = 0
    while at <= len(one) - _SEED:
        wanted = blocks[-1][1] + blocks[-1][2] if blocks else 0
        starts = places.get(one[at : at + _SEED], [])
        best = max(
            ((_run(one, at, other, place), -abs(place - wanted), place) for place in starts), default=None
        )
        if best is None:
            at += 1
            continue
        blocks.append((at, best[2], best[0]))
        at += best[0]
    return blocks


def _run(one: str, at: int, other: str, place: int) -> int:
    size = 0
    while at + size < len(one) and place + size < len(other) and one[at + size] == other[place + size]:
        size += 1
    return size


def _repaired(text: str) -> str:
    for pattern, best in GARBLED:
        text = pattern.sub(best, text)
    return text


def squeezed(text: str) -> str:
    """The words as they are compared: without spaces and without the numbers of items."""
    return re.sub(r"\s", "", _ITEM_NUMBER.sub("", normalise(text)))
