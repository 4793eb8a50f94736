"""Scans read by Tesseract, in processes with limits. Without it everything else works.

scan → pages as pictures → Tesseract (Thai and English) → text, a form feed between pages
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

PACKAGES = "tesseract-ocr tesseract-ocr-tha"
"""What to install on Debian."""
MOST_PAGES = 60
"""Pages of one file that are read; a longer scan must be divided."""
SECONDS_A_PAGE = 90
MEMORY = 1536 * 1024 * 1024
"""Bytes of address space of either process."""

ROOT = str(Path(__file__).resolve().parents[1])


class Unreadable(Exception):
    """A scan that gives no text. `code`: damaged, encrypted, too-many-pages, too-many-pixels, timeout."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@cache
def version() -> str | None:
    """Tesseract's version when it and its Thai data are installed ("tesseract 5.3.0"), else None."""
    command = shutil.which("tesseract")
    if command is None:
        return None
    try:
        languages = subprocess.run(  # noqa: S603
            [command, "--list-langs"], capture_output=True, text=True, timeout=20, check=True
        )
        told = subprocess.run(  # noqa: S603
            [command, "--version"], capture_output=True, text=True, timeout=20, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    if "tha" not in languages.stdout.split():
        return None
    return " ".join(told.stdout.split()[:2])[:20]


def read_scan(data: bytes, wanted: list[int] | None = None) -> dict[int, str]:
    """The text of each page of a scanned PDF or picture, or of the pages `wanted`, counted from 0.

    Raises Unreadable; RuntimeError when Tesseract is not installed.
    """
    if version() is None:
        raise RuntimeError("Tesseract is not installed")
    with tempfile.TemporaryDirectory(prefix="scan-") as folder:
        order = {"folder": folder, "pages": wanted, "most": MOST_PAGES, "memory": MEMORY}
        environment = {"PYTHONPATH": ROOT, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            told = subprocess.run(
                [sys.executable, "-m", "circulars.picturing"],
                input=json.dumps(order).encode() + b"\n" + data,
                capture_output=True,
                timeout=SECONDS_A_PAGE * 2,
                cwd="/",
                env=environment,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Unreadable("timeout") from error
        problem = told.stdout.decode("utf-8", "replace").strip()
        if told.returncode or problem:
            raise Unreadable(problem or "damaged")
        pictures = sorted(Path(folder).glob("*.png"), key=lambda place: int(place.stem))
        return {int(place.stem): _read(place) for place in pictures}


def _read(picture: Path) -> str:
    """One page. Wide gaps are kept: a column may begin there."""
    command = [
        *(shutil.which("tesseract") or "tesseract", str(picture), "stdout", "-l", "tha+eng", "--psm", "6"),
        *("-c", "preserve_interword_spaces=1"),
    ]
    try:
        told = subprocess.run(  # noqa: S603  our own words and the path of a picture that we wrote
            command,
            capture_output=True,
            timeout=SECONDS_A_PAGE,
            env={"PATH": os.environ.get("PATH", ""), "OMP_THREAD_LIMIT": "1", "LANG": "C.UTF-8"},
            preexec_fn=_limit,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable("timeout") from error
    if told.returncode:
        raise Unreadable("damaged")
    lines = told.stdout.decode("utf-8", "replace").replace("\f", "").splitlines()
    return "\n".join(line for line in lines if not _is_dust(line)).strip("\n")


def _is_dust(line: str) -> bool:
    """Whether Tesseract took the upper marks of a line for a line of their own: scattered signs, no word."""
    signs = line.split()
    return len(signs) >= 5 and all(len(sign) <= 3 for sign in signs)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_A_PAGE, SECONDS_A_PAGE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
