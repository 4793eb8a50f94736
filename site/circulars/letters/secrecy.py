"""Secrecy words that share their line with something else, where only a class can be meant.

A class on a line of its own is found anywhere (`head.take_classes`). Here are the places where it needs no
line of its own: head and foot, page furniture that was put aside, and brackets in the subject. In the body
the word may be part of a sentence and means no class.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from circulars.letters import labels
from circulars.letters.layout import Line, joined
from circulars.letters.types import Span

_FOOT_LINES = 12
"""Below the closing: signature, owner unit, contacts. Farther down may be an enclosure's own text."""
_WORD = labels.SECRECY_WORD.pattern
_NAMED = r"(?:ชั้นความลับ[ \t]*[:：]?[ \t]*)?"
_BRACKETED = re.compile(rf"[(\[{{] ?{_NAMED}(?P<class>{_WORD}) ?[)\]}}]|- ?(?P<dashed>{_WORD}) ?-")
_BEGINS = re.compile(rf"^[^ก-๎]*(?:เอกสาร|หนังสือ)?{_WORD}(?!แล)")
"""Lines that begin with the class ("ลับเฉพาะผู้รับ"), but not in Laplae (ลับแล), a district."""
_OPENS = re.compile(rf"^{_WORD}(?=[ \t]+(?!ๆ))")
"""A class that opens the subject, apart from its words: "เรื่อง ลับ การสอบสวน"."""
_SPACES = re.compile(r"\s")
_GAP = r"[ \t\u00a0\u200b]{0,3}"


def _stretched(word: str) -> str:
    """The word with each sign up to three times and gaps between them, as overprinted bold is read."""
    return _GAP.join(f"{sign}(?:{_GAP}{sign}){{0,2}}" for sign in word)


_STRETCHED = re.compile(
    rf"(?<![ก-๎]){_stretched('ลับ')}(?:{_GAP}(?:{_stretched('มาก')}|{_stretched('ที่สุด')}|{_stretched('เฉพาะ')}))?(?![ก-๎])"
)
_REPEATED = re.compile(r"(?<![ก-๎])(?:ลับ){2,}(?:มาก|ที่สุด)?(?![ก-๎])")
_PLAIN = re.compile(rf"ลับ{_GAP}(?:มาก|ที่สุด|เฉพาะ)?")
_CLOSES = re.compile(r"(?<!ความ)[ \t]+(?P<class>ลับ(?:[ \t]*(?:มาก|ที่สุด))?)$")
"""A class that ends the subject, apart from its words, though not where a line broke "ความลับ"."""


def suspected_class(text: str, subject: str) -> tuple[str, Span | None] | None:
    """What may be a secrecy class that was read badly: a word as it stands, and its place in the text.

    `text` is the letter as received, `subject` its subject in one line. Signs that are doubled or apart
    ("ลลัับบ", "ลั บ"), and a class that ends the subject; for a person to look at. Where a Thai letter touches
    the word it is another (กลับ, ลับแล, ลับมีด, ความลับ). The place of the latter is that of the subject: None.
    """
    for pattern in (_STRETCHED, _REPEATED):
        for match in pattern.finditer(text):
            if not _PLAIN.fullmatch(match.group()):
                return match.group(), match.span()
    closing = _CLOSES.search(subject)
    return (closing["class"], None) if closing else None


def stamped_classes(
    head: Iterable[Line], subject: list[Line], foot: list[Line], furniture: Iterable[Line]
) -> tuple[list[str], Span | None]:
    """Secrecy classes in those parts of a letter, and the place of the first."""
    found: list[str] = []
    place: Span | None = None
    parts = ((head, _at_the_edge), (foot[:_FOOT_LINES], _apart), (furniture, _apart), (subject, _bracketed))
    for lines, reader in parts:
        for line in lines:
            classes = reader(line.text)
            if classes and place is None:
                place = line.span()
            found += classes
    opening = _OPENS.match(subject[0].text) if subject else None
    if opening:
        found += _named([opening.group()])
        place = place or subject[0].span(0, opening.end())
    if not place and subject:  # in brackets that are wrapped
        found += _bracketed(joined(subject))
        place = (subject[0].span()[0], subject[-1].span()[1]) if found else None
    return found, place


def _at_the_edge(words: str) -> list[str]:
    return _apart(words) or _named(_BEGINS.findall(words))


def _apart(words: str) -> list[str]:
    """Classes that no Thai letter touches, also with wide gaps between their letters."""
    spread = _SPACES.sub("", words)
    whole = [spread] if labels.SECRECY_WORD.fullmatch(spread) else []
    return _named([*labels.SECRECY_ALONE.findall(words), *whole])


def _bracketed(words: str) -> list[str]:
    return _named(match["class"] or match["dashed"] for match in _BRACKETED.finditer(words))


def _named(found: Iterable[str]) -> list[str]:
    return labels.plain_classes(found, labels.SECRECIES)
