"""The words of a PDF file through PDFium, with what its layout proves about Thai clusters put right.

PDFium follows ActualText, which most producers write for Thai; three faults remain, seen in files of
Chromium and LibreOffice, and only the positions of the glyphs tell them from text:
a cluster whose mark is drawn later comes twice (ส่วส่), a space is invented after ำ (สำ นัก), and a
mark drawn first stands before its consonant (ูผ้).
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

VERSION = f"pdfium {pdfium.PYPDFIUM_INFO.version}"

UNKNOWN = "\ufffd"
"""A sign that is drawn, of which the file does not say what letter it is. Left out, numbers would change."""
_THAI = re.compile("[ก-๎]")
_WORD = re.compile("[ก-ฮเ-ไ]")
_MARKS = frozenset("ัิีึืฺุู็่้๊๋์ํ๎")


class Encrypted(ValueError):
    """The file opens only with a password."""


@dataclass(slots=True)
class Glyph:
    """A character where it stands on the page, in points; `invented` by PDFium where it saw a gap."""

    sign: str
    invented: bool
    left: float
    right: float
    size: float


def pages(data: bytes) -> Iterator[str]:
    """Text of each page. Raises Encrypted, pdfium.PdfiumError for a file that is none."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise Encrypted from error
        raise
    for number in range(len(document)):
        page = document[number]
        textpage = page.get_textpage()
        text = textpage.get_text_range()
        yield (_text(_glyphs(textpage)) if _THAI.search(text) else text).replace("\r\n", "\n")
        textpage.close()
        page.close()


def _glyphs(textpage: pdfium.PdfTextPage) -> list[Glyph]:
    found = []
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    for index in range(raw.FPDFText_CountChars(textpage)):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if raw.FPDFText_HasUnicodeMapError(textpage, index) == 1:
            code = 0
        raw.FPDFText_GetCharBox(textpage, index, left, right, bottom, top)
        if not code and (left.value >= right.value or bottom.value >= top.value):
            continue  # nothing is to be seen there
        found.append(
            Glyph(
                chr(code) if 0 < code <= 0x10FFFF else UNKNOWN,
                raw.FPDFText_IsGenerated(textpage, index) == 1,
                left.value,
                right.value,
                raw.FPDFText_GetFontSize(textpage, index),
            )
        )
    return found


def _text(glyphs: list[Glyph]) -> str:
    glyphs = _without_repeats(glyphs)
    _marks_to_their_consonants(glyphs)
    gaps = _gaps_after_sara_am(glyphs)
    narrowest: dict[float, float] = {}
    for index, gap in gaps.items():
        size = round(glyphs[index - 1].size, 1)
        narrowest[size] = min(gap, narrowest.get(size, gap))
    # The gap holds the right half of ำ; where a real space follows it is a fifth of the size wider.
    invented = {
        index
        for index, gap in gaps.items()
        if gap <= narrowest[round(glyphs[index - 1].size, 1)] + glyphs[index - 1].size / 5
    }
    return "".join(glyph.sign for index, glyph in enumerate(glyphs) if index not in invented)


def _without_repeats(glyphs: list[Glyph]) -> list[Glyph]:
    """Leave out a cluster given again where it already stands: same letters, same place, pen gone back."""
    kept: list[Glyph] = []
    index = 0
    while index < len(glyphs):
        end = index + 1
        while end < len(glyphs) and glyphs[end].sign in _MARKS:
            end += 1
        cluster = glyphs[index:end]
        if end - index > 1 and _stands_already(kept, cluster):
            index = end
            if index < len(glyphs) and glyphs[index].invented and glyphs[index].sign == " ":
                index += 1
            continue
        kept += cluster
        index = end
    return kept


def _stands_already(kept: list[Glyph], cluster: list[Glyph]) -> bool:
    word = [glyph.sign for glyph in cluster]
    size = len(word)
    for start in range(len(kept) - size, max(-1, len(kept) - size - 8), -1):
        before = kept[start : start + size]
        if [glyph.sign for glyph in before] != word:
            continue
        left, right = before[0].left, max(glyph.right for glyph in before)
        slack = cluster[0].size / 4
        middle = (cluster[0].left + cluster[-1].right) / 2
        return left - slack <= middle <= right + slack and cluster[0].left < kept[-1].right
    return False


def _marks_to_their_consonants(glyphs: list[Glyph]) -> None:
    """A mark that stands before the consonant it is drawn over goes behind it."""
    for index in range(len(glyphs) - 1):
        mark, base = glyphs[index], glyphs[index + 1]
        alone = index == 0 or not _THAI.match(glyphs[index - 1].sign)
        if alone and mark.sign in _MARKS and "ก" <= base.sign <= "ฮ":
            glyphs[index], glyphs[index + 1] = base, mark


def _gaps_after_sara_am(glyphs: list[Glyph]) -> dict[int, float]:
    """Index of each space invented between ำ and a letter, where the box of ำ is not its own but a slice
    of its consonant's (ActualText shared out evenly), and how wide the gap is."""
    found = {}
    for index in range(2, len(glyphs) - 1):
        am, space, after = glyphs[index - 1 : index + 2]
        if not (space.invented and space.sign == " " and am.sign == "ำ" and _WORD.match(after.sign)):
            continue
        before = glyphs[index - 2]
        shared = abs((am.right - am.left) - (before.right - before.left)) < am.size / 100
        if shared and abs(am.left - before.right) < am.size / 100:
            found[index] = after.left - am.right
    return found
