"""Abbreviations that texts explain themselves: "กรมป้องกันและบรรเทาสาธารณภัย (ปภ.)" says what ปภ. means.

A name and its abbreviation stand side by side, one of them in brackets or after "หรือ". Where the name
begins, no sign says: it is the shortest run of words before the bracket that gives the abbreviation's letters
in order, and the noun of an office before it (กรม, สำนักงานคณะกรรมการ). What fits no letters is no definition.

Texts given to this module are normalised.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence

from search.thai.lexicon import Entry, Lexicon, abbreviation_key, lexicon
from search.thai.segment import segment, sub_words

SEPARATOR = "\t"
"""Between abbreviation and name in a value of the index field."""

MOST = 40
"""Definitions that are kept of one document."""
SURE_SHARE = 0.4
"""A name that fewer than this share of an abbreviation's explanations give is one of several."""

_LONGEST_NAME = 130
_SHORTEST_NAME = 6
_LONG_ENOUGH = 12
_BRACKETS = re.compile(r"\(([^()\n]{2,90})\)")
_OR = re.compile(
    r" ?(?:หรือ|เรียกโดยย่อว่า|ใช้อักษรย่อว่า|ชื่อย่อว่า|ชื่อย่อ|อักษรย่อ) ?[\"']?"
    r"((?:[ก-ฮ]{1,4}\.){2,}|[ก-ฮ]{2,8}\.|[a-z][a-z0-9&]{1,9})(?![a-zก-๎.])"
)
_THAI = re.compile(r"(?:[ก-ฮ]{1,4}\.){2,6}[ก-ฮ]{0,4}|[ก-ฮ]{2,8}\.?")
_CAPITALS = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z0-9&.-]{0,8}[A-Z][A-Za-z0-9]{0,3}(?![A-Za-z])")
_LATIN_WORDS = re.compile(r"[a-z0-9&.,' -]+")
_THAI_RUN = re.compile(r"[ก-๎]+")
_LONGEST_RUN = 60
_MARKS = "ะัาำิีึืฺุู็่้๊๋์ํๅๆ"
_ENGLISH = re.compile(r"([a-z][a-z0-9&.,' -]{6,80}?) ?[:,;=-] ?([a-z][a-z0-9&.-]{1,10})")
_LATIN_NAME = re.compile(r"[a-z][a-z'&,-]*(?: [a-z0-9'&,-]+)+ ?$")
_END = re.compile(r"[()\n\"“”:;!?]|\.\.|\d+\.")
_LEADING_VOWEL = "เแโใไ"
_ASIDE = re.compile(r" ?\((?:องค์การมหาชน|มหาชน|ประเทศไทย)\) ?$")

_HEAD_WORDS = (
    "กระทรวง กรม สำนักงาน สำนัก กอง ศูนย์ สถาบัน องค์การ องค์กร คณะกรรมการ คณะอนุกรรมการ คณะทำงาน คณะ กรรมการ "
    "มหาวิทยาลัย วิทยาลัย โรงเรียน โรงพยาบาล ธนาคาร บริษัท บรรษัท การ กองทุน สภา สมาคม มูลนิธิ สหพันธ์ สหกรณ์ "
    "พระราชบัญญัติ พระราชกำหนด พระราชกฤษฎีกา ประมวลกฎหมาย ความ ระบบ แผน โครงการ เขต เขตพื้นที่ กลุ่ม ฝ่าย ผู้ "
    "สำนักงานคณะกรรมการ อาสาสมัคร ตลาด หน่วย หน่วยงาน เครือข่าย นิคม ชุมนุม ทบวง พรรค สำนักงานปลัด"
)
_HEADS = frozenset(_HEAD_WORDS.split())
"""Nouns that a name begins with, though its abbreviation often leaves them out."""
_OFFICES = _HEADS - {"การ", "ความ", "ผู้", "กลุ่ม", "ตลาด", "ฝ่าย", "คณะ"}
_LONGEST_HEAD = max(map(len, _HEADS))
_BEFORE_WORDS = (
    "โดย ใน ของ และ กับ ที่ จาก เพื่อ ให้ แก่ ตาม ร่วม ร่วมกับ หรือ ถึง ต่อ เป็น คือ ซึ่ง ได้แก่ เช่น ทั้ง ผ่าน "
    "ด้วย มี ณ เข้า ว่า เรื่อง พร้อม ภายใต้ สำหรับ ประเภท เรียก การใช้ จะ ได้ ไป มา ยัง"
)
_BEFORE = frozenset(_BEFORE_WORDS.split())
"""Words that stand before a name and are no part of it."""


def definitions(text: str, original: str) -> tuple[str, ...]:
    """What a normalised text explains: abbreviation, tab, name; each pair once, no more than MOST.

    `original` is the text as written: a Latin abbreviation has two capital letters at least.
    """
    if "(" not in text and "หรือ" not in text and "ย่อ" not in text:
        return ()
    capitals = {match.lower() for match in _CAPITALS.findall(original)}
    pairs = (f"{short}{SEPARATOR}{name}" for short, name in _pairs(text, capitals))
    return tuple(pair for pair, _ in zip(dict.fromkeys(pairs), range(MOST), strict=False))


def _pairs(text: str, capitals: Container[str]) -> Iterator[tuple[str, str]]:
    for match in _BRACKETS.finditer(text):
        inside, before = match.group(1).strip(), text[max(0, match.start() - _LONGEST_NAME) : match.start()]
        if _THAI.fullmatch(inside) or inside in capitals:
            yield from _explained(inside, before)
        elif english := _ENGLISH.fullmatch(inside):
            phrase, short = english.group(1).strip(" ,-"), english.group(2)
            if short in capitals and _latin_name(short, phrase) == phrase:
                yield short, phrase
                yield from _explained(short, before)
        elif len(inside) >= _SHORTEST_NAME and (short := _last_abbreviation(before)):
            yield from _explained(short, inside)
    for match in _OR.finditer(text):
        if _THAI.fullmatch(match.group(1)) or match.group(1) in capitals:
            yield from _explained(match.group(1), text[max(0, match.start() - _LONGEST_NAME) : match.start()])


def _last_abbreviation(before: str) -> str:
    """An abbreviation that stands apart right before a bracket: "ปภ. (กรม…)"."""
    last = before.rstrip().rsplit(" ", 1)[-1].rsplit("\n", 1)[-1]
    return last if "." in last and _THAI.fullmatch(last) else ""


def _explained(short: str, before: str) -> Iterator[tuple[str, str]]:
    """The name at the end of `before` that `short` abbreviates, if there is one that is not known already."""
    before = _ASIDE.sub("", before.rstrip(" \"'"))
    if any(before.endswith(meaning.text) for meaning in lexicon().meanings(short)):
        return
    ends = list(_END.finditer(before))
    before = before[ends[-1].end() :] if ends else before
    if _THAI.fullmatch(short):
        key = abbreviation_key(short)
        name = _thai_name(short.replace(".", ""), before) if key and len(key) > 1 else ""
    elif english := _LATIN_NAME.search(before):
        name = _latin_name(short, english.group().strip())
    else:
        name = _run_before(before)
    if name:
        yield short, name


def _in_order(letters: str, text: Iterable[str]) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


def _latin_name(short: str, phrase: str) -> str:
    """The shortest end of an English phrase whose words begin with the letters of `short`."""
    letters = re.sub(r"[^a-z]", "", short)
    words = phrase.split(" ")
    for start in range(len(words) - 2, -1, -1):
        initials = "".join(word[:1] for word in words[start:])
        if len(letters) > 1 and initials[:1] == letters[0] and _in_order(letters, initials):
            return " ".join(words[start:])
    return ""


def _thai_name(letters: str, before: str) -> str:
    """The shortest end of `before`, from a noun of an office on, whose words give `letters` in order.

    Without such a noun, a row of words each of which gives letters.
    """
    pieces = [part for piece in segment(before) for part in _split_heads(piece)]
    found = -1
    for index in range(len(pieces) - 1, -1, -1):
        if pieces[index] in _BEFORE or not pieces[index].strip():
            continue
        anchored = pieces[index] in _HEADS or (index > 0 and pieces[index - 1] in _HEADS)
        if (anchored or found < 0) and _fits(letters, pieces[index:], strict=not anchored):
            found = index
            if anchored:
                break
    if found < 0:
        return ""
    while found > 0 and pieces[found - 1] in _HEADS:
        found -= 1
    name = "".join(pieces[found:]).strip()
    return name if len(name) >= _SHORTEST_NAME and len(name) > len(letters) + 2 and "ๆ" not in name else ""


def _split_heads(piece: str) -> list[str]:
    """A long name as its leading nouns of offices and the rest: สำนักงาน, คณะ, กรรมการ, การเลือกตั้ง."""
    for length in range(min(_LONGEST_HEAD, len(piece) - 2), 2, -1):
        if piece[:length] in _HEADS and piece[length] not in _MARKS:
            return [piece[:length], *_split_heads(piece[length:])]
    return [piece]


def _fits(letters: str, pieces: Sequence[str], strict: bool) -> bool:
    """Whether the first letter begins the first word and the others begin words or parts of words.

    Unless strict, letters inside a word count too where the name is not much longer than its abbreviation.
    """
    initials, consonants, words = "", "", 0
    for piece in pieces:
        places = {0, *(piece.find(part) for part in sub_words(piece))}
        for at, letter in enumerate(piece):
            if "ก" <= letter <= "ฮ":
                consonants += letter
                if at in places or (at - 1 in places and piece[at - 1] in _LEADING_VOWEL):
                    initials += letter
                    words += 1
        if consonants[:1] not in ("", letters[0]):
            return False
    if _in_order(letters, initials):
        return not strict or words <= 2 * len(letters) + 2
    return not strict and len(consonants) <= 6 * len(letters) and _in_order(letters, consonants)


def _run_before(before: str) -> str:
    """What stands before a Latin abbreviation without a space in it, from the first noun of an office on."""
    run = before.rstrip().rsplit(" ", 1)[-1]
    if not _SHORTEST_NAME <= len(run) <= _LONGEST_RUN or not _THAI_RUN.fullmatch(run):
        return ""
    pieces = [part for piece in segment(run) for part in _split_heads(piece)]
    while pieces and pieces[0] in _BEFORE:
        pieces.pop(0)
    start = next((i for i, piece in enumerate(pieces[:-1]) if piece in _OFFICES), 0)
    name = "".join(pieces[start:])
    return name if len(name) >= _SHORTEST_NAME else ""


def glossary(counted: Iterable[tuple[str, int]]) -> Lexicon:
    """A lexicon of definitions, each with the number of documents that give it.

    What most explanations of an abbreviation share is sure; so is what begins with the noun of an office or
    stands behind Latin initials. The rest is weak.
    """
    names: dict[str, dict[str, int]] = {}
    for value, count in counted:
        short, separator, name = value.partition(SEPARATOR)
        if separator:
            names.setdefault(short, {})[name] = count
    return Lexicon(entry for short, given in names.items() for entry in _entries(short, given))


def _entries(short: str, given: dict[str, int]) -> Iterator[Entry]:
    if len(given) == 1:
        ((name, count),) = given.items()
        if count > 1 or _sure(short, name):
            yield Entry(short, "abbr", (name,))
        return
    endings: dict[str, int] = {}
    for name, count in given.items():
        pieces = [part for piece in segment(name) for part in _split_heads(piece)]
        for start in range(len(pieces)):
            ending = "".join(pieces[start:])
            if ending == name or _may_be_named(short, pieces[start:]):
                endings[ending] = endings.get(ending, 0) + count
    total = sum(given.values())
    shared = [e for e, count in endings.items() if count > 1 and count >= total * SURE_SHARE]
    # The longest that most share; a part of another is not named twice.
    kept: list[str] = []
    for ending in sorted(shared, key=len, reverse=True):
        if not any(longer.endswith(ending) for longer in kept):
            kept.append(ending)
    for ending in kept:
        yield Entry(short, "abbr", (ending,))
    for name, count in given.items():
        if not any(name.endswith(ending) for ending in kept):
            sure = count >= total * SURE_SHARE and _sure(short, name)
            if sure or _THAI.fullmatch(short):
                yield Entry(short, "abbr", (name,), not sure)


def _may_be_named(short: str, pieces: Sequence[str]) -> bool:
    """Whether the end of a name may be the name: it has the letters, or two words and some length."""
    if _THAI.fullmatch(short):
        return _fits(short.replace(".", ""), pieces, strict=False)
    return len(pieces) > 1 and bool(pieces[0].strip()) and sum(map(len, pieces)) >= _LONG_ENOUGH


def _sure(short: str, name: str) -> bool:
    """Whether the letters, or the noun that it begins with, say that this is a name."""
    by_letters = _LATIN_WORDS.fullmatch(name) or _THAI.fullmatch(short)
    return bool(by_letters) or _split_heads(segment(name)[0])[0] in _OFFICES


__all__ = ["definitions", "glossary"]
