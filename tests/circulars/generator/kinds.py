"""The six kinds of letters of the regulation's clause 10, each from its own form."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.circulars.generator import bank
from tests.circulars.generator.bank import Agency
from tests.circulars.generator.digits import Hand, any_day, write_date
from tests.circulars.generator.foot import add_owner, add_signature
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
    plain_number_piece,
)
from tests.circulars.generator.sheet import ANY, Letter, Piece, empty_record, line, whole, wrap


def start(rng: random.Random, kind: str) -> tuple[Letter, Agency, Hand]:
    """An empty letter, its sender and its writer's hand."""
    letter = Letter(rng, kind, record=empty_record(kind))
    letter.tolerated |= {"DIGIT_DISTRIBUTION_ANOMALY"}
    hand = Hand(rng.choice(("thai", "thai", "arabic", "mixed")), rng)
    agency = rng.choice(bank.AGENCIES)
    if kind != "external":  # an address names the building, every other form the body itself
        agency = agency._replace(name=agency.name.replace("ศาลากลาง", "").replace("สำนักงานเทศบาล", "เทศบาล"))
    return letter, agency, hand


def external(rng: random.Random) -> Letter:
    """หนังสือภายนอก."""
    letter, agency, hand = start(rng, "external")
    day = letter_day(letter)
    add_heading(letter, agency, hand)
    letter.gap()
    indent = rng.choice(("", "", " " * 30))
    letter.add(indent, date_piece(letter, day, hand))
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


def add_heading(letter: Letter, agency: Agency, hand: Hand) -> None:
    """Number, sender and address, with urgency and secrecy wherever offices put them."""
    rng = letter.rng
    number = number_piece(letter, new_number(letter, agency, letter.chance(0.55)), hand)
    head = [agency.name, *(numerals(hand, text) for text in agency.address)]
    letter.record |= {"issuer": agency.name, "issuer_address": head[1:]}
    before, after = add_classes(letter)
    if letter.chance(0.25):
        letter.add(before, number, after, WIDE, head[0])
        head = [WIDE * 4 + text for text in head[1:]]
    else:
        letter.add(before, number, after)
        if letter.chance(0.6):
            letter.gap()
        head = [rng.choice(("", " " * 24)) + text for text in head]
    for text in head:
        letter.add(text)


def add_classes(letter: Letter) -> tuple[str, str]:
    """Writes secrecy and urgency on lines above; returns what stands before and after the number."""
    rng = letter.rng
    before = after = ""
    top: list[str] = []
    if letter.chance(0.12):
        secrecy = rng.choice(SECRECY)
        mark_secret(letter, secrecy)
        where = rng.choice(("top", "top", "both", "foot", "before", "beside"))
        if where in ("top", "both"):
            top.append(secrecy)
        if where in ("both", "foot"):
            letter.foot = secrecy
        if where == "before":
            before = secrecy + " "
        if where == "beside":
            after = WIDE + secrecy
    if letter.chance(0.35):
        speed = rng.choice(SPEEDS)
        letter.record["speed"] = speed
        where = rng.choice(("top", "top", "before", "beside"))
        if where == "top" or before or after:
            top.append(speed)
        elif where == "before":
            before = speed + " "
        else:
            after = WIDE + speed
    if len(top) == 2 and letter.chance(0.4):
        top = [WIDE.join(top)]
    indent = rng.choice(("", "", " " * 34))
    for text in top:
        letter.add(indent, Piece(text, "class"))
    return before, after


def add_purpose(letter: Letter, purpose: str, hand: Hand) -> None:
    """The line จึงเรียนมาเพื่อ…, wrapped or not."""
    text = numerals(hand, purpose)
    for part in wrap(text, letter.rng.choice((40, 400))):
        letter.add(part)
    letter.record["purpose_line"] = whole(text)


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


def order(rng: random.Random) -> Letter:
    """คำสั่ง, numbered N/year."""
    letter, agency, hand = start(rng, "order")
    day = any_day(rng)
    letter.add(f"คำสั่ง{agency.name}")
    letter.record["issuer"] = agency.name
    letter.add(plain_number_piece(letter, hand, day.year, "ที่"))
    letter.record["subject"] = add_wrapped(letter, "เรื่อง", rng.choice(bank.SUBJECTS), hand)
    letter.add(rng.choice(("", "-" * 20)))
    add_body(letter, agency, day, hand)
    letter.add("ทั้งนี้ ตั้งแต่วันที่ ", numerals(hand, "1 ธันวาคม 2569"), " เป็นต้นไป")
    letter.gap()
    letter.add(WIDE, "สั่ง ณ วันที่ ", date_piece(letter, day, hand, ("full", "era", "era")))
    letter.gap()
    add_signature(letter, agency)
    return letter


def publicity(rng: random.Random) -> Letter:
    """ประกาศ, แถลงการณ์ and ข่าว."""
    letter, agency, hand = start(rng, "publicity")
    form = rng.choice(("ประกาศ", "ประกาศ", "แถลงการณ์", "ข่าว"))
    day = any_day(rng)
    letter.add(f"{form}{agency.name}")
    letter.record["issuer"] = agency.name
    letter.record["subject"] = add_wrapped(letter, "เรื่อง", rng.choice(bank.SUBJECTS), hand)
    if form == "แถลงการณ์" and letter.chance(0.5):
        letter.add(numerals(hand, "ฉบับที่ 2"))
    letter.add(rng.choice(("", "-" * 20)))
    add_body(letter, agency, day, hand)
    letter.gap()
    if form == "ประกาศ":
        letter.add(WIDE, "ประกาศ ณ วันที่ ", date_piece(letter, day, hand, ("full", "era")))
        letter.gap()
        add_signature(letter, agency)
    else:
        letter.add(WIDE, agency.name)
        letter.add(WIDE, date_piece(letter, day, hand, ("full",)))
    return letter


def record(rng: random.Random) -> Letter:
    """หนังสือรับรอง and รายงานการประชุม."""
    letter, agency, hand = start(rng, "record")
    day = any_day(rng)
    if letter.chance(0.4):
        letter.add("รายงานการประชุมคณะทำงานทดสอบระบบ")
        letter.add(numerals(hand, f"ครั้งที่ {rng.randint(1, 12)}/{day.year}"))
        letter.add(rng.choice(("เมื่อวันที่ ", "วันที่ ")), date_piece(letter, day, hand, ("full",)))
        letter.add("ณ ห้องประชุมสมมติ")
        letter.gap()
        letter.add("ผู้มาประชุม")
        for index, name in enumerate(bank.NAMES[:3], 1):
            letter.add(hand.digits(index), ". ", name, WIDE, "กรรมการ")
        letter.add("เริ่มประชุมเวลา ", numerals(hand, "09.30"), " น.")
        add_body(letter, agency, day, hand)
        letter.add("เลิกประชุมเวลา ", numerals(hand, "16.00"), " น.")
        letter.record |= {"issuer": ANY, "subject": ANY, "signatory": ANY}
        letter.record["number"] |= {"raw": ANY, "status": ANY, "running": ANY, "canonical": ANY}
        return letter
    letter.add(
        plain_number_piece(letter, hand, day.year, "เลขที่"),
        *((WIDE, agency.name) if letter.chance(0.4) else ()),
    )
    if len(letter.lines[-1]) == 1:
        letter.lines.append(line(agency.name))
    address = [numerals(hand, text) for text in agency.address]
    for text in address:
        letter.add(text)
    letter.record |= {"issuer": agency.name, "issuer_address": address, "subject": ANY}
    letter.gap()
    for text in wrap("หนังสือฉบับนี้ให้ไว้|เพื่อรับรองว่า นายสมมติ ทดสอบ|เป็นลูกจ้างของหน่วยงานนี้", 60):
        letter.add(text)
    letter.add("ตั้งแต่วันที่ ", write_date(any_day(rng, 2540, 2549), hand), " ถึงปัจจุบัน")
    letter.gap()
    letter.add(WIDE, "ให้ไว้ ณ วันที่ ", date_piece(letter, day, hand, ("full", "era")))
    letter.gap()
    add_signature(letter, agency)
    return letter


KINDS: dict[str, Callable[[random.Random], Letter]] = {
    "external": external,
    "internal": internal,
    "stamped": stamped,
    "order": order,
    "publicity": publicity,
    "record": record,
}
