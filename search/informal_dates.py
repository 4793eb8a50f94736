"""Dates as people type them, written as texts have them: ตค66, 10-2566, B.E. 2566, วันที่ 25 เดือน 10 ปี 66.

Of a query only: what is short or bare there may be something else in a text. Each rule writes what it reads
in the long form that `search.thai.dates` knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from search.query import Alternative, Group
from search.relevance.weights import MONTH_IN_FIGURES, SAID_OTHERWISE
from search.thai.calendar import ABBREVIATIONS, MONTHS, OFFSET, SHORT_YEARS, civil_date
from search.thai.date_grammar import NOT_A_YEAR
from search.thai.numerals import read_out, spelt_number
from search.tokens import date_tokens
from search.ways import in_words, mark

_YEAR = r"(?:2[45]\d\d|19\d\d|20\d\d)"
_END = r"(?![\d/]|[.,:-]\d)"
_ANY_YEAR = rf"(?P<year>{_YEAR}|\d\d){_END}"
_ALONE = r"(?<![\d.,/:-])"
_SHORT = {short.replace(".", ""): number for number, short in enumerate(ABBREVIATIONS, 1)}
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
_MONTH = r"(?P<month>1[0-2]|0?[1-9])"
_MONTH_NAMES = {
    name: number
    for number, (long, short) in enumerate(zip(MONTHS, ABBREVIATIONS, strict=True), 1)
    for name in (long, re.sub("(คม|ยน|พันธ์)$", lambda end: "ภา" if end[0] == "พันธ์" else "", long), short)
}
_NAMES = "|".join(map(re.escape, sorted(_MONTH_NAMES, key=len, reverse=True)))
_SPELT = r"(?:ศูนย์|หนึ่ง|เอ็ด|สอง|ยี่|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|ร้อย|พัน)"
_ERA = r"(?:พ ?\.? ?ศ ?\.?|พุทธศักราช)"
_ENGLISH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"


def _short_year(text: str) -> int | None:
    """The year, of either era, that two or four figures mean; None for two that are no year of our time."""
    if len(text) == 4:
        return int(text)
    return 2500 + int(text) if int(text) in SHORT_YEARS else None


def _bare_month(match: re.Match[str]) -> str | None:
    year = _short_year(match["year"])
    if len(match["year"]) == 2 and NOT_A_YEAR.match(match.string, match.end()):
        return None
    return f"{match['day'] or ''} {MONTHS[_SHORT[match['name']] - 1]} {year}".strip() if year else None


def _month(match: re.Match[str]) -> str | None:
    year = _short_year(match["year"])
    return f"{MONTHS[int(match['month']) - 1]} {year}" if year else None


def _day(match: re.Match[str]) -> str | None:
    year, day, month = _short_year(match["year"]), int(match["day"]), int(match["month"])
    buddhist = year + OFFSET if year and year < 2400 else year
    return f"{day}/{month}/{year}" if buddhist and civil_date(buddhist, month, day) else None


def _era_year(match: re.Match[str]) -> str | None:
    year = _short_year(match["year"])
    return f"{match['before']}{year}" if year else None


def _english_era(match: re.Match[str]) -> str:
    year = int(match["year"])
    return f"{'พ.ศ.' if year > 2400 else 'ค.ศ.'} {year}"


def _spelt_year(match: re.Match[str]) -> str | None:
    words = match["words"].replace(" ", "")
    value = read_out(words) if not re.search("สิบ|ร้อย|พัน", words) else spelt_number(words)
    value = value + 2500 if value and value in SHORT_YEARS else value
    return f"{match['before']} {value}" if value and 2400 < value < 2700 else None


def _two_years(match: re.Match[str]) -> str | None:
    first, second = _short_year(match["year"]), _short_year(match["other"])
    later = first is not None and second is not None and 0 < second - first <= 10
    return f"{match['before']} {first} {match['before']} {second}" if later else None


def _english_month(match: re.Match[str]) -> str:
    return f"{match['before']} {match['year'] if len(match['year']) == 4 else '20' + match['year']}"


def _fiscal(match: re.Match[str]) -> str:
    return f"ปีงบประมาณ {_short_year(match['year']) or '20' + match['year']}"


_Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]]
_RULES: tuple[_Rule, ...] = tuple(
    (re.compile(pattern), write)
    for pattern, write in (
        (rf"{_ALONE}(?:{_DAY} ?)?(?<![ก-๎.])(?P<name>{'|'.join(_SHORT)}) ?[.-]? ?{_ANY_YEAR}", _bare_month),
        (rf"(?:วันที่ ?)?{_ALONE}{_DAY} ?เดือน ?(?:ที่ ?)?{_MONTH} ?(?:ปี ?)?(?:{_ERA} ?)?{_ANY_YEAR}", _day),
        (rf"{_ALONE}{_DAY}(?P<sign>[.-]){_MONTH}(?P=sign)(?P<year>\d\d){_END}", _day),
        (rf"เดือน ?(?:ที่ ?)?{_MONTH} ?(?:ปี|/)? ?(?:{_ERA} ?)?{_ANY_YEAR}", _month),
        (rf"{_ALONE}{_MONTH}-(?P<year>{_YEAR}){_END}", _month),
        (rf"{_ALONE}(?P<year>{_YEAR})-(?P<month>1[0-2]|0[1-9]){_END}", _month),
        (rf"(?P<before>(?:{_NAMES}|ปี) ?)'(?P<year>\d\d)(?!\d)", _era_year),
        (rf"(?P<before>(?<![ก-๎.]){_ERA} ?)'?(?P<year>\d\d){_END}", _era_year),
        (
            rf"(?<![a-z])(?<!fiscal )(?:b\.?e\.?|a\.?d\.?|c\.?e\.?|year) ?(?P<year>{_YEAR}){_END}",
            _english_era,
        ),
        (rf"(?P<before>ปี ?{_ERA}|ปี|{_ERA}) ?(?P<words>{_SPELT}(?: ?{_SPELT})+)(?![ก-๎])", _spelt_year),
        (
            rf"(?P<before>ปี(?:งบประมาณ|การศึกษา)?) ?(?P<year>{_YEAR}|\d\d)"
            rf" ?[-/–] ?(?P<other>{_YEAR}|\d\d){_END}",
            _two_years,
        ),
        (
            rf"(?<![a-z])(?P<before>{_ENGLISH})[ -]?'?(?P<year>(?:20)?[0-3]\d|25\d\d){_END}"
            rf"(?!st|nd|rd|th| ?,? ?\d)",
            _english_month,
        ),
        (r"(?<![a-z])fy ?'?(?P<year>\d\d)(?!\d)", _fiscal),
        (r"(?P<before>ปี ?|(?<![ก-๎]))งปม ?\.? ?(?=\d)", lambda match: f"{match['before']}งบประมาณ "),
    )
)
_LIKELY = re.compile(rf"\d\d|{_SPELT}{{2}}")


def _written(write: Callable[[re.Match[str]], str | None], match: re.Match[str]) -> str:
    return write(match) or match.group()


def in_full(text: str) -> str:
    """A normalised query with its dates in full; what has none stays as it is.

    >>> in_full("ประกาศ ตค66"), in_full("ตั้งแต่ 2566-10"), in_full("ปี พ.ศ สองพันห้าร้อยหกสิบหก")
    ('ประกาศ ตุลาคม 2566', 'ตั้งแต่ ตุลาคม 2566', 'ปี พ.ศ 2566')
    """
    if _LIKELY.search(text):
        for pattern, write in _RULES:
            text = pattern.sub(partial(_written, write), text)
    return text


_NO_YEAR = re.compile(
    rf"{_ALONE}(?P<day>3[01]|[12]\d|0?[1-9]) ?(?P<month>{_NAMES})(?![ะ-ฺ็-๎]| ?(?:ปี|{_ERA})? ?\d)"
)


def find_days_without_year(text: str) -> Iterator[tuple[int, int, Group]]:
    """Days of a month of no year, with the other ways to write the month: `text[start:end]`."""
    for match in _NO_YEAR.finditer(text):
        number = _MONTH_NAMES[match["month"]] - 1
        names = dict.fromkeys((MONTHS[number], ABBREVIATIONS[number]))
        ways = [in_words(f"{int(match['day'])} {name}", SAID_OTHERWISE, "date") for name in names]
        yield *match.span(), Group(match.group(), "word", (in_words(match.group(), 1.0, "typed"), *ways))


_EIGHT = (
    re.compile(rf"(?P<year>{_YEAR})(?P<month>\d\d)(?P<day>\d\d)"),
    re.compile(rf"(?P<day>\d\d)(?P<month>\d\d)(?P<year>{_YEAR})"),
)


def day_in_figures(text: str) -> list[Alternative]:
    """The day that eight figures in a row may be: 20231025, 25102566."""
    for match in filter(None, (pattern.fullmatch(text) for pattern in _EIGHT)):
        year, month, day = (int(match[name]) for name in ("year", "month", "day"))
        year = year + OFFSET if year < 2400 else year
        if civil_date(year, month, day):
            token = date_tokens(year, month, day)[0]
            return [Alternative((token,), (mark(token),), MONTH_IN_FIGURES, "date")]
    return []
