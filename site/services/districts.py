"""The districts of the country (อำเภอ, and เขต of Bangkok): their names and where their middles lie.

Pure. The table is made by scripts/make-districts.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.bilingual import in_reader_language
from core.collation import sort_key
from services.provinces import Point

TABLE = Path(__file__).resolve().parent / "data" / "districts.csv"
HEADS = ("กิ่งอำเภอ", "อำเภอ", "เขต", "อ.")
CAPITAL = "เมือง"


@dataclass(frozen=True, slots=True)
class District:
    """A district.

    code      of the Department of Provincial Administration, four digits: "5505"
    province  the code of the province's organisation; Bangkok is "bma"
    name_th   with what it is: "อำเภอปัว", "เขตพระนคร"
    name_en   without: "Pua"
    middle    the centroid of its largest part, to about a hundred metres
    has_namesake  whether another of the province is spelt alike in English
    """

    code: str
    province: str
    name_th: str
    name_en: str
    middle: Point
    has_namesake: bool = False

    @property
    def display_name(self) -> str:
        return in_reader_language(self.name_th, self.english)

    @property
    def english(self) -> str:
        """The name on English pages, which tells it from a namesake."""
        name = f"{self.name_en} District"
        return f"{name} ({_bare(self.name_th)})" if self.has_namesake else name


@cache
def by_code() -> Mapping[str, District]:
    """All districts by their code."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    spelt = Counter((row["province"], row["name_en"]) for row in rows)
    return {
        row["code"]: District(
            row["code"],
            row["province"],
            row["name_th"],
            row["name_en"],
            (float(row["latitude"]), float(row["longitude"])),
            spelt[row["province"], row["name_en"]] > 1,
        )
        for row in rows
    }


@cache
def of_province(code: str) -> tuple[District, ...]:
    """The districts of a province in Thai dictionary order, the capital's (อำเภอเมือง) first."""
    found = [each for each in by_code().values() if each.province == code]
    return tuple(sorted(found, key=lambda each: (not _is_capital(each), sort_key(_bare(each.name_th)))))


def named(name: str, province: str) -> District | None:
    """The district that a text names in a province ("อำเภอปัว", "อ.ปัว", "ปัว"; "อำเภอเมือง" is the capital's).

    None where the text names none.
    """
    return _names().get((province, _bare(name)))


def display_name(name: str, province: str) -> str:
    """A district as somebody wrote it, on an English page by its English name where it is known."""
    known = named(name, province)
    return in_reader_language(name, known.english if known else "")


@cache
def _names() -> Mapping[tuple[str, str], District]:
    found: dict[tuple[str, str], District] = {}
    for each in by_code().values():
        bare = _bare(each.name_th)
        found[each.province, bare] = each
    for province in {each.province for each in by_code().values()}:
        first = of_province(province)[0]
        if _is_capital(first):
            found[province, CAPITAL] = first
    return found


def _is_capital(district: District) -> bool:
    return district.code.endswith("01") and _bare(district.name_th).startswith(CAPITAL)


def _bare(name: str) -> str:
    text = "".join(name.split())
    for head in HEADS:
        if text.startswith(head) and text != head:
            return text.removeprefix(head)
    return text
