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
#uครั้ง2                               an ordinal: ครั้งที่ 2, ครั้งที่สอง; ระยะที่ II, เฟส 2
#oทร14/1 #oม39                         numbers of forms and sections: ท.ร. 14/1, ทร.14/1; มาตรา 39, section 39
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from search.thai.dates import ThaiDate
from search.thai.letter_numbers import LetterNumber

CanonicalKind = Literal["letter", "date", "telephone", "amount", "abbreviation", "form", "measure"]


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
