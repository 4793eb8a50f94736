"""The foot of a letter: signature with its authority, owner unit, telephones."""

from __future__ import annotations

from tests.circulars.generator import bank
from tests.circulars.generator.bank import Agency
from tests.circulars.generator.digits import Hand, arabic_digits
from tests.circulars.generator.parts import numerals
from tests.circulars.generator.sheet import Letter, Piece


def add_signature(letter: Letter, agency: Agency) -> None:
    """The name in brackets and the position, with acting and by-delegation forms over several lines."""
    rng = letter.rng
    name = rng.choice(bank.NAMES)
    acting = rng.choice((None, None, "ปฏิบัติราชการแทน", "รักษาราชการแทน"))
    if acting is None:
        position = [agency.chief]
    else:
        position = rng.choice(
            (
                [agency.deputy, f"{acting}{agency.chief}"],
                [agency.deputy, f"{acting} {agency.chief}"],
                [f"{agency.deputy} {acting}", agency.chief],
                [agency.deputy, acting, agency.chief],
                [agency.deputy, "หัวหน้ากลุ่มภารกิจด้านบริการสมมติ", f"{acting}{agency.chief}"],
                [f"{agency.deputy} {acting}{agency.chief}"],
            )
        )
    if letter.chance(0.15):
        letter.add("ลงชื่อ", " " * 20)
    indent = rng.choice(("", "", " " * 30))
    letter.add(indent, f"({rng.choice(('', '', ' '))}{name}{rng.choice(('', '', ' '))})")
    for each in position:
        letter.add(indent, each)
    letter.record["signatory"] = {
        "name": name,
        "position": " ".join(position),
        "acting_type": acting,
        "acting_for": agency.chief if acting else None,
    }


def add_owner(letter: Letter, agency: Agency, hand: Hand) -> None:
    """The owner unit at the foot with telephones, fax, e-mail and copies sent."""
    rng = letter.rng
    units = rng.choice((agency.units[:1], agency.units, agency.units[:1]))
    for unit in units:
        letter.add(unit)
    letter.record["owner_unit"] = " / ".join(units)
    phone, fax = add_phones(letter, hand)
    letter.record |= {"phones": phone, "fax": fax}
    if letter.chance(0.3):
        letter.add(rng.choice(("อีเมล ", "ไปรษณีย์อิเล็กทรอนิกส์ ", "E-mail : ")), "saraban@example.go.th")
    if letter.chance(0.2):
        letter.add("สำเนาส่ง ", rng.choice(("สำนักงานจังหวัดสมมติ", "กรมทดสอบสมมติ")))


def new_phone(letter: Letter) -> str:
    """A land line that nobody has."""
    return f"0 2000 {letter.rng.randint(0, 9999):04}"


def add_phones(letter: Letter, hand: Hand) -> tuple[list[str], list[str]]:
    """Lines of telephone and fax; returns the numbers in Arabic digits."""
    rng = letter.rng
    phone = new_phone(letter)
    if letter.chance(0.4):
        phone += rng.choice((" ต่อ 301 - 303", " ต่อ 1207", " ต่อ 12, 14"))
    text = rng.choice(("โทร. ", "โทร. ", "โทร.", "โทรศัพท์ ", "โทร ")) + numerals(hand, phone)
    if not letter.chance(0.6):
        letter.add(Piece(text, "phone"))
        return [arabic_digits(phone)], []
    fax = new_phone(letter)
    fax_text = rng.choice(("โทรสาร ", "โทรสาร. ")) + numerals(hand, fax)
    if letter.chance(0.3):
        letter.add(Piece(text, "phone"), " ", fax_text)
    else:
        letter.add(Piece(text, "phone"))
        letter.add(fax_text)
    return [phone], [fax]
