"""Names of offices that cannot be, and what they must have been.

Recognition by a language model writes fluent words that no office has. The table holds each such form seen
in real letters; the reading is proposed, never put in its place.
"""

from __future__ import annotations

import re

GARBLED: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?P<head>เลขาธิการ|สำนักเลขาธิการ|มติ|นำเสนอ|)คณะ(?:อนุ)?กรรมการรัฐมนตรี"), r"\g<head>คณะรัฐมนตรี"),
    (re.compile(r"คณะรัฐมนตรีพัฒนาระบบราชการ"), "คณะกรรมการพัฒนาระบบราชการ"),
    (
        re.compile(r"เลขาธิการ(?:ก\.พ\.ร\.|สำนักงาน)? ?คณะกรรมการพัฒนาข้าราชการพลเรือน"),
        "เลขาธิการคณะกรรมการข้าราชการพลเรือน",
    ),
    (re.compile(r"(?P<head>ปลัด|รัฐมนตรีว่าการ|)กระทรวงมหาไทย"), r"\g<head>กระทรวงมหาดไทย"),
    (re.compile(r"ผู้ว่าราชการการจังหวัด"), "ผู้ว่าราชการจังหวัด"),
    (re.compile(r"นายกรัฐมนตรีว่าการ"), "รัฐมนตรีว่าการ"),
    (re.compile(r"เลขาธิการนายกคณะรัฐมนตรี"), "เลขาธิการนายกรัฐมนตรี"),
)


def garbled(text: str) -> tuple[str, str, int, int] | None:
    """The first impossible name in `text` (normalised): as found, best reading, bounds; None without one."""
    for pattern, best in GARBLED:
        match = pattern.search(text)
        if match:
            return match.group(), match.expand(best), match.start(), match.end()
    return None
