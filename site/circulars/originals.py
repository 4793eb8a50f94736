"""Handing out the file that a letter came in: to whom, and as pictures of its pages for the review screen."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.core.cache import cache
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from circulars.letters.personal import find_personal_data
from circulars.models import CircularPage, Original
from circulars.models.original import Unsure
from circulars.models.readers import readable
from circulars.ocr import MEMORY, ROOT, Unreadable

DOTS_ON_SCREEN = 110
MOST_PAGES = 60
SECONDS = 60
MOST_BELOW = 3
"""Thai letters below a letter that say nothing: น., ฯ, a page's number."""
_CONTACT = re.compile(
    "ไปรษณีย์อิเล็กทรอนิกส์|อีเมล|อีเมล์|เว็บไซต์|โทรศัพท์เคลื่อนที่|โทรศัพท์|โทรสาร|โทร|มือถือ|ต่อ|หน้า|สายด่วน|ไลน์"
)
_THAI = re.compile("[ก-๎]")
_TEXTS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp874")
_PICTURES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")


def kind_of(original: Original) -> str:
    """What the file is: text, pdf, scan or word."""
    if original.encoding in _TEXTS:
        return "text"
    if original.encoding.startswith("pdf"):
        return "pdf"
    return "scan" if original.encoding.startswith("tesseract") else "word"


def letters_in(original: Original) -> QuerySet[CircularPage]:
    """All letters that came in that file."""
    return CircularPage.objects.filter(original=original)


def is_open(page: CircularPage) -> bool:
    """Whether readers may have the file: whether all that it holds is on public pages already.

    So: every letter in it is registered from it and public, no words stand between them or below the
    signatures, nothing of them is masked or would be, and it is text or a PDF whose words were all read. A
    letter that was refused, deleted, or registered from another file stands on no page that answers for this
    one. A scan may show what was misread, a Word file earlier wordings and comments: those stay here.
    """
    original = page.original
    if original is None or original.unsure != Unsure.NO or kind_of(original) not in {"text", "pdf"}:
        return False
    if not getattr(page, "has_siblings", True):
        return original.letters == 1 and page.live and not page.is_secret and not _tells_more(page)
    letters = letters_in(original)
    shown = list(readable(letters))
    return len(shown) == letters.count() == original.letters and not any(map(_tells_more, shown))


def _tells_more(page: CircularPage) -> bool:
    """Whether the text as received holds what the page hides, or would hide if it showed that line: personal
    numbers, and what was written below the letter (เกษียนหนังสือ)."""
    from circulars.presentation import is_masked

    return is_masked(page) or bool(find_personal_data(page.raw_text)) or _has_words_below(page)


def _has_words_below(page: CircularPage) -> bool:
    """Whether Thai words stand below the last line of the letter that its page shows."""
    text = "".join(page.raw_text.split())
    shown = (
        *page.body.splitlines()[-1:],
        page.closing,
        page.signatory_name,
        page.signatory_position,
        page.acting_for,
        *page.owner_unit.split(" / "),
        *page.phones,
        *page.fax,
    )
    ends = [
        text.rfind(line) + len(line) for each in shown if (line := "".join(each.split())) and line in text
    ]
    below = _CONTACT.sub("", text[max(ends, default=0) :])
    return len(_THAI.findall(below)) > MOST_BELOW


def hand_out(request: HttpRequest, slug: str) -> FileResponse:
    """/circulars/<slug>/original/ : the file of a letter. Raises Http404 where readers may not have it."""
    letters = readable(CircularPage.objects.select_related("original"))
    page = get_object_or_404(letters, slug=slug)
    if not is_open(page):
        raise Http404
    return as_download(page)


def as_download(page: CircularPage) -> FileResponse:
    """The original of a letter, never opened inside the site. Raises Http404 when it is not there."""
    original = page.original
    if original is None or not original.file:
        raise Http404
    try:
        stream = original.file.open("rb")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(stream, content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(original.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def page_count(original: Original) -> int:
    """How many pages can be shown as pictures; 0 for text, Word files and what cannot be opened."""
    if not original.file:
        return 0
    key = f"original-pages-{original.sha256}"
    known = cache.get(key)
    if known is None:
        try:
            with original.file.open("rb") as stream:
                data = stream.read()
            known = int(_ask(data, {"count": True})[0]) if data.startswith(_PICTURES) else 0
        except (OSError, Unreadable, ValueError):
            known = 0
        cache.set(key, known, 24 * 3600)
    return min(known, MOST_PAGES)


def page_picture(original: Original, number: int) -> bytes:
    """A page, counted from 0, as PNG. Raises Unreadable or OSError."""
    with original.file.open("rb") as stream:
        data = stream.read()
    return _ask(data, {"pages": [number], "dots": DOTS_ON_SCREEN})[1]


def _ask(data: bytes, what: dict[str, Any]) -> tuple[str, bytes]:
    """Words and picture that the process for strangers' files gives."""
    with tempfile.TemporaryDirectory(prefix="page-") as folder:
        order = {"folder": folder, "pages": None, "most": MOST_PAGES, "memory": MEMORY, **what}
        try:
            told = subprocess.run(
                [sys.executable, "-m", "circulars.picturing"],
                input=json.dumps(order).encode() + b"\n" + data,
                capture_output=True,
                timeout=SECONDS,
                cwd="/",
                env={"PYTHONPATH": ROOT, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Unreadable("timeout") from error
        words = told.stdout.decode("utf-8", "replace").strip()
        pictures = [place.read_bytes() for place in Path(folder).glob("*.png")]
        if told.returncode or not (pictures or words.isdecimal()):
            raise Unreadable(words or "damaged")
        return words, pictures[0] if pictures else b""
