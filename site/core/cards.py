"""The picture that stands beside a link to a page where people pass it on (Open Graph), drawn in Thai type.

Pure: words in, PNG out. The words are laid out by libraqm, without which tone marks would stand on top of
vowels. Pillow's wheels bring it and look for FriBidi on the machine; where that is missing no card is drawn,
and a system check says what to install.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core import checks
from PIL import Image, ImageDraw, ImageFont, features

from core.fonts import font_path
from core.papers.wrapping import pieces

WIDTH, HEIGHT = 1200, 630
LAYOUT = "1"
"""Part of every digest: change it when cards are drawn differently."""

_MARGIN = 80
_INK, _PAPER, _SOFT, _GOLD = "#10264a", "#ffffff", "#d3def0", "#f2b91d"
_TITLE_SIZES = (68, 60, 52, 46, 40)
_MOST_LINES = 4
_LEADING = 1.5
_MARK = (
    (24, 1, 32, 16, 28, 22, 20, 22, 16, 16),
    (47, 24, 32, 32, 26, 28, 26, 20, 32, 16),
    (24, 47, 16, 32, 20, 26, 28, 26, 32, 32),
    (1, 24, 16, 16, 22, 20, 22, 28, 16, 32),
)
"""The four petals of the site's mark, on a field of 48 units."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says: a small line above the title, the title, and a line below."""

    title: str
    above: str = ""
    below: str = ""
    site: str = "ร่วม"

    @property
    def digest(self) -> str:
        """A name for the picture: the same words, drawn the same way, have the same one."""
        said = "\x1f".join((LAYOUT, self.title, self.above, self.below, self.site))
        return hashlib.sha256(said.encode()).hexdigest()[:24]


def can_draw() -> bool:
    """Whether Thai can be laid out on this machine."""
    return bool(features.check("raqm"))


def draw(card: Card) -> bytes:
    """The card as a PNG file of 1200 by 630 pixels. A title that does not fit ends with an ellipsis."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), _INK)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, HEIGHT - 14, WIDTH, HEIGHT), fill=_GOLD)
    _draw_mark(pen, _MARGIN, 64, 1.5)
    pen.text((_MARGIN + 92, 64), card.site, font=_font(600, 44), fill=_PAPER)
    top = 190
    if card.above:
        pen.text((_MARGIN, top), _cut(card.above, _font(400, 34)), font=_font(400, 34), fill=_GOLD)
        top += 62
    font, lines = _fitted(card.title)
    for line in lines:
        pen.text((_MARGIN, top), line, font=font, fill=_PAPER)
        top += round(font.size * _LEADING)
    if card.below:
        place = (_MARGIN, HEIGHT - 90)
        pen.text(place, _cut(card.below, _font(400, 34)), font=_font(400, 34), fill=_SOFT)
    out = io.BytesIO()
    picture.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _fitted(title: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest type in which the title fits, and its lines."""
    for size in _TITLE_SIZES:
        font = _font(600, size)
        lines = _lines(title, font)
        if len(lines) * size * _LEADING <= _MOST_LINES * _TITLE_SIZES[-1] * _LEADING + 40:
            return font, lines
    lines = lines[:_MOST_LINES]
    lines[-1] = _cut(lines[-1] + "…", font)
    return font, lines


def _lines(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for piece in pieces(" ".join(text.split())):
        if lines[-1] and font.getlength((lines[-1] + piece).rstrip()) > WIDTH - 2 * _MARGIN:
            lines.append(piece.lstrip())
        else:
            lines[-1] += piece
    return [line.rstrip() for line in lines if line.strip()] or [""]


def _cut(text: str, font: ImageFont.FreeTypeFont) -> str:
    """As much of a text as one line holds, never cut inside a word."""
    if font.getlength(text) <= WIDTH - 2 * _MARGIN:
        return text
    kept = ""
    for piece in pieces(text):
        if font.getlength(kept + piece + "…") > WIDTH - 2 * _MARGIN:
            break
        kept += piece
    return kept.rstrip() + "…"


def _font(weight: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_path("sarabun", weight)), size, layout_engine=ImageFont.Layout.RAQM)


def _draw_mark(pen: ImageDraw.ImageDraw, left: float, top: float, scale: float) -> None:
    for petal in _MARK:
        points = [(left + x * scale, top + y * scale) for x, y in zip(petal[::2], petal[1::2], strict=True)]
        pen.polygon(points, fill=_PAPER)
    middle = [(24, 16.5), (31.5, 24), (24, 31.5), (16.5, 24)]
    pen.polygon([(left + x * scale, top + y * scale) for x, y in middle], fill=_GOLD)


@checks.register
def can_set_thai(app_configs: Iterable[Any] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """No picture is better than tone marks over vowels; a site without pictures is better than none."""
    if can_draw():
        return []
    return [
        checks.Warning(
            "จัดวางตัวอักษรไทยในภาพของลิงก์ไม่ได้ จึงไม่มีภาพ / Thai cannot be laid out; links have no pictures.",
            hint="ติดตั้ง libfribidi0 (Debian) / Install libfribidi0 (Debian).",
            id="core.W010",
        )
    ]
