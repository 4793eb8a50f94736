"""`kill -9` at any step of an import leaves nothing half-registered, and doing it again completes it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from circulars.models import CircularIndexPage

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(__file__).with_name("dying_import.py")
CITES = "อ้างถึง หนังสือกระทรวงมหาดไทย ที่ มท 0201/ว 15 ลงวันที่ 9 มกราคม 2567\n\nด้วย"

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[("command", 1), ("run", 5)], ids=lambda way: way[0])
def killed(
    registry: CircularIndexPage, letter_text: str, tmp_path: Path, request: pytest.FixtureRequest
) -> dict[str, Any]:
    """What imports of two letters, the first citing the second, left when killed; see dying_import.py."""
    way, each = request.param
    data, folder, pristine = tmp_path / "site", tmp_path / "letters", tmp_path / "pristine.sqlite3"
    data.mkdir()
    folder.mkdir()
    pristine.write_bytes(connection.connection.serialize())
    citing = letter_text.replace("ว 15", "ว 16").replace("ด้วย", CITES, 1)
    (folder / "1.txt").write_text(citing, encoding="utf-8")
    (folder / "2.txt").write_text(letter_text, encoding="utf-8")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "RUAM_DATA": str(data),
        "DATABASE_URL": f"sqlite:///{data / 'ruam.sqlite3'}",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
    }
    ended = subprocess.run(
        [sys.executable, str(PROGRAM), str(pristine), str(folder), way, str(each)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return dict(json.loads(ended.stdout))


def test_an_import_killed_at_any_step_leaves_nothing_half_and_is_completed_by_doing_it_again(
    killed: dict[str, Any],
) -> None:
    whole = killed["whole"]
    assert (whole["letters"], whole["live"], whole["rows"]["circulars_citation"]) == (2, 2, 1)
    assert killed["steps"] > 50
    for one in killed["left"]:
        left, again = one["left"], one["again"]
        assert left["sound"], one
        assert left["half"] == [], one
        assert left["lost"] == 0, one
        rows = left["rows"]
        assert left["letters"] == rows.get("circulars_original", 0) == rows.get("circulars_addressee", 0), one
        assert left["live"] in {0, left["letters"]}, one
        assert again == whole, one
