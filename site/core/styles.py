"""The public site's style sheets, joined into one file: one request before the first paint, and fewer bytes.

Each sheet stays a file of its own in the source (docs/design.md). On a phone a request costs more
than what it carries, and text compresses better in one piece than in eight.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from django.conf import settings

from core.made_files import MadeFileFinder, write_once

NAME = "core/css/site.css"
SOURCE = Path(__file__).parent / "static" / "core" / "css"
SHEETS = ("fonts", "tokens", "base", "layout", "components", "forms", "documents")
"""In the order of the cascade."""
PAPER = "print"
"""Last, and for paper only."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"\n\s*")


def joined() -> str:
    """All sheets in order, without comments and indents; relative addresses hold, as it lies beside them."""
    sheets = [_read(sheet) for sheet in SHEETS]
    return "\n".join([*sheets, f"@media print {{\n{_read(PAPER)}\n}}", ""])


def _read(sheet: str) -> str:
    text = _COMMENT.sub("", (SOURCE / f"{sheet}.css").read_text("utf-8"))
    return _INDENT.sub("\n", text).strip()


class StyleSheetFinder(MadeFileFinder):
    """Gives the joined sheet to Django's static files as if it lay in the source."""

    def directory(self) -> Path:
        recipe = hashlib.sha256(joined().encode()).hexdigest()[:12]
        return Path(settings.RUAM_DATA) / "styles" / recipe

    def names(self) -> list[str]:
        return [NAME]

    def ensure(self, name: str) -> Path:
        path = self.directory() / name
        if not path.exists():
            write_once(path, joined().encode())
        return path
