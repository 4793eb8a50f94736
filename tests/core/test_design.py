"""The design system keeps its own rules."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from unittest.mock import patch

import pytest
from django.contrib.staticfiles import finders

from config.env import ROOT
from core import styles

COMPONENTS = sorted((ROOT / "templates" / "components").glob("*.html"))
PUBLIC_TEMPLATES = sorted(
    path for path in (ROOT / "templates").rglob("*.html") if "wagtailadmin" not in path.parts
)
CSS = ROOT / "site" / "core" / "static" / "core" / "css"


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT / "templates"))


@pytest.mark.parametrize("path", COMPONENTS, ids=relative)
def test_every_component_is_documented(path: Path) -> None:
    assert f"`components/{path.name}`" in (ROOT / "docs" / "design.md").read_text("utf-8")
    assert path.read_text("utf-8").startswith("{% comment %}"), "say at its head what it is and takes"


@pytest.mark.parametrize("path", PUBLIC_TEMPLATES, ids=relative)
def test_templates_keep_to_the_strict_policy(path: Path) -> None:
    html = path.read_text("utf-8")
    assert not re.search(r"<[^>]+\sstyle\s*=", html)
    assert not re.search(r"<[^>]+\son[a-z]+\s*=", html)
    assert "<style" not in html
    for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", html, re.DOTALL):
        assert "src=" in attributes or "application/ld+json" in attributes, body


def test_the_joined_style_sheet_is_small_and_leaves_no_sheet_out() -> None:
    together = styles.joined()
    assert len(gzip.compress(together.encode())) <= 10_000
    assert "/*" not in together
    sheets = {path.stem for path in CSS.glob("*.css")}
    assert {*styles.SHEETS, styles.PAPER} == sheets - {"admin"}
    for sheet in sheets - {"admin"}:
        rules = re.sub(r"/\*.*?\*/", "", (CSS / f"{sheet}.css").read_text("utf-8"), flags=re.DOTALL)
        assert "".join(rules.split()) in "".join(together.split()), sheet


def test_what_is_for_paper_holds_on_paper_alone() -> None:
    screen, _, paper = styles.joined().partition("@media print {\n@page")
    assert "@page" not in screen
    assert paper.count("{") + 1 == paper.count("}"), "the block ends with the sheet"


def test_static_files_find_the_joined_sheet_and_a_new_one_after_a_change(settings, tmp_path: Path) -> None:
    settings.RUAM_DATA = tmp_path
    found = finders.find(styles.NAME)
    assert found is not None
    assert Path(found).read_text("utf-8") == styles.joined()
    with patch.object(styles, "SHEETS", ("tokens",)):
        assert finders.find(styles.NAME) != found
    assert finders.find("core/css/../../secret-key") is None


def test_every_colour_is_decided_in_the_tokens() -> None:
    """Only the front door and the footer, dark in both themes, may name a colour of their own."""
    for path in CSS.glob("*.css"):
        if path.name in {"tokens.css", "print.css", "admin.css"}:
            continue
        for line in path.read_text("utf-8").splitlines():
            if re.search(r"#[0-9a-f]{3,6}\b", line):
                assert re.match(r"\.(hero|footer)", line), f"{path.name}: {line}"


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def tokens(theme: str) -> dict[str, str]:
    css = (CSS / "tokens.css").read_text("utf-8")
    light, dark = css.split("@media", 1)
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", light))
    if theme == "dark":
        found |= dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", dark))
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "paper", "least"),
    [
        ("ink", "paper", 7),
        ("ink-soft", "paper", 4.5),
        ("ink-soft", "paper-tint", 4.5),
        ("kram", "paper", 4.5),
        ("kram", "kram-tint", 4.5),
        ("on-kram", "kram", 4.5),
        ("on-kram", "kram-strong", 4.5),
        ("rong-ink", "rong-tint", 4.5),
        ("chat", "chat-tint", 4.5),
        ("tang-chae", "tang-chae-tint", 4.5),
        ("ink", "mark", 4.5),
        ("visited", "paper", 4.5),
        ("line-strong", "paper", 3),
        ("focus-ink", "rong", 4.5),
    ],
)
def test_colours_contrast(theme: str, ink: str, paper: str, least: float) -> None:
    colours = tokens(theme)
    assert contrast(colours[ink], colours[paper]) >= least


def test_the_two_dark_themes_are_the_same() -> None:
    css = (CSS / "tokens.css").read_text("utf-8")
    by_device, by_choice = re.findall(r"color-scheme: dark;(.*?)\}", css, re.DOTALL)
    assert by_device.split() == by_choice.split()
