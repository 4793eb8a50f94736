"""The head of a letter: sender, number, urgency and secrecy wherever offices put them; its purpose line."""

from __future__ import annotations

import random

from tests.circulars.generator import bank
from tests.circulars.generator.bank import Agency
from tests.circulars.generator.digits import Hand
from tests.circulars.generator.parts import (
    SECRECY,
    SPEEDS,
    WIDE,
    mark_secret,
    new_number,
    number_piece,
    numerals,
)
from tests.circulars.generator.sheet import ANY, Letter, Piece, empty_record, whole, wrap


def start(rng: random.Random, kind: str) -> tuple[Letter, Agency, Hand]:
    """An empty letter, its sender and its writer's hand."""
    letter = Letter(rng, kind, record=empty_record(kind))
    letter.tolerated |= {"DIGIT_DISTRIBUTION_ANOMALY"}
    hand = Hand(rng.choice(("thai", "thai", "arabic", "mixed")), rng)
    agency = rng.choice(bank.AGENCIES)
    if kind != "external":  # an address names the building, every other form the body itself
        agency = agency._replace(name=agency.name.replace("ศาลากลาง", "").replace("สำนักงานเทศบาล", "เทศบาล"))
    return letter, agency, hand


def add_heading(letter: Letter, agency: Agency, hand: Hand) -> None:
    """Number, sender and address, with urgency and secrecy wherever offices put them."""
    rng = letter.rng
    number = number_piece(letter, new_number(letter, agency, letter.chance(0.55)), hand)
    if letter.chance(0.03):
        leave_out_number(letter, number)
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


def leave_out_number(letter: Letter, piece: Piece) -> None:
    """A letter sent out before its number was entered: `ที่ นร 1205/`."""
    piece.text, piece.role = piece.text[: piece.text.rindex("/") + 1] + "      ", "settled"
    letter.record["number"] = dict.fromkeys(letter.record["number"], ANY) | {
        "canonical": None,
        "running": None,
    }
    letter.record["is_circular"] = ANY
    letter.flag("NUMBER_UNREADABLE|NUMBER_MISSING", "number")
    letter.number, letter.written.number = None, None


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
