"""Noise in words, marks and spaces.

What loses a letter is lost in the record too; what only looks different is not.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tests.circulars.generator.sheet import Letter

GLYPHS = str.maketrans(
    {
        "่": "\uf70a",
        "้": "\uf70b",
        "๊": "\uf70c",
        "๋": "\uf70d",
        "์": "\uf70e",
        "ั": "\uf710",
        "ิ": "\uf701",
        "ี": "\uf702",
    }
)
"""Marks as the private-use glyphs of old Thai fonts in PDF files."""
ZERO_WIDTH, NO_BREAK = "\u200b", "\u00a0"


def in_text(letter: Letter, change: Callable[[str], str]) -> None:
    """Changes every piece of the page."""
    for parts in letter.lines:
        for piece in parts:
            piece.text = change(piece.text)


def in_record(value: Any, change: Callable[[str], str]) -> Any:
    """The record with every string changed."""
    if isinstance(value, dict):
        return {key: in_record(each, change) for key, each in value.items()}
    if isinstance(value, list):
        return [in_record(each, change) for each in value]
    return change(value) if isinstance(value, str) else value


def disturb_marks(letter: Letter, rng: random.Random) -> None:
    """Vowels and tone marks taken apart, turned round, dropped, in private glyphs; invisible characters."""
    letter.tolerated.add("DECOMPOSED_THAI")
    lossy = rng.choice(((), (), ("สำนัก", "สานัก"), ("สำนัก", "ส านัก"), ("สิ่ง", "สงิ่"), ("หนังสือ", "หนงั สอื")))
    if lossy:
        in_text(letter, lambda text: text.replace(*lossy))
        letter.record = in_record(letter.record, lambda text: text.replace(*lossy))
    looks: list[Callable[[str], str]] = [
        lambda text: text.replace("้ำ", "้ํา").replace("ำ", "ํา"),
        lambda text: text.replace("แ", "เเ"),
        lambda text: text.replace("ี่", "่ี"),
        lambda text: text.translate(GLYPHS),
        lambda text: text.replace("การ", "การ" + ZERO_WIDTH).replace("ที่", "ที่" + ZERO_WIDTH),
        lambda text: text.replace(" ", NO_BREAK),
    ]
    for change in rng.sample(looks, rng.randint(1, 3)):
        in_text(letter, change)


def disturb_spaces(letter: Letter, rng: random.Random) -> None:
    """Spaces where there are none and none where there are some."""
    changes: list[Callable[[str], str]] = [
        lambda text: text.replace("กทม. ", "กทม."),
        lambda text: text.replace("รอง นรม.", "รองนรม."),
        lambda text: text.replace("ก.พ.ร.", "ก . พ . ร ."),
        lambda text: text.replace(" ๆ", "ๆ"),
        lambda text: text.replace("ระยะๆ", "ระยะ ๆ"),
        lambda text: text.replace("สิ่งที่ส่งมาด้วย", "สิ่งที่ส่ง มาด้วย"),
        lambda text: text.replace("โทร. ", "โทร."),
    ]
    for change in rng.sample(changes, 4):
        in_text(letter, change)
    for piece in letter.pieces("number"):
        if rng.random() < 0.7:
            slash = rng.choice((" / ", " /", "/ "))
            piece.text = slash.join(part.strip() for part in piece.text.split("/"))
        if rng.random() < 0.5:
            piece.text = piece.text.replace("ว ", "ว")


def _misread_name(letter: Letter, rng: random.Random) -> None:
    """A consonant of the signatory's surname is lost: fluent, and nobody's name. It is kept as it is read."""
    signatory = letter.record["signatory"]
    name = signatory.get("name") if isinstance(signatory, dict) else None
    if not isinstance(name, str) or name not in letter.text:
        return
    surname = name.split()[-1]
    places = [at for at, sign in enumerate(surname) if at and "ก" <= sign <= "ฮ"]
    if places:
        at = rng.choice(places)
        changed = name[: -len(surname)] + surname[:at] + surname[at + 1 :]
        in_text(letter, lambda text: text.replace(name, changed))
        letter.record = in_record(letter.record, lambda text: text.replace(name, changed))


WRONG, RIGHT = "คณะกรรมการรัฐมนตรี", "คณะรัฐมนตรี"


def disturb_words(letter: Letter, rng: random.Random) -> None:
    """Fluent and wrong: an office that does not exist, a resolution of nobody, a report to the King."""
    letter.tolerated |= {"SEMANTIC_CORRUPTION", "TITLE_GARBLED", "BODY_NAME_SUSPECT"}
    if rng.random() < 0.5:
        _misread_name(letter, rng)
    if rng.random() < 0.5:
        before = letter.text
        in_text(letter, lambda text: text.replace("คณะรัฐมนตรีได้ลงมติ", "ส่วนราชการมีมติคณะกรรมการ"))
        if letter.text != before:
            letter.required.discard(("RESOLUTION_WEEKDAY_UNUSUAL", "mentions.cabinet_resolutions"))
            letter.tolerated.add("RESOLUTION_WEEKDAY_UNUSUAL")
            letter.flag("BODY_NAME_SUSPECT", "mentions.cabinet_resolutions")
    if rng.random() < 0.5:
        in_text(letter, lambda text: text.replace("รายงานผลเป็นระยะ", "นำมากราบบังคมทูลเป็นระยะ"))
    if rng.random() < 0.7:
        in_text(letter, lambda text: text.replace(RIGHT, WRONG))
        letter.record = in_record(letter.record, lambda text: text.replace(RIGHT, WRONG))
        for item in letter.record["references"]:
            if WRONG in item["raw"]:
                item["type"] = item["date_be"] = "\x00any"
        for place in ("addressees", "enclosures"):
            if any(WRONG in item["raw"] for item in letter.record[place]):
                letter.flag("TITLE_GARBLED", place)
        letter.required.discard(("RESOLUTION_WEEKDAY_UNUSUAL", "mentions.cabinet_resolutions"))
        letter.tolerated.add("RESOLUTION_WEEKDAY_UNUSUAL")
