"""Numbers that say how many, how long or when, brought to one measure: ๑ ปี is twelve months, half is 50 %."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from circulars.letters.flags import shown
from search.thai.calendar import WEEKDAYS
from search.thai.dates import find_dates
from search.thai.numerals import POWERS, spelt_number

_MONTHS = {"ปี": 12, "ไตรมาส": 3, "เดือน": 1}
_DAYS = {"สัปดาห์": 7, "วัน": 1}
_HOURS = {"ชั่วโมง": 60, "นาที": 1}
_MONTH_OF_DAYS = 30
_YEAR_OF_DAYS = {12: 365, 24: 730, 36: 1095}
_SPELT = r"(?:หนึ่ง|เอ็ด|สอง|ยี่|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|ร้อย|พัน)"
_POWER = "|".join(word for word in POWERS if word in {"พัน", "หมื่น", "แสน", "ล้าน"})
_TIME = "ปีงบประมาณ|วันทำการ|ปี|ไตรมาส|เดือน|สัปดาห์|วัน|ชั่วโมง|นาที"
_COUNTED = "แห่ง|จุด|คน|ราย|ครั้ง|ชุด|ฉบับ|เล่ม|แผ่น|โครงการ|ศูนย์|เครื่อง|คัน|หน่วยงาน|จังหวัด|อำเภอ|ตำบล|รุ่น|เรื่อง|ข้อ|หลัง|ไร่"
_NUMBER = r"(?<![\d/.,:-])\d{1,12}(?:,\d{3}){0,5}(?:\.\d{1,6})?(?![\d/:-]|[.,]\d)"
_DECIMAL = r"\d{1,6}(?:\.\d{1,6})?"
_QUANTITY = re.compile(
    rf"(?P<share>ร้อยละ)(?P<percent>{_DECIMAL})(?!\d)|(?<!\d)(?P<percent2>{_DECIMAL})%|(?P<half>กึ่งหนึ่ง)"
    rf"|ปีละ(?P<times>\d{{1,2}}|{_SPELT})?ครั้ง|(?:ทุก|ราย)(?P<each>ปี|ไตรมาส|เดือน|สัปดาห์|วัน(?!ที่|นี้))"
    rf"|(?P<number>{_NUMBER}|{_SPELT}{{1,9}})(?P<power>(?:{_POWER}){{0,3}})(?P<unit>บาท|{_TIME}|{_COUNTED})"
)
_WHICH = re.compile(r"(?:ที่|ข้อ|มาตรา|วรรค|หมวด|หน้า|ฉบับ|ศ\.|ปี|เลข|รหัส|โทร\.?|(?<!เป็น)(?<!ระยะ)เวลา|ว\.?)\(?$")
"""Before numbers that say which one, not how many."""
_DAY = re.compile(
    rf"(?<!ลง)(?<!หนังสือ)วัน(?:{'|'.join(WEEKDAYS)})?ที่(?=\d)|(?:ภายใน|ก่อน|เมื่อ)(?=\d{{1,2}}[มกพสตธ])"
)
_MONTHLY = re.compile(r"วันที่(?P<day>\d{1,2})ของ(?:ทุกเดือน|เดือน)")
_CLOCK = re.compile(r"(?:เวลา|ถึง|-)(?P<hour>\d{1,2})[.:](?P<minute>\d{2})(?=น\.?|นาฬิกา|-|ถึง)")
_SECTION = re.compile(r"มาตรา(?P<section>\d+(?:/\d+)?(?:ทวิ|ตรี)?)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """`words` from `start` to `end` of the text; `what` they are, in Thai; `value` to be compared."""

    words: str
    start: int
    end: int
    what: str
    value: tuple[str, Fraction | str]


def find_quantities(text: str) -> list[Quantity]:
    """Every quantity and date in a squeezed text (no spaces, Arabic digits), in order."""
    dates = [*_dates(text)]
    taken = [range(one.start, one.end) for one in dates]
    others = [
        one
        for one in _quantities(text)
        if not any(one.start in place or one.end - 1 in place for place in taken)
    ]
    return sorted([*dates, *others], key=lambda one: one.start)


def differ(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities of one kind say something else.

    A month is as long as thirty days, a year as 365: letters tell the one as the other. The Civil and
    Commercial Code counts them apart, but that is no misreading. Working days are no days.
    """
    (measure, value), (measure2, value2) = one.value, other.value
    if measure == measure2:
        return value != value2
    months = value if measure == "months" else value2
    days = value2 if measure == "months" else value
    if {measure, measure2} == {"months", "days"} and isinstance(months, Fraction):
        return days not in {months * _MONTH_OF_DAYS, _YEAR_OF_DAYS.get(int(months))}
    return True


def _dates(text: str) -> Iterator[Quantity]:
    for match in _DAY.finditer(text):
        found = find_dates(text[match.end() : match.end() + 40])
        if found and found[0].start == 0 and found[0].be and found[0].precision == "day":
            end = match.end() + found[0].end
            yield Quantity(shown(found[0].be), match.end(), end, "วันที่", ("day", found[0].be))
    for match in _MONTHLY.finditer(text):
        yield Quantity(match.group(), match.start(), match.end(), "วันที่", ("of a month", match["day"]))
    for match in _CLOCK.finditer(text):
        clock = f"{int(match['hour'])}:{match['minute']}"
        yield Quantity(match.group(), match.start(), match.end(), "เวลา", ("clock", clock))
    for match in _SECTION.finditer(text):
        yield Quantity(match.group(), match.start(), match.end(), "มาตรา", ("section", match["section"]))


def _quantities(text: str) -> Iterator[Quantity]:
    for match in _QUANTITY.finditer(text):
        value = _value(match)
        which = match["number"] and _WHICH.search(text, max(0, match.start() - 8), match.start())
        if value is not None and not which:
            what = "ระยะเวลา" if value[0] in {"months", "days", "working", "minutes"} else "จำนวน"
            what = "สัดส่วน" if value[0] == "share" else what
            yield Quantity(match.group(), match.start(), match.end(), what, value)


def _value(match: re.Match[str]) -> tuple[str, Fraction | str] | None:
    percent = match["percent"] or match["percent2"]
    if percent or match["half"]:
        return "share", Fraction(percent or 50)
    if match["each"]:
        return _time(match["each"], Fraction(1))
    if match["number"] is None:
        times = _number(match["times"] or "1")
        return ("months", Fraction(12) / times) if times else None
    number = _number(match["number"])
    if number is None:
        return None
    for word in re.findall(_POWER, match["power"]):
        number *= POWERS[word]
    return _time(match["unit"], number)


def _number(words: str) -> Fraction | None:
    if words[0].isdigit():
        return Fraction(words.replace(",", ""))
    spelt = spelt_number(words)
    return Fraction(spelt) if spelt else None


def _time(unit: str, number: Fraction) -> tuple[str, Fraction | str]:
    for measure, table in (("months", _MONTHS), ("days", _DAYS), ("minutes", _HOURS)):
        if unit in table:
            return measure, number * table[unit]
    return ("working" if unit == "วันทำการ" else unit), number
