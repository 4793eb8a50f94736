"""The site's typefaces: small web fonts cut from the installed TTF files, and the TTF files themselves.

Sarabun sets the text, Noto Sans Thai the headings; both are under the SIL Open Font License. The
packages carry every script and weight (90 to 220 kB each); a reader needs Thai and Latin in three weights.
The finder makes the subsets once, into RUAM_DATA, so that `collectstatic`, the development server
and WhiteNoise all find them at core/fonts/ and nothing binary is kept in the repository.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import fontpkg_noto_sans_thai
import fontpkg_sarabun
from django.conf import settings

from core.made_files import MadeFileFinder, write_once

PREFIX = "core/fonts"
LAYOUT = "3"
"""Part of the directory's name: change it when the way of cutting changes."""

CHARACTERS = (
    "U+0020-007E, U+00A0-00FF, U+0E00-0E7F, U+2010-2015, U+2018-201E, U+2022, U+2026, U+2032-2033, U+20AC, "
    "U+2190-2193, U+2212, U+25CC"
)
"""What each file draws: Thai and Latin in one, for no Thai page is without digits and spaces."""

SOURCES = {
    ("sarabun", 400): Path(fontpkg_sarabun.ROOT) / "files" / "Sarabun-Regular.ttf",
    ("sarabun", 600): Path(fontpkg_sarabun.ROOT) / "files" / "Sarabun-SemiBold.ttf",
    ("sarabun", 700): Path(fontpkg_sarabun.ROOT) / "files" / "Sarabun-Bold.ttf",
    ("noto-sans-thai", 600): Path(fontpkg_noto_sans_thai.ROOT) / "files" / "NotoSansThai[wdth,wght].ttf",
}
WEB = (("sarabun", 400), ("sarabun", 600), ("noto-sans-thai", 600))


def font_path(family: str = "sarabun", weight: int = 400) -> Path:
    """The whole TTF file of a typeface, for PDF files and pictures. Noto Sans Thai is a variable font.

    Raises KeyError for a family and weight that the site does not use.
    """
    return SOURCES[family, weight]


@dataclass(frozen=True, slots=True)
class WebFont:
    """One woff2 file: a family in one weight."""

    family: str
    weight: int

    @property
    def name(self) -> str:
        return f"{self.family}-{self.weight}.woff2"

    def cut(self) -> bytes:
        """The woff2 file. Takes about a second."""
        from io import BytesIO

        from fontTools.subset import Options, Subsetter
        from fontTools.ttLib import TTFont
        from fontTools.varLib.instancer import instantiateVariableFont

        font = TTFont(SOURCES[self.family, self.weight])
        if "fvar" in font:
            font = instantiateVariableFont(font, {"wght": self.weight, "wdth": 100})
        options = Options(flavor="woff2", hinting=False, desubroutinize=True)
        options.name_IDs = [0, 1, 2, 13, 14]
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=code_points(CHARACTERS))
        subsetter.subset(font)
        font.flavor = "woff2"
        out = BytesIO()
        font.save(out)
        return out.getvalue()


WEB_FONTS = tuple(WebFont(family, weight) for family, weight in WEB)


def code_points(unicode_range: str) -> set[int]:
    """The code points of a CSS unicode-range.

    >>> sorted(code_points("U+41-43, U+E01"))
    [65, 66, 67, 3585]
    """
    found: set[int] = set()
    for part in unicode_range.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found


def font_directory() -> Path:
    """Where the cut files lie; another directory when the sources or the ranges change."""
    recipe = repr(
        (
            LAYOUT,
            CHARACTERS,
            [(font.name, SOURCES[font.family, font.weight].stat().st_size) for font in WEB_FONTS],
        )
    )
    return Path(settings.RUAM_DATA) / "fonts" / hashlib.sha256(recipe.encode()).hexdigest()[:12]


def ensure_font(font: WebFont) -> Path:
    """The file of a web font, cut now if it is not there. Safe with several processes at once."""
    path = font_directory() / PREFIX / font.name
    if not path.exists():
        write_once(path, font.cut())
    return path


class WebFontFinder(MadeFileFinder):
    """Gives the web fonts to Django's static files as if they lay in the source."""

    def directory(self) -> Path:
        return font_directory()

    def names(self) -> list[str]:
        return [f"{PREFIX}/{font.name}" for font in WEB_FONTS]

    def ensure(self, name: str) -> Path:
        return ensure_font(next(font for font in WEB_FONTS if name == f"{PREFIX}/{font.name}"))
