"""Web fonts are cut from the installed packages and found like any static file."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

from config.env import ROOT
from core import fonts


@pytest.fixture
def data(settings, tmp_path: Path) -> Path:
    settings.RUAM_DATA = tmp_path
    return tmp_path


def test_all_fonts_together_stay_below_sixty_kilobytes(data: Path) -> None:
    assert sum(fonts.ensure_font(font).stat().st_size for font in fonts.WEB_FONTS) < 60_000


def test_a_font_draws_every_thai_letter_and_latin_and_keeps_mark_positioning(data: Path) -> None:
    font = TTFont(io.BytesIO(fonts.ensure_font(fonts.WEB_FONTS[0]).read_bytes()))
    drawn = font.getBestCmap()
    wanted = [*range(0x20, 0x7F), *range(0xE01, 0xE3B), *range(0xE3F, 0xE5C)]
    assert not [chr(c) for c in wanted if c not in drawn]
    features = {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord}
    assert {"mark", "mkmk"} <= features


def test_static_files_find_each_font_that_the_style_sheet_names(data: Path) -> None:
    css = Path(finders.find("core/css/fonts.css") or "").read_text("utf-8")
    names = re.findall(r"\.\./fonts/([\w-]+\.woff2)", css)
    assert sorted(names) == sorted(font.name for font in fonts.WEB_FONTS)
    for name in names:
        assert Path(finders.find(f"core/fonts/{name}") or "").read_bytes()[:4] == b"wOF2"
    assert finders.find("core/fonts/../../secret-key") is None


def test_every_page_asks_for_the_fonts_before_it_is_painted() -> None:
    """A font that is late is left for the next page, so each must be asked for at once."""
    head = (ROOT / "templates" / "base.html").read_text("utf-8")
    for font in fonts.WEB_FONTS:
        assert re.search(rf"rel=\"preload\"[^>]*core/fonts/{font.name}", head), font.name
    css = Path(finders.find("core/css/fonts.css") or "").read_text("utf-8")
    assert css.count("font-display: optional") == css.count("url(") == len(fonts.WEB_FONTS)


def test_a_font_is_cut_once(data: Path) -> None:
    path = fonts.ensure_font(fonts.WEB_FONTS[0])
    path.write_bytes(b"kept")
    assert fonts.ensure_font(fonts.WEB_FONTS[0]).read_bytes() == b"kept"
    assert not list(path.parent.glob(".*"))


def test_the_whole_font_file_is_there_for_paper() -> None:
    assert TTFont(fonts.font_path("sarabun", 700))["name"].getDebugName(1) == "Sarabun"
    with pytest.raises(KeyError):
        fonts.font_path("comic", 400)
