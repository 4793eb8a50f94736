"""The merge beside `git merge-file` and merge3 on the same cases: disjoint edits within one Thai paragraph.

merge3 is GPL and an oracle of tests alone. `--log-cli-level=INFO` prints the table of docs/merge.md.
"""

from __future__ import annotations

import logging
import random
import re
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from merge3 import Merge3

from core.merge import compare_text, merge_text, words

log = logging.getLogger(__name__)

SOURCE = Path(__file__).resolve().parents[3] / "site" / "demo" / "data" / "guidelines"
NEW = ("หน่วยงาน", "จังหวัด", "สะดวก", "โปร่งใส", "หกสิบ", "ชั่วโมง", "ผู้รับบริการ", "ทันที", "น้ำ", "ที่")
CASES = 200

Case = tuple[str, str, str, str]
"""Base, ours, theirs, and what both together say."""
Merger = Callable[[str, str, str], str | None]
"""The merged text of base, ours and theirs; None where it conflicts."""


def paragraphs() -> list[str]:
    texts = []
    for path in sorted(SOURCE.rglob("*.yaml")):
        for section in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("sections", []):
            texts += [line.strip("-# >") for line in str(section.get("body_th", "")).splitlines()]
    found = [text for text in texts if len(words(text)) >= 12]
    assert len(found) >= 20
    return found


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """Two edits of words at least one word apart: one replaced, deleted or put in on either side."""
    chance, texts, found = random.Random(2547), paragraphs(), []
    while len(found) < CASES:
        pieces = words(chance.choice(texts))
        places = [at for at, piece in enumerate(pieces) if piece.strip()]
        first, second = sorted(chance.sample(places, 2))
        if second - first < 2:
            continue
        edits = {at: chance.choice(("replace", "delete", "insert")) for at in (first, second)}
        new = {at: chance.choice(NEW) for at in edits}

        def edited(
            where: set[int],
            pieces: list[str] = pieces,
            edits: dict[int, str] = edits,
            new: dict[int, str] = new,
        ) -> str:
            out = []
            for at, piece in enumerate(pieces):
                kind = edits.get(at) if at in where else None
                out.append({None: piece, "replace": new.get(at, ""), "delete": ""}.get(kind, piece))
                if kind == "insert":
                    out.append(new[at])
            return "".join(out)

        found.append((edited(set()), edited({first}), edited({second}), edited({first, second})))
    return found


def ruam(base: str, ours: str, theirs: str) -> str | None:
    merged = merge_text(base, ours, theirs)
    return merged.text if merged.clean else None


def oracle(cut: Callable[[str], list[str]]) -> Merger:
    def merge(base: str, ours: str, theirs: str) -> str | None:
        groups = list(Merge3(cut(base), cut(ours), cut(theirs)).merge_groups())
        if any(group[0] == "conflict" for group in groups):
            return None
        return "".join("".join(group[1]) for group in groups)

    return merge


def git(folder: Path, cut: Callable[[str], list[str]]) -> Merger:
    def merge(base: str, ours: str, theirs: str) -> str | None:
        names = []
        for name, text in (("ours", ours), ("base", base), ("theirs", theirs)):
            path = folder / name
            path.write_text("".join(f"{line}\n" for line in cut(text)), encoding="utf-8")
            names.append(str(path))
        done = subprocess.run(["git", "merge-file", "-p", *names], capture_output=True, check=False)
        assert 0 <= done.returncode < 128, done.stderr
        return None if done.returncode else done.stdout.decode().replace("\n", "")

    return merge


def whole(text: str) -> list[str]:
    return [text]


def at_spaces(text: str) -> list[str]:
    return re.findall(r"\S+\s*|\s+", text)


def count(merge: Merger, cases: list[Case]) -> tuple[int, int]:
    """How many of the cases merge cleanly, and how many of those wrongly."""
    merged = [(merge(*case[:3]), case[3]) for case in cases]
    clean = [(text, expected) for text, expected in merged if text is not None]
    return len(clean), sum(text != expected for text, expected in clean)


def test_more_merges_cleanly_than_with_peers_and_nothing_wrongly(cases: list[Case], tmp_path: Path) -> None:
    table = {
        "Ruam": count(ruam, cases),
        "git merge-file, a paragraph a line": count(git(tmp_path, whole), cases),
        "git merge-file, a line at each space": count(git(tmp_path, at_spaces), cases),
        "git merge-file, a line for each of our words": count(git(tmp_path, words), cases),
        "merge3, a line at each space": count(oracle(at_spaces), cases),
        "merge3 over our words": count(oracle(words), cases),
    }
    for name, (clean, wrong) in table.items():
        log.info("| %s | %s of %s | %s | %s |", name, clean, len(cases), wrong, len(cases) - clean)
    clean, wrong = table["Ruam"]

    assert wrong == 0
    assert clean >= 0.9 * len(cases)
    assert clean >= max(each[0] - each[1] for each in table.values()), "no peer merges more of them rightly"


def test_where_the_oracle_merges_cleanly_so_do_we_or_nothing_is_guessed(cases: list[Case]) -> None:
    merge = oracle(words)
    both = [(ruam(*case[:3]), merge(*case[:3])) for case in cases]

    assert all(ours == theirs for ours, theirs in both if ours is not None and theirs is not None)


def test_the_marked_region_of_one_word_edits_of_real_paragraphs_is_that_word() -> None:
    chance, texts = random.Random(2566), paragraphs()
    exact = total = 0
    while total < 200:
        pieces = words(chance.choice(texts))
        at, new = chance.randrange(len(pieces)), chance.choice(NEW)
        if not pieces[at].strip() or pieces[at] == new:
            continue
        changed = "".join([*pieces[:at], new, *pieces[at + 1 :]])
        spans = compare_text("".join(pieces), changed)
        marked = [(span.kind, span.text) for span in spans if span.kind != "same"]
        assert not any(unicodedata.category(span.text[0]).startswith("M") for span in spans)
        total += 1
        exact += marked == [("removed", pieces[at]), ("added", new)]
    log.info("one-word edits marked exactly: %s of %s", exact, total)
    assert exact >= 0.98 * total
