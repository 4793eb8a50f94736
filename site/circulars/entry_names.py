"""Names of the entries of a ZIP file, which says of each only whether it is UTF-8."""

from __future__ import annotations

import re
from zipfile import ZipInfo

_SAYS_UTF8 = 0x800
_THAI_RUN = re.compile(r"[ก-๛]+")
_MARKS = "ัิีึืฺุู็่้๊๋์ํ๎"
_MISPLACED = re.compile(rf"(?:^|[^ก-ฮ{_MARKS}ำ])[{_MARKS}]|[เแโใไ](?:[^ก-ฮ]|$)")
"""A mark that stands on no consonant, a vowel that none follows."""


def name_of(entry: ZipInfo) -> str:
    """The name as whoever packed the file saw it.

    Where it is not marked as UTF-8, Thai Windows wrote its code page (CP874) and others UTF-8 all the same;
    what is neither stays as the format has it, code page 437.
    """
    if entry.flag_bits & _SAYS_UTF8 or entry.filename.isascii():
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    read = {encoding: _decoded(raw, encoding) for encoding in ("utf-8", "cp874")}
    if _is_thai(read["utf-8"]) or not _is_thai(read["cp874"]):
        return read["utf-8"] or entry.filename
    return read["cp874"]


def _decoded(raw: bytes, encoding: str) -> str:
    """The bytes as words; empty where they are none of that encoding."""
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return ""


def _is_thai(name: str) -> bool:
    """Whether the words are Thai: whole syllables, no letter alone among Latin ones ("niño" has one)."""
    runs = list(_THAI_RUN.finditer(name))
    return (
        bool(runs)
        and not _MISPLACED.search(name)
        and not any(len(run.group()) == 1 and _touches_latin(name, run) for run in runs)
        and all(sign.isascii() or sign in "\u00a0–—‘’“”•…" or _THAI_RUN.fullmatch(sign) for sign in name)
    )


def _touches_latin(name: str, run: re.Match[str]) -> bool:
    around = name[: run.start()][-1:] + name[run.end() :][:1]
    return any(sign.isascii() and sign.isalpha() for sign in around)
