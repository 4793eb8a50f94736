"""Production refuses to start while something that would make it insecure is missing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": "ruam.example.go.th",
    "DATABASE_URL": "postgresql://ruam@127.0.0.1/ruam",
}


def start(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Import the production settings in a process of their own, with this environment and no other."""
    kept = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    return subprocess.run(
        [sys.executable, "-c", "import config.settings.production"],
        env={**kept, "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}", "RUAM_DATA": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_starts_with_everything_set(tmp_path: Path) -> None:
    assert start(tmp_path, **GOOD).returncode == 0


def test_sqlite_is_allowed_where_it_is_meant(tmp_path: Path) -> None:
    environment = {key: value for key, value in GOOD.items() if key != "DATABASE_URL"}
    assert start(tmp_path, **environment, RUAM_SINGLE_MACHINE="1").returncode == 0


@pytest.mark.parametrize("missing", GOOD)
def test_it_refuses_without(tmp_path: Path, missing: str) -> None:
    run = start(tmp_path, **{key: value for key, value in GOOD.items() if key != missing})

    assert run.returncode != 0
    assert "ImproperlyConfigured" in run.stderr
    assert missing in run.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [("SECRET_KEY", "short"), ("ALLOWED_HOSTS", "*"), ("DATABASE_URL", "sqlite:///content.sqlite3")],
)
def test_it_refuses_weak_values(tmp_path: Path, name: str, value: str) -> None:
    run = start(tmp_path, **{**GOOD, name: value})

    assert run.returncode != 0
    assert name in run.stderr
