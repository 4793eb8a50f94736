"""Words that only carry a question politely: they stand around a subject, and no text is found by them."""

from __future__ import annotations

import re

_SOFT = r"(?:นะ|น่ะ|หน่อย|ด้วย|ที|บ้าง)"
_PARTICLE = (
    rf"(?:{_SOFT}* ?(?:ครับผม|ครับ|คร้าบ|ค่ะ|คะ(?![ก-๎]))"
    rf"|(?:{_SOFT}+ ?|(?<= )|(?<=หน่อย))(?:ค้าบ|คับ|ค่า|จ้า|จ้ะ|จ๊ะ|ฮะ|ฮับ|งับ)(?![ก-๎]))"
)
"""What ends a sentence politely. The rarer ones end other words as well (บังคับ, เจ้า, ระงับ)."""
_END = r"(?![ะ-ฺ็-๎])"
"""No mark or vowel that belongs to the last letter."""
_ABOUT = r"(?: ?(?:เกี่ยวกับ(?:เรื่อง)?|ในเรื่อง|เรื่อง|ว่า|ข้อมูล))?"
_GREETING = rf"(?:สวัสดี|หวัดดี|ดี|เรียน(?:ท่าน)?(?:แอดมิน|เจ้าหน้าที่)|แอดมิน|พี่ๆ|พี่){_END}(?: ?{_PARTICLE}{_END})"
_WISH = (
    r"(?:(?:ผม|ฉัน|ดิฉัน|หนู|เรา)? ?(?:คือว่า|คือ|พอดี)? ?)"
    r"(?:ขออนุญาต|ขอ|รบกวน|ใคร่|อยาก(?:จะ|ขอ)?|ต้องการ)(?:ขอ)? ?(?:เรียน)?(?:สอบถาม|ถาม|ทราบ|รู้)"
    rf"(?:ข้อมูล|รายละเอียด)?(?:หน่อย|นิด|นิดนึง|นิดหนึ่ง)?(?: ?{_PARTICLE}{_END})?{_ABOUT}"
    rf"|สอบถาม(?:หน่อย|นิด(?:นึง)?)?(?: ?{_PARTICLE}{_END}|(?= |เรื่อง|เกี่ยวกับ|ว่า)){_ABOUT}"
    r"|(?:รบกวน|ช่วย|กรุณา)(?:ช่วย)?(?:หา|ค้นหา|บอก|แนะนำ)(?:ข้อมูล|รายละเอียด)?(?:หน่อย)?"
    rf"(?: ?{_PARTICLE}{_END})?(?: ?(?:เกี่ยวกับ(?:เรื่อง)?|ในเรื่อง|เรื่อง|ว่า))?"
)
_THANKS = r"(?:ขอบคุณ|ขอบพระคุณ|ขอบใจ)(?:มาก(?:ๆ)?|ล่วงหน้า)*"
_BEFORE = re.compile(rf"(?:{_GREETING}|{_WISH}) ?")
_BEHIND = re.compile(
    rf" ?(?:(?:ให้)?(?:หน่อย|ที|ด้วย)? ?{_PARTICLE}|(?:ให้)หน่อย|(?<= ){_THANKS}|{_THANKS} ?{_PARTICLE})[ .!?]*$"
)
_SHORTEST = 4
"""Letters that a subject has at least."""
_LONGEST_BEHIND = 60
_MOST = 3
"""Greeting, wish and thanks on either side."""


def without_frame(text: str) -> str:
    """A normalised query without greetings, wishes to ask, thanks and particles at its ends.

    >>> without_frame("สวัสดีครับ รบกวนสอบถามเรื่องบัตรประชาชนหายหน่อยครับ ขอบคุณครับ")
    'บัตรประชาชนหาย'
    >>> without_frame("ครับ"), without_frame("คะแนนสอบ")
    ('ครับ', 'คะแนนสอบ')
    """
    rest = text
    for _ in range(_MOST):
        before = _BEFORE.match(rest)
        if before and len(rest) - before.end() >= _SHORTEST:
            rest = rest[before.end() :]
        behind = _BEHIND.search(rest, max(0, len(rest) - _LONGEST_BEHIND))
        if behind and behind.start() >= _SHORTEST:
            rest = rest[: behind.start()]
    return rest.strip() or text
