"""Running the reading process, and judging what it gives."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from core.extraction.repair import repair
from core.extraction.scoring import plausibility
from core.extraction.types import Extracted, Limits

_HERE = Path(__file__).resolve()
_PATHS = (str(_HERE.parents[2]), str(_HERE.parents[3]))
"""Where `core` and `search` are found: the source root and the project's."""

_IMPLAUSIBLE = 0.4


def extract(source: bytes | str | Path, filename: str = "", limits: Limits | None = None) -> Extracted:
    """The text of a file, given as bytes or path. The kind is told by the content, never by the name.

    Raises OSError when a path cannot be read; nothing that stands in the file raises.
    """
    limits = limits or Limits()
    if isinstance(source, bytes):
        data = source
    else:
        if Path(source).stat().st_size > limits.size:
            return Extracted((), "", 0.0, ("too-large",))
        data = Path(source).read_bytes()
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        return Extracted((), "", 0.0, ("empty",))
    if len(data) > limits.size:
        return Extracted((), "", 0.0, ("too-large",))
    extractor, raw, problems = _read(data, limits)
    pages = tuple(repair(raw))
    if pages != tuple(raw):
        problems.append("repaired")
    score = plausibility("\n".join(pages))
    if not any(page.strip() for page in pages):
        pages = pages if extractor.startswith("pdf") else ()
        if not problems:
            problems.append("no-text")
    elif score < _IMPLAUSIBLE:
        problems.append("implausible")
    return Extracted(pages, extractor, score, tuple(dict.fromkeys(problems)))


def _read(data: bytes, limits: Limits) -> tuple[str, list[str], list[str]]:
    """Extractor, pages and problems as the process said them before it ended or was ended."""
    order = {
        "seconds": limits.seconds,
        "memory": limits.memory,
        "pages": limits.pages,
        "characters": limits.characters,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "core.extraction.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"PYTHONPATH": ":".join(_PATHS), "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    problems = []
    try:
        output, _ = process.communicate(json.dumps(order).encode() + b"\n" + data, timeout=limits.seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        output, _ = process.communicate()
        problems.append("timeout")
    extractor, pages = "", []
    for line in output.splitlines():
        try:
            said = json.loads(line)
        except ValueError:  # the last line of a process that was ended while it wrote
            break
        extractor = said.get("extractor", extractor)
        if "page" in said:
            pages.append(said["page"])
        if "problem" in said:
            problems.append(said["problem"])
    if process.returncode and not problems:
        # -24 is SIGXCPU; a native library that is refused memory dies of SIGABRT or SIGSEGV.
        problems.append("timeout" if process.returncode in (-24, -9) else "damaged")
    return extractor, pages, problems
