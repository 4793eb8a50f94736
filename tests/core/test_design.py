"""The design system keeps its own rules."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from config.env import ROOT

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


def test_the_style_sheets_are_small() -> None:
    together = b"".join(path.read_bytes() for path in CSS.glob("*.css") if path.name != "admin.css")
    assert len(gzip.compress(together)) <= 12_000


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
