"""Thai and Arabic digits: one number, two scripts."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

Script = Literal["thai", "arabic", "mixed"]

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
ARABIC_DIGITS = "0123456789"
DIGIT = "[0-9๐-๙]"
"""Regular-expression class of one digit of either script."""

LETTERS_LIKE_DIGITS = {"o": "0", "O": "0", "l": "1", "I": "1"}
"""Latin letters that stand in for a digit after scanning or typing, when digits surround them."""

_TO_ARABIC = str.maketrans(THAI_DIGITS, ARABIC_DIGITS)
_TO_THAI = str.maketrans(ARABIC_DIGITS, THAI_DIGITS)
_THAI = re.compile("[๐-๙]")
_ARABIC = re.compile("[0-9]")
_RUN = re.compile(r"[0-9๐-๙]+")
_MIXED_RUN = re.compile(r"[0-9][๐-๙]|[๐-๙][0-9]")
_LIKE_DIGITS = re.compile("[oOlI]")
_LETTER_IN_RUN = re.compile(
    r"(?<![A-Za-z0-9๐-๙])(?:[0-9๐-๙]+[oOlI]+[0-9๐-๙oOlI]*|[oOlI]+[0-9๐-๙][0-9๐-๙oOlI]*)(?![A-Za-z])"
)


ROMAN = r"(?:x{1,2}(?:ix|iv|vi{0,3}|i{0,3})|ix|iv|vi{0,3}|i{1,3})"
"""Regular expression of a small Roman number, in the small letters of a normalised text."""
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}


def roman_number(text: str) -> int:
    """The value of what `ROMAN` matches.

    >>> roman_number("iv"), roman_number("xii")
    (4, 12)
    """
    values = [_ROMAN_VALUES[sign] for sign in text]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def to_arabic(text: str) -> str:
    """`text` with every Thai digit as its Arabic digit; the length never changes."""
    return text.translate(_TO_ARABIC)


def to_thai(text: str) -> str:
    """`text` with every Arabic digit as its Thai digit; the length never changes."""
    return text.translate(_TO_THAI)


def with_digits(text: str, digits: Literal["thai", "arabic"]) -> str:
    """`text` with all digits in one script."""
    return to_thai(text) if digits == "thai" else to_arabic(text)


def digit_script(text: str) -> Script | None:
    """Which digits `text` holds; None when it holds none."""
    thai, arabic = bool(_THAI.search(text)), bool(_ARABIC.search(text))
    if thai and arabic:
        return "mixed"
    if thai:
        return "thai"
    return "arabic" if arabic else None


def has_mixed_run(text: str) -> bool:
    """Whether one run of digits is written in both scripts, as in "2๕66"."""
    return _MIXED_RUN.search(text) is not None


def parse_int(text: str) -> int | None:
    """The number that `text` writes with digits of either script, else None ("", "๑ก", "-1")."""
    return int(to_arabic(text)) if _RUN.fullmatch(text) else None


def repair_digits(text: str) -> str:
    """`text` with o, O, l and I read as 0 and 1 where they stand in one run with digits ("๓o").

    The length never changes; a run that touches another Latin letter is left alone.
    """

    if not _LIKE_DIGITS.search(text):
        return text

    def mend(run: re.Match[str]) -> str:
        return "".join(LETTERS_LIKE_DIGITS.get(sign, sign) for sign in run.group())

    return _LETTER_IN_RUN.sub(mend, text)


_AMOUNT_WITH_LETTERS = re.compile(
    r"(?<![^\s(])[0-9ol]{1,3}(?:,[0-9ol]{3})+(?![^\s.)])|(?<![^\s(])[0-9][0-9o]*o[0-9o]*(?![^\s.)])"
)


def repair_amounts(text: str) -> str:
    """A normalised text with o and l read as 0 and 1 in what can only be an amount: "1,273,4o1", "25oo".

    The length never changes.
    """
    if "o" not in text and "l" not in text:
        return text
    return _AMOUNT_WITH_LETTERS.sub(_with_figures, text)


def _with_figures(amount: re.Match[str]) -> str:
    figures = sum(sign.isdigit() for sign in amount.group())
    letters = sum(sign in "ol" for sign in amount.group())
    long = len(amount.group()) >= 4
    return (
        amount.group().replace("o", "0").replace("l", "1") if long and figures >= letters else amount.group()
    )


POWERS = {"สิบ": 10, "ร้อย": 100, "พัน": 1000, "หมื่น": 10_000, "แสน": 100_000, "ล้าน": 1_000_000}
"""Words for powers of ten."""

_UNITS = {"ศูนย์": 0, "หนึ่ง": 1, "เอ็ด": 1, "สอง": 2, "ยี่": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "เจ็ด": 7}
_UNITS |= {"แปด": 8, "เก้า": 9}
_SPELT = re.compile("|".join((*_UNITS, *POWERS)))


def multiplied(number: str, power: str) -> str:
    """Arabic figures times words for powers of ten, without trailing zeros behind the point.

    >>> multiplied("1.5", "พันล้าน")
    '1500000000'
    """
    value = Decimal(number)
    for word in _SPELT.findall(power):
        value *= POWERS[word]
    return f"{value.normalize():f}"


def spelt_number(words: str) -> int | None:
    """The number that Thai words spell ("สองพันห้าร้อย" is 2500); None for words that spell none."""
    total = block = 0
    digit: int | None = None
    for word in _SPELT.findall(words):
        if word in _UNITS:
            if digit is not None:
                return None
            digit = _UNITS[word]
            continue
        if word == "ล้าน":
            total = (total + block + (digit if digit is not None else (0 if total or block else 1))) * POWERS[
                word
            ]
            block, digit = 0, None
            continue
        block += (1 if digit is None else digit) * POWERS[word]
        digit = None
    return total + block + (digit or 0)


_DIGITS = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")


def spell(number: int) -> str:
    """A whole number from 1 to 999,999 in Thai words.

    >>> spell(121), spell(20), spell(11)
    ('หนึ่งร้อยยี่สิบเอ็ด', 'ยี่สิบ', 'สิบเอ็ด')
    """
    words, rest = [], number
    for power in ("แสน", "หมื่น", "พัน", "ร้อย"):
        count, rest = divmod(rest, POWERS[power])
        if count:
            words.append(_DIGITS[count] + power)
    tens, ones = divmod(rest, 10)
    if tens:
        words.append({1: "", 2: "ยี่"}.get(tens, _DIGITS[tens]) + "สิบ")
    if ones:
        words.append("เอ็ด" if ones == 1 and (tens or words) else _DIGITS[ones])
    return "".join(words)


_READ = re.compile("|".join(_UNITS))


def read_out(words: str) -> int | None:
    """The number whose figures are read out one by one ("หนึ่งหกเก้าศูนย์" is 1690); None where one is zero
    in front or where it is no such row.

    >>> read_out("หนึ่ง หก เก้า ศูนย์"), read_out("สองพัน")
    (1690, None)
    """
    rest = words.replace(" ", "")
    figures = [str(_UNITS[word]) for word in _READ.findall(rest)]
    if len(figures) < 3 or figures[0] == "0" or _READ.sub("", rest):
        return None
    return int("".join(figures))
