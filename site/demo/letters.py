"""The demo's letters: the two real ones of the founding document and six made-up ones, marked as samples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import Any

from circulars.importing import Outcome, import_paths
from demo.content import DATA, user

VERIFIED_PUBLICLY = {
    "seed-1-slc-circular.txt": (
        "ต้นฉบับเป็นภาพสแกนที่อ่านผิดหลายแห่ง เผยแพร่ระหว่างตรวจสอบเลขที่ วันที่ และข้อความกับต้นเรื่อง "
        "เพราะเป็นหนังสือเวียนที่ส่วนราชการใช้อ้างอิง"
    ),
}
"""Letters that the registrar publishes although doubts are open, and why; readers see both."""


def available() -> list[Path]:
    return sorted((DATA / "letters").glob("*.txt"))


def load_letters(left_out: Collection[str] = ()) -> Counter[str]:
    """Register the letters as the demo's registrar; gives how many were published, held or unchanged."""
    registrar = user("demo-registrar")
    paths = [path for path in available() if path.name not in left_out]
    actions: Counter[str] = Counter()
    for outcome in import_paths([str(path) for path in paths], registrar):
        if outcome.error is not None:
            raise RuntimeError(f"{outcome.file}: {outcome.error.message}")
        actions[_finish(outcome, registrar)] += 1
    return actions


def _finish(outcome: Outcome, registrar: Any) -> str:
    page, name = outcome.page, Path(outcome.file).name
    assert page is not None
    if outcome.action == "unchanged":
        return "unchanged"
    if name.startswith("dev-"):
        page.is_sample = True
        revision = page.save_revision(user=registrar)
        if page.live:
            revision.publish(user=registrar)
    if reason := VERIFIED_PUBLICLY.get(name):
        page.publish_under_verification(registrar, reason)
        return "published"
    return "published" if page.live else "held"
