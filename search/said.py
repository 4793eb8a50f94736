"""Numbers as they are said and as they are written: เก้าโครงการ is 9 โครงการ, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.analysis import skeleton, words_of
from search.query import Alternative, Group
from search.relevance.weights import SAID_OTHERWISE
from search.thai.numerals import spell, spelt_number

_COUNTED = """
บาท คน ราย ปี เดือน วัน สัปดาห์ ชั่วโมง นาที จังหวัด อำเภอ ตำบล หมู่บ้าน ชุมชน ครัวเรือน ประเทศ แห่ง ครั้ง โครงการ
หลัง ไร่ ข้อ ด้าน เส้นทาง สาย ฉบับ ชุด คัน ตัว ลำ เล่ม หน้า หน่วยงาน กระทรวง มาตรา มาตรการ ระยะ ระดับ กลุ่ม ประเภท
ชนิด ขั้นตอน หมวด ภาค เท่า เมตร กิโลเมตร กิโลกรัม ตัน ลิตร ล้านบาท โรง แผนงาน กองทุน รายการ รูปแบบ เรื่อง ประการ
"""
_NOUN = "|".join(sorted(_COUNTED.split(), key=len, reverse=True))
_DIGIT = "หนึ่ง|เอ็ด|สอง|ยี่|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า"
_WORDS = rf"(?:{_DIGIT}|สิบ|ร้อย|พัน|หมื่น|แสน)(?: ?(?:{_DIGIT}|สิบ|ร้อย|พัน|หมื่น|แสน))*"
_SPELT = re.compile(rf"(?P<words>{_WORDS}) ?(?P<noun>{_NOUN})")
_FIGURES = re.compile(rf"(?<![\d.,/:-])(?P<words>\d{{1,2}}) ?(?P<noun>{_NOUN})(?![ะ-ฺ็-๎])")
_MOST = 99_999
_MOST_IN_WORDS = 20
"""Larger numbers are hardly ever written in words, sums apart."""


def find_said(text: str) -> Iterator[tuple[int, int, Group]]:
    """Numbers with what they count, each with the other way to say it: `text[start:end]`."""
    for match in _SPELT.finditer(text):
        value = spelt_number(match["words"])
        if value and value <= _MOST and len(match["words"]) > 2:
            yield match.start(), match.end(), _group(match, {str(value), f"{value:,}"})
    for match in _FIGURES.finditer(text):
        value = int(match["words"])
        if 0 < value <= _MOST_IN_WORDS:
            yield match.start(), match.end(), _group(match, {spell(value)})


def _group(match: re.Match[str], others: set[str]) -> Group:
    typed = _way(match.group(), 1.0, "typed")
    ways = [_way(f"{number} {match['noun']}", SAID_OTHERWISE, "number") for number in sorted(others)]
    return Group(match.group(), "word", (typed, *ways))


def _way(text: str, weight: float, reason: str) -> Alternative:
    return Alternative(tuple(dict.fromkeys(words_of(text))), (skeleton(text),), weight, reason, text)
