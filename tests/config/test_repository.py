"""What must hold of the repository as a whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FOLDERS = ("site", "search", "docs", "scripts", "tests", "templates", "locale")
FILES = [
    path
    for places in (ROOT.glob("*"), *((ROOT / folder).rglob("*") for folder in FOLDERS))
    for path in places
    if path.is_file()
]
SEED_LETTERS = sorted((ROOT / "tests/circulars/letters/samples").glob("seed-*.txt"))
CODE = [
    path
    for folder, pattern in (
        ("site", "*.py"),
        ("search", "*.py"),
        ("templates", "*.html"),
        ("search", "*.tsv"),
    )
    for path in (ROOT / folder).rglob(pattern)
]


def test_the_source_root_is_no_package() -> None:
    assert not (ROOT / "site" / "__init__.py").exists()


@pytest.mark.parametrize("doc", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_that_a_document_names_exists(doc: Path) -> None:
    text = doc.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))

    assert set(re.findall(r"(?:^|`|PORT=\d+ )make ([a-z-]+)", text, re.M)) <= targets
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= set(get_commands())


@pytest.mark.parametrize("doc", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_inside_the_repository_leads_somewhere(doc: Path) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", doc.read_text(encoding="utf-8"))
    assert [link for link in links if not (doc.parent / link).exists()] == []


@pytest.mark.parametrize("doc", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_that_a_document_names_exists(doc: Path) -> None:
    named = re.findall(
        r"`([\w./-]+\.(?:py|md|yaml|tsv|toml|js|html|sh)|(?:site|search|docs|scripts|tests)/[\w./-]+)`",
        doc.read_text(encoding="utf-8"),
    )
    paths = ["/" + path.relative_to(ROOT).as_posix() for path in FILES]
    ends = {path[at:] for path in paths for at in range(len(path)) if path[at] == "/"}
    folders = {parent.as_posix() for path in FILES for parent in path.relative_to(ROOT).parents}

    assert [name for name in named if f"/{name}" not in ends and name.rstrip("/") not in folders] == []


def distinctive(letter: str) -> set[str]:
    """What only somebody who knows this letter could write: names of people, numbers, telephones."""
    people = re.findall(r"\((?:นาย|นางสาว|นาง)(\S+) (\S+)\)", letter)
    numbers = re.findall(r"[๐-๙\d]{4} ?/ ?(?:ว ?)?[\wก-๙]+", letter)
    phones = re.findall(r"[๐0][- ][๐-๙\d]{4} [๐-๙\d]{4}", letter)
    return {name for pair in people for name in pair} | set(numbers) | set(phones)


def test_the_code_knows_nothing_of_the_founding_letters() -> None:
    assert len(SEED_LETTERS) == 2
    words = {word for path in SEED_LETTERS for word in distinctive(path.read_text(encoding="utf-8"))}
    assert len(words) >= 8

    found = [
        (str(path.relative_to(ROOT)), word)
        for path in CODE
        if "demo/data" not in path.as_posix()
        for word in words
        if word in path.read_text(encoding="utf-8")
    ]
    assert found == []
