"""Undoing what PDF producers do to Thai text, wherever the text itself proves what it was.

A rule applies where Thai spelling leaves one reading only: no cluster begins with a mark, า follows a
consonant at once, ํ before า is half of ำ. A lost ำ (กาหนด) is restored from the dictionary, and only in a
text that shows that its producer loses them. What could have been meant stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from functools import cache

from core.extraction.scoring import plausibility
from search.thai import normalise
from search.thai.segment import dictionary, segment

_MARKS = "ัิีึืฺุู็่้๊๋์ํ"
_TONES = "่้๊๋์"
_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile("เเ"), "แ"),
    (re.compile(rf"(?<=[ก-ฮ{_MARKS}])[ \u00a0]+(?=[{_MARKS}])"), ""),  # ผู ้ → ผู้
    (re.compile(rf"(?<![ก-ฮ{_MARKS}])([ิีึืุู])([ก-ฮ])(?![{_MARKS}]*[ัิีึืุู])"), r"\2\1"),  # ูผ้ → ผู้
    (re.compile(rf"([{_TONES}])([ัิีึืฺุู])"), r"\2\1"),  # tone before vowel
    (re.compile(rf"([{_MARKS}])\1+"), r"\1"),
    (re.compile(r"ํ[ \u00a0]?([่-๋]?)[าำ]"), r"\1ำ"),  # two halves of ำ
    (re.compile(r"([่-๋])ํา|ำ([่-๋])"), lambda m: (m[1] or m[2]) + "ำ"),
    (re.compile(r"(?<=[ก-ฮ])[ \u00a0](?=[่-๋]?ำ)"), ""),  # ส ำนัก
)
_PRIVATE = re.compile("[\uf700-\uf71a\uf884-\uf89e]")
_SPLIT = re.compile(r"(?<=[ก-ฮ])[ \u00a0]+([่-๋]?)า")
_LATIN1_THAI = re.compile("[\u00a1-\u00fb]")
_MISREAD_UTF8 = re.compile("à[¸¹]")


def repair(pages: Sequence[str]) -> list[str]:
    """The pages with what is provably broken put right; the same objects where nothing is."""
    pages = [private_glyphs(_encoding(page)) for page in pages]
    pages = [_by_rules(page) for page in pages]
    return [_restore(page) for page in pages] if _loses_sara_am(pages) else pages


def _encoding(page: str) -> str:
    """Thai bytes shown as Latin letters: text that the font's table calls Western, and isn't."""
    if re.search("[ก-๛]", page):
        return page
    candidates = []
    if _MISREAD_UTF8.search(page):
        candidates += [("cp1252", "utf-8"), ("latin-1", "utf-8")]
    if len(_LATIN1_THAI.findall(page)) > len(page) / 4:
        candidates.append(("latin-1", "cp874"))
    for wrong, right in candidates:
        try:
            text = page.encode(wrong).decode(right)
        except UnicodeError:
            continue
        if plausibility(text) > 0.6:
            return text
    return page


def private_glyphs(page: str) -> str:
    """Glyphs of the fonts of the 1990s, which stand in the private use area."""
    return _PRIVATE.sub(lambda match: normalise("ก" + match.group())[1:] or match.group(), page)


def _by_rules(page: str) -> str:
    """Until nothing changes: one rule uncovers another. Each shortens the text or moves a mark once."""
    while True:
        before = page
        for pattern, replacement in _RULES:
            page = pattern.sub(replacement, page)
        if _SPLIT.search(page):
            page = _joined(page)
        if page == before:
            return page


def _joined(page: str) -> str:
    """ "ก าร" is การ, "ก าหนด" กำหนด: whichever the dictionary knows better, word by word."""
    done, at = "", 0
    for match in _SPLIT.finditer(page):
        done += page[at : match.start()]
        at = match.end()
        before, after = re.search(r"[ก-๎]{0,8}$", done[-8:]), re.match(r"[ก-๎]{0,10}", page[at : at + 10])
        head, tail = (part.group() if part else "" for part in (before, after))
        plain, am = match[1] + "า", match[1] + "ำ"
        done += plain if _cost(head + plain + tail) < _cost(head + am + tail) else am
    return done + page[at:]


def _cost(text: str) -> int:
    pieces = segment(normalise(text))
    return 3 * _unknown(text) + len(pieces)


def _unknown(text: str) -> int:
    """Letters that belong to no word of the dictionary."""
    words = dictionary()
    return sum(len(piece) for piece in segment(normalise(text)) if piece not in words)


# A word with ำ and its spelling without; sure ones are no row of other words.


@cache
def _broken_words() -> tuple[dict[str, str], frozenset[str]]:
    """Spelling without nikhahit → right word, and those spellings that can be nothing else."""
    words = dictionary()
    broken = {}
    for word in words:
        if "ำ" in word and len(word) >= 3:
            wrong = word.replace("ำ", "า")
            if wrong not in words:
                broken[wrong] = word
    sure = frozenset(wrong for wrong in broken if len(wrong) >= 4 and _unknown(wrong))
    return broken, sure


_LONGEST = 24
_AA = re.compile("า")


def _hits(page: str, wanted: Container[str]) -> Iterator[tuple[int, int]]:
    """Places of wanted words around each า, the longest first, not overlapping."""
    done = 0
    for match in _AA.finditer(page):
        at = match.start()
        best: tuple[int, int] | None = None
        for start in range(max(done, at - 6), at):
            for end in range(min(len(page), start + _LONGEST), at, -1):
                if (best is None or end - start > best[1] - best[0]) and page[start:end] in wanted:
                    best = (start, end)
                    break
        if best is not None and at >= done:
            done = best[1]
            yield best


def _loses_sara_am(pages: Sequence[str]) -> bool:
    """Whether the producer drops nikhahit: words that cannot be without it outnumber every ำ there is."""
    text = "\n".join(pages)
    if "า" not in text:
        return False
    have = text.count("ำ")
    return any(lost > have for lost, _ in enumerate(_hits(text, _broken_words()[1]), start=1))


def _restore(page: str) -> str:
    broken = _broken_words()[0]
    pieces, at = [], 0
    for start, end in _hits(page, broken):
        pieces += (page[at:start], broken[page[start:end]])
        at = end
    return "".join(pieces) + page[at:]
