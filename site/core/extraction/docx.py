"""The words of a DOCX file, page by page as its page breaks make them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

VERSION = "docx 1"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}ptab": "\t"}
_LARGEST_PART = 200 * 1024 * 1024
"""Bytes of XML after unpacking. A part that unpacks to more is a bomb."""


class Bomb(ValueError):
    """A part of the file unpacks to more than any document holds."""


def is_docx(archive: zipfile.ZipFile) -> bool:
    return "word/document.xml" in archive.namelist()


def pages(archive: zipfile.ZipFile) -> Iterator[str]:
    """Text of each page: headers stand on the first page, footnotes and footers on the last.

    Deleted text of tracked changes is left out, text boxes come once. Raises Bomb, BadZipFile and
    ParseError (also for a DTD or an entity).
    """
    names = sorted(archive.namelist())
    heads = _extra(archive, [n for n in names if re.fullmatch(r"word/header\d*\.xml", n)])
    feet = _extra(
        archive, [n for n in names if re.fullmatch(r"word/(?:footnotes|endnotes|footer\d*)\.xml", n)]
    )
    parts = list(_part(archive, "word/document.xml"))
    if heads:
        parts[0] = f"{heads}\n{parts[0]}"
    if feet:
        parts[-1] = f"{parts[-1]}\n{feet}"
    yield from parts


def _extra(archive: zipfile.ZipFile, names: list[str]) -> str:
    """Different texts of headers and footers, without bare page numbers."""
    texts = ("\n".join(_part(archive, name)).strip() for name in names)
    return "\n".join(dict.fromkeys(t for t in texts if re.search(r"[^\W\d_]", t)))


def _part(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    if archive.getinfo(name).file_size > _LARGEST_PART:
        raise Bomb(name)
    with archive.open(name) as stream:
        yield from _read(stream)


def _read(stream: IO[bytes]) -> Iterator[str]:
    """The text between page breaks; memory stays flat, for what has been read is let go."""
    pieces: list[str] = []
    skipped = 0
    path: list[Element] = []
    for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            path.append(element)
            skipped += element.tag == _FALLBACK
            continue
        path.pop()
        if element.tag == _FALLBACK:
            skipped -= 1
        elif not skipped:
            breaks = element.tag == f"{_W}lastRenderedPageBreak" or (
                element.tag == f"{_W}br" and element.get(f"{_W}type") == "page"
            )
            if breaks:
                if "".join(pieces).strip():
                    yield "".join(pieces).strip()
                    pieces = []
            elif element.tag == f"{_W}t":
                pieces.append(element.text or "")
            elif element.tag == f"{_W}p":
                pieces.append("\n")
            elif element.tag == f"{_W}tc":
                pieces.append("\t")
            elif element.tag in _SIGNS and _in_run(path):
                pieces.append(_SIGNS[element.tag])
        if path:
            path[-1].remove(element)
    yield "".join(pieces).strip()


def _in_run(path: list[Element]) -> bool:
    """A tab stands in a run; elsewhere the same name defines a tab stop."""
    return bool(path) and path[-1].tag == f"{_W}r"
