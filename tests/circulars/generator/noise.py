"""Noise of every class that scans, PDF files and hasty typists bring, with the record put right.

The record always says what the spoilt text says: a digit read as another digit changes the record, a digit
read as a letter makes the number unreadable. What stood on the paper stays in `Letter.written`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.circulars.generator.digits import MONTHS, THAI, Day, arabic_digits
from tests.circulars.generator.furniture import furnish
from tests.circulars.generator.parts import enter_date
from tests.circulars.generator.sheet import ANY, Letter, Piece
from tests.circulars.generator.spelling import disturb_marks, disturb_spaces, disturb_words

LIKE = {"๘": "๕๔", "๙": "๕", "๔": "๕", "๖": "๒", "8": "5", "9": "5", "6": "5", "1": "7", "3": "8"}
SAME = {"๐": "oO0", "0": "oO", "1": "l", "๑": "l"}
UNLIKE = {"๓": "พต", "๔": "ค", "๑": "อ", "๗": "ฑ", "๖": "b", "6": "b", "5": "S", "8": "B"}
DOUBTFUL = "อฑSBb"


def spoil(letter: Letter, rng: random.Random, level: float, classes: frozenset[str] | None = None) -> None:
    """Applies each class of noise with probability `level`, all of them or only those named."""
    for name, disturb in CLASSES.items():
        dice = random.Random(rng.random())
        if (classes is None or name in classes) and dice.random() < level:
            disturb(letter, dice)


def _replace_one(piece: Piece, table: dict[str, str], rng: random.Random) -> tuple[str, str, int] | None:
    """Misreads one digit of the piece; returns the digit, what it became and its place among the digits."""
    places = [index for index, char in enumerate(piece.text) if char in table and _in_run(piece.text, index)]
    if not places:
        return None
    at = rng.choice(places)
    old, new = piece.text[at], rng.choice(table[piece.text[at]])
    order = sum(char.isdigit() for char in piece.text[:at])
    piece.text = piece.text[:at] + new + piece.text[at + 1 :]
    return old, new, order


def _in_run(text: str, at: int) -> bool:
    """Whether another digit stands beside it: a lone sign gives nobody a reason to read a digit."""
    return text[at - 1 : at].isdigit() or text[at + 1 : at + 2].isdigit()


def digit_for_digit(letter: Letter, rng: random.Random) -> None:
    """One digit of the number or of the date is read as another: the text stays readable, and wrong."""
    pieces = letter.pieces("number") + letter.pieces("date")
    if not pieces:
        return
    piece = rng.choice(pieces)
    if _replace_one(piece, LIKE, rng) is None:
        return
    if piece.role == "date":
        letter.tolerated.add("CHRONOLOGY_SUSPECT")
        _reread_date(letter, piece)
    else:
        _reread_number(letter, piece)


def _settle(letter: Letter, piece: Piece) -> None:
    """No further noise on a number or date that has lost a digit."""
    role, piece.role = piece.role, "settled"
    if role == "number":
        letter.number = None
    else:
        letter.day = None


def _reread_number(letter: Letter, piece: Piece) -> None:
    assert letter.number is not None
    digits = [arabic_digits(char) for char in piece.text if char.isdigit()]
    size = len(str(letter.number.running))
    head = iter(digits[:-size])
    code = re.sub(r"\d", lambda _: next(head), letter.number.code)
    letter.number = replace(letter.number, code=code, running=int("".join(digits[-size:])))
    letter.record["number"] |= {
        "raw": piece.text,
        "unit_code": code,
        "running": letter.number.running,
        "canonical": letter.number.canonical,
    }


def _reread_date(letter: Letter, piece: Piece) -> None:
    assert letter.day is not None
    day, year = (int(arabic_digits(run)) for run in re.findall(r"\d+", piece.text))
    letter.day = Day(year, letter.day.month, day)
    if 2400 <= year <= 2600:
        enter_date(letter, letter.day, piece.text)
        return
    letter.record["date"] = {"raw": piece.text} | dict.fromkeys(("be", "iso", "precision", "status"), ANY)


def same_for_digit(letter: Letter, _rng: random.Random) -> None:
    """Nought read as the letter o or in the other script, one as l: the number can still be told."""
    letter.tolerated |= {"MIXED_DIGITS", "LETTER_FOR_DIGIT"}
    for piece in letter.pieces("number") + letter.pieces("date"):
        if _replace_one(piece, SAME, _rng):
            letter.record[piece.role]["raw"] = piece.text
            _settle(letter, piece)


def letter_for_digit(letter: Letter, rng: random.Random) -> None:
    """A digit read as a letter: nothing may be guessed."""
    pieces = letter.pieces("number") + letter.pieces("date")
    if not pieces:
        return
    piece = rng.choice(pieces)
    found = _replace_one(piece, UNLIKE, rng)
    if found is None:
        return
    new, order = found[1], found[2]
    number, role = letter.number, piece.role
    _settle(letter, piece)
    if role == "date":
        codes = "INVALID_DATE|DATE_DAY_MISSING|LETTER_FOR_DIGIT|DATE_MISSING|DATE_UNREADABLE"
        letter.flag(codes, "date")
        letter.required.discard(("CHRONOLOGY_SUSPECT|CROSSREF_DATE_MISMATCH", "*"))
        letter.tolerated |= set(codes.split("|"))
        be = letter.record["date"]["be"] or ""
        letter.record["date"] = dict.fromkeys(("raw", "iso", "precision", "status"), ANY) | {
            "be": (be or None, None, be[:7]) if new in DOUBTFUL else (None, be[:7], be[:4])
        }
        return
    assert number is not None
    codes = "NUMBER_UNREADABLE|LETTER_FOR_DIGIT" if new in DOUBTFUL else "NUMBER_UNREADABLE"
    letter.flag(codes, "number")
    letter.tolerated |= {"NUMBER_UNREADABLE", "LETTER_FOR_DIGIT"}
    record = letter.record["number"]
    record |= {"raw": piece.text, "canonical": None, "running": None, "status": "unreadable"}
    if order < sum(char.isdigit() for char in number.code):
        record |= {"prefix": ANY, "unit_code": ANY, "running": ANY}
    if new in DOUBTFUL:
        record |= {"unit_code": ANY, "running": ANY, "status": ANY}
        record["canonical"] = (number.canonical, None)


def whole_page_of_fives(letter: Letter, _rng: random.Random) -> None:
    """Every ๔, ๘ and ๙ of the page read as ๕. Only on pages in Thai digits throughout."""
    text = letter.text
    if re.search("[0-9]", text) or letter.record["number"]["canonical"] is None or letter.number is None:
        return
    if any("/" in piece.text or "ค.ศ." in piece.text for piece in letter.pieces("odd-date")):
        return
    for parts in letter.lines:
        for piece in parts:
            piece.text = piece.text.translate(FIVES)
    raw_date = letter.record["date"]["raw"]
    letter.record = _fives(letter.record)
    for piece in letter.pieces("number"):
        _reread_number(letter, piece)
    if letter.day is not None and raw_date:
        enter_date(letter, _fives_day(letter.day), raw_date.translate(FIVES))
    letter.required -= {("RESOLUTION_WEEKDAY_UNUSUAL", "mentions.cabinet_resolutions")}
    letter.tolerated |= {"RESOLUTION_WEEKDAY_UNUSUAL", "CHRONOLOGY_SUSPECT", "YEAR_CONFLICT", "INVALID_DATE"}
    digits = [char for char in letter.text if char in THAI]
    if len(digits) >= 60 and digits.count("๕") / len(digits) >= 0.25:
        letter.flag("DIGIT_DISTRIBUTION_ANOMALY", "document")


FIVES = str.maketrans("๔๘๙", "๕๕๕")
FIVES_ARABIC = str.maketrans("489", "555")


def _fives_day(day: Day) -> Day:
    year = int(str(day.year).translate(FIVES_ARABIC))
    return Day(year, day.month, day.day and int(str(day.day).translate(FIVES_ARABIC)))


def _fives(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _fives(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [_fives(each, key) for each in value]
    if key == "date_be" and value:
        year, month, day = (int(part) for part in value.split("-"))
        return _fives_day(Day(year, month, day)).be
    if key in ("number_canonical", "phones", "fax") and value:
        return value.translate(FIVES_ARABIC)
    if key == "quantity" and value:
        return int(str(value).translate(FIVES_ARABIC))
    return value.translate(FIVES) if isinstance(value, str) else value


def misdated(letter: Letter, rng: random.Random) -> None:
    """A year ten off, or a day that the month does not have."""
    pieces = letter.pieces("date")
    if not pieces or letter.day is None or letter.day.day is None:
        return
    if rng.random() < 0.5:
        letter.day = replace(letter.day, year=letter.day.year - 10)
    else:
        letter.day = Day(letter.day.year, rng.choice((2, 4, 6, 9, 11)), 31)
    thai = any(char in THAI for char in pieces[0].text)
    text = f"{letter.day.day} {MONTHS[letter.day.month - 1]} {letter.day.year}"
    pieces[0].text = text.translate(TO_THAI) if thai else text
    letter.tolerated.add("CHRONOLOGY_SUSPECT")
    enter_date(letter, letter.day, pieces[0].text)


TO_THAI = {ord("0") + value: digit for value, digit in enumerate(THAI)}


def misfiled(letter: Letter, _rng: random.Random) -> None:
    """The code of another year's register: 0505 written as 0405."""
    for piece in letter.pieces("number"):
        if letter.number and letter.number.code.startswith("05"):
            piece.text = piece.text.replace("05", "04", 1).replace("๐๕", "๐๔", 1)
            _reread_number(letter, piece)


def without_blank_lines(letter: Letter, _rng: random.Random) -> None:
    """As text comes out of many PDF files and out of hasty typing: nothing stands apart."""
    if not any("".join(piece.text for piece in parts).strip().isdigit() for parts in letter.lines):
        letter.lines = [parts for parts in letter.lines if "".join(piece.text for piece in parts).strip()]


def layout(letter: Letter, rng: random.Random) -> None:
    """Stray dashes, and more page furniture than usual."""
    for parts in letter.lines:
        if parts and parts[0].text.startswith("สิ่งที่ส่งมาด้วย") and rng.random() < 0.6:
            parts.insert(0, Piece(rng.choice(("- ", "• ", "-"))))
    furnish_again = replace(letter, foot=None, rng=rng)
    furnish(furnish_again, 0.5)


CLASSES: dict[str, Callable[[Letter, random.Random], None]] = {
    "digit": digit_for_digit,
    "digit-same": same_for_digit,
    "digit-letter": letter_for_digit,
    "digit-page": whole_page_of_fives,
    "date": misdated,
    "number": misfiled,
    "word": disturb_words,
    "layout": layout,
    "blank": without_blank_lines,
    "spacing": disturb_spaces,
    "mark": disturb_marks,
}
"""In this order: figures while they are still in one piece, marks and spaces last."""
