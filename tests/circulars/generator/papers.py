"""Orders, announcements and papers of evidence: letters that are not sent from office to office."""

from __future__ import annotations

import random

from tests.circulars.generator import bank
from tests.circulars.generator.bank import Agency
from tests.circulars.generator.digits import Day, Hand, any_day, write_date
from tests.circulars.generator.foot import add_signature
from tests.circulars.generator.heading import start
from tests.circulars.generator.parts import (
    WIDE,
    add_body,
    add_wrapped,
    date_piece,
    numerals,
    plain_number_piece,
)
from tests.circulars.generator.sheet import ANY, Letter, line, wrap


def order(rng: random.Random) -> Letter:
    """คำสั่ง, numbered N/year; now and then a ระเบียบ or ข้อบังคับ."""
    letter, agency, hand = start(rng, "order")
    day = any_day(rng)
    if letter.chance(0.15):
        return rule(letter, agency, hand, day)
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


def rule(letter: Letter, agency: Agency, hand: Hand, day: Day) -> Letter:
    """ระเบียบ and ข้อบังคับ: a title without เรื่อง, in force from a day of its own."""
    letter.add(f"{letter.rng.choice(('ระเบียบ', 'ข้อบังคับ'))}{agency.name}")
    letter.add("ว่าด้วยการทดสอบการให้บริการสมมติ")
    letter.add(numerals(hand, f"พ.ศ. {day.year}"))
    letter.gap()
    add_body(letter, agency, day, hand)
    letter.gap()
    letter.add(WIDE, "ประกาศ ณ วันที่ ", date_piece(letter, day, hand, ("full", "era")))
    letter.gap()
    add_signature(letter, agency)
    letter.record |= {"issuer": agency.name, "subject": ANY}
    letter.record["number"] = dict.fromkeys(letter.record["number"], ANY) | {"circular": False}
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
