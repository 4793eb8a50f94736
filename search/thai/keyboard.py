"""Text typed with the keyboard in the other language or Caps Lock on, on the Kedmanee layout (TIS 820).

"rklxviN9" is พาสปอร์ต, "แนอรก" is covid, and "๖ณซ๗ศ๓ษฑณ๔" is ตรวจสภาพรถ with Caps Lock on.
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

_SHIFTED_SIGNS = frozenset(_SHIFTED_THAI)
_UNLOCKED = str.maketrans(_THAI + _SHIFTED_THAI, _SHIFTED_THAI + _THAI)

_LATIN = re.compile(r"[!-~ ]*[A-Za-z\[\];',./=-][!-~ ]*")
_LETTER = re.compile("[ก-ฮ]")
_ENGLISH = re.compile(r"(?=.*[aeiouy])(?!.*(?:[bcdfghjklmnpqrstvwxz]{5}|[aeiou]{4}|(.)\1\1))[a-z]{4,}")
"""What may be an English word: letters alone, with vowels among them."""
_IMPOSSIBLE = re.compile(r"(?<![ก-๎])[ะัำาิีึืฺุู็่้๊๋์ํๆ]|[เแโใไ][ะัิีึืฺุู็่้๊๋์ๆ]|[ะาำเแโใไ][ัิีึืฺุู็่้๊๋์]|[เแโใไ](?![ก-๎])|[ัิีึืุู][ัิีึืุูำ]")
"""What no word in Thai letters has: a mark or a vowel behind nothing that could bear it."""
_SHORTEST = 3
"""Letters of Thai below which a row of keys says nothing."""
_LEAST_KEYS = 3
_SIGNS = re.compile(r"[A-Za-z][\[\];',./=\d-]+[A-Za-z;'\[]|[a-z][A-Z]|^[\[\];',./=-]+[a-z]|^\d+$")
"""Keys that stand inside of no English word."""
_KEYS_BESIDE_THAI = re.compile(r"(?<=[ก-๎])[!-~]{4,}$|^[!-~]{4,}(?=[ก-๎])")
_MOSTLY, _SHIFTED, _SHIFTED_IMPOSSIBLE = 0.6, 0.75, 0.6
"""Share of letters in known words, and of signs typed with Shift, from which a text was meant so: fewer where
the text cannot be Thai as it stands."""


def meant_thai(text: str) -> str | None:
    """What the keys of `text` write in Thai, where it is words of the dictionary; None for other text.

    An English word hardly ever becomes nothing but long Thai words, so what does was meant so. A name that
    the dictionary lacks may be among them where the row cannot be English. Figures that stand apart stay:
    with Thai keys they come from the number pad.
    """
    if not _LATIN.fullmatch(text) or len(text) > 120:
        return None
    words = text.split(" ")
    thai = normalise(" ".join(word if word.isdecimal() else word.translate(_TO_THAI) for word in words))
    if len(_LETTER.findall(thai)) < _SHORTEST:
        return None
    return thai if _is_thai(thai, all(_SIGNS.search(word) for word in words)) else None


def _is_thai(thai: str, unknown: bool) -> bool:
    """Whether a text is words of the dictionary; with `unknown`, most of it."""
    pieces = [piece for piece in segment(thai) if piece.strip() and not piece.isdecimal()]
    known = [piece for piece in pieces if piece in dictionary()]
    if len(known) < len(pieces):
        if not unknown or _IMPOSSIBLE.search(thai):
            return False
        known = [piece for piece in known if len(piece) >= _SHORTEST]
        if sum(map(len, known)) < _MOSTLY * sum(map(len, pieces)):
            return False
    # Short words are strung together by chance: on average a word must have three letters or more.
    return bool(known) and sum(map(len, known)) >= 3 * len(known)


def meant_in_part(text: str) -> str | None:
    """A text in which some words were typed in English keys, with those in Thai; None where none was."""
    if not _LETTER.search(text):
        return None
    words = text.split(" ")
    meant = [_in_part(word) for word in words]
    return " ".join(meant) if meant != words else None


def _in_part(word: str) -> str:
    if len(word) <= _LEAST_KEYS:
        return word
    return meant_thai(word) or _KEYS_BESIDE_THAI.sub(lambda run: meant_thai(run.group()) or run.group(), word)


def meant_unlocked(text: str) -> str | None:
    """What was meant by Thai typed with Caps Lock on, where most signs need Shift; None for other text."""
    typed = text.replace(" ", "")
    shifted = sum(sign in _SHIFTED_SIGNS for sign in typed)
    least = _SHIFTED_IMPOSSIBLE if _IMPOSSIBLE.search(text) else _SHIFTED
    if not 2 * _SHORTEST <= len(typed) <= 120 or shifted < least * len(typed):
        return None
    words = text.split(" ")
    plain = (word if word.isascii() and word.isdecimal() else word.translate(_UNLOCKED) for word in words)
    meant = normalise(" ".join(plain))
    return meant if _LETTER.search(meant) and _is_thai(meant, True) else None


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
