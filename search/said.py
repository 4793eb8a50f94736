"""Numbers as they are said and as they are written: เก้าโครงการ is 9 โครงการ, and the other way round.

So are sums without their unit (สองพัน), sections of laws (มาตราสามสิบสาม) and numbers read out figure by
figure (หนึ่งหกเก้าศูนย์).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from search.query import Alternative, Group
from search.relevance.weights import SAID_OTHERWISE, YEAR_ALONE
from search.school_levels import levels_as_ways
from search.thai.numerals import read_out, spell, spelt_number
from search.thai.segment import segment
from search.ways import in_words, in_words_or_token, mark
from search.years import bare_year, year_alone

COUNTED = """
บาท คน ราย ปี เดือน วัน สัปดาห์ ชั่วโมง นาที จังหวัด อำเภอ ตำบล หมู่บ้าน ชุมชน ครัวเรือน ประเทศ แห่ง ครั้ง โครงการ
หลัง ไร่ ข้อ ด้าน เส้นทาง สาย ฉบับ ชุด คัน ตัว ลำ เล่ม หน้า หน่วยงาน กระทรวง มาตรา มาตรการ ระยะ ระดับ กลุ่ม ประเภท
ชนิด ขั้นตอน หมวด ภาค เท่า เมตร กิโลเมตร กิโลกรัม ตัน ลิตร ล้านบาท โรง แผนงาน กองทุน รายการ รูปแบบ เรื่อง ประการ
"""
_NOUN = "|".join(sorted(COUNTED.split(), key=len, reverse=True))
_DIGIT = "หนึ่ง|เอ็ด|สอง|ยี่|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า"
_WORDS = rf"(?:{_DIGIT}|สิบ|ร้อย|พัน|หมื่น|แสน)(?: ?(?:{_DIGIT}|สิบ|ร้อย|พัน|หมื่น|แสน))*"
_SPELT = re.compile(rf"(?P<words>{_WORDS}) ?(?P<noun>{_NOUN})")
_FIGURES = re.compile(rf"(?<![\d.,/:-])(?P<words>\d{{1,3}}) ?(?P<noun>{_NOUN})(?![ะ-ฺ็-๎])")
_SUM = re.compile(rf"(?:{_DIGIT})(?:สิบ|ร้อย|พัน|หมื่น|แสน|ล้าน)(?:{_DIGIT}|สิบ|ร้อย|พัน|หมื่น|แสน|ล้าน)*")
_SECTION = re.compile(rf"(?:มาตรา|ม\.) ?(?P<words>{_WORDS})")
_BARE_FORM = re.compile(r"(?<![ก-๎.])(?P<letter>[ก-ฮ])(?<![วนลศ]) ?(?P<number>\d{1,3})(?![\d/:]|[.,-]\d)")
"""A form by one letter without its dot. น. and ล. are hours and litres, ว is a circular, ศ. a year."""
_BARE_ORDINAL = re.compile(
    r"(?P<noun>ครั้ง|ระยะ|ฉบับ|รุ่น|งวด|รอบ|กลุ่ม|ช่วง|ชุด|แผน|วาระ|สมัย|ลำดับ) ?(?P<n>\d{1,3})(?![\d/]|[.,:-]\d)"
    rf"(?! ?(?:{_NOUN}|กม|ก\.ม|เซนติเมตร|มิลลิเมตร|%))"
)
_READ_OUT = re.compile(rf"(?:(?:ศูนย์|{_DIGIT}) ?){{3,10}}")
_LEAST_SUM = 100
"""Smaller numbers are ordinary words."""
_MOST = 99_999
_MOST_IN_WORDS = 20
"""Larger numbers are hardly ever written in words, sums apart."""
_PERIODS, _LONGEST_PERIOD = ("วัน", "เดือน", "ปี"), 180
"""Laws give periods in words: ภายในเก้าสิบวัน."""


def find_said(text: str) -> Iterator[tuple[int, int, Group]]:
    """Numbers with what they count, each with the other way to say it: `text[start:end]`."""
    for match in _SPELT.finditer(text):
        value = spelt_number(match["words"])
        if value and value <= _MOST and len(match["words"]) > 2:
            yield match.start(), match.end(), _group(match, {str(value), f"{value:,}"})
    for match in _FIGURES.finditer(text):
        value = int(match["words"])
        period = match["noun"] in _PERIODS and value % 5 == 0 and value <= _LONGEST_PERIOD
        if value > 0 and (value <= _MOST_IN_WORDS or period):
            yield match.start(), match.end(), _group(match, {spell(value)})


def find_sums(text: str) -> Iterator[tuple[int, int, Group]]:
    """Numbers that count nothing named, each with its canonical token: sums, sections, figures read out."""
    for match in _SECTION.finditer(text):
        if value := spelt_number(match["words"]):
            yield *match.span(), in_words_or_token(match.group(), f"#oม{value}")
    ends: set[int] | None = None
    for pattern, value_of in ((_READ_OUT, read_out), (_SUM, spelt_number)):
        for match in pattern.finditer(text):
            typed = match.group().rstrip()
            value = value_of(typed)
            if value is None or value < _LEAST_SUM:
                continue
            ends = _ends(text) if ends is None else ends
            end = match.start() + len(typed)
            if end in ends:  # not the beginning of another word: สองพันธมิตร
                group = in_words_or_token(typed, f"#q{value}")
                year = bare_year(str(value))
                ways = year_alone(year, YEAR_ALONE)[:1] if year else []
                yield match.start(), end, replace(group, alternatives=(*group.alternatives, *ways))


def find_bare_forms(text: str) -> Iterator[tuple[int, int, Group]]:
    """Forms by one letter without its dot (ป12, ป 12), each with the token of the form: `text[start:end]`."""
    for match in _BARE_FORM.finditer(text):
        token = f"#o{match['letter']}{int(match['number'])}"
        group = in_words_or_token(match.group(), token)
        levels = levels_as_ways(match["letter"] + match["number"])
        yield *match.span(), replace(group, alternatives=(*group.alternatives, *levels))


def find_bare_ordinals(text: str) -> Iterator[tuple[int, int, Group]]:
    """The second phase, round … without ที่ (ระยะ 2, รอบ2), each with the token of the ordinal."""
    for match in _BARE_ORDINAL.finditer(text):
        yield *match.span(), in_words_or_token(match.group(), f"#u{match['noun']}{int(match['n'])}")


def ordinal_as_ways(text: str) -> list[Alternative]:
    """The ordinal that a noun and a number in one are, where they look like a form: รอบ2."""
    match = _BARE_ORDINAL.fullmatch(text)
    token = f"#u{match['noun']}{int(match['n'])}" if match else ""
    return [Alternative((token,), (mark(token),), SAID_OTHERWISE, "number")] if token else []


def _ends(text: str) -> set[int]:
    """Where words of a text end."""
    at, found = 0, set()
    for piece in segment(text):
        at += len(piece)
        found.add(at)
    return found


def _group(match: re.Match[str], others: set[str]) -> Group:
    typed = in_words(match.group(), 1.0, "typed")
    ways = [in_words(f"{number} {match['noun']}", SAID_OTHERWISE, "number") for number in sorted(others)]
    return Group(match.group(), "word", (typed, *ways))
