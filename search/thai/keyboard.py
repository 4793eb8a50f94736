"""Thai typed with the keyboard left in English: "rklxviN9" is พาสปอร์ต on the Kedmanee layout (TIS 820)."""

from __future__ import annotations

import re

from search.thai.normalise import normalise
from search.thai.segment import dictionary, segment

_KEYS = "1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./"
_THAI = "ๅ/-ภถุึคตจขชๆไำพะัีรนยบลฟหกดเ้่าสวงผปแอิืทมใฝ"
_SHIFTED_KEYS = '!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?'
_SHIFTED_THAI = '+๑๒๓๔ู฿๕๖๗๘๙๐"ฎฑธํ๊ณฯญฐ,ฤฆฏโฌ็๋ษศซ.()ฉฮฺ์?ฒฬฦ'
_TO_THAI = str.maketrans(_KEYS + _SHIFTED_KEYS, _THAI + _SHIFTED_THAI)

_LATIN = re.compile(r"[!-~ ]*[A-Za-z\[\];',./=-][!-~ ]*")
_LETTER = re.compile("[ก-ฮ]")
_SHORTEST = 3
"""Letters of Thai below which a row of keys says nothing."""


def meant_thai(text: str) -> str | None:
    """What the keys of `text` write in Thai, where all of it is words of the dictionary; None for other text.

    An English word hardly ever becomes nothing but long Thai words, so what does was meant so.
    """
    if not _LATIN.fullmatch(text) or len(text) > 120:
        return None
    thai = normalise(text.translate(_TO_THAI))
    if len(_LETTER.findall(thai)) < _SHORTEST:
        return None
    words = [word for word in segment(thai) if word.strip()]
    known = dictionary()
    if not all(word in known for word in words):
        return None
    # Short words are strung together by chance: on average a word must have three letters or more.
    return thai if sum(map(len, words)) >= 3 * len(words) else None
