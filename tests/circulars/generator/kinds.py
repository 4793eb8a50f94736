"""The six kinds of letters of the regulation's clause 10; here those sent from office to office."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.circulars.generator import bank
from tests.circulars.generator.foot import add_owner, add_signature
from tests.circulars.generator.heading import add_classes, add_heading, add_purpose, start
from tests.circulars.generator.papers import order, publicity, record
from tests.circulars.generator.parts import (
    SECRECY,
    SPEEDS,
    WIDE,
    add_addressees,
    add_body,
    add_enclosures,
    add_references,
    add_wrapped,
    date_piece,
    letter_day,
    mark_secret,
    new_number,
    number_piece,
    numerals,
)
from tests.circulars.generator.sheet import Letter, Piece


def external(rng: random.Random) -> Letter:
    """หนังสือภายนอก."""
    letter, agency, hand = start(rng, "external")
    day = letter_day(letter)
    add_heading(letter, agency, hand)
    letter.gap()
    indent = rng.choice(("", "", " " * 30))
    date = date_piece(letter, day, hand)
    if letter.chance(0.03):
        leave_out_date(letter)
    else:
        letter.add(indent, date)
    letter.gap()
    letter.record["subject"] = add_wrapped(letter, "เรื่อง", rng.choice(bank.SUBJECTS), hand)
    if letter.chance(0.7):
        letter.gap()
    grand = letter.chance(0.1)
    people = ("นายกรัฐมนตรี",) if grand else rng.choice(bank.ADDRESSEES)
    add_addressees(letter, "กราบเรียน" if grand else "เรียน", people)
    if letter.chance(0.7):
        letter.gap()
    add_references(letter, day, hand)
    if letter.chance(0.7):
        letter.gap()
    add_enclosures(letter, day, hand)
    letter.gap()
    add_body(letter, agency, day, hand)
    purpose = "จึงกราบเรียนมา|เพื่อโปรดพิจารณา" if grand else rng.choice(bank.PURPOSES)
    add_purpose(letter, purpose, hand)
    letter.gap()
    letter.record["closing"] = "ขอแสดงความนับถืออย่างยิ่ง" if grand else "ขอแสดงความนับถือ"
    letter.add(rng.choice(("", " " * 30)), letter.record["closing"])
    letter.gap()
    add_signature(letter, agency)
    letter.gap()
    add_owner(letter, agency, hand)
    return letter


def leave_out_date(letter: Letter) -> None:
    """A letter sent out undated."""
    letter.record["date"] = dict.fromkeys(("raw", "be", "iso", "precision")) | {"status": "missing"}
    letter.required -= {("DATE_DAY_MISSING", "date"), ("INVALID_DATE", "date")}
    letter.flag("DATE_MISSING|DATE_DAY_MISSING|INVALID_DATE", "date")
    letter.day, letter.written.date = None, None


def internal(rng: random.Random) -> Letter:
    """หนังสือภายใน (บันทึกข้อความ)."""
    letter, agency, hand = start(rng, "internal")
    day = letter_day(letter)
    letter.record["publishable"] = False
    letter.flag("INTERNAL_NOT_FOR_PUBLICATION", "kind")
    letter.tolerated |= {"PAGE_NOISE_REMOVED"}
    speed = rng.choice((None, None, *SPEEDS))
    letter.record["speed"] = speed
    if letter.chance(0.1):
        secrecy = rng.choice(SECRECY)
        mark_secret(letter, secrecy)
        letter.add(Piece(secrecy, "class"))
    if speed and letter.chance(0.5):
        letter.add(speed, WIDE, "บันทึกข้อความ")
    else:
        if speed:
            letter.add(Piece(speed, "class"))
        letter.add(rng.choice(("", WIDE)), "บันทึกข้อความ")
    unit = f"{agency.units[0]} {agency.name}"
    letter.record["issuer"] = unit
    if letter.chance(0.7):
        phone = f"0 2000 {rng.randint(0, 9999):04}"
        letter.record["phones"] = [phone]
        letter.add("ส่วนราชการ  ", unit, "  โทร. ", numerals(hand, phone))
    else:
        letter.add("ส่วนราชการ  ", unit)
    number = number_piece(letter, new_number(letter, agency, letter.chance(0.2)), hand)
    gap = rng.choice((WIDE, "  ", None))
    date = date_piece(letter, day, hand)
    if gap:
        letter.add(number, gap, "วันที่ ", date)
    else:
        letter.add(number)
        letter.add("วันที่ ", date)
    letter.record["subject"] = add_wrapped(letter, "เรื่อง", rng.choice(bank.SUBJECTS), hand, gap="  ")
    letter.gap()
    add_addressees(letter, "เรียน", (rng.choice((agency.chief, agency.deputy)),))
    letter.gap()
    add_body(letter, agency, day, hand)
    add_purpose(letter, rng.choice(bank.PURPOSES[:4]), hand)
    letter.gap()
    add_signature(letter, agency)
    return letter


def stamped(rng: random.Random) -> Letter:
    """หนังสือประทับตรา: a seal instead of a signature, the date at the end."""
    letter, agency, hand = start(rng, "stamped")
    day = letter_day(letter)
    before, after = add_classes(letter)
    letter.add(before, number_piece(letter, new_number(letter, agency, letter.chance(0.5)), hand), after)
    letter.gap()
    add_addressees(letter, "ถึง", rng.choice(bank.TO_UNITS))
    letter.gap()
    add_body(letter, agency, day, hand)
    letter.gap()
    letter.add(rng.choice(("", WIDE * 2)), agency.name)
    letter.record["issuer"] = agency.name
    letter.add(rng.choice(("", WIDE * 2)), date_piece(letter, day, hand))
    letter.gap()
    if letter.chance(0.7):
        letter.add(f"(ตราประทับ{agency.name})")
        letter.gap()
    add_owner(letter, agency, hand)
    letter.tolerated |= {"NO_SUBJECT_LINE", "UNSIGNED_STAMPED", "STAMP_NOT_SHOWN"}
    return letter


KINDS: dict[str, Callable[[random.Random], Letter]] = {
    "external": external,
    "internal": internal,
    "stamped": stamped,
    "order": order,
    "publicity": publicity,
    "record": record,
}
