"""The process that opens a stranger's file: given limits, it reads bytes and writes pages as JSON lines.

Started by `core.extraction.running` with an empty environment; it opens no file, writes none and needs
no network. One line a page, so that what was read before a limit struck is not lost.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from typing import Any


def main() -> None:
    order = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    _limit(order)
    try:
        extractor, pages = _open(data)
        _say(extractor=extractor)
        left = order["characters"]
        for number, page in enumerate(pages):
            if number >= order["pages"] or left <= 0:
                _say(problem="truncated")
                break
            text = page.encode("utf-8", "replace").decode("utf-8")
            if len(text) > left:
                _say(page=text[:left])
                _say(problem="truncated")
                break
            _say(page=text)
            left -= len(text)
    except Refused as refused:
        _say(problem=str(refused))
    except MemoryError:
        _say(problem="memory")
    except Exception as error:  # noqa: BLE001  a damaged file may raise anything; the parent is told which
        _say(problem="damaged", detail=type(error).__name__)


class Refused(Exception):
    """Why a file is not read, as a code of PROBLEMS."""


def _limit(order: dict[str, Any]) -> None:
    """Imports come first: libraries of the readers are mapped before the address space is closed."""
    import core.extraction.docx
    import core.extraction.encodings
    import core.extraction.pdf  # noqa: F401

    seconds = max(1, int(order["seconds"]) + 1)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (order["memory"], order["memory"]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _open(data: bytes) -> tuple[str, Iterator[str]]:
    from core.extraction import docx, encodings, pdf

    if b"%PDF-" in data[:1024]:
        return pdf.VERSION, _pdf_pages(data)
    if data.startswith(b"PK\x03\x04"):
        archive = zipfile.ZipFile(io.BytesIO(data))
        if not docx.is_docx(archive):
            raise Refused("unsupported")
        return docx.VERSION, docx.pages(archive)
    if data.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK")):
        raise Refused("unsupported")
    try:
        text, encoding = encodings.decode(data)
    except encodings.UnknownEncoding:
        raise Refused("unsupported") from None
    text = text.replace("\x00", "").replace("\x1a", "").replace("\r\n", "\n").replace("\r", "\n")
    return f"text {encoding}", iter(text.split("\f"))


def _pdf_pages(data: bytes) -> Iterator[str]:
    from core.extraction import pdf

    try:
        yield from pdf.pages(data)
    except pdf.Encrypted:
        raise Refused("encrypted") from None


def _say(**values: str) -> None:
    sys.stdout.buffer.write(json.dumps(values).encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
