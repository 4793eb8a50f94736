"""The catalogue of English translations: which Thai messages the source uses, and which have none yet.

Read with Babel and Django's own template reader, so that no gettext programs are needed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(settings.LOCALE_PATHS[0]).parent
CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
HEADER = """# English translation of Ruam. Thai is the language of the source.
# `manage.py messages` brings this file up to date with the source and lists what has no translation."""

_DATED = re.compile(rb'"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator):')
_COMMENT = re.compile(r"#(?: Translators.*)?\n")

MessageId = str | tuple[str, str]


def used_messages(root: Path = ROOT) -> Iterator[MessageId]:
    """Every message of site/ and templates/, in order of appearance; one with a plural is a pair."""
    for path in sorted((root / "site").rglob("*.py")):
        yield from _read(path.read_bytes())
    for folder in (root / "templates", root / "site"):
        for path in sorted([*folder.rglob("*.html"), *folder.rglob("*.txt")]):
            code = _COMMENT.sub("\n", templatize(path.read_text("utf-8"), origin=str(path)))
            # One line, as the reader of Python would take the template's indentation for Python's
            yield from _read(code.replace("\n", " ").lstrip().encode())


def read_catalogue(path: Path = CATALOGUE) -> Catalog:
    """The translations as they are kept."""
    with path.open("rb") as file:
        return read_po(file, locale="en")


def bring_up_to_date(catalogue: Catalog, used: Iterator[MessageId]) -> Catalog:
    """A catalogue with just the messages in use, each with the translation it had."""
    fresh = Catalog(locale="en", project="Ruam", version="1", header_comment=HEADER, fuzzy=False)
    for message in used:
        known = catalogue.get(message)
        same_shape = known is not None and isinstance(known.id, str) == isinstance(message, str)
        fresh.add(message, known.string if known is not None and same_shape else None)
    return fresh


def untranslated(catalogue: Catalog) -> list[str]:
    """The messages without a translation, or with half of one."""
    found = []
    for message in catalogue:
        texts = [message.string] if isinstance(message.string, str | None) else message.string
        if message.id and not all(texts):
            found.append(message.id if isinstance(message.id, str) else message.id[0])
    return found


def write_catalogue(catalogue: Catalog, path: Path = CATALOGUE) -> None:
    """Write without dates and line numbers, which would change with every edit of the source."""
    out = io.BytesIO()
    write_po(out, catalogue, width=110, no_location=True)
    lines = [line for line in out.getvalue().splitlines(keepends=True) if not _DATED.match(line)]
    path.write_bytes(b"".join(lines))


def _read(code: bytes) -> Iterator[MessageId]:
    for _line, message, _comments, _context in extract("python", io.BytesIO(code), KEYWORDS):
        if isinstance(message, tuple):
            yield (message[0], message[1])
        elif message:
            yield message
