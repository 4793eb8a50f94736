"""What stands before a name and is written long or short: พ.ร.บ. and พระราชบัญญัติ, รมว. and รัฐมนตรีว่าการกระทรวง.

Head and name are one thing, and a text may have either head with the name. A law's name is cited with การ and
ว่าด้วย or without them; the ministry behind a post by its own abbreviation, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product

from search.analysis import clean, pair_of, skeleton
from search.query import Alternative, Group
from search.relevance.weights import HEADED
from search.thai.lexicon import Terms, abbreviation_key
from search.thai.segment import segment
from search.ways import in_words

_LAWS = """
พระราชบัญญัติ พ.ร.บ. พรบ. พรบ
พระราชกำหนด พ.ร.ก. พรก. พรก
พระราชกฤษฎีกา พ.ร.ฎ. พรฎ. พรฎ
"""
_POSTS = """
รัฐมนตรีว่าการกระทรวง รมว. รมว.กระทรวง รัฐมนตรีกระทรวง รมต.
รัฐมนตรีช่วยว่าการกระทรวง รมช. รมช.กระทรวง
รองปลัดกระทรวง รองปลัด
ปลัดกระทรวง ปลัด
"""
_OTHERS = """
ผู้ว่าราชการจังหวัด ผวจ. ผู้ว่าฯ พ่อเมือง ผู้ว่า
นายอำเภอ นอภ.
ผู้อำนวยการ ผอ.
ผู้บังคับการ ผบก.
ผู้กำกับการ ผกก. ผู้กำกับ
กระทรวง ก.
จังหวัด จ.
อำเภอ อ.
ตำบล ต.
มหาวิทยาลัย ม.
มหาวิทยาลัยราชภัฏ มรภ. ม.ราชภัฏ
มหาวิทยาลัยเทคโนโลยีราชมงคล มทร. ม.เทคโนโลยีราชมงคล
โรงพยาบาล รพ. ร.พ.
โรงพยาบาลส่งเสริมสุขภาพตำบล รพ.สต. รพสต.
โรงเรียน รร. ร.ร.
สำนักงาน สนง. สนง
สถานีตำรวจภูธร สภ.
สถานีตำรวจนครบาล สน.
องค์การบริหารส่วนตำบล อบต.
องค์การบริหารส่วนจังหวัด อบจ.
เทศบาลตำบล ทต.
เทศบาลเมือง ทม.
เทศบาลนคร ทน.
ห้างหุ้นส่วนจำกัด หจก.
"""


def _rows(table: str) -> dict[str, tuple[str, ...]]:
    rows = [tuple(line.split()) for line in table.strip().splitlines()]
    return {form: row for row in rows for form in row}


_LAW, _POST = _rows(_LAWS), _rows(_POSTS)
_HEADS = _LAW | _POST | _rows(_OTHERS)
_HEAD = re.compile("|".join(map(re.escape, sorted(_HEADS, key=len, reverse=True))))
_ONE_LETTER = re.compile(r"[ก-ฮ]\.(?! ?[ก-ฮ]{1,4}\.)")
"""A head of one letter, which is none where another letter with a dot follows: ม.ค. is a month."""
_APART = frozenset(head for head in _HEADS if head.endswith(".") or head in _LAW)
"""Heads that are not words of their own: a space behind them parts nothing."""
_LINK = re.compile("ว่าด้วย(?:การ)?|การ")
_LINKS: tuple[str, ...] = ("", "การ", "ว่าด้วย", "ว่าด้วยการ")
_NO_LINK = _LINKS[:1]
_MINISTRY = "กระทรวง"
_OF_MINISTRY, _OF_PROVINCE, _OF_POLICE = {"ปลัด", "รองปลัด"}, {"ผู้ว่า", "ผู้ว่าฯ", "พ่อเมือง"}, {"ผู้กำกับ"}
"""Heads that other words begin with (ปลัดอำเภอ, ผู้ว่าจ้าง, ผู้กำกับภาพยนตร์): they are heads only before these."""
_PROVINCE, _POLICE = re.compile(r"(?:จังหวัด|จ\.) ?"), re.compile(r"(?:สภ|สน)\.|สถานีตำรวจ")
_SHORTEST_NAME = 3
_MOST_PAIRS, _MOST_WAYS = 8, 6

Placed = tuple[int, int, Group]


def awaits(head: Group, name: Group) -> bool:
    """Whether a unit is a head whose name is the next one, though a space is between."""
    return head.text in _APART and name.kind in ("word", "abbreviation")


class Headed:
    """A run of units that is a head and a name, or has them in it; falsy where it has none.

    `forms`: how texts may write it otherwise. `core`: what all of these have, as a skeleton; empty for posts.
    """

    def __init__(self, wanted: str, run: Sequence[Placed], terms: Terms) -> None:
        self.forms: tuple[str, ...] = ()
        self._said: list[tuple[str, str]] = []
        self.core = b""
        begin, end = run[0][0], run[-1][1]
        for start, _, group in run:
            match = _HEAD.match(wanted, start) if group.kind in ("word", "abbreviation") else None
            if match is None or (len(match.group()) < 3 and not _ONE_LETTER.match(wanted, start)):
                continue
            name = wanted[match.end() : end].strip()
            if len(name) >= _SHORTEST_NAME and _belongs(match.group(), name, terms):
                self._say(wanted[begin:start], match.group(), name, terms)
                return

    def __bool__(self) -> bool:
        return bool(self.forms)

    def _say(self, before: str, head: str, name: str, terms: Terms) -> None:
        names, joints = [name], _NO_LINK
        if head in _LAW:
            link = _LINK.match(name)
            names = [name[link.end() :] if link and len(name) > link.end() + _SHORTEST_NAME else name]
            joints = _LINKS
        elif head in _POST:
            names = sorted(_of_ministry(name, terms))
        elif head in _OF_PROVINCE:
            names = [_PROVINCE.sub("", name, 1)]
        every = ((form, joint + each) for joint, form, each in product(joints, _HEADS[head], names))
        self._said = [
            (form, each)
            for form, each in dict.fromkeys(every)
            if form + each != head + name and not (form.endswith(_MINISTRY) and each.endswith("."))
        ]
        self.forms = tuple(f"{before}{form}{each}" for form, each in self._said)
        self.core = skeleton(names[0]) if len(names) == 1 else b""

    def pairs(self) -> list[str]:
        """Tokens of adjacent words of the other forms, where head and name meet."""
        said = self._said[:_MOST_PAIRS] if self._said and self._said[0][0] in _LAW | _POST else []
        return list(dict.fromkeys(pair for head, name in said if (pair := _joint(head, name))))

    def ways(self) -> tuple[bytes, ...]:
        """The other forms as skeletons."""
        return tuple(map(skeleton, self.forms))

    def alternatives(self) -> list[Alternative]:
        """The other forms as ways to say a unit that is head and name in one."""
        return [in_words(form, HEADED, "abbr") for form in self.forms[:_MOST_WAYS]]


def _joint(head: str, name: str) -> str:
    """The pair of the word that a name begins with, or that holds its beginning, and the one before it."""
    before, at = "", 0
    for word in segment(head + name):
        at += len(word)
        if at > len(head):
            return pair_of(before, clean(word)) if before and clean(word) else ""
        before = clean(word) or before
    return ""


def _belongs(head: str, name: str, terms: Terms) -> bool:
    """Whether a head that may be the beginning of another word stands before what it is a head of."""
    if head in _OF_MINISTRY:
        return any(each.startswith(_MINISTRY) for each in _sure(name, terms)) or bool(
            terms.meanings(_MINISTRY + name)
        )
    if head in _OF_PROVINCE:
        return bool(_PROVINCE.match(name)) or bool(terms.meanings(f"จังหวัด{name}"))
    return head not in _OF_POLICE or bool(_POLICE.match(name))


def _sure(name: str, terms: Terms) -> list[str]:
    return [each.text for each in terms.meanings(name) if each.kind == "abbr" and not each.weak]


def _of_ministry(name: str, terms: Terms) -> set[str]:
    """A ministry behind the head of a post, without its own noun, and by its abbreviation."""
    bare = name.removeprefix(_MINISTRY)
    sure = [*_sure(name, terms), *_sure(_MINISTRY + bare, terms)]
    keys = (abbreviation_key(text) for text in sure)
    abbreviated = {key if key.endswith(".") else f"{key}." for key in keys if key}
    return (
        {bare} | abbreviated | {text.removeprefix(_MINISTRY) for text in sure if text.startswith(_MINISTRY)}
    )


__all__ = ["Headed", "awaits"]
