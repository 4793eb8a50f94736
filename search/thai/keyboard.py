"""Text typed with the keyboard left in the other language, on the Kedmanee layout (TIS 820).

"rklxviN9" is พาสปอร์ต, and "แนอรก" is covid.
"""

from __future__ import annotations

import re

from search.thai.normalise import normalise
from search.thai.segment import dictionary, segment

_KEYS = "1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./"
_THAI = "ๅ/-ภถุึคตจขชๆไำพะัีรนยบลฟหกดเ้่าสวงผปแอิืทมใฝ"
_SHIFTED_KEYS = '!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?'
_SHIFTED_THAI = '+๑๒๓๔ู฿๕๖๗๘๙๐"ฎฑธํ๊ณฯญฐ,ฤฆฏโฌ็๋ษศซ.()ฉฮฺ์?ฒฬฦ'
_TO_THAI = str.maketrans(_KEYS + _SHIFTED_KEYS, _THAI + _SHIFTED_THAI)

_TO_LATIN = str.maketrans(_THAI, _KEYS)

_LATIN = re.compile(r"[!-~ ]*[A-Za-z\[\];',./=-][!-~ ]*")
_LETTER = re.compile("[ก-ฮ]")
_ENGLISH = re.compile(r"(?=.*[aeiouy])(?!.*(?:[bcdfghjklmnpqrstvwxz]{5}|[aeiou]{4}|(.)\1\1))[a-z]{4,}")
"""What may be an English word: letters alone, with vowels among them."""
_IMPOSSIBLE = re.compile(r"(?<![ก-๎])[ะัำาิีึืฺุู็่้๊๋์ํๆ]|[เแโใไ][ะัิีึืฺุู็่้๊๋์ๆ]|[ะาำเแโใไ][ัิีึืฺุู็่้๊๋์]|[เแโใไ](?![ก-๎])|[ัิีึืุู][ัิีึืุูำ]")
"""What no word in Thai letters has: a mark or a vowel behind nothing that could bear it."""
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


def meant_in_part(text: str) -> str | None:
    """A text in which some words were typed in English keys, with those in Thai; None where none was."""
    if not _LETTER.search(text):
        return None
    words = text.split(" ")
    meant = [(meant_thai(word) if len(word) > 3 else None) or word for word in words]
    return " ".join(meant) if meant != words else None


def latin_in_part(text: str) -> str:
    """A text in which words that no Thai can be are what their keys write in English: "้นีหำ้นสก" is household.

    To be called before the text is normalised, which would put the marks in order.
    """
    if not _IMPOSSIBLE.search(text):
        return text
    return " ".join(_latin(word) or word for word in text.split(" "))


def _latin(word: str) -> str | None:
    if not _IMPOSSIBLE.search(word):
        return None
    latin = word.translate(_TO_LATIN)
    return latin if _ENGLISH.fullmatch(latin) else None


def meant_latin(word: str) -> str | None:
    """The English word whose keys write a row of Thai letters that is no Thai; None for other rows."""
    latin = word.translate(_TO_LATIN)
    if not _ENGLISH.fullmatch(latin):
        return None
    known = dictionary()
    return None if all(piece in known for piece in segment(word)) else latin
