"""The parts of a letter: each writes its lines and puts what it means into the record."""

from __future__ import annotations

import re
from typing import Any

from tests.circulars.generator import bank
from tests.circulars.generator.bank import Agency
from tests.circulars.generator.digits import (
    DATE_STYLES,
    Day,
    Hand,
    Number,
    any_day,
    earlier,
    write_date,
)
from tests.circulars.generator.sheet import Letter, Piece, whole, wrap

SPEEDS = ("ด่วน", "ด่วนมาก", "ด่วนที่สุด")
SECRECY = ("ลับ", "ลับมาก", "ลับที่สุด")
TUESDAY = 1
WIDE = " " * 12


def numerals(hand: Hand, text: str) -> str:
    """`text` with every number in the writer's script."""
    return re.sub(r"\d+", lambda match: hand.digits(match.group()), text)


def new_number(letter: Letter, agency: Agency, circular: bool) -> Number:
    """A number of that agency."""
    rng = letter.rng
    sub = agency.sub if agency.sub and letter.chance(0.6) else None
    return Number(agency.prefix, rng.choice(agency.codes), rng.randint(1, 9999), circular, sub)


def number_record(number: Number, raw: str) -> dict[str, Any]:
    """What the record says of a readable number."""
    return {
        "raw": raw,
        "prefix": number.prefix,
        "subagency": number.sub,
        "unit_code": number.code,
        "circular": number.circular,
        "running": number.running,
        "canonical": number.canonical,
        "status": ANY_READING,
    }


ANY_READING = ("ok", "normalised")
"""Either status: the sources do not say when mixed digits make a number "normalised"."""


def number_piece(letter: Letter, number: Number, hand: Hand, label: str = "ที่") -> Piece:
    """The labelled number, entered in the record."""
    raw = f"{label} {number.write(hand, letter.rng)}"
    letter.record["number"] = number_record(number, raw)
    letter.record["is_circular"] = number.circular
    letter.written.number = number.canonical
    letter.number = number
    letter.tolerated.add("MIXED_DIGITS")
    return Piece(raw, "number")


def plain_number_piece(letter: Letter, hand: Hand, year: int, label: str) -> Piece:
    """An order's or certificate's number N/YYYY, entered in the record."""
    running = letter.rng.randint(1, 2400)
    raw = f"{label} {hand.digits(running)}/{hand.digits(year)}"
    letter.record["number"] |= {
        "raw": raw,
        "running": running,
        "canonical": f"{running}/{year}",
        "status": ANY_READING,
    }
    letter.written.number = f"{running}/{year}"
    return Piece(raw, "plain-number")


def letter_day(letter: Letter) -> Day:
    """A day for the letter: now and then only a month, or a day that no calendar has."""
    day = any_day(letter.rng)
    chance = letter.rng.random()
    if chance < 0.06:
        return Day(day.year, day.month, None)
    if chance < 0.12:
        impossible = letter.rng.choice(((31, 4), (30, 2), (31, 9), (29, 2), (31, 11)))
        year = 2564 if impossible == (29, 2) else day.year
        return Day(year, impossible[1], impossible[0])
    return day


def date_piece(letter: Letter, day: Day, hand: Hand, styles: tuple[str, ...] = DATE_STYLES) -> Piece:
    """The letter's date, entered in the record with the flags it deserves."""
    style = letter.rng.choice(styles if day.day else ("full", "era"))
    raw = write_date(day, hand, style)
    enter_date(letter, day, raw)
    letter.written.date = day.be
    return Piece(raw, "date" if day.day and day.valid and style == "full" else "odd-date")


def enter_date(letter: Letter, day: Day, raw: str) -> None:
    """Puts the date as read into the record."""
    status = "incomplete" if day.day is None else "ok" if day.valid else "invalid"
    letter.record["date"] = {
        "raw": raw,
        "be": day.be,
        "iso": day.iso,
        "precision": "month" if day.day is None else "day",
        "status": status,
    }
    letter.required -= {("DATE_DAY_MISSING", "date"), ("INVALID_DATE", "date")}
    letter.day = day
    if status == "incomplete":
        letter.flag("DATE_DAY_MISSING", "date")
    if status == "invalid":
        letter.flag("INVALID_DATE", "date")


def add_wrapped(letter: Letter, label: str, value: str, hand: Hand, gap: str = " ") -> str:
    """A labelled value over as many lines as it takes; returns it in one line."""
    text = numerals(hand, value)
    lines = wrap(text, letter.rng.choice((40, 55, 90, 400)))
    indent = " " * letter.rng.choice((0, 0, 12))
    letter.add(label, gap, lines[0])
    for rest in lines[1:]:
        letter.add(indent, rest)
    return whole(text)


def add_addressees(letter: Letter, label: str, people: tuple[str, ...]) -> None:
    """เรียน or ถึง with its addressees, separated by commas, spaces or a word, or on lines of their own."""
    rng = letter.rng
    letter.record |= {"salutation": label, "addressees": [{"raw": each} for each in people]}
    spaced = any(" " in each for each in people)
    way = rng.choice(("comma", "comma", "and", "lines") + (() if spaced else ("space", "space")))
    if way == "lines" and len(people) > 1:
        letter.add(label, " ", people[0])
        for each in people[1:]:
            letter.add(" " * 6, each)
        return
    if way == "comma":
        text = rng.choice((", ", ", ", ",")).join(people)
    elif way == "space":
        text = " ".join(people)
    else:
        text = " ".join(people[:-1]) if not spaced else ", ".join(people[:-1])
        text = f"{text} และ{people[-1]}" if len(people) > 1 else people[0]
    letter.add(label, " ", text)


def cited_letter(letter: Letter, day: Day, hand: Hand, copy: bool = False) -> tuple[str, dict[str, Any]]:
    """A citation of another letter and what it refers to."""
    rng = letter.rng
    agency = rng.choice(bank.AGENCIES)
    number = new_number(letter, agency, letter.chance(0.6))
    when = earlier(day, rng)
    if day.day and day.valid and letter.chance(0.03):
        when = Day(day.year + 1, when.month, min(when.day or 1, 28))
        letter.flag("CHRONOLOGY_SUSPECT|CROSSREF_DATE_MISMATCH", "*")
        letter.tolerated |= {"CHRONOLOGY_SUSPECT", "CROSSREF_DATE_MISMATCH"}
    speed = rng.choice(("", "", "", "ด่วนที่สุด ", "ด่วนมาก ", "ด่วน ", "ลับ "))
    if speed == "ลับ " and letter.record["secrecy"] is None:
        letter.flag("CITES_SECRET", "enclosures" if copy else "references")
    style = rng.choice(("full", "full", "era", "short", "short2"))
    label = rng.choice(("ลงวันที่ ", "ลงวันที่ ", "ลว. "))
    who = f"{'สำเนา' if copy else ''}หนังสือ|{agency.name}|"
    text = f"{who} {speed}ที่ {number.write(hand, rng)}| {label}{write_date(when, hand, style)}"
    return text, {"type": "letter", "number_canonical": number.canonical, "date_be": when.be}


def add_references(letter: Letter, day: Day, hand: Hand) -> None:
    """อ้างถึง: letters, resolutions, laws, regulations and other papers."""
    rng = letter.rng
    found: list[tuple[str, dict[str, Any]]] = []
    for _ in range(rng.choice((0, 0, 1, 1, 2, 3))):
        kind = rng.choice(("letter", "letter", "letter", "cabinet_resolution", "law", "regulation", "other"))
        record: dict[str, Any] = {"type": kind, "number_canonical": None, "date_be": None}
        if kind == "letter":
            text, record = cited_letter(letter, day, hand)
        elif kind == "cabinet_resolution":
            when = earlier(day, rng, TUESDAY)
            text = f"มติคณะรัฐมนตรี|{rng.choice((' ', ''))}เมื่อวันที่ {write_date(when, hand)}"
            record["date_be"] = when.be
        else:
            text = rng.choice({"law": bank.LAWS, "regulation": bank.REGULATIONS, "other": bank.OTHERS}[kind])
        found.append((text, record))
    texts = add_list(letter, "อ้างถึง", [text for text, _ in found], hand)
    letter.record["references"] = [
        {**record, "raw": text} for text, (_, record) in zip(texts, found, strict=True)
    ]


def add_enclosures(letter: Letter, day: Day, hand: Hand) -> None:
    """สิ่งที่ส่งมาด้วย, with and without copies, quantities and numbering."""
    rng = letter.rng
    found: list[tuple[str, dict[str, Any]]] = []
    chosen = rng.sample(bank.ENCLOSURES, rng.choice((0, 0, 1, 1, 2, 3, 4)))
    for matter in chosen:
        record: dict[str, Any] = {"quantity": None, "unit": None, "cites_letter": None}
        text = matter
        if letter.chance(0.2):
            text, record["cites_letter"] = cited_letter(letter, day, hand, copy=True)
        if letter.chance(0.75):
            record["quantity"], record["unit"] = rng.randint(1, 60), rng.choice(bank.UNITS)
            word = rng.choice(("จำนวน ", "จำนวน ", "จำนวน ", ""))
            space = rng.choice(("| ", "| ", "| ", WIDE))
            text += f"{space}{word}{record['quantity']} {record['unit']}"
        found.append((text, record))
    texts = add_list(letter, "สิ่งที่ส่งมาด้วย", [text for text, _ in found], hand)
    letter.record["enclosures"] = [
        {"n": n, "raw": text, **record}
        for n, (text, (_, record)) in enumerate(zip(texts, found, strict=True), 1)
    ]


def add_list(letter: Letter, label: str, texts: list[str], hand: Hand) -> list[str]:
    """A labelled list, numbered when it has several items; returns each item in one line."""
    if not texts:
        return []
    rng = letter.rng
    texts = [numerals(hand, text) for text in texts]
    width = rng.choice((45, 60, 80, 400))
    hang = rng.choice((0, 0, len(label) + 1))
    dot = rng.choice((". ", ". ", ") ", "."))
    plain = len(texts) > 1 and letter.chance(0.12) and all(_counted(text) for text in texts)
    alone = len(texts) > 1 and letter.chance(0.15)
    if alone:
        letter.add(label)
    for index, text in enumerate(texts):
        mark = hand.digits(index + 1) + dot if len(texts) > 1 and not plain else ""
        lines = wrap(mark + text, 400 if plain else width)
        first = alone or index > 0
        letter.add(" " * hang if first else label + " ", lines[0])
        for rest in lines[1:]:
            letter.add(" " * (hang and hang + 3), rest)
    return [whole(text) for text in texts]


def _counted(text: str) -> bool:
    return "จำนวน" in text


def add_body(letter: Letter, agency: Agency, day: Day, hand: Hand) -> None:
    """Opening, paragraphs full of traps, items; wrapped as a typist would."""
    rng = letter.rng
    paragraphs = [rng.choice(bank.OPENINGS).replace("{issuer}", agency.name)]
    if letter.chance(0.3):
        when = earlier(day, rng, TUESDAY)
        unusual = letter.chance(0.25)
        if unusual:
            when = earlier(day, rng, rng.choice((0, 2, 3, 4)))
            letter.flag("RESOLUTION_WEEKDAY_UNUSUAL", "mentions.cabinet_resolutions")
        paragraphs.append(
            f"คณะรัฐมนตรีได้ลงมติ|เมื่อวันที่ {write_date(when, Hand('arabic', rng))}| รับทราบผลการดำเนินการแล้ว"
        )
    paragraphs += rng.sample(bank.PARAGRAPHS, rng.randint(0, 3))
    if letter.chance(0.04):
        paragraphs.append(f"ผู้ขอใช้บริการ|เลขประจำตัวประชาชน {citizen_number(letter)}|ได้ยื่นคำขอแล้ว")
        letter.flag("PERSONAL_DATA|PERSONAL_DATA", "*")
        letter.tolerated.add("PERSONAL_DATA")
    paragraphs += [
        f"{n}. {text}" for n, text in enumerate(rng.sample(bank.ITEMS, rng.choice((0, 0, 2, 3))), 1)
    ]
    width = rng.choice((38, 60, 90, 400))
    for paragraph in paragraphs:
        for text in wrap(numerals(hand, paragraph), width):
            letter.add(Piece(text, "body"))
        if letter.chance(0.7):
            letter.gap()


def citizen_number(letter: Letter) -> str:
    """A number of 13 digits with the right check digit, of nobody."""
    digits = [9, *(letter.rng.randint(0, 9) for _ in range(11))]
    check = (
        11 - sum(weight * digit for weight, digit in zip(range(13, 1, -1), digits, strict=True)) % 11
    ) % 10
    text = "".join(map(str, [*digits, check]))
    return "-".join((text[0], text[1:5], text[5:10], text[10:12], text[12]))


def mark_secret(letter: Letter, secrecy: str) -> None:
    """The record of a classified letter: never public."""
    letter.record |= {"secrecy": secrecy, "publishable": False}
    letter.written.secrecy = secrecy
    letter.flag("SECRECY_NO_PUBLISH", "secrecy")
