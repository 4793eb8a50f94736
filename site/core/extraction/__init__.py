"""Text out of files, in a process of its own: PDF, DOCX, plain text in any Thai encoding. No Django.

    extract(b"…" or path, "ชื่อแฟ้ม.pdf") -> Extracted(pages, extractor, score, problems)

What a file holds never raises: a file that gives no text says why in `problems`.
"""

from core.extraction.running import extract
from core.extraction.types import PROBLEMS, Extracted, Limits

__all__ = ["PROBLEMS", "Extracted", "Limits", "extract"]
