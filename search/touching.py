"""Abbreviations of two letters that touch a word, without a space or a dot: ทสสายตา, สายตาทส."""

from __future__ import annotations

import re
from dataclasses import replace

from search.query import Alternative, Group
from search.relevance.weights import FORM_AS_TYPED
from search.thai.lexicon import Terms
from search.thai.segment import dictionary
from search.ways import SHORTEST_BARE, WORDS_TOO, in_words, mark, meanings_as_ways, unique

TOUCHING = "touching"
"""Why such a unit is looked for by what the abbreviation means: less sure than that the word is mistyped."""
_LETTERS = re.compile("[ก-ฮ]{2}")
_WORDS = WORDS_TOO | {"อก", "บก", "สน", "ลบ", "กก", "หน", "ตง"}
"""Two letters that are words, which ends of other words are as well: กี่คน, หน้าอก."""
_BODY = re.compile("กระทรวง|กรม|สำนัก|สถาบัน|องค์การ|ธนาคาร|สภา")
"""How bodies are called: names of people begin with the signs of measures, too (ชมกลิ่น)."""
_THAI = re.compile("[ก-๎]")


def touching_word(wanted: str, words: list[tuple[str, int, int]], index: int, terms: Terms) -> Group | None:
    """The unit of such an abbreviation, `words[index]` of a query; None for other pieces.

    One end of it is free, and at the other stands a word of the dictionary. It may be a piece of a word that
    the dictionary lacks, so it is looked for as that, too.
    """
    text, start, end = words[index]
    before, behind = _THAI.match(wanted[start - 1 : start]), _THAI.match(wanted, end)
    if text in _WORDS or not _LETTERS.fullmatch(text) or bool(before) == bool(behind):
        return None
    beside = words[index + 1 if behind else index - 1][0] if len(words) > 1 else ""
    sure = tuple(each for each in terms.meanings(text) if each.kind == "abbr" and not each.weak)
    if (
        not any(map(_BODY.match, (each.text for each in sure)))
        or len(beside) < SHORTEST_BARE
        or beside not in dictionary()
    ):
        return None
    token = f"#a{text}"
    typed = Alternative((token,), (mark(token),), text=text)
    piece = in_words(text, FORM_AS_TYPED, "parts")
    meant = (replace(way, reason=TOUCHING) for way in meanings_as_ways(sure))
    return Group(text, "word", unique((typed, piece, *meant)))
