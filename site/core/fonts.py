"""The site's typefaces: small web fonts cut from the installed TTF files, and the TTF files themselves.

Sarabun sets the text, Noto Sans Thai the headings; both are under the SIL Open Font License. The
packages carry every script and weight (90 to 220 kB each); a reader needs Thai and Latin in three.
The finder makes the subsets once, into RUAM_DATA, so that `collectstatic`, the development server
and WhiteNoise all find them at core/fonts/ and nothing binary is kept in the repository.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fontpkg_noto_sans_thai
import fontpkg_sarabun
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

PREFIX = "core/fonts"
LAYOUT = "2"
"""Part of the directory's name: change it when the way of cutting changes."""

SCRIPTS = {
    "thai": "U+0E00-0E7F, U+25CC",
    "latin": (
        "U+0020-007E, U+00A0-00FF, U+2010-2015, U+2018-201E, U+2022, U+2026, U+2032-2033, U+20AC, "
        "U+2190-2193, U+2212"
    ),
}
"""The unicode-range of each file, as fonts.css states it."""

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
    """One woff2 file: a family and weight in one script."""

    family: str
    weight: int
    script: str

    @property
    def name(self) -> str:
        return f"{self.family}-{self.weight}-{self.script}.woff2"

    def cut(self) -> bytes:
        """The woff2 file. Takes about a second."""
        from io import BytesIO

        from fontTools.subset import Options, Subsetter
        from fontTools.ttLib import TTFont
        from fontTools.varLib.instancer import instantiateVariableFont

        font = TTFont(SOURCES[self.family, self.weight])
        if "fvar" in font:
            font = instantiateVariableFont(font, {"wght": self.weight, "wdth": 100})
        options = Options(flavor="woff2", layout_features=["*"], hinting=False, desubroutinize=True)
        options.name_IDs = [0, 1, 2, 13, 14]
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=code_points(SCRIPTS[self.script]))
        subsetter.subset(font)
        font.flavor = "woff2"
        out = BytesIO()
        font.save(out)
        return out.getvalue()


WEB_FONTS = tuple(WebFont(family, weight, script) for family, weight in WEB for script in SCRIPTS)


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
            SCRIPTS,
            [(font.name, SOURCES[font.family, font.weight].stat().st_size) for font in WEB_FONTS],
        )
    )
    return Path(settings.RUAM_DATA) / "fonts" / hashlib.sha256(recipe.encode()).hexdigest()[:12]


def ensure_font(font: WebFont) -> Path:
    """The file of a web font, cut now if it is not there. Safe with several processes at once."""
    path = font_directory() / PREFIX / font.name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        with os.fdopen(descriptor, "wb") as file:
            file.write(font.cut())
        Path(temporary).chmod(0o644)
        # The first to finish wins: whoever serves that file has already told its size.
        with contextlib.suppress(FileExistsError):
            os.link(temporary, path)
        Path(temporary).unlink()
    return path


class WebFontFinder(BaseFinder):
    """Gives the web fonts to Django's static files as if they lay in the source."""

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file's path, a list of it with `find_all`; an empty list where the name is not ours."""
        for font in WEB_FONTS:
            if path == f"{PREFIX}/{font.name}":
                found = str(ensure_font(font))
                return [found] if find_all else found
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        storage = FileSystemStorage(location=font_directory())
        for font in WEB_FONTS:
            ensure_font(font)
            yield f"{PREFIX}/{font.name}", storage
