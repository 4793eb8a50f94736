"""The laws of normalising hold for texts damaged the way scanners, fonts and PDF producers damage them."""

import random

from search.thai import align, normalise

CORRUPTIONS = 10_000

_TEXT = (
    "ที่ นร ๐๕๐๕/ว ๑๑๘ สำนักเลขาธิการคณะรัฐมนตรี ทำเนียบรัฐบาล กทม. ๑๐๓๐๐ ลงวันที่ ๒๘ กุมภาพันธ์ ๒๕๖๔ "
    "เรื่อง แนวทางการจัดตั้งศูนย์บริการร่วม (ก.พ.ร.) โทร. ๐ ๒๒๘๐ ๙๐๐๐ ต่อ 1205/85 เป็นระยะ ๆ ต่าง ๆ\n"
    "น้ำแข็ง กำหนด ผู้ว่าราชการจังหวัด สิ่งที่ส่งมาด้วย “หนังสือ” และ e-Service ภายใน 30 วัน ฯลฯ"
)

# Pairs of what is right and what is read instead; each class of damage that has been met.
_SWAPS = (
    *(
        ("๘", "๕"),
        ("๙", "๕"),
        ("๔", "๕"),
        ("๓", "พ"),
        ("๐", "o"),
        ("๐", "0"),
        ("๑", "l"),
        ("๖", "๒"),
        ("1", "l"),
    ),
    *(
        ("5", "S"),
        ("8", "B"),
        ("/", " / "),
        (". ", "."),
        (".", " . "),
        (" ๆ", "ๆ"),
        ("ๆ", " ๆ "),
        ("ว ", "ว"),
    ),
    *(("ำ", "ํา"), ("แ", "เเ"), ("ที่", "ท่ี"), ("น้ำ", "น้ํา"), ("น้ำ", "นำ้"), ("สำนัก", "ส านัก"), ("ำ", "า")),
    *(("สิ่ง", "สงิ่"), ("หนังสือ", "หนงั สอื"), ("คณะ", "คณะกรรมการ"), (" ", "\u00a0"), (" ", "\n- 2 -\n")),
    *(
        ("่", "\uf70a"),
        ("้", "\uf70b"),
        ("์", "\uf70e"),
        ("ิ", "\uf701"),
        ("ั", "\uf884"),
        ("ำ", "ำำ"),
        ("-", "–"),
    ),
)
_STRAY = (*"่้๊๋์็ํัิีึืฺุู", "\u200b", "\u200c", "\u00ad", "\ufeff", "\u00a0", "\n", "  ", "\0", "\ud83d", "\uf71a")


def _corrupted(chance: random.Random) -> str:
    start = chance.randrange(len(_TEXT) - 20)
    text = _TEXT[start : start + chance.randrange(4, 90)]
    for _ in range(chance.randrange(1, 7)):
        kind = chance.randrange(5)
        at = chance.randrange(len(text) + 1)
        if kind < 2:
            right, wrong = chance.choice(_SWAPS)
            text = text[:at] + text[at:].replace(right, wrong, chance.randrange(1, 4))
        elif kind == 2:
            text = text[:at] + chance.choice(_STRAY) * chance.randrange(1, 3) + text[at:]
        elif kind == 3:
            text = text[:at] + text[at + 1 :]
        else:
            text = text[:at] + text[at : at + 2][::-1] + text[at + 2 :]
    return text


def test_damaged_texts_are_normalised_for_good_and_lead_back_to_where_they_came_from():
    chance = random.Random(2566)
    changed = cut_out = 0
    for _ in range(CORRUPTIONS):
        text = _corrupted(chance)
        once = normalise(text)
        changed += once != text
        assert normalise(once) == once, ascii(text)
        aligned = align(text)
        assert aligned.text == once, ascii(text)
        starts, ends = list(aligned.starts), list(aligned.ends)
        assert len(starts) == len(ends) == len(once), ascii(text)
        assert starts == sorted(starts), ascii(text)
        assert ends == sorted(ends), ascii(text)
        assert all(0 <= s <= e <= len(text) for s, e in zip(starts, ends, strict=True)), ascii(text)
        # A word in the middle is cut from the original such that it normalises to itself again, wherever
        # its edges stand apart from their neighbours: a mark or a sign belongs to what is before it.
        for word in _words(once):
            cut_out += 1
            start, end = aligned.source(*word)
            assert normalise(text[start:end]) == once[word[0] : word[1]], (ascii(text), word)
    assert changed > CORRUPTIONS / 2
    assert cut_out > CORRUPTIONS / 10


def _words(text: str) -> list[tuple[int, int]]:
    """Runs of plain letters and digits between white space."""
    found, at = [], 0
    for piece in text.split(" "):
        if piece and all((char.isascii() and char.isalnum()) or "ก" <= char <= "ฮ" for char in piece):
            found.append((at, at + len(piece)))
        at += len(piece) + 1
    return found
