"""PDF through Typst, a typesetter in one wheel: shapes Thai, tags the file for screen readers, is fast.

The text reaches it as data, never as markup. Thai words are set as boxes, so that lines end where Ruam's
segmenter lets them: Typst's own dictionary cuts อำนวยความสะดวก, and marking places to break with
zero-width spaces leaves those in the text that readers copy (decision 0080).
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont

from core.characters import shown, writable
from core.extraction.repair import private_glyphs
from core.fonts import font_path
from core.papers.model import (
    Block,
    Chart,
    Heading,
    Letter,
    Listing,
    NewPage,
    Paper,
    Paragraph,
    Table,
    Text,
    parts_of,
    runs_of,
)
from core.papers.progress import Counter, Progress, untold
from core.papers.wrapping import finer, in_digits, is_thai, pieces

_TEMPLATE = Path(__file__).parent / "paper.typ"
_CHART = Path(__file__).parent / "chart.typ"
_PICTURE = Path(__file__).parent / "picture.typ"
_ONE = Path(__file__).parent / "one.typ"
Files = dict[str, str | Path | bytes]
_MISSING = "□"
_LONG = 24
"""A piece longer than this may be broken anywhere: it would not fit a narrow column."""


def to_pdf(paper: Paper, progress: Progress = untold) -> bytes:
    """A tagged PDF (PDF/UA-1) on A4, Sarabun, pages numbered from the second.

    Its parts are the rows of tables and the other blocks, and as many again for setting the pages, which
    takes about as long and tells nothing in between.
    """
    whole = sum(parts_of(each) for each in paper.blocks)
    parts = Counter(2 * whole, progress)
    sections = _sections(paper.blocks, paper.digits, parts)
    data = {
        "title": paper.title,
        "author": paper.author,
        "language": paper.language,
        "thai": paper.digits == "thai",
        "footer": _words(paper.footer, paper.digits),
        "letter": _letter(paper.letter, paper.digits) if paper.letter else None,
        "sections": sections,
    }
    emblem = paper.letter.emblem if paper.letter else None
    made = _compile(_TEMPLATE, data, "pdf", paper.dated, emblem)
    parts.add(whole)
    return made


def chart_png(chart: Chart, digits: str) -> bytes:
    """The chart as a picture 16 cm wide at 200 dots an inch, for documents that cannot draw one."""
    return _compile(_PICTURE, _block(chart, digits), "png", None, None)


def _compile(
    template: Path,
    data: dict[str, Any],
    kind: str,
    dated: datetime.datetime | None,
    emblem: Path | None,
) -> bytes:
    data = _displayable(data)
    files: Files = {"main.typ": template.read_bytes(), "chart.typ": _CHART.read_bytes()}
    if emblem is not None:
        data["emblem"] = f"emblem{emblem.suffix}"
        files[data["emblem"]] = emblem.read_bytes()
    files["data.json"] = json.dumps(data, ensure_ascii=False).encode()
    made = dated or datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
    return _typeset(files, kind, int(made.timestamp()))


def _typeset(files: Files, kind: str, timestamp: int) -> bytes:
    options: dict[str, Any] = {"pdf_standards": ["ua-1"]} if kind == "pdf" else {"ppi": 200.0}
    compile_paper: Any = typst.compile  # its stub has no overload that takes options by name
    result = compile_paper(
        files,
        format=kind,
        font_paths=[_font_directory()],
        ignore_system_fonts=True,
        timestamp=timestamp,
        **options,
    )
    return result if isinstance(result, bytes) else b"".join(result)


def _displayable(data: Any) -> Any:
    """The data with only what can be set in its strings: PDF/UA refuses a whole file for one character."""
    if isinstance(data, str):
        text = private_glyphs(writable(data))
        return text if _in_sarabun().fullmatch(text) else shown(text, _can_be_set, _MISSING)
    if isinstance(data, dict):
        return {key: _displayable(value) for key, value in data.items()}
    return [_displayable(value) for value in data] if isinstance(data, list) else data


@lru_cache
def _in_sarabun() -> re.Pattern[str]:
    """Text that the typeface has and PDF/UA allows: a byte order mark has a glyph, and is forbidden."""
    with TTFont(font_path("sarabun")) as font:
        codes = set(font.getBestCmap()) - {0xFEFF}
    return re.compile("[\\n" + "".join(re.escape(chr(code)) for code in sorted(codes)) + "]*")


@lru_cache(maxsize=4096)
def _can_be_set(char: str) -> bool:
    """Whether Sarabun or a typeface that Typst brings along has the character: Typst itself is asked."""
    if _in_sarabun().fullmatch(char):
        return True
    try:
        _typeset({"main.typ": _ONE.read_bytes(), "data.json": json.dumps({"t": char}).encode()}, "pdf", 0)
    except typst.TypstError:
        return False
    return True


@lru_cache
def _font_directory() -> str:
    return str(font_path("sarabun").parent)


def _sections(blocks: tuple[Block, ...], digits: str, parts: Counter) -> list[dict[str, Any]]:
    """Runs of pages that lie the same way."""
    found: list[dict[str, Any]] = [{"landscape": False, "blocks": []}]
    for block in blocks:
        if isinstance(block, NewPage):
            found.append({"landscape": block.landscape, "blocks": []})
        else:
            found[-1]["blocks"].append(_block(block, digits))
        parts.add(parts_of(block))
    return [each for each in found if each["blocks"]]


def _block(block: Block, digits: str) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": _words(block.text, digits)}
        case Paragraph():
            return {"kind": "paragraph", "style": block.style, "text": _words(block.text, digits)}
        case Listing():
            return _listing(block, digits)
        case Table():
            return _table(block, digits)
        case Chart():
            top = max((bar.value for bar in block.bars), default=0) or 1
            return {
                "kind": "chart",
                "caption": _words(block.caption, digits),
                "alt": in_digits(
                    f"{block.caption}: " + ", ".join(f"{bar.label} {bar.shown}" for bar in block.bars), digits
                ),
                "bars": [
                    {
                        "label": _words(bar.label, digits),
                        "shown": in_digits(bar.shown, digits),
                        "part": max(bar.value, 0) / top,
                    }
                    for bar in block.bars
                ],
            }
    raise TypeError(f"a paper has no block {type(block).__name__}")


def _listing(block: Listing, digits: str) -> dict[str, Any]:
    return {
        "kind": "list",
        "ordered": block.ordered,
        "items": [
            {"text": _words(item.text, digits), "lists": [_listing(each, digits) for each in item.lists]}
            for item in block.items
        ],
    }


def _table(block: Table, digits: str) -> dict[str, Any]:
    return {
        "kind": "table",
        "caption": _words(block.caption, digits),
        "head": [_words(text, digits) for text in block.head],
        "rows": [[_words(text, digits) for text in row] for row in block.rows],
        "numbers": sorted(block.numbers),
        "widths": list(block.widths) or [1.0] * len(block.head),
        "total": block.total,
        "small": block.small,
    }


def _letter(letter: Letter, digits: str) -> dict[str, Any]:
    lines = {
        name: [_words(text, digits) for text in getattr(letter, name)]
        for name in ("issuer", "references", "enclosures", "signatory", "owner")
    }
    words = {
        name: _words(getattr(letter, name), digits)
        for name in ("number", "date", "subject", "to", "salutation", "closing")
    }
    return {**lines, **words, "body": [_block(block, digits) for block in letter.body]}


def _short(line: str) -> Iterator[str]:
    for piece in pieces(line):
        yield from finer(piece, _LONG) if len(piece) > _LONG and is_thai(piece) else [piece]


def _words(text: Text, digits: str) -> list[dict[str, Any]]:
    """What the template sets one after another: {"t": text} and, where they hold, "b", "u", "m", "box"."""
    found: list[dict[str, Any]] = []
    for run in runs_of(text):
        content = writable(run.text if run.literal else in_digits(run.text, digits))
        dress = {key: value for key, value in (("b", run.bold), ("u", run.url), ("m", run.marking)) if value}
        for line_number, line in enumerate(content.split("\n")):
            if line_number:
                found.append({"t": "", "br": True})
            for piece in _short(line):
                if is_thai(piece) and len(piece) <= _LONG:
                    found.append({"t": piece, "box": True, **dress})
                else:
                    found.append({"t": piece, **dress})
    return found
