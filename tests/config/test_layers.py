"""The import contracts really fail when they are broken: each is broken on purpose in a copy."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def lint_imports(directory: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=directory,
        env={**os.environ, "PYTHONPATH": "site"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("site", "search", "pyproject.toml"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / name)
    return tmp_path


def test_the_contracts_hold(copy: Path) -> None:
    run = lint_imports(copy)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize(
    ("module", "statement", "contract"),
    [
        ("site/core/models.py", "import organisations.models", "Layers"),
        ("site/services/models.py", "import circulars.models", "Layers"),
        ("site/organisations/models.py", "import guidelines.models", "Layers"),
        ("site/home/models.py", "import finder.apps", "Layers"),
        ("search/document.py", "import django.db", "search imports no Django"),
        ("search/document.py", "import core.models", "Layers"),
        ("site/circulars/letters/__init__.py", "import django.utils.html", "circulars.letters is pure"),
        ("site/core/merge/__init__.py", "import django.utils.html", "core.merge is pure"),
        ("site/core/models.py", "import elasticsearch_dsl", "Only the Elasticsearch engine"),
        ("search/thai/normalise.py", "import nlpo3", "Only search.thai.segment"),
    ],
)
def test_breaking_a_contract_fails(copy: Path, module: str, statement: str, contract: str) -> None:
    path = copy / module
    path.write_text(path.read_text(encoding="utf-8") + f"\n{statement}\n", encoding="utf-8")

    run = lint_imports(copy)

    assert run.returncode != 0
    broken = [line for line in run.stdout.splitlines() if "BROKEN" in line]
    assert any(line.startswith(contract) for line in broken), run.stdout
