"""Canonical tokens: letter numbers, dates, amounts, telephones, abbreviations; one token however written.

Every token starts with a sign and a letter that say what it is, so that it never meets a word:

#d2557-12-25 #m2557-12 #y2557 #f2558   day, month, year, fiscal year, all Buddhist
#r2557-12-24/2557-12-26                a range of days, besides each of them
#g2558                                 the fiscal year in which a document's own date lies
#lนร0505/ว118 #n0505/ว118 #cว118       letter number, its part after the prefix, a circular's own part
#t022809000                            telephone number, digits only
#aก.พ.ร. #aสธ                          Thai abbreviation that stands apart from Thai letters
#q3301124278                           numbers of accounts, taxpayers …, without what parts their groups
#q1234567.5                            an amount, with or without commas, in figures or with ล้าน, or in words
#p12.5                                 a share: ร้อยละ 12.5, 12.5 %, 12.5 เปอร์เซ็นต์
#h13:30                                a time of day: 13.30 น., 13:30
#k2566-3                               a quarter of a year: ไตรมาสที่ 3 ปี 2566, ไตรมาส 3/66, Q3/2566
#uครั้ง2                               an ordinal: ครั้งที่ 2, ครั้งที่สอง; ระยะที่ 2, เฟส 2
#oทร14/1 #oม39                         a form's or a section's number: ท.ร. 14/1, ทร.14/1; มาตรา 39, ม.39

Text given to this module is normalised already.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from search.thai.calendar import buddhist_year, short_years
from search.thai.dates import ThaiDate, find_dates
from search.thai.letter_numbers import LetterNumber, find_numbers
from search.thai.lexicon import abbreviation_key, lexicon
from search.thai.numerals import multiplied, spelt_number

CanonicalKind = Literal["letter", "date", "telephone", "amount", "abbreviation", "form", "measure"]

_LONGEST_RANGE = 31
"""Days of a range that are indexed one by one."""

# What a match begins with comes before what may not stand before it: looking for a first character is quick.
_SLASHED = re.compile(r"(\d(?<![\d/].)(?<!\d\..)\d{0,4}(?:\.\d+)*) ?/ ?(ว ?\.? ?)?(\d{1,6})(?![\d/])")
_CIRCULAR = re.compile(r"ว(?<![ก-๎].) ?\.? ?(\d{1,5})(?: ?/ ?(\d{4}|\d{2}))?(?![\d/])")
_TELEPHONE = re.compile(
    r"[0+](?<!\d.)(?<!\d[.,/-].)(?:(?:(?<=\+) ?|(?<=0)0)66 ?-?(?: ?\(0\)|(?=[1-9 -]))|(?<=0))[- ]?"
    r"(?:[689](?:[- ]?\d){8}|[2-7](?:[- ]?\d){7})(?!\d)(?!,\d{3})"  # a mobile has a digit more
)
_FROM_ABROAD = re.compile(r"(?:\+ ?|00)66(?: ?-? ?\(0\))?")
_IDENTITY = re.compile(r"\d(?<![\d.,/-].)\d{0,6}(?:-\d{1,7}){2,5}(?![\d/,-]|\.\d)")
_SPACED_IDENTITY = re.compile(r"\d(?<![\d.,/-].)(?:\d\d \d \d{5} \d| \d{4} \d{5} \d\d \d)(?![\d/,-]|\.\d)")
_SHORTEST_IDENTITY, _TAXPAYER = 10, 13
_AMOUNT = re.compile(r"\d(?<![\d.,/].)(?:\d{0,2}(?:,\d{3})+(?:\.\d+)?|\d*(?:\.\d+)?)(?![\d/])")
_TIMES = re.compile(r" ?((?:สิบ|ร้อย|พัน|หมื่น|แสน)?ล้าน|แสน|หมื่น)")
_SPELT = re.compile(
    r"(?:หนึ่ง|สอง|ยี่|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า) ?"
    r"(?:(?:หนึ่ง|เอ็ด|สอง|ยี่|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|ร้อย|พัน|หมื่น|แสน|ล้าน) ?)+(?=บาท)"
)
_ABBREVIATION = re.compile(r"[ก-ฮ](?<![ก-๎].)(?:(?<!\..)[ก-ฮ]{0,5}\.(?:[ก-ฮ]{1,6}\.)*|[ก-ฮ]{1,6}(?![ก-๎.]))")
_FORM = re.compile(
    r"(?P<letters>มาตรา ?|(?<![ก-๎.])(?:(?:[ก-ฮ]\.){1,4} ?|[ก-ฮ][ก-ฮ.]{1,4} ?|ม))"
    r"(?P<number>\d{1,3}(?:[-/.]\d{1,3})*)(?![\d/,]|[.-]\d)"
)
_PLACE_BEHIND = re.compile(r" ?(?:ต ?\.|ตำบล|ถ ?\.|ถนน|ซ ?\.|ซอย|บ ?\.|บ้าน)")
"""What follows the number of a village: ม.3 is a section of a law, ม.3 ต.บ้านกาศ is not."""
_SHARE = re.compile(
    r"ร้อยละ ?(\d{1,3}(?:\.\d+)?)(?![\d,])|(?<![\d.,])(\d{1,3}(?:\.\d+)?) ?(?:%|เปอร์?เซ็?นต?์?ต?์?)"
)
_TIME = re.compile(
    r"(?<![\d.,:/-])(?:(?P<h>[01]?\d|2[0-4])(?P<sign>[.:])(?P<m>[0-5]\d))(?![\d.:/]\d|\d)"
    r"(?P<behind> ?(?:น(?![ก-๎])|นาฬิกา)| ?(?:-|ถึง) ?\d{1,2}[.:]\d\d ?น(?![ก-๎]))?"
)
_QUARTER = re.compile(
    r"(?:ไตรมาส ?(?:ที่)? ?(?P<n>[1-4]|หนึ่ง|สอง|สาม|สี่|แรก)|(?<![a-z])q ?(?P<q>[1-4]))"
    r" ?(?:/|ของปี|ปี|-)? ?(?:พ\.ศ\.|ค\.ศ\.)? ?(?P<year>\d{4}|\d\d)(?!\d)"
)
_SPELT_ORDINAL = r"(?:หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|ยี่สิบ|สิบ)(?:หนึ่ง|เอ็ด|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ)?"
_ORDINAL = re.compile(
    r"(?P<noun>ครั้ง|ระยะ|เฟส|phase|ฉบับ|รุ่น|สมัย|งวด|กลุ่ม|ช่วง|ลำดับ|ข้อ|ด้าน|ชุด|ตอน|เล่ม|หมวด|ภาค|มิติ"
    r"|ยุทธศาสตร์|แผน|หมู่|วาระ|รอบ|ชั้น|ขั้น) ?"
    r"(?:ที่ ?(?:(?P<n>\d{1,3})(?![\d/]|[.,:]\d)"
    rf"|(?P<spelt>{_SPELT_ORDINAL})(?![ะ-ฺ็-๎]))"
    r"|(?:(?<=เฟส)|(?<=phase)|(?<=หมู่)|(?<=เฟส )|(?<=phase )|(?<=หมู่ ))(?P<bare>\d{1,2})(?![\d/]|[.,:]\d))"
)
_SAME_NOUN = {"เฟส": "ระยะ", "phase": "ระยะ"}
_QUARTERS = {"หนึ่ง": 1, "แรก": 1, "สอง": 2, "สาม": 3, "สี่": 4}
_MEETING = re.compile(r"ครั้งที่ ?(\d{1,3}) ?(?:/|(?:ประจำ)?ปี ?(?:พ\.ศ\.)?) ?(25\d\d|[3-9]\d)(?!\d)")
_NO_FORM = frozenset(("ว", "ล", "น", "พศ", "คศ", "ศ", "รศ", "จศ"))
_DIGITS = re.compile(r"\d+")
_AROUND = 64
"""Characters on either side of digits within which what belongs to them stands."""
_ONE_OF_SEVERAL = re.compile(r"[ก-ฮ]{1,6}\.?")
# Where a date may stand: reading dates is the dearest part of indexing, so only these places are read.
_NEAR_DATE = re.compile(
    r"\d ?[/.-] ?\d{1,2} ?[/.-] ?\d|[พค] ?\. ?ศ|ปี(?=[ก-๎ .]{0,20}\d)|งบ(?=[ก-๎ .]{0,16}\d)"
    r"|มกรา|กุมภา|มีนา|เมษา|พฤษภา|พฤศจิกา|พฤษจิกา|มิถุนา|กรก[ฎฏ]า|สิงหา|กันยา|ตุลา|ธันวา"
    r"|[มกพสตธ][ีิ]? ?\.? ?[คพย]\b\.?|เม ?\.? ?ย|[พค]ศ(?= ?\.? ?\d)|ศักราช|fy(?= ?\d)|fiscal"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
)


@dataclass(frozen=True, slots=True)
class Canonical:
    """Something with a canonical form, at `text[start:end]`.

    tokens   what a text that contains it is indexed with, the most precise first
    wanted   what a query that contains it asks for
    """

    kind: CanonicalKind
    start: int
    end: int
    tokens: tuple[str, ...]
    wanted: tuple[str, ...]
    value: ThaiDate | LetterNumber | str


def date_tokens(year: int, month: int | None = None, day: int | None = None) -> tuple[str, ...]:
    """Tokens of a date of a Buddhist year, the most precise first."""
    tokens = [f"#y{year}"]
    if month:
        tokens.insert(0, f"#m{year}-{month:02}")
        if day:
            tokens.insert(0, f"#d{year}-{month:02}-{day:02}")
    return tuple(tokens)


def letter_tokens(number: LetterNumber) -> tuple[str, ...]:
    """Tokens of a letter number, the most precise first."""
    mark = "ว" if number.circular else number.mark
    short = f"{number.code}/{mark}{number.running}"
    tokens = [f"#n{short}"]
    if number.prefix:
        tokens.insert(0, f"#l{number.prefix}{short}")
        if number.sub:
            tokens.insert(0, f"#l{number.prefix}({number.sub}){short}")
    if number.circular:
        tokens.append(f"#cว{number.running}")
    return tuple(tokens)


def amount_token(written: str) -> str:
    """ "1,234.50" → "#q1234.5"."""
    plain = written.replace(",", "")
    return "#q" + (plain.rstrip("0").rstrip(".") if "." in plain else plain)


def find_canonical(
    text: str, abbreviations_only: bool = False, knows: Callable[[str], bool] | None = None
) -> list[Canonical]:
    """Everything in a normalised text that has a canonical form, in order of start.

    Letter numbers and dates hide the numbers inside them; abbreviations may lie anywhere, and looking for
    them alone is cheap. `knows` says which abbreviations without dots are some (by default the lexicon's).
    """
    if not text:
        return []
    found: list[Canonical] = []
    taken: list[tuple[int, int]] = []
    if not abbreviations_only and _DIGITS.search(text):
        for finder in (
            _letters,
            _quarters,
            _meetings,
            _dates,
            _short_years,
            _identities,
            _telephones,
            _times,
            _shares,
            _forms,
            _slashed,
            _amounts,
        ):
            for item in finder(text):
                if not any(item.start < end and start < item.end for start, end in taken):
                    found.append(item)
            taken = [(item.start, item.end) for item in found]
    if not abbreviations_only:
        found.extend(_spelt(text))
        found.extend(_ordinals(text, taken))
    found.extend(_abbreviations(text, knows or lexicon().knows))
    return sorted(found, key=lambda item: item.start)


def _letters(text: str) -> Iterator[Canonical]:
    if "/" not in text:
        return
    for number in find_numbers(text):
        tokens = letter_tokens(number)
        yield Canonical("letter", number.start, number.end, tokens, tokens[:1], number)


def _near_digits(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of the text around digits, apart from one another: what has a number is in one of them."""
    start = end = -1
    for run in _DIGITS.finditer(text):
        left = max(0, run.start() - _AROUND)
        if left > end:
            if end > 0:
                yield start, end
            start = left
        end = run.end() + _AROUND
    if end > 0:
        yield start, min(end, len(text))


def _places(text: str) -> Iterator[tuple[int, int]]:
    """Pieces of the text that may hold dates, apart from one another."""
    start = end = -1
    for match in (m for stretch in _near_digits(text) for m in _NEAR_DATE.finditer(text, *stretch)):
        left, right = max(0, match.start() - 32), min(len(text), match.end() + 28)
        while left > 0 and text[left - 1].isdigit() and text[left].isdigit():
            left -= 1
        while right < len(text) and text[right - 1].isdigit() and text[right].isdigit():
            right += 1
        if left <= end:
            end = max(end, right)
            continue
        if end > 0:
            yield start, end
        start, end = left, right
    if end > 0:
        yield start, end


def _dates(text: str) -> Iterator[Canonical]:
    for left, right in _places(text):
        for date in find_dates(text[left:right]):
            if date.year_be is None:
                continue
            if date.precision == "fiscal_year":
                tokens: tuple[str, ...] = (f"#f{date.year_be}", f"#y{date.year_be}")
            else:
                tokens = _date_tokens(date)
            yield Canonical("date", left + date.start, left + date.end, tokens, tokens[:1], date)


def _short_years(text: str) -> Iterator[Canonical]:
    if "ปี" in text:
        for start, end, year in short_years(text):
            date = ThaiDate(text[start:end], start, end, "year", "ok", year, None, None, None, None)
            yield Canonical("date", start, end, (f"#y{year}",), (f"#y{year}",), date)


def _date_tokens(date: ThaiDate) -> tuple[str, ...]:
    """Tokens of a date; of a range all its days where it is short, else both its ends."""
    assert date.year_be is not None
    if date.precision != "day" or not date.is_range or date.first is None or date.last is None:
        return date_tokens(date.year_be, date.month, date.day)
    days = (date.last - date.first).days
    offsets = range(days + 1) if days <= _LONGEST_RANGE else (0, days)
    each = (date.first + datetime.timedelta(offset) for offset in offsets)
    parts = [date_tokens(buddhist_year(day), day.month, day.day) for day in each]
    span = f"#r{parts[0][0][2:]}/{parts[-1][0][2:]}"
    return tuple(dict.fromkeys((*(token for tokens in parts for token in tokens), span)))


def _telephones(text: str) -> Iterator[Canonical]:
    for match in _TELEPHONE.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if abroad := _FROM_ABROAD.match(match.group()):
            digits = "0" + re.sub(r"\D", "", match.group()[abroad.end() :])
        if len(digits) in (9, 10):
            token = f"#t{digits}"
            yield Canonical(
                "telephone",
                match.start(),
                match.start() + len(match.group().rstrip(" -")),
                (token,),
                (token,),
                digits,
            )


def _identities(text: str) -> Iterator[Canonical]:
    """Numbers of accounts, taxpayers, books, in groups or in one run: 330-1-12427-8, 3301124278.

    Their token is that of the figures without what parts them, which a bare run of figures has, too.
    """
    for pattern in (_IDENTITY, _SPACED_IDENTITY):
        for match in pattern.finditer(text):
            digits = re.sub(r"\D", "", match.group())
            telephone = len(digits) < _TAXPAYER and _TELEPHONE.match(text, match.start())
            if len(digits) >= _SHORTEST_IDENTITY and not telephone:
                tokens = (f"#q{digits}",)
                yield Canonical("amount", *match.span(), tokens, tokens, digits)


def _forms(text: str) -> Iterator[Canonical]:
    """Numbers of forms (ท.ร. 14/1) and of sections of a law (มาตรา 39), by their letters without dots."""
    for match in (m for stretch in _near_digits(text) for m in _FORM.finditer(text, *stretch)):
        letters = match["letters"].rstrip()
        if letters in ("ม", "ม.") and match["number"].isdigit() and _PLACE_BEHIND.match(text, match.end()):
            token = f"#uหมู่{int(match['number'])}"
            yield Canonical("measure", match.start(), match.end(), (token,), (token,), match.group())
            continue
        letters = "ม" if letters == "มาตรา" else letters.replace(".", "")
        if letters in _NO_FORM:
            continue
        number = "-".join(part.lstrip("0") or "0" for part in match["number"].replace("/", "-").split("-"))
        token = f"#o{letters}{number}"
        yield Canonical("form", match.start(), match.end(), (token,), (token,), match.group())


def _slashed(text: str) -> Iterator[Canonical]:
    """ "1205/85" and "0505/ว 118" without a prefix, and a circular's own part, "ว 118" or "ว 118/2566"."""
    if "/" in text:
        for match in _SLASHED.finditer(text):
            code, mark, running = match.groups()
            token = f"#n{code}/{'ว' if mark else ''}{int(running)}"
            yield Canonical("letter", *match.span(), (token,), (token,), match.group())
    for match in _CIRCULAR.finditer(text):
        token = f"#cว{int(match.group(1))}"
        year = match.group(2)
        wanted = (token, f"#y{year if len(year) == 4 else '25' + year}") if year else (token,)
        yield Canonical("letter", *match.span(), (token,), wanted, match.group())


def _amounts(text: str) -> Iterator[Canonical]:
    """Sums in figures; with a word for a power of ten both as written and multiplied: 1.5 ล้าน, 1,500,000."""
    for match in _AMOUNT.finditer(text):
        times = _TIMES.match(text, match.end())
        if times:
            written = amount_token(match.group())
            tokens = (f"#q{multiplied(written[2:], times.group(1))}", written)
            yield Canonical("amount", match.start(), times.end(), tokens, tokens[:1], match.group())
        elif len(match.group()) > 3:  # a small number is an ordinary word
            token = amount_token(match.group())
            yield Canonical("amount", *match.span(), (token,), (token,), match.group())


def _quarters(text: str) -> Iterator[Canonical]:
    if "ไตรมาส" in text or "q" in text:
        for match in _QUARTER.finditer(text):
            said = match["n"] or match["q"]
            year = int(match["year"])
            year = year + 2500 if year < 100 else year + 543 if 1900 < year < 2200 else year
            if 2300 < year < 2700:
                tokens = (f"#k{year}-{_QUARTERS.get(said) or said}", f"#y{year}")
                yield Canonical("measure", *match.span(), tokens, tokens[:1], match.group())


def _meetings(text: str) -> Iterator[Canonical]:
    """Meetings by number and year, which are written as a number with a slash as well."""
    if "ครั้งที่" in text:
        for match in _MEETING.finditer(text):
            year = match[2] if len(match[2]) == 4 else f"25{match[2]}"
            tokens = (f"#n{int(match[1])}/{year}",)
            yield Canonical("letter", *match.span(), tokens, tokens, match.group())


def _ordinals(text: str, taken: list[tuple[int, int]]) -> Iterator[Canonical]:
    """The second time, phase, edition …, in figures or in words."""
    if "ที่" not in text and "เฟส" not in text and "phase" not in text and "หมู่" not in text:
        return
    for match in _ORDINAL.finditer(text):
        said = match["n"] or match["bare"]
        number = int(said) if said else spelt_number(match["spelt"])
        if number and not any(match.start() < end and start < match.end() for start, end in taken):
            token = f"#u{_SAME_NOUN.get(match['noun'], match['noun'])}{number}"
            yield Canonical("measure", *match.span(), (token,), (token,), match.group())


def _times(text: str) -> Iterator[Canonical]:
    """Times of day. With a point they look like sums, so something must say that they are none."""
    if ":" in text or "น" in text or "เวลา" in text:
        for match in _TIME.finditer(text):
            if match["sign"] == ":" or match["behind"] or text[: match.start()].rstrip().endswith("เวลา"):
                tokens = (f"#h{int(match['h']):02}:{match['m']}",)
                behind = match["behind"] or ""
                end = match.end() if "น" in behind[:2] else match.end("m")
                yield Canonical("measure", match.start(), end, tokens, tokens, match.group())


def _shares(text: str) -> Iterator[Canonical]:
    """Shares of a hundred; the number alone is an amount besides."""
    if "%" in text or "ร้อยละ" in text or "เซ" in text:
        for match in _SHARE.finditer(text):
            plain = amount_token(match[1] or match[2])
            tokens = (f"#p{plain[2:]}", plain) if len(plain) > 5 else (f"#p{plain[2:]}",)
            yield Canonical("measure", *match.span(), tokens, tokens[:1], match.group())


def _spelt(text: str) -> Iterator[Canonical]:
    """Sums in words: หนึ่งล้านห้าแสนบาท."""
    if "บาท" in text:
        for match in _SPELT.finditer(text):
            value = spelt_number(match.group())
            if value is not None and value >= 100:
                start, end = match.start(), match.start() + len(match.group().rstrip())
                yield Canonical("amount", start, end, (f"#q{value}",), (f"#q{value}",), match.group())


def _abbreviations(text: str, knows: Callable[[str], bool]) -> Iterator[Canonical]:
    for match in _ABBREVIATION.finditer(text):
        key = abbreviation_key(match.group())
        if key is None or len(key) < 2:
            continue
        if knows(key) or ("." in match.group() and not _is_row(match.group())):
            yield Canonical("abbreviation", *match.span(), (f"#a{key}",), (f"#a{key}",), key)
            continue
        for one in _ONE_OF_SEVERAL.finditer(match.group()):  # a row of several: รมว.สธ.
            part = abbreviation_key(one.group())
            if part and len(part) > 1 and knows(part):
                start = match.start() + one.start()
                yield Canonical(
                    "abbreviation", start, match.start() + one.end(), (f"#a{part}",), (f"#a{part}",), part
                )


def _is_row(text: str) -> bool:
    """Whether dotted letters are several abbreviations: one letter each makes one, รมว.สธ. makes two."""
    parts = [part for part in text.split(".") if part]
    return len(parts) > 1 and all(len(part) > 1 for part in parts)
