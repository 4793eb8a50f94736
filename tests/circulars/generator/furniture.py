"""What offices and machines add to a page and no record may take for the letter's own words."""

from __future__ import annotations

from tests.circulars.generator.bank import MOTTOES
from tests.circulars.generator.digits import Hand, any_day, write_date
from tests.circulars.generator.parts import WIDE, numerals
from tests.circulars.generator.sheet import Letter, Line, Piece, line


def furnish(letter: Letter, rate: float) -> None:
    """Adds each kind of page furniture with probability `rate`, and the secrecy word due at the foot."""
    hand = Hand(letter.rng.choice(("thai", "arabic")), letter.rng)
    if letter.chance(rate):
        break_page(letter, hand)
    if letter.chance(rate):
        letter.gap()
        letter.add(Piece(letter.rng.choice(MOTTOES), "furniture"))
    if letter.foot:
        letter.gap()
        letter.add(letter.rng.choice(("", WIDE * 3)), Piece(letter.foot, "class"))
    if letter.chance(rate):
        letter.lines[:0] = received_stamp(letter, hand)
    if letter.chance(rate):
        letter.lines.insert(0, line(Piece(fax_banner(letter), "furniture")))


def received_stamp(letter: Letter, hand: Hand) -> list[Line]:
    """ตรารับ of the receiving office: its number and date are not the letter's."""
    rng = letter.rng
    number = f"รับที่ {hand.digits(rng.randint(1, 9999))}"
    day = f"วันที่ {write_date(any_day(rng, 2566, 2568), hand, rng.choice(('short', 'short2', 'full')))}"
    time = f"เวลา {numerals(hand, '10.45')} น."
    office = rng.choice(("", "กลุ่มงานสารบรรณจำลอง"))
    texts = [f"{number} {day} {time}"] if letter.chance(0.3) else [number, day, time]
    return [line(Piece(text, "furniture")) for text in ([office] if office else []) + texts] + [[]]


def fax_banner(letter: Letter) -> str:
    """A line that a fax machine printed."""
    rng = letter.rng
    return rng.choice(
        (
            f"FROM : TEST OFFICE   FAX NO. : 0 2000 {rng.randint(0, 9999):04}   24 DEC 2023 10:15   P. 1/2",
            f"FROM: ASSUMED DEPT FAX NO. 02000{rng.randint(0, 9999):04} P. 1/3",
        )
    )


def break_page(letter: Letter, hand: Hand) -> None:
    """A page break before a paragraph of the body: catchword, secrecy at foot and head, page number."""
    rng = letter.rng
    starts = [
        index
        for index in range(1, len(letter.lines))
        if letter.lines[index]
        and letter.lines[index][0].role == "body"
        and (not letter.lines[index - 1] or letter.lines[index][0].text[:2] in ("2.", "๒.", "3.", "๓."))
    ]
    if not starts:
        return
    at = rng.choice(starts)
    words = letter.lines[at][0].text
    space = words.find(" ", 6)
    cut = space if 0 < space < 30 else 14
    parts: list[Line] = [[], line(Piece(f"/{words[:cut]}…", "furniture"))]
    if letter.foot:
        parts.append(line(Piece(letter.foot, "class")))
    number = rng.choice(("- {} -", "- {} -", "-{}-", "{}", "หน้า {}")).format(hand.digits(2))
    parts += [[], line(Piece(rng.choice(("", WIDE * 3)) + number, "furniture"))]
    if letter.foot:
        parts.append(line(Piece(letter.foot, "class")))
    letter.lines[at:at] = [*parts, []]
