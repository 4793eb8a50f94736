"""Thai that was read in another encoding: pasted from an old file or a badly made page.

"¡ÃÐ·ÃÇ§" is กระทรวง in TIS-620 read as Latin-1, and "à¸£à¸–" is รถ in UTF-8 read as Windows-1252.
"""

from __future__ import annotations

import re

_SINGLE = re.compile("[\u00a1-\u00da\u00df-\u00fb]")
_TRIPLE = re.compile("à[\u00b8\u00b9][\u0080-\u00bf\u0152-\u2122]")
_THAI = re.compile("[ก-๛]")
_LEAST = 3
"""Letters below which signs may be what they look like."""


def _bytes(text: str) -> bytes:
    """The bytes that were read as these characters, in Windows-1252 or else Latin-1."""
    out = bytearray()
    for char in text:
        try:
            out += char.encode("cp1252")
        except UnicodeEncodeError:
            out += char.encode("latin-1", "ignore")
    return bytes(out)


def meant_thai(text: str) -> str | None:
    """The Thai that a text was before it was read wrongly; None for a text that is as it was meant."""
    if _THAI.search(text):
        return None
    letters = [char for char in text if not char.isspace() and not char.isascii()]
    if len(letters) < _LEAST:
        return None
    if len(_TRIPLE.findall(text)) * 3 >= 0.7 * len(letters):
        return _bytes(text).decode("utf-8", "ignore")
    if len(_SINGLE.findall(text)) >= 0.9 * len(letters) and len(letters) * 2 > len(text.replace(" ", "")):
        return text.encode("latin-1", "ignore").decode("tis-620", "ignore")
    return None
