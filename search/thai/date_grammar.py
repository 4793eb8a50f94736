"""The words and shapes of Thai dates, as regular expressions. `search.thai.dates` gives them meaning.

Every pattern uses the same group names: day, month, year, era; for ranges also from_month, from_year and
to_day; `fiscal` where the year is a fiscal one.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_D = "[0-9๐-๙]"
_GAP = r"[ \t\u00a0]*"

_FULL = {
    "มกราคม|มกรา": 1,
    "กุมภาพันธ์|กุมภาพันธุ์|กุมภาพันธ|กุมภา": 2,
    "มีนาคม|มีนา": 3,
    "เมษายน|เมษา": 4,
    "พฤษภาคม|พฤษภา": 5,
    "มิถุนายน|มิถุนา": 6,
    "กรก[ฎฏ]าคม|กรก[ฎฏ]า": 7,
    "สิงหาคม|สิงหา": 8,
    "กันยายน|กันยา": 9,
    "ตุลาคม|ตุลา": 10,
    "พฤ[ศษ]จิกายน|พฤ[ศษ]จิกา": 11,
    "ธันวาคม|ธันวา": 12,
}
_SHORT = {
    "มค": 1,
    "กพ": 2,
    "มีค": 3,
    "เมย": 4,
    "พค": 5,
    "มิย": 6,
    "กค": 7,
    "สค": 8,
    "กย": 9,
    "ตค": 10,
    "พย": 11,
    "ธค": 12,
}
_ENGLISH = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)

_FULL_RE = "|".join(_FULL)
_DOTTED_RE = "|".join(rf"{word[:-1]}{_GAP}\.{_GAP}{word[-1]}{_GAP}\.?" for word in _SHORT)
_BARE_RE = "|".join(rf"{word[:-1]}{_GAP}{word[-1]}{_GAP}\.?" for word in _SHORT)
_ENGLISH_RE = (
    "(?i:" + "|".join(rf"{name[:3]}(?:{name[3:]})?" for name in _ENGLISH if name != "may") + r"|may|sept)"
    r"(?![A-Za-z])\.?"
)

_ERA = r"(?:[พค]\s?\.?\s?ศ\s?\.?|พุทธศักราช|คริสต์ศักราช)"
# Two digits before a letter and a digit, or "25" before any letter, are a garbled year of four.
_YEAR = rf"(?:{_D}{{4}}|(?!(?:25|๒๕)[A-Za-zก-ฮ]){_D}{{2}}(?![A-Za-zก-ฮ]{{1,2}}{_D}))(?!{_D})"
_WHOLE_YEAR = rf"(?:[1๑][9๙]|[2๒][0๐4๔5๕6๖]){_D}{{2}}"
"""A year of four figures that begins as years of either era do: 0505 before a slash is an office's code."""
_DAY = rf"{_D}{{1,2}}"
_NTH = "(?i:st|nd|rd|th)?"
_TO = rf"{_GAP}(?:-|–|—|ถึง){_GAP}(?:วันที่{_GAP})?"
_ALONE = rf"(?<!{_D})(?<!{_D}[./-])"
_MONTH = rf"(?:{_FULL_RE}|{_DOTTED_RE}|{_ENGLISH_RE})"
_NO_LETTER_BEFORE = r"(?:(?<![ก-ฮะ-์A-Za-z.])|(?<=เดือน)|(?<=ถึง)|(?<=ต้น)|(?<=ปลาย)|(?<=กลาง)|(?<=ช่วง))"

_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_ALONE}(?P<year>{_D}{{4}})-(?P<month>{_D}{{2}})-(?P<day>{_D}{{2}})(?!{_D}|-{_D})",
        rf"{_ALONE}(?P<year>{_WHOLE_YEAR})/(?P<month>{_D}{{2}})/(?P<day>{_D}{{2}})(?!{_D}|[/.-]{_D}|/)",
        rf"{_ALONE}(?P<day>{_DAY})/(?P<month>{_DAY})/(?P<year>{_YEAR})(?![/.]{_D})",
        rf"{_ALONE}(?P<day>{_DAY})(?P<sep>[/-])(?P<month>{_MONTH}|{_BARE_RE})(?P=sep)(?P<year>{_YEAR})(?![/.]{_D})",
        rf"{_ALONE}(?P<day>{_DAY}){_GAP}เดือน{_GAP}(?P<month>{_DAY})(?!{_D}){_GAP}ปี{_GAP}(?P<era>{_ERA})?{_GAP}(?P<year>{_D}{{4}})(?!{_D})",
        rf"{_ALONE}(?P<day>{_DAY}){_TO}(?P<to_day_same>{_DAY})/(?P<month>{_DAY})/(?P<year>{_YEAR})(?![/.]{_D})",
        rf"{_ALONE}(?P<day>{_DAY})(?P<sep>[.-])(?P<month>{_DAY})(?P=sep)(?P<year>{_D}{{4}})(?!{_D}|[/.-]{_D})",
        rf"(?<!{_D})(?P<day>{_DAY})"
        rf"(?:{_GAP}(?P<from_month>{_MONTH})(?:{_GAP}{_ERA}?{_GAP}(?P<from_year>{_YEAR}))?{_TO}(?P<to_day>{_DAY})"
        rf"|{_TO}(?P<to_day_same>{_DAY}))?"
        rf"{_GAP}(?:เดือน{_GAP})?(?P<month>{_MONTH})(?:{_GAP},?{_GAP}(?:ปี{_GAP})?(?P<era>{_ERA})?{_GAP}(?P<year>{_YEAR}))?",
        rf"(?<!{_D})(?P<day>{_DAY}){_GAP}(?P<month>{_BARE_RE}){_GAP}(?P<year>(?:(?:19|2\d|๒{_D}){_D}{{2}}|{_D}{{2}})(?!{_D}|[./]{_D}))",
        rf"(?<![A-Za-z])(?P<month>{_ENGLISH_RE}){_GAP}(?P<day>{_DAY})(?!{_D}){_NTH}{_GAP},?{_GAP}(?P<year>{_D}{{4}})(?!{_D})",
        rf"(?<!{_D})(?P<day>{_DAY})(?i:st|nd|rd|th){_GAP}(?:of{_GAP})?(?P<month>{_ENGLISH_RE}){_GAP},?{_GAP}(?P<year>{_D}{{4}})(?!{_D})",
        rf"{_NO_LETTER_BEFORE}(?P<month>{_MONTH}){_GAP}(?:ปี{_GAP})?(?P<era>{_ERA})?{_GAP}(?P<year>{_YEAR})",
        rf"(?P<fiscal>(?:ปี{_GAP})?งบ(?:ประมาณ(?:รายจ่าย)?|{_GAP}ฯ)?(?:{_GAP}(?:ประจำ)?ปี)?){_GAP}(?P<year>{_D}{{2}})(?!{_D}|[.,/-]{_D})",
        rf"(?<![A-Za-z])(?P<fiscal>(?i:fy|fiscal{_GAP}year)){_GAP}(?P<year>{_D}{{4}})(?!{_D})",
        rf"(?:(?P<fiscal>(?:ปี{_GAP})?งบประมาณ(?:รายจ่าย)?(?:{_GAP}(?:ประจำ)?ปี)?|(?<![ก-ฮะ-์])(?:ปี{_GAP})?งบ{_GAP}(?:ฯ{_GAP})?(?:ปี)?){_GAP}"
        rf"(?P<fiscal_era>{_ERA})?|(?:(?<![ก-ฮะ-์])|(?<=ประจำ))ปี{_GAP}(?P<year_era>{_ERA})?"
        rf"|(?<![ก-ฮ.])(?P<era>{_ERA})){_GAP}(?P<year>{_D}{{4}})(?!{_D})",
    )
)

_ANY_DIGIT = re.compile(_D)
_ANY_MONTH = re.compile(
    rf"มกรา|กุมภา|มีนา|เมษา|พฤ[ษศ]|มิถุ|กรก|สิงห|กันย|ตุลา|ธันว|[ก-๎]{_GAP}\.{_GAP}[คพย]|[A-Za-z]{{3}}"
)
_BARE_AFTER_DIGIT = re.compile(rf"{_D}{_GAP}[มกพสตธเ]")
_ERA_OR_YEAR = re.compile("ปี|งบ|ศ")
_LATIN = re.compile("[A-Za-z]")
_GUARDED: tuple[tuple[re.Pattern[str], Callable[[str], object]], ...] = tuple(
    zip(
        _PATTERNS,
        (
            lambda text: "-" in text,
            lambda text: "/" in text,
            lambda text: "/" in text,
            lambda text: "/" in text or "-" in text,
            lambda text: "เดือน" in text,
            lambda text: "/" in text,
            lambda text: "." in text or "-" in text,
            _ANY_MONTH.search,
            _BARE_AFTER_DIGIT.search,
            _LATIN.search,
            _LATIN.search,
            _ANY_MONTH.search,
            lambda text: "งบ" in text,
            _LATIN.search,
            _ERA_OR_YEAR.search,
        ),
        strict=True,
    )
)
"""Each pattern with a quick look whether the text holds what it cannot do without."""

NOT_A_YEAR = re.compile(
    r"\s*(?:น\.|นาฬิกา|คน|ราย|บาท|ล้าน|ชุด|ฉบับ|แผ่น|เล่ม|แห่ง|วัน|เดือน|ปี|ครั้ง|จังหวัด|%|[:.][0-9๐-๙]{2})"
)
"""What follows a number that counts something: it was not a year of two digits."""

MONEY = re.compile(r"\s*(?:บาท|ล้าน|พัน|แสน|หมื่น)")
"""What follows a budget's amount: "งบประมาณ 2566 ล้านบาท" names no year."""

OFFICE_BEFORE = re.compile(r"(?:สำนักงาน|เลขาธิการ|คณะกรรมการ|กรรมการ|มติ|ของ|โดย|หนังสือ|กฎ)\s*$")
"""Words before ก.พ. that make it the Civil Service Commission, not February."""


def shapes(text: str) -> list[re.Match[str]]:
    """Matches in order of place; where two overlap the earlier wins, and of two at one place the longer."""
    if not _ANY_DIGIT.search(text):
        return []
    matches = [
        match for pattern, may_occur in _GUARDED if may_occur(text) for match in pattern.finditer(text)
    ]
    matches.sort(key=lambda match: (match.start(), -match.end()))
    kept: list[re.Match[str]] = []
    for match in matches:
        if not kept or match.start() >= kept[-1].end():
            kept.append(match)
    return kept


def month_number(word: str) -> int:
    """1–12 from a month's digits, Thai name, abbreviation or English name. Raises KeyError for others."""
    for names, number in _FULL_PATTERNS:
        if names.fullmatch(word):
            return number
    letters = "".join(sign for sign in word if sign not in ". \t\u00a0")
    if letters in _SHORT:
        return _SHORT[letters]
    if letters.isdigit():
        return int(letters)
    return _ENGLISH_NUMBERS[letters.lower()[:3]]


def group(match: re.Match[str], *names: str) -> str:
    """The first of the named groups that the pattern has and that matched, else ""."""
    values = match.groupdict()
    return next((values[name] for name in names if values.get(name)), "")


_FULL_PATTERNS = tuple((re.compile(names), number) for names, number in _FULL.items())
_ENGLISH_NUMBERS = {name[:3]: number for number, name in enumerate(_ENGLISH, start=1)}
