"""Numbers in a text that are neither a letter's nor a date's, with their canonical tokens.

Telephones, accounts and taxpayers, sums in figures and in words, shares, times of day, quarters, meetings,
the first and second of something. Each finder takes a normalised text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.thai.numerals import ROMAN, multiplied, roman_number, spelt_number
from search.tokens import Canonical, amount_token

# What a match begins with comes before what may not stand before it: looking for a first character is quick.
_PARTING = r"(?: ?- ?| |(?<=\(0\d)\)[- ]?|(?<=\(0\d\d)\)[- ]?)?"
"""Between two figures of a telephone number, of which the area code may be in brackets."""
_POINTED = r"(?:(?:\.[2-7]\d{3}|2\.\d{3}|[689]\d\.\d{3})\.\d{4}|[3-7]\d\.\d{3}\.\d{3})(?!\.\d)"
"""Points in the places of hyphens, of which there are more than in a sum."""
_TELEPHONE = re.compile(
    r"[0+](?<!\d.)(?<!\d[.,/-].)(?:(?:(?<=\+) ?|(?<=0)0)66\)? ?-?(?: ?\(0\)|(?=[1-9 -]))|(?<=0))(?: ?- ?| )?"
    rf"(?:[689](?:{_PARTING}\d){{8}}|[2-7](?:{_PARTING}\d){{7}}|{_POINTED})(?!\d)(?!,\d{{3}})"
)
_FROM_ABROAD = re.compile(r"(?:\+ ?|00)66\)?(?: ?-? ?\(0\))?")
_IDENTITY = re.compile(r"\d(?<![\d.,/-].)\d{0,6}(?:-\d{1,7}){2,5}(?![\d/,-]|\.\d)")
_SPACED_IDENTITY = re.compile(r"\d(?<![\d.,/-].)(?:\d\d \d \d{5} \d| \d{4} \d{5} \d\d \d)(?![\d/,-]|\.\d)")
_SHORTEST_IDENTITY, _TAXPAYER = 10, 13
"""Figures that such a number has at least, and those of a taxpayer's."""
_AMOUNT = re.compile(r"\d(?<![\d.,/].)(?:\d{0,2}(?:,\d{3})+(?:\.\d+)?|\d*(?:\.\d+)?)(?![\d/])")
_TIMES = re.compile(r" ?((?:สิบ|ร้อย|พัน|หมื่น|แสน)?ล้าน|แสน|หมื่น)")
_SPELT = re.compile(
    r"(?:หนึ่ง|สอง|ยี่|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า) ?"
    r"(?:(?:หนึ่ง|เอ็ด|สอง|ยี่|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|สิบ|ร้อย|พัน|หมื่น|แสน|ล้าน) ?)+(?=บาท)"
)
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
# Of nouns that begin alike the longest comes first; longer words that end in one are nouns of their own.
_ORDINAL = re.compile(
    r"(?P<noun>ขั้นตอน|หมวดหมู่|โต๊ะหมู่|กองทัพภาค|อาคารชุด|ห้องชุด|หัวข้อ"
    r"|ครั้ง|ระยะ|เฟส|phase|ฉบับ|รุ่น|สมัย|งวด|กลุ่ม|ช่วง|ลำดับ|ข้อ|ด้าน|ชุด|ตอน|เล่ม|หมวด|ภาค|มิติ"
    r"|ยุทธศาสตร์|แผน|หมู่|วาระ|รอบ|ชั้น|ขั้น) ?"
    rf"(?:ที่ ?(?:(?P<n>\d{{1,3}})(?![\d/]|[.,:]\d)|(?P<roman>{ROMAN})(?![a-z0-9])"
    rf"|(?P<spelt>{_SPELT_ORDINAL})(?![ะ-ฺ็-๎]))"
    r"|(?:(?<=เฟส)|(?<=phase)|(?<=หมู่)|(?<=เฟส )|(?<=phase )|(?<=หมู่ ))"
    rf"(?:(?P<bare>\d{{1,2}})(?![\d/]|[.,:]\d)|(?P<bare_roman>{ROMAN})(?![a-z0-9])))"
)
_SAME_NOUN = {"เฟส": "ระยะ", "phase": "ระยะ"}
_QUARTERS = {"หนึ่ง": 1, "แรก": 1, "สอง": 2, "สาม": 3, "สี่": 4}
_MEETING = re.compile(r"ครั้งที่ ?(\d{1,3}) ?(?:/|(?:ประจำ)?ปี ?(?:พ\.ศ\.)?) ?(25\d\d|[3-9]\d)(?!\d)")


def telephones(text: str) -> Iterator[Canonical]:
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


def identities(text: str) -> Iterator[Canonical]:
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


def amounts(text: str) -> Iterator[Canonical]:
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


def spelt(text: str) -> Iterator[Canonical]:
    """Sums in words: หนึ่งล้านห้าแสนบาท."""
    if "บาท" in text:
        for match in _SPELT.finditer(text):
            value = spelt_number(match.group())
            if value is not None and value >= 100:
                start, end = match.start(), match.start() + len(match.group().rstrip())
                yield Canonical("amount", start, end, (f"#q{value}",), (f"#q{value}",), match.group())


def shares(text: str) -> Iterator[Canonical]:
    """Shares of a hundred; the number alone is an amount besides."""
    if "%" in text or "ร้อยละ" in text or "เซ" in text:
        for match in _SHARE.finditer(text):
            plain = amount_token(match[1] or match[2])
            tokens = (f"#p{plain[2:]}", plain) if len(plain) > 5 else (f"#p{plain[2:]}",)
            yield Canonical("measure", *match.span(), tokens, tokens[:1], match.group())


def times(text: str) -> Iterator[Canonical]:
    """Times of day. With a point they look like sums, so something must say that they are none."""
    if ":" in text or "น" in text or "เวลา" in text:
        for match in _TIME.finditer(text):
            if match["sign"] == ":" or match["behind"] or text[: match.start()].rstrip().endswith("เวลา"):
                tokens = (f"#h{int(match['h']):02}:{match['m']}",)
                behind = match["behind"] or ""
                end = match.end() if "น" in behind[:2] else match.end("m")
                yield Canonical("measure", match.start(), end, tokens, tokens, match.group())


def quarters(text: str) -> Iterator[Canonical]:
    if "ไตรมาส" in text or "q" in text:
        for match in _QUARTER.finditer(text):
            said = match["n"] or match["q"]
            year = int(match["year"])
            year = year + 2500 if year < 100 else year + 543 if 1900 < year < 2200 else year
            if 2300 < year < 2700:
                tokens = (f"#k{year}-{_QUARTERS.get(said) or said}", f"#y{year}")
                yield Canonical("measure", *match.span(), tokens, tokens[:1], match.group())


def meetings(text: str) -> Iterator[Canonical]:
    """Meetings by number and year, which are written as a number with a slash as well.

    Each is the first, second … meeting besides.
    """
    if "ครั้งที่" in text:
        for match in _MEETING.finditer(text):
            year = match[2] if len(match[2]) == 4 else f"25{match[2]}"
            tokens = (f"#n{int(match[1])}/{year}", f"#uครั้ง{int(match[1])}")
            yield Canonical("letter", *match.span(), tokens, tokens[:1], match.group())


def ordinals(text: str, taken: list[tuple[int, int]]) -> Iterator[Canonical]:
    """The second time, phase, edition …, in figures, Roman ones too, or in words."""
    if "ที่" not in text and "เฟส" not in text and "phase" not in text and "หมู่" not in text:
        return
    for match in _ORDINAL.finditer(text):
        said, roman = match["n"] or match["bare"], match["roman"] or match["bare_roman"]
        number = int(said) if said else roman_number(roman) if roman else spelt_number(match["spelt"])
        if number and not any(match.start() < end and start < match.end() for start, end in taken):
            token = f"#u{_SAME_NOUN.get(match['noun'], match['noun'])}{number}"
            yield Canonical("measure", *match.span(), (token,), (token,), match.group())
