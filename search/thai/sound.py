"""How Thai words sound, for words spelt by ear: พาสี is ภาษี, อนุยาด is อนุญาต.

Not a transcription: two words that sound alike shall have one key, and few others shall.
"""

from __future__ import annotations

import re

_FIRST = {
    "ค": "ขฃคฅฆ",
    "ช": "ฉชฌ",
    "ส": "ซศษส",
    "ด": "ฎด",
    "ต": "ฏต",
    "ท": "ฐฑฒถทธ",
    "น": "ณน",
    "พ": "ผพภ",
    "ฟ": "ฝฟ",
    "ย": "ญย",
    "ล": "รลฬ",
    "ห": "หฮ",
}
_LAST = {"ก": "กขคฆ", "ด": "จชซฌฎฏฐฑฒดตถทธศษส", "บ": "บปพภฟ", "น": "ญณนรลฬ"}
_AS_FIRST = str.maketrans({sign: one for one, signs in _FIRST.items() for sign in signs})
_AS_LAST = {sign: one for one, signs in _LAST.items() for sign in signs}
_SHORT = str.maketrans("ีืู", "ิึุ")

_STEPS = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        ("[่้๊๋็ฺํ]", ""),
        ("[ก-ฮ][ิุ]?์", ""),  # not spoken
        ("รร(?=[ก-ฮ])", "ั"),
        ("รร", "ัน"),
        ("ฤ", "ริ"),
        ("ำ", "ัม"),
        ("ใ|ไย|ไ", "ไ"),
        ("ัย", "ไ"),
        ("ห(?=[งญนมยรลว])", ""),  # it only gives a tone
        ("ทร(?=[าิีึืุูัะไ])", "ซ"),  # ทราบ
        ("ะ", ""),
        ("เ(?=[ก-ฮ]{1,3}[ีื])", ""),  # written before, spoken behind
        ("(?<=[าีเแุู]ต)[ิุ](?![ก-ฮ])|(?<=[เแ][ก-ฮ]ต)[ิุ](?![ก-ฮ])", ""),  # ชาติ, เหตุ
        ("(?<=[ัาิีึืุู][ก-ฮ])ร(?![ก-๎])", ""),  # บัตร, จักร
        ("(?<=[ก-ฮ])อ(?=[ก-ฮ])", ""),
    )
)
_CLOSING = re.compile(
    "(?<=ั)[ก-ฮ]"  # always ends a syllable
    "|(?<=[าิีึืุู])[ก-ฮ](?![ะ-ฺ็-๎])"
    "|(?<=[ก-ฮ])[ก-ฮ](?![ก-๎])"
)
_TWICE = re.compile(r"([ก-ฮ])\1+")
_KEPT = 4
"""Letters that a key needs to tell one word from many."""


def sound(word: str) -> str:
    """A key that words which sound alike share; empty where too little of the word is left.

    >>> sound("พาสี") == sound("ภาษี"), sound("ทะหาน") == sound("ทหาร"), sound("มอระดก") == sound("มรดก")
    (True, True, True)
    """
    key = word
    for pattern, by in _STEPS:
        key = pattern.sub(by, key)
    key = _CLOSING.sub(lambda sign: _AS_LAST.get(sign.group(), sign.group()), key)
    key = _TWICE.sub(r"\1", key.translate(_AS_FIRST).translate(_SHORT))
    return key if len(key) >= _KEPT else ""
