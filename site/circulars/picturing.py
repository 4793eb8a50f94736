"""The process that turns a stranger's scan into one picture a page. Started by `circulars.ocr`, with limits.

Says a problem's code, or a number of pages when it is asked for that, on its standard output. No Django.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from pathlib import Path
from typing import Any

MOST_PIXELS = 80_000_000
"""A4 at 600 dots an inch has 35 million."""
DOTS = 300
"""Dots an inch at which a PDF page is drawn."""
_SECONDS = 150


def main() -> None:
    order = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    import PIL.Image  # noqa: F401  mapped before the address space is closed
    import pypdfium2  # noqa: F401

    resource.setrlimit(resource.RLIMIT_AS, (order["memory"], order["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        problem = (_pdf if b"%PDF-" in data[:1024] else _picture)(data, order)
    except MemoryError:
        problem = "too-many-pixels"
    except Exception:  # noqa: BLE001  a damaged file may raise anything
        problem = "damaged"
    if problem:
        sys.stdout.write(f"{problem}\n")


def _pdf(data: bytes, order: dict[str, Any]) -> str | None:
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        return "encrypted" if "password" in str(error).lower() else "damaged"
    if order.get("count"):
        return str(len(document))
    wanted = range(len(document)) if order["pages"] is None else order["pages"]
    if len(wanted) > order["most"]:
        return "too-many-pages"
    for number in wanted:
        page = document[number]
        width, height = page.get_size()
        scale = order.get("dots", DOTS) / 72
        if width * height * scale * scale > MOST_PIXELS:
            return "too-many-pixels"
        picture = page.render(scale=scale, grayscale=True).to_pil()
        picture.save(Path(order["folder"]) / f"{number}.png", dpi=(DOTS, DOTS))
    return None


def _picture(data: bytes, order: dict[str, Any]) -> str | None:
    from PIL import Image, ImageSequence

    Image.MAX_IMAGE_PIXELS = None  # asked for here, before anything is decoded
    with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF")) as picture:
        if getattr(picture, "n_frames", 1) > order["most"]:
            return "too-many-pages"
        if order.get("count"):
            return str(getattr(picture, "n_frames", 1))
        for number, frame in enumerate(ImageSequence.Iterator(picture)):
            if order["pages"] is not None and number not in order["pages"]:
                continue
            if frame.width * frame.height > MOST_PIXELS:
                return "too-many-pixels"
            whole = frame.convert("L")
            if "dots" in order:  # to be looked at, not read
                whole.thumbnail((order["dots"] * 9, order["dots"] * 13))
            whole.save(Path(order["folder"]) / f"{number}.png", dpi=(DOTS, DOTS))
    return None


if __name__ == "__main__":
    main()
