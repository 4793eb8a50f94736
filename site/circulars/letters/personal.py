"""Personal data that the public must not see: citizen numbers and mobile phones (PDPA B.E. 2562)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from search.thai.numerals import to_arabic

_D = "[0-9๐-๙]"
_SPACE = "[ \t\u00a0]{0,2}"
_APART = rf"{_SPACE}[-\u2010-\u2015.]?{_SPACE}"
"""Between groups of digits, as people and word processors write it: also dots, dashes, unbreakable signs."""
_CITIZEN = re.compile(rf"(?<!{_D})(?:{_D}{_APART}){{12}}{_D}(?!{_D})")
_GROUPED = re.compile(r"\d(?P<apart>[^\d]{1,5})\d{4}(?P=apart)\d{5}(?P=apart)\d{2}(?P=apart)\d$")
_JURISTIC = re.compile(r"(?:ผู้เสียภาษี|นิติบุคคล)[^\d\n]{0,20}$")
"""Before the number of a company; those of juristic persons begin with 0."""
_CALLED = re.compile(r"(?:ประจำตัว(?:ประชาชน)?|บัตร(?:ประจำตัว)?ประชาชน|ปชช\.?)[^\d\n]{0,20}$")
_MOBILE = re.compile(
    rf"(?:(?<!{_D})[0๐][- ]?|\+{_SPACE}66{_APART}(?:\(0\))?{_APART})\(?[689๖๘๙]"
    rf"{_D}?\)?{_APART}{_D}{{3,4}}{_APART}{_D}{{3,4}}(?!{_D})"
    rf"|\(0[689]{_D}?\){_APART}{_D}{{3,4}}{_APART}{_D}{{3,4}}(?!{_D})"
)
_LOOSE = re.compile(
    rf"(?<![0-9๐-๙.,/-])0(?!\.)(?:066)?(?:{_SPACE}[-\u2010-\u2015._/]?{_SPACE}{_D}){{9}}(?![-.,/:]?{_D})"
)
"""Ten digits in groups of any size: "0812 345678", "0 8123 45678", "081/2345678"."""
_MOST_GROUPS = 5


@dataclass(frozen=True, slots=True)
class PersonalData:
    """A number of a person and where it stands."""

    kind: Literal["citizen", "mobile"]
    start: int
    end: int


def find_personal_data(text: str) -> list[PersonalData]:
    """Citizen numbers and mobile numbers (06, 08, 09; ten digits).

    Thirteen digits are a citizen number when written in its groups (1-4-5-2-1), called so, or when their
    check digit holds.
    """
    plain = to_arabic(text)
    citizens = [
        PersonalData("citizen", match.start(), match.end())
        for match in _CITIZEN.finditer(plain)
        if _is_citizen(plain, match)
    ]
    mobiles = [
        PersonalData("mobile", match.start(), match.end())
        for match in _MOBILE.finditer(plain)
        if len(_national(match.group())) == 10
        and not any(found.start <= match.start() < found.end for found in citizens)
    ]
    known = [*citizens, *mobiles]
    loose = [
        PersonalData("mobile", match.start(), match.end())
        for match in _LOOSE.finditer(plain)
        if _is_mobile(match.group())
        and not any(found.start < match.end() and match.start() < found.end for found in known)
    ]
    return sorted([*known, *loose], key=lambda found: found.start)


def masked(text: str) -> str:
    """`text` with all but the last two digits of each personal number as "x"; the length never changes."""
    signs = list(text)
    for found in find_personal_data(text):
        digits = [place for place in range(found.start, found.end) if signs[place].isdigit()]
        for place in digits[:-2]:
            signs[place] = "x"
    return "".join(signs)


def _national(number: str) -> str:
    """The digits of a telephone number as dialled within the country."""
    digits = re.sub(r"\D", "", number)
    return "0" + digits[2:].removeprefix("0") if number.startswith("+") else digits


def _is_mobile(number: str) -> bool:
    """Whether digits in loose groups are a mobile number, not dates, times, figures or a letter's number."""
    groups = re.findall(r"\d+", number)
    digits = "".join(groups)
    digits = "0" + digits[4:] if digits.startswith("0066") else digits
    if len(digits) != 10 or digits[1] not in "689" or len(groups) > _MOST_GROUPS:
        return False
    slashed = number.partition("/")
    return min(map(len, groups[1:-1]), default=2) > 1 and (
        not slashed[1] or re.fullmatch(r"\d{3}", slashed[0]) is not None
    )


def _is_citizen(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 50) : match.start()]
    if match.group().startswith("0") and _JURISTIC.search(before):
        return False
    named = _CALLED.search(before)
    return bool(named or _GROUPED.match(match.group()) or _checks(re.sub(r"\D", "", match.group())))


def _checks(digits: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(13, 1, -1), strict=False))
    return digits[0] != "0" and (11 - total % 11) % 10 == int(digits[12])
